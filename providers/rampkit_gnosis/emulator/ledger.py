"""Everything the emulated provider remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from rampkit.sandbox.world import Delivery, World
from rampkit_gnosis.emulator.records import Customer, ExternalAccount, Intent
from rampkit_gnosis.emulator.refusals import not_found
from rampkit_gnosis.emulator.switches import Switches


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The first answer given under an idempotency key."""

    fingerprint: str
    status: int
    body: bytes
    at: datetime


@dataclass(slots=True)
class Ledger:
    """The books of one project, in the order things happened."""

    world: World
    switches: Switches = field(default_factory=Switches)
    customers: dict[str, Customer] = field(default_factory=dict[str, Customer])
    intents: dict[str, Intent] = field(default_factory=dict[str, Intent])
    accounts: dict[str, ExternalAccount] = field(default_factory=dict[str, ExternalAccount])
    kept_answers: dict[tuple[str, str], KeptAnswer] = field(default_factory=dict[tuple[str, str], KeptAnswer])
    nonces: set[str] = field(default_factory=set[str])
    held_back: Delivery | None = None
    """A webhook that waits until the next one has overtaken it."""

    def now(self) -> datetime:
        """The present of the sandbox."""
        return self.world.clock.now()

    def customer(self, sent_id: str) -> Customer:
        """Return the customer with this id, writing a new one down when there is none."""
        known = self.customers.get(sent_id)
        if known is None:
            now = self.now()
            known = Customer(sent_id, self.world.uuid(), created_at=now, updated_at=now)
            self.customers[sent_id] = known
        return known

    def shown_id(self, customer: Customer) -> str:
        """The id by which the provider calls a customer."""
        match self.switches.customer_id:
            case "echo":
                return customer.id
            case "uuid":
                return customer.uuid
            case "cust":
                return f"cust_{customer.uuid.replace('-', '')}"

    def switches_for(self, intent: Intent) -> Switches:
        """The switches in force for an intent: one with stored accounts answers as of old."""
        return self.switches if intent.order.stored is None else self.switches.older()

    def intent_of(self, customer: Customer, intent_id: str) -> Intent:
        """Return a customer's intent; somebody else's does not exist.

        Raises:
            Refusal: 404, nothing of that id belongs to the customer.
        """
        intent = self.intents.get(intent_id)
        if intent is None or intent.customer is not customer:
            raise not_found("Intent not found")
        return intent

    def intents_of(self, customer: Customer) -> list[Intent]:
        """All intents of a customer, newest first."""
        return [each for each in reversed(self.intents.values()) if each.customer is customer]

    def clear(self) -> None:
        """Forget everything and put every switch back."""
        self.switches = Switches()
        for book in (self.customers, self.intents, self.accounts, self.kept_answers):
            book.clear()
        self.nonces.clear()
        self.held_back = None
