"""The JSON Schemas that say what `src.details` and `dest.details` must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.corridors import COMPANIES, Corridor
from rampkit_gnosis.emulator.records import JsonObject
from rampkit_gnosis.emulator.refusals import bad_request
from rampkit_gnosis.emulator.switches import Switches

ADDRESS_PATTERN = "^0x[a-fA-F0-9]{40}$"
"""docs.ramp.gnosis.io/intents/requirements."""

_ACCOUNT_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "USD": invented.US_PAYOUT_FIELDS,
    "BRL": invented.BR_PAYOUT_FIELDS,
    "EUR": invented.EURO_FIELDS,
}


def narrowed(corridor: Corridor, rail: str | None, company_id: str | None) -> Corridor:
    """Keep only one rail or one company of a corridor.

    Raises:
        Refusal: 400, the corridor has no such rail or company.
    """
    if rail is not None:
        if rail not in corridor.rails:
            raise no_company()
        corridor = replace(corridor, rails=(rail,))
    if company_id is not None:
        if company_id not in corridor.company_ids:
            raise no_candidate(company_id)
        corridor = replace(corridor, company_ids=(company_id,))
    return corridor


def source_schema(corridor: Corridor, switches: Switches) -> JsonObject:
    """What `src.details` must hold: routing for fiat, an address for crypto."""
    return _side(corridor, switches, fiat=corridor.direction == "ONRAMP", fields=switches.payin_schema)


def destination_schema(corridor: Corridor, switches: Switches) -> JsonObject:
    """What `dest.details` must hold: the whole account for fiat, an address for crypto."""
    return _side(corridor, switches, fiat=corridor.direction == "OFFRAMP", fields=switches.payout_schema)


def _side(corridor: Corridor, switches: Switches, *, fiat: bool, fields: str) -> JsonObject:
    if not fiat:
        return _wallet(corridor)
    schema = _routing(corridor, switches)
    if fields == "account":
        account = _ACCOUNT_FIELDS[corridor.fiat.code]
        schema["required"] = [*schema["required"], *account]
        schema["properties"] = {**schema["properties"], **account}
    return schema


def _routing(corridor: Corridor, switches: Switches) -> JsonObject:
    """The routing fields of docs.ramp.gnosis.io/intents/requirements."""
    country = {"const": corridor.countries[0]} if len(corridor.countries) == 1 else None
    companies = [{"const": each, "title": COMPANIES[each].name} for each in corridor.company_ids]
    preferred = (
        {}
        if switches.provider_key == "absent"
        else {switches.provider_key: {"type": "string", "oneOf": companies}}
    )
    return {
        "type": "object",
        "required": ["countryCode", "currency", switches.rail_key],
        "properties": {
            "countryCode": country or {"type": "string", "enum": list(corridor.countries)},
            "currency": {"const": corridor.fiat.code},
            switches.rail_key: {"type": "string", "enum": list(corridor.rails)},
            **preferred,
        },
        "additionalProperties": True,
    }


def _wallet(corridor: Corridor) -> JsonObject:
    """The wallet fields of docs.ramp.gnosis.io/intents/requirements."""
    return {
        "type": "object",
        "required": ["address", "currency"],
        "properties": {
            "address": {"type": "string", "pattern": ADDRESS_PATTERN, "description": "Wallet address"},
            "currency": {"const": corridor.crypto.code},
        },
    }


def no_company() -> Exception:
    """Nobody serves what was asked (gnosisramps.mintlify.app/intents/lifecycle)."""
    return bad_request("No provider can handle the requested external accounts")


def no_candidate(company_id: str) -> Exception:
    """The company that was asked for does not serve it (gnosisramps.mintlify.app/intents/lifecycle)."""
    return bad_request(f"Preferred provider '{company_id}' is not a valid candidate for this payment path")
