"""Amounts as the provider takes them: strings with the decimals of their currency."""

from __future__ import annotations

from rampkit_gnosis.emulator.currencies import Currency
from rampkit_gnosis.emulator.refusals import invalid, wrong_scale

LONGEST = 60
"""Invented: the longest amount taken; no page names a bound."""


def check_amount(amount: str, currency: Currency, field: str, *, exact: bool) -> None:
    """Check an amount that already looks like a number.

    Args:
        amount: Digits with at most one point.
        currency: Whose decimals count.
        field: Where the amount was sent, for the message.
        exact: Whether all decimals must be there (docs.ramp.gnosis.io/intents/amount-formatting) or may be
            fewer (gnosisramps.mintlify.app/intents/amounts).

    Raises:
        Refusal: 400, too long, nothing at all, or the wrong number of decimals.
    """
    check_length(amount, field)
    provided = len(amount.partition(".")[2])
    if provided > currency.decimals or (exact and provided != currency.decimals):
        raise wrong_scale(field, currency.code, currency.decimals, provided)
    if not amount.strip("0."):
        raise invalid(f"{field} must be greater than zero")


def check_length(amount: str, field: str) -> None:
    """Refuse an amount nobody could mean.

    Raises:
        Refusal: 400, it is longer than `LONGEST`.
    """
    if len(amount) > LONGEST:
        raise invalid(f"{field} is too long")


def smallest_units(amount: str, currency: Currency) -> int:
    """Count an amount in the smallest unit of its currency, without rounding."""
    whole, _, part = amount.partition(".")
    return int(whole + part.ljust(currency.decimals, "0"))
