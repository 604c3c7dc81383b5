"""Ripio's JSON, spelled as Ripio spells it.

Base of every page named here: https://docs.ripio.com/ramps-api/. What an order cannot do without is strict;
the rest of an order is `Maybe`, because an answer that proves an order must never be lost over a detail.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AliasChoices, Field, StringConstraints, ValidationError, ValidatorFunctionWrapHandler
from pydantic.functional_validators import WrapValidator

from rampkit.wire import Exact, Moment, Wire

T = TypeVar("T")


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except (ValidationError, ArithmeticError, TypeError):
        return None


Maybe: TypeAlias = Annotated[T | None, WrapValidator(_or_none)]
"""A value that is None where it is missing or unreadable."""

Id: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""An identifier; declared as UUID almost everywhere, but customers' are printed otherwise."""


class Token(Wire):
    """Answer of `POST /oauth2/token/`, in either style of names (`authentication/acquire-access-token`)."""

    accessToken: Annotated[str, StringConstraints(min_length=1, max_length=8192)] = Field(
        validation_alias=AliasChoices("accessToken", "access_token")
    )
    expiresIn: Maybe[Exact] = Field(None, validation_alias=AliasChoices("expiresIn", "expires_in"))


class Customer(Wire):
    """A customer (`customers/create-customer`); older answers lack `isActive`."""

    customerId: Id
    isActive: bool | None = None


class Terms(Wire):
    """The terms in force (`terms-and-conditions/get-terms-and-conditions`)."""

    termsId: Id = Field(validation_alias=AliasChoices("termsId", "id"))
    country: Maybe[str] = None
    version: Maybe[str] = None
    url: Maybe[str] = None


class TermsAcceptance(Wire):
    """Whether they are accepted (`terms-and-conditions/get-terms-acceptance-status`)."""

    country: Maybe[str] = None
    accepted: bool
    termsId: Maybe[Id] = None
    version: Maybe[str] = None
    url: Maybe[str] = None
    acceptedAt: Maybe[Moment] = None


class AcceptedTerms(Wire):
    """A recorded acceptance (`customers/accept-terms`)."""

    termsId: Id
    acceptedAt: Maybe[Moment] = None


class KycStart(Wire):
    """Answer to starting KYC (`kyc/submit-kyc-information`); in production it leads to a hosted page."""

    submissionId: Maybe[Id] = None
    providerUrl: str | None = None
    createdAt: Maybe[Moment] = None


class KycSubmission(Wire):
    """The latest submission (`kyc/retrieve-kyc-submission`)."""

    customerId: Maybe[Id] = None
    status: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    createdAt: Maybe[Moment] = None


class Choice(Wire):
    """One allowed value of a field."""

    value: str | int


class RequiredField(Wire):
    """A field of a payout account (`fiat-accounts/retrieve-fiat-account-requirements`)."""

    fieldName: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    required: bool = False
    type: Maybe[str] = None
    choices: Maybe[list[Choice]] = None


class FiatAccount(Wire):
    """A payout account (`fiat-accounts/create-fiat-account`); older ones name the rail `accountType`."""

    fiatAccountId: Id
    customerId: Maybe[Id] = None
    fiatAccountFields: Maybe[dict[str, Any]] = None
    status: Maybe[str] = None
    metadata: Maybe[dict[str, Any]] = None


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


class NetworkAsset(Wire):
    """A token of a network, in either style of names."""

    name: str
    contract_address: Maybe[str] = Field(
        None, validation_alias=AliasChoices("contract_address", "contractAddress")
    )


class Network(Wire):
    """A network of either network list, in either style of names. No page describes these lists."""

    network_name: str = Field(validation_alias=AliasChoices("network_name", "networkName"))
    assets: list[NetworkAsset] = Field([])


class Rate(Wire):
    """A reference rate (`rates/get-market-rates`): snake_case, JSON numbers."""

    pair: str
    last_buy_rate: Exact | None = None
    last_sell_rate: Exact | None = None
    final_buy_rate: Exact | None = None
    final_sell_rate: Exact | None = None


Instructions: TypeAlias = Mapping[str, Any]
"""Payment instructions, folded into one object."""
