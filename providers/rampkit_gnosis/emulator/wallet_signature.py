"""Who signed a text."""

from __future__ import annotations

import re

_RECOVERABLE = re.compile("0x[0-9a-fA-F]{130}")
"""r, s and v: 65 bytes."""

_HEX = re.compile("0x(?:[0-9a-fA-F]{2})+")


def is_signature(text: str) -> bool:
    """Whether a text has the form of any signature, a contract's of any length included."""
    return _HEX.fullmatch(text) is not None


def is_signed_by(address: str, message: str, signature: str) -> bool:
    """Whether the key behind *address* signed *message* as a wallet signs texts (ERC-191).

    Recovering the signer takes the package `eth_account`. Where it is not installed, every signature of the
    right form, 65 bytes in hex, is taken for the wallet's.
    """
    if not _RECOVERABLE.fullmatch(signature):
        return False
    try:
        from eth_account import Account  # noqa: PLC0415  # optional, and heavy
        from eth_account.messages import encode_defunct  # noqa: PLC0415  # as above
    except ImportError:
        return True
    try:
        signer = str(Account.recover_message(encode_defunct(text=message), signature=signature))
    except Exception:  # noqa: BLE001  # kinds of other packages, for numbers that are on no curve
        return False
    return signer.lower() == address.lower()
