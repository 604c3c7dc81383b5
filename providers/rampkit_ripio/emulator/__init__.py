"""The sandbox's Ripio: an in-memory imitation of the Ripio Ramp API."""

from __future__ import annotations

from rampkit_ripio.emulator.emulator import RipioEmulator

__all__ = ["RipioEmulator"]
