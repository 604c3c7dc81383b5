"""Signing in with a wallet: a nonce, and a signed message that becomes a token."""

from __future__ import annotations

import re

from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.http import Request, Response
from rampkit.secrets import Secret
from rampkit_gnosis import wire
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.tokens import usable

__all__ = ["NONCE", "challenge_request", "nonce_request", "parse_challenge", "parse_nonce"]

NONCE = re.compile(r"[A-Za-z0-9]{8,128}")
"""https://eips.ethereum.org/EIPS/eip-4361 wants eight letters or digits; the sample has 64."""

_SIGNATURE = re.compile(r"0x(?:[0-9A-Fa-f]{2})+")
# https://docs.gnosispay.com/api-reference/authentication/verify-siwe-signature
_SHORTEST, _LONGEST = 60, 86_400


def nonce_request() -> Request:
    """Get a nonce. No credentials are needed."""
    return Request(operation="get_sign_in_nonce", path="/gnosispay/auth/nonce")


def parse_nonce(response: Response, at: Connection) -> str:
    """The nonce, which is the only answer that is plain text."""
    with at.reading(response, "get_sign_in_nonce"):
        nonce = response.text().strip().strip('"')
        if not NONCE.fullmatch(nonce):
            raise BadResponseError("it is no nonce")
        return nonce


def challenge_request(message: str, signature: str, ttl: int | None) -> Request:
    """Hand a signed message in, once. No credentials are needed.

    Raises:
        InvalidInputError: The signature is none, or the time is outside what is taken.
    """
    if not _SIGNATURE.fullmatch(signature):
        raise InvalidInputError(
            "signature", "is no signature", remedy="give it as the wallet does: 0x and hexadecimal digits"
        )
    if ttl is not None and not _SHORTEST <= ttl <= _LONGEST:
        raise InvalidInputError("ttl", f"must be {_SHORTEST} to {_LONGEST} seconds", remedy="or leave it out")
    asked = {} if ttl is None else {"ttlInSeconds": ttl}
    return Request(
        operation="sign_in",
        method="POST",
        path="/gnosispay/auth/challenge",
        json={"message": message, "signature": signature, **asked},
        once=True,
    )


def parse_challenge(response: Response, at: Connection) -> Secret:
    """The subject token."""
    with at.reading(response, "sign_in"):
        return usable(wire.Challenge.read(response.json()).token)
