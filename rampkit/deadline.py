"""The moment a call has to be over."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from rampkit.clock import Clock, SystemClock
from rampkit.errors import InvalidInputError

__all__ = ["Deadline"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One moment shared by everything a call does: log-in, attempts, waits, each read and each write.

    It bounds everything but the name lookup of the synchronous face: the operating system offers no time
    limit for it.
    """

    at: float
    """On the clock's monotonic scale, seconds."""
    clock: Clock

    @classmethod
    def after(cls, seconds: float, clock: Clock | None = None) -> Self:
        """The moment *seconds* from now.

        Raises:
            InvalidInputError: *seconds* is not a finite number.
        """
        if not _finite(seconds):
            raise InvalidInputError("timeout", "is not a finite number of seconds", remedy="e.g. timeout=10")
        clock = clock or SystemClock()
        return cls(clock.monotonic() + seconds, clock)

    def remaining(self) -> float:
        """Seconds left; zero or less once it is over."""
        return self.at - self.clock.monotonic()


def _finite(seconds: object) -> bool:
    """Whether *seconds* can be counted; callers without a type checker may pass anything."""
    return isinstance(seconds, int | float) and math.isfinite(seconds)
