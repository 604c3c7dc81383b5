"""Ripio's histories of a customer, which tell more of a movement than the order does.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from rampkit.wire import Exact, Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["Destination", "Movement", "Step"]


class Destination(Wire):
    """Where a movement went: `ADDRESS` and `CVU` are the kinds the pages show."""

    kind: Maybe[str] = None
    value: Maybe[str] = None


class Step(Wire):
    """One step of a timeline; of its words the pages show `not_started` alone."""

    status: Maybe[str] = None
    at: Maybe[Moment] = None


class Movement(Wire):
    """An item of a history (`transactions/list-customer-onramp-transactions` and `…-offramp-…`)."""

    transactionId: Id
    type: Maybe[str] = None
    status: Maybe[str] = None
    createdAt: Maybe[Moment] = None
    updatedAt: Maybe[Moment] = None
    fromAmount: Maybe[Exact] = None
    toAmount: Maybe[Exact] = None
    exchangeRate: Maybe[Exact] = None
    fromCurrency: Maybe[str] = None
    toCurrency: Maybe[str] = None
    chain: Maybe[str] = None
    txnHash: Maybe[str] = None
    paymentMethodType: Maybe[str] = None
    failureReason: Maybe[str] = None
    destination: Maybe[Destination] = None
    timeline: Maybe[dict[str, Maybe[Step]]] = None
