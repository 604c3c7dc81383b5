"""Signing in with a wallet, and customers who come verified."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from rampkit.errors import (
    AuthenticationError,
    BadResponseError,
    ConfigurationError,
    InvalidInputError,
    InvalidRequestError,
)
from rampkit.http import Commits
from rampkit.models import Customer
from rampkit.secrets import Secret
from rampkit.testing import answer, replay
from rampkit_gnosis import sign_in_message

WALLET = "0x8480d6166F9dd6bd74394fc6c514F10bd20a6d4C"
NONCE = "2bfa23fbac97a5bb9d0282061452c284810b294bf983b558ecd86d63047d74f3"
NOW = datetime(2026, 3, 29, 10, tzinfo=UTC)
SIGNATURE = "0x" + "1b" * 65
TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.sig"
NEWEST = f"""app.example wants you to sign in with your Ethereum account:
{WALLET}

Sign in with Ethereum to Gnosis Pay

URI: https://api.gnosispay.com/
Version: 1
Chain ID: 100
Nonce: {NONCE}
Issued At: 2026-03-29T10:00:00.000Z"""
OLDER = f"""gnosisramp.io wants you to sign in with your Ethereum account:
{WALLET}

Sign in to GnosisRamp

URI: https://api.gnosisramp.io
Version: 1
Chain ID: 100
Nonce: {NONCE}
Issued At: 2026-03-29T10:00:00.000Z
Expiration Time: 2026-03-29T10:05:00.000Z"""


def test_the_message_is_the_one_a_generation_asks_for():
    """Statement, address and chain are the documented ones; only the older text has a domain of its own."""
    newest = sign_in_message(WALLET, NONCE, domain="app.example", issued_at=NOW)
    older = sign_in_message(WALLET, NONCE, issued_at=NOW, expires_at=NOW.replace(minute=5), generation="g2")

    assert newest == NEWEST
    assert older == OLDER
    assert older == sign_in_message(
        WALLET, NONCE, issued_at=NOW, expires_at=NOW.replace(minute=5), generation="g2b"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"domain": None}, "domain"),
        ({"domain": "https://app.example/"}, "domain"),
        ({"address": WALLET.lower()}, "address"),
        ({"address": "0x1"}, "address"),
        ({"nonce": "short"}, "nonce"),
        ({"nonce": "12345678\nChain ID: 1"}, "nonce"),
        ({"domain": "app.example\nURI: else.example"}, "domain"),
        ({"issued_at": NOW.replace(tzinfo=None)}, "issued_at"),
        ({"expires_at": NOW.replace(tzinfo=None)}, "expires_at"),
    ],
)
def test_what_cannot_stand_in_a_message_is_named(changes, field):
    """A line too many would change what the person signs."""
    values = {"address": WALLET, "nonce": NONCE, "domain": "app.example", "issued_at": NOW, **changes}

    with pytest.raises(InvalidInputError) as caught:
        sign_in_message(**values)

    assert caught.value.field == field


def test_the_first_generation_knows_no_wallets():
    """Its customers come by OIDC tokens."""
    with pytest.raises(ConfigurationError, match="OIDC"):
        sign_in_message(WALLET, NONCE, issued_at=NOW, domain="app.example", generation="g1")


def test_without_its_library_the_command_that_installs_it_is_named(monkeypatch):
    """The library is an extra: it brings much along."""
    monkeypatch.setitem(sys.modules, "siwe", None)

    with pytest.raises(ConfigurationError, match=r"pip install 'rampkit\[siwe\]'"):
        sign_in_message(WALLET, NONCE, issued_at=NOW, domain="app.example")


@pytest.mark.parametrize("body", [NONCE, f"{NONCE}\n", f'"{NONCE}"'])
def test_a_nonce_is_plain_text(gnosis, body):
    """Asked for by nobody in particular."""
    nonce, [request] = replay(gnosis.get_sign_in_nonce(), [answer(body)])

    assert nonce == NONCE
    assert (request.method, request.path, request.scope) == ("GET", "/gnosispay/auth/nonce", None)


@pytest.mark.parametrize("body", ["", "<html>502</html>", '{"nonce": "x"}', "a b", b"\xff" * 20])
def test_what_is_no_nonce_is_a_bad_answer(gnosis, body):
    """It would be signed by a wallet."""
    with pytest.raises(BadResponseError, match="no nonce"):
        replay(gnosis.get_sign_in_nonce(), [answer(body)])


def test_a_signature_becomes_a_token_once(gnosis):
    """The nonce is used up by the first try, so the request is never repeated; the token shows nowhere."""
    token, [request] = replay(gnosis.sign_in(NEWEST, SIGNATURE, ttl=600), [answer({"token": TOKEN})])

    assert token == Secret(TOKEN)
    assert TOKEN not in repr(token) + str(token)
    assert (request.method, request.path) == ("POST", "/gnosispay/auth/challenge")
    assert request.json == {"message": NEWEST, "signature": SIGNATURE, "ttlInSeconds": 600}
    assert (request.once, request.commits, request.scope) == (True, Commits.NOTHING, None)


def test_the_life_of_the_token_is_the_providers_unless_said(gnosis):
    """An hour, as documented."""
    _, [request] = replay(gnosis.sign_in(NEWEST, SIGNATURE), [answer({"token": TOKEN})])

    assert "ttlInSeconds" not in request.json


@pytest.mark.parametrize(
    ("signature", "ttl", "field"),
    [
        ("0x", None, "signature"),
        ("1b" * 65, None, "signature"),
        ("0x1", None, "signature"),
        (SIGNATURE, 59, "ttl"),
        (SIGNATURE, 86_401, "ttl"),
    ],
)
def test_what_cannot_be_a_signature_does_not_use_the_nonce_up(gnosis, signature, ttl, field):
    """Nothing is sent."""
    with pytest.raises(InvalidInputError) as caught:
        replay(gnosis.sign_in(NEWEST, signature, ttl=ttl), [])

    assert caught.value.field == field


@pytest.mark.parametrize("payload", [{}, {"token": None}, {"token": ""}, {"token": "two\nlines"}, []])
def test_a_challenge_without_a_token_is_a_bad_answer(gnosis, payload):
    """And none is made up."""
    with pytest.raises(BadResponseError):
        replay(gnosis.sign_in(NEWEST, SIGNATURE), [answer(payload)])


def test_a_refused_signature_is_told_as_such(gnosis):
    """The codes of this call are on no page."""
    with pytest.raises(AuthenticationError):
        replay(gnosis.sign_in(NEWEST, SIGNATURE), [answer({"error": "UNAUTHORIZED"}, status=401)])


def test_a_customer_who_signed_in_is_registered_with_the_token(gnosis):
    """Under the application's own id, as ever; the token is a secret on its way."""
    person = Customer(id="user-1", country="US", metadata={"plan": "gold"})
    answered = {"id": "user-1", "accessToken": "t", "subject_token": TOKEN}

    link, [request] = replay(
        gnosis.register_customer_signed_in(person, Secret(TOKEN)), [answer(answered, status=201)]
    )

    assert request.path == "/customers"
    assert request.json == {"id": "user-1", "metadata": {"plan": "gold"}, "subject_token": TOKEN}
    assert (request.operation, request.scope) == ("register_customer", "project")
    assert TOKEN not in repr(request) + repr(link) + str(link.raw)


@pytest.mark.parametrize(("status", "kind"), [(400, InvalidRequestError), (401, AuthenticationError)])
def test_a_refused_subject_token_is_no_customer(gnosis, status, kind):
    """400 for what is none, 401 for what fails the checks."""
    flow = gnosis.register_customer_signed_in(Customer(id="1", country="US"), "not a token")

    with pytest.raises(kind):
        replay(flow, [answer({"code": "BAD_REQUEST", "message": "m"}, status=status)])


def test_renewing_a_token_does_not_send_the_subject_token_again(gnosis):
    """It may be over by then, and what it would do is on no page."""
    _, [request] = replay(
        gnosis.authorize("customer:user-1"), [answer({"id": "user-1", "accessToken": "t"}, status=201)]
    )

    assert request.json == {"id": "user-1"}
