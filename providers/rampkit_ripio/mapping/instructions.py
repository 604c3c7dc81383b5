"""How a person pays in: Ripio's instructions as one action.

Rails and their keys: https://docs.ripio.com/ramps-api/on-ramp/create-on-ramp-order; the Pix code is known
from public clients only.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.models import (
    AccountScheme,
    Action,
    Amount,
    Asset,
    Confirm,
    OpenUrl,
    PayToAccount,
    Rail,
    ScanCode,
)
from rampkit_ripio import wire
from rampkit_ripio.mapping.brcode import amount_in
from rampkit_ripio.mapping.view import View
from rampkit_ripio.shapes import list_in, object_in

__all__ = ["amount_or_none", "folded", "paying"]

_EXPIRY = "expiresAt"
_ACCOUNTS = {
    "cvu": AccountScheme.CVU,
    "clabe": AccountScheme.CLABE,
    "brebKey": AccountScheme.BRE_B_KEY,
    "alias": AccountScheme.ALIAS,
}


# What is told elsewhere: when it ends, and whether a standing account is ready.
_TOLD = {_EXPIRY, "status"}


def folded(payload: Any) -> wire.Instructions:
    """The instructions as one object: older answers list `{fieldName, value, type}` instead."""
    listed = list_in(payload)
    if listed is None:
        return object_in(payload)
    return {str(item.get("fieldName")): item.get("value") for item in map(object_in, listed)}


def paying(
    instructions: wire.Instructions, rail: Rail | None, amount: Amount | None, view: View
) -> Action | None:
    """The one step that pays; None where the instructions name none that is known.

    Where several ways lead to the same payment (a Pix code and its page) only the first is told: two steps
    would look like two payments. What a rail like Mercado Pago's, which no page describes, tells beside an
    account is kept in its `details`.

    Raises:
        UnpayableCodeError: Nobody should pay by the Pix code.
        InvalidInputError: A page of the instructions must not be opened.
    """
    code, expires_at = _text(instructions, "brCode"), wire.Expiry.read(instructions).expiresAt
    if code is not None:
        asked = Amount(amount_in(code), view.fiat)
        return ScanCode(code=code, format="pix_br_code", amount=asked, expires_at=expires_at)
    for key, scheme in _ACCOUNTS.items():
        if _text(instructions, key) is not None:
            return _account(instructions, key, scheme, rail, amount)
    url, phone = _text(instructions, "paymentUrl"), _text(instructions, "phoneNumber")
    if url is not None:
        return OpenUrl(url=url, purpose="checkout", host_known=view.knows_host(url), expires_at=expires_at)
    # Nequi asks the person on the phone, by itself: nothing else has to be paid.
    return None if phone is None else Confirm(what="phone", details={"phone_number": phone})


def amount_or_none(value: Decimal | None, asset: Asset | None) -> Amount | None:
    """An amount, or None where a part of it is unknown or no amount can be like that."""
    try:
        return None if value is None or asset is None else Amount(value, asset)
    except InvalidInputError:
        return None


def _account(
    instructions: wire.Instructions, key: str, scheme: AccountScheme, rail: Rail | None, amount: Amount | None
) -> PayToAccount:
    return PayToAccount(
        rail=rail,
        scheme=scheme,
        identifier=_text(instructions, key),
        alias=_text(instructions, "alias"),
        amount=amount,
        expires_at=wire.Expiry.read(instructions).expiresAt,
        details={name: value for name, value in instructions.items() if name not in _ACCOUNTS.keys() | _TOLD},
    )


def _text(instructions: wire.Instructions, key: str) -> str | None:
    value = instructions.get(key)
    return value.strip() or None if isinstance(value, str) else None
