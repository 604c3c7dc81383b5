"""The provider's object of one attempt, and what is needed to make or find it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from rampkit.models.accounts import AccountPair, RegisteredAccounts
from rampkit.models.actions import Action
from rampkit.models.assets import Pair
from rampkit.models.customers import CustomerLink
from rampkit.models.model import Details, Model, UtcTime
from rampkit.models.money import Amount
from rampkit.models.quotes import Fee, Quote
from rampkit.models.statuses import PayIn, PayOut, Status
from rampkit.models.transactions import Return, Transaction

__all__ = ["Order", "OrderRef", "OrderRequest"]


class OrderRequest(Model):
    """What an adapter turns into an order: one attempt of one intent."""

    reference: UUID
    """Our external id of the attempt: equal on every resend, different for every attempt."""
    idempotency_key: UUID
    """For providers that have keys: one per operation, equal on every resend."""
    quote: Quote
    """The accepted price."""
    customer: CustomerLink
    """Who it is for."""
    accounts: AccountPair
    """Where the money comes from and goes to."""
    registered: RegisteredAccounts | None = None
    """What `register_accounts` returned for this pair, where the provider needs it."""
    deposit_account_id: str | None = None
    """The standing account to use, where the route is one."""
    opened_at: UtcTime
    """When this attempt began: deposits before it belong to somebody else."""
    resent: bool = False
    """Whether it was sent before and the answer was lost: then the same bytes leave again, whatever has
    changed since."""
    redirect_url: str | None = Field(default=None, repr=False)
    """Where the person goes after a hosted step."""
    options: Details = Field(default_factory=dict[str, Any], repr=False)
    """Knobs only this provider has."""

    @property
    def pair(self) -> Pair:
        """What is given and got."""
        return self.quote.pair

    @property
    def amount(self) -> Amount:
        """The amount that was asked for."""
        return self.quote.requested


class OrderRef(Model):
    """Enough to read an order again."""

    order_id: str | None = None
    """The provider's id, where it is known."""
    reference: UUID
    """Our external id of the attempt."""
    customer: CustomerLink
    """Who it is for."""
    pair: Pair
    """What is given and got."""
    requested: Amount
    """The amount that was asked for."""
    opened_at: UtcTime
    """When the attempt began."""
    deposit_account_id: str | None = None
    """Set where the order is a deposit to a standing account."""
    quote_id: str | None = None
    """The provider's id of the accepted offer: all there is to name an order that waits for a signature."""
    evidence: Details = Field(default_factory=dict[str, Any], repr=False)
    """What a step of the person's brought back, e.g. a signed transaction; for `execute_order`."""


class Order(Model):
    """An order as the provider records it, in rampkit's words. What adapters return."""

    order_id: str | None
    """The provider's id; None while it waits for a deposit, a signature or the person's visit to a page."""
    reference: UUID | None = None
    """Our reference, if the provider echoes it."""
    status: Status
    """How far it is."""
    pay_in: PayIn = PayIn.UNKNOWN
    """The incoming leg."""
    pay_out: PayOut = PayOut.UNKNOWN
    """The outgoing leg."""
    provider_status: str | None = None
    """The provider's exact word, always."""
    unmapped: bool = False
    """Whether that word is unknown to us; then `status` is `unknown` and nothing else is concluded."""
    via: str | None = None
    """The company the provider itself routes to."""
    source_amount: Amount | None = None
    """All the person pays; None where unknown."""
    destination_amount: Amount | None = None
    """What arrives; None where unknown."""
    fees: tuple[Fee, ...] = ()
    """What was really taken, where the provider says so."""
    actions: tuple[Action, ...] = ()
    """What the person does next."""
    transactions: tuple[Transaction, ...] = ()
    """Movements, none to any number."""
    returns: tuple[Return, ...] = ()
    """Money sent back."""
    failure_reason: str | None = Field(default=None, repr=False)
    """Why it failed, in the provider's own text, or why no action pays it; may name a person."""
    executable: bool = False
    """Whether `execute_intent` is the next step."""
    deposit_account_id: str | None = None
    """The standing account it is a deposit to, if it is one."""
    replayed: bool | None = None
    """Whether this is the stored answer to an earlier request of the same key; None where nobody says."""
    created_at: UtcTime | None = None
    """The provider's time."""
    updated_at: UtcTime | None = None
    """The provider's time of the last change."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""
