"""What a provider knows of a customer, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.actions import action_lines, actions_json
from rampkit.cli.rendering.facts import fact_lines
from rampkit.cli.rendering.values import moment
from rampkit.cli.terminal import unbroken
from rampkit.models.customers import CustomerLink, Terms, Verification

__all__ = ["link_json", "link_lines", "terms_json", "terms_lines", "verification_json", "verification_lines"]

_YES_OR_NO = {True: "yes", False: "no", None: None}


def link_json(link: CustomerLink) -> dict[str, Any]:
    """The record, without the provider's answer: that holds personal data nobody asked for."""
    return {
        "provider_customer_id": link.provider_customer_id,
        "status": link.status.value,
        "actions": actions_json(link.actions),
    }


def link_lines(link: CustomerLink) -> Iterable[RenderableType]:
    """The provider's id, how far the record is, what the person does next."""
    yield from fact_lines(("Customer", link.provider_customer_id), ("Status", link.status))
    yield from action_lines(link.actions)


def verification_json(check: Verification) -> dict[str, Any]:
    """An identity check."""
    return {
        "scope": check.scope,
        "status": check.status.value,
        "provider_status": check.provider_status,
        "verification_id": check.verification_id,
        "updated_at": moment(check.updated_at),
        "actions": actions_json(check.actions),
    }


def verification_lines(checks: Sequence[Verification]) -> Iterable[RenderableType]:
    """How far each check is, then what the person does."""
    for check in checks:
        scope = "" if check.scope is None else f" for {check.scope}"
        word = "" if check.provider_status is None else f", in the provider's word {check.provider_status}"
        yield unbroken(f"Identity check{scope}: {check.status}{word}")
        yield from action_lines(check.actions)


def terms_json(terms: Terms) -> dict[str, Any]:
    """Terms, and whether they are accepted; null where the provider does not say."""
    return {
        "terms_id": terms.terms_id,
        "version": terms.version,
        "country": terms.country,
        "url": terms.url,
        "accepted": terms.accepted,
        "accepted_at": moment(terms.accepted_at),
    }


def terms_lines(terms: Terms) -> Iterable[RenderableType]:
    """The terms, and where they can be read."""
    if terms.terms_id is None and terms.accepted is None:
        yield Text("There are no terms to accept.")
        return
    accepted = _YES_OR_NO[terms.accepted]
    if terms.accepted and terms.accepted_at is not None:
        accepted = f"yes, {moment(terms.accepted_at)}"
    yield from fact_lines(
        ("Terms", terms.terms_id),
        ("Version", terms.version),
        ("To be read at", terms.url),
        ("Accepted", accepted),
    )
