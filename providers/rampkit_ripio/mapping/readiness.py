"""Whether somebody may order, and which terms stand in their way."""

from __future__ import annotations

from typing import Any

from rampkit.models import AcceptTerms, Terms
from rampkit_ripio.mapping.view import View
from rampkit_ripio.shapes import object_in

__all__ = ["parse_activity", "terms_action"]


def parse_activity(payload: Any, asked: str) -> bool:
    """Whether the customer *asked* for is active: older answers, which do not tell it, mean yes.

    Raises:
        ValueError: It is another customer.
    """
    customer = object_in(payload)
    told = customer.get("customerId")
    if isinstance(told, str) and told.strip().lower() != asked.lower():
        raise ValueError("another customer")
    return customer.get("isActive") is not False


def terms_action(terms: Terms, view: View) -> AcceptTerms:
    """The step of accepting *terms*, with their page."""
    known = terms.url is not None and view.knows_host(terms.url)
    return AcceptTerms(terms_id=terms.terms_id, url=terms.url, host_known=known)
