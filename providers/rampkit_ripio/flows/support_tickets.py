"""Support tickets. Calls that only Ripio has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rampkit.http import Flow, Upload
from rampkit.models import CustomerLink
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import support_tickets as tickets
from rampkit_ripio.support_tickets import SupportTicket

__all__ = ["SupportTickets"]


class SupportTickets(RipioConnection):
    """Questions to Ripio's support, where the account has that enabled."""

    def create_support_ticket(
        self, link: CustomerLink, /, summary: str, description: str, files: Sequence[Upload] = ()
    ) -> Flow[SupportTicket]:
        """Ask Ripio's support something about a customer, who is answered by e-mail.

        Page support-tickets/create-support-ticket. The ticket is only queued: read it again until it is
        created or failed. After a lost answer nobody can look it up: a second call may make a second ticket.

        Args:
            link: Whom it is about; Ripio must know their e-mail address.
            summary: In a line.
            description: In full.
            files: Whatever helps, any number; their `part` does not matter.

        Raises:
            InvalidInputError: There is no summary or no description; nothing was sent.
            PermissionDeniedError: The account has no support tickets: ask Ripio to enable them.
        """
        request = tickets.create_request(self._view.customer_id(link), summary, description, files)
        return (yield from self._read(request, partial(tickets.parse_ticket, view=self._view)))

    def get_support_ticket(self, ticket_id: str, /) -> Flow[SupportTicket]:
        """Read whether the support team has a ticket (page support-tickets/retrieve-support-ticket).

        Created means registered, not solved.

        Raises:
            PermissionDeniedError: The account has no support tickets: ask Ripio to enable them.
        """
        parse = partial(tickets.parse_ticket, view=self._view, asked=ticket_id)
        return (yield from self._read(tickets.read_request(ticket_id), parse))
