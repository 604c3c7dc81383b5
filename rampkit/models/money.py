"""Exact money: a Decimal and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from rampkit.errors import InvalidInputError
from rampkit.models.assets import Asset, value_schema

__all__ = ["Amount"]

_LIMIT = Decimal(10) ** 24
_UNKNOWN_SCALE = 18
_MAX_TEXT = 64
_MAX_DECIMALS = 36
# Decimal() itself also takes 1_000, digits of other scripts, Infinity and NaN.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact, finite amount of an asset, zero or more.

    `Amount("10.50", "BRL")`. Every digit given is kept; `exact_text()` checks the scale.

    Raises:
        InvalidInputError: The value is a float, not a number, negative, not finite, 10^24 or more, or has
            more than 36 decimals.
    """

    value: Decimal
    """Exact, with every digit given."""
    asset: Asset
    """What it counts."""

    def __init__(self, value: Decimal | int | str, asset: Asset | str) -> None:
        object.__setattr__(self, "value", _decimal(value))
        object.__setattr__(self, "asset", asset if isinstance(asset, Asset) else Asset.parse(asset))

    def exact_text(self) -> str:
        """The value with exactly the asset's decimals, never an exponent, e.g. `100.000000` for USDC.

        Raises:
            InvalidInputError: The value has more decimals than the asset; digits are never rounded away.
        """
        self.require_scale()
        decimals = self.asset.decimals
        return format(self.value, "f") if decimals is None else format(self.value, f".{decimals}f")

    def require_scale(self) -> Amount:
        """This amount, if it has no more decimals than its asset.

        Raises:
            InvalidInputError: It has more.
        """
        decimals = self.asset.decimals
        allowed = _UNKNOWN_SCALE if decimals is None else decimals
        if decimals_of(self.value) > allowed:
            raise InvalidInputError(
                "amount",
                f"has more decimals than {self.asset} has ({allowed})",
                remedy="round it yourself first",
            )
        return self

    def require_positive(self) -> Amount:
        """This amount, if it is more than zero.

        Raises:
            InvalidInputError: It is zero.
        """
        if not self.value:
            raise InvalidInputError("amount", "is zero", remedy="send an amount greater than zero")
        return self

    def text(self) -> str:
        """The value as plain digits, with at least a fiat currency's decimals."""
        decimals = self.asset.decimals if self.asset.is_fiat else None
        if decimals is not None and decimals_of(self.value) <= decimals:
            return format(self.value, f".{decimals}f")
        return format(self.value, "f")

    def __str__(self) -> str:
        return f"{self.text()} {self.asset}"

    def __repr__(self) -> str:
        return f"Amount({self.text()!r}, {str(self.asset)!r})"

    @classmethod
    def parse(cls, text: str | Amount) -> Amount:
        """The amount written as `10.50 BRL`.

        Raises:
            InvalidInputError: The text is no amount.
        """
        if isinstance(text, Amount):
            return text
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
            raise InvalidInputError("", "must be an Amount", remedy="Amount('10.50', 'BRL')")
        value, _, asset = text.partition(" ")
        return cls(value, asset)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return value_schema(cls.parse)


def decimals_of(value: Decimal) -> int:
    """How many decimals *value* really needs: trailing zeros do not count."""
    exponent = value.as_tuple().exponent
    if not value or not isinstance(exponent, int) or exponent >= 0:
        return 0
    digits = value.as_tuple().digits
    zeros = next((index for index, digit in enumerate(reversed(digits)) if digit), len(digits))
    return max(0, -exponent - zeros)


def _decimal(value: Decimal | int | str) -> Decimal:
    if isinstance(value, bool | float) or not isinstance(value, Decimal | int | str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise InvalidInputError(
            "amount", "must be a Decimal, an int or text, not a float", remedy="Decimal('10.50')"
        )
    number = plain_decimal(value.strip()) if isinstance(value, str) else Decimal(value)
    if number is None:
        raise InvalidInputError(
            "amount", "is not a number", remedy="write plain digits with a point, e.g. 10.50"
        )
    if not number.is_finite():
        raise InvalidInputError("amount", "is not a finite number", remedy="send a plain decimal number")
    if number.is_signed() and number:
        raise InvalidInputError("amount", "is negative", remedy="send an amount greater than zero")
    if number >= _LIMIT:
        raise InvalidInputError(
            "amount", "is larger than any ramp moves (10^24 or more)", remedy="check the unit"
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_MAX_DECIMALS:
        raise InvalidInputError(
            "amount", f"has more decimals than any token ({_MAX_DECIMALS})", remedy="round it yourself first"
        )
    # A negative zero would print its minus; a zero of any exponent would print all of them.
    return number or Decimal()


def plain_decimal(text: str) -> Decimal | None:
    """The number written as *text* in ASCII digits, with at most a short exponent; None if it is none."""
    if len(text) > _MAX_TEXT or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)
