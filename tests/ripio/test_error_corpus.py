"""Everything Ripio is known to complain about, in every shape it can come in, and what each comes to.

A row: the shape, HTTP's status, Ripio's code and type, and what was asked; then the error, whether the call
may be repeated (r) and another provider asked (f), who acts, and what it proves of an order.
"""

from __future__ import annotations

import json

import pytest

from rampkit.capabilities import Verdict, verdict_of
from rampkit.errors import (
    AlreadyExistsError,
    AmountOutOfRangeError,
    AuthenticationError,
    BadResponseError,
    InvalidRequestError,
    NextStep,
    NotFoundError,
    PermissionDeniedError,
    QuoteExpiredError,
    RateLimitedError,
    RejectedError,
    TermsNotAcceptedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.http import Request
from rampkit.testing import answer
from rampkit_ripio.errors import ROWS

FIX, ACTS, LATER = NextStep.FIX_REQUEST, NextStep.CUSTOMER_ACTS, NextStep.RETRY_LATER
REQUOTE, RECONCILE, OPERATOR = NextStep.REQUOTE, NextStep.RECONCILE, NextStep.OPERATOR_ACTS
REFUSED, EXISTS, NOTHING = Verdict.REFUSED, Verdict.EXISTS, None
ORDER, EXECUTE = "create_order", "execute_sell_and_pay"
READ, LOG_IN, SESSION, TICKET = "get_customer", "authorize", "create_deposit_account", "create_support_ticket"

TERMS, TICKETS = "TermsAndConditionsNotAcceptedException", "SupportTicketsNotEnabledException"
NO_KYC, KYC_DONE, NO_TOKEN = "KycNotApprovedException", "KycAlreadyApprovedException", "NotAuthenticated"


def envelope(code, kind, status):
    """As the pages print it."""
    return {"code": code, "type": kind, "detail": {"message": "no"}, "status": status}


SHAPES = {
    "envelope": envelope,
    "no type": lambda code, kind, status: {"code": code, "detail": {"message": "no"}, "status": status},
    "no code": lambda code, kind, status: {"type": kind, "detail": {"message": "no"}, "status": status},
    "no detail": lambda code, kind, status: {"code": code, "type": kind, "status": status},
    "cut": lambda code, kind, status: json.dumps(envelope(code, kind, status))[:40],
    "fields": lambda code, kind, status: {**envelope(code, kind, status), "detail": {"fromAmount": ["no"]}},
    "bare fields": lambda code, kind, status: {"fromAmount": ["A valid number is required."]},
    "bare detail": lambda code, kind, status: {"detail": "no"},
    "reference": lambda code, kind, status: {
        **envelope(code, kind, status),
        "detail": {"externalRef": ["no"]},
    },
    "bare reference": lambda code, kind, status: {"external_ref": ["must be unique"]},
    "OAuth": lambda code, kind, status: {"error": code},
    "HTML": lambda code, kind, status: "<html><body>Bad Gateway</body></html>",
    "empty": lambda code, kind, status: "",
}

CORPUS = [
    # Terms: page terms-and-conditions/introduction
    ("envelope", 400, 20039, TERMS, ORDER, TermsNotAcceptedError, "f", ACTS, REFUSED),
    ("envelope", 400, 20039, TERMS, SESSION, TermsNotAcceptedError, "f", ACTS, NOTHING),
    ("no type", 400, 20039, TERMS, ORDER, TermsNotAcceptedError, "f", ACTS, REFUSED),
    ("no code", 400, 20039, TERMS, ORDER, TermsNotAcceptedError, "f", ACTS, REFUSED),
    ("no detail", 400, 20039, TERMS, ORDER, TermsNotAcceptedError, "f", ACTS, REFUSED),
    ("cut", 400, 20039, TERMS, ORDER, InvalidRequestError, "f", FIX, REFUSED),
    # Identity: page kyc/check-kyc-status-&-send-otp, which gives no codes
    ("envelope", 400, 20040, NO_KYC, ORDER, VerificationRequiredError, "f", ACTS, REFUSED),
    ("envelope", 400, 20040, NO_KYC, SESSION, VerificationRequiredError, "f", ACTS, NOTHING),
    ("no code", 400, None, NO_KYC, ORDER, VerificationRequiredError, "f", ACTS, REFUSED),
    ("no detail", 422, 20040, NO_KYC, ORDER, VerificationRequiredError, "f", ACTS, NOTHING),
    ("cut", 400, 20040, NO_KYC, ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("no code", 400, None, KYC_DONE, READ, AlreadyExistsError, "", RECONCILE, NOTHING),
    # Tickets: page support-tickets/create-support-ticket
    ("envelope", 403, 20061, TICKETS, TICKET, PermissionDeniedError, "f", OPERATOR, NOTHING),
    ("no type", 403, 20061, TICKETS, TICKET, PermissionDeniedError, "f", OPERATOR, NOTHING),
    ("no code", 403, 20061, TICKETS, TICKET, PermissionDeniedError, "f", OPERATOR, NOTHING),
    ("no detail", 403, 20061, TICKETS, TICKET, PermissionDeniedError, "f", OPERATOR, NOTHING),
    ("cut", 403, 20061, TICKETS, TICKET, PermissionDeniedError, "f", OPERATOR, NOTHING),
    # The token: page customers/create-customer (401) and the sibling API (403)
    ("envelope", 401, 40001, NO_TOKEN, ORDER, AuthenticationError, "f", OPERATOR, REFUSED),
    ("envelope", 403, 40001, NO_TOKEN, ORDER, AuthenticationError, "f", OPERATOR, REFUSED),
    ("envelope", 403, 40001, NO_TOKEN, READ, AuthenticationError, "f", OPERATOR, NOTHING),
    ("no type", 403, 40001, NO_TOKEN, ORDER, AuthenticationError, "f", OPERATOR, REFUSED),
    ("no code", 403, 40001, NO_TOKEN, ORDER, AuthenticationError, "f", OPERATOR, REFUSED),
    ("no detail", 401, 40001, NO_TOKEN, EXECUTE, AuthenticationError, "f", OPERATOR, REFUSED),
    ("cut", 401, 40001, NO_TOKEN, ORDER, AuthenticationError, "f", OPERATOR, REFUSED),
    ("cut", 403, 40001, NO_TOKEN, ORDER, PermissionDeniedError, "f", OPERATOR, REFUSED),
    # The credentials: page authentication/acquire-access-token
    ("OAuth", 401, "invalid_client", None, LOG_IN, AuthenticationError, "f", OPERATOR, NOTHING),
    ("OAuth", 400, "invalid_grant", None, LOG_IN, AuthenticationError, "f", OPERATOR, NOTHING),
    ("OAuth", 400, "invalid_client", None, READ, AuthenticationError, "f", OPERATOR, NOTHING),
    ("OAuth", 503, "temporarily_unavailable", None, LOG_IN, UnavailableError, "rf", LATER, NOTHING),
    ("empty", 401, None, None, LOG_IN, AuthenticationError, "f", OPERATOR, NOTHING),
    ("HTML", 403, None, None, LOG_IN, AuthenticationError, "f", OPERATOR, NOTHING),
    ("HTML", 502, None, None, LOG_IN, UnavailableError, "rf", LATER, NOTHING),
    # Values: page docs.ripio.com/overview/introduction, as all codes from here on
    ("envelope", 400, 20000, "ValidationError", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("no type", 400, 20000, None, ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("no detail", 400, 20000, "ValidationError", EXECUTE, InvalidRequestError, "f", FIX, REFUSED),
    ("fields", 400, 20000, "ValidationError", READ, InvalidRequestError, "f", FIX, NOTHING),
    ("cut", 400, 20000, "ValidationError", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("envelope", 400, 20001, "ParseError", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("no type", 400, 20001, None, READ, InvalidRequestError, "f", FIX, NOTHING),
    ("no detail", 400, 20001, "ParseError", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("cut", 400, 20001, "ParseError", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    # Quotes
    ("envelope", 400, 20010, "ExpiredQuote", ORDER, QuoteExpiredError, "f", REQUOTE, REFUSED),
    ("no type", 400, 20010, None, ORDER, QuoteExpiredError, "f", REQUOTE, REFUSED),
    ("no detail", 400, 20010, "ExpiredQuote", ORDER, QuoteExpiredError, "f", REQUOTE, REFUSED),
    ("cut", 400, 20010, "ExpiredQuote", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("envelope", 409, 20010, "ExpiredQuote", ORDER, QuoteExpiredError, "f", REQUOTE, NOTHING),
    ("envelope", 400, 20011, "AlreadyExecutedQuote", ORDER, AlreadyExistsError, "", RECONCILE, EXISTS),
    ("no type", 400, 20011, None, ORDER, AlreadyExistsError, "", RECONCILE, EXISTS),
    ("no detail", 400, 20011, "AlreadyExecutedQuote", ORDER, AlreadyExistsError, "", RECONCILE, EXISTS),
    ("cut", 400, 20011, "AlreadyExecutedQuote", ORDER, AlreadyExistsError, "", RECONCILE, EXISTS),
    # Money and limits
    ("envelope", 400, 20012, "NotEnoughBalance", ORDER, RejectedError, "f", FIX, REFUSED),
    ("no type", 400, 20012, None, ORDER, RejectedError, "f", FIX, REFUSED),
    ("no detail", 400, 20012, "NotEnoughBalance", ORDER, RejectedError, "f", FIX, REFUSED),
    ("cut", 400, 20012, "NotEnoughBalance", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("envelope", 400, 20013, "BuyLimitFrequency", ORDER, RateLimitedError, "rf", LATER, REFUSED),
    ("no type", 400, 20013, None, ORDER, RateLimitedError, "rf", LATER, REFUSED),
    ("no detail", 400, 20013, "BuyLimitFrequency", ORDER, RateLimitedError, "rf", LATER, REFUSED),
    ("cut", 400, 20013, "BuyLimitFrequency", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("envelope", 400, 20014, "SellLimitFrequency", SESSION, RateLimitedError, "rf", LATER, NOTHING),
    ("no type", 400, 20014, None, SESSION, RateLimitedError, "rf", LATER, NOTHING),
    ("no detail", 400, 20014, "SellLimitFrequency", SESSION, RateLimitedError, "rf", LATER, NOTHING),
    ("cut", 400, 20014, "SellLimitFrequency", SESSION, InvalidRequestError, "f", FIX, NOTHING),
    ("envelope", 400, 20015, "BuyLimitAmount", ORDER, AmountOutOfRangeError, "f", FIX, REFUSED),
    ("no type", 400, 20015, None, ORDER, AmountOutOfRangeError, "f", FIX, REFUSED),
    ("no detail", 400, 20015, "BuyLimitAmount", ORDER, AmountOutOfRangeError, "f", FIX, REFUSED),
    ("cut", 400, 20015, "BuyLimitAmount", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    # A refused reference may be that of an order of ours, whatever the code; only of the call that makes one
    ("reference", 400, 20000, "ValidationError", ORDER, AlreadyExistsError, "", RECONCILE, EXISTS),
    ("bare reference", 400, None, None, ORDER, AlreadyExistsError, "", RECONCILE, EXISTS),
    ("reference", 400, 20000, "ValidationError", READ, InvalidRequestError, "f", FIX, NOTHING),
    ("reference", 409, 20000, "ValidationError", ORDER, InvalidRequestError, "f", FIX, NOTHING),
    # Other words for a wrong value
    ("bare fields", 400, None, None, ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("bare detail", 400, None, None, ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("envelope", 400, 29999, "NewException", ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("envelope", 418, 29999, "NewException", ORDER, RejectedError, "f", FIX, NOTHING),
    # HTTP alone: of an order only 400, 401 and 403 prove anything
    ("empty", 400, None, None, ORDER, InvalidRequestError, "f", FIX, REFUSED),
    ("HTML", 400, None, None, EXECUTE, InvalidRequestError, "f", FIX, REFUSED),
    ("bare detail", 401, None, None, ORDER, AuthenticationError, "f", OPERATOR, REFUSED),
    ("empty", 401, None, None, EXECUTE, AuthenticationError, "f", OPERATOR, REFUSED),
    ("bare detail", 403, None, None, EXECUTE, PermissionDeniedError, "f", OPERATOR, REFUSED),
    ("HTML", 403, None, None, ORDER, PermissionDeniedError, "f", OPERATOR, REFUSED),
    ("envelope", 404, 40400, "NotFound", ORDER, NotFoundError, "f", FIX, NOTHING),
    ("bare detail", 404, None, None, EXECUTE, NotFoundError, "f", FIX, NOTHING),
    ("HTML", 404, None, None, READ, NotFoundError, "f", FIX, NOTHING),
    ("empty", 408, None, None, ORDER, UnavailableError, "rf", LATER, NOTHING),
    ("bare detail", 409, None, None, EXECUTE, AlreadyExistsError, "", RECONCILE, NOTHING),
    ("empty", 410, None, None, READ, NotFoundError, "f", FIX, NOTHING),
    ("bare fields", 422, None, None, ORDER, InvalidRequestError, "f", FIX, NOTHING),
    ("empty", 425, None, None, ORDER, UnavailableError, "rf", LATER, NOTHING),
    ("empty", 429, None, None, ORDER, RateLimitedError, "rf", LATER, NOTHING),
    ("envelope", 429, 20010, "ExpiredQuote", ORDER, RateLimitedError, "rf", LATER, NOTHING),
    ("HTML", 500, None, None, ORDER, UnavailableError, "rf", LATER, NOTHING),
    ("envelope", 500, 20011, "AlreadyExecutedQuote", ORDER, UnavailableError, "rf", LATER, NOTHING),
    ("cut", 503, 40001, NO_TOKEN, EXECUTE, UnavailableError, "rf", LATER, NOTHING),
    ("HTML", 302, None, None, ORDER, BadResponseError, "rf", LATER, NOTHING),
]


@pytest.mark.parametrize(
    ("shape", "status", "code", "kind", "operation", "means", "ways", "step", "verdict"),
    CORPUS,
    ids=[f"{row[1]} {row[2] or row[3] or ''} {row[0]} {row[4]}" for row in CORPUS],
)
def test_what_it_comes_to(ripio, shape, status, code, kind, operation, means, ways, step, verdict):  # noqa: PLR0917  # one column each
    """The exact class, what may be done next and by whom, and what it proves of an order."""
    body = SHAPES[shape](code, kind, status)
    error = ripio.parse_error(answer(body, status=status), Request(operation=operation, path="/"))
    rules = ripio.promises().answers if operation in {ORDER, EXECUTE} else ()

    assert type(error) is means
    assert (error.retryable, error.failover_safe) == ("r" in ways, "f" in ways)
    assert (error.next_step, error.operation, error.status) == (step, operation, status)
    assert verdict_of(rules, operation, status, error.code) is verdict


def test_the_whole_vocabulary_is_here():
    """Every code and type that the table of meanings knows, each code in every shape of the envelope."""
    shapes = {(row[2], row[0]) for row in CORPUS}
    codes = {int(row.code) for row in ROWS if row.code and row.code.isdecimal()}

    assert {
        (code, shape) for code in codes for shape in ("envelope", "no type", "no detail", "cut")
    } <= shapes
    assert {row.type for row in ROWS if row.type} <= {row[3] for row in CORPUS}
    assert {status for row in ROWS if row.statuses for status in row.statuses[:1]} <= {
        row[1] for row in CORPUS
    }
    assert {row[0] for row in CORPUS} == SHAPES.keys()


def test_an_order_is_refused_only_by_what_proves_it():
    """No row calls an order refused but those with the three statuses that a client trusts."""
    assert {row[1] for row in CORPUS if row[8] is REFUSED} == {400, 401, 403}
