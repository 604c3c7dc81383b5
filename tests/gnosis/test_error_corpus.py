"""Every refusal the documentation shows, in every shape it has, and all that is no refusal at all.

A row ends in: the exact class, `retryable`, `failover_safe`, `next_step`, and what it proves of an order.
"""

from __future__ import annotations

import json

import pytest

from rampkit.capabilities import Verdict, verdict_of
from rampkit.errors import (
    AlreadyExistsError,
    AuthenticationError,
    BadResponseError,
    ConflictingIntentError,
    InvalidRequestError,
    NextStep,
    NotFoundError,
    PermissionDeniedError,
    RampError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.http import Commits, Request
from rampkit.testing import answer

CREATE, EXECUTE, QUOTES, AUTHORIZE = "create_order", "execute_order", "quotes", "authorize"
ORDERS = {CREATE, EXECUTE}
REFUSED, EXISTS, NOTHING = Verdict.REFUSED, Verdict.EXISTS, None

# What each class answers: retryable, failover_safe, next_step.
FIX = (False, True, NextStep.FIX_REQUEST)
PERSON = (False, True, NextStep.CUSTOMER_ACTS)
READ = (False, False, NextStep.RECONCILE)
OPERATOR = (False, True, NextStep.OPERATOR_ACTS)
LATER = (True, True, NextStep.RETRY_LATER)
ELSEWISE = (False, False, NextStep.FIX_REQUEST)

PRECISION = "srcAmount has invalid precision for currency USD. Expected 2 decimals."
OLD_PRECISION = "amount exceeds allowed precision of 2 decimal places"
NOBODY = "No provider can handle the requested external accounts"
NOT_THAT_ONE = "Preferred provider 'banxa' is not a valid candidate for this payment path"

SAID = [
    (EXECUTE, 400, "COMPLIANCE_NOT_COMPLETE", "not approved", VerificationRequiredError, PERSON, REFUSED),
    (EXECUTE, 400, "TRANSACTION_EXISTS", "already exists", AlreadyExistsError, READ, EXISTS),
    (CREATE, 400, "VALIDATION_ERROR", PRECISION, InvalidRequestError, FIX, REFUSED),
    (CREATE, 400, "VALIDATION_ERROR", "rail is missing", InvalidRequestError, FIX, REFUSED),
    (CREATE, 422, "VALIDATION_ERROR", PRECISION, InvalidRequestError, FIX, NOTHING),
    (CREATE, 400, "PAYMENT_AMOUNT_INVALID", OLD_PRECISION, InvalidRequestError, FIX, REFUSED),
    (CREATE, 400, "Bad Request", f"{OLD_PRECISION} for USDC", InvalidRequestError, FIX, REFUSED),
    (CREATE, 400, "BAD_REQUEST", "Invalid request parameters", InvalidRequestError, FIX, REFUSED),
    (CREATE, 400, "BAD_REQUEST", NOBODY, RejectedError, FIX, REFUSED),
    (CREATE, 400, "Bad Request", NOBODY, RejectedError, FIX, REFUSED),
    (CREATE, 400, "BAD_REQUEST", NOT_THAT_ONE, InvalidRequestError, FIX, REFUSED),
    (CREATE, 401, "UNAUTHORIZED", "expired", AuthenticationError, OPERATOR, REFUSED),
    (EXECUTE, 401, "Unauthorized", "expired", AuthenticationError, OPERATOR, REFUSED),
    (EXECUTE, 404, "NOT_FOUND", "no such intent", NotFoundError, FIX, NOTHING),
    (CREATE, 422, "IDEMPOTENCY_KEY_REUSED", "other body", ConflictingIntentError, ELSEWISE, NOTHING),
    (EXECUTE, 422, "Unprocessable Entity", "other body", ConflictingIntentError, ELSEWISE, NOTHING),
    (QUOTES, 422, "Unprocessable Entity", "no", InvalidRequestError, FIX, NOTHING),
    (CREATE, 500, "INTERNAL_ERROR", "fault", UnavailableError, LATER, NOTHING),
    (QUOTES, 500, "Internal Server Error", "fault", UnavailableError, LATER, NOTHING),
    ("register_customer", 400, "BAD_REQUEST", "id is required", InvalidRequestError, FIX, NOTHING),
    ("register_customer", 401, "UNAUTHORIZED", "subject token", AuthenticationError, OPERATOR, NOTHING),
    ("sign_in", 400, "BAD_REQUEST", "no message", InvalidRequestError, FIX, NOTHING),
    ("sign_in", 401, "UNAUTHORIZED", "signature", AuthenticationError, OPERATOR, NOTHING),
    ("register_accounts", 400, "BAD_REQUEST", "schema", InvalidRequestError, FIX, NOTHING),
    # Documented nowhere, and to be expected all the same.
    (CREATE, 403, "FORBIDDEN", "no", PermissionDeniedError, OPERATOR, NOTHING),
    (CREATE, 408, "TIMEOUT", "slow", UnavailableError, LATER, NOTHING),
    (CREATE, 409, "CONFLICT", "there", AlreadyExistsError, READ, NOTHING),
    (CREATE, 418, "TEAPOT", "no", RejectedError, FIX, NOTHING),
    (CREATE, 429, "TOO_MANY_REQUESTS", "slow down", RateLimitedError, LATER, NOTHING),
    (CREATE, 503, "UNAVAILABLE", "later", UnavailableError, LATER, NOTHING),
]

SHAPES = {
    "guides": lambda code, message: {"error": code, "message": message},
    "specifications": lambda code, message: {"code": code, "message": message},
    "amounts": lambda code, message: {
        "error": code,
        "message": message,
        "details": {"field": "amount", "currencyCode": "USD", "maxDecimals": 2, "providedDecimals": 3},
    },
}

OAUTH = [
    (400, "invalid_client", AuthenticationError, OPERATOR),
    (401, "invalid_client", AuthenticationError, OPERATOR),
    (400, "unauthorized_client", AuthenticationError, OPERATOR),
    (400, "invalid_grant", AuthenticationError, OPERATOR),
    (401, "invalid_token", AuthenticationError, OPERATOR),
    (400, "invalid_request", InvalidRequestError, FIX),
    (400, "unsupported_grant_type", InvalidRequestError, FIX),
    (400, "invalid_scope", InvalidRequestError, FIX),
]

# What is no answer of Gnosis Ramp's own still has a status.
STATUSES = [
    (302, BadResponseError, LATER, NOTHING),
    (400, InvalidRequestError, FIX, REFUSED),
    (401, AuthenticationError, OPERATOR, REFUSED),
    (403, PermissionDeniedError, OPERATOR, NOTHING),
    (404, NotFoundError, FIX, NOTHING),
    (409, AlreadyExistsError, READ, NOTHING),
    (422, ConflictingIntentError, ELSEWISE, NOTHING),
    (429, RateLimitedError, LATER, NOTHING),
    (500, UnavailableError, LATER, NOTHING),
    (502, UnavailableError, LATER, NOTHING),
    (504, UnavailableError, LATER, NOTHING),
]
BODIES = {
    "text": b"upstream connect error",
    "quoted text": b'"Unauthorized"',
    "html": b"<html><h1>Bad gateway</h1></html>",
    "empty": b"",
    "truncated": b'{"error": "BAD_REQU',
    "a list": b'[{"code": "X"}]',
}


def asked(operation: str) -> Request:
    """A request for *operation*, as the newest generation sends it."""
    order = operation in ORDERS
    return Request(
        operation=operation,
        path="/",
        commits=Commits.ORDER if order else Commits.NOTHING,
        idempotency_key="k" if order else None,
    )


def told(error: RampError) -> tuple[bool, bool, NextStep]:
    """What the error answers to its reader."""
    return error.retryable, error.failover_safe, error.next_step


def proved(gnosis, operation: str, error: RampError) -> Verdict | None:
    """What it proves of an order."""
    if operation not in ORDERS:
        return NOTHING
    return verdict_of(gnosis.promises().answers, operation, error.status, error.code)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("row", SAID, ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_a_refusal_means_the_same_in_every_shape(gnosis, shape, row):
    """Whichever page the deployment follows; its words stay out of ours."""
    operation, status, code, message, kind, answers, verdict = row
    theirs = f"{message} (their words)"

    error = gnosis.parse_error(answer(shape(code, theirs), status=status), asked(operation))

    assert type(error) is kind
    assert (error.code, error.status, error.provider_message) == (code, status, theirs)
    assert (told(error), proved(gnosis, operation, error)) == (answers, verdict)
    assert "their words" not in f"{error}{error!r}"


@pytest.mark.parametrize(
    "described", [{}, {"error_description": "Their own words"}], ids=["bare", "described"]
)
@pytest.mark.parametrize("row", OAUTH, ids=lambda row: f"{row[0]} {row[1]}")
def test_an_oauth_error_says_whose_fault_it_is(gnosis, described, row):
    """The token call answers as OAuth does, as far as anybody knows."""
    status, code, kind, answers = row

    error = gnosis.parse_error(answer({"error": code, **described}, status=status), asked(AUTHORIZE))

    assert type(error) is kind
    assert (error.code, told(error)) == (code, answers)
    assert error.provider_message == described.get("error_description")


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("row", STATUSES, ids=lambda row: str(row[0]))
def test_a_body_that_says_nothing_leaves_the_status(gnosis, body, row):
    """Text, pages, nothing and halves of something: none is an error of its own."""
    status, kind, answers, verdict = row

    error = gnosis.parse_error(answer(body, status=status), asked(CREATE))

    assert type(error) is kind
    assert (error.code, error.status, error.provider_message) == (None, status, None)
    assert (told(error), proved(gnosis, CREATE, error)) == (answers, verdict)


@pytest.mark.parametrize(
    "body",
    [
        '{"error": "TRANSACTION_EXISTS", "mess',
        "TRANSACTION_EXISTS",
        "<p>TRANSACTION_EXISTS</p>",
        json.dumps({"error": {"code": "TRANSACTION_EXISTS"}}),
    ],
)
def test_that_a_movement_has_begun_is_heard_even_from_a_damaged_refusal(gnosis, body):
    """Otherwise a 400 would prove that nothing was started, and somebody else would be asked."""
    error = gnosis.parse_error(answer(body, status=400), asked(EXECUTE))

    assert type(error) is AlreadyExistsError
    assert proved(gnosis, EXECUTE, error) is EXISTS
