"""Is this text an address of that network? Answered before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from rampkit.errors import InvalidInputError
from rampkit.extras import needs_extra
from rampkit.models.networks import AddressFormat, Network

__all__ = ["check_address"]

_EVM = re.compile(r"0x[0-9a-fA-F]{40}")
_LONGEST_BASE58 = 64
_MISTYPED = "has a wrong checksum: a character is mistyped"
_STELLAR = re.compile(r"[GM][A-Z2-7]{55,68}")
_SOLANA_LENGTH = 32
_TRON, _TRON_LENGTH = b"\x41", 25
_BITCOIN = re.compile(r"(bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})")


def check_address(address: str, network: Network) -> str:
    """*address*, if it can be one of *network*; a mixed-case EVM address must carry the right checksum.

    Raises:
        InvalidInputError: It cannot.
        ConfigurationError: The library that computes its checksum is not installed.
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
    with needs_extra(
        "validation", purpose="checking the address", otherwise="write the address in lower case"
    ):
        from Crypto.Hash import keccak  # noqa: PLC0415  # an extra

    digits = address[2:].lower()
    digest = keccak.new(data=digits.encode(), digest_bits=256).hexdigest()
    upper = "89abcdef"
    return "0x" + "".join(
        char.upper() if nibble in upper else char for char, nibble in zip(digits, digest, strict=False)
    )


def _tron(text: str) -> str | None:
    raw = _from_base58(text)
    if raw is None or len(raw) != _TRON_LENGTH or not raw.startswith(_TRON):
        return "is not an address (T and 33 base58 characters)"
    return None if _adds_up(text) else _MISTYPED


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
    return None if _adds_up(text) else _MISTYPED


def _from_base58(text: str, *, checksum: bool = False) -> bytes | None:
    """The bytes that *text* stands for; None if it is not base58, or longer than any address.

    With *checksum* it has to end in a right one, of Bitcoin and Tron alike, and that is cut off:
    https://en.bitcoin.it/wiki/Base58Check_encoding
    """
    with needs_extra("validation", purpose="checking the address"):
        import base58  # noqa: PLC0415  # an extra

    if not text or len(text) > _LONGEST_BASE58:
        return None
    try:
        return base58.b58decode_check(text) if checksum else base58.b58decode(text)
    except ValueError:
        return None


def _adds_up(text: str) -> bool:
    return _from_base58(text, checksum=True) is not None


_CHECKS: dict[AddressFormat, Callable[[str], str | None]] = {
    AddressFormat.EVM: _evm,
    AddressFormat.TRON: _tron,
    AddressFormat.SOLANA: _solana,
    AddressFormat.STELLAR: _stellar,
    AddressFormat.BITCOIN: _bitcoin,
}
