"""For tests of adapters and of applications."""

from __future__ import annotations

from rampkit.testing.replay import answer, replay

__all__ = ["answer", "replay"]
