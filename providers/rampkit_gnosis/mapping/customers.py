"""Customers: how they are told to Gnosis Ramp, and what it tells of them."""

from __future__ import annotations

from typing import Any

from rampkit.http import Commits, Request, Response
from rampkit.models import Customer, CustomerLink, LinkStatus
from rampkit.secrets import Secret
from rampkit_gnosis import wire
from rampkit_gnosis.mapping.connection import Connection

__all__ = [
    "PROJECT",
    "customer_of",
    "customer_request",
    "customers_request",
    "exchange_request",
    "parse_customer",
    "parse_customers",
    "scope_of",
    "token_request",
]

PROJECT = "project"
"""The scope of calls made as the project."""

_CUSTOMER = "customer:"


def scope_of(link: CustomerLink) -> str:
    """The scope of calls made for a customer: by the application's id, which is what tokens are got with."""
    return _CUSTOMER + link.customer_id


def customer_of(scope: str) -> str:
    """The customer a scope is for.

    Raises:
        ValueError: It is for none.
    """
    prefix, separator, customer = scope.partition(":")
    if f"{prefix}{separator}" != _CUSTOMER or not customer:
        raise ValueError("not the scope of a customer")
    return customer


def customer_request(customer: Customer, subject_token: Secret | None = None) -> Request:
    """Create a customer, or get the existing one.

    https://docs.ramp.gnosis.io/customers/creating-customer; with a *subject_token*, who was verified
    elsewhere is not asked again: https://docs.ramp.gnosis.io/customers/creating-customer-with-external-auth
    """
    body: dict[str, Any] = {"id": customer.id}
    if customer.metadata:
        body["metadata"] = dict(customer.metadata)
    if subject_token is not None:
        body["subject_token"] = subject_token.reveal()
    return _request("register_customer", "/customers", body)


def token_request(customer_id: str) -> Request:
    """Get a token for a customer; creates the customer where there is none.

    Metadata and subject tokens stay out: what a repeated call does to what is stored, no page says.
    """
    return _request("authorize", "/customers", {"id": customer_id})


def exchange_request(operation: str, subject_token: Secret) -> Request:
    """Create the customer of a *subject_token*, or get it, in the first generation.

    Page auth/token-exchange of https://gnosisramps.mintlify.app, in its first capture. The token names the
    customer; no id of ours is sent.
    """
    return _request(operation, "/customers/token-exchange", {"subject_token": subject_token.reveal()})


def customers_request() -> Request:
    """Read every customer of the project.

    https://docs.ramp.gnosis.io/api-reference/endpoints/customers/get-all-customers
    """
    return Request(operation="list_customers", path="/customers", scope=PROJECT)


def _request(operation: str, path: str, body: dict[str, Any]) -> Request:
    # Never with an Idempotency-Key: for 24 hours the stored first answer would come back, its token expired.
    return Request(
        operation=operation,
        method="POST",
        path=path,
        json=body,
        scope=PROJECT,
        commits=Commits.RECORD,
        repeatable=True,
    )


def parse_customer(response: Response, customer: Customer, at: Connection) -> CustomerLink:
    """The link to *customer*, under the application's id: the one answered may be Gnosis Ramp's own."""
    with at.reading(response, "register_customer"):
        payload = response.json()
        return _link(customer.id, wire.Customer.read(payload), payload, at)


def parse_customers(response: Response, at: Connection) -> tuple[CustomerLink, ...]:
    """The links to every customer, under the ids that are answered."""
    with at.reading(response, "list_customers"):
        told = [(wire.Customer.read(item), item) for item in wire.items(response.json())]
        return tuple(_link(row.id, row, item, at) for row, item in told)


def _link(customer_id: str, told: wire.Customer, payload: Any, at: Connection) -> CustomerLink:
    return CustomerLink(
        connection=at.name,
        customer_id=customer_id,
        provider_customer_id=told.id,
        status=LinkStatus.ACTIVE,
        raw=at.kept(payload),
    )
