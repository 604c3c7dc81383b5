"""What the records of one intent add up to. Order-free: a set of evidence, never "the last one wins"."""

from __future__ import annotations

from functools import cached_property, cmp_to_key
from typing import TYPE_CHECKING

from rampkit.journal.records import (
    Absent,
    Closed,
    Ended,
    Errand,
    Observed,
    Opened,
    Record,
    Shown,
    Started,
    Wish,
)
from rampkit.models.intents import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rampkit.models.orders import Order, OrderRequest

__all__ = ["AttemptHistory", "History"]

_CREATE = "create_order"


def _number(start: Started) -> int:
    """Sends of one operation are counted in their names; times may be equal, or set back."""
    return int(start.send.rpartition(".")[2])


def _moment(start: Started) -> tuple[datetime, str]:
    return start.at, start.send


def _end(end: Ended) -> tuple[datetime, str, str]:
    return end.at, end.outcome, end.order_id or ""


def _by_time(one: Observed, other: Observed) -> int:
    """By time; only what was read in the very same moment is told apart by what it says."""
    if one.at != other.at or one.order == other.order:
        return (one.at > other.at) - (one.at < other.at)
    ours, theirs = (repr(seen.order.model_dump()) for seen in (one, other))
    return (ours > theirs) - (ours < theirs)


class AttemptHistory:
    """The records of one try at one connection."""

    def __init__(self, number: int, records: Sequence[Record]) -> None:
        self.number = number
        begun = [item for item in records if isinstance(item, Started) and item.attempt == number]
        # By send: a record that is told twice is still one.
        self.starts = tuple(
            {start.send: start for start in sorted(begun, key=_moment, reverse=True)}.values()
        )[::-1]
        sends = {start.send for start in self.starts}
        ends = (item for item in records if isinstance(item, Ended) and item.send in sends)
        self.ends = tuple(sorted(ends, key=_end))
        self._absent = {item.send for item in records if isinstance(item, Absent)}
        seen = (item for item in records if isinstance(item, Observed) and item.attempt == number)
        self.observations = tuple(sorted(seen, key=cmp_to_key(_by_time)))
        self.shown = any(isinstance(item, Shown) and item.attempt == number for item in records)

    @property
    def first(self) -> Started:
        """The first send: names connection, reference and what was asked."""
        return self.starts_of(_CREATE)[0]

    @property
    def asked(self) -> OrderRequest:
        """What was asked of the provider.

        Raises:
            LookupError: It is no attempt of an intent but an errand.
        """
        starts = self.starts_of(_CREATE)
        order = next((start.order for start in starts if start.whole), self.first.order)
        if order is None:
            raise LookupError(self.first.send)
        return order

    @property
    def whole(self) -> bool:
        """Whether `asked` is all of it: what is left can always be read with, but not always sent again."""
        return any(start.whole for start in self.starts_of(_CREATE))

    @property
    def connection(self) -> str:
        """The connection this attempt is at."""
        return self.first.connection

    @property
    def order_id(self) -> str | None:
        """The provider's id of the order, once any evidence named it."""
        ids = [end.order_id for end in self.ends if end.order_id is not None]
        return (
            ids[0]
            if ids
            else next((seen.order.order_id for seen in self.observations if seen.order.order_id), None)
        )

    @property
    def last_order(self) -> Order | None:
        """The order as most recently read."""
        return self.observations[-1].order if self.observations else None

    def starts_of(self, operation: str) -> tuple[Started, ...]:
        """The sends of one operation, in the order they were made."""
        sends = [start for start in self.starts if start.operation == operation]
        return tuple(sorted(sends, key=_number))

    def open_sends(self, operation: str) -> tuple[Started, ...]:
        """The sends of *operation* of which nobody knows what became."""
        ended = {end.send for end in self.ends} | self._absent
        return tuple(start for start in self.starts_of(operation) if start.send not in ended)

    def outcome(self, operation: str) -> Outcome | None:
        """What became of *operation*: None if it was never sent.

        A refused resend does not clear an earlier doubt; an acceptance does, and so does the order itself.
        """
        starts = self.starts_of(operation)
        if operation == _CREATE and self.observations:
            return Outcome.ACCEPTED
        outcomes = {end.outcome for end in self.ends if end.send in {start.send for start in starts}}
        if Outcome.ACCEPTED in outcomes:
            return Outcome.ACCEPTED
        if self.open_sends(operation):
            return Outcome.UNKNOWN
        if Outcome.REJECTED in outcomes or any(start.send in self._absent for start in starts):
            return Outcome.REJECTED
        return Outcome.NOT_SENT if starts else None

    def in_doubt(self) -> bool:
        """Whether nobody knows what became of any of its operations."""
        operations = {start.operation for start in self.starts}
        return any(self.outcome(operation) == Outcome.UNKNOWN for operation in operations)


class History:
    """Everything the journal holds of one intent."""

    def __init__(self, intent_id: str, records: Sequence[Record]) -> None:
        self.intent_id = intent_id
        self.records = tuple(records)

    @cached_property
    def opened(self) -> Opened | None:
        """The opening, if there was one."""
        openings = (item for item in self.records if isinstance(item, Opened))
        return min(openings, key=lambda opened: opened.at, default=None)

    @property
    def stands_for(self) -> Wish | Errand | None:
        """What the id stands for; None while it stands for nothing."""
        return self.opened.wish if self.opened else None

    @property
    def wish(self) -> Wish | None:
        """The wish of an intent; None for an errand, and before it is opened."""
        return self.stands_for if isinstance(self.stands_for, Wish) else None

    @cached_property
    def attempts(self) -> tuple[AttemptHistory, ...]:
        """Every attempt, in order."""
        numbers = sorted({item.attempt for item in self.records if isinstance(item, Started)})
        return tuple(AttemptHistory(number, self.records) for number in numbers)

    @property
    def closings(self) -> tuple[Closed, ...]:
        """Every time nobody took the wish, in order of time."""
        closings = (item for item in self.records if isinstance(item, Closed))
        return tuple(sorted(closings, key=lambda closed: (closed.at, closed.canceled, repr(closed.refusals))))

    @property
    def canceled(self) -> bool:
        """Whether the application withdrew the wish, and no order or deposit came to light all the same."""
        accepted = self.accepted()
        withdrawn = any(closing.canceled for closing in self.closings)
        return withdrawn and (accepted is None or accepted.order_id is None)

    def accepted(self) -> AttemptHistory | None:
        """The attempt whose order exists."""
        return self._first_with(Outcome.ACCEPTED)

    def in_doubt(self) -> AttemptHistory | None:
        """The attempt of which nobody knows whether its order exists."""
        return self._first_with(Outcome.UNKNOWN)

    def _first_with(self, outcome: Outcome) -> AttemptHistory | None:
        return next((item for item in self.attempts if item.outcome(_CREATE) == outcome), None)

    def next_attempt(self) -> int:
        """The number the next attempt gets."""
        return max((attempt.number for attempt in self.attempts), default=0) + 1

    def attempt(self, number: int) -> AttemptHistory:
        """The attempt with that number."""
        return AttemptHistory(number, self.records)
