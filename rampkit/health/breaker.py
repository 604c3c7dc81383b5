"""The breaker of one kind of call at one connection: after faults it lets nothing through for a while."""

from __future__ import annotations

from collections import deque
from enum import StrEnum

__all__ = ["Breaker", "State"]

_IN_A_ROW = 5
_WINDOW = 10
_MOST_FAULTS = 6
_RECENT = 120.0
_FIRST_REST = 15.0
_LONGEST_REST = 300.0
_LONGEST_ASKED = 86_400.0


class State(StrEnum):
    """What a breaker lets through."""

    CLOSED = "closed"
    """Everything."""
    HALF_OPEN = "half_open"
    """One call, which decides."""
    OPEN = "open"
    """Nothing."""


class Breaker:
    """Opens after five faults in a row, or six among the last ten calls within two minutes.

    It rests for 15 seconds, and twice as long after each probe that fails, up to five minutes. Times are
    seconds on one monotonic scale. Not thread-safe by itself.

    Args:
        needs_read: After its rest it stays open until a call of another kind that leaves nothing behind went
            well: nobody finds out with an order whether a connection is back.
    """

    def __init__(self, *, needs_read: bool = False) -> None:
        self._needs_read = needs_read
        self._until: float | None = None
        self._rest = 0.0
        self._read_went_well = False
        self._probe: object | None = None
        self._in_a_row = 0
        self._recent: deque[tuple[float, bool]] = deque(maxlen=_WINDOW)

    @property
    def spotless(self) -> bool:
        """Whether it is closed and remembers no fault: another good call is no news."""
        return self._until is None and not self._recent

    def state(self, now: float) -> State:
        """What it lets through at *now*."""
        if self._until is None:
            return State.CLOSED
        ready = now >= self._until and (self._read_went_well or not self._needs_read)
        return State.HALF_OPEN if ready else State.OPEN

    def remaining(self, now: float) -> float:
        """Seconds until its rest is over; 0 if it is."""
        return 0.0 if self._until is None else max(0.0, self._until - now)

    def admits(self, now: float) -> bool:
        """Whether a call may be made."""
        state = self.state(now)
        return state is State.CLOSED or (state is State.HALF_OPEN and self._probe is None)

    def take(self, now: float, probe: object) -> bool:
        """Whether a call may be made; where only one may, *probe* has the place until it gives it back."""
        if not self.admits(now):
            return False
        if self._until is not None:
            self._probe = probe
        return True

    def give_back(self, probe: object) -> None:
        """Free the place, if *probe* still has it."""
        if self._probe is probe:
            self._probe = None

    def good(self, now: float) -> None:
        """A call of this kind went well: after the rest that closes it."""
        if self.spotless:
            return
        if self._until is None:
            self._in_a_row = 0
            self._recent.append((now, False))
            if not any(fault for _, fault in self._recent):
                self._recent.clear()
        elif now >= self._until:
            self._close()

    def fault(self, now: float, *, asked: float = 0.0) -> None:
        """A call of this kind failed by the provider's fault; it asked for *asked* seconds of peace."""
        if self._until is None:
            self._count(now)
        elif self.state(now) is State.HALF_OPEN:
            self._open(now, min(2 * self._rest, _LONGEST_REST))
        if self._until is not None:
            self._until = max(self._until, now + min(asked, _LONGEST_ASKED))

    def read(self, now: float) -> None:
        """A call that leaves nothing behind went well at this connection."""
        if self._until is not None and now >= self._until:
            self._read_went_well = True

    def _count(self, now: float) -> None:
        self._in_a_row += 1
        self._recent.append((now, True))
        recent = sum(fault for moment, fault in self._recent if moment > now - _RECENT)
        if self._in_a_row >= _IN_A_ROW or recent >= _MOST_FAULTS:
            self._open(now, _FIRST_REST)

    def _open(self, now: float, rest: float) -> None:
        self._rest = rest
        self._until = now + rest
        self._read_went_well = False
        self._probe = None

    def _close(self) -> None:
        self._until = self._probe = None
        self._in_a_row = 0
        self._recent.clear()
