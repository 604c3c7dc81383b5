"""One status out of a set of evidence: the same for every order and repetition of the same evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
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

    What may not follow is an anomaly: recorded once, never applied. A status this version does not know
    changes nothing but `unmapped`, for as long as it is the latest word.
    """
    told = sorted(evidence, key=_moment_rank_content)
    state = Projection(Status.UNKNOWN)
    for item in told:
        if not item.order.unmapped:
            state = _applied(state, item.order)
    latest = max(told, key=_moment_asked, default=None)
    if latest is None or not latest.order.unmapped:
        return state
    return replace(
        state,
        provider_status=latest.order.provider_status,
        unmapped=True,
        order=state.order or latest.order,
    )


def _moment_rank_content(item: Evidence) -> tuple[datetime, int, datetime, str]:
    order = item.order
    content = hashlib.sha256(repr(order.model_dump()).encode()).hexdigest()
    return order.updated_at or item.at, rank(order.status), item.at, content


def _moment_asked(item: Evidence) -> tuple[datetime, datetime, bool]:
    """Rank would put an unknown status before any other; of two words at one moment it is the one to heed."""
    return item.order.updated_at or item.at, item.at, item.order.unmapped


def _applied(state: Projection, order: Order) -> Projection:
    if order.status == state.status or may_follow(state.status, order.status):
        told = _still_payable(order, state.order)
        return replace(
            state,
            status=order.status,
            pay_in=order.pay_in,
            pay_out=order.pay_out,
            provider_status=order.provider_status,
            order=told,
        )
    anomaly = (
        f"{order.provider_status or order.status} reported after {state.provider_status or state.status}"
    )
    return state if anomaly in state.anomalies else replace(state, anomalies=(*state.anomalies, anomaly))


def _still_payable(order: Order, before: Order | None) -> Order:
    """*order*, payable as an earlier copy said, or not, for the reason it gave.

    Some providers tell how to pay only once, with the new order. It holds only while the provider still
    expects the money: where it is unknown whether it came, nobody pays again.
    A standing account is told in full each time, and where it no longer says how to pay in, nobody should.
    Nor should anybody where the newer copy gives a reason instead.
    """
    waiting = before is not None and before.status == order.status == Status.AWAITING_PAYMENT
    told = order.actions or order.failure_reason or order.deposit_account_id is not None
    if before is None or not waiting or told or order.pay_in != PayIn.EXPECTED or order.returns:
        return order
    return order.evolve(
        actions=before.actions,
        source_amount=order.source_amount or before.source_amount,
        failure_reason=before.failure_reason,
    )
