"""Pix charges as text: EMV tags, the exact amount, a checksum."""

from __future__ import annotations

from decimal import Decimal

_POLYNOMIAL = 0x1021
_TOP_BIT = 0x8000


def br_code(amount: Decimal, transaction: str) -> str:
    """A copy-and-paste payload that asks for exactly *amount* reais under the id *transaction*."""
    account = _tag("00", "br.gov.bcb.pix") + _tag("25", f"pix.ripio.example/v2/{transaction}")
    payload = "".join(
        (
            _tag("00", "01"),
            _tag("01", "12"),
            _tag("26", account),
            _tag("52", "0000"),
            _tag("53", "986"),
            _tag("54", format(amount.quantize(Decimal("0.01")), "f")),
            _tag("58", "BR"),
            _tag("59", "RIPIO SANDBOX"),
            _tag("60", "SAO PAULO"),
            _tag("62", _tag("05", transaction)),
            "6304",
        )
    )
    return f"{payload}{checksum(payload):04X}"


def checksum(payload: str) -> int:
    """CRC-16/CCITT of *payload*, tag and length of the checksum itself included."""
    crc = 0xFFFF
    for byte in payload.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ _POLYNOMIAL if crc & _TOP_BIT else crc << 1
        crc &= 0xFFFF
    return crc


def _tag(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"
