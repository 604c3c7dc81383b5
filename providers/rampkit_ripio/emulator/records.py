"""What the emulator remembers about a partner's customers and their money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Ramp(StrEnum):
    """Which way a transaction goes, by the name the list filter uses."""

    ON = "ONRAMP"
    OFF = "OFFRAMP"


class Oddity(StrEnum):
    """What is wrong with a payment; no page says what becomes of it."""

    LATE = "late"
    SHORT = "short"
    EXCESS = "excess"
    REPEATED = "repeated"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class OddDeposit:
    """Money that was not as expected, and what became of it."""

    paid_to: str
    """Id of the order, the session or the Sell and Pay."""
    amount: Decimal
    currency: str
    oddity: Oddity
    outcome: str
    at: datetime


@dataclass(slots=True)
class Submission:
    """One KYC or KYB submission."""

    submission_id: str
    created_at: datetime
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A customer's consent to the active terms."""

    terms_id: str
    ip_address: str
    user_agent: str | None
    accepted_at: datetime


@dataclass(slots=True)
class Customer:
    """An end user of the partner."""

    customer_id: str
    email: str
    kind: str
    created_at: datetime
    active: bool = True
    acceptance: Acceptance | None = None
    submissions: list[Submission] = field(default_factory=list[Submission])
    known_to_ripio: bool = False
    """Whether Ripio holds an approved KYC of this e-mail that can be reused."""
    otp_sent: bool = False
    deposit_accounts: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """Rails on which an account was created ahead, each with the moment it is ready."""

    @property
    def approved(self) -> bool:
        """Whether the latest submission is approved."""
        return bool(self.submissions) and self.submissions[-1].status == "COMPLETED"


@dataclass(slots=True, kw_only=True)
class FiatAccount:
    """A payout destination."""

    fiat_account_id: str
    customer_id: str
    rail: str
    fields: Mapping[str, str]
    created_at: datetime
    enabled_at: datetime | None
    """When it becomes usable; None while it waits for its confirmation."""
    barred: Literal["DISABLED", "SUSPENDED"] | None = None

    def status(self, now: datetime) -> str:
        """The status at *now*, SUSPENDED from the sibling API.

        Pages: docs.ripio.com/ramps-api/fiat-accounts/confirm-fiat-account,
        docs.ripio.com/overview/introduction.
        """
        if self.barred:
            return self.barred
        if self.enabled_at is None:
            return "UNCONFIRMED"
        return "ENABLED" if now >= self.enabled_at else "PROCESSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What an amount turns into at one moment."""

    ramp: Ramp
    from_currency: str
    to_currency: str
    from_amount: Decimal
    final_from_amount: Decimal
    to_amount: Decimal
    final_to_amount: Decimal
    rate: Decimal
    """Fiat per unit of crypto, both ways."""
    fee: Decimal
    fee_currency: str

    @property
    def payable(self) -> Decimal:
        """What the customer pays: a final amount below the asked one is what is left after the fees."""
        return max(self.from_amount, self.final_from_amount)


@dataclass(slots=True, kw_only=True)
class Quote:
    """A price held for a while."""

    quote_id: str
    price: Price
    chain: str
    rail: str
    customer_id: str | None
    expires_at: datetime
    used: bool = False


@dataclass(slots=True)
class Refund:
    """Money on its way back, as one public client's fixture shows it."""

    refund_id: str
    initiated_by: str
    requested_at: datetime
    status: str = "PENDING"
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Transaction:
    """A movement of money: an order, or a deposit that reached a session."""

    transaction_id: str
    created_at: datetime
    updated_at: datetime
    customer_id: str
    quote_id: str
    external_ref: str | None
    price: Price
    chain: str
    rail: str
    deposit_address: str
    status: str
    session_id: str | None = None
    fiat_account_id: str | None = None
    instructions: Mapping[str, str] = field(default_factory=dict[str, str])
    txn_hash: str | None = None
    failure_reason: str | None = None
    received_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    payable_until: datetime | None = None
    """When its instructions stop working, where they say so."""
    sender: str | None = None
    refund: Refund | None = None

    @property
    def ramp(self) -> Ramp:
        """Which way it goes."""
        return self.price.ramp


@dataclass(frozen=True, slots=True)
class Target:
    """What the deposits of an on-ramp session turn into, and where that goes."""

    chain: str
    currency: str
    deposit_address: str


@dataclass(slots=True, kw_only=True)
class OnRampSession:
    """A customer's permanent way to pay in, and the target its deposits turn into."""

    session_id: str
    customer_id: str
    created_at: datetime
    rail: str
    target: Target
    instructions: Mapping[str, str]
    enabled_at: datetime
    disabled: bool = False


@dataclass(slots=True, kw_only=True)
class OffRampSession:
    """Permanent deposit addresses whose crypto is paid out to one fiat account."""

    session_id: str
    customer_id: str
    created_at: datetime
    to_currency: str
    rail: str
    fiat_account_id: str
    deposit_addresses: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class SellAndPay:
    """A merchant's QR code paid with crypto."""

    sell_and_pay_id: str
    customer_id: str
    created_at: datetime
    expires_at: datetime
    order_id: str
    qr_code: str
    external_ref: str | None
    payment_currency: str
    amount: Decimal | None
    deposit_currency: str | None = None
    deposit_network: str | None = None
    refund_address: str | None = None
    deposit_address: str | None = None
    crypto_amount: Decimal | None = None
    status: str = "INCOMPLETE"
    deposit: Mapping[str, object] | None = None
    trade: Mapping[str, object] | None = None


@dataclass(slots=True)
class SupportTicket:
    """A request for help, registered out of band."""

    ticket_id: str
    customer_id: str
    summary: str
    files: int
    status: str = "PENDING"
    issue_key: str | None = None
    resolved: bool = False
