"""Customers: Ripio knows their e-mail address, whether they are people or companies, and nothing else."""

from __future__ import annotations

from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import Customer, CustomerLink, CustomerType, LinkStatus
from rampkit_ripio import wire
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["customer_request", "deactivate_request", "parse_customer", "register_request", "update_request"]

_TYPES = {CustomerType.INDIVIDUAL: "INDIVIDUAL", CustomerType.BUSINESS: "BUSINESS"}


def register_request(customer: Customer) -> Request:
    """Create a customer (page customers/create-customer); Ripio takes the e-mail address and nothing else.

    The page lists `customerId` as required without defining it, and its own samples lack it: it is not sent.

    Raises:
        InvalidInputError: There is no e-mail address, or the type is none Ripio has.
    """
    email = _email(customer)
    if customer.type not in _TYPES:
        raise InvalidInputError("type", "is not known to Ripio", remedy="use individual or business")
    return Request(
        operation="register_customer",
        method="POST",
        path=path("api", "v1", "customers", ""),
        json={"email": email, "type": _TYPES[customer.type]},
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def customer_request(customer_id: str, operation: str = "get_customer") -> Request:
    """Read a customer. No page describes this call; a public client makes it."""
    return Request(operation=operation, path=path("api", "v1", "customers", customer_id, ""), scope=SCOPE)


def parse_customer(payload: Any, customer_id: str, view: View, *, asked: str | None = None) -> CustomerLink:
    """Ripio's record of the application's *customer_id*.

    Raises:
        ValueError: It is not the customer *asked* for.
    """
    customer = wire.Customer.read(payload)
    if asked is not None and customer.customerId != asked:
        raise ValueError("another customer")
    return CustomerLink(
        connection=view.connection,
        customer_id=customer_id,
        provider_customer_id=customer.customerId,
        status=LinkStatus.INACTIVE if customer.isActive is False else LinkStatus.ACTIVE,
        raw=view.keep(payload),
    )


def update_request(customer_id: str, customer: Customer) -> Request:
    """Change the e-mail address, which is all that can be changed (page customers/update-customer).

    That page does not show the method; customers/deactivate-customer names it. A repetition changes nothing,
    as of every PUT.

    Raises:
        InvalidInputError: There is no e-mail address.
    """
    return Request(
        operation="update_customer",
        method="PUT",
        path=path("api", "v1", "customers", customer_id, ""),
        json={"email": _email(customer)},
        scope=SCOPE,
        commits=Commits.RECORD,
        repeatable=True,
    )


def deactivate_request(customer_id: str) -> Request:
    """End a customer for good (page customers/deactivate-customer)."""
    return Request(
        operation="deactivate_customer",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "deactivate", ""),
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def _email(customer: Customer) -> str:
    if not customer.email:
        raise InvalidInputError("email", "is missing", remedy="Ripio registers customers by e-mail address")
    return customer.email
