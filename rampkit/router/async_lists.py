"""The part of `AsyncRouter` about what providers keep: their own lists, not the journal's."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rampkit.router import listing
from rampkit.router.async_performer import AsyncPerformer
from rampkit.router.core import Core

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from rampkit.models.accounts import DepositAccount, StoredAccount
    from rampkit.models.assets import Direction
    from rampkit.models.customers import CustomerLink
    from rampkit.models.orders import Order
    from rampkit.models.transactions import Transaction
    from rampkit.pages import Page
    from rampkit.router.script import Script

__all__ = ["AsyncLists"]

T = TypeVar("T")


class AsyncLists:
    """What one connection's provider keeps; see `rampkit.router.lists.Lists`."""

    _core: Core
    _performer: AsyncPerformer

    def list_customers(self, *, connection: str, timeout: float | None = None) -> AsyncIterator[CustomerLink]:
        """Same as `Router.list_customers`."""
        return self._each(listing.customers(self._core, connection), connection, timeout)

    def list_accounts(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> AsyncIterator[StoredAccount]:
        """Same as `Router.list_accounts`."""
        return self._each(listing.accounts(self._core, connection, customer_id), connection, timeout)

    def list_deposit_accounts(
        self, *, connection: str, customer_id: str | None = None, timeout: float | None = None
    ) -> AsyncIterator[DepositAccount]:
        """Same as `Router.list_deposit_accounts`."""
        script = listing.deposit_accounts(self._core, connection, customer_id)
        return self._each(script, connection, timeout)

    def list_orders(
        self,
        *,
        connection: str,
        customer_id: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[Order]:
        """Same as `Router.list_orders`."""
        script = listing.orders(self._core, connection, customer_id, since=since, until=until)
        return self._each(script, connection, timeout)

    def list_history(
        self, customer_id: str, *, direction: Direction, connection: str, timeout: float | None = None
    ) -> AsyncIterator[Transaction]:
        """Same as `Router.list_history`."""
        script = listing.history(self._core, connection, customer_id, direction)
        return self._each(script, connection, timeout)

    async def _each(self, first: Script[Page[T]], connection: str, timeout: float | None) -> AsyncIterator[T]:
        page = await self._performer.run(first, timeout)
        for item in page:
            yield item
        while page.following is not None:
            page = await self._performer.run(listing.next_page(connection, page.following), timeout)
            for item in page:
                yield item
