"""The part of `Router` about what providers keep: their own lists, not the journal's."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rampkit.router import listing
from rampkit.router.core import Core
from rampkit.router.performer import Performer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rampkit.models.accounts import DepositAccount, StoredAccount
    from rampkit.models.assets import Direction
    from rampkit.models.customers import CustomerLink
    from rampkit.models.orders import Order
    from rampkit.models.transactions import Transaction
    from rampkit.pages import Page
    from rampkit.router.script import Script

__all__ = ["Lists"]

T = TypeVar("T")


class Lists:
    """What one connection's provider keeps. Nothing is asked before the first item is taken.

    Every method gives an iterator that asks for a page when its first item is due, and takes

    - `connection`: whose list;
    - `timeout`: seconds for each page; the router's own if None.

    A page that cannot be had ends the iterator in its `RampError`.
    """

    _core: Core
    _performer: Performer

    def list_customers(self, *, connection: str, timeout: float | None = None) -> Iterator[CustomerLink]:
        """Every customer the provider knows of this connection.

        Raises:
            UnsupportedError: The provider has no such list.
        """
        return self._each(listing.customers(self._core, connection), connection, timeout)

    def list_accounts(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> Iterator[StoredAccount]:
        """Every account the provider keeps of a customer.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider has no such list.
        """
        return self._each(listing.accounts(self._core, connection, customer_id), connection, timeout)

    def list_deposit_accounts(
        self, *, connection: str, customer_id: str | None = None, timeout: float | None = None
    ) -> Iterator[DepositAccount]:
        """Every standing account; only one customer's if asked for.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider has no such list.
        """
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
    ) -> Iterator[Order]:
        """Every order at the provider, whoever made it; the journal's own wishes are in `list_intents`.

        Args:
            connection: Whose list.
            customer_id: The application's id of the customer; None for everybody's.
            since: Only those made at this moment or later.
            until: Only those made before this moment.
            timeout: Seconds for each page; the router's own if None.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider has no such list.
        """
        script = listing.orders(self._core, connection, customer_id, since=since, until=until)
        return self._each(script, connection, timeout)

    def list_history(
        self, customer_id: str, *, direction: Direction, connection: str, timeout: float | None = None
    ) -> Iterator[Transaction]:
        """Everything that ever moved for a customer in one direction, with its timeline.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider has no such list.
        """
        script = listing.history(self._core, connection, customer_id, direction)
        return self._each(script, connection, timeout)

    def _each(self, first: Script[Page[T]], connection: str, timeout: float | None) -> Iterator[T]:
        page = self._performer.run(first, timeout)
        yield from page
        while page.following is not None:
            page = self._performer.run(listing.next_page(connection, page.following), timeout)
            yield from page
