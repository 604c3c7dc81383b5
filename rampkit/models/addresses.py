"""Is this text an address of that network? Answered before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from rampkit.errors import InvalidInputError
from rampkit.models.networks import AddressFormat, Network

__all__ = ["check_address"]

_EVM = re.compile(r"0x[0-9a-fA-F]{40}")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LONGEST_BASE58 = 64
_CHECKSUM_LENGTH = 4
_MISTYPED = "has a wrong checksum: a character is mistyped"
_STELLAR = re.compile(r"[GM][A-Z2-7]{55,68}")
_SOLANA_LENGTH = 32
_TRON = b"\x41"
_HASH_LENGTH = 20
_BITCOIN = re.compile(r"(bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})")


def check_address(address: str, network: Network) -> str:
    """*address*, if it can be one of *network*; a mixed-case EVM address must carry the right checksum.

    Raises:
        InvalidInputError: It cannot.
    """
    text = address.strip()
    problem = _CHECKS[network.addresses](text)
    if problem:
        raise InvalidInputError("address", f"{problem} on {network}", remedy="copy it from the wallet again")
    return text


def _evm(text: str) -> str | None:
    if not _EVM.fullmatch(text):
        return "is not an address (0x and 40 hexadecimal digits)"
    digits = text[2:]
    if digits in {digits.lower(), digits.upper()} or checksummed(text) == text:
        return None
    return "has a wrong EIP-55 checksum: a letter or digit is mistyped"


def checksummed(address: str) -> str:
    """*address* with the upper and lower case of EIP-55 (https://eips.ethereum.org/EIPS/eip-55)."""
    from Crypto.Hash import keccak  # noqa: PLC0415  # keeps `import rampkit` light

    digits = address[2:].lower()
    digest = keccak.new(data=digits.encode(), digest_bits=256).hexdigest()
    upper = "89abcdef"
    return "0x" + "".join(
        char.upper() if nibble in upper else char for char, nibble in zip(digits, digest, strict=False)
    )


def _tron(text: str) -> str | None:
    raw = _from_base58(text)
    if raw is None or len(raw) != len(_TRON) + _HASH_LENGTH + _CHECKSUM_LENGTH or not raw.startswith(_TRON):
        return "is not an address (T and 33 base58 characters)"
    return None if _adds_up(raw) else _MISTYPED


def _solana(text: str) -> str | None:
    raw = _from_base58(text)
    good = raw is not None and len(raw) == _SOLANA_LENGTH
    return None if good else "is not an address (32 to 44 base58 characters)"


def _stellar(text: str) -> str | None:
    return None if _STELLAR.fullmatch(text) else "is not an address (G or M and base32 characters)"


def _bitcoin(text: str) -> str | None:
    if not _BITCOIN.fullmatch(text):
        return "is not an address (1..., 3... or bc1...)"
    if text.startswith("bc1"):
        return None
    raw = _from_base58(text)
    return None if raw is not None and _adds_up(raw) else _MISTYPED


def _from_base58(text: str) -> bytes | None:
    """The bytes that *text* stands for; None if it is not base58 or longer than any address."""
    if not text or len(text) > _LONGEST_BASE58 or not set(text) <= set(_BASE58):
        return None
    number = 0
    for char in text:
        number = number * len(_BASE58) + _BASE58.index(char)
    zeros = len(text) - len(text.lstrip(_BASE58[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _adds_up(raw: bytes) -> bool:
    """Whether *raw* ends in its checksum, of Bitcoin and Tron alike.

    https://en.bitcoin.it/wiki/Base58Check_encoding
    """
    body, checksum = raw[:-_CHECKSUM_LENGTH], raw[-_CHECKSUM_LENGTH:]
    return sha256(sha256(body).digest()).digest()[:_CHECKSUM_LENGTH] == checksum


_CHECKS: dict[AddressFormat, Callable[[str], str | None]] = {
    AddressFormat.EVM: _evm,
    AddressFormat.TRON: _tron,
    AddressFormat.SOLANA: _solana,
    AddressFormat.STELLAR: _stellar,
    AddressFormat.BITCOIN: _bitcoin,
}
