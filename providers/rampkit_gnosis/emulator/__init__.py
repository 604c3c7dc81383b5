"""Gnosis Ramp in memory: the emulator behind the sandbox."""

from rampkit_gnosis.emulator.emulator import GnosisEmulator

__all__ = ["GnosisEmulator"]
