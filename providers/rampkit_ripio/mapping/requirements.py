"""What Ripio wants to know about the account money goes to, as JSON Schemas."""

from __future__ import annotations

from typing import Any

from rampkit.http import Request, path
from rampkit.models import Pair, Rail, Requirements
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["parse_requirements", "requirements_request", "wallet_requirements"]

_TYPES: dict[
    str, dict[str, Any]
] = {  # pages fiat-accounts/retrieve-fiat-account-requirements, kyc/retrieve-kyc-requirements
    "TEXT": {"type": "string"},
    # An account number may begin with a zero, so text is as good as a number.
    "NUMBER": {"type": ["number", "string"]},
    "DATE": {"type": "string", "format": "date"},
}


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
    schema = {
        "type": "object",
        "properties": {field.fieldName: _property(field) for field in fields},
        "required": [field.fieldName for field in fields if field.required],
    }
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


def _property(field: wire.RequiredField) -> dict[str, Any]:
    schema = dict(_TYPES.get((field.type or "").upper(), {}))
    if field.choices:
        schema["enum"] = [choice.value for choice in field.choices]
    return schema
