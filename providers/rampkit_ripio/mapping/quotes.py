"""Prices, and why there is none (page https://docs.ripio.com/ramps-api/quotes/create-quote)."""

from __future__ import annotations

from typing import Any

from rampkit.errors import AmountOutOfRangeError, NextStep, RampError
from rampkit.http import Request, path
from rampkit.models import (
    Amount,
    Binding,
    Direction,
    Fee,
    FeeKind,
    Fixed,
    PaymentMethod,
    Quote,
    QuoteRequest,
    Rail,
    Refusal,
    RefusalReason,
)
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.view import PROVIDER, SCOPE, View

__all__ = ["obstacle", "parse_quote", "quote_request", "refusal"]

_FEE_KINDS = {"gas price": FeeKind.NETWORK}


def obstacle(ask: QuoteRequest, view: View, *, live: bool) -> Refusal | None:
    """Why there is nothing to ask Ripio for; None if there is."""
    network = ask.pair.crypto.network
    if ask.country != view.country:
        text = f"this connection's credentials are for {view.country}; use a connection for {ask.country}"
        return _refusal(view, RefusalReason.COUNTRY_NOT_SERVED, text, NextStep.NONE)
    if ask.pair.fiat != view.fiat:
        return _refusal(view, RefusalReason.PAIR_NOT_SERVED, f"only {view.fiat} is exchanged here")
    if assets.chain_code(ask.pair) is None or (live and network is not None and network.testnet):
        return _refusal(view, RefusalReason.PAIR_NOT_SERVED, f"{network} is not served; look at the routes")
    if ask.fixed != Fixed.SOURCE:
        text = f"only the amount given can be fixed; ask in {ask.pair.source}"
        return _refusal(view, RefusalReason.SIDE_NOT_FIXABLE, text)
    return _rail_obstacle(ask, view)


def _rail_obstacle(ask: QuoteRequest, view: View) -> Refusal | None:
    if ask.rail is not None and not assets.may_be_asked(view.country, ask.direction, ask.rail):
        served = assets.rails(view.country, ask.direction)
        text = f"{ask.rail} is not served; use {', '.join(served)}"
        return _refusal(view, RefusalReason.RAIL_NOT_SERVED, text, rail=ask.rail)
    if not _pays(ask.payment_method, view.country):
        text = f"Ripio does not take {ask.payment_method}; name bank_transfer or none"
        return _refusal(view, RefusalReason.RAIL_NOT_SERVED, text)
    return None


def quote_request(ask: QuoteRequest, rail: Rail, view: View) -> Request:
    """Ask for the price by one rail; an unused quote costs nothing.

    The customer's id is on no page and two clients send it: it is sent where
    `provider_options={connection: {"customer_id": ...}}` gives it.
    """
    customer = ask.provider_options.get(view.connection, {}).get("customer_id")
    return Request(
        operation="quotes",
        method="POST",
        path=path("api", "v1", "quotes", ""),
        json={
            "fromCurrency": assets.asset_code(ask.pair.source),
            "toCurrency": assets.asset_code(ask.pair.destination),
            "fromAmount": format(ask.amount.value, "f"),
            "chain": assets.chain_code(ask.pair),
            "paymentMethodType": assets.rail_code(view.country, rail),
            **({} if customer is None else {"customerId": str(customer)}),
        },
        scope=SCOPE,
    )


def parse_quote(payload: Any, ask: QuoteRequest, rail: Rail, view: View) -> Quote | Refusal:
    """The offer; a refusal if it is for something else than was asked."""
    quote = wire.Quote.read(payload)
    differing = _differing(quote, ask, rail, view)
    if differing:
        text = f"Ripio's copy differs from what was asked: {', '.join(differing)}"
        return _refusal(view, RefusalReason.QUOTE_MISMATCH, text, NextStep.REQUOTE, rail=rail)
    return Quote(
        connection=view.connection,
        provider=PROVIDER,
        rail=rail,
        payment_method=ask.payment_method,
        pair=ask.pair,
        country=ask.country,
        region=ask.region,
        requested=ask.amount,
        # No page tells how an off-ramp order would consume its quote: the standing address that serves
        # instead converts at the rate of the moment.
        binding=Binding.FIRM if ask.direction is Direction.ON_RAMP else Binding.INDICATIVE,
        source_amount=_paid(quote, ask),
        destination_amount=Amount(quote.finalToAmount, ask.pair.destination),
        fees=tuple(_fee(fee, ask) for fee in quote.fees or ()),
        expires_at=quote.expiration,
        quote_id=quote.quoteId,
        raw=view.keep(payload),
    )


def refusal(error: RampError, rail: Rail, view: View) -> Refusal:
    """A rail that gave no price, as a row."""
    reason = RefusalReason(error.reason)
    limits = error if isinstance(error, AmountOutOfRangeError) else None
    return Refusal(
        connection=view.connection,
        provider=PROVIDER,
        rail=rail,
        reason=reason if reason.known else RefusalReason.REJECTED,
        message=f"{error.message} [code {error.code}]" if error.code else error.message,
        next_step=error.next_step,
        minimum=limits.minimum if limits else None,
        maximum=limits.maximum if limits else None,
    )


def _pays(method: PaymentMethod | None, country: str) -> bool:
    # Mercado Pago is a transfer like any other: https://ai.ripio.com/context.md
    return method in {None, PaymentMethod.BANK_TRANSFER} or (method, country) == (
        PaymentMethod.MERCADO_PAGO,
        "AR",
    )


def _differing(quote: wire.Quote, ask: QuoteRequest, rail: Rail, view: View) -> list[str]:
    """The fields in which Ripio's copy of the wish is not ours."""
    asked = (assets.asset_code(ask.pair.source), assets.asset_code(ask.pair.destination))
    method = quote.paymentMethodType
    checks = {
        "fromAmount": quote.fromAmount == ask.amount.value,
        "fromCurrency": quote.fromCurrency.lower() == asked[0].lower(),
        "toCurrency": quote.toCurrency.lower() == asked[1].lower(),
        "chain": quote.chain in {None, assets.chain_code(ask.pair)},
        "paymentMethodType": method is None or assets.rail_of(view.country, method) == rail,
    }
    return [name for name, same in checks.items() if not same]


def _paid(quote: wire.Quote, ask: QuoteRequest) -> Amount | None:
    # The page shows `finalFromAmount` below `fromAmount`, net of fees; a public client found it to be the
    # exact fiat to pay. Where the two differ, what the person pays is not known.
    undisputed = quote.finalFromAmount is not None and quote.finalFromAmount == quote.fromAmount
    return ask.amount if undisputed else None


def _fee(fee: wire.Fee, ask: QuoteRequest) -> Fee:
    asset = assets.fiat_or_crypto(fee.currency, assets.chain_code(ask.pair))
    return Fee(
        kind=_FEE_KINDS.get((fee.type or "").strip().lower(), FeeKind.OTHER),
        amount=None if asset is None else Amount(fee.amount, asset),
        # What arrives is net of a fee that applies to it. About the paid side nothing can be said: see the
        # dispute over `finalFromAmount`. A fee that applies to neither may still be charged.
        included=True if fee.appliesOnToAmount else None,
        label=fee.type,
    )


def _refusal(
    view: View,
    reason: RefusalReason,
    message: str,
    next_step: NextStep = NextStep.FIX_REQUEST,
    *,
    rail: Rail | None = None,
) -> Refusal:
    return Refusal(
        connection=view.connection,
        provider=PROVIDER,
        rail=rail,
        reason=reason,
        message=message,
        next_step=next_step,
    )
