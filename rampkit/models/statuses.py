"""How far an order is: the words, what they imply, and which may follow which."""

from __future__ import annotations

from rampkit.models.model import OpenEnum

__all__ = [
    "HARD_TERMINAL",
    "SOFT_TERMINAL",
    "Money",
    "PayIn",
    "PayOut",
    "Status",
    "may_follow",
    "money",
    "rank",
]


class Status(OpenEnum):
    """An intent or order as a whole. "Paid" is never "delivered"."""

    UNKNOWN = "unknown"
    CREATED = "created"
    ACTION_REQUIRED = "action_required"
    """The person or app must do something other than pay."""
    AWAITING_PAYMENT = "awaiting_payment"
    PROCESSING = "processing"
    """Incoming money seen or confirmed; converting."""
    ON_HOLD = "on_hold"
    DELIVERING = "delivering"
    COMPLETED = "completed"
    FAILED = "failed"
    """Ended without delivery; `money` says where the funds are."""
    CANCELED = "canceled"
    EXPIRED = "expired"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    REVERSED = "reversed"
    """Was completed, then undone."""


class PayIn(OpenEnum):
    """The incoming leg: fiat for an on-ramp, crypto for an off-ramp."""

    NONE = "none"
    EXPECTED = "expected"
    SEEN = "seen"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    RETURNED = "returned"
    UNKNOWN = "unknown"


class PayOut(OpenEnum):
    """The outgoing leg: crypto for an on-ramp, fiat for an off-ramp."""

    NONE = "none"
    READY = "ready"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    RETURNED = "returned"
    UNKNOWN = "unknown"


class Money(OpenEnum):
    """Where the money is, derived from the legs."""

    UNTOUCHED = "untouched"
    WITH_PROVIDER = "with_provider"
    DELIVERED = "delivered"
    RETURNED = "returned"
    UNKNOWN = "unknown"


def money(pay_in: PayIn, pay_out: PayOut) -> Money:
    """Where the money is, given both legs."""
    if pay_in == PayIn.RETURNED:
        return Money.RETURNED
    if pay_out == PayOut.CONFIRMED:
        return Money.DELIVERED
    if pay_in in {PayIn.SEEN, PayIn.CONFIRMED} and pay_out != PayOut.UNKNOWN:
        return Money.WITH_PROVIDER
    if pay_in in {PayIn.NONE, PayIn.EXPECTED, PayIn.FAILED} and pay_out in {PayOut.NONE, PayOut.READY}:
        return Money.UNTOUCHED
    return Money.UNKNOWN


_S = Status
_RANKS = {
    _S.UNKNOWN: 0,
    _S.CREATED: 0,
    _S.ACTION_REQUIRED: 1,
    _S.AWAITING_PAYMENT: 1,
    _S.PROCESSING: 2,
    _S.ON_HOLD: 2,
    _S.DELIVERING: 2,
    _S.COMPLETED: 3,
    _S.FAILED: 3,
    _S.CANCELED: 3,
    _S.EXPIRED: 3,
    _S.REFUNDING: 3,
    _S.REFUNDED: 4,
    _S.REVERSED: 4,
}

SOFT_TERMINAL = frozenset({_S.COMPLETED, _S.FAILED, _S.CANCELED, _S.EXPIRED})
"""Safe to show as an end, still watched: late money, refunds and reversals happen."""

HARD_TERMINAL = frozenset({_S.REFUNDED, _S.REVERSED})
"""No further change is accepted."""

_MOVING = {_S.PROCESSING, _S.ON_HOLD, _S.DELIVERING, _S.COMPLETED, _S.FAILED, _S.REFUNDING, _S.REFUNDED}
_ENDS = {_S.CANCELED, _S.EXPIRED}
_LATE = {_S.PROCESSING, _S.ON_HOLD, _S.DELIVERING, _S.COMPLETED, _S.REFUNDING, _S.REFUNDED}

_FOLLOWERS: dict[Status, set[Status]] = {
    _S.UNKNOWN: set(_RANKS),
    _S.CREATED: {_S.ACTION_REQUIRED, _S.AWAITING_PAYMENT} | _MOVING | _ENDS,
    _S.ACTION_REQUIRED: {_S.AWAITING_PAYMENT} | _MOVING | _ENDS,
    _S.AWAITING_PAYMENT: {_S.ACTION_REQUIRED} | _MOVING | _ENDS,
    _S.PROCESSING: {_S.ACTION_REQUIRED} | (_MOVING - {_S.PROCESSING}),
    _S.ON_HOLD: {_S.ACTION_REQUIRED} | (_MOVING - {_S.ON_HOLD}),
    _S.DELIVERING: _MOVING - {_S.DELIVERING},
    _S.REFUNDING: {_S.REFUNDED, _S.ON_HOLD},
    _S.EXPIRED: _LATE,
    _S.CANCELED: _LATE,
    _S.FAILED: {_S.REFUNDING, _S.REFUNDED},
    _S.COMPLETED: {_S.REVERSED},
    _S.REFUNDED: set(),
    _S.REVERSED: set(),
}


def rank(status: Status) -> int:
    """How far along *status* is; used to order evidence of one moment."""
    return _RANKS.get(status, 0)


def may_follow(before: Status, after: Status) -> bool:
    """Whether an order in *before* can turn into *after*, skipped steps included."""
    return after in _FOLLOWERS.get(before, set())
