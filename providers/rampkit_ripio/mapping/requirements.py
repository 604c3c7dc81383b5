"""What Ripio wants to know about the account money goes to, as JSON Schemas."""

from __future__ import annotations

from typing import Any

from rampkit.http import Request, path
from rampkit.models import Pair, Rail, Requirements
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.fields import schema_of
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["parse_fields", "parse_requirements", "requirements_request", "wallet_requirements"]


def requirements_request(rail: Rail, view: View, operation: str) -> Request:
    """Ask for the fields of a payout account (page fiat-accounts/retrieve-fiat-account-requirements).

    The page calls the parameter `paymentMethod`; every other page says `paymentMethodType`. Both are sent.
    """
    code = assets.rail_code(view.country, rail)
    return Request(
        operation=operation,
        path=path("api", "v1", "fiatAccounts", "requirements", ""),
        query={"paymentMethod": code, "paymentMethodType": code},
        scope=SCOPE,
    )


def parse_fields(payload: Any) -> tuple[wire.RequiredField, ...]:
    """The fields of a payout account."""
    return tuple(map(wire.RequiredField.read, items_of(payload)))


def parse_requirements(payload: Any, pair: Pair, view: View) -> Requirements:
    """The fields that go into `BankAccount.details`; where it is one alone, `identifier` may stand for it."""
    schema = schema_of(parse_fields(payload))
    return Requirements(connection=view.connection, pair=pair, destination=schema, raw=view.keep(payload))


def wallet_requirements(pair: Pair, view: View) -> Requirements:
    """An on-ramp needs the person's wallet and nothing else."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "address": {"type": "string", "pattern": "^0x[0-9a-fA-F]{40}$"},
            "network": {"const": str(pair.crypto.network)},
        },
        "required": ["address", "network"],
    }
    return Requirements(connection=view.connection, pair=pair, destination=schema)
