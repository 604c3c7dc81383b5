"""A provider's webhook, translated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from rampkit.models.model import Model, OpenEnum, UtcTime
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
    connection: str
    event_type: str
    """The provider's own name of the event."""
    event_id: str | None = None
    """The provider's id of the event; None where it has none."""
    order_id: str | None = None
    reference: UUID | None = None
    provider_customer_id: str | None = None
    order: Order | None = None
    """What the event says of the order, if it says enough."""
    occurred_at: UtcTime | None = None
    duplicate: bool = False
    details: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)
    raw: Any = Field(default=None, repr=False)
