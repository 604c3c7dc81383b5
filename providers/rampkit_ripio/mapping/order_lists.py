"""Orders as the calls for one direction have them, and the list of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit.http import Request, path
from rampkit.models import Direction, Order
from rampkit_ripio import wire
from rampkit_ripio.mapping.moments import Span
from rampkit_ripio.mapping.orders import parse_listed
from rampkit_ripio.mapping.transactions import order_of
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in
from rampkit_ripio.statuses import standing

__all__ = ["order_in", "order_of_kind", "order_request", "orders_request", "parse_order"]

_KINDS = {Direction.ON_RAMP: "onramp", Direction.OFF_RAMP: "offramp"}


def orders_request(direction: Direction, span: Span, operation: str) -> Request:
    """List the orders of one direction that were made within *span*.

    Page off-ramp/list-off-ramp-orders. Of on-ramp orders page customers/deactivate-customer says no more
    than that there is such a list.
    """
    where = path("api", "v1", _KINDS[direction], "")
    return Request(operation=operation, path=where, query=span.query(), scope=SCOPE)


def order_request(direction: Direction, order_id: str, operation: str) -> Request:
    """Read one order of one direction. Page customers/deactivate-customer says no more than that one can."""
    where = path("api", "v1", _KINDS[direction], order_id, "")
    return Request(operation=operation, path=where, scope=SCOPE)


def parse_order(payload: Any, asked: str, direction: Direction, view: View) -> Order:
    """One order, bare or beside its instructions.

    Raises:
        ValueError: It is not the one *asked* for.
    """
    transaction = wire.Transaction.read(object_in(payload).get("transaction") or payload)
    if transaction.transactionId != asked:
        raise ValueError("another order")
    told = standing(direction, transaction.status)
    return order_of(transaction, direction, told, view, raw=payload)


def order_in(item: Mapping[str, Any], view: View, span: Span, customer_id: str | None) -> Order | None:
    """An item of the list of all orders; None if it is another customer's or was made at another time."""
    if customer_id is not None and item.get("customerId") != customer_id:
        return None
    return _within(span, parse_listed(item, view))


def order_of_kind(item: Mapping[str, Any], view: View, span: Span, direction: Direction) -> Order | None:
    """An item of a list of one direction; None if it was made at another time."""
    transaction = wire.Transaction.read(item)
    told = standing(direction, transaction.status)
    return _within(span, order_of(transaction, direction, told, view, raw=item))


def _within(span: Span, order: Order) -> Order | None:
    return order if span.holds(order.created_at) else None
