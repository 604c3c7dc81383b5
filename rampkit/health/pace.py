"""A declared rate limit, kept on our side: who may leave when, first come, first served."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from rampkit.capabilities import RateLimit

__all__ = ["Booking", "Pace"]


@dataclass(slots=True, eq=False)
class Booking:
    """One request's place in the queue."""

    at: float
    """When it may leave; once it has left, when it did."""
    behind: Booking | None
    """The one that has to have left a whole stretch of time before."""
    has_left: bool = False
    """Whether its request is on its way."""
    dropped: bool = False
    """Whether its request will never leave."""


class Pace:
    """Never more than so many departures within any stretch of time, at whatever moment that begins.

    A bucket of tokens would allow twice as many where it was full before. Times are seconds on one monotonic
    scale. Not thread-safe by itself.
    """

    def __init__(self, limit: RateLimit) -> None:
        self.kinds = limit.kinds
        """What it holds for."""
        self._requests = limit.requests
        self._stretch = limit.per.total_seconds()
        self._queue: deque[Booking] = deque()

    def soonest(self, now: float) -> float:
        """When a request that comes at *now* may leave; one that came earlier waits for other limits only."""
        self._forget(now)
        behind = self._behind()
        return now if behind is None else max(now, behind.at + self._stretch)

    def book(self, at: float) -> Booking:
        """A place at *at*, which is `soonest` or later."""
        booking = Booking(at, self._behind())
        self._queue.append(booking)
        return booking

    def due(self, booking: Booking) -> float:
        """When it may really leave: later than booked, if those before it left late."""
        behind = booking.behind
        return booking.at if behind is None else max(booking.at, behind.at + self._stretch)

    def left(self, booking: Booking, now: float) -> None:
        """It leaves at *now*."""
        booking.at = max(booking.at, now)
        booking.has_left, booking.behind = True, None

    def drop(self, booking: Booking) -> None:
        """It will not leave. Nobody is moved forward, but places nobody waits behind are free again."""
        booking.dropped, booking.behind = True, None
        while self._queue and self._queue[-1].dropped:
            self._queue.pop()

    def _behind(self) -> Booking | None:
        return self._queue[-self._requests] if len(self._queue) >= self._requests else None

    def _forget(self, now: float) -> None:
        while self._queue and _is_past(self._queue[0], now - self._stretch):
            self._queue.popleft()


def _is_past(booking: Booking, moment: float) -> bool:
    return (booking.has_left or booking.dropped) and booking.at <= moment
