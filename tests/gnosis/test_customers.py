"""Customers, their tokens, and how requests are signed."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from rampkit.errors import AuthenticationError, BadResponseError, ConfigurationError
from rampkit.http import Commits, Request, Response, Token
from rampkit.models import Customer, LinkStatus
from rampkit.secrets import Secret
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider

SENT = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
CUSTOMER = {
    "id": "user-12345",
    "accessToken": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.sig",
    "createdAt": "2026-03-29T10:00:00.000Z",
    "updatedAt": "2026-03-29T10:00:00.000Z",
    "organizationId": "org_abc123",
    "projectId": "proj_xyz789",
    "metadata": {"plan": "gold"},
}


def jwt(claims: object) -> str:
    """A token with these claims."""
    middle = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJIUzI1NiJ9.{middle}.sig"


def token_from(gnosis, payload, *, sent_at=SENT):
    """The token that *payload* is read as."""
    response = Response(status=201, body=json.dumps(payload).encode(), sent_at=sent_at)
    token, _ = replay(gnosis.authorize("customer:user-12345"), [response])
    return token


def test_a_customer_is_registered_under_the_applications_own_id(gnosis):
    """Only the id and the metadata leave, as the project, and the call may be repeated."""
    customer = Customer(
        id="user-12345",
        country="US",
        email="jane@example.com",
        identity={"name": "Jane Doe"},
        metadata={"plan": "gold"},
    )

    link, [request] = replay(gnosis.register_customer(customer), [answer(CUSTOMER, status=201)])

    assert (request.method, request.path, request.scope) == ("POST", "/customers", "project")
    assert request.json == {"id": "user-12345", "metadata": {"plan": "gold"}}
    assert request.commits is Commits.RECORD
    assert request.repeatable
    assert (link.customer_id, link.provider_customer_id) == ("user-12345", "user-12345")
    assert link.status == LinkStatus.ACTIVE
    assert link.usable


def test_the_token_in_a_customer_answer_is_not_kept(gnosis):
    """`raw` can be logged or stored; a credential cannot."""
    payload = {**CUSTOMER, "access_token": "old-token", "nested": {"subject_token": "s", "token": "t"}}

    link, _ = replay(
        gnosis.register_customer(Customer(id="user-12345", country="US")), [answer(payload, status=201)]
    )

    assert link.raw["id"] == "user-12345"
    assert link.raw["nested"] == {}
    assert not {"accessToken", "access_token"} & set(link.raw)


def test_no_call_for_a_customer_carries_an_idempotency_key(gnosis):
    """With a key, the first answer would come back for a day, its token expired after an hour."""
    customer = Customer(id="user-12345", country="US")
    for flow in (gnosis.register_customer(customer), gnosis.authorize("customer:user-12345")):
        _, [request] = replay(flow, [answer(CUSTOMER, status=201)])

        assert request.idempotency_key is None
        assert request.headers == {}


def test_the_projects_token_needs_no_request(gnosis):
    """Basic credentials are known from the start and never expire."""
    token, sent = replay(gnosis.authorize("project"), [])

    assert sent == []
    assert token.expires_at is None
    signed = gnosis.sign(Request(operation="quotes", path="/intent/quote", scope="project"), token)
    assert signed.headers == {"Authorization": "Basic Y2xpZW50X2FiYzpzZWNyZXRfeHl6"}


def test_a_customers_request_is_signed_as_bearer(gnosis):
    """Headers that are there already stay."""
    request = Request(operation="get_order", path="/intent/1", scope="customer:1", headers={"A": "b"})

    signed = gnosis.sign(request, Token(Secret("customer-token")))

    assert signed.headers == {"A": "b", "Authorization": "Bearer customer-token"}
    assert request.headers == {"A": "b"}


def test_asking_for_a_token_sends_the_id_alone(gnosis):
    """Nobody knows what a repeated call would do to stored metadata."""
    _, [request] = replay(gnosis.authorize("customer:user:1"), [answer(CUSTOMER, status=201)])

    assert request.json == {"id": "user:1"}
    assert request.scope == "project"
    assert (request.commits, request.repeatable) == (Commits.RECORD, True)


@pytest.mark.parametrize(
    ("token", "expires_at"),
    [
        (jwt({"exp": 1774782000}), datetime(2026, 3, 29, 11, 0, tzinfo=UTC)),
        (jwt({"exp": 1774782000.5}), datetime(2026, 3, 29, 11, 0, tzinfo=UTC)),
        (jwt({}), SENT + timedelta(hours=1)),
        (jwt({"exp": True}), SENT + timedelta(hours=1)),
        (jwt({"exp": "soon"}), SENT + timedelta(hours=1)),
        (jwt({"exp": -1}), SENT + timedelta(hours=1)),
        (jwt({"exp": 10**30}), SENT + timedelta(hours=1)),
        (jwt([1]), SENT + timedelta(hours=1)),
        ("opaque", SENT + timedelta(hours=1)),
        ("a.%%%.c", SENT + timedelta(hours=1)),
        ("a.eyJleHAiOjFlOTk5OTk5OTk5OX0.c", SENT + timedelta(hours=1)),
    ],
)
def test_a_token_ends_when_it_says_so_else_after_an_hour(gnosis, token, expires_at):
    """A token that cannot be looked into is opaque, not broken."""
    read = token_from(gnosis, {"id": "1", "accessToken": token})

    assert read.expires_at == expires_at
    assert read.secret == Secret(token)
    assert token not in repr(read)


def test_a_token_of_unknown_age_has_no_known_end(gnosis):
    """It is used until it is refused."""
    assert token_from(gnosis, {"id": "1", "accessToken": "opaque"}, sent_at=None).expires_at is None


@pytest.mark.parametrize("token", [None, "", "two\nlines", "ünï"])
def test_an_answer_without_a_usable_token_is_a_bad_answer(gnosis, token):
    """The message names no part of it."""
    with pytest.raises(BadResponseError, match="holds no token"):
        token_from(gnosis, {"id": "1", "accessToken": token})


@pytest.fixture
def oauth() -> GnosisProvider:
    """A connection whose project comes with a token."""
    return GnosisProvider("client_abc", "secret_xyz", project_auth="oauth2")


def granted(oauth, payload, *, sent_at=SENT):
    """The project's token that *payload* is read as, and what was asked."""
    response = Response(status=200, body=json.dumps(payload).encode(), sent_at=sent_at)
    return replay(oauth.authorize("project"), [response])


def test_a_projects_token_is_asked_for_with_the_clients_credentials(oauth):
    """As the client credentials grant has it; nobody has seen Gnosis Ramp answer it."""
    token, [request] = granted(oauth, {"access_token": "t", "token_type": "Bearer", "expires_in": 600})

    assert (request.method, request.path, request.scope) == ("POST", "/auth/token", None)
    assert request.form == {"grant_type": "client_credentials"}
    assert request.headers == {"Authorization": "Basic Y2xpZW50X2FiYzpzZWNyZXRfeHl6"}
    assert (token.secret, token.expires_at) == (Secret("t"), SENT + timedelta(minutes=10))
    signed = oauth.sign(Request(operation="quotes", path="/", scope="project"), token)
    assert signed.headers == {"Authorization": "Bearer t"}
    assert "secret_xyz" not in repr(oauth) + repr(request) + repr(token)


@pytest.mark.parametrize(
    ("said", "life"),
    [
        ({}, timedelta(hours=1)),
        ({"expires_in": None}, timedelta(hours=1)),
        ({"expires_in": 0}, timedelta(hours=1)),
        ({"expires_in": -5}, timedelta(hours=1)),
        ({"expires_in": "120"}, timedelta(minutes=2)),
        ({"expires_in": 90.5}, timedelta(seconds=90)),
        ({"expires_in": 10**30}, timedelta(days=1)),
    ],
)
def test_a_projects_token_lives_as_long_as_is_said(oauth, said, life):
    """An hour if nothing is, a day at most: a token that is refused is renewed anyway."""
    token, _ = granted(oauth, {"access_token": "opaque", **said})

    assert token.expires_at == SENT + life


def test_a_projects_token_may_say_its_end_itself(oauth):
    """As a customer's may."""
    token, _ = granted(oauth, {"access_token": jwt({"exp": 1774782000})}, sent_at=None)

    assert token.expires_at == datetime(2026, 3, 29, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "payload", [{}, {"access_token": ""}, {"access_token": None}, {"accessToken": "t"}, []]
)
def test_an_answer_without_a_projects_token_is_a_bad_answer(oauth, payload):
    """There is no other way in then."""
    with pytest.raises(BadResponseError):
        granted(oauth, payload)


def test_a_client_that_is_refused_a_token_is_told_so(oauth):
    """As OAuth words it."""
    with pytest.raises(AuthenticationError) as caught:
        replay(oauth.authorize("project"), [answer({"error": "invalid_client"}, status=401)])

    assert (caught.value.operation, caught.value.code) == ("authorize", "invalid_client")


def test_every_customer_is_listed_without_a_token(gnosis):
    """On one page, as the project; times and ids are optional or not ours."""
    rows = [{**CUSTOMER, "accessToken": None}, {"id": "user-2", "accessToken": "t"}]

    page, [request] = replay(gnosis.list_customers(), [answer(rows)])

    assert (request.method, request.path, request.scope) == ("GET", "/customers", "project")
    assert [(link.customer_id, link.status) for link in page] == [
        ("user-12345", LinkStatus.ACTIVE),
        ("user-2", LinkStatus.ACTIVE),
    ]
    assert page.following is None
    assert "accessToken" not in page[1].raw


def test_wrong_credentials_are_told_as_such(gnosis):
    """The error comes from the call that needed the token."""
    with pytest.raises(AuthenticationError):
        replay(gnosis.authorize("customer:1"), [answer({"code": "UNAUTHORIZED", "message": "m"}, status=401)])


@pytest.mark.parametrize("scope", ["", "customer", "customer:", "admin", "project:1"])
def test_an_unknown_scope_is_a_mistake_of_ours(gnosis, scope):
    """It must not end in a customer that nobody wanted."""
    with pytest.raises(ConfigurationError):
        gnosis.authorize(scope)
