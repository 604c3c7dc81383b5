"""A provider's record of a movement of money, and of money sent back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from rampkit.models.accounts import Endpoint
from rampkit.models.assets import Asset, Pair
from rampkit.models.model import Model, OpenEnum, UtcTime
from rampkit.models.money import Amount
from rampkit.models.statuses import PayIn, PayOut, Status

__all__ = ["Milestone", "Return", "ReturnKind", "Transaction"]


class ReturnKind(OpenEnum):
    """Whether money came back before or after delivery."""

    REFUND = "refund"
    REVERSAL = "reversal"


class Return(Model):
    """Money sent back."""

    kind: ReturnKind
    """Before or after delivery."""
    return_id: str | None = None
    """The provider's id of it."""
    amount: Amount | None = None
    """How much came back; None where unknown."""
    fee: Amount | None = None
    """What was kept of it."""
    reason: str | None = Field(default=None, repr=False)
    """The provider's own text; may name a person."""
    provider_status: str | None = None
    """The provider's exact word."""
    at: UtcTime | None = None
    """The provider's time."""


class Milestone(Model):
    """One step on the way of a movement, in the provider's own words."""

    name: str
    """Which step, e.g. `paymentReceived`."""
    provider_status: str | None = None
    """The provider's exact word."""
    at: UtcTime | None = None
    """When it was reached; None while it was not, or where the provider does not say."""


class Transaction(Model):
    """A provider's record of a movement. It has a status, and may never move."""

    transaction_id: str
    """The provider's id of it."""
    status: Status
    """How far it is."""
    pay_in: PayIn = PayIn.UNKNOWN
    """The incoming leg."""
    pay_out: PayOut = PayOut.UNKNOWN
    """The outgoing leg."""
    provider_status: str | None = None
    """The provider's exact word."""
    unmapped: bool = False
    """Whether that word is unknown to us."""
    source_amount: Amount | None = None
    """What was paid in, as far as the provider says: matches a deposit with an intent."""
    amount: Amount | None = None
    """What is delivered, as far as the provider says."""
    asset: Asset | None = None
    """What is delivered, where no amount says so."""
    tx_hash: str | None = None
    """Hash of the chain transaction that belongs to it."""
    pair: Pair | None = None
    """What is given and got, where the provider says."""
    rate: Decimal | None = None
    """The provider's rate, in its own terms: fiat for one unit of crypto, in both directions."""
    destination: Endpoint | None = Field(default=None, repr=False)
    """Where it went, where the provider says so in a way we can read."""
    timeline: tuple[Milestone, ...] = ()
    """The steps on the way, in the order the provider tells them."""
    failure_reason: str | None = Field(default=None, repr=False)
    """The provider's own text; may name a person. `status` alone says whether it failed."""
    returns: tuple[Return, ...] = ()
    """Money sent back."""
    created_at: UtcTime | None = None
    """The provider's time."""
    updated_at: UtcTime | None = None
    """The provider's time of the last change."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""
