"""What the provider remembers about people, their accounts and their intents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from rampkit_gnosis.emulator.corridors import Corridor, RampCompany
from rampkit_gnosis.emulator.currencies import Currency
from rampkit_gnosis.emulator.statuses import FINAL, UNVERIFIED, IntentStatus, Requirement, TransactionStatus

JsonObject = dict[str, Any]
"""A JSON object on its way in or out."""


@dataclass(slots=True)
class Customer:
    """A person of the project, under the id the project chose."""

    id: str
    uuid: str
    created_at: datetime
    updated_at: datetime
    metadata: JsonObject | None = None
    approved_by: set[str] = field(default_factory=set[str])
    """Companies whose compliance this customer has passed."""
    shared_kyc: Literal["full", "partial", "none"] = "none"
    """How much compliance the last subject token of the customer has spared."""


@dataclass(frozen=True, slots=True)
class ExternalAccount:
    """A stored account of the older generations."""

    id: str
    customer_id: str
    currency: Currency
    label: str | None
    metadata: JsonObject
    created_at: datetime


@dataclass(slots=True)
class Transaction:
    """The one money movement of an intent."""

    id: str
    status: TransactionStatus
    created_at: datetime
    updated_at: datetime
    instructions: JsonObject
    """What the person must do to pay, as keys of the deposit instructions."""
    funded: bool = False
    """Whether the person's money is here; under older guides a transaction is in progress before that."""

    @property
    def is_open(self) -> bool:
        """Whether money may still move."""
        return self.status in {TransactionStatus.PENDING, TransactionStatus.IN_PROGRESS}


class Arrival(StrEnum):
    """Invented: how a deposit stands to what was asked for."""

    ACCEPTED = "accepted"
    SHORT = "short"
    EXCESS = "excess"
    REPEATED = "repeated"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Deposit:
    """Money that came in; no answer of the provider shows it."""

    amount: Decimal
    at: datetime
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class StoredPair:
    """The stored accounts an intent of an older generation points at."""

    source: ExternalAccount
    destination: ExternalAccount


@dataclass(frozen=True, slots=True)
class Order:
    """A request for an intent that passed every check."""

    corridor: Corridor
    company: RampCompany
    rail: str
    source_details: JsonObject
    destination_details: JsonObject
    amount: str
    auto_execute: bool = False
    onboarding_redirect: str | None = None
    checkout_redirect: str | None = None
    stored: StoredPair | None = None
    """Set when the request came in an older generation's form; answers then take that form too."""


@dataclass(slots=True)
class Intent:
    """An order on its way through compliance and payment."""

    id: str
    customer: Customer
    order: Order
    status: IntentStatus
    steps: dict[str, Requirement]
    """What compliance asks for, in its order, and where each stands."""
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    deposits: list[Deposit] = field(default_factory=list[Deposit])
    session_url: str | None = None
    """The onboarding page made for it, unless its compliance was done at creation."""
    workflow_id: str | None = None
    failure_reason: str | None = None
    transaction: Transaction | None = None
    create_key: str | None = None
    """The idempotency key it was created under."""
    execute_key: str | None = None
    """The idempotency key it was executed under."""

    @property
    def onboarding_url(self) -> str | None:
        """The onboarding page while it is of use; that it vanishes afterwards is invented."""
        return self.session_url if self.status in UNVERIFIED else None

    @property
    def open_step(self) -> str | None:
        """The code of the requirement that is next, none once all are met."""
        return next(
            (code for code, stands in self.steps.items() if stands is not Requirement.COMPLETED), None
        )

    @property
    def is_final(self) -> bool:
        """Whether the intent has come to an end."""
        return self.status in FINAL

    @property
    def deadline(self) -> datetime | None:
        """When the intent expires on its own; none once it has ended or money is on its way."""
        funded = self.transaction is not None and self.transaction.funded
        return None if self.is_final or funded else self.expires_at
