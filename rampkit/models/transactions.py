"""A provider's record of a movement of money, and of money sent back."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from rampkit.models.assets import Asset
from rampkit.models.model import Model, OpenEnum, UtcTime
from rampkit.models.money import Amount
from rampkit.models.statuses import PayIn, PayOut, Status

__all__ = ["Return", "ReturnKind", "Transaction"]


class ReturnKind(OpenEnum):
    """Whether money came back before or after delivery."""

    REFUND = "refund"
    REVERSAL = "reversal"


class Return(Model):
    """Money sent back."""

    kind: ReturnKind
    amount: Amount | None = None
    fee: Amount | None = None
    reason: str | None = None
    provider_status: str | None = None
    at: UtcTime | None = None


class Transaction(Model):
    """A provider's record of a movement. It has a status, and may never move."""

    transaction_id: str
    status: Status
    pay_in: PayIn = PayIn.UNKNOWN
    pay_out: PayOut = PayOut.UNKNOWN
    provider_status: str | None = None
    unmapped: bool = False
    amount: Amount | None = None
    """What is delivered, as far as the provider says."""
    asset: Asset | None = None
    tx_hash: str | None = None
    returns: tuple[Return, ...] = ()
    created_at: UtcTime | None = None
    updated_at: UtcTime | None = None
    raw: Any = Field(default=None, repr=False)
