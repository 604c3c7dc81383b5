"""The text behind a Pix QR code: a BR Code, recognised by what it is and not by where it stands.

Gnosis Ramp names Pix as a rail, but no page shows the key its code comes under. The format is EMV's
merchant-presented QR code (https://www.bcb.gov.br/estabilidadefinanceira/pix, "Manual do BR Code").
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Iterator
from typing import Any, TypeGuard

from rampkit.errors import InvalidInputError
from rampkit.models import Amount, Asset

__all__ = ["amount_in", "is_br_code", "objection_to"]

_CODE = re.compile(r"000201[ -~\u00c0-\u00ff]{20,600}6304[0-9A-Fa-f]{4}")
_PIX = "br.gov.bcb.pix"
_AMOUNT = "54"
_CHECKSUM_DIGITS = 4


def is_br_code(value: Any) -> TypeGuard[str]:
    """Whether *value* is the text of a Pix code."""
    return isinstance(value, str) and _PIX in value.lower() and _CODE.fullmatch(value) is not None


def objection_to(code: str, amount: Amount | None) -> str | None:
    """Why nobody should pay by *code* what an order of *amount* costs; None if nothing speaks against it.

    A code without an amount leaves it to the payer. What an order costs may be unknown, a damaged code not.
    """
    if f"{crc_hqx(code[:-_CHECKSUM_DIGITS].encode(), 0xFFFF):04X}" != code[-_CHECKSUM_DIGITS:].upper():
        return "the payment code is damaged; do not pay"
    asked = [value for tag, value in _fields(code) if tag == _AMOUNT]
    if asked and amount is not None and any(_read(value, amount.asset) != amount for value in asked):
        return "the payment code is for another amount than the order; do not pay"
    return None


def amount_in(code: str, asset: Asset) -> Amount | None:
    """The amount a code asks for; None if it leaves that to the payer."""
    asked = [value for tag, value in _fields(code) if tag == _AMOUNT]
    return _read(asked[0], asset) if asked else None


def _read(text: str, asset: Asset) -> Amount | None:
    try:
        return Amount(text, asset)
    except InvalidInputError:
        return None


def _fields(code: str) -> Iterator[tuple[str, str]]:
    """The fields of a code, each written as tag, length and value."""
    at = 0
    while (head := code[at : at + 4]).isascii() and head.isdigit() and len(head) == 4:  # noqa: PLR2004
        length = int(head[2:])
        yield head[:2], code[at + 4 : at + 4 + length]
        at += 4 + length
