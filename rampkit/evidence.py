"""One status out of a set of evidence: the same for every order and repetition of the same evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rampkit.models.statuses import PayIn, PayOut, Status, may_follow, rank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rampkit.models.orders import Order

__all__ = ["Evidence", "Projection", "projected"]


class Evidence(Protocol):
    """What somebody said of an order, and when the request that brought it left."""

    @property
    def order(self) -> Order:
        """The order as it was told."""
        ...

    @property
    def at(self) -> datetime:
        """When our request left."""
        ...


@dataclass(frozen=True, slots=True)
class Projection:
    """What all evidence together says."""

    status: Status
    pay_in: PayIn = PayIn.UNKNOWN
    pay_out: PayOut = PayOut.UNKNOWN
    provider_status: str | None = None
    unmapped: bool = False
    order: Order | None = None
    """The latest copy of the order: its actions, movements and amounts."""
    anomalies: tuple[str, ...] = ()


def projected(evidence: Iterable[Evidence]) -> Projection:
    """Fold *evidence*, sorted by time, then rank, then content, over the legal transitions.

    What may not follow is an anomaly: recorded, never applied. A status this version does not know changes
    nothing but `unmapped`.
    """
    state = Projection(Status.UNKNOWN)
    for item in sorted(evidence, key=_moment_rank_content):
        state = _applied(state, item.order)
    return state


def _moment_rank_content(item: Evidence) -> tuple[datetime, int, datetime, str]:
    order = item.order
    content = hashlib.sha256(repr(order.model_dump()).encode()).hexdigest()
    return order.updated_at or item.at, rank(order.status), item.at, content


def _applied(state: Projection, order: Order) -> Projection:
    if order.unmapped:
        return Projection(
            state.status,
            state.pay_in,
            state.pay_out,
            order.provider_status,
            True,
            state.order or order,
            state.anomalies,
        )
    if order.status == state.status or may_follow(state.status, order.status):
        told = _still_payable(order, state.order)
        return Projection(
            order.status, order.pay_in, order.pay_out, order.provider_status, False, told, state.anomalies
        )
    anomaly = (
        f"{order.provider_status or order.status} reported after {state.provider_status or state.status}"
    )
    return Projection(
        state.status,
        state.pay_in,
        state.pay_out,
        state.provider_status,
        state.unmapped,
        state.order,
        (*state.anomalies, anomaly),
    )


def _still_payable(order: Order, before: Order | None) -> Order:
    """*order*, payable as an earlier copy said: some providers tell how to pay only once, with the new order.

    A standing account is told in full each time, and where it no longer says how to pay in, nobody should.
    """
    waiting = before is not None and before.status == order.status == Status.AWAITING_PAYMENT
    if before is None or not waiting or order.actions or order.deposit_account_id is not None:
        return order
    return order.evolve(actions=before.actions, source_amount=order.source_amount or before.source_amount)
