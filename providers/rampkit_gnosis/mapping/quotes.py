"""Prices: what is asked, what came back, and why something did not."""

from __future__ import annotations

from typing import Any

from rampkit.errors import BadResponseError, NextStep
from rampkit.http import Request, Response
from rampkit.models import (
    Amount,
    Asset,
    Binding,
    Direction,
    Fee,
    FeeKind,
    Quote,
    QuoteRequest,
    Refusal,
    RefusalReason,
)
from rampkit_gnosis import wire
from rampkit_gnosis.assets import asset_of, rail_of
from rampkit_gnosis.mapping.connection import CODE, Connection
from rampkit_gnosis.mapping.customers import PROJECT

__all__ = ["parse_quotes", "quote_request", "refusal", "unpriced"]

Row = Quote | Refusal

_TYPES = {"ONRAMP": Direction.ON_RAMP, "OFFRAMP": Direction.OFF_RAMP}
_MESSAGES = {
    RefusalReason.PAIR_NOT_SERVED: "nobody serves this pair in this country right now; look at its routes",
    RefusalReason.RAIL_NOT_SERVED: "nobody serves this pair by this rail; ask without a rail",
    RefusalReason.SIDE_NOT_FIXABLE: "prices a source amount only; ask with the amount that is given",
    RefusalReason.QUOTE_MISMATCH: "the price is for the other direction; do not use it",
}


def quote_request(request: QuoteRequest, source: str, destination: str) -> Request:
    """Ask every company of a pair for an indicative price.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-indicative-quote
    """
    query = {
        "srcCurrencyCode": source,
        "destCurrencyCode": destination,
        "srcAmount": request.amount.exact_text(),
        "countryCode": request.country,
    }
    return Request(operation="quotes", path="/intent/quote", query=query, scope=PROJECT)


def refusal(
    request: QuoteRequest,
    reason: RefusalReason,
    at: Connection,
    *,
    via: str | None = None,
    message: str | None = None,
) -> Refusal:
    """Why there is no price."""
    lost = reason == RefusalReason.BAD_RESPONSE
    return Refusal(
        connection=at.name,
        provider=CODE,
        via=via,
        rail=request.rail,
        reason=reason,
        message=message or _MESSAGES[reason],
        next_step=NextStep.RETRY_LATER if lost else NextStep.FIX_REQUEST,
    )


def unpriced(request: QuoteRequest, vias: tuple[str | None, ...], at: Connection) -> tuple[Row, ...]:
    """What a generation without prices offers: the companies that serve the pair, by any rail."""
    if not vias:
        return (refusal(request, RefusalReason.PAIR_NOT_SERVED, at),)
    return tuple(_quote(request, at, via=via, binding=Binding.UNPRICED) for via in vias)


def parse_quotes(response: Response, request: QuoteRequest, at: Connection) -> tuple[Row, ...]:
    """One row per company and rail; a row that cannot be read costs no other."""
    with at.reading(response, "quotes"):
        items = wire.items(response.json()["quotes"])
    if not items:
        return (refusal(request, RefusalReason.PAIR_NOT_SERVED, at),)
    rows = [_row(item, response, request, at) for item in items]
    fitting = [row for row in rows if isinstance(row, Refusal) or request.rail in {None, row.rail}]
    return tuple(fitting) or (refusal(request, RefusalReason.RAIL_NOT_SERVED, at),)


def _row(item: Any, response: Response, request: QuoteRequest, at: Connection) -> Row:
    try:
        with at.reading(response, "quotes"):
            return _read(wire.Quote.read(item), item, request, at)
    except BadResponseError as error:
        problem = error.message
    return refusal(request, RefusalReason.BAD_RESPONSE, at, message=problem)


def _read(row: wire.Quote, item: Any, request: QuoteRequest, at: Connection) -> Row:
    if row.type is not None and _TYPES.get(row.type) is not request.direction:
        return refusal(request, RefusalReason.QUOTE_MISMATCH, at, via=row.providerId)
    priced = row.hasIndicativePrice and row.destAmount is not None
    return _quote(
        request,
        at,
        via=row.providerId,
        rail=rail_of(row.rail),
        binding=Binding.INDICATIVE if priced else Binding.UNPRICED,
        destination_amount=_amount(row, request) if priced else None,
        fees=_fees(row.fees),
        raw=at.kept(item),
    )


def _quote(request: QuoteRequest, at: Connection, **offered: Any) -> Quote:
    """What is *offered* for what was asked."""
    return Quote(
        connection=at.name,
        provider=CODE,
        pair=request.pair,
        country=request.country,
        region=request.region,
        requested=request.amount,
        source_amount=request.amount,
        **offered,
    )


def _amount(row: wire.Quote, request: QuoteRequest) -> Amount | None:
    return None if row.destAmount is None else Amount(row.destAmount, request.pair.destination)


def _fees(fees: wire.Fees | None) -> tuple[Fee, ...]:
    """The total and what it is made of. A part that is null is not said to exist.

    Whether the fees are inside the two amounts, no page says, and the samples disagree.
    """
    if fees is None:
        return ()
    asset = asset_of(fees.currencyCode or "")
    parts = {
        FeeKind.NETWORK: ("networkFee", fees.networkFee),
        FeeKind.PROCESSING: ("processingFee", fees.processingFee),
        FeeKind.PARTNER: ("partnerFee", fees.partnerFee),
    }
    total = Fee(kind=FeeKind.TOTAL, amount=_fee(fees.totalFee, asset), label="totalFee")
    return (
        total,
        *(
            Fee(kind=kind, amount=_fee(value, asset), parent=FeeKind.TOTAL, label=label)
            for kind, (label, value) in parts.items()
            if value is not None
        ),
    )


def _fee(value: Any, asset: Asset | None) -> Amount | None:
    return None if value is None or asset is None else Amount(value, asset)
