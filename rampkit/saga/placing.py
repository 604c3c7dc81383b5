"""Placing an order of an intent: an adapter's order flow, with every ORDER request of it journalled."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rampkit.errors import InvalidInputError, RampError
from rampkit.http import Flow, Request
from rampkit.journal.records import Observed
from rampkit.models.intents import Outcome
from rampkit.saga.effects import Saga, stepped
from rampkit.saga.sending import Sending, answered, ended, started

if TYPE_CHECKING:
    from datetime import datetime

    from rampkit.models.orders import Order, OrderRequest

__all__ = ["Placement", "accepted", "placed"]


@dataclass(frozen=True, slots=True)
class Placement(Sending):
    """One ORDER operation of one attempt of an intent."""

    order: OrderRequest


def placed(placement: Placement, flow: Flow[Order]) -> Saga[Order]:
    """Run an order flow; its ORDER requests are journalled before they leave and after they are answered.

    Raises:
        OutcomeUnknownError: A request left and its outcome is not known.
        RampError: The provider refused, or nothing was sent: the attempt holds no order.
        InvalidInputError: A value of the caller's cannot be used: the attempt holds no order.
    """
    failure: RampError | InvalidInputError
    try:
        order = yield from _driven(placement, flow)
    except (RampError, InvalidInputError) as error:
        failure = placement.unknown() if placement.in_doubt else error
    else:
        yield from _accepted(placement, order)
        return order
    raise failure


def _driven(placement: Placement, flow: Flow[Order]) -> Saga[Order]:
    with closing(flow):
        step = stepped(flow, None, placement.provider.name)
        while isinstance(step, Request):
            reply = yield from answered(placement, step)
            step = stepped(flow, reply, placement.provider.name)
        return step.value


def _accepted(placement: Placement, order: Order) -> Saga[None]:
    if not placement.in_doubt:
        # A standing account: nothing was ordered, yet from now on the account waits for this intent's money.
        yield from started(placement, digest="")
    send = placement.history.open_sends(placement.operation)[-1]
    yield from accepted(placement, send.send, order, at=send.at)


def accepted(placement: Placement, send: str, order: Order, *, at: datetime) -> Saga[None]:
    """Write down that the order of *send* exists, and how it stood when our request left, *at*.

    How it stands goes first: some providers tell how to pay only once, and a crash in between must not lose
    that. It proves the acceptance as well.
    """
    yield from placement.ledger.write(Observed(attempt=placement.attempt, order=order, at=at))
    yield from ended(placement, send, Outcome.ACCEPTED, order_id=order.order_id)
