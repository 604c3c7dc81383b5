"""The text a wallet signs: ERC-4361, with what Gnosis Pay asks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

CHAIN_ID = "100"
"""docs.ramp.gnosis.io/customers/creating-customer-with-external-auth."""

_FORM = re.compile(
    r"""
    (?:[a-z][a-z0-9+.-]*://)?[^\s/?\#]+
    \ wants\ you\ to\ sign\ in\ with\ your\ Ethereum\ account:\n
    (?P<address>0x[0-9a-fA-F]{40})\n
    \n
    (?P<statement>[^\n]+)\n
    \n
    URI:\ (?P<uri>\S+)\n
    Version:\ 1\n
    Chain\ ID:\ (?P<chain_id>[0-9]+)\n
    Nonce:\ (?P<nonce>[0-9a-zA-Z]{8,})\n
    Issued\ At:\ (?P<issued_at>\S+)
    (?:\nExpiration\ Time:\ (?P<expires_at>\S+))?
    (?:\nNot\ Before:\ (?P<not_before>\S+))?
    (?:\nRequest\ ID:\ [^\n]*)?
    (?:\nResources:(?:\n-\ \S+)*)?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class WalletMessage:
    """What a sign-in message says, as far as it matters here."""

    address: str
    statement: str
    uri: str
    chain_id: str
    nonce: str
    expires_at: datetime | None
    not_before: datetime | None

    def is_good_at(self, moment: datetime) -> bool:
        """Whether the message says that it may be used then; when it was issued counts for nothing."""
        begun = self.not_before is None or self.not_before <= moment
        return begun and (self.expires_at is None or moment < self.expires_at)


def read_wallet_message(text: str) -> WalletMessage | None:
    """Read a sign-in message, or nothing where the text is none."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    try:
        _moment(found["issued_at"])
        return WalletMessage(
            address=found["address"],
            statement=found["statement"],
            uri=found["uri"],
            chain_id=found["chain_id"],
            nonce=found["nonce"],
            expires_at=_moment(found["expires_at"]),
            not_before=_moment(found["not_before"]),
        )
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    """Read a date-time of RFC 3339.

    Raises:
        ValueError: It is none, or names no offset.
    """
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return moment
