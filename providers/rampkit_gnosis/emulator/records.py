"""What the provider remembers about people, their accounts and their intents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
    shares_kyc: bool = False
    """Whether a verified Gnosis Pay token came with the customer."""


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

    @property
    def is_open(self) -> bool:
        """Whether money may still move."""
        return self.status in {TransactionStatus.PENDING, TransactionStatus.IN_PROGRESS}


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
    requirement: Requirement
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
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
    def is_final(self) -> bool:
        """Whether the intent has come to an end."""
        return self.status in FINAL

    @property
    def funds_seen(self) -> bool:
        """Whether money has moved or is moving."""
        return self.transaction is not None and self.transaction.status in {
            TransactionStatus.IN_PROGRESS,
            TransactionStatus.SUCCESS,
        }

    @property
    def deadline(self) -> datetime | None:
        """When the intent expires on its own; none once it has ended or money is on its way."""
        return None if self.is_final or self.funds_seen else self.expires_at
