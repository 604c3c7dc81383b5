"""What unsuccessful answers mean."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit import errors
from rampkit.capabilities import Verdict, verdict_of
from rampkit.errors import RampError
from rampkit.http import Request, Response
from rampkit.testing import answer
from rampkit_ripio import RipioProvider
from rampkit_ripio.errors import ROWS

ASK = Request(operation="get_customer", path="/")
ORDER = Request(operation="create_order", path="/")


def envelope(code=None, kind=None, status=400, /, **detail):
    """The documented shape, with what is given."""
    body = {"code": code, "type": kind, "detail": {"message": "no", **detail}, "status": status}
    return {key: value for key, value in body.items() if value is not None}


def meaning(ripio, payload, status=400, request=ASK, headers=None) -> RampError:
    """What this answer is read as."""
    return ripio.parse_error(answer(payload, status=status, headers=headers), request)


@pytest.mark.parametrize(
    ("code", "kind", "told"), [(20012, "NotEnoughBalance", "20012"), (None, "NewException", "NewException")]
)
def test_what_an_error_carries(ripio, code, kind, told):
    """Where it happened, and Ripio's own code or, without one, its type."""
    error = meaning(ripio, envelope(code, kind))

    assert (error.connection, error.operation, error.status) == ("ripio", "get_customer", 400)
    assert (error.code, error.provider_message) == (told, "no")


@pytest.mark.parametrize(
    ("payload", "status", "expected", "text"),
    [
        ({"error": "server_error", "error_description": "x"}, 500, errors.UnavailableError, "x"),
        ({"detail": "Not found."}, 404, errors.NotFoundError, "Not found."),
        ({"detail": ["a", "b"]}, 400, errors.InvalidRequestError, None),
        ("[1, 2]", 400, errors.InvalidRequestError, None),
        ("null", 401, errors.AuthenticationError, None),
        ('"no"', 400, errors.InvalidRequestError, None),
        (b"\xff\xfe\x00", 400, errors.InvalidRequestError, None),
        ({"code": True, "type": 5, "detail": None}, 400, errors.InvalidRequestError, None),
        ({"code": "x y", "type": ["no"], "detail": 7}, 400, errors.InvalidRequestError, None),
        ("[" * 5000, 500, errors.UnavailableError, None),
    ],
)
def test_the_other_shapes(ripio, payload, status, expected, text):
    """Texts where Ripio puts none, and bodies nobody would send; the usual ones are in the corpus."""
    error = meaning(ripio, payload, status)

    assert type(error) is expected
    if text is not None:
        assert error.provider_message == text


@pytest.mark.parametrize(
    ("detail", "fields"),
    [
        ({"fromAmount": ["wrong"], "chain": "wrong"}, ("fromAmount", "chain")),
        ({"accountFields": {"clabe_destination": ["wrong"]}}, ("accountFields.clabe_destination",)),
        ({"code": "invalid", "message": "x"}, ()),
        ({"juan@example.com": "wrong", "two words": 1, "": 2}, ()),
    ],
)
def test_the_fields_complained_about(ripio, detail, fields):
    """As Ripio spells them, and only what can be a name of a field."""
    error = meaning(ripio, envelope(20000, "ValidationError", **detail))

    assert isinstance(error, errors.InvalidRequestError)
    assert error.fields == fields


def test_fields_without_an_envelope(ripio):
    """The bare shape of the framework behind the API."""
    error = meaning(ripio, {"email": ["Enter a valid email address."]})

    assert isinstance(error, errors.InvalidRequestError)
    assert (error.fields, error.provider_message) == (("email",), "Enter a valid email address.")
    assert error.message == "Ripio refuses a value of the request: email"


@pytest.mark.parametrize(
    "payload",
    [
        envelope(20000, "ValidationError", externalRef=["already exists"]),
        envelope(20000, "ValidationError", external_ref="already exists"),
        {"externalRef": ["This field must be unique."]},
        {"detail": "An order with this external ref exists."},
        {"code": 20055, "type": "X", "detail": {"message": "externalRef already used"}, "status": 400},
    ],
)
def test_a_refused_reference_may_stand_for_an_order(ripio, payload):
    """Whatever the code, and only of the request that makes an order."""
    error = meaning(ripio, payload, request=ORDER)

    assert (type(error), error.code) == (errors.AlreadyExistsError, "externalRef")
    assert not error.failover_safe
    assert type(meaning(ripio, payload)) is errors.InvalidRequestError


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"code": 20011, "type": "AlreadyEx', "20011"),
        ('{"detail": {"externalRef": ["An order wi', "externalRef"),
        ({"code": 20000, "type": "X", "detail": {"errors": [{"field": "external_ref"}]}}, "externalRef"),
    ],
    ids=["executed-quote-cut", "reference-cut", "reference-deep-inside"],
)
def test_a_damaged_refusal_does_not_pass_for_a_harmless_one(ripio, body, code):
    """An order may stand behind it, so it proves nothing."""
    error = meaning(ripio, body, request=ORDER)

    assert (type(error), error.code) == (errors.AlreadyExistsError, code)
    assert verdict_of(ripio.promises().answers, "create_order", 400, code) is Verdict.EXISTS


@pytest.mark.parametrize("status", [401, 403, 409, 422])
def test_a_reference_is_looked_for_in_400_only(ripio, status):
    """Other statuses mean what they say."""
    assert meaning(ripio, {"externalRef": ["x"]}, status, ORDER).code != "externalRef"


@pytest.mark.parametrize(("kind", "action"), [(20039, "accept_terms"), (None, "verify_identity")])
def test_what_the_person_does_next(ripio, kind, action):
    """Is part of the error."""
    error = meaning(ripio, envelope(kind, None if kind else "KycNotApprovedException"))

    assert isinstance(error, errors.CustomerNotReadyError)
    assert [step.kind for step in error.actions] == [action]


def test_names_and_addresses_stay_out_of_sight(ripio):
    """The terms error names a person: that text is in one place only."""
    text = "Customer 'user-1 - juan@example.com' has not accepted the current Terms and Conditions."
    error = meaning(ripio, {"code": 20039, "type": "T", "detail": {"message": text}, "status": 400})

    assert error.provider_message == text
    assert "juan" not in str(error) + repr(error) + repr(error.args)
    assert pickle.loads(pickle.dumps(error)).provider_message is None  # noqa: S301  # our own pickle


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), ("", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("9" * 30, None)]
)
def test_how_long_to_wait(ripio, header, seconds):
    """A number of seconds; a date would need a clock."""
    error = meaning(ripio, None, 429, headers={"retry-after": header})

    assert isinstance(error, errors.RateLimitedError)
    assert error.retry_after == seconds


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code or row.type or row.statuses}")
def test_every_row_is_cited_and_in_our_own_words(row):
    """A page, and a sentence that needs nothing of the provider's."""
    assert row.source.startswith("https://")
    assert row.words


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
ENVELOPES = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("code", "type", "detail", "status", "error"), JSON)
)


@given(payload=ENVELOPES | JSON, status=st.integers(100, 599))
def test_every_answer_means_something(payload, status):
    """Nothing but an error of the tree comes out, for any body and status."""
    ripio = RipioProvider("id", "secret", country="AR")

    assert isinstance(meaning(ripio, payload, status, ORDER), RampError)


@given(body=st.binary(max_size=200), status=st.integers(300, 599))
def test_every_body_means_something(body, status):
    """Even one that is no text."""
    ripio = RipioProvider("id", "secret", country="AR")

    assert isinstance(ripio.parse_error(Response(status=status, body=body), ASK), RampError)
