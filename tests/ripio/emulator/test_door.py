"""Tokens, accounts and refusals at the door."""

from __future__ import annotations

from typing import Any

import pytest


def test_token_answers_in_both_name_styles(sandbox: Any) -> None:
    """A token comes as opaque text under the documented names and the widespread ones."""
    answer = sandbox.client.post(
        "/ripio/oauth2/token/",
        data={"grant_type": "client_credentials"},
        auth=("sandbox-ripio-ar", "sandbox-client-secret-ar"),
    )
    token = answer.json()
    assert answer.status_code == 200
    assert len(token["accessToken"]) == 30
    assert token == {
        "accessToken": token["access_token"],
        "access_token": token["accessToken"],
        "expiresIn": 36000,
        "expires_in": 36000,
        "tokenType": "Bearer",
        "token_type": "Bearer",
        "scope": "read write",
    }


@pytest.mark.parametrize("auth", [None, ("sandbox-ripio-ar", "wrong"), ("", "")])
def test_bad_credentials_get_the_oauth_error(sandbox: Any, auth: Any) -> None:
    """Bad Basic credentials are refused in the plain OAuth shape, not in the envelope."""
    answer = sandbox.client.post("/ripio/oauth2/token/", data={"grant_type": "client_credentials"}, auth=auth)
    assert answer.status_code == 401
    assert answer.json() == {"error": "invalid_client"}


def test_other_grants_are_refused(sandbox: Any) -> None:
    """Client credentials are the only grant."""
    answer = sandbox.client.post(
        "/ripio/oauth2/token/",
        data={"grant_type": "password"},
        auth=("sandbox-ripio-ar", "sandbox-client-secret-ar"),
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}]
)
def test_calls_without_a_good_token_get_40001(sandbox: Any, header: dict[str, str]) -> None:
    """A missing or bad token is refused with the documented envelope."""
    answer = sandbox.client.get("/ripio/api/v1/rates/", headers=header)
    assert answer.status_code == 401
    assert answer.json() == {
        "code": 40001,
        "type": "NotAuthenticated",
        "detail": {
            "message": "Authentication credentials were not provided.",
            "code": "not_authenticated",
        },
        "status": 401,
    }


def test_token_expires_by_the_sandbox_clock(sandbox: Any, argentina: Any) -> None:
    """A token is refused once its lifetime is over."""
    sandbox.advance(35_999)
    assert argentina.call("GET", "/rates/").status_code == 200
    sandbox.advance(1)
    assert argentina.refused("GET", "/rates/")["code"] == 40001


def test_data_never_crosses_accounts(sandbox: Any, argentina: Any) -> None:
    """A customer of one account does not exist for another."""
    customer_id = argentina.stranger()
    assert sandbox.partner("MX").refused("GET", f"/customers/{customer_id}/")["status"] == 404


def test_both_slash_forms_are_served(argentina: Any) -> None:
    """A path answers the same with and without its final slash, also to a POST."""
    assert argentina.get("/rates") == argentina.get("/rates/")
    body = {"email": "a@example.com", "type": "INDIVIDUAL"}
    assert argentina.call("POST", "/customers", body).status_code == 201


def test_wrong_method_names_the_right_ones(argentina: Any) -> None:
    """A documented path refuses another method with 405 and says what it allows."""
    answer = argentina.call("DELETE", "/onramp/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


def test_broken_json_gets_20001(argentina: Any) -> None:
    """A body that is not JSON is a parse error, one that is not an object a validation error."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {argentina.token}"}
    post = argentina.sandbox.client.post
    broken = post("/ripio/api/v1/customers/", content=b'{"email":', headers=headers)
    assert (broken.status_code, broken.json()["code"]) == (400, 20001)
    assert argentina.refused("POST", "/customers/", [])["code"] == 20000


def test_every_wrong_field_is_named(argentina: Any) -> None:
    """A validation error carries one key per wrong field beside its message."""
    envelope = argentina.refused("POST", "/customers/", {"email": "nobody", "type": "ROBOT"})
    assert envelope["code"] == 20000
    assert envelope["detail"].keys() == {"message", "email", "type"}


def test_unknown_paths_answer_in_the_envelope(argentina: Any) -> None:
    """What the API does not know is not found."""
    assert argentina.refused("GET", "/nothing/")["code"] == 40400
