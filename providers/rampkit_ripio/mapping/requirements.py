"""What Ripio wants to know about the account money goes to, as JSON Schemas."""

from __future__ import annotations

from typing import Any

from rampkit.http import Request, path
from rampkit.models import Pair, Rail, Requirements
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.fields import schema_of
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["parse_requirements", "requirements_request", "wallet_requirements"]


def requirements_request(rail: Rail, view: View) -> Request:
    """Ask for the fields of a payout account (page fiat-accounts/retrieve-fiat-account-requirements).

    The page calls the parameter `paymentMethod`; every other page says `paymentMethodType`. Both are sent.
    """
    code = assets.rail_code(view.country, rail)
    return Request(
        operation="requirements",
        path=path("api", "v1", "fiatAccounts", "requirements", ""),
        query={"paymentMethod": code, "paymentMethodType": code},
        scope=SCOPE,
    )


def parse_requirements(payload: Any, pair: Pair, view: View) -> Requirements:
    """The fields that go into `BankAccount.details`; `identifier` may stand for the one of AR and MX."""
    fields = [wire.RequiredField.read(item) for item in items_of(payload)]
    schema = schema_of(fields)
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
