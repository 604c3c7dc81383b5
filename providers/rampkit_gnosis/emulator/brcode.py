"""The text behind a Pix QR code."""

from __future__ import annotations

_POLYNOMIAL = 0x1021
_TOP_BIT = 0x8000
_MASK = 0xFFFF


def br_code(key: str, amount: str, beneficiary: str, reference: str) -> str:
    """Write a static Pix payload in the EMV layout of the Brazilian central bank's BR Code manual."""
    account = _field("00", "br.gov.bcb.pix") + _field("01", key)
    text = "".join(
        (
            _field("00", "01"),
            _field("26", account),
            _field("52", "0000"),
            _field("53", "986"),
            _field("54", amount),
            _field("58", "BR"),
            _field("59", beneficiary),
            _field("60", "SAO PAULO"),
            _field("62", _field("05", reference)),
            "6304",
        )
    )
    return f"{text}{_crc16(text.encode('ascii')):04X}"


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"


def _crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE, as the manual asks."""
    crc = _MASK
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ _POLYNOMIAL if crc & _TOP_BIT else crc << 1) & _MASK
    return crc
