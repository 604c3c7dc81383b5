"""One request's wait for the declared rate limits that hold for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rampkit.clock import Clock
from rampkit.health.pace import Booking, Pace

__all__ = ["Turn"]


class Turn:
    """A place in every queue, as a context manager: it is given up unless `take` was called.

    Args:
        paces: The limits, one or more.
        lock: Guards them.
        clock: Where the time comes from.
    """

    def __init__(self, paces: Sequence[Pace], lock: threading.Lock, clock: Clock) -> None:
        self._paces = paces
        self._lock = lock
        self._clock = clock
        self._taken = False

    def __enter__(self) -> Self:
        now = self._clock.monotonic()
        with self._lock:
            at = max(pace.soonest(now) for pace in self._paces)
            self._bookings: list[tuple[Pace, Booking]] = [(pace, pace.book(at)) for pace in self._paces]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._taken:
            with self._lock:
                for pace, booking in self._bookings:
                    pace.drop(booking)

    def take(self) -> float:
        """Seconds still to be waited; 0 means: leave now."""
        now = self._clock.monotonic()
        with self._lock:
            wait = max(pace.due(booking) for pace, booking in self._bookings) - now
            if wait > 0:
                return wait
            self._taken = True
            for pace, booking in self._bookings:
                pace.left(booking, now)
        return 0.0
