"""A partner account: its credentials, its country and everything that belongs to it alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from rampkit.sandbox.emulator import SandboxConnection
from rampkit.sandbox.world import Delivery, World
from rampkit_ripio.emulator.rails import Country
from rampkit_ripio.emulator.records import (
    Customer,
    FiatAccount,
    OddDeposit,
    OffRampSession,
    OnRampSession,
    Quote,
    SellAndPay,
    SupportTicket,
    Transaction,
)
from rampkit_ripio.emulator.refusals import not_found
from rampkit_ripio.emulator.switches import Switches

_EIGHT_DECIMALS = Decimal("0.00000001")


@dataclass(slots=True)
class Stage:
    """What all accounts share: the sandbox's world, the switches, the webhooks held back."""

    world: World
    switches: Switches = field(default_factory=Switches)
    held: list[Delivery] = field(default_factory=list[Delivery])

    @property
    def now(self) -> datetime:
        """The sandbox's present."""
        return self.world.clock.now()


@dataclass(slots=True)
class Account:
    """One country's account; nothing in it is visible to another."""

    country: Country
    stage: Stage
    terms_id: str
    terms_version: int = 1
    tokens: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """Token to the moment it expires."""
    customers: dict[str, Customer] = field(default_factory=dict[str, Customer])
    fiat_accounts: dict[str, FiatAccount] = field(default_factory=dict[str, FiatAccount])
    quotes: dict[str, Quote] = field(default_factory=dict[str, Quote])
    transactions: dict[str, Transaction] = field(default_factory=dict[str, Transaction])
    on_ramp_sessions: dict[str, OnRampSession] = field(default_factory=dict[str, OnRampSession])
    off_ramp_sessions: dict[str, OffRampSession] = field(default_factory=dict[str, OffRampSession])
    sell_and_pays: dict[str, SellAndPay] = field(default_factory=dict[str, SellAndPay])
    tickets: dict[str, SupportTicket] = field(default_factory=dict[str, SupportTicket])
    odd_deposits: list[OddDeposit] = field(default_factory=list[OddDeposit])

    @property
    def name(self) -> str:
        """The name of the connection that uses this account."""
        return f"ripio-{self.country.code.lower()}"

    @property
    def client_id(self) -> str:
        """User name at the token endpoint."""
        return f"sandbox-{self.name}"

    @property
    def client_secret(self) -> str:
        """Password at the token endpoint, good for nothing outside the sandbox."""
        return f"sandbox-client-secret-{self.country.code.lower()}"

    @property
    def webhook_secret(self) -> str:
        """Key of this account's webhooks, good for nothing outside the sandbox."""
        return f"sandbox-webhook-secret-{self.country.code.lower()}"

    @property
    def connection(self) -> SandboxConnection:
        """How a user of the sandbox reaches this account."""
        return SandboxConnection(
            name=self.name,
            provider="ripio",
            options={
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "country": self.country.code,
                "webhook_secrets": self.webhook_secret,
            },
        )

    def customer(self, customer_id: str) -> Customer:
        """The customer, active or not."""
        try:
            return self.customers[customer_id.lower()]
        except KeyError:
            raise not_found() from None

    def active_customer(self, customer_id: str) -> Customer:
        """The customer, unless it was deactivated."""
        customer = self.customer(customer_id)
        if not customer.active:
            raise not_found()
        return customer

    def belongs_to_active(self, customer_id: str) -> bool:
        """Whether what belongs to this customer can still be seen."""
        return self.customers[customer_id].active

    def fiat_account(self, fiat_account_id: str) -> FiatAccount:
        """The fiat account of an active customer."""
        account = self.fiat_accounts.get(fiat_account_id.lower())
        if account is None or not self.belongs_to_active(account.customer_id):
            raise not_found()
        return account

    def transaction(self, transaction_id: str) -> Transaction:
        """The transaction of an active customer."""
        transaction = self.transactions.get(transaction_id.lower())
        if transaction is None or not self.belongs_to_active(transaction.customer_id):
            raise not_found()
        return transaction

    def visible_transactions(self) -> list[Transaction]:
        """The transactions of active customers, newest first; the order is invented."""
        return [
            transaction
            for transaction in reversed(self.transactions.values())
            if self.belongs_to_active(transaction.customer_id)
        ]

    def stamp(self, moment: datetime) -> str:
        """*moment* in print: UTC with the suffix Z and as many fraction digits as the switch says."""
        digits = self.stage.switches.fraction_digits
        text = f"{moment:%Y-%m-%dT%H:%M:%S}"
        return f"{text}.{moment:%f}"[: len(text) + 1 + digits] + "Z" if digits else f"{text}Z"

    def rail_in_print(self, rail: str) -> str:
        """*rail* as the switch names it."""
        retired = self.stage.switches.rail_names == "retired" and rail == "bank_transfer"
        return "wire" if retired else rail


def eight_decimals(amount: Decimal) -> str:
    """*amount* as quotes and transactions print it (docs.ripio.com/ramps-api/quotes/create-quote)."""
    return format(amount.quantize(_EIGHT_DECIMALS), "f")
