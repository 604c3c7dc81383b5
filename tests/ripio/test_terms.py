"""Terms and conditions: read, accepted, absent."""

from __future__ import annotations

import pytest

from rampkit.errors import BadResponseError, InvalidInputError, NotFoundError, UnavailableError
from rampkit.http import Commits
from rampkit.models import TermsAcceptance
from rampkit.testing import answer, replay

TERMS = {"termsId": "3fa85f64", "country": "AR", "version": "1.0", "url": "https://example.com/terms/v1.0"}
ACCEPTED = {
    "termsId": "3fa85f64",
    "ipAddress": "192.0.2.7",
    "userAgent": None,
    "acceptedAt": "2024-06-01T12:00:00.123456Z",
}
HERE = TermsAcceptance(ip_address="192.0.2.7")
MISSING = answer({"detail": {"message": "no"}, "code": 1, "type": "NotFound", "status": 404}, status=404)
FREE = {"country": "AR", "accepted": True, "termsId": None, "version": None, "url": None, "acceptedAt": None}


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


@pytest.mark.parametrize(
    "response",
    [answer({"results": []}), answer([]), answer({}), answer("null"), answer({"termsId": None}), MISSING],
    ids=["page", "array", "object", "null", "no-id", "not-found"],
)
def test_no_terms(ripio, response):
    """No page says how they look, so whatever may mean it does."""
    terms, _ = replay(ripio.get_terms(), [response])

    assert (terms.terms_id, terms.accepted) == (None, None)


def test_the_terms_of_the_country(ripio):
    """Are the ones that count in a list of several."""
    brazil = {**TERMS, "country": "BR", "termsId": "br"}

    assert replay(ripio.get_terms(), [answer([brazil, TERMS])])[0].terms_id == "3fa85f64"
    assert replay(ripio.get_terms(), [answer([{"id": "any"}])])[0].terms_id == "any"


def test_an_outage_is_no_absence_of_terms(ripio):
    """Only "not found" is."""
    with pytest.raises(UnavailableError):
        replay(ripio.get_terms(), [answer(None, status=503)])


@pytest.mark.parametrize("accepted", [True, False])
def test_whether_terms_are_accepted(ripio, desk, accepted):
    """As Ripio says, with the time."""
    at = "2026-02-01T12:00:00Z" if accepted else None
    payload = {**TERMS, "accepted": accepted, "acceptedAt": at}
    terms, [request] = replay(ripio.get_terms(desk.link), [answer(payload)])

    assert request.path.endswith("/termsAcceptance/")
    assert (terms.accepted, terms.accepted_at is not None) == (accepted, accepted)


def test_a_country_without_terms(ripio, desk):
    """Counts as accepted, and there is nothing to record."""
    state, _ = replay(ripio.get_terms(desk.link), [answer(FREE)])
    accepted, sent = replay(ripio.accept_terms(desk.link, HERE), [answer([]), answer(FREE)])

    assert (state.accepted, state.terms_id, state.url) == (True, None, None)
    assert accepted == state
    assert {request.commits for request in sent} == {Commits.NOTHING}


def test_terms_that_are_wanted_and_not_there(ripio, desk):
    """Cannot be accepted."""
    with pytest.raises(NotFoundError):
        replay(ripio.accept_terms(desk.link, HERE), [MISSING, answer({**FREE, "accepted": False})])


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
    """Is not taken for ours; ours may be named `id`."""
    flow = ripio.accept_terms(desk.link, HERE)
    with pytest.raises(BadResponseError):
        replay(flow, [answer(TERMS), answer({**ACCEPTED, "termsId": "another"})])
    terms, _ = replay(ripio.accept_terms(desk.link, HERE), [answer(TERMS), answer({"id": "3fa85f64"})])

    assert (terms.accepted, terms.accepted_at) == (True, None)
