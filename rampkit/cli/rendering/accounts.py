"""What a provider wants to know about accounts, and those it keeps, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.forms import Form
from rampkit.cli.rendering.actions import action_lines, actions_json
from rampkit.cli.rendering.facts import fact_lines
from rampkit.cli.rendering.forms import form_lines
from rampkit.cli.rendering.tables import Sheet
from rampkit.cli.rendering.values import UNKNOWN, moment
from rampkit.models.accounts import BankAccount, Endpoint, RegisteredAccounts, Requirements, StoredAccount

__all__ = [
    "registered_json",
    "registered_lines",
    "requirements_json",
    "requirements_lines",
    "stored_json",
    "stored_lines",
]


def requirements_json(requirements: Requirements) -> dict[str, Any]:
    """Both schemas as the provider gave them; null: it wants to know nothing."""
    told = requirements.model_dump(mode="json", include={"source", "destination"})
    return {"pair": str(requirements.pair), **told}


def requirements_lines(requirements: Requirements) -> Iterable[RenderableType]:
    """A table for each side that the provider wants to know about."""
    sides = (("Source", requirements.source), ("Destination", requirements.destination))
    for title, schema in sides:
        if schema is not None:
            yield from form_lines(title, Form(schema))
    if all(schema is None for _, schema in sides):
        yield Text("The provider wants to know nothing about the accounts.")


def registered_json(registered: RegisteredAccounts) -> dict[str, Any]:
    """What the provider made of the accounts, under its own identifiers."""
    return {
        "pair": str(registered.pair),
        "status": registered.status.value,
        "provider_status": registered.provider_status,
        "source_id": registered.source_id,
        "destination_id": registered.destination_id,
        "actions": actions_json(registered.actions),
    }


def registered_lines(registered: RegisteredAccounts) -> Iterable[RenderableType]:
    """The identifiers there are, whether they can be used, what the person does next."""
    ids = (("Source", registered.source_id), ("Destination", registered.destination_id))
    known = [(label, value) for label, value in ids if value is not None]
    yield from fact_lines(*known, ("Status", registered.status))
    yield from action_lines(registered.actions)


def stored_json(account: StoredAccount) -> dict[str, Any]:
    """One stored account, the person's own number included."""
    return {
        "account_id": account.account_id,
        "status": account.status.value,
        "provider_status": account.provider_status,
        "rail": account.rail,
        "account": None if account.account is None else account.account.model_dump(mode="json"),
        "created_at": moment(account.created_at),
        "actions": actions_json(account.actions),
    }


def stored_lines(accounts: Sequence[StoredAccount]) -> Iterable[RenderableType]:
    """A row per account, then what the person does."""
    if not accounts:
        yield Text("The provider keeps no account of this customer.")
        return
    rows = [(one.account_id, one.status, one.rail or UNKNOWN, _account(one.account)) for one in accounts]
    yield Sheet(("Account", "Status", "Rail", "Is"), rows)
    for one in accounts:
        yield from action_lines(one.actions)


def _account(account: Endpoint | None) -> str:
    match account:
        case None:
            return UNKNOWN
        case BankAccount():
            return f"{account.scheme or 'account'} {account.identifier or UNKNOWN}"
        case _:
            return f"{account.address} on {account.network}"
