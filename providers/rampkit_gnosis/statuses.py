"""What the statuses of intents and transactions mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rampkit.models import Direction, PayIn, PayOut, Status
from rampkit_gnosis import pages

__all__ = [
    "INTENTS",
    "TRANSACTIONS",
    "UNMAPPED",
    "Stage",
    "State",
    "combined",
    "intent_state",
    "transaction_state",
]


class Stage(StrEnum):
    """Where in its life an intent or a transaction is."""

    COMPLIANCE = "compliance"
    """The person may have an identity check to go through."""
    READY = "ready"
    """Only execution is missing."""
    MOVING = "moving"
    """A transaction exists or is being made."""
    ENDED = "ended"
    """Nothing more will happen."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class State:
    """What one of Gnosis Ramp's words means."""

    stage: Stage
    status: Status
    pay_in: PayIn
    pay_out: PayOut
    source: str
    """The page the word stands on."""

    @property
    def unmapped(self) -> bool:
        """Whether the word is none we know."""
        return self.stage is Stage.UNKNOWN


_Table = Mapping[tuple[Direction, str], State]

UNMAPPED = State(Stage.UNKNOWN, Status.UNKNOWN, PayIn.UNKNOWN, PayOut.UNKNOWN, source="")
"""What a word means that no page knows: nothing."""

_BEFORE = (PayIn.NONE, PayOut.NONE)
_EXPECTED = (PayIn.EXPECTED, PayOut.NONE)
_UNSAID = (PayIn.UNKNOWN, PayOut.UNKNOWN)
_DONE = (PayIn.CONFIRMED, PayOut.CONFIRMED)


def _both_ways(rows: Mapping[str, State]) -> _Table:
    """*rows* for either direction: no page tells them apart."""
    return MappingProxyType({(way, word): state for way in Direction for word, state in rows.items()})


_NEW = pages.OVERVIEW
_OLD = pages.OLD_SPEC

# Where a failure, an expiry or a cancellation leaves the money, no page says: any open intent can expire, one
# that has been paid included. "In progress" begins at execution, before the person pays, so it does not mean
# that money was seen; a transaction that can be read says more.
INTENTS: _Table = _both_ways(
    {
        "CREATED": State(Stage.COMPLIANCE, Status.CREATED, *_BEFORE, _NEW),
        "COMPLIANCE_IN_PROGRESS": State(Stage.COMPLIANCE, Status.ACTION_REQUIRED, *_BEFORE, _NEW),
        "COMPLIANCE_APPROVED": State(Stage.READY, Status.ACTION_REQUIRED, *_BEFORE, _NEW),
        "PENDING_PAYMENT": State(Stage.READY, Status.ACTION_REQUIRED, *_BEFORE, _NEW),
        "TRANSACTION_IN_PROGRESS": State(Stage.MOVING, Status.AWAITING_PAYMENT, *_UNSAID, _NEW),
        "COMPLIANCE_FAILED": State(Stage.ENDED, Status.FAILED, *_BEFORE, _NEW),
        "TRANSACTION_FAILED": State(Stage.ENDED, Status.FAILED, *_UNSAID, _NEW),
        "COMPLETED": State(Stage.ENDED, Status.COMPLETED, *_DONE, _NEW),
        "EXPIRED": State(Stage.ENDED, Status.EXPIRED, *_UNSAID, _NEW),
        "CANCELLED": State(Stage.ENDED, Status.CANCELED, *_UNSAID, _NEW),
        "PENDING": State(Stage.COMPLIANCE, Status.CREATED, *_BEFORE, _OLD),
        "PROCESSING": State(Stage.COMPLIANCE, Status.AWAITING_PAYMENT, *_UNSAID, _OLD),
        "FAILED": State(Stage.ENDED, Status.FAILED, *_UNSAID, _OLD),
    }
)
"""Intent statuses, of every generation."""

# One guide says that IN_PROGRESS has seen the funds, an older one that it may still wait for them.
TRANSACTIONS: _Table = _both_ways(
    {
        "PENDING": State(Stage.MOVING, Status.AWAITING_PAYMENT, *_EXPECTED, pages.TRANSACTIONS),
        "IN_PROGRESS": State(Stage.MOVING, Status.PROCESSING, *_UNSAID, pages.TRANSACTIONS),
        "SUCCESS": State(Stage.ENDED, Status.COMPLETED, *_DONE, pages.TRANSACTIONS),
        "COMPLETED": State(Stage.ENDED, Status.COMPLETED, *_DONE, pages.OLD_TRANSACTIONS),
        "FAILED": State(Stage.ENDED, Status.FAILED, *_UNSAID, pages.TRANSACTIONS),
        "CANCELLED": State(Stage.ENDED, Status.CANCELED, *_UNSAID, pages.TRANSACTIONS),
    }
)
"""Transaction statuses, of every generation."""

# Nobody is asked to pay for it, so it counts as an end.
_DISPUTED = State(Stage.ENDED, Status.ON_HOLD, *_UNSAID, pages.OVERVIEW)
_EXECUTED = INTENTS[Direction.ON_RAMP, "TRANSACTION_IN_PROGRESS"]


def intent_state(word: str, direction: Direction | None) -> State:
    """What an intent's status means; `UNMAPPED` for a word no page knows."""
    return INTENTS.get((direction or Direction.ON_RAMP, word), UNMAPPED)


def transaction_state(word: str, direction: Direction | None) -> State:
    """What a transaction's status means; `UNMAPPED` for a word no page knows."""
    return TRANSACTIONS.get((direction or Direction.ON_RAMP, word), UNMAPPED)


def combined(intent: State, transaction: State | None) -> State:
    """What both say together: the transaction refines an intent that is open.

    An end the transaction contradicts is no end: delivered counts as delivered, anything else is on hold.
    """
    if transaction is None or intent.unmapped:
        return intent
    if intent.stage is not Stage.ENDED:
        return _EXECUTED if transaction.unmapped else transaction
    if transaction.stage is not Stage.ENDED or Status.COMPLETED not in {intent.status, transaction.status}:
        return intent
    if intent.status == transaction.status:
        return intent
    return _DISPUTED if intent.status == Status.COMPLETED else transaction
