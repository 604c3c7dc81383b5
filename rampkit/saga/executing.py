"""Executing an intent: starting the movement of an order that waits for that, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.errors import OutcomeUnknownError, RampError, UnsupportedError
from rampkit.journal.records import Absent, Observed
from rampkit.models.intents import Intent, Outcome
from rampkit.models.statuses import Status
from rampkit.saga.creating import settle_doubt
from rampkit.saga.effects import Now, Saga, call, do
from rampkit.saga.identity import idempotency_key
from rampkit.saga.ledger import Bench, Ledger, claimed
from rampkit.saga.placing import Placement, accepted, placed
from rampkit.saga.reading import ref_of, refreshed, shown
from rampkit.saga.settling import settled

if TYPE_CHECKING:
    from rampkit.http import Flow
    from rampkit.journal.history import AttemptHistory
    from rampkit.models.orders import Order, OrderRef
    from rampkit.provider import RampProvider

__all__ = ["execute_intent"]

EXECUTE = "execute_order"
_UNAUTHORIZED = 401
_MOVING = {
    Status.PROCESSING,
    Status.ON_HOLD,
    Status.DELIVERING,
    Status.COMPLETED,
    Status.REFUNDING,
    Status.REFUNDED,
    Status.REVERSED,
}
_OVER = {Status.FAILED, Status.CANCELED, Status.EXPIRED}
"""Ended; without a movement nothing was started, and nothing can be any more."""


def execute_intent(bench: Bench, intent_id: str) -> Saga[Intent]:
    """Start the movement of an intent's order, unless it has been started.

    Raises:
        UnsupportedError: There is no order to execute.
        CustomerNotReadyError: The person has a step to take first; nothing was started.
        OutcomeUnknownError: It may have been started, and that could not be settled in time.
    """
    ledger = yield from claimed(bench, intent_id)
    yield from settle_doubt(ledger)
    attempt = ledger.history.accepted()
    if ledger.history.canceled:
        raise UnsupportedError("the intent was withdrawn", operation=EXECUTE)
    if attempt is None:
        raise UnsupportedError("the intent has no order to execute; create it first", operation=EXECUTE)
    provider = bench.provider(attempt.connection, attempt.first.environment)
    placement = _placement(ledger, provider, attempt)
    if attempt.outcome(EXECUTE) == Outcome.ACCEPTED:
        return (yield from refreshed(ledger))
    if placement.in_doubt:
        yield from _settled(placement, attempt)
        return (yield from refreshed(ledger))  # a resend may have been answered as it was then, not now
    yield from _executed(placement, attempt)
    return (yield from shown(ledger))


def _placement(ledger: Ledger, provider: RampProvider, attempt: AttemptHistory) -> Placement:
    first = attempt.first
    return Placement(ledger, provider, attempt.number, EXECUTE, first.reference, attempt.asked)


def _executed(placement: Placement, attempt: AttemptHistory) -> Saga[None]:
    try:
        yield from placed(placement, _flow(placement, attempt))
    except OutcomeUnknownError:
        doubtful = True
    else:
        doubtful = False
    if doubtful:
        yield from _settled(placement, attempt)


def _flow(placement: Placement, attempt: AttemptHistory) -> Flow[Order]:
    key = idempotency_key(placement.reference, EXECUTE, _settled_rounds(placement))
    return placement.provider.execute_order(ref_of(attempt), idempotency_key=str(key))


def _settled_rounds(placement: Placement) -> int:
    """How many sends were proved refused before the one in doubt, or before now if none is.

    A refused token (401) does not count: its resend belongs to the same round.
    """
    attempt = placement.history
    doubtful = {start.send for start in attempt.open_sends(EXECUTE)}
    sends = [start.send for start in attempt.starts_of(EXECUTE)]
    first_doubtful = next((n for n, send in enumerate(sends) if send in doubtful), len(sends))
    before = set(sends[:first_doubtful])
    return sum(
        end.outcome == Outcome.REJECTED and end.status != _UNAUTHORIZED
        for end in attempt.ends
        if end.send in before
    )


def _settled(placement: Placement, attempt: AttemptHistory) -> Saga[None]:
    """The order itself shows whether it was started; only if it does not, the declared way decides."""
    provider, ref = placement.provider, ref_of(attempt)
    asked_at = yield from do(Now())
    try:
        order = yield from call(provider.name, provider.get_order(ref))
    except RampError:
        order = None
    doubtful = placement.history.open_sends(EXECUTE)
    if order is not None and _started(order):
        yield from accepted(placement, doubtful[-1].send, order, at=asked_at)
    elif order is not None and order.status in _OVER:
        yield from placement.ledger.write(Observed(attempt=attempt.number, order=order, at=asked_at))
        for start in doubtful:
            yield from placement.ledger.write(Absent(send=start.send, at=asked_at))
    else:
        yield from settled(
            placement, again=lambda: _flow(placement, attempt), find=lambda: _if_started(provider, ref)
        )


def _if_started(provider: RampProvider, ref: OrderRef) -> Flow[Order | None]:
    order = yield from provider.get_order(ref)
    return order if _started(order) else None


def _started(order: Order) -> bool:
    return bool(order.transactions) or order.status in _MOVING
