"""Customers and the terms they accept."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import (
    Customer,
    CustomerLink,
    CustomerType,
    LinkStatus,
    Terms,
    TermsAcceptance,
)
from rampkit_ripio import wire
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in

__all__ = [
    "accept_terms_request",
    "acceptance_request",
    "customer_request",
    "parse_acceptance",
    "parse_accepted",
    "parse_customer",
    "parse_terms",
    "register_request",
    "require_ip_address",
    "terms_request",
]

_TYPES = {CustomerType.INDIVIDUAL: "INDIVIDUAL", CustomerType.BUSINESS: "BUSINESS"}


def register_request(customer: Customer) -> Request:
    """Create a customer (page customers/create-customer); Ripio takes the e-mail address and nothing else.

    The page lists `customerId` as required without defining it, and its own samples lack it: it is not sent.

    Raises:
        InvalidInputError: There is no e-mail address, or the type is none Ripio has.
    """
    if not customer.email:
        raise InvalidInputError("email", "is missing", remedy="Ripio registers customers by e-mail address")
    if customer.type not in _TYPES:
        raise InvalidInputError("type", "is not known to Ripio", remedy="use individual or business")
    return Request(
        operation="register_customer",
        method="POST",
        path=path("api", "v1", "customers", ""),
        json={"email": customer.email, "type": _TYPES[customer.type]},
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


def terms_request(operation: str = "get_terms") -> Request:
    """Read the terms in force (page terms-and-conditions/get-terms-and-conditions)."""
    return Request(operation=operation, path=path("api", "v1", "termsAndConditions", ""), scope=SCOPE)


def parse_terms(payload: Any, view: View) -> Terms:
    """The terms in force; all None where a list of them is empty."""
    found = _first(payload)
    if found is None:
        return Terms(connection=view.connection, raw=view.keep(payload))
    terms = wire.Terms.read(found)
    return Terms(
        connection=view.connection,
        terms_id=terms.termsId,
        version=terms.version,
        country=terms.country,
        url=terms.url,
        raw=view.keep(payload),
    )


def acceptance_request(customer_id: str) -> Request:
    """Ask whether a customer accepted (page terms-and-conditions/get-terms-acceptance-status)."""
    where = path("api", "v1", "customers", customer_id, "termsAcceptance", "")
    return Request(operation="get_terms", path=where, scope=SCOPE)


def parse_acceptance(payload: Any, view: View) -> Terms:
    """The terms in force and whether they are accepted: always, where a country has none."""
    state = wire.TermsAcceptance.read(payload)
    return Terms(
        connection=view.connection,
        terms_id=state.termsId,
        version=state.version,
        country=state.country,
        url=state.url,
        accepted=state.accepted,
        accepted_at=state.acceptedAt,
        raw=view.keep(payload),
    )


def accept_terms_request(customer_id: str, terms_id: str, acceptance: TermsAcceptance) -> Request:
    """Record an acceptance (page customers/accept-terms)."""
    body = {"termsId": terms_id, "ipAddress": acceptance.ip_address}
    if acceptance.user_agent:
        body["userAgent"] = acceptance.user_agent
    return Request(
        operation="accept_terms",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "acceptTerms", ""),
        json=body,
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def require_ip_address(acceptance: TermsAcceptance) -> None:
    """Refuse an acceptance that Ripio could not record: it wants the person's IPv4 address.

    Raises:
        InvalidInputError: There is none.
    """
    try:
        IPv4Address(acceptance.ip_address or "")
    except AddressValueError:
        pass
    else:
        return
    raise InvalidInputError(
        "ip_address",
        "is not an IPv4 address",
        remedy="give the person's address at acceptance, not the server's",
    )


def parse_accepted(payload: Any, terms: Terms, view: View) -> Terms:
    """The terms, accepted.

    Raises:
        ValueError: Ripio recorded an acceptance of other terms.
    """
    accepted = wire.AcceptedTerms.read(payload)
    if accepted.termsId != terms.terms_id:
        raise ValueError("other terms")
    return terms.evolve(accepted=True, accepted_at=accepted.acceptedAt, raw=view.keep(payload))


def _first(payload: Any) -> Any | None:
    """The object itself, or the first of a list of them; None for an empty list."""
    if {"termsId", "id"} & object_in(payload).keys():
        return payload
    items = items_of(payload)
    return items[0] if items else None
