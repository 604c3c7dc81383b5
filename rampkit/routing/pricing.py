"""What an offer is worth, and what it costs: exact numbers, or None for not known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from functools import reduce

from rampkit.models.assets import Asset
from rampkit.models.money import Amount
from rampkit.models.quotes import Binding, Fee, FeeKind, Fixed, Quote

__all__ = ["EXACT", "fee_in", "fee_percent", "net_of"]

EXACT = Context(prec=100)
"""Room for every product of two amounts. The caller's own decimal context must change no decision."""


def net_of(quote: Quote) -> Decimal | None:
    """What decides between offers: what arrives for a fixed source, what is paid for a fixed destination.

    None where it is not known, or where the offer is not for the amount that was asked.
    """
    if quote.binding == Binding.UNPRICED or not _is_for_what_was_asked(quote):
        return None
    if quote.fixed == Fixed.SOURCE:
        return _less_outside_fees(_value(quote.destination_amount), quote)
    # Nobody gives for nothing: a price of zero is a field that was not filled in.
    return _plus_outside_fees(_value(quote.source_amount) or None, quote)


def fee_in(quote: Quote, asset: Asset) -> Decimal | None:
    """All fees of *quote* in *asset*, at the quote's own rate where needed; None if not known."""
    total = quote.total_fee
    if total is None:
        return None
    if total.asset == asset:
        return total.value
    paid, got = _paid(quote), _value(quote.destination_amount)
    if not paid or not got or {total.asset, asset} != {quote.pair.source, quote.pair.destination}:
        return None
    over, under = (paid, got) if asset == quote.pair.source else (got, paid)
    return EXACT.divide(EXACT.multiply(total.value, over), under)


def fee_percent(quote: Quote) -> Decimal | None:
    """All fees of *quote* as a percentage of what the person pays; None if not known."""
    fee, paid = fee_in(quote, quote.pair.source), _paid(quote)
    if fee is None or not paid:
        return None
    return EXACT.divide(EXACT.multiply(fee, Decimal(100)), paid)


def _paid(quote: Quote) -> Decimal | None:
    """What the person pays: where the provider disputes itself, at least what was asked."""
    asked = quote.requested if quote.fixed == Fixed.SOURCE else None
    return _value(quote.source_amount or asked)


def _is_for_what_was_asked(quote: Quote) -> bool:
    fixed = quote.source_amount if quote.fixed == Fixed.SOURCE else quote.destination_amount
    return fixed is None or fixed == quote.requested


def _value(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount.value


def _less_outside_fees(net: Decimal | None, quote: Quote) -> Decimal | None:
    outside = _outside(quote.fees, quote.pair.destination)
    if net is None or outside is None:
        return None
    left = EXACT.subtract(net, outside)
    return left if left >= 0 else None


def _plus_outside_fees(cost: Decimal | None, quote: Quote) -> Decimal | None:
    outside = _outside(quote.fees, quote.pair.source)
    return None if cost is None or outside is None else EXACT.add(cost, outside)


def _outside(fees: Sequence[Fee], asset: Asset) -> Decimal | None:
    """The fees that come on top of a quote's amounts, in *asset*; None if one is unknown or in another."""
    listed = {fee.kind for fee in fees}
    total = [fee for fee in fees if fee.kind == FeeKind.TOTAL]
    counted = total or [fee for fee in fees if fee.parent not in listed]
    outside = [fee.amount for fee in counted if fee.included is False]
    known = [amount.value for amount in outside if amount is not None and amount.asset == asset]
    return reduce(EXACT.add, known, Decimal()) if len(known) == len(outside) else None
