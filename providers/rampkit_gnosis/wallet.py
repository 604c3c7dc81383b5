"""The message a person's wallet signs to bring identity checks along from Gnosis Pay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import ValidationError

from rampkit.errors import ConfigurationError, InvalidInputError
from rampkit.extras import needs_extra
from rampkit_gnosis.generations import Generation
from rampkit_gnosis.mapping.sign_in import NONCE

__all__ = ["sign_in_message"]

_DOMAIN = re.compile(r"[A-Za-z0-9.\-]+(?::[0-9]{1,5})?")
_CHAIN = 100
"""Gnosis Chain, in every generation."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What a generation wants to have signed."""

    statement: str
    uri: str
    domain: str | None = None
    """None: the host of the page that asks."""


# https://docs.ramp.gnosis.io/customers/creating-customer-with-external-auth
_NEWEST = _Text("Sign in with Ethereum to Gnosis Pay", "https://api.gnosispay.com/")
# Page auth/gnosispay-wallet of https://gnosisramps.mintlify.app
_OLDER = _Text("Sign in to GnosisRamp", "https://api.gnosisramp.io", "gnosisramp.io")
_TEXTS = {Generation.G3: _NEWEST, Generation.G2B: _OLDER, Generation.G2: _OLDER}


def sign_in_message(
    address: str,
    nonce: str,
    *,
    issued_at: datetime,
    domain: str | None = None,
    expires_at: datetime | None = None,
    generation: str = Generation.G3,
) -> str:
    """Build the message for the wallet of *address*; its signature goes into `sign_in`. Pure.

    It is a message of https://eips.ethereum.org/EIPS/eip-4361, built by the library `siwe`: the text has a
    grammar of its own, in which a line too many changes what is signed, and a library that only signs, like
    `eth_account`, takes any text.

    Args:
        address: The wallet, in the upper and lower case of EIP-55.
        nonce: From `get_sign_in_nonce`.
        issued_at: The time now, with its zone.
        domain: Host of the page that asks; wallets warn of any other. Older generations have their own.
        expires_at: When the signature stops counting.
        generation: Whose text: `g3`, or `g2` and `g2b`, which have another one.

    Raises:
        ConfigurationError: `siwe` is not installed, or the generation knows no wallets.
        InvalidInputError: A value cannot stand in such a message; names it.
    """
    text = _TEXTS.get(Generation.named(generation, connection="gnosis"))
    if text is None:
        raise ConfigurationError("generation 'g1' has no sign-in by wallet; register with an OIDC token")
    values = {
        "domain": _fitting("domain", domain or text.domain or "", _DOMAIN),
        "address": address,
        "statement": text.statement,
        "uri": text.uri,
        "version": "1",
        "chain_id": _CHAIN,
        "nonce": _fitting("nonce", nonce, NONCE),
        "issued_at": _moment("issued_at", issued_at),
        "expiration_time": None if expires_at is None else _moment("expires_at", expires_at),
    }
    return _message(values)


def _message(values: Mapping[str, object]) -> str:
    with needs_extra("siwe", purpose="building a sign-in message"):
        # It brings web3 along, which takes more than half a second to load.
        import siwe  # type: ignore[import-untyped]  # noqa: PLC0415  # an extra, which has no types

    message: Any = cast("Any", siwe).SiweMessage
    try:
        return str(message.model_validate(values).prepare_message())
    except ValidationError as error:
        wrong = str(error.errors(include_input=False, include_context=False)[0]["loc"][0])
    raise _unfit(wrong)


_REMEDIES = {
    "address": "write it in the upper and lower case of EIP-55, as the wallet shows it",
    "domain": "give the host of the page alone, e.g. shop.example",
    "nonce": "use the one of get_sign_in_nonce",
}


def _fitting(field: str, text: str, pattern: re.Pattern[str]) -> str:
    """*text*, which the library would take with lines of its own."""
    if not pattern.fullmatch(text):
        raise _unfit(field)
    return text


def _unfit(field: str) -> InvalidInputError:
    return InvalidInputError(field, "cannot stand in a sign-in message", remedy=_REMEDIES.get(field, ""))


def _moment(field: str, moment: datetime) -> str:
    if moment.tzinfo is None:
        raise InvalidInputError(field, "must carry a time zone", remedy="use datetime.now(UTC)")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
