"""Withdrawing an intent that no provider works on: nobody took it, or its deposit account waits in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.capabilities import Operation
from rampkit.errors import IntentBusyError, OutcomeUnknownError, UnsupportedError
from rampkit.journal.records import Closed, Observed
from rampkit.models.statuses import Status
from rampkit.saga.effects import Now, Saga, call, do
from rampkit.saga.ledger import Bench, Ledger, claimed
from rampkit.saga.reading import ref_of, shown

if TYPE_CHECKING:
    from rampkit.journal.history import AttemptHistory, History
    from rampkit.models.intents import Intent
    from rampkit.models.orders import Order

__all__ = ["require_no_doubt", "waits_for_deposit", "withdraw_intent"]

_CANCEL = Operation.CANCEL_ORDER.value


def withdraw_intent(bench: Bench, intent_id: str) -> Saga[Intent]:
    """Write down that the wish stands no longer: nothing is sent for it any more, nothing of it shown.

    Raises:
        OutcomeUnknownError: An order may exist; settle that first.
        IntentBusyError: A provider has just taken it.
        UnsupportedError: A deposit has come.
    """
    ledger = yield from claimed(bench, intent_id)
    require_no_doubt(ledger.history)
    if not ledger.history.canceled:
        attempt = ledger.history.accepted()
        if attempt is not None:
            yield from _require_no_deposit(ledger, attempt)
        now = yield from do(Now())
        yield from ledger.write(Closed(canceled=True, at=now))
    return (yield from shown(ledger))


def require_no_doubt(history: History) -> None:
    """Refuse to withdraw what may be under way.

    Raises:
        OutcomeUnknownError: Nobody knows what became of a send.
    """
    doubtful = next((one for one in history.attempts if one.in_doubt()), None)
    if doubtful is not None:
        raise OutcomeUnknownError(
            "an order may exist or be under way; call create_intent with the same id to settle that",
            connection=doubtful.connection,
            operation=_CANCEL,
            intent_id=history.intent_id,
            reference=doubtful.first.reference,
        )


def waits_for_deposit(attempt: AttemptHistory) -> bool:
    """Whether nothing was ordered: a standing account waits for money, and none was seen."""
    return attempt.asked.deposit_account_id is not None and attempt.order_id is None


def _require_no_deposit(ledger: Ledger, attempt: AttemptHistory) -> Saga[None]:
    if not waits_for_deposit(attempt):
        raise IntentBusyError("a provider has just taken it; call again", operation=_CANCEL)
    provider = ledger.bench.provider(attempt.connection, attempt.first.environment)
    asked_at = yield from do(Now())
    order = yield from call(provider.name, provider.get_order(ref_of(attempt)))
    if not _unpaid(order):
        yield from ledger.write(Observed(attempt=attempt.number, order=order, at=asked_at))
        raise UnsupportedError(
            "a deposit has come, which nobody can call back", connection=provider.name, operation=_CANCEL
        )


def _unpaid(order: Order) -> bool:
    return order.order_id is None and not order.transactions and order.status == Status.AWAITING_PAYMENT
