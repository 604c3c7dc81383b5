"""Orders, which Gnosis Ramp calls intents, and their transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rampkit.capabilities import Operation
from rampkit.errors import UnsupportedError
from rampkit.http import Flow, Response
from rampkit.models import CustomerLink, Order, OrderRef, OrderRequest, Transaction
from rampkit.pages import Page
from rampkit_gnosis.flows.connection import NOT_FOUND
from rampkit_gnosis.flows.requirements import AccountRequirements
from rampkit_gnosis.mapping import orders, placing

__all__ = ["Orders"]


class Orders(AccountRequirements):
    """Making, reading and executing orders."""

    def create_order(self, request: OrderRequest, /) -> Flow[Order]:
        """Make an intent. Unless the option `auto_execute` is set, nothing moves before `execute_order`.

        A customer who is verified already may get the transaction, with how to pay, at once.

        Both accounts are compared with the live requirements first, if those can be read and the option
        `check_accounts` is not off. An order whose answer was lost is sent again unchecked, with the bytes it
        had.

        Raises:
            InvalidInputError: An option is wrong, or account fields are missing or wrong; `fields` names
                every one. Nothing was ordered.
            AccountNotReadyError: An account is missing.
            UnsupportedError: The amount, a network or an account cannot be told to Gnosis Ramp.
        """
        order = placing.order_request(request, self._generation, self._here)
        if placing.is_checked(request, self._generation):
            yield from self._check(
                request.pair,
                (order.json["src"]["details"], order.json["dest"]["details"]),
                country=request.quote.country,
                rail=placing.rail_of_order(request, self._here),
                via=request.quote.via,
            )
        response = yield from self._ask(order)
        wish = placing.order_wish(request, self._generation)
        return orders.parse_order(response, Operation.CREATE_ORDER, wish, self._here)

    def get_order(self, order: OrderRef, /) -> Flow[Order]:
        """Read an intent, and its transaction where the intent alone does not say how to pay."""
        response = yield from self._ask(orders.read_request(order, self._here))
        movement = None
        if orders.needs_transaction(response, self._here):
            movement = yield from self._movement(order, Operation.GET_ORDER)
        return orders.parse_order(
            response, Operation.GET_ORDER, orders.wish_of(order), self._here, movement=movement
        )

    def list_orders(
        self,
        link: CustomerLink | None = None,
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Flow[Page[Order]]:
        """Read every intent of one customer, newest first, on one page.

        Gnosis Ramp filters by nothing, so *since* and *until* choose among what it answers; an intent without
        a time is always kept.

        Raises:
            UnsupportedError: No customer is given: there is no list of everybody's.
        """
        if link is None:
            raise UnsupportedError(
                "Gnosis Ramp lists the orders of one customer at a time; pass a link",
                connection=self.name,
                operation=Operation.LIST_ORDERS,
            )
        response = yield from self._ask(orders.list_request(link))
        found = orders.parse_orders(response, self._here)
        return Page(tuple(order for order in found if _was_made(order, since, until)))

    def execute_order(self, order: OrderRef, /, *, idempotency_key: str) -> Flow[Order]:
        """Start the movement, once per intent for ever.

        Raises:
            VerificationRequiredError: The person's identity check is not finished.
            AlreadyExistsError: It has been started: read the order.
        """
        request = placing.execution_request(order, idempotency_key, self._generation, self._here)
        response = yield from self._ask(request)
        return orders.parse_execution(response, order, self._here)

    def list_transactions(self, order: OrderRef, /) -> Flow[Sequence[Transaction]]:
        """Read the movement of an order: one, or none while it has not been executed."""
        response = yield from self._movement(order, Operation.LIST_TRANSACTIONS)
        return () if response is None else (orders.parse_transaction(response, order, self._here),)

    def _movement(self, order: OrderRef, operation: str) -> Flow[Response | None]:
        """The answer about an order's transaction; None if there is none yet."""
        request = orders.transaction_request(order, self._here, operation)
        response = yield request
        if response.status == NOT_FOUND:
            return None
        return self._succeeded(response, request)


def _was_made(order: Order, since: datetime | None, until: datetime | None) -> bool:
    made = order.created_at
    return made is None or ((since is None or since <= made) and (until is None or made < until))
