"""Domain values as JSON and as words: what is not known is null, or `unknown`, never zero."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from rampkit.models.money import Amount

__all__ = ["UNKNOWN", "amount_json", "digits", "figure", "where"]

UNKNOWN = "unknown"
_SHOWN_DIGITS = 5


def amount_json(amount: Amount | None) -> dict[str, str] | None:
    """An amount with what it counts."""
    return None if amount is None else {"amount": amount.text(), "asset": str(amount.asset)}


def digits(value: Amount | Decimal | None) -> str | None:
    """A number in plain digits, all of them."""
    if value is None:
        return None
    return value.text() if isinstance(value, Amount) else format(value, "f")


def figure(value: Decimal | None) -> str:
    """A number for people, cut to the digits that matter."""
    if value is None:
        return UNKNOWN
    return format(Decimal(f"{value:.{_SHOWN_DIGITS}g}"), "f")


def moment(value: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC."""
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def where(connection: str, via: str | None) -> str:
    """The connection, and the company behind it where there is one."""
    return connection if via is None else f"{connection}/{via}"
