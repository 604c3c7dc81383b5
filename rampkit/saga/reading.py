"""Reading an accepted order again: a poll that fails leaves everything as it was, only stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit import logs
from rampkit.errors import RampError
from rampkit.journal.records import Observed, Shown
from rampkit.models.actions import PAYING
from rampkit.models.orders import OrderRef
from rampkit.saga.effects import Now, Saga, call, do
from rampkit.saga.view import intent_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rampkit.journal.history import AttemptHistory
    from rampkit.models.intents import Intent
    from rampkit.saga.ledger import Ledger

__all__ = ["all_shown", "ref_of", "refreshed", "shown", "told"]


def ref_of(attempt: AttemptHistory) -> OrderRef:
    """What is needed to find or read the order of *attempt*."""
    first = attempt.first
    order = attempt.asked
    return OrderRef(
        order_id=attempt.order_id,
        reference=first.reference,
        customer=order.customer,
        pair=order.pair,
        requested=order.amount,
        opened_at=order.opened_at,
        deposit_account_id=order.deposit_account_id,
        quote_id=order.quote.quote_id,
    )


def refreshed(ledger: Ledger) -> Saga[Intent]:
    """The intent after one read of its order; if that fails, as it was, marked stale."""
    attempt = ledger.history.accepted()
    if attempt is None:
        now = yield from do(Now())
        return intent_of(ledger.history, ledger.bench.providers, now)
    if ledger.history.canceled:
        return (yield from shown(ledger))
    provider = ledger.bench.provider(attempt.connection, attempt.first.environment)
    asked_at = yield from do(Now())
    try:
        order = yield from call(provider.name, provider.get_order(ref_of(attempt)))
    except RampError as error:
        logs.log.info("poll_failed", connection=provider.name, operation="get_order", reason=error.reason)
        return (yield from shown(ledger, stale_since=_last_known(attempt)))
    if order != attempt.last_order:
        yield from ledger.write(Observed(attempt=attempt.number, order=order, at=asked_at))
    return (yield from shown(ledger))


def told(ledger: Ledger, observed: Observed) -> Saga[Intent]:
    """The intent after what a provider has just said of its order."""
    yield from ledger.write(observed)
    return (yield from shown(ledger))


def all_shown(ledgers: Iterable[Ledger]) -> Saga[tuple[Intent, ...]]:
    """Several intents for the caller, as last known."""
    found: list[Intent] = []
    for ledger in ledgers:
        intent = yield from shown(ledger)
        found.append(intent)
    return tuple(found)


def _last_known(attempt: AttemptHistory) -> datetime:
    """When the order was last heard of; a crash may have kept what was said then from the journal."""
    return max((seen.at for seen in attempt.observations), default=attempt.first.at)


def shown(ledger: Ledger, *, stale_since: datetime | None = None) -> Saga[Intent]:
    """The intent for the caller; that a way to pay is handed out is written down before."""
    now = yield from do(Now())
    intent = intent_of(ledger.history, ledger.bench.providers, now, stale_since=stale_since)
    attempt = ledger.history.accepted()
    kinds = tuple(action.kind for action in intent.actions if isinstance(action, PAYING))
    if attempt is not None and kinds and not attempt.shown:
        yield from ledger.write(Shown(attempt=attempt.number, kinds=kinds, at=now))
    return intent
