"""Gnosis Ramp's JSON, spelled as Gnosis Ramp spells it, with the shapes of every generation."""
# ruff: noqa: N815  # these are the provider's names

from __future__ import annotations

from typing import Any

from pydantic import Field, TypeAdapter

from rampkit.wire import Exact, Moment, Wire

__all__ = [
    "Account",
    "Challenge",
    "Customer",
    "Execution",
    "ExternalAccount",
    "ExternalAccounts",
    "Fees",
    "Intent",
    "Order",
    "Pair",
    "ProjectToken",
    "Provider",
    "Quote",
    "Requirement",
    "Requirements",
    "StoredRequirements",
    "Transaction",
    "items",
]

_ITEMS = TypeAdapter[list[Any]](list[Any])


def items(payload: Any) -> list[Any]:
    """*payload* as a list of whatever it holds.

    Raises:
        pydantic.ValidationError: It is no list; use inside `reading`.
    """
    return _ITEMS.validate_python(payload, strict=True)


class ProjectToken(Wire):
    """A token of the project, as OAuth2 words it: no page shows one."""

    access_token: str
    expires_in: Exact | None = None


class Challenge(Wire):
    """The answer to a message signed by a wallet."""

    token: str


class Customer(Wire):
    """A customer; `accessToken` is called `access_token` by older deployments."""

    id: str
    accessToken: str | None = None
    access_token: str | None = None


class Provider(Wire):
    """A company Gnosis Ramp routes to."""

    id: str
    name: str | None = None
    code: str | None = None
    logo: str | None = None


class Pair(Wire):
    """A route; one version of the specification listed `providers` where all others list `providerIds`."""

    from_: str = Field(alias="from")
    to: str
    providerIds: list[str] | None = None
    providers: list[Provider] | None = None


class Fees(Wire):
    """The fees of a quote, all in one currency."""

    currencyCode: str | None = None
    totalFee: Exact | None = None
    networkFee: Exact | None = None
    processingFee: Exact | None = None
    partnerFee: Exact | None = None


class Quote(Wire):
    """One company's price; without an indicative one, everything about money is null."""

    providerId: str
    type: str | None = None
    rail: str | None = None
    hasIndicativePrice: bool
    destAmount: Exact | None = None
    fees: Fees | None = None


class Requirement(Wire):
    """What is asked about one side, as a JSON Schema."""

    currencyCode: str | None = None
    schema_: dict[str, Any] = Field(alias="schema")


class Requirements(Wire):
    """What is asked about both sides of an intent."""

    src: Requirement
    dest: Requirement


class StoredRequirements(Wire):
    """What is asked about both accounts of a pair in the generations that store them."""

    source: dict[str, Any]
    destination: dict[str, Any]


class Currency(Wire):
    """A currency, where it is an object."""

    code: str | None = None


class Account(Wire):
    """One side of an intent. Its payload is `details` in the newest generation, `metadata` before."""

    type: str | None = None
    currency: str | Currency | None = None
    details: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None


class ExternalAccount(Wire):
    """A stored account."""

    id: str
    type: str | None = None
    currency: Currency | None = None
    metadata: dict[str, Any] | None = None
    createdAt: Moment | None = None


class ExternalAccounts(Wire):
    """A stored pair of accounts."""

    source: ExternalAccount
    destination: ExternalAccount


class Transfer(Wire):
    """An amount and its currency, as generations before the newest say it."""

    amount: Exact | None = None
    currencyCode: str | None = None


class Company(Wire):
    """The company of an old plan."""

    providerCode: str | None = None


class MovementPlan(Wire):
    """How an old intent is going to be executed."""

    type: str | None = None
    providerAccount: Company | None = None


class ComplianceStep(Wire):
    """One requirement of an old intent."""

    metadata: dict[str, Any] | None = None


class CompliancePlan(Wire):
    """How far the compliance of an old intent is."""

    currentStepCode: str | None = None
    steps: list[ComplianceStep] | None = None


class Intent(Wire):
    """An intent, in the fields of every generation."""

    id: str
    status: str
    type: str | None = None
    src: Account | None = None
    dest: Account | None = None
    srcAmount: Exact | None = None
    transferAmount: Transfer | None = None
    metadata: Any = None
    provider: str | None = None
    mmPlan: MovementPlan | None = None
    compliancePlan: CompliancePlan | None = None
    currentRequirementCode: str | None = None
    autoExecute: bool | None = None
    failureReason: str | None = None
    expiredAt: Moment | None = None
    createdAt: Moment | None = None
    updatedAt: Moment | None = None


class Transaction(Wire):
    """A movement; `context` holds the deposit instructions, in one of many shapes."""

    id: str
    status: str
    context: Any = None
    createdAt: Moment | None = None
    updatedAt: Moment | None = None
    lastActivityAt: Moment | None = None


class Order(Wire):
    """An intent and what belongs to it: the answer to creating and to reading one."""

    intent: Intent
    onboardingUrl: str | None = None
    frontendUrl: str | None = None
    transaction: Transaction | None = None


class Execution(Wire):
    """The answer to executing. Its own `status` is always IN_PROGRESS and says nothing."""

    intentId: str
    transaction: Transaction
    depositInstructions: Any = None
