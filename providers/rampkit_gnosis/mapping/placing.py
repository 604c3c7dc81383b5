"""What is sent to make an order and to execute it."""

from __future__ import annotations

from typing import Any

from rampkit.errors import AccountNotReadyError, UnsupportedError
from rampkit.http import Commits, Request, path
from rampkit.models import Direction, Fixed, OrderRef, OrderRequest, Rail
from rampkit_gnosis.assets import codes_of
from rampkit_gnosis.generations import Generation
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.customers import scope_of
from rampkit_gnosis.mapping.details import bank_details, crypto_details, merged_rail
from rampkit_gnosis.mapping.echo import Wish
from rampkit_gnosis.mapping.options import Options, options_of

__all__ = [
    "execution_request",
    "is_checked",
    "order_request",
    "order_wish",
    "rail_of_order",
    "transaction_path",
]

CREATE, EXECUTE = "create_order", "execute_order"


def order_request(request: OrderRequest, generation: Generation, at: Connection) -> Request:
    """Make an intent.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/create-payment-intent

    Raises:
        InvalidInputError: A provider option is unknown or of the wrong kind.
        UnsupportedError: The amount, a network or an account cannot be told to Gnosis Ramp.
        AccountNotReadyError: An account is missing.
    """
    if request.quote.fixed != Fixed.SOURCE:
        raise UnsupportedError("Gnosis Ramp takes a source amount only", connection=at.name, operation=CREATE)
    options = options_of(request.options, generation)
    body = _inline(request, options, at) if generation.inline else _stored(request, options, generation, at)
    key = str(request.idempotency_key) if generation.keyed else None
    return Request(
        operation=CREATE,
        method="POST",
        path="/intent",
        json={name: value for name, value in body.items() if value is not None},
        headers=_key_header(key),
        scope=scope_of(request.customer),
        commits=Commits.ORDER,
        idempotency_key=key,
    )


def is_checked(request: OrderRequest, generation: Generation) -> bool:
    """Whether the accounts in it are compared with the live requirements before it leaves."""
    wanted = options_of(request.options, generation).check_accounts
    return generation.inline and wanted and not request.resent


def rail_of_order(request: OrderRequest, at: Connection) -> Rail | None:
    """How the fiat side moves, by the quote or by the bank account.

    Raises:
        UnsupportedError: They name two.
    """
    accounts, on_ramp = request.accounts, request.pair.direction is Direction.ON_RAMP
    return merged_rail(accounts.source if on_ramp else accounts.destination, request.quote.rail, at)


def order_wish(request: OrderRequest, generation: Generation) -> Wish:
    """What the answer to `order_request` must agree with."""
    return Wish(
        pair=request.pair,
        amount=request.amount,
        via=request.quote.via,
        auto_execute=options_of(request.options, generation).auto_execute,
    )


def execution_request(order: OrderRef, key: str, generation: Generation, at: Connection) -> Request:
    """Start the movement. Idempotency keys are kept per project, so this needs one of its own.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/execute-transaction-for-payment-intent
    """
    sent = key if generation.keyed else None
    return Request(
        operation=EXECUTE,
        method="POST",
        path=transaction_path(order, at, EXECUTE),
        headers=_key_header(sent),
        scope=scope_of(order.customer),
        commits=Commits.ORDER,
        idempotency_key=sent,
    )


def transaction_path(order: OrderRef, at: Connection, operation: str) -> str:
    """Where the transaction of *order* is.

    Raises:
        UnsupportedError: The order has no id.
    """
    return path("intent", order_id(order, at, operation), "transaction")


def order_id(order: OrderRef, at: Connection, operation: str) -> str:
    """The intent's id: Gnosis Ramp knows no other name of it.

    Raises:
        UnsupportedError: There is none.
    """
    if not order.order_id:
        raise UnsupportedError(
            "Gnosis Ramp finds an order by its own id only, and this one has none",
            connection=at.name,
            operation=operation,
        )
    return order.order_id


def _key_header(key: str | None) -> dict[str, str]:
    return {} if key is None else {"Idempotency-Key": key}


def _inline(request: OrderRequest, options: Options, at: Connection) -> dict[str, Any]:
    """The body that carries both accounts: https://docs.ramp.gnosis.io/intents/creating-intent."""
    source, destination = codes_of(request.pair, connection=at.name, operation=CREATE)
    paying, receiving = request.accounts.source, request.accounts.destination
    country, rail = request.quote.country, rail_of_order(request, at)
    if request.pair.direction is Direction.ON_RAMP:
        src = bank_details(paying, source, options.src_details, country=country, rail=rail, receives=False)
        dest = crypto_details("destination", receiving, destination, options.dest_details, at)
    else:
        src = crypto_details("source", paying, source, options.src_details, at)
        dest = bank_details(
            receiving, destination, options.dest_details, country=country, rail=rail, receives=True
        )
    # The schemas of the accounts may name the company too; it is told at the root alone.
    return {
        "src": {"currencyCode": source, "details": src},
        "dest": {"currencyCode": destination, "details": dest},
        "srcAmount": request.amount.exact_text(),
        "autoExecute": options.auto_execute,
        "providerId": request.quote.via,
        "onboardingRedirectUrl": request.redirect_url,
        "checkoutRedirectUrl": options.checkout_redirect_url,
    }


def _stored(
    request: OrderRequest, options: Options, generation: Generation, at: Connection
) -> dict[str, Any]:
    """The body that names stored accounts (https://gnosisramps.mintlify.app/intents/lifecycle).

    A guide of the first generation puts the customer and the currency in too; its specification does not, and
    they are never sent.
    """
    registered = request.registered
    if registered is None or registered.source_id is None or registered.destination_id is None:
        raise AccountNotReadyError(
            f"generation {generation.value} needs stored accounts; call register_accounts first",
            connection=at.name,
            operation=CREATE,
        )
    body = {
        "srcExternalAccountId": registered.source_id,
        "destExternalAccountId": registered.destination_id,
        "amount": request.amount.exact_text(),
        generation.redirect_field: request.redirect_url,
    }
    if not generation.listed:
        _require_no_company(request, at)
        return body
    return {
        **body,
        "autoExecute": options.auto_execute,
        "providerId": request.quote.via,
        "checkoutRedirectUrl": options.checkout_redirect_url,
    }


def _require_no_company(request: OrderRequest, at: Connection) -> None:
    if request.quote.via is not None:
        raise UnsupportedError(
            "the first generation chooses the company by itself; take a quote without one",
            connection=at.name,
            operation=CREATE,
        )
