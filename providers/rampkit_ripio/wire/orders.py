"""Ripio's orders: what an answer that proves one cannot do without is strict, the rest is `Maybe`.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from rampkit.wire import Exact, Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["CreatedOrder", "Expiry", "Instructions", "Refund", "Transaction"]


class Refund(Wire):
    """The latest refund of a transaction, as one client's fixture shows it.

    Seen in https://github.com/jessepollak/home, apps/web/server/funding/providers/ripio.
    """

    refundId: Maybe[str] = None
    status: Maybe[str] = None
    rejectionReason: Maybe[str] = None
    requestedAt: Maybe[Moment] = None


class Transaction(Wire):
    """An order of either kind (`on-ramp/create-on-ramp-order`, `off-ramp/list-off-ramp-orders`)."""

    transactionId: Id
    status: Maybe[str] = None
    createdAt: Maybe[Moment] = None
    customerId: Maybe[str] = None
    quoteId: Maybe[str] = None
    fromCurrency: Maybe[str] = None
    toCurrency: Maybe[str] = None
    amount: Maybe[Exact] = None
    chain: Maybe[str] = None
    paymentMethodType: Maybe[str] = None
    depositAddress: Maybe[str] = None
    externalRef: Maybe[str] = None
    source: Maybe[str] = None
    txnHash: Maybe[str] = None
    latestRefund: Maybe[Refund] = None


class CreatedOrder(Wire):
    """Answer to an on-ramp order (`on-ramp/create-on-ramp-order`)."""

    transaction: Transaction
    fiatPaymentInstructions: Any = None


class Expiry(Wire):
    """The end of a Pix code, as public clients read it."""

    expiresAt: Maybe[Moment] = None


Instructions: TypeAlias = Mapping[str, Any]
"""Payment instructions, folded into one object."""
