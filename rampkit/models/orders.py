"""The provider's object of one attempt, and what is needed to make or find it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from rampkit.models.accounts import AccountPair, RegisteredAccounts
from rampkit.models.actions import Action
from rampkit.models.assets import Pair
from rampkit.models.customers import CustomerLink
from rampkit.models.model import Model, UtcTime
from rampkit.models.money import Amount
from rampkit.models.quotes import Quote
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
    customer: CustomerLink
    accounts: AccountPair
    registered: RegisteredAccounts | None = None
    """What `register_accounts` returned for this pair, where the provider needs it."""
    deposit_account_id: str | None = None
    """The standing account to use, where the route is one."""
    opened_at: UtcTime
    """When the intent was opened: deposits before it belong to somebody else."""
    redirect_url: str | None = Field(default=None, repr=False)
    """Where the person goes after a hosted step."""
    options: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)
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
    reference: UUID
    customer: CustomerLink
    pair: Pair
    requested: Amount
    opened_at: UtcTime
    deposit_account_id: str | None = None
    """Set where the order is a deposit to a standing account."""


class Order(Model):
    """An order as the provider records it, in rampkit's words. What adapters return."""

    order_id: str | None
    """The provider's id; None while a standing account has seen no deposit."""
    reference: UUID | None = None
    """Our reference, if the provider echoes it."""
    status: Status
    pay_in: PayIn = PayIn.UNKNOWN
    pay_out: PayOut = PayOut.UNKNOWN
    provider_status: str | None = None
    """The provider's exact word, always."""
    unmapped: bool = False
    """Whether that word is unknown to us; then `status` is `unknown` and nothing else is concluded."""
    via: str | None = None
    source_amount: Amount | None = None
    destination_amount: Amount | None = None
    actions: tuple[Action, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    returns: tuple[Return, ...] = ()
    failure_reason: str | None = Field(default=None, repr=False)
    """The provider's own text; may name a person."""
    executable: bool = False
    """Whether `execute_intent` is the next step."""
    deposit_account_id: str | None = None
    created_at: UtcTime | None = None
    updated_at: UtcTime | None = None
    """The provider's time of the last change."""
    raw: Any = Field(default=None, repr=False)
