"""Questions to Ripio's support (pages support-tickets/* of https://docs.ripio.com/ramps-api/)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from rampkit.models import Model, OpenEnum

__all__ = ["SupportTicket", "SupportTicketStatus"]


class SupportTicketStatus(OpenEnum):
    """Whether the support team has the ticket (page support-tickets/retrieve-support-ticket)."""

    PENDING = "pending"
    """On its way; read it again."""
    CREATED = "created"
    """Registered, not solved: the conversation goes on by e-mail with the customer."""
    FAILED = "failed"
    """Not registered, for good: make a new one."""


class SupportTicket(Model):
    """A ticket."""

    connection: str
    """Where it was made."""
    ticket_id: str
    """Ripio's id."""
    status: SupportTicketStatus
    """Whether it is registered; words nobody has documented are kept."""
    provider_status: str
    """Ripio's exact word."""
    issue_key: str | None = None
    """What the support team calls it, e.g. `SUP-1234`; None until it is registered."""
    raw: Any = Field(default=None, repr=False)
    """Ripio's answer."""
