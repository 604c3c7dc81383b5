"""Ending a doubt, by the means the connection declares: resend, look up, or neither."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rampkit.capabilities import LookUp, Never, Replay
from rampkit.errors import ConflictingIntentError, RampError
from rampkit.journal.records import Absent
from rampkit.models.orders import Order
from rampkit.saga.effects import Now, Saga, Sleep, call, do
from rampkit.saga.placing import Placement, accepted, placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from rampkit.http import Flow

__all__ = ["settled"]

_WAITS = (0.0, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each try: an answer that was lost is often there a moment later."""
_KEY_MARGIN = timedelta(minutes=5)
"""A key this close to its end is not used again: clocks differ."""


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
    doubt = placement.provider.promises().doubt_of(placement.operation)
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
    starts = placement.history.starts_of(placement.operation)
    if now + _KEY_MARGIN >= min(start.at for start in starts) + doubt.key_ttl:
        raise placement.unknown()
    try:
        return (yield from placed(placement, again()))
    except ConflictingIntentError:
        raise
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
        yield from accepted(placement, doubtful[-1].send, order)
        return order
    final_after = doubt.absence_final_after
    if final_after is not None and now >= max(start.at for start in doubtful) + final_after:
        for start in doubtful:
            yield from placement.ledger.write(Absent(send=start.send, at=now))
    return None


def _require_same_wish(placement: Placement, order: Order) -> None:
    asked = placement.order.quote
    told = (order.source_amount, order.destination_amount)
    known = (asked.source_amount, asked.destination_amount)
    for ours, theirs in zip(known, told, strict=True):
        if ours is not None and theirs is not None and ours != theirs:
            raise ConflictingIntentError(
                "an order stands under this reference, but for another amount; ask the provider",
                connection=placement.provider.name,
                operation=placement.operation,
            )
