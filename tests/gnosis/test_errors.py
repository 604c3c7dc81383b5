"""What refusals mean."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    AlreadyExistsError,
    AuthenticationError,
    BadResponseError,
    ConflictingIntentError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.http import Commits, Request
from rampkit.testing import answer
from rampkit_gnosis.errors import ROWS

PLAIN = Request(operation="get_order", path="/intent/1")
KEYED = Request(operation="create_order", path="/intent", commits=Commits.ORDER, idempotency_key="k")

CASES = {
    "G12.2 too early": (
        400,
        {"error": "COMPLIANCE_NOT_COMPLETE", "message": "Intent compliance is not approved"},
        VerificationRequiredError,
        "COMPLIANCE_NOT_COMPLETE",
    ),
    "G12.2 twice": (
        400,
        {"error": "TRANSACTION_EXISTS", "message": "Transaction already exists for this intent"},
        AlreadyExistsError,
        "TRANSACTION_EXISTS",
    ),
    "G12.2 precision, guide": (
        400,
        {
            "error": "VALIDATION_ERROR",
            "message": "srcAmount has invalid precision for currency USD. Expected 2 decimals.",
        },
        InvalidRequestError,
        "VALIDATION_ERROR",
    ),
    "G12.2 precision, specification": (
        400,
        {"code": "PAYMENT_AMOUNT_INVALID", "message": "amount exceeds allowed precision of 2 decimal places"},
        InvalidRequestError,
        "PAYMENT_AMOUNT_INVALID",
    ),
    "G12.2 precision, old guide": (
        400,
        {
            "error": "Bad Request",
            "message": "amount exceeds allowed precision of 6 decimal places for USDC",
            "details": {"field": "amount", "currencyCode": "USDC", "maxDecimals": 6, "providedDecimals": 7},
        },
        InvalidRequestError,
        "Bad Request",
    ),
    "G12.2 generic": (
        400,
        {"code": "BAD_REQUEST", "message": "Invalid request parameters"},
        InvalidRequestError,
        "BAD_REQUEST",
    ),
    "G12.2 another field": (
        400,
        {"error": "VALIDATION_ERROR", "message": "rail is missing"},
        InvalidRequestError,
        "VALIDATION_ERROR",
    ),
    "G12.2 no company": (
        400,
        {"code": "BAD_REQUEST", "message": "No provider can handle the requested external accounts"},
        RejectedError,
        "BAD_REQUEST",
    ),
    "G12.2 wrong company": (
        400,
        {
            "code": "BAD_REQUEST",
            "message": "Preferred provider 'banxa' is not a valid candidate for this payment path",
        },
        InvalidRequestError,
        "BAD_REQUEST",
    ),
    "G12.2 credentials": (
        401,
        {"code": "UNAUTHORIZED", "message": "Their own words"},
        AuthenticationError,
        "UNAUTHORIZED",
    ),
    "G12.2 not found": (404, {"code": "NOT_FOUND", "message": "Their own words"}, NotFoundError, "NOT_FOUND"),
    "G12.2 fault": (
        500,
        {"code": "INTERNAL_ERROR", "message": "Their own words"},
        UnavailableError,
        "INTERNAL_ERROR",
    ),
    "OAuth": (
        400,
        {"error": "invalid_client", "error_description": "Their own words"},
        AuthenticationError,
        "invalid_client",
    ),
    "OAuth, other": (400, {"error": "invalid_scope"}, InvalidRequestError, "invalid_scope"),
    "forbidden": (403, {}, PermissionDeniedError, None),
    "conflict": (409, {}, AlreadyExistsError, None),
    "slow down": (429, {}, RateLimitedError, None),
    "too slow": (408, {}, UnavailableError, None),
    "teapot": (418, {}, RejectedError, None),
    "gateway": (502, "<html>Bad gateway</html>", UnavailableError, None),
    "empty": (503, "", UnavailableError, None),
    "moved": (302, "", BadResponseError, None),
}


@pytest.mark.parametrize(("status", "body", "kind", "code"), CASES.values(), ids=CASES)
def test_every_refusal_has_its_meaning(gnosis, status, body, kind, code):
    """The class says what to do, the code is the provider's, the words are ours."""
    error = gnosis.parse_error(answer(body, status=status), KEYED)

    assert type(error) is kind
    assert (error.code, error.status) == (code, status)
    assert (error.connection, error.operation) == ("gnosis", "create_order")
    if isinstance(body, dict) and "message" in body:
        assert error.provider_message == body["message"]
        assert body["message"] not in str(error)


@pytest.mark.parametrize(
    ("case", "fields"),
    [
        ("G12.2 precision, guide", ("srcAmount",)),
        ("G12.2 precision, specification", ("srcAmount",)),
        ("G12.2 precision, old guide", ("amount",)),
        ("G12.2 wrong company", ("providerId",)),
        ("G12.2 another field", ()),
        ("G12.2 generic", ()),
    ],
)
def test_a_refused_field_is_named_as_the_provider_spells_it(gnosis, case, fields):
    """Where the answer names it, in its own words."""
    status, body, *_ = CASES[case]

    assert gnosis.parse_error(answer(body, status=status), KEYED).fields == fields


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("destination.beneficiary.name: is too long", "destination.beneficiary.name"),
        ("destination.beneficiary: 'taxId' is a required property", "destination.beneficiary"),
        ("destination.jane.doe: is too long", "destination"),
        ("onboardingRedirectUrl must be an http or https URL", "onboardingRedirectUrl"),
        ("Jane is not a name", None),
        ("1", None),
        (7, None),
    ],
)
def test_a_field_that_the_message_begins_with_is_named_if_it_was_sent(gnosis, message, field):
    """The guide's own message begins so; any other word may name a person."""
    sent = {"destination": {"beneficiary": {"name": "J"}}, "onboardingRedirectUrl": "x"}
    request = Request(operation="register_accounts", path="/", json=sent)

    error = gnosis.parse_error(answer({"error": "VALIDATION_ERROR", "message": message}, status=400), request)

    assert error.fields == ((field,) if field else ())
    assert ("as the requirements want it: " + str(field) in str(error)) is (field is not None)
    assert "jane" not in str(error).lower()


def test_a_key_that_stands_for_another_body_is_a_conflict(gnosis):
    """Only where a key was sent can that be the reason."""
    body = {"code": "IDEMPOTENCY_KEY_REUSED", "message": "Their own words"}

    keyed = gnosis.parse_error(answer(body, status=422), KEYED)
    plain = gnosis.parse_error(answer(body, status=422), PLAIN)

    assert type(keyed) is ConflictingIntentError
    assert not keyed.failover_safe
    assert type(plain) is InvalidRequestError


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30), (" 5 ", 5), ("soon", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("9" * 5000, None)],
)
def test_a_wait_is_passed_on_in_seconds(gnosis, header, seconds):
    """A date would need a clock, and nonsense is no number."""
    error = gnosis.parse_error(answer("", status=429, headers={"retry-after": header}), PLAIN)

    assert error.retry_after == seconds
    assert gnosis.parse_error(answer("", status=429), PLAIN).retry_after is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"text"',
        b"1e999999999",
        b'{"error": ',
        b"[" * 100_000,
        b'{"error": {"code": "X"}, "message": ["a"], "details": "d"}',
        b'{"code": 7, "error": null, "message": 7, "details": {"field": {}}}',
        b'{"code": "User jane@example.com is blocked", "message": "Their own words"}',
        b'{"error": "Jane Doe", "details": {"field": "Jane Doe"}}',
    ],
)
@pytest.mark.parametrize("status", [100, 302, 400, 401, 404, 422, 429, 500, 999])
def test_no_body_makes_reading_an_error_fail_or_tell_of_a_person(gnosis, body, status):
    """What cannot only be a code is none."""
    error = gnosis.parse_error(answer(body, status=status), KEYED)

    assert error.code is None
    assert error.status == status
    assert "jane" not in str(error).lower()
    assert getattr(error, "fields", ()) in {(), ("srcAmount",)}


def test_every_row_says_where_it_is_written_and_is_reached(gnosis):
    """Each has its page, and none is hidden by the ones before it."""
    answers = [answer(body, status=status) for status, body, *_ in CASES.values()]
    keyed = {gnosis.parse_error(item, KEYED).message for item in [*answers, answer("", status=422)]}
    plain = {gnosis.parse_error(answer("", status=422), PLAIN).message}

    assert keyed | plain == {row.message for row in ROWS}
    assert all(row.source.startswith("https://") for row in ROWS)
    assert all(row.message[0].islower() and not row.message.endswith(".") for row in ROWS)


def test_every_rule_about_orders_says_where_it_is_written(gnosis):
    """What each answer proves is in the corpus of refusals."""
    assert all(rule.source.startswith("https://") for rule in gnosis.promises().answers)
