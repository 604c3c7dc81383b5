"""What was ordered and what moved: lists, a page at a time, and single orders of one direction."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from rampkit.http import Flow
from rampkit.models import CustomerLink, Direction, Order, Transaction
from rampkit.pages import Page
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import histories, order_lists
from rampkit_ripio.mapping.moments import Span
from rampkit_ripio.mapping.orders import transactions_request
from rampkit_ripio.mapping.pages import Walk

__all__ = ["Lists"]


class Lists(RipioConnection):
    """Everything there is, in Ripio's order; `Session.each` goes through all pages.

    A page may be empty though others follow: what Ripio cannot filter by is left out here.
    """

    def list_orders(
        self,
        link: CustomerLink | None = None,
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Flow[Page[Order]]:
        """The orders of the account in both directions, or one customer's.

        Page transactions/list-all-orders-on-ramp-&-off-ramp. Ripio filters them by neither customer nor time:
        every page is asked for, and what is not wanted left out.

        Raises:
            InvalidInputError: A moment has no time zone; nothing was sent.
        """
        customer_id = None if link is None else self._view.customer_id(link)
        span = Span(since, until)
        parse = partial(order_lists.order_in, view=self._view, span=span, customer_id=customer_id)
        walk = Walk(transactions_request("list_orders"), "transactionId")
        return (yield from self._page(walk, parse, counted=link is None and span == Span()))

    def list_off_ramp_orders(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> Flow[Page[Order]]:
        """The off-ramp orders of the account, which Ripio itself filters by time.

        Page off-ramp/list-off-ramp-orders.

        Args:
            since: Only those made at this moment or later.
            until: Only those made before this moment.

        Raises:
            InvalidInputError: A moment has no time zone; nothing was sent.
        """
        return (yield from self._orders(Direction.OFF_RAMP, Span(since, until), "list_off_ramp_orders"))

    def list_on_ramp_orders(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> Flow[Page[Order]]:
        """The on-ramp orders of the account.

        That there is such a list is said on page customers/deactivate-customer and nowhere else; that it
        takes the same dates as the off-ramp's is a guess, and what it does not filter is filtered here. Where
        it fails, `list_orders` has the same orders.

        Args:
            since: Only those made at this moment or later.
            until: Only those made before this moment.

        Raises:
            InvalidInputError: A moment has no time zone; nothing was sent.
        """
        return (yield from self._orders(Direction.ON_RAMP, Span(since, until), "list_on_ramp_orders"))

    def get_on_ramp_order(self, order_id: str, /) -> Flow[Order]:
        """One on-ramp order by its id, without how to pay for it.

        That there is such a call is said on page customers/deactivate-customer; what it answers is a guess,
        so either documented form of an order is read. `get_order` reads the same order by a call that a
        public client polls.

        Raises:
            NotFoundError: Ripio does not know it, or its customer is no longer active.
        """
        return (yield from self._order(Direction.ON_RAMP, order_id, "get_on_ramp_order"))

    def get_off_ramp_order(self, order_id: str, /) -> Flow[Order]:
        """One off-ramp order by its id.

        That there is such a call is said on page customers/deactivate-customer and nowhere else.

        Raises:
            NotFoundError: Ripio does not know it, or its customer is no longer active.
        """
        return (yield from self._order(Direction.OFF_RAMP, order_id, "get_off_ramp_order"))

    def list_history(self, link: CustomerLink, direction: Direction, /) -> Flow[Page[Transaction]]:
        """What moved for a customer in one direction: amounts, rate, destination and timeline.

        Pages transactions/list-customer-onramp-transactions and list-customer-offramp-transactions. A
        `failure_reason` proves no failure: a sample has one on a movement that is completed.

        Raises:
            NotFoundError: Ripio does not know the customer, or no longer shows anything of them.
        """
        request = histories.history_request(self._view.customer_id(link), direction)
        parse = partial(histories.parse_item, direction=direction, view=self._view)
        return (yield from self._page(Walk(request, "transactionId"), parse, counted=True))

    def _order(self, direction: Direction, order_id: str, operation: str) -> Flow[Order]:
        request = order_lists.order_request(direction, order_id, operation)
        parse = partial(order_lists.parse_order, asked=order_id, direction=direction, view=self._view)
        return (yield from self._read(request, parse))

    def _orders(self, direction: Direction, span: Span, operation: str) -> Flow[Page[Order]]:
        request = order_lists.orders_request(direction, span, operation)
        parse = partial(order_lists.order_of_kind, view=self._view, span=span, direction=direction)
        walk = Walk(request, "transactionId")
        return (yield from self._page(walk, parse, counted=span == Span()))
