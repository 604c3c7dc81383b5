"""Money that a person sends to an order: what is sent, and what the provider made of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Payment(BaseModel):
    """Money of a person's on its way to an order, or to a standing account or address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    order: str = Field(min_length=1)
    """The provider's id of the order, our reference where the provider keeps it, or the id of a standing
    account or address."""
    amount: Decimal | None = Field(default=None, gt=0, allow_inf_nan=False)
    """How much, in what the order asks for; None for exactly what it asks for."""
    late: bool = False
    """Whether the order has to be over before the money comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a payment."""

    order: str
    """The provider's id of the order; where a payment made one, of the new one."""
    amount: Decimal
    """How much was sent."""
    currency: str
    """Of what, as the provider spells it."""
    status: str
    """The order's status afterwards, in the provider's word."""


class PaymentRefusedError(Exception):
    """An order cannot be paid like that; the message says why and what would do. Nothing has changed."""
