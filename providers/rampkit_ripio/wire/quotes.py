"""Ripio's prices.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from rampkit.wire import Exact, Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["DisputedPrice", "Fee", "Quote"]


class Fee(Wire):
    """A fee inside a quote."""

    amount: Exact
    type: Maybe[str] = None
    currency: Maybe[str] = None
    appliesOnFromAmount: Maybe[bool] = None
    appliesOnToAmount: Maybe[bool] = None


class Quote(Wire):
    """A quote (`quotes/create-quote`). `chain` and `paymentMethodType` are compared where echoed."""

    quoteId: Id
    fromCurrency: str
    toCurrency: str
    fromAmount: Exact
    finalFromAmount: Exact | None = None
    finalToAmount: Exact
    expiration: Moment
    chain: str | None = None
    paymentMethodType: str | None = None
    fees: list[Fee] | None = None


class DisputedPrice(Wire):
    """Of a quote that was kept, the amount that its pages and its readers disagree about."""

    finalFromAmount: Maybe[Exact] = None
