"""`Health`: all that is remembered about how one connection is doing, in this process alone."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager

from rampkit import logs
from rampkit.capabilities import CallKind, RateLimit
from rampkit.clock import Clock
from rampkit.health.breaker import Breaker, State
from rampkit.health.kinds import READING
from rampkit.health.pace import Pace
from rampkit.health.signs import Sign
from rampkit.health.turn import Turn

__all__ = ["Health"]


class _Vitals:
    """What a fork must not share: its lock may be held by a thread that does not exist there."""

    def __init__(self, limits: Iterable[RateLimit]) -> None:
        self.pid = os.getpid()
        self.lock = threading.Lock()
        self.breakers = {kind: Breaker(needs_read=kind not in READING) for kind in CallKind}
        self.paces = tuple(Pace(limit) for limit in limits)
        self.spotless = True
        """Whether every breaker is, so that nothing can be learned from a good call."""


class Health:
    """The breakers of a connection, one per kind of call, and the queues of its declared rate limits.

    Thread-safe, for both faces. It refuses nothing by itself: whoever can choose among connections asks it,
    and a call that has no other place to go is simply made.

    Args:
        connection: Name of the connection, for the log.
        limits: What the provider declares.
        clock: Where the time comes from.
    """

    def __init__(self, connection: str, limits: Iterable[RateLimit], clock: Clock) -> None:
        self._connection = connection
        self._limits = tuple(limits)
        self._clock = clock
        self._current = _Vitals(self._limits)

    def observe(self, kind: CallKind, sign: Sign, *, asked: float = 0.0) -> None:
        """A call ended. *asked* is how many seconds of peace the provider wants."""
        vitals = self._vitals()
        if sign is Sign.NOTHING or (sign is Sign.GOOD and vitals.spotless):
            return
        now = self._clock.monotonic()
        with vitals.lock:
            breaker = vitals.breakers[kind]
            before = breaker.state(now)
            if sign is Sign.FAULT:
                breaker.fault(now, asked=asked)
            else:
                breaker.good(now)
                if kind in READING:
                    for other in vitals.breakers.values():
                        other.read(now)
            after = breaker.state(now)
            vitals.spotless = all(one.spotless for one in vitals.breakers.values())
        if before is not after:
            self._report(kind, after)

    @property
    def spotless(self) -> bool:
        """Whether no fault of any kind is remembered."""
        return self._vitals().spotless

    def admits(self, kind: CallKind) -> bool:
        """Whether a call with another place to go may be made here."""
        vitals = self._vitals()
        with vitals.lock:
            return vitals.breakers[kind].admits(self._clock.monotonic())

    def remaining(self, kind: CallKind) -> float:
        """Seconds until the breaker's rest is over; 0 if it is."""
        vitals = self._vitals()
        with vitals.lock:
            return vitals.breakers[kind].remaining(self._clock.monotonic())

    @contextmanager
    def probing(self, kind: CallKind) -> Generator[bool]:
        """Whether a call may be made; if only one may, its place is kept for the block and then given back.

        What closes or opens the breaker is what the call shows, not how the block ends: a probe that is
        cancelled, crashes or sends nothing leaves its place to the next.
        """
        vitals, probe = self._vitals(), object()
        breaker = vitals.breakers[kind]
        with vitals.lock:
            admitted = breaker.take(self._clock.monotonic(), probe)
        try:
            yield admitted
        finally:
            with vitals.lock:
                breaker.give_back(probe)

    def turn(self, kind: CallKind) -> Turn | None:
        """A place in the queues of the declared limits for one request; None if no limit holds for it."""
        if not self._limits:
            return None
        vitals = self._vitals()
        paces = [pace for pace in vitals.paces if kind in pace.kinds]
        return Turn(paces, vitals.lock, self._clock) if paces else None

    def _vitals(self) -> _Vitals:
        if self._current.pid != os.getpid():
            self._current = _Vitals(self._limits)
        return self._current

    def _report(self, kind: CallKind, state: State) -> None:
        if logs.enabled(logging.WARNING):
            logs.log.warning(f"breaker_{state}", connection=self._connection, operation=kind.value)
