"""Customers and their tokens: both come from one call, `POST /customers`."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from rampkit.errors import BadResponseError
from rampkit.http import Commits, Request, Response, Token
from rampkit.models import Customer, CustomerLink, LinkStatus
from rampkit.secrets import Secret
from rampkit_gnosis import wire
from rampkit_gnosis.connection import Connection

__all__ = [
    "PROJECT",
    "customer_of",
    "customer_request",
    "parse_customer",
    "parse_token",
    "scope_of",
    "token_request",
]

PROJECT = "project"
"""The scope of calls made as the project."""

_CUSTOMER = "customer:"
_FAR = 10**11
"""Seconds; the year 5138. A number beyond it is no time and may be too long to compute with."""
_LIFETIME = timedelta(hours=1)
"""https://docs.ramp.gnosis.io/customers/creating-customer"""


def scope_of(link: CustomerLink) -> str:
    """The scope of calls made for a customer."""
    return _CUSTOMER + (link.provider_customer_id or link.customer_id)


def customer_of(scope: str) -> str:
    """The customer a scope is for.

    Raises:
        ValueError: It is for none.
    """
    prefix, separator, customer = scope.partition(":")
    if f"{prefix}{separator}" != _CUSTOMER or not customer:
        raise ValueError("not the scope of a customer")
    return customer


def customer_request(customer: Customer) -> Request:
    """Create a customer, or get the existing one."""
    metadata = {"metadata": dict(customer.metadata)} if customer.metadata else {}
    return _request("register_customer", {"id": customer.id, **metadata})


def token_request(customer_id: str) -> Request:
    """Get a token for a customer; creates the customer where there is none.

    Metadata stays out: what a repeated call does to what is stored, no page says.
    """
    return _request("authorize", {"id": customer_id})


def _request(operation: str, body: dict[str, Any]) -> Request:
    # Never with an Idempotency-Key: for 24 hours the stored first answer would come back, its token expired.
    return Request(
        operation=operation,
        method="POST",
        path="/customers",
        json=body,
        scope=PROJECT,
        commits=Commits.RECORD,
        repeatable=True,
    )


def parse_customer(response: Response, customer: Customer, at: Connection) -> CustomerLink:
    """The link to *customer*, under the id that was sent: the one echoed may be Gnosis Ramp's own."""
    with at.reading(response, "register_customer"):
        payload = response.json()
        wire.Customer.read(payload)
        return CustomerLink(
            connection=at.name,
            customer_id=customer.id,
            provider_customer_id=customer.id,
            status=LinkStatus.ACTIVE,
            raw=at.kept(payload),
        )


def parse_token(response: Response, at: Connection) -> Token:
    """The customer's token. It ends when it says so itself, else an hour after it was asked for."""
    with at.reading(response, "authorize"):
        customer = wire.Customer.read(response.json())
        text = customer.accessToken or customer.access_token or ""
        if not (text and text.isascii() and text.isprintable()):
            raise BadResponseError("it holds no token")
        return Token(Secret(text), expires_at=_expiry(text) or _usual_expiry(response))


def _usual_expiry(response: Response) -> datetime | None:
    return response.sent_at + _LIFETIME if response.sent_at else None


def _expiry(token: str) -> datetime | None:
    """The `exp` claim of a JSON Web Token, if the token is one that can be looked into."""
    try:
        _, claims, _ = token.split(".")
        padded = claims + "=" * (-len(claims) % 4)
        decoded: Any = json.loads(urlsafe_b64decode(padded), parse_float=Decimal)
        moment = cast("Mapping[str, Any]", decoded)["exp"]
        if isinstance(moment, bool) or not isinstance(moment, int | Decimal) or not 0 < moment < _FAR:
            return None
        return datetime.fromtimestamp(int(moment), UTC)
    except (ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError):
        return None
