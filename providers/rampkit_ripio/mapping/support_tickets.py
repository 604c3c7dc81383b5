"""Questions to Ripio's support (pages support-tickets/* of https://docs.ripio.com/ramps-api/)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, Upload, path
from rampkit_ripio import wire
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.support_tickets import SupportTicket, SupportTicketStatus

__all__ = ["create_request", "parse_ticket", "read_request"]

_WHERE = ("api", "v1", "supportTickets")


def create_request(customer_id: str, summary: str, description: str, files: Sequence[Upload]) -> Request:
    """Ask Ripio's support something (page support-tickets/create-support-ticket).

    Raises:
        InvalidInputError: There is no summary or no description.
    """
    for field, text in (("summary", summary), ("description", description)):
        if not text.strip():
            raise InvalidInputError(field, "is empty", remedy="say what is wrong")
    return Request(
        operation="create_support_ticket",
        method="POST",
        path=path(*_WHERE, ""),
        fields={"customerId": customer_id, "summary": summary, "description": description},
        # The page's own sample numbers the parts, which its text does not ask for.
        files=[replace(file, part="files") for file in files],
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def read_request(ticket_id: str) -> Request:
    """Read a ticket (page support-tickets/retrieve-support-ticket)."""
    return Request(operation="get_support_ticket", path=path(*_WHERE, ticket_id, ""), scope=SCOPE)


def parse_ticket(payload: Any, view: View, *, asked: str | None = None) -> SupportTicket:
    """The ticket.

    Raises:
        ValueError: It is not the one *asked* for.
    """
    told = wire.SupportTicket.read(payload)
    if asked is not None and told.ticketId.lower() != asked.lower():
        raise ValueError("another ticket")
    return SupportTicket(
        connection=view.connection,
        ticket_id=told.ticketId,
        status=SupportTicketStatus(told.status.strip()),
        provider_status=told.status,
        issue_key=told.issueKey or None,
        raw=view.keep(payload),
    )
