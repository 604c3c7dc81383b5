"""What counts as a fault of the provider's, and what is our own doing."""

from __future__ import annotations

import pytest

from rampkit import errors
from rampkit.capabilities import CallKind
from rampkit.errors import (
    AnswerLostError,
    AuthenticationError,
    BadResponseError,
    DeadlineExceededError,
    NotSentError,
    RampError,
    RateLimitedError,
    UnavailableError,
)
from rampkit.health.kinds import kind_of
from rampkit.health.signs import Sign, sign_of
from rampkit.http import Commits, Request, Response

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RampError)]
FAULTS = {AnswerLostError, BadResponseError, DeadlineExceededError, NotSentError, UnavailableError}


def test_every_status():
    """5xx is the provider's fault; a request to slow down says nothing; all else is an orderly answer."""
    signs = {
        status: sign_of(Response(status=status), waited=0.1, cut_short=False) for status in range(100, 600)
    }

    assert {status for status, sign in signs.items() if sign is Sign.FAULT} == set(range(500, 600))
    assert {status for status, sign in signs.items() if sign is Sign.NOTHING} == {408, 429}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error(kind):
    """No connection, no answer and an unreadable one are the provider's fault; a refusal never is."""
    expected = Sign.FAULT if kind in FAULTS else Sign.NOTHING

    assert sign_of(kind("no"), waited=30.0, cut_short=False) is expected


@pytest.mark.parametrize("kind", [AnswerLostError, DeadlineExceededError, NotSentError])
@pytest.mark.parametrize(("waited", "sign"), [(0.0, Sign.NOTHING), (4.9, Sign.NOTHING), (5.0, Sign.FAULT)])
def test_a_short_deadline_is_our_own(kind, waited, sign):
    """Silence that we cut short counts only after five seconds of it."""
    assert sign_of(kind("no"), waited=waited, cut_short=True) is sign


@pytest.mark.parametrize("kind", [AuthenticationError, RateLimitedError])
def test_a_refused_log_in_is_no_outage(kind):
    """Nor is a rate limit, the provider's or our own."""
    assert sign_of(kind("no"), waited=9.0, cut_short=True) is Sign.NOTHING


@pytest.mark.parametrize(
    ("operation", "commits", "kind"),
    [
        ("quotes", Commits.NOTHING, CallKind.PRICES),
        ("list_routes", Commits.NOTHING, CallKind.PRICES),
        ("get_order", Commits.NOTHING, CallKind.READS),
        ("create_customer", Commits.RECORD, CallKind.RECORDS),
        ("lock_quote", Commits.ORDER, CallKind.ORDERS),
    ],
)
def test_kinds(operation, commits, kind):
    """What a request leaves behind decides, then what it is for."""
    assert kind_of(Request(operation=operation, path="/", commits=commits)) is kind
