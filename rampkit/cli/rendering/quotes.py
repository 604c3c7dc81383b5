"""A comparison of quotes, as JSON and as tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.refusals import not_asked_json, refusal_json, refusals_table
from rampkit.cli.rendering.tables import Sheet
from rampkit.cli.rendering.values import UNKNOWN, amount_json, digits, figure, moment, where
from rampkit.models.quotes import Binding, Fee, FeeKind, Fixed, Quote, QuoteComparison

__all__ = ["comparison_json", "comparison_tables"]

_MARKS = {
    " +": "+  these fees come on top of the amounts shown",
    " ?": "?  the provider does not say whether the amounts shown already hold these fees",
}


def comparison_json(comparison: QuoteComparison) -> dict[str, Any]:
    """The whole comparison as one JSON object."""
    return {
        "request": _request(comparison),
        "quotes": [_quote(rank, quote) for rank, quote in enumerate(comparison.quotes, start=1)],
        "refusals": [refusal_json(row) for row in comparison.refusals],
        "not_asked": [not_asked_json(row) for row in comparison.not_asked],
    }


def _request(comparison: QuoteComparison) -> dict[str, Any]:
    asked = comparison.request
    return {
        "source": str(asked.pair.source),
        "destination": str(asked.pair.destination),
        "amount": asked.amount.text(),
        "fixed": asked.fixed.value,
        "direction": asked.direction.value,
        "country": asked.country,
        "region": asked.region,
        "rail": asked.rail,
        "asked_at": moment(comparison.asked_at),
    }


def _quote(rank: int, quote: Quote) -> dict[str, Any]:
    return {
        "rank": rank,
        "provider": quote.provider,
        "connection": quote.connection,
        "via": quote.via,
        "rail": quote.rail,
        "binding": quote.binding.value,
        "source_amount": digits(quote.source_amount),
        "destination_amount": digits(quote.destination_amount),
        "rate": digits(quote.rate),
        "fees": [_fee(fee) for fee in quote.fees],
        "total_fee": amount_json(quote.total_fee),
        "expires_at": moment(quote.expires_at),
    }


def _fee(fee: Fee) -> dict[str, Any]:
    return {
        "kind": fee.kind.value,
        "amount": digits(fee.amount),
        "asset": None if fee.amount is None else str(fee.amount.asset),
        "included": fee.included,
        "parent": fee.parent,
    }


def comparison_tables(comparison: QuoteComparison) -> list[RenderableType]:
    """The ranking, then everybody who offers nothing and why."""
    shown: list[RenderableType] = [_headline(comparison)]
    if comparison.quotes:
        shown.append(_ranking(comparison))
        shown.extend(_legend(comparison.quotes))
    if comparison.refusals:
        shown.append(refusals_table("Asked, but offers nothing", comparison.refusals))
    if comparison.not_asked:
        shown.append(refusals_table("Not asked", comparison.not_asked))
    return shown


def _headline(comparison: QuoteComparison) -> Text:
    asked = comparison.request
    pair = asked.pair
    what = f"{asked.amount} to {pair.destination}"
    if asked.fixed == Fixed.DESTINATION:
        what = f"{pair.source} to {asked.amount}"
    return Text(f"{what} in {asked.region or asked.country}: {_counted(len(comparison.quotes))}")


def _counted(offers: int) -> str:
    return {0: "nobody offers anything", 1: "1 offer"}.get(offers, f"{offers} offers, best first")


def _ranking(comparison: QuoteComparison) -> Sheet:
    source, destination = comparison.assets
    rows = [
        (
            rank,
            where(quote.connection, quote.via),
            quote.rail or UNKNOWN,
            digits(quote.source_amount) or UNKNOWN,
            digits(quote.destination_amount) or UNKNOWN,
            figure(quote.rate),
            _fees(quote),
            _price(quote, comparison.asked_at),
        )
        for rank, quote in enumerate(comparison.quotes, start=1)
    ]
    return Sheet(
        ("#>", "Connection", "Rail", f"Pay {source}>", f"Get {destination}>", "Rate>", "Fees>", "Price"), rows
    )


def _price(quote: Quote, asked_at: datetime | None) -> str:
    if quote.binding == Binding.UNPRICED:
        return "not named"
    if quote.binding != Binding.FIRM or quote.expires_at is None or asked_at is None:
        return quote.binding.value
    return f"firm, {(quote.expires_at - asked_at).total_seconds():.0f} s"


def _fees(quote: Quote) -> str:
    if not quote.fees:
        return "not stated"
    return UNKNOWN if quote.total_fee is None else f"{quote.total_fee}{_mark(quote)}"


def _mark(quote: Quote) -> str:
    """Whether fees are surely inside the two amounts."""
    counted = [fee for fee in quote.fees if fee.kind == FeeKind.TOTAL] or quote.fees
    if all(fee.included for fee in counted):
        return ""
    return " +" if any(fee.included is False for fee in counted) else " ?"


def _legend(quotes: Iterable[Quote]) -> list[RenderableType]:
    used = {_mark(quote) for quote in quotes if quote.total_fee is not None}
    return [Text(text) for mark, text in _MARKS.items() if mark in used]
