"""Customers: registered, read, changed, deactivated."""

from __future__ import annotations

import pytest

from rampkit.capabilities import Operation
from rampkit.errors import BadResponseError, CustomerNotRegisteredError, InvalidInputError
from rampkit.http import Commits
from rampkit.models import Customer, CustomerType, LinkStatus
from rampkit.testing import answer, replay

PERSON = Customer(id="user-1", country="AR", email="individual@mail.com")
RECORD = {
    "customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1",
    "email": "individual@mail.com",
    "isActive": True,
    "createdAt": "2024-04-10T18:17:07.702533Z",
}


def test_registering_sends_the_address_and_nothing_else(ripio):
    """C3: `customerId` is listed as required and never defined, so it is not sent. Never repeated blindly."""
    link, [request] = replay(ripio.register_customer(PERSON), [answer(RECORD, status=201)])

    assert request.json == {"email": "individual@mail.com", "type": "INDIVIDUAL"}
    assert (request.path, request.commits, request.repeatable) == (
        "/api/v1/customers/",
        Commits.RECORD,
        False,
    )
    assert (link.connection, link.customer_id) == ("ripio", "user-1")
    assert (link.provider_customer_id, link.status) == (RECORD["customerId"], LinkStatus.ACTIVE)
    assert "individual@mail.com" not in repr(link)


def test_a_company(ripio):
    """Is registered as one."""
    flow = ripio.register_customer(PERSON.evolve(type=CustomerType.BUSINESS))
    _, [request] = replay(flow, [answer(RECORD)])

    assert request.json["type"] == "BUSINESS"


@pytest.mark.parametrize(("change", "field"), [({"email": None}, "email"), ({"type": "robot"}, "type")])
def test_who_cannot_be_registered(ripio, change, field):
    """Is told before anything is sent."""
    with pytest.raises(InvalidInputError) as caught:
        replay(ripio.register_customer(PERSON.evolve(**change)), [])

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, LinkStatus.ACTIVE),
        ({"isActive": False}, LinkStatus.INACTIVE),
        ({"isActive": None}, LinkStatus.ACTIVE),
        ({"customerId": "7142b065-79c4-4f48-9e33-11b23bg689e2"}, LinkStatus.ACTIVE),
    ],
    ids=["active", "inactive", "C5-missing", "C4-no-uuid"],
)
def test_how_a_customer_stands(ripio, change, status):
    """An older answer does not tell, and an id need not be a UUID."""
    link, _ = replay(ripio.register_customer(PERSON), [answer({**RECORD, **change})])

    assert link.status == status


def test_reading_a_customer(ripio, desk):
    """C25: with GET."""
    link, [request] = replay(ripio.get_customer(desk.link), [answer({**RECORD, "isActive": False})])

    assert (request.method, request.path) == ("GET", f"/api/v1/customers/{RECORD['customerId']}/")
    assert (link.customer_id, link.status) == ("user-1", LinkStatus.INACTIVE)


@pytest.mark.parametrize("payload", [{}, {**RECORD, "customerId": "other"}, {**RECORD, "customerId": 7}, []])
def test_another_customer_is_not_taken_for_this_one(ripio, desk, payload):
    """Nor is an answer that names none."""
    with pytest.raises(BadResponseError):
        replay(ripio.get_customer(desk.link), [answer(payload)])


@pytest.mark.parametrize(
    "method",
    [
        "deactivate_customer",
        "get_customer",
        "get_terms",
        "get_verification",
        "list_orders",
        "request_verification_reuse",
        "verification_requirements",
    ],
)
def test_a_customer_without_an_id(ripio, desk, method):
    """Has to be registered first; a link of another connection is a mistake."""
    with pytest.raises(CustomerNotRegisteredError):
        replay(getattr(ripio, method)(desk.link.evolve(provider_customer_id=None)), [])
    with pytest.raises(InvalidInputError, match="ripio-br"):
        replay(getattr(ripio, method)(desk.link.evolve(connection="ripio-br")), [])


def test_changing_the_address(ripio, desk):
    """C25: with PUT, the address and nothing else. Setting it again changes nothing, so it may be resent."""
    customer = PERSON.evolve(email="new@mail.com", type="business", identity={"first_name": "Ana"})
    changed = {**RECORD, "email": "new@mail.com"}
    link, [request] = replay(ripio.update_customer(desk.link, customer), [answer(changed)])

    assert (request.method, request.path) == ("PUT", f"/api/v1/customers/{RECORD['customerId']}/")
    assert request.json == {"email": "new@mail.com"}
    assert (request.commits, request.repeatable) == (Commits.RECORD, True)
    assert Operation.UPDATE_CUSTOMER in ripio.promises().repeatable
    assert (link.customer_id, link.status) == ("user-1", LinkStatus.ACTIVE)


def test_a_deactivated_customer_stays_so(ripio, desk):
    """Though the address can still be changed."""
    flow = ripio.update_customer(desk.link, PERSON)
    link, _ = replay(flow, [answer({**RECORD, "isActive": False})])

    assert link.status == LinkStatus.INACTIVE


def test_a_change_of_nothing(ripio, desk):
    """Cannot be told to Ripio: it takes no change but the address."""
    with pytest.raises(InvalidInputError, match="e-mail"):
        replay(ripio.update_customer(desk.link, PERSON.evolve(email=None)), [])
    with pytest.raises(BadResponseError):
        replay(ripio.update_customer(desk.link, PERSON), [answer({**RECORD, "customerId": "other"})])


@pytest.mark.parametrize("payload", [{}, None, "", "<html>"])
def test_deactivating(ripio, desk, payload):
    """For good, so it is never resent. The answer is empty, in whatever way."""
    link, [request] = replay(ripio.deactivate_customer(desk.link), [answer(payload)])

    assert (request.method, request.json) == ("POST", None)
    assert request.path == f"/api/v1/customers/{RECORD['customerId']}/deactivate/"
    assert (request.commits, request.repeatable) == (Commits.RECORD, False)
    assert Operation.DEACTIVATE_CUSTOMER not in ripio.promises().repeatable
    assert (link.customer_id, link.status) == ("user-1", LinkStatus.INACTIVE)
    assert (link.usable, link.provider_customer_id) == (False, RECORD["customerId"])
