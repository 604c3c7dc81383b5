"""Orders: made from a quote, read, found, listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rampkit.errors import ConflictingIntentError, InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import (
    Action,
    Amount,
    CryptoAddress,
    Direction,
    Order,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    Rail,
    ScanCode,
)
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.brcode import UnpayableCodeError
from rampkit_ripio.mapping.instructions import amount_or_none, folded, paying
from rampkit_ripio.mapping.sessions import wallet_of
from rampkit_ripio.mapping.transactions import direction_of, order_of, reference_of
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in
from rampkit_ripio.statuses import fresh, standing

__all__ = [
    "order_request",
    "parse_created",
    "parse_listed",
    "parse_order",
    "read_request",
    "stands_under",
    "transactions_request",
]

_EXTRA_DATA_RAILS = frozenset({Rail.PSE, Rail.BANCOLOMBIA, Rail.NEQUI})


def order_request(request: OrderRequest, view: View) -> Request:
    """Make an on-ramp order of a quote (page on-ramp/create-on-ramp-order).

    There is no idempotency key: whatever was sent is looked up by `externalRef`.

    Raises:
        InvalidInputError: Something the order needs is missing.
    """
    quote, wallet = request.quote, wallet_of(request.accounts, request.pair)
    if quote.connection != view.connection or quote.quote_id is None:
        raise InvalidInputError("quote", f"is not one of {view.connection}", remedy="take a new quote")
    extra = _extra_data(request, view)
    return Request(
        operation="create_order",
        method="POST",
        path=path("api", "v1", "onramp", ""),
        json={
            "customerId": view.customer_id(request.customer),
            "quoteId": quote.quote_id,
            "depositAddress": wallet.address,
            "externalRef": str(request.reference),
            **({"extraData": extra} if extra else {}),
        },
        scope=SCOPE,
        commits=Commits.ORDER,
    )


def read_request(order_id: str, operation: str) -> Request:
    """Read one order of either kind. No page describes this call; a public client polls it."""
    where = path("api", "v1", "transactions", order_id, "")
    return Request(operation=operation, path=where, scope=SCOPE)


def transactions_request(operation: str, *, kind: str | None = None) -> Request:
    """List orders, of one *kind* (`ONRAMP`, `OFFRAMP`) or of both.

    Page transactions/list-all-orders-on-ramp-&-off-ramp. It filters by neither customer nor reference.
    """
    query = {} if kind is None else {"type": kind}
    return Request(operation=operation, path=path("api", "v1", "transactions", ""), query=query, scope=SCOPE)


def parse_created(payload: Any, request: OrderRequest, view: View) -> Order:
    """The new order and how to pay for it.

    Its id is never lost again: where Ripio's copy is not what was asked, or the instructions cannot be read,
    the order comes back without actions, so that nobody pays, and `failure_reason` says why.
    """
    made = wire.CreatedOrder.read(payload)
    transaction = made.transaction
    order = order_of(transaction, Direction.ON_RAMP, fresh(transaction.status), view, raw=payload)
    differing = _differing(transaction, request, view)
    if differing:
        return order.evolve(
            failure_reason=f"Ripio's copy differs from what was asked: {', '.join(differing)}"
        )
    return _payable(order, made.fiatPaymentInstructions, request, view)


def parse_order(payload: Any, ref: OrderRef, view: View) -> Order:
    """The order *ref* stands for.

    Raises:
        ConflictingIntentError: It stands for another wish.
        ValueError: It has another id than was asked for.
    """
    transaction = wire.Transaction.read(payload)
    if ref.order_id not in {None, transaction.transactionId}:
        raise ValueError("another order")
    told = {
        "externalRef": reference_of(transaction) in {None, ref.reference},
        "customerId": _alike(transaction.customerId, ref.customer.provider_customer_id),
        **_same_pair(transaction, ref.pair),
    }
    differing = [name for name, same in told.items() if not same]
    if differing:
        raise ConflictingIntentError(
            f"the order stands for another wish: {', '.join(differing)}; ask Ripio with its id",
            connection=view.connection,
        )
    direction = ref.pair.direction
    return order_of(transaction, direction, standing(direction, transaction.status), view, raw=payload)


def parse_listed(item: Mapping[str, Any], view: View) -> Order:
    """One item of the list of all orders."""
    transaction = wire.Transaction.read(item)
    direction = direction_of(transaction, view)
    return order_of(transaction, direction, standing(direction, transaction.status), view, raw=item)


def stands_under(item: Mapping[str, Any], reference: UUID) -> bool:
    """Whether a listed order carries *reference*, in whatever case."""
    told = item.get("externalRef")
    return isinstance(told, str) and told.strip().lower() == str(reference)


def _extra_data(request: OrderRequest, view: View) -> dict[str, str]:
    """What three Colombian rails need beyond the order (page on-ramp/create-on-ramp-order)."""
    if request.quote.rail not in _EXTRA_DATA_RAILS:
        return {}
    options = request.options
    extra = {
        "callback": options.get("callback") or request.redirect_url,
        "bankCode": options.get("bank_code"),
    }
    if not all(extra.values()):
        raise InvalidInputError(
            "provider_options",
            f"lacks what {request.quote.rail} needs",
            remedy=f'give provider_options={{"{view.connection}": {{"callback": ..., "bank_code": ...}}}}',
        )
    return {name: str(value) for name, value in extra.items()}


def _differing(transaction: wire.Transaction, request: OrderRequest, view: View) -> list[str]:
    """The fields in which Ripio's copy of the order is not ours; one that is not echoed says nothing."""
    wallet = request.accounts.destination
    asked = {
        "externalRef": str(request.reference),
        "quoteId": request.quote.quote_id,
        "customerId": request.customer.provider_customer_id,
        "depositAddress": wallet.address if isinstance(wallet, CryptoAddress) else None,
    }
    told = {name: getattr(transaction, name) for name in asked}
    same = {name: _alike(told[name], asked[name]) for name in asked}
    rail = assets.rail_of(view.country, transaction.paymentMethodType)
    same["paymentMethodType"] = request.quote.rail is None or rail in {None, request.quote.rail}
    return [name for name, equal in {**same, **_same_pair(transaction, request.pair)}.items() if not equal]


def _same_pair(transaction: wire.Transaction, pair: Pair) -> dict[str, bool]:
    return {
        "fromCurrency": _alike(transaction.fromCurrency, assets.asset_code(pair.source)),
        "toCurrency": _alike(transaction.toCurrency, assets.asset_code(pair.destination)),
        "chain": _alike(transaction.chain, assets.chain_code(pair)),
    }


def _alike(told: str | None, asked: str | None) -> bool:
    # Addresses come back in another case than they were sent, and so may identifiers.
    return told is None or asked is None or told.strip().lower() == asked.lower()


def _payable(order: Order, instructions: Any, request: OrderRequest, view: View) -> Order:
    """*order* with the one step that pays it; without one, and with the reason, where nobody should pay."""
    action: Action | None = None
    reason = "rampkit cannot read how this order is paid; ask Ripio with its id"
    try:
        action = paying(folded(instructions), request.quote.rail, request.quote.source_amount, view)
    except UnpayableCodeError as error:
        reason = f"nobody should pay by the Pix code: {error}; ask Ripio with the order's id"
    except ValueError:  # an unreadable page must not cost us the order
        pass
    if action is None:
        return order.evolve(failure_reason=reason)
    if not isinstance(action, ScanCode):
        return order.evolve(actions=(action,))
    if action.amount not in _agreed(request.quote):
        return order.evolve(failure_reason="the Pix code asks for another amount than the quote")
    return order.evolve(actions=(action,), source_amount=action.amount)


def _agreed(quote: Quote) -> set[Amount | None]:
    """What a code may ask for: the price or, where the quote contradicts itself, one of its two amounts."""
    if quote.source_amount is not None:
        return {quote.source_amount}
    disputed = wire.DisputedPrice.read(object_in(quote.raw)).finalFromAmount
    return {quote.requested, amount_or_none(disputed, quote.requested.asset)}
