"""Tokens: the project's and the customers', what they are asked for with, and how long they live."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from rampkit.errors import BadResponseError
from rampkit.http import Request, Response, Token
from rampkit.secrets import Secret
from rampkit_gnosis import wire
from rampkit_gnosis.mapping.connection import Connection

__all__ = ["basic", "parse_customer_token", "parse_project_token", "project_token_request", "usable"]

_LONGEST = timedelta(days=1)
"""A longer promise is not believed: nobody would notice when it is broken."""
_FAR = 10**11
"""Seconds; the year 5138. A number beyond it is no time and may be too long to compute with."""
_LIFETIME = timedelta(hours=1)
"""https://docs.ramp.gnosis.io/customers/creating-customer"""


def basic(client_id: str, client_secret: Secret) -> Secret:
    """The project's credentials as HTTP Basic wants them (https://www.rfc-editor.org/rfc/rfc7617)."""
    return Secret(b64encode(f"{client_id}:{client_secret.reveal()}".encode()).decode())


def project_token_request(credentials: Secret) -> Request:
    """Get a token for the project with *credentials* as `basic` makes them.

    The newest reference labels project calls "OAuth2 client credentials"
    (https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-indicative-quote), and the oldest
    specification gives the address of the token call. What it takes and answers is on no page: this is the
    client credentials grant of https://www.rfc-editor.org/rfc/rfc6749#section-4.4, which nobody has seen
    Gnosis Ramp answer.
    """
    return Request(
        operation="authorize",
        method="POST",
        path="/auth/token",
        form={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {credentials.reveal()}"},
    )


def parse_project_token(response: Response, at: Connection) -> Token:
    """The project's token. An end that is not told is looked for in the token, else an hour away."""
    with at.reading(response, "authorize"):
        told = wire.ProjectToken.read(response.json())
        secret = usable(told.access_token)
        if told.expires_in is None or told.expires_in <= 0:
            return Token(secret, expires_at=_end(secret, response))
        seconds = min(told.expires_in, Decimal(_LONGEST.total_seconds()))
        return Token(secret, expires_at=_after(response, timedelta(seconds=int(seconds))))


def parse_customer_token(response: Response, at: Connection) -> Token:
    """The customer's token, in the field of any generation.

    It ends when it says so itself, else an hour after it was asked for.
    """
    with at.reading(response, "authorize"):
        customer = wire.Customer.read(response.json())
        secret = usable(customer.accessToken or customer.access_token)
        return Token(secret, expires_at=_end(secret, response))


def usable(text: str | None) -> Secret:
    """A token, if it can stand in a header.

    Raises:
        BadResponseError: It is none; use inside `reading`.
    """
    if not (text and text.isascii() and text.isprintable()):
        raise BadResponseError("it holds no token")
    return Secret(text)


def _end(secret: Secret, response: Response) -> datetime | None:
    return _expiry(secret) or _after(response, _LIFETIME)


def _after(response: Response, life: timedelta) -> datetime | None:
    return response.sent_at + life if response.sent_at else None


def _expiry(secret: Secret) -> datetime | None:
    """The `exp` claim of a JSON Web Token, if the token is one that can be looked into."""
    try:
        _, claims, _ = secret.reveal().split(".")
        padded = claims + "=" * (-len(claims) % 4)
        decoded: Any = json.loads(urlsafe_b64decode(padded), parse_float=Decimal)
        moment = cast("Mapping[str, Any]", decoded)["exp"]
        if isinstance(moment, bool) or not isinstance(moment, int | Decimal) or not 0 < moment < _FAR:
            return None
        return datetime.fromtimestamp(int(moment), UTC)
    except (ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError):
        return None
