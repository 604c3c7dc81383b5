"""Identity checks: on Ripio's page, with fields of our own, taken over from before."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    AlreadyExistsError,
    BadResponseError,
    InvalidInputError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    UnsupportedError,
    VerificationRequiredError,
)
from rampkit.http import Commits
from rampkit.models import Customer, CustomerType, VerificationStatus
from rampkit.testing import answer, replay

PERSON = Customer(id="user-1", country="AR", email="individual@mail.com")
RECORD = {
    "customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1",
    "email": "individual@mail.com",
    "isActive": True,
    "createdAt": "2024-04-10T18:17:07.702533Z",
}
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
FIELDS = {
    "kycRequiredFields": [
        {"fieldName": "legalFirstName", "required": True, "type": "TEXT"},
        {"fieldName": "dateOfBirth", "required": True, "type": "DATE"},
        {
            "fieldName": "nationality",
            "required": True,
            "type": "TEXT",
            "choices": [{"value": "AR", "label": "Argentina"}, {"value": "BR"}],
        },
        {"fieldName": "registered_tax_payer", "type": "SOMETHING NEW"},
    ]
}
IDENTITY = {
    "legalFirstName": "Mateo-canary",
    "dateOfBirth": "1990-01-25",
    "nationality": "AR",
    "registered_tax_payer": False,
}
KNOWN = PERSON.evolve(identity=IDENTITY)


def refused(kind, status=400):
    """A refusal by its name: its number is on no page."""
    envelope = {"code": 29999, "type": kind, "detail": {"message": "m"}, "status": status}
    return answer(envelope, status=status)


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


def test_what_ripio_wants_to_know(ripio, desk):
    """Under its own names; choices with their labels, and a kind nobody has documented may hold anything."""
    wanted, [request] = replay(ripio.verification_requirements(desk.link), [answer(FIELDS)])

    assert (request.method, request.path, request.commits) == (
        "GET",
        "/api/v1/kycRequirements/",
        Commits.NOTHING,
    )
    assert wanted.identity == {
        "type": "object",
        "properties": {
            "legalFirstName": {"type": "string"},
            "dateOfBirth": {"type": "string", "format": "date"},
            "nationality": {
                "type": "string",
                "oneOf": [{"const": "AR", "title": "Argentina"}, {"const": "BR"}],
            },
            "registered_tax_payer": {},
        },
        "required": ["legalFirstName", "dateOfBirth", "nationality"],
    }


@pytest.mark.parametrize("payload", [{}, [], {"kycRequiredFields": None}, {"kycRequiredFields": [{}]}])
def test_requirements_that_say_nothing(ripio, desk, payload):
    """Are not taken for "nothing is required"."""
    with pytest.raises(BadResponseError):
        replay(ripio.verification_requirements(desk.link), [answer(payload)])


@pytest.mark.parametrize("back", [None, BACK])
def test_a_check_with_fields_of_our_own(ripio, desk, back):
    """C18, C19: the newest body, under the names the live requirements have, after those were read."""
    flow = ripio.verify_customer(desk.link, KNOWN, redirect_url=back)
    check, [read, sent] = replay(flow, [answer(FIELDS), answer(STARTED)])

    assert (read.path, read.commits) == ("/api/v1/kycRequirements/", Commits.NOTHING)
    assert sent.json == {"kycSubmission": IDENTITY, **({"redirectUrl": back} if back else {})}
    assert (sent.commits, sent.repeatable) == (Commits.RECORD, False)
    assert (check.status, len(check.actions)) == (VerificationStatus.ACTION_REQUIRED, 1)
    assert "canary" not in repr(sent) + repr(check)


def test_every_wrong_field_at_once(ripio, desk):
    """And nothing personal has left: the requirements are all that was asked for. No value is repeated."""
    wrong = {"legalFirstName": 7, "dateOfBirth": "25/01/1990", "nationality": "canary"}
    flow = ripio.verify_customer(desk.link, PERSON.evolve(identity=wrong), redirect_url=BACK)
    with pytest.raises(InvalidInputError) as caught:
        replay(flow, [answer(FIELDS)])

    assert {problem.field for problem in caught.value.fields} == {
        "identity.legalFirstName",
        "identity.dateOfBirth",
        "identity.nationality",
    }
    assert "canary" not in str(caught.value)


def test_a_missing_field(ripio, desk):
    """Is named as well."""
    some = {"legalFirstName": "Mateo"}
    flow = ripio.verify_customer(desk.link, PERSON.evolve(identity=some))
    with pytest.raises(InvalidInputError) as caught:
        replay(flow, [answer(FIELDS)])

    told = str(caught.value)
    assert ("dateOfBirth" in told, "nationality" in told, "legalFirstName" in told) == (True, True, False)


def test_requirements_that_cannot_be_read(ripio, desk):
    """Keep personal data where they are."""
    for response, error in (
        (answer(None, status=503), UnavailableError),
        (answer("<html>"), BadResponseError),
    ):
        with pytest.raises(error):
            replay(ripio.verify_customer(desk.link, KNOWN), [response])


def test_digits_of_a_tax_id(ripio, desk):
    """C20: eleven or twelve, and neither sample passes the check digit: Ripio alone judges them."""
    field = {"fieldName": "cuit", "required": True, "type": "TEXT"}
    for cuit in ("20111222330", "201112223300"):
        flow = ripio.verify_customer(desk.link, PERSON.evolve(identity={"cuit": cuit}))
        _, [_, sent] = replay(flow, [answer({"kycRequiredFields": [field]}), answer(STARTED)])

        assert sent.json == {"kycSubmission": {"cuit": cuit}}


def test_a_company(ripio, desk):
    """Of its check no page says more than the end of a path: nothing is sent, and the way out is told."""
    company = KNOWN.evolve(type=CustomerType.BUSINESS)
    with pytest.raises(UnsupportedError, match="send its papers to Ripio, then read get_verification"):
        replay(ripio.verify_customer(desk.link, company, redirect_url=BACK), [])


def test_a_check_that_was_started_counts(ripio, desk):
    """Even if how far it is cannot be read: calling again would start another."""
    flow = ripio.verify_customer(desk.link, PERSON, redirect_url=BACK)
    check, _ = replay(flow, [answer({"submissionId": "3fa85f64"}), answer(None, status=503)])

    assert (check.status, check.verification_id) == (VerificationStatus.UNKNOWN, "3fa85f64")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("IN_REVIEW", VerificationStatus.IN_REVIEW),
        ("COMPLETED", VerificationStatus.APPROVED),
        ("FAILED", VerificationStatus.REJECTED),
        ("INCOMPLETE_USER_DATA", VerificationStatus.ACTION_REQUIRED),
        ("UPDATE_REQUIRED", VerificationStatus.ACTION_REQUIRED),
        ("NEWS", VerificationStatus.UNKNOWN),
    ],
)
def test_every_word_for_a_check(ripio, desk, word, status):
    """An open set: only one of them means that the person is verified."""
    [check], _ = replay(ripio.get_verification(desk.link), [answer({**SUBMISSION, "status": word})])

    assert (check.status, check.provider_status) == (status, word)


@pytest.mark.parametrize(
    "response",
    [
        answer('"kyc approved. Otp sent"'),
        answer({"detail": "kyc approved. Otp sent"}),
        answer(None),
        answer("ok"),
    ],
    ids=["text", "object", "empty", "no-json"],
)
def test_taking_over_a_check(ripio, desk, response):
    """A mail has a code in it, whatever the answer looks like. A second call may be a second mail."""
    check, [request] = replay(ripio.request_verification_reuse(desk.link), [response])

    assert (request.method, request.json) == ("POST", None)
    assert request.path == f"/api/v1/customers/{desk.customer_id}/checkKyc/"
    assert (request.commits, request.repeatable) == (Commits.RECORD, False)
    assert (check.status, [action.what for action in check.actions]) == (
        VerificationStatus.ACTION_REQUIRED,
        ["code"],
    )


def test_a_customer_who_is_verified_already(ripio, desk):
    """Needs no code; some other conflict does not mean that."""
    flow = ripio.request_verification_reuse
    check, _ = replay(flow(desk.link), [refused("KycAlreadyApprovedException")])

    assert (check.status, check.actions) == (VerificationStatus.APPROVED, ())
    with pytest.raises(AlreadyExistsError):
        replay(flow(desk.link), [answer({}, status=409)])
    with pytest.raises(UnavailableError):
        replay(flow(desk.link), [refused("KycAlreadyApprovedException", status=503)])


def test_a_person_ripio_has_not_checked(ripio, desk):
    """Goes through a check of their own."""
    with pytest.raises(VerificationRequiredError, match="call verify_customer") as caught:
        replay(ripio.request_verification_reuse(desk.link), [refused("KycNotApprovedException")])

    assert [action.kind for action in caught.value.actions] == ["verify_identity"]


@pytest.mark.parametrize("response", [answer(None), answer({}), answer(None, status=204), answer("ok")])
def test_handing_in_the_code(ripio, desk, response):
    """Once, and never again; the answer is empty."""
    check, [request] = replay(ripio.confirm_verification_reuse(desk.link, " 123456 "), [response])

    assert (request.path, request.json) == (f"/api/v1/customers/{desk.customer_id}/otp/", {"code": "123456"})
    assert (request.commits, request.repeatable, request.once) == (Commits.RECORD, False, True)
    assert check.status == VerificationStatus.APPROVED
    assert "123456" not in repr(request)


def test_a_wrong_code(ripio, desk):
    """Is told by Ripio; none at all is not sent."""
    envelope = {"code": 20000, "type": "ValidationError", "detail": {"message": "m", "code": "Invalid"}}
    with pytest.raises(InvalidRequestError):
        replay(ripio.confirm_verification_reuse(desk.link, "1"), [answer(envelope, status=400)])
    with pytest.raises(InvalidInputError, match="code"):
        replay(ripio.confirm_verification_reuse(desk.link, " "), [])
