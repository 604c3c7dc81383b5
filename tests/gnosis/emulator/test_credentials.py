"""Project credentials, customer tokens, wallets."""

import base64
from datetime import timedelta

import pytest

PROJECT_CALLS = ["/customers", "/currencies/supported", "/providers", "/intent/quote", "/intent/requirements"]


def bearer(token):
    """The header of a token."""
    return {"Authorization": f"Bearer {token}"}


def project_token(caller):
    """A fresh project token."""
    form = {
        "grant_type": "client_credentials",
        "client_id": caller.basic[0],
        "client_secret": caller.basic[1],
    }
    return caller.post("/auth/token", data=form).json()["access_token"]


@pytest.mark.parametrize("path", PROJECT_CALLS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic " + base64.b64encode(b"client:wrong").decode()},
        {"Authorization": "Bearer a.b.c"},
    ],
)
def test_project_calls_want_the_project(caller, path, headers):
    """Missing, malformed and wrong project credentials are 401."""
    answer = caller.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.json() == {"error": "UNAUTHORIZED", "message": "Missing or invalid credentials"}


def test_project_bearer(caller):
    """A token from `/auth/token` opens project calls, for an hour."""
    token = project_token(caller)
    assert caller.get("/providers", headers=bearer(token)).status_code == 200
    caller.world.clock.advance(timedelta(hours=1))
    assert caller.get("/providers", headers=bearer(token)).status_code == 401


def test_token_call_takes_basic_too(caller):
    """`/auth/token` knows the project by its Basic header as well, and refuses other grants."""
    assert caller.post("/auth/token", data={"grant_type": "client_credentials"}, auth=caller.basic).is_success
    for form, error in (
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": "client"}, "invalid_client"),
    ):
        refused = caller.post("/auth/token", data=form)
        assert (refused.status_code, refused.json()["error"]) == (401, error)


@pytest.mark.parametrize(("mode", "basic", "token"), [("basic", 200, 401), ("bearer", 401, 200)])
def test_one_kind_of_project_credentials(caller, mode, basic, token):
    """A switch leaves only Basic or only Bearer."""
    issued = project_token(caller)
    caller.flip(project_auth=mode)
    assert caller.get("/providers", auth=caller.basic).status_code == basic
    assert caller.get("/providers", headers=bearer(issued)).status_code == token


def test_customer_token_lives_an_hour(caller, jane):
    """A customer token works for an hour and not a second longer."""
    caller.world.clock.advance(timedelta(seconds=3599))
    assert caller.get("/intent", headers=jane).status_code == 200
    caller.world.clock.advance(timedelta(seconds=1))
    assert caller.get("/intent", headers=jane).status_code == 401


def test_foreign_tokens(caller, jane):
    """Forged, project and malformed tokens are no customer tokens, nor the other way round."""
    header, claims, signed = jane["Authorization"].removeprefix("Bearer ").split(".")
    forged = f"{header}.{claims}.{signed[::-1]}"
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode()
    unsigned = f"{none}.{claims}."
    for token in (forged, unsigned, project_token(caller), "", "abc", "\u00e9.b.c".encode()):
        headers = {"Authorization": b"Bearer " + token if isinstance(token, bytes) else f"Bearer {token}"}
        assert caller.get("/intent", headers=headers).status_code == 401
    assert caller.get("/providers", headers=jane).status_code == 401
    assert caller.get("/intent", auth=caller.basic).status_code == 401


def test_intent_of_another_customer_does_not_exist(caller, jane):
    """Reading or executing somebody else's intent is 404."""
    intent_id = caller.intent(caller.customer("joe"))
    for answer in (
        caller.get(f"/intent/{intent_id}", headers=jane),
        caller.get(f"/intent/{intent_id}/transaction", headers=jane),
        caller.post(f"/intent/{intent_id}/transaction", headers=jane),
    ):
        assert answer.status_code == 404


def test_customer_again_keeps_the_record(caller):
    """The same id again is the same customer with a new token; new metadata replaces old."""
    first = caller.post("/customers", json={"id": "jane", "metadata": {"plan": "gold"}}, auth=caller.basic)
    caller.world.clock.advance(timedelta(minutes=5))
    second = caller.post("/customers", json={"id": "jane"}, auth=caller.basic)
    assert second.json()["metadata"] == {"plan": "gold"}
    assert second.json()["createdAt"] == first.json()["createdAt"]
    assert second.json()["accessToken"] != first.json()["accessToken"]
    listed = caller.get("/customers", auth=caller.basic).json()
    assert [each["id"] for each in listed] == ["jane"]
    assert "accessToken" not in listed[0]


@pytest.mark.parametrize("body", [{}, {"id": ""}, {"id": 7}, {"id": "a", "metadata": []}, [], "x"])
def test_bad_customers(caller, body):
    """A customer without a usable id is 400."""
    assert caller.post("/customers", json=body, auth=caller.basic).status_code == 400


def test_subject_tokens(caller):
    """A subject token that is none is 400, one that fails its checks 401."""
    for token, status in (("nonsense", 400), ("eyJhbGciOiJSUzI1NiJ9.e30.sig", 401)):
        body = {"id": "jane", "subject_token": token}
        assert caller.post("/customers", json=body, auth=caller.basic).status_code == status


def test_token_exchange(caller):
    """The oldest call knows a customer by the token's subject and answers `access_token`."""
    token = caller.control("/subject-tokens", subject="jane").json()["token"]
    answer = caller.post("/customers/token-exchange", json={"subject_token": token}, auth=caller.basic)
    assert answer.status_code == 201
    assert caller.get("/intent", headers=bearer(answer.json()["access_token"])).status_code == 200
