"""Gnosis Ramp for rampkit."""

from rampkit_gnosis.provider import GnosisProvider

__all__ = ["GnosisProvider"]
