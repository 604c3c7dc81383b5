"""The amount inside a Pix copy-and-paste code (EMV QRCPS, as in the Manual do BR Code)."""

from __future__ import annotations

from binascii import crc_hqx
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

__all__ = ["amount_in"]

_AMOUNT = "54"
_CHECKSUM = "63"
_HEAD = 4
"""Two digits of tag, two of length."""


def amount_in(code: str) -> Decimal | None:
    """The exact amount *code* asks for; None where it names none or is damaged.

    Ripio's clients read tag 54 as the exact fiat to pay and tag 63 as the checksum:
    https://github.com/jessepollak/home
    """
    fields = dict(_fields(code))
    checksum = fields.get(_CHECKSUM, "")
    payload = code[: -len(checksum)] if checksum else code
    if f"{crc_hqx(payload.encode(), 0xFFFF):04X}" != checksum.upper():
        return None
    try:
        amount = Decimal(fields.get(_AMOUNT, ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _fields(code: str) -> Iterator[tuple[str, str]]:
    """Tags and their values, as far as the code is well formed."""
    place = 0
    while code[place : place + _HEAD].isascii() and code[place : place + _HEAD].isdigit():
        start = place + _HEAD
        end = start + int(code[place + 2 : start] or 0)
        if start == end or end > len(code):
            return
        yield code[place : place + 2], code[start:end]
        place = end
