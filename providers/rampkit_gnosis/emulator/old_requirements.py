"""The account schemas of the older generations, by pair, country or chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.corridors import Corridor, find_corridor
from rampkit_gnosis.emulator.currencies import BRL, EUR, USD, Currency
from rampkit_gnosis.emulator.records import JsonObject
from rampkit_gnosis.emulator.refusals import bad_request
from rampkit_gnosis.emulator.requirements import ADDRESS_PATTERN, no_company

_RAILS: Mapping[Currency, tuple[str, ...]] = {
    USD: ("ACH", "WIRE", "SWIFT"),  # gnosisramps.mintlify.app/external-accounts/requirements
    BRL: ("PIX",),
    EUR: (invented.EURO_RAIL,),
}

_FIELDS: Mapping[Currency, Mapping[str, Any]] = {
    USD: invented.US_PAYOUT_FIELDS,
    BRL: invented.BR_PAYOUT_FIELDS,
    EUR: invented.EURO_FIELDS,
}

_COUNTRIES: Mapping[str, Currency] = {"US": USD, "BR": BRL, **dict.fromkeys(invented.EURO_COUNTRIES, EUR)}

_CHAINS = ("ETH", "BTC", "SOL", "TRON", "BASE", "POL", "ARB", "OP", "GNOSIS")
"""github.com/henghonglee-hq/docs openapi.yaml, first version."""

_CHAIN_NAMES: Mapping[str, str] = {"ETH": "ETHEREUM"}
"""A sample of gnosisramps.mintlify.app/external-accounts/requirements answers `ETH` with this."""


def pair_requirements(source: str, destination: str) -> JsonObject:
    """Both schemas of a pair, as gnosisramps.mintlify.app/external-accounts/requirements has them.

    Raises:
        Refusal: 400, nobody serves the pair.
    """
    corridor = find_corridor(source, destination)
    if corridor is None:
        raise no_company()
    bank, wallet = _bank(corridor.fiat), _wallet(corridor)
    ends = (bank, wallet) if corridor.direction == "ONRAMP" else (wallet, bank)
    return {"src": source, "dest": destination, "source": ends[0], "destination": ends[1]}


def country_requirements(country: str) -> JsonObject:
    """The bank account schema of a country.

    Raises:
        Refusal: 400, the country is not served.
    """
    return {"countryCode": country, "schema": _bank(country_currency(country))}


def blockchain_requirements(blockchain: str) -> JsonObject:
    """The wallet schema of a chain.

    Raises:
        Refusal: 400, the chain is not one of the documented names.
    """
    if blockchain not in _CHAINS:
        raise bad_request(f"Blockchain '{blockchain}' is not supported")
    schema = {
        "type": "object",
        "required": ["address", "currency"],
        "properties": {"address": {"type": "string", "minLength": 1}, "currency": {"type": "string"}},
    }
    return {"blockchain": _CHAIN_NAMES.get(blockchain, blockchain), "schema": schema}


def country_currency(country: str) -> Currency:
    """The currency of a country's bank accounts.

    Raises:
        Refusal: 400, the country is not served.
    """
    currency = _COUNTRIES.get(country)
    if currency is None:
        raise bad_request(f"Country '{country}' is not supported")
    return currency


def _bank(currency: Currency) -> JsonObject:
    account = _FIELDS[currency]
    return {
        "type": "object",
        "required": ["rails", "currency", *account],
        "properties": {
            "rails": {"type": "string", "enum": list(_RAILS[currency])},
            "currency": {"type": "string", "enum": [currency.code]},
            **account,
        },
    }


def _wallet(corridor: Corridor) -> JsonObject:
    return {
        "type": "object",
        "required": ["address", "currency"],
        "properties": {
            "address": {"type": "string", "pattern": ADDRESS_PATTERN},
            "currency": {"type": "string", "enum": [corridor.crypto.code]},
        },
    }
