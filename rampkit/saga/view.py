"""An intent as the application sees it, made of nothing but its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rampkit.capabilities import LookUp, Replay
from rampkit.evidence import projected
from rampkit.models.actions import PAYING
from rampkit.models.intents import Attempt, Intent, Needs, Outcome, Send
from rampkit.models.quotes import Binding
from rampkit.models.statuses import Money, PayIn, PayOut, Status, money
from rampkit.saga.completing import waits_for_request
from rampkit.saga.sending import key_lives

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rampkit.journal.history import AttemptHistory, History
    from rampkit.journal.records import Started, Wish
    from rampkit.models.actions import Action
    from rampkit.provider import RampProvider

__all__ = ["intent_of"]


def intent_of(
    history: History,
    providers: Mapping[str, RampProvider],
    now: datetime,
    *,
    stale_since: datetime | None = None,
) -> Intent:
    """The intent that *history* adds up to, at *now*."""
    wish, opened_at = _opening(history)
    attempt = history.accepted() or history.in_doubt()
    facts = _of_order(attempt, now) if attempt else _of_nothing(history)
    if attempt and history.canceled:
        facts |= {"status": Status.CANCELED, "actions": (), "executable": False}
    return Intent(
        id=history.intent_id,
        customer_id=wish.customer_id,
        pair=wish.pair,
        amount=wish.amount,
        opened_at=opened_at,
        attempts=tuple(_attempt(item) for item in history.attempts),
        refusals=history.closings[-1].refusals if history.closings and attempt is None else (),
        needs=_needs(history, providers, now),
        stale_since=stale_since,
        **facts,
    )


def _opening(history: History) -> tuple[Wish, datetime]:
    if history.opened is None or history.wish is None:
        raise LookupError(history.intent_id)
    return history.wish, history.opened.at


def _of_nothing(history: History) -> dict[str, Any]:
    legs = {"pay_in": PayIn.NONE, "pay_out": PayOut.NONE, "money": Money.UNTOUCHED}
    if not history.closings:
        return {"status": Status.CREATED, **legs}
    return {"status": Status.CANCELED if history.canceled else Status.FAILED, **legs}


def _of_order(attempt: AttemptHistory, now: datetime) -> dict[str, Any]:
    first = attempt.first
    view = projected(attempt.observations)
    order = view.order
    quote = attempt.asked.quote
    facts: dict[str, Any] = {
        "connection": first.connection,
        "reference": first.reference,
        "order_id": attempt.order_id,
        "deposit_account_id": attempt.asked.deposit_account_id,
        "quote": quote,
        "status": view.status,
        "pay_in": view.pay_in,
        "pay_out": view.pay_out,
        "money": money(view.pay_in, view.pay_out),
        "provider_status": view.provider_status,
        "unmapped": view.unmapped,
        "anomalies": view.anomalies,
        "via": quote.via,
        "price_guaranteed": quote.binding == Binding.FIRM,
    }
    if order is not None:
        facts |= {
            "via": order.via or quote.via,
            "actions": tuple(step for step in order.actions if _still_good(step, view.unmapped, now)),
            "executable": order.executable and attempt.outcome("execute_order") not in _UNDER_WAY,
            "source_amount": order.source_amount,
            "destination_amount": order.destination_amount,
            "transactions": order.transactions,
            "returns": order.returns,
            "failure_reason": order.failure_reason,
            "updated_at": order.updated_at,
        }
    return facts


_UNDER_WAY = {Outcome.UNKNOWN, Outcome.ACCEPTED}


def _still_good(step: Action, unmapped: bool, now: datetime) -> bool:  # noqa: FBT001  # one caller
    """Whether *step* may be shown: nobody pays too late, or by an order whose latest status means nothing."""
    if not isinstance(step, PAYING):
        return True
    expires_at = getattr(step, "expires_at", None)
    return not unmapped and (expires_at is None or now < expires_at)


def _attempt(attempt: AttemptHistory) -> Attempt:
    first = attempt.first
    return Attempt(
        connection=first.connection,
        environment=first.environment,
        number=attempt.number,
        reference=first.reference,
        outcome=attempt.outcome("create_order"),
        order_id=attempt.order_id,
        sends=tuple(_send(attempt, start) for start in attempt.starts),
    )


def _send(attempt: AttemptHistory, start: Started) -> Send:
    end = next((item for item in attempt.ends if item.send == start.send), None)
    return Send(
        send_id=start.send,
        operation=start.operation,
        outcome=end.outcome if end else Outcome.UNKNOWN,
        started_at=start.at,
        code=end.code if end else None,
        status=end.status if end else None,
    )


def _needs(history: History, providers: Mapping[str, RampProvider], now: datetime) -> Needs | None:
    """A human, where nothing rampkit may do ends the doubt about a send, or where a promise was broken.

    The request, where it may be sent again and the journal cannot make its bytes.
    """
    if sum(attempt.outcome("create_order") == Outcome.ACCEPTED for attempt in history.attempts) > 1:
        return Needs.HUMAN
    for attempt in history.attempts:
        for operation in {start.operation for start in attempt.starts}:
            if attempt.outcome(operation) != Outcome.UNKNOWN:
                continue
            provider = providers.get(attempt.connection)
            if provider is None or not _can_end(provider, operation, attempt, now):
                return Needs.HUMAN
    doubtful = history.in_doubt()
    waits = doubtful is not None and waits_for_request(doubtful, providers[doubtful.connection])
    return Needs.REQUEST if waits else None


def _can_end(provider: RampProvider, operation: str, attempt: AttemptHistory, now: datetime) -> bool:
    doubt = provider.promises().doubt_of(operation)
    if isinstance(doubt, Replay):
        return key_lives(attempt, operation, doubt, now)
    return isinstance(doubt, LookUp) and doubt.absence_final_after is not None
