"""Terms and conditions, and who accepted them."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import Terms, TermsAcceptance
from rampkit_ripio import wire
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in

__all__ = [
    "accept_request",
    "acceptance_request",
    "parse_acceptance",
    "parse_accepted",
    "parse_terms",
    "require_ip_address",
    "terms_request",
]

_IDS = {"termsId", "id"}


def terms_request(operation: str) -> Request:
    """Read the terms in force (page terms-and-conditions/get-terms-and-conditions)."""
    return Request(operation=operation, path=path("api", "v1", "termsAndConditions", ""), scope=SCOPE)


def parse_terms(payload: Any, view: View) -> Terms:
    """The terms in force; all None where there are none."""
    found = _in_force(payload, view.country)
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


def acceptance_request(customer_id: str, operation: str) -> Request:
    """Ask whether a customer accepted (page terms-and-conditions/get-terms-acceptance-status)."""
    where = path("api", "v1", "customers", customer_id, "termsAcceptance", "")
    return Request(operation=operation, path=where, scope=SCOPE)


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


def accept_request(customer_id: str, terms_id: str, acceptance: TermsAcceptance) -> Request:
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


def _in_force(payload: Any, country: str) -> Any | None:
    """The terms of *country* among what was answered; None where there are none.

    No page says how "none" looks: an empty list, an empty object, null or an object without an id count.
    """
    page = object_in(payload)
    if payload is None or payload == {} or _IDS & page.keys():
        return payload if any(page.get(name) for name in _IDS) else None
    items = items_of(payload)
    ours = (item for item in items if object_in(item).get("country") == country)
    return next(ours, items[0]) if items else None
