"""Orders and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rampkit.errors import AccountNotReadyError, NotFoundError
from rampkit.http import Flow
from rampkit.models import (
    Direction,
    Order,
    OrderRef,
    OrderRequest,
    Transaction,
)
from rampkit_ripio.flows.readiness import Readiness
from rampkit_ripio.mapping import deposits, orders, sessions
from rampkit_ripio.mapping.transactions import parse_movement

__all__ = ["Orders"]


class Orders(Readiness):
    """From a quote, or from the first deposit to a standing account, to the end."""

    def create_order(self, request: OrderRequest, /) -> Flow[Order]:
        """Make an on-ramp order of a quote, or wait for a deposit to a standing account.

        Before an order the customer is read, a call that no page describes and public clients make: what
        Ripio says to an order of somebody who was deactivated would prove nothing.

        With `deposit_account_id` (every off-ramp) nothing is ordered: the account is read, and the order is
        the first deposit since `opened_at`. Three Colombian rails need `callback` (or `redirect_url`) and
        `bank_code` in the provider's options (page on-ramp/create-on-ramp-order).

        An order that exists is always returned: where it is not what was asked for, or its instructions
        cannot be read, it has no actions and `failure_reason` says why.

        Raises:
            InvalidInputError: Something the order needs is missing; nothing was sent.
            AccountNotReadyError: There is no deposit account that could be paid into, or it delivers
                elsewhere than to `accounts`; nothing was ordered.
            AlreadyExistsError: The quote was executed before, or the reference is in use.
            CustomerInactiveError: Ripio has deactivated the customer; nothing was ordered.
            CustomerNotRegisteredError: Ripio does not know the customer; nothing was ordered.
            TermsNotAcceptedError: The customer has not accepted the terms, which `actions` names.
            VerificationRequiredError: The customer's identity is not verified.
        """
        if request.deposit_account_id is not None:
            standing = self._standing(_ref_of(request), "create_order", request)
            return (yield from self._saying_whose_end(standing, request.customer, "create_order"))
        if request.pair.direction is Direction.OFF_RAMP:
            raise AccountNotReadyError(
                "no page describes an off-ramp order: call create_deposit_account for the payout account, "
                "then pass its deposit_account_id",
                connection=self.name,
                operation="create_order",
            )
        ask = orders.order_request(request, self._view)
        yield from self._require_active(request.customer, ask.operation)
        made = self._read(ask, partial(orders.parse_created, request=request, view=self._view))
        return (yield from self._saying_which_terms(made, ask.operation))

    def get_order(self, order: OrderRef, /) -> Flow[Order]:
        """Read an order, by its deposit account, its id or our reference.

        Raises:
            NotFoundError: Ripio does not know it; proves nothing about an order that was just sent.
            ConflictingIntentError: It stands for another wish.
        """
        if order.deposit_account_id is not None:
            return (yield from self._standing(order, "get_order"))
        if order.order_id is not None:
            request = orders.read_request(order.order_id, "get_order")
            return (yield from self._read(request, partial(orders.parse_order, ref=order, view=self._view)))
        found = yield from self._under_reference(order, "get_order")
        if found is None:
            raise NotFoundError(
                "no order was seen under the reference", connection=self.name, operation="get_order"
            )
        return found

    def find_order(self, order: OrderRef, /) -> Flow[Order | None]:
        """Look through all on-ramp orders for our reference; None means "not seen".

        Raises:
            BadResponseError: The list could not be read to its end.
            ConflictingIntentError: The order under our reference stands for another wish.
        """
        if order.deposit_account_id is not None:
            return (yield from self._standing(order, "find_order"))
        return (yield from self._under_reference(order, "find_order"))

    def list_transactions(self, order: OrderRef, /) -> Flow[Sequence[Transaction]]:
        """The movements of an order: the one Ripio records for it, or every deposit since it was opened."""
        account_id, direction = order.deposit_account_id, order.pair.direction
        if account_id is not None:
            request = sessions.read_request(account_id, direction, "list_transactions")
            return (
                yield from self._read(request, partial(deposits.parse_deposits, ref=order, view=self._view))
            )
        order_id = order.order_id
        if order_id is None:
            order_id = (yield from self.get_order(order)).order_id or ""
        request = orders.read_request(order_id, "list_transactions")
        parse = partial(parse_movement, asked=order_id, direction=direction, view=self._view)
        return ((yield from self._read(request, parse)),)

    def _standing(self, ref: OrderRef, operation: str, made_by: OrderRequest | None = None) -> Flow[Order]:
        self._view.customer_id(ref.customer)
        request = sessions.read_request(ref.deposit_account_id or "", ref.pair.direction, operation)
        parse = partial(deposits.parse_standing_order, ref=ref, view=self._view, request=made_by)
        return (yield from self._read(request, parse))

    def _under_reference(self, ref: OrderRef, operation: str) -> Flow[Order | None]:
        return (
            yield from self._first(
                orders.transactions_request(operation, kind="ONRAMP"),
                "transactionId",
                lambda item: orders.stands_under(item, ref.reference),
                lambda item: orders.parse_order(item, ref, self._view),
            )
        )


def _ref_of(request: OrderRequest) -> OrderRef:
    return OrderRef(
        reference=request.reference,
        customer=request.customer,
        pair=request.pair,
        requested=request.amount,
        opened_at=request.opened_at,
        deposit_account_id=request.deposit_account_id,
    )
