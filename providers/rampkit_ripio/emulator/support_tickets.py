"""Support tickets: raised here, registered out of band (docs.ripio.com/ramps-api/support-tickets)."""

from __future__ import annotations

from starlette.datastructures import UploadFile

from rampkit_ripio.emulator import invented, webhooks
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.records import SupportTicket
from rampkit_ripio.emulator.refusals import not_found, support_tickets_not_enabled
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def register(account: Account, ticket: SupportTicket, *, failed: bool) -> None:
    """The support team's system takes the ticket, or does not (docs.ripio.com/ramps-api/webhooks)."""
    if ticket.status != "PENDING":
        raise ImpossibleMoveError(f"the ticket is {ticket.status}, not PENDING")
    ticket.status = "FAILED" if failed else "CREATED"
    if not failed:
        ticket.issue_key = f"SUP-{len(account.tickets) + 1000}"
    shown = {"ticketId": ticket.ticket_id, "issueKey": ticket.issue_key}
    webhooks.announce(account, f"SUPPORT_TICKET.{ticket.status}", "supportTicket", shown)


def resolve(account: Account, ticket: SupportTicket) -> None:
    """The question is answered, by e-mail: no status says so, and whether an event does is disputed.

    Pages: docs.ripio.com/ramps-api/support-tickets/retrieve-support-ticket,
    docs.ripio.com/ramps-api/webhooks/support-ticket-events.
    """
    if ticket.status != "CREATED":
        raise ImpossibleMoveError(f"the ticket is {ticket.status}, not CREATED")
    ticket.resolved = True
    if account.stage.switches.ticket_resolution_event:
        shown = {"ticketId": ticket.ticket_id, "issueKey": ticket.issue_key}
        webhooks.announce(account, f"SUPPORT_TICKET.{invented.TICKET_RESOLVED_EVENT}", "supportTicket", shown)


def _create(call: Call) -> Answer:
    """Queue a ticket with any number of files."""
    account = call.account
    _require_feature(account)
    fields = Fields({name: value for name, value in call.form.multi_items() if isinstance(value, str)})
    customer_id, summary = fields.customer(), fields.text("summary")
    fields.text("description")
    files = call.form.getlist("files")
    if not all(isinstance(file, UploadFile) for file in files):
        fields.wrong("files", "The submitted data was not a file.")
    fields.check()
    customer = account.active_customer(customer_id)
    ticket = SupportTicket(account.stage.world.uuid(), customer.customer_id, summary, len(files))
    account.tickets[ticket.ticket_id] = ticket
    return Answer(show(ticket), 202)


def _retrieve(call: Call) -> Answer:
    _require_feature(call.account)
    ticket = call.account.tickets.get(call.path["ticketId"].lower())
    if ticket is None:
        raise not_found()
    return Answer(show(ticket))


def _require_feature(account: Account) -> None:
    if not account.stage.switches.support_tickets:
        raise support_tickets_not_enabled()


def show(ticket: SupportTicket) -> dict[str, object]:
    """The ticket in print (docs.ripio.com/ramps-api/support-tickets/retrieve-support-ticket)."""
    return {"ticketId": ticket.ticket_id, "status": ticket.status, "issueKey": ticket.issue_key}


SUPPORT_TICKETS = (
    Resource("/api/v1/supportTickets/", {"POST": Operation("createSupportTicket", _create, "multipart")}),
    Resource("/api/v1/supportTickets/{ticketId}/", {"GET": Operation("retrieveSupportTicket", _retrieve)}),
)
"""The paths about support tickets."""
