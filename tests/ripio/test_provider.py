"""A connection: its settings, its token, its promises."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest

from rampkit.capabilities import LookUp, Never, Verdict, verdict_of
from rampkit.errors import AuthenticationError, BadResponseError, ConfigurationError, UnsupportedError
from rampkit.http import Commits, Request, Response, Token, json_text
from rampkit.provider import overridden
from rampkit.secrets import Secret
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider

SENT = datetime(2026, 2, 1, 12, tzinfo=UTC)
TOKEN = {"accessToken": "UfpqHJaQEjV27rR6itJyhUz5x6eOxz", "expiresIn": 36000, "tokenType": "Bearer"}


def token_of(ripio, payload, sent_at=SENT):
    """The token that this answer is read as."""
    response = Response(status=200, body=json_text(payload).encode(), sent_at=sent_at)
    return replay(ripio.authorize("project"), [response])[0]


@pytest.mark.parametrize(
    ("environment", "host"),
    [("live", "https://skala.ripio.com"), ("sandbox", "https://skala-sandbox.ripio.com")],
)
def test_the_environment_chooses_the_host(environment, host):
    """Unless a base URL is given."""
    ripio = RipioProvider("id", "secret", country="ar", environment=environment)

    assert (ripio.base_url, ripio.country, ripio.name) == (host, "AR", "ripio")


def test_a_base_url_outranks_the_environment():
    """For the embedded sandbox, say."""
    ripio = RipioProvider("id", "secret", country="MX", base_url="http://127.0.0.1:1/ripio/", name="ripio-mx")

    assert (ripio.base_url, ripio.name) == ("http://127.0.0.1:1/ripio", "ripio-mx")


@pytest.mark.parametrize("country", ["CL", "US", "", "Argentina", "XX"])
def test_other_countries_are_a_mistake_of_configuration(country):
    """The message says which there are and what to do for several."""
    with pytest.raises(ConfigurationError, match="AR, BR, CO, MX") as caught:
        RipioProvider("id", "secret", country=country)

    assert "one connection each" in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"client_id": ""},
        {"client_id": "a:b"},
        {"client_secret": ""},
        {"final_absence_after": timedelta()},
        {"final_absence_after": timedelta(seconds=-1)},
        {"environment": "staging"},
    ],
)
def test_settings_are_checked(settings):
    """Before anything is sent, naming the connection."""
    with pytest.raises(ConfigurationError, match="ripio"):
        RipioProvider(**{"client_id": "id", "client_secret": "secret", "country": "AR", **settings})


def test_one_webhook_secret_or_several():
    """A single text is one secret, not a series of letters."""
    one = RipioProvider("id", "secret", country="AR", webhook_secrets="whsec")
    two = RipioProvider("id", "secret", country="AR", webhook_secrets=["old", Secret("new")])

    assert (one.webhook_secrets, len(two.webhook_secrets)) == ((Secret("whsec"),), 2)


def test_nothing_shows_the_secret():
    """Neither the connection nor the request that carries it."""
    ripio = RipioProvider("id", "canary-7f3a", country="AR")
    request = next(ripio.authorize("project"))

    assert "canary" not in repr(ripio) + repr(vars(ripio)) + repr(request)
    assert "Basic" not in repr(request)


def test_the_declared_operations_are_the_overridden_ones():
    """No more, no less."""
    assert overridden(RipioProvider) == RipioProvider.operations


def test_the_token_request(ripio):
    """A form with HTTP Basic, to the root of the host, leaving nothing behind."""
    token, [request] = replay(ripio.authorize("project"), [answer(TOKEN)])

    assert (request.method, request.path, request.scope) == ("POST", "/oauth2/token/", None)
    assert (request.form, request.commits) == ({"grant_type": "client_credentials"}, Commits.NOTHING)
    assert b64decode(request.headers["Authorization"].removeprefix("Basic ")) == b"id:secret"
    assert token.expires_at is None


@pytest.mark.parametrize(
    "payload",
    [TOKEN, {"access_token": TOKEN["accessToken"], "expires_in": 36000, "token_type": "Bearer"}],
    ids=["C1-camel", "C1-snake"],
)
def test_both_styles_of_token_names(ripio, payload):
    """The page prints camelCase, most clients read snake_case."""
    token = token_of(ripio, payload)

    assert token == Token(Secret(TOKEN["accessToken"]), SENT + timedelta(hours=10))


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (60, 60),
        ("60", 60),
        (36001, 36000),
        (10**30, 36000),
        (0, 36000),
        (-5, 36000),
        (None, 36000),
        ("x", 36000),
    ],
)
def test_the_lifetime_is_never_longer_than_documented(ripio, told, seconds):
    """What is missing or nonsense counts as the documented one."""
    assert token_of(ripio, {**TOKEN, "expiresIn": told}).expires_at == SENT + timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "two words", "línea", "a\nb", 5, None], ids=repr)
def test_a_token_that_fits_no_header_is_refused(ripio, text):
    """Rather than breaking every later request."""
    with pytest.raises(BadResponseError):
        token_of(ripio, {**TOKEN, "accessToken": text})


def test_an_opaque_token_signs(ripio):
    """C2: the scheme says JWT, the sample is thirty opaque characters."""
    request = ripio.sign(Request(operation="rates", path="/"), Token(Secret("opaque")))

    assert request.headers == {"Authorization": "Bearer opaque"}
    assert "opaque" not in repr(request)


def test_refused_credentials(ripio):
    """OAuth's own shape, not the envelope."""
    with pytest.raises(AuthenticationError) as caught:
        replay(ripio.authorize("project"), [answer({"error": "invalid_client"}, status=401)])

    assert (caught.value.code, caught.value.status) == ("invalid_client", 401)


def test_there_is_one_scope(ripio):
    """Credentials stand for the account; no customer has a token."""
    with pytest.raises(UnsupportedError):
        replay(ripio.authorize("customer:1"), [])


def test_doubt_ends_by_looking_up(ripio, ripio_of):
    """Absence is never final unless an operator says so."""
    sure = ripio_of(final_absence_after=timedelta(hours=1))

    assert ripio.promises().doubt_of("create_order") == LookUp("externalRef")
    assert sure.promises().doubt_of("create_order") == LookUp("externalRef", timedelta(hours=1))
    assert ripio.promises().doubt_of("execute_order") == Never()


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (400, "20000", Verdict.REFUSED),
        (400, None, Verdict.REFUSED),
        (401, "40001", Verdict.REFUSED),
        (403, None, Verdict.REFUSED),
        (400, "20010", Verdict.REFUSED),
        (400, "20011", Verdict.EXISTS),
        (400, "externalRef", Verdict.EXISTS),
        *((status, None, None) for status in (200, 302, 404, 408, 409, 422, 425, 429, 500, 502, 503)),
        (409, "20011", None),
    ],
)
def test_only_three_statuses_prove_that_nothing_exists(ripio, status, code, verdict):
    """Every other answer to an order may stand for one."""
    assert verdict_of(ripio.promises().answers, "create_order", status, code) is verdict


def test_every_rule_names_its_source(ripio):
    """A page or a client, by address."""
    assert all(rule.source.startswith("https://") for rule in ripio.promises().answers)


def test_known_pages(ripio):
    """Ripio's own hosts and nobody else's."""
    assert ripio.knows_host("https://kyc.ripio.com/?token=1")
    assert not ripio.knows_host("https://ripio.com.evil.example/")
