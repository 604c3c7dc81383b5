"""The amount inside a Pix copy-and-paste code (EMV QRCPS, as in the Manual do BR Code).

Ripio's clients read tag 54 as the exact fiat to pay and tag 63 as the checksum:
https://github.com/jessepollak/home
"""

from __future__ import annotations

from binascii import crc_hqx
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

__all__ = ["UnpayableCodeError", "amount_in"]

_CURRENCY = "53"
_REAL = "986"
"""ISO 4217's number of the Brazilian real."""
_AMOUNT = "54"
_CHECKSUM = "63"
_CHECKSUM_DIGITS = 4
_HEAD = 4
"""Two digits of tag, two of length."""


class UnpayableCodeError(ValueError):
    """Nobody should pay by the code; our own words say why."""


def amount_in(code: str) -> Decimal:
    """The exact amount of reais that *code* asks for.

    Raises:
        UnpayableCodeError: It is damaged, asks for other money, or names no amount.
    """
    fields = _fields(code)
    if not _is_whole(code, fields.get(_CHECKSUM, "")):
        raise UnpayableCodeError("its checksum does not fit, so it is damaged")
    if fields.get(_CURRENCY, _REAL) != _REAL:
        raise UnpayableCodeError("it asks for other money than reais")
    try:
        amount = Decimal(fields.get(_AMOUNT, ""))
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0:
        raise UnpayableCodeError("it names no amount")
    return amount


def _is_whole(code: str, checksum: str) -> bool:
    """Whether *code* ends in its own checksum, which covers everything before it."""
    covered = code[: -len(checksum)] if len(checksum) == _CHECKSUM_DIGITS else ""
    return covered != "" and f"{crc_hqx(covered.encode(), 0xFFFF):04X}" == checksum.upper()


def _fields(code: str) -> dict[str, str]:
    """Tags and their values.

    Raises:
        UnpayableCodeError: The code is not made of them, or has a tag twice: readers would disagree.
    """
    fields: dict[str, str] = {}
    for tag, value in _pairs(code):
        if tag in fields:
            raise UnpayableCodeError("it contradicts itself")
        fields[tag] = value
    return fields


def _pairs(code: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(code):
        head = code[place : place + _HEAD]
        start = place + _HEAD
        end = start + int(head[2:]) if len(head) == _HEAD and head.isascii() and head.isdigit() else start
        if start == end or end > len(code):
            raise UnpayableCodeError("it is cut short, or no Pix code")
        yield code[place : place + 2], code[start:end]
        place = end
