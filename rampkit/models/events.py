"""A provider's webhook, translated."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from rampkit.models.model import Details, Model, OpenEnum, UtcTime
from rampkit.models.orders import Order

__all__ = ["Event", "EventKind"]


class EventKind(OpenEnum):
    """What an event is about. Unknown kinds are kept."""

    ORDER = "order"
    TRANSACTION = "transaction"
    VERIFICATION = "verification"
    CUSTOMER = "customer"
    ACCOUNT = "account"
    UNEXPECTED_DEPOSIT = "unexpected_deposit"
    UNKNOWN = "unknown"


class Event(Model):
    """Something a provider told us. A hint: the truth is read from the provider."""

    kind: EventKind
    """What it is about."""
    connection: str
    """Name of the connection it came by."""
    event_type: str
    """The provider's own name of the event."""
    event_id: str | None = None
    """The provider's id of the event; None where it has none."""
    order_id: str | None = None
    """The provider's id of the order, if it names one."""
    reference: UUID | None = None
    """Our reference, if it names one."""
    provider_customer_id: str | None = None
    """The provider's id of the customer, if it names one."""
    order: Order | None = None
    """What the event says of the order, if it says enough."""
    occurred_at: UtcTime | None = None
    """The provider's time."""
    duplicate: bool = False
    """Whether it was delivered before."""
    details: Details = Field(default_factory=dict[str, Any], repr=False)
    """Whatever else the event says, under the provider's names."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""
