"""Ending a doubt, by the means the connection declares: resend, look up, or neither."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rampkit.capabilities import LookUp, Never, Replay
from rampkit.errors import ConflictingIntentError, RampError
from rampkit.journal.records import Absent
from rampkit.models.orders import Order
from rampkit.models.quotes import Binding, Fixed
from rampkit.saga.effects import Now, Saga, Sleep, call, do
from rampkit.saga.placing import Placement, accepted, placed
from rampkit.saga.sending import key_lives

if TYPE_CHECKING:
    from collections.abc import Callable

    from rampkit.http import Flow
    from rampkit.models.money import Amount
    from rampkit.models.quotes import Quote

__all__ = ["settled"]

_WAITS = (0.0, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each try: an answer that was lost is often there a moment later."""


def settled(
    placement: Placement, again: Callable[[], Flow[Order]], find: Callable[[], Flow[Order | None]]
) -> Saga[Order | None]:
    """Find out what became of a placement in doubt: its order, or None if it finally does not exist.

    Args:
        placement: What is in doubt.
        again: Makes the flow that sends the same bytes under the same key.
        find: Makes the flow that looks the order up.

    Raises:
        OutcomeUnknownError: The doubt could not be ended before the deadline.
        ConflictingIntentError: An order was found that stands for another wish.
    """
    doubt = placement.doubt
    if isinstance(doubt, Never):
        raise placement.unknown()
    for wait in _WAITS:
        if not (yield from do(Sleep(wait))):
            break
        now = yield from do(Now())
        if isinstance(doubt, Replay):
            order = yield from _replayed(placement, doubt, again, now)
        else:
            order = yield from _looked_up(placement, doubt, find, now)
        if order is not None or not placement.in_doubt:
            return order
    raise placement.unknown()


def _replayed(
    placement: Placement, doubt: Replay, again: Callable[[], Flow[Order]], now: datetime
) -> Saga[Order | None]:
    if not key_lives(placement.history, placement.operation, doubt, now):
        raise placement.unknown()
    try:
        return (yield from placed(placement, again()))
    except RampError:
        return None


def _looked_up(
    placement: Placement, doubt: LookUp, find: Callable[[], Flow[Order | None]], now: datetime
) -> Saga[Order | None]:
    attempt = placement.history
    doubtful = attempt.open_sends(placement.operation)
    try:
        order = yield from call(placement.provider.name, find())
    except RampError:
        return None
    if order is not None:
        _require_same_wish(placement, order)
        yield from accepted(placement, doubtful[-1].send, order, at=now)
        return order
    final_after = doubt.absence_final_after
    if final_after is not None and now >= max(start.at for start in doubtful) + final_after:
        for start in doubtful:
            yield from placement.ledger.write(Absent(send=start.send, at=now))
    return None


def _require_same_wish(placement: Placement, order: Order) -> None:
    asked = placement.order
    same_reference = order.reference in {None, asked.reference}
    if same_reference and all(theirs in {None, ours} for ours, theirs in _fixed_amounts(asked.quote, order)):
        return
    raise ConflictingIntentError(
        "an order stands under this reference, but for another wish; ask the provider",
        connection=placement.provider.name,
        operation=placement.operation,
    )


def _fixed_amounts(quote: Quote, order: Order) -> list[tuple[Amount, Amount | None]]:
    """The amounts nobody may change, and what the order says of them: an indicative price may move."""
    told = {Fixed.SOURCE: order.source_amount, Fixed.DESTINATION: order.destination_amount}
    known = {Fixed.SOURCE: quote.source_amount, Fixed.DESTINATION: quote.destination_amount}
    return [
        (ours, told[side])
        for side, ours in known.items()
        if ours is not None and (quote.binding == Binding.FIRM or side == quote.fixed)
    ]
