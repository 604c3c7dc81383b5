"""Lists that a provider keeps, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rampkit.router.script import Ask, Script, do

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rampkit.http import Flow
    from rampkit.models.accounts import DepositAccount, StoredAccount
    from rampkit.models.assets import Direction
    from rampkit.models.customers import CustomerLink
    from rampkit.models.orders import Order
    from rampkit.models.transactions import Transaction
    from rampkit.pages import Page
    from rampkit.router.core import Core

__all__ = ["accounts", "customers", "deposit_accounts", "history", "next_page", "orders"]

T = TypeVar("T")


def customers(core: Core, connection: str) -> Script[Page[CustomerLink]]:
    """The first page of the customers a provider knows."""
    return (yield from do(Ask(connection, core.provider(connection).list_customers())))


def accounts(core: Core, connection: str, customer_id: str) -> Script[Page[StoredAccount]]:
    """The first page of the accounts a provider keeps of a customer."""
    link = yield from core.link(connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).list_accounts(link))))


def deposit_accounts(core: Core, connection: str, customer_id: str | None) -> Script[Page[DepositAccount]]:
    """The first page of standing accounts."""
    link = yield from _link(core, connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).list_deposit_accounts(link))))


def orders(
    core: Core,
    connection: str,
    customer_id: str | None,
    *,
    since: datetime | None,
    until: datetime | None,
) -> Script[Page[Order]]:
    """The first page of orders."""
    link = yield from _link(core, connection, customer_id)
    flow = core.provider(connection).list_orders(link, since=since, until=until)
    return (yield from do(Ask(connection, flow)))


def history(core: Core, connection: str, customer_id: str, direction: Direction) -> Script[Page[Transaction]]:
    """The first page of a customer's history."""
    link = yield from core.link(connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).list_history(link, direction))))


def next_page(connection: str, following: Callable[[], Flow[Page[T]]]) -> Script[Page[T]]:
    """The page after one that was had."""
    return (yield from do(Ask(connection, following())))


def _link(core: Core, connection: str, customer_id: str | None) -> Script[CustomerLink | None]:
    if customer_id is None:
        return None
    return (yield from core.link(connection, customer_id))
