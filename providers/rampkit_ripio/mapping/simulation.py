"""Pretended deposits (https://docs.ripio.com/ramps-api/sandbox/simulate-deposit-for-on-ramp-sandbox)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import AccountScheme, Amount, OpenUrl, PayToAccount
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["PaysInto", "simulate_request"]

PaysInto: TypeAlias = PayToAccount | OpenUrl | Mapping[str, str]
"""The step of an order or deposit account that a person would take, or Ripio's name and value for it."""

_NAMES = {"AR": "alias_or_cvu", "MX": "clabe", "CO": "payment_url"}
"""One word per country, and only for `bank_transfer`."""


def simulate_request(pays_into: PaysInto, amount: Amount, view: View) -> Request:
    """Pretend that *amount* was paid.

    Raises:
        InvalidInputError: The amount is not in the country's money, or nothing here can be paid by a
            pretended bank transfer.
    """
    if amount.asset != view.fiat:
        raise InvalidInputError("amount", f"is not in {view.fiat}", remedy="pretend the fiat payment")
    amount.require_positive()
    name = _NAMES.get(view.country)
    value = None if name is None else _value(pays_into, name)
    if name is None or value is None:
        known = ", ".join(f"{word} ({country})" for country, word in _NAMES.items())
        raise InvalidInputError(
            "pays_into", "cannot be paid by a simulated bank transfer", remedy=f"Ripio simulates {known} only"
        )
    # Repeating it would pay twice, so it is sent once; sandbox money needs no journal.
    return Request(
        operation="simulate_deposit",
        method="POST",
        path=path("api", "v1", "simulateDeposit", ""),
        json={"paymentMethodType": "bank_transfer", "amount": amount.value, name: value},
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def _value(pays_into: PaysInto, name: str) -> str | None:
    if isinstance(pays_into, Mapping):
        return pays_into.get(name)
    if isinstance(pays_into, OpenUrl):
        return pays_into.url if name == "payment_url" else None
    schemes = {"alias_or_cvu": {AccountScheme.CVU, AccountScheme.ALIAS}, "clabe": {AccountScheme.CLABE}}
    if pays_into.scheme not in schemes.get(name, set()):
        return None
    return pays_into.identifier
