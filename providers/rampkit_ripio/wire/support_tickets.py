"""Ripio's support tickets (pages support-tickets/* of https://docs.ripio.com/ramps-api/)."""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from rampkit.wire import Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["SupportTicket"]


class SupportTicket(Wire):
    """A ticket (`support-tickets/create-support-ticket`); it has a key once it is registered."""

    ticketId: Id
    status: Id
    issueKey: Maybe[str] = None
