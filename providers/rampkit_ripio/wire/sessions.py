"""Ripio's standing accounts, which it calls sessions.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field

from rampkit.wire import Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["DepositAddress", "OffRampSession", "OnRampSession"]


class OnRampSession(Wire):
    """A standing virtual account (`on-ramp/create-on-ramp-session`); its items were once called `orders`."""

    sessionId: Id
    customerId: Id
    createdAt: Maybe[Moment] = None
    currency: str
    chain: str
    depositAddress: str
    fiatPaymentInstructions: Any = None
    transactions: list[Any] = Field([], validation_alias=AliasChoices("transactions", "orders"))


class DepositAddress(Wire):
    """Where crypto of one chain is sent, or of one token of it: a public client has seen `currency` here."""

    chain: str
    address: str
    currency: str | None = None


class OffRampSession(Wire):
    """A standing deposit address (`off-ramp/retrieve-an-off-ramp-session`)."""

    sessionId: Id
    customerId: Id
    fiatAccountId: Id
    createdAt: Maybe[Moment] = None
    toCurrency: str
    paymentMethodType: Maybe[str] = None
    depositAddresses: list[DepositAddress]
    transactions: list[Any] = Field([], validation_alias=AliasChoices("transactions", "orders"))
