"""Support tickets: queued, read again, and refused where the account has none."""

from __future__ import annotations

import pytest

from rampkit import Customer, Session
from rampkit.errors import BadResponseError, InvalidInputError, NextStep, PermissionDeniedError
from rampkit.http import Commits, Upload
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider, SupportTicketStatus

TICKET = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"
PICTURE = Upload(part="whatever", filename="receipt.png", content=b"\x89PNG", content_type="image/png")
QUEUED = {"ticketId": TICKET, "status": "PENDING", "issueKey": None}
NOT_ENABLED = {
    "code": 20061,
    "type": "SupportTicketsNotEnabledException",
    "detail": {"message": "no"},
    "status": 403,
}


def test_asking_something(ripio, desk):
    """As parts of a form, every file under the one name; a record, so it is never sent twice by itself."""
    flow = ripio.create_support_ticket(desk.link, "No money", "Since Monday.", [PICTURE, PICTURE])
    ticket, [request] = replay(flow, [answer(QUEUED, status=202)])

    assert (request.method, request.path, request.commits) == (
        "POST",
        "/api/v1/supportTickets/",
        Commits.RECORD,
    )
    assert not request.repeatable
    assert request.fields == {
        "customerId": desk.customer_id,
        "summary": "No money",
        "description": "Since Monday.",
    }
    assert [(file.part, file.filename) for file in request.files] == [("files", "receipt.png")] * 2
    assert (ticket.ticket_id, ticket.status, ticket.issue_key) == (TICKET, SupportTicketStatus.PENDING, None)


def test_the_question_is_not_printed(ripio, desk):
    """It tells somebody's story."""
    request = next(ripio.create_support_ticket(desk.link, "canary-1", "canary-2", [PICTURE]))

    assert "canary" not in repr(request)
    assert "receipt" not in repr(request)


@pytest.mark.parametrize(
    ("summary", "description", "field"), [(" ", "x", "summary"), ("x", "", "description")]
)
def test_an_empty_question(ripio, desk, summary, description, field):
    """Is not sent."""
    with pytest.raises(InvalidInputError) as caught:
        replay(ripio.create_support_ticket(desk.link, summary, description), [])

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("word", "status", "key"),
    [
        ("PENDING", SupportTicketStatus.PENDING, None),
        ("CREATED", SupportTicketStatus.CREATED, "SUP-1234"),
        ("FAILED", SupportTicketStatus.FAILED, None),
        ("RESOLVED", "resolved", "SUP-1234"),
    ],
)
def test_reading_it_again(ripio, word, status, key):
    """Words nobody has documented are kept."""
    payload = {"ticketId": TICKET, "status": word, "issueKey": key}
    ticket, [request] = replay(ripio.get_support_ticket(TICKET), [answer(payload)])

    assert request.path == f"/api/v1/supportTickets/{TICKET}/"
    assert (ticket.status, ticket.provider_status, ticket.issue_key) == (status, word, key)


@pytest.mark.parametrize("payload", [{}, [], {**QUEUED, "ticketId": "other"}, {**QUEUED, "status": None}])
def test_what_is_no_ticket(ripio, payload):
    """Cannot be read."""
    with pytest.raises(BadResponseError):
        replay(ripio.get_support_ticket(TICKET), [answer(payload)])


def test_an_account_without_tickets(ripio, desk):
    """Both calls say so, and who can change it."""
    for flow in (ripio.create_support_ticket(desk.link, "a", "b"), ripio.get_support_ticket(TICKET)):
        with pytest.raises(PermissionDeniedError, match="ask Ripio") as caught:
            replay(flow, [answer(NOT_ENABLED, status=403)])
        assert (caught.value.code, caught.value.next_step) == ("20061", NextStep.OPERATOR_ACTS)


def test_a_ticket_at_the_emulator(sandbox, sandbox_settings):
    """Queued with its files, registered, and refused once the account has none."""
    ripio = RipioProvider(**sandbox.options("ripio-ar"))
    with Session(ripio, settings=sandbox_settings) as session:
        person = Customer(id="user-1", country="AR", email="person@example.com")
        link = session.run(ripio.register_customer(person))
        bare = session.run(ripio.create_support_ticket(link, "A", "b"))
        ticket = session.run(ripio.create_support_ticket(link, "A", "b", [PICTURE, PICTURE]))
        sandbox.control("ripio", f"support-tickets/{ticket.ticket_id}/register")
        sandbox.control("ripio", f"support-tickets/{bare.ticket_id}/fail")
        read = session.run(ripio.get_support_ticket(ticket.ticket_id))
        failed = session.run(ripio.get_support_ticket(bare.ticket_id))
        sandbox.control("ripio", "switches", {"support_tickets": False})
        with pytest.raises(PermissionDeniedError):
            session.run(ripio.get_support_ticket(ticket.ticket_id))
    stored = sandbox.control("ripio", "state", method="GET")["accounts"].values()
    counts = [one["files"] for account in stored for one in account["supportTickets"]]

    assert (read.status, bool(read.issue_key)) == (SupportTicketStatus.CREATED, True)
    assert failed.status == SupportTicketStatus.FAILED
    assert counts == [0, 2]
