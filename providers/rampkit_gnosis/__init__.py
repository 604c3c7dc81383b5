"""Gnosis Ramp for rampkit."""

from rampkit_gnosis.frames import FRAME_PERMISSIONS, FrameEvent, FrameMessage, parse_frame_message
from rampkit_gnosis.provider import GnosisProvider
from rampkit_gnosis.wallet import sign_in_message

__all__ = [
    "FRAME_PERMISSIONS",
    "FrameEvent",
    "FrameMessage",
    "GnosisProvider",
    "parse_frame_message",
    "sign_in_message",
]
