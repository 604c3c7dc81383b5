"""Ripio Ramps for rampkit."""

from rampkit_ripio.provider import RipioProvider

__all__ = ["RipioProvider"]
