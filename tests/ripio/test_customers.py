"""Customers, terms and identity checks."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    BadResponseError,
    CustomerNotRegisteredError,
    InvalidInputError,
    NotFoundError,
    UnavailableError,
)
from rampkit.http import Commits
from rampkit.models import Customer, CustomerType, LinkStatus, TermsAcceptance, VerificationStatus
from rampkit.testing import answer, replay

PERSON = Customer(id="user-1", country="AR", email="individual@mail.com")
RECORD = {
    "customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1",
    "email": "individual@mail.com",
    "isActive": True,
    "createdAt": "2024-04-10T18:17:07.702533Z",
}
TERMS = {"termsId": "3fa85f64", "country": "AR", "version": "1.0", "url": "https://example.com/terms/v1.0"}
ACCEPTED = {
    "termsId": "3fa85f64",
    "ipAddress": "192.0.2.7",
    "userAgent": None,
    "acceptedAt": "2024-06-01T12:00:00.123456Z",
}
HERE = TermsAcceptance(ip_address="192.0.2.7")
STARTED = {
    "submissionId": "3fa85f64",
    "providerUrl": "https://kyc.ripio.com/?token=canary-7f3a&id=17813",
    "createdAt": "2024-01-15T10:30:00Z",
}
SUBMISSION = {
    "customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1",
    "status": "COMPLETED",
    "createdAt": "2024-06-13T18:10:55.939054Z",
}
UNKNOWN = answer({"detail": {"message": "no"}, "code": 1, "type": "NotFound", "status": 404}, status=404)
BACK = "https://app.example/back"


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


@pytest.mark.parametrize("method", ["get_customer", "get_verification", "get_terms"])
def test_a_customer_without_an_id(ripio, desk, method):
    """Has to be registered first; a link of another connection is a mistake."""
    with pytest.raises(CustomerNotRegisteredError):
        replay(getattr(ripio, method)(desk.link.evolve(provider_customer_id=None)), [])
    with pytest.raises(InvalidInputError, match="ripio-br"):
        replay(getattr(ripio, method)(desk.link.evolve(connection="ripio-br")), [])


@pytest.mark.parametrize(
    "payload",
    [
        TERMS,
        {"results": [TERMS]},
        [TERMS],
        {"data": [TERMS]},
        {**{key: value for key, value in TERMS.items() if key != "termsId"}, "id": "3fa85f64"},
    ],
    ids=["C37-object", "C37-results", "C37-array", "C37-data", "C37-id"],
)
def test_the_terms_in_force(ripio, payload):
    """In every shape."""
    terms, [request] = replay(ripio.get_terms(), [answer(payload)])

    assert request.path == "/api/v1/termsAndConditions/"
    assert (terms.terms_id, terms.version, terms.country) == ("3fa85f64", "1.0", "AR")
    assert (terms.url, terms.accepted) == ("https://example.com/terms/v1.0", None)


def test_no_terms(ripio):
    """An empty list has none."""
    terms, _ = replay(ripio.get_terms(), [answer({"results": []})])

    assert terms.terms_id is None


@pytest.mark.parametrize("accepted", [True, False])
def test_whether_terms_are_accepted(ripio, desk, accepted):
    """As Ripio says, with the time."""
    at = "2026-02-01T12:00:00Z" if accepted else None
    payload = {**TERMS, "accepted": accepted, "acceptedAt": at}
    terms, [request] = replay(ripio.get_terms(desk.link), [answer(payload)])

    assert request.path.endswith("/termsAcceptance/")
    assert (terms.accepted, terms.accepted_at is not None) == (accepted, accepted)


def test_a_country_without_terms(ripio, desk):
    """Counts as accepted."""
    payload = {"country": "AR", "accepted": True, "termsId": None, "version": None, "url": None}
    terms, _ = replay(ripio.get_terms(desk.link), [answer(payload)])

    assert (terms.accepted, terms.terms_id) == (True, None)


def test_accepting_the_terms_in_force(ripio, desk):
    """C36: with the person's address."""
    terms, [_, request] = replay(
        ripio.accept_terms(desk.link, HERE), [answer(TERMS), answer(ACCEPTED, status=201)]
    )

    assert request.json == {"termsId": "3fa85f64", "ipAddress": "192.0.2.7"}
    assert (request.commits, request.path.endswith("/acceptTerms/")) == (Commits.RECORD, True)
    assert (terms.accepted, terms.version) == (True, "1.0")
    assert terms.accepted_at.microsecond == 123456


def test_accepting_named_terms(ripio, desk):
    """Needs no reading first."""
    acceptance = HERE.evolve(terms_id="3fa85f64", user_agent="Browser/1.0")
    _, [request] = replay(ripio.accept_terms(desk.link, acceptance), [answer(ACCEPTED)])

    assert request.json["userAgent"] == "Browser/1.0"


@pytest.mark.parametrize("address", [None, "", "localhost", "2001:db8::1"])
def test_an_acceptance_from_nowhere(ripio, desk, address):
    """Cannot be recorded: Ripio wants an IPv4 address."""
    with pytest.raises(InvalidInputError, match="IPv4"):
        replay(ripio.accept_terms(desk.link, TermsAcceptance(ip_address=address)), [])


def test_an_acceptance_of_other_terms(ripio, desk):
    """Is not taken for ours; and without terms there is nothing to accept."""
    with pytest.raises(BadResponseError):
        replay(
            ripio.accept_terms(desk.link, HERE), [answer(TERMS), answer({**ACCEPTED, "termsId": "another"})]
        )
    with pytest.raises(NotFoundError):
        replay(ripio.accept_terms(desk.link, HERE), [answer([])])


def test_a_check_on_ripios_page(ripio, desk):
    """The address holds a token: it is in the action alone."""
    check, [request] = replay(ripio.verify_customer(desk.link, PERSON, redirect_url=BACK), [answer(STARTED)])

    assert (request.json, request.commits) == ({"redirectUrl": BACK}, Commits.RECORD)
    assert (check.status, check.verification_id) == (VerificationStatus.ACTION_REQUIRED, "3fa85f64")
    assert (check.actions[0].url, check.actions[0].host_known) == (STARTED["providerUrl"], True)
    assert check.raw == {"submissionId": "3fa85f64", "createdAt": "2024-01-15T10:30:00Z"}
    assert "canary" not in repr(check)


def test_a_page_somewhere_else(ripio, desk):
    """Is flagged, and a page that is not https is not shown at all."""
    elsewhere = {**STARTED, "providerUrl": "https://kyc.example/"}
    flow = ripio.verify_customer(desk.link, PERSON, redirect_url=BACK)
    check, _ = replay(flow, [answer(elsewhere)])

    assert check.actions[0].host_known is False
    with pytest.raises(BadResponseError):
        replay(
            ripio.verify_customer(desk.link, PERSON, redirect_url=BACK),
            [answer({**STARTED, "providerUrl": "javascript:alert(1)"})],
        )


def test_a_check_without_a_page(ripio, desk):
    """The sandbox approves by itself: what became of it is read."""
    flow = ripio.verify_customer(desk.link, PERSON, redirect_url=BACK)
    check, sent = replay(flow, [answer({"submissionId": "3fa85f64"}), answer(SUBMISSION)])

    assert check.status == VerificationStatus.APPROVED
    assert [request.operation for request in sent] == ["verify_customer"] * 2


def test_a_check_needs_a_way_back(ripio, desk):
    """Before anything is sent."""
    with pytest.raises(InvalidInputError, match="redirect_url"):
        replay(ripio.verify_customer(desk.link, PERSON), [])


@pytest.mark.parametrize(
    "payload",
    [SUBMISSION, [SUBMISSION], {"results": [SUBMISSION]}],
    ids=["C21-object", "C21-array", "C21-results"],
)
def test_how_far_a_check_is(ripio, desk, payload):
    """The page shows one object under a plural path."""
    [check], [request] = replay(ripio.get_verification(desk.link), [answer(payload)])

    assert request.path.endswith("/kycSubmissions/")
    assert (check.status, check.provider_status) == (VerificationStatus.APPROVED, "COMPLETED")
    assert check.updated_at is not None


def test_no_check_yet(ripio, desk):
    """An empty list, or "not found" of a customer Ripio knows."""
    [empty], _ = replay(ripio.get_verification(desk.link), [answer([])])
    [missing], _ = replay(ripio.get_verification(desk.link), [UNKNOWN, answer(RECORD)])

    assert empty.status == missing.status == VerificationStatus.NOT_STARTED


@pytest.mark.parametrize("second", [UNKNOWN, answer({**RECORD, "isActive": False})])
def test_an_unknown_customer(ripio, desk, second):
    """And one who was deactivated: not found stays not found."""
    with pytest.raises(NotFoundError):
        replay(ripio.get_verification(desk.link), [UNKNOWN, second])


def test_an_outage_is_not_a_missing_check(ripio, desk):
    """Only "not found" leads to a second look."""
    with pytest.raises(UnavailableError):
        replay(ripio.get_verification(desk.link), [answer(None, status=503)])


def test_another_customers_check(ripio, desk):
    """Is not taken for this one's."""
    with pytest.raises(BadResponseError):
        replay(ripio.get_verification(desk.link), [answer({**SUBMISSION, "customerId": "other"})])
