"""A kind of number that people type: how it is written, and whether it adds up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rampkit.errors import InvalidInputError
from rampkit.extras import needs_extra

__all__ = ["Kind", "check"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of number."""

    name: str
    """What people call it, e.g. `CLABE`."""
    shape: str
    """Regular expression of its compact form: its length and its alphabet."""
    looks: str
    """The same in words, e.g. `18 digits`."""
    check_digits: bool = True
    """Whether it has any; how they are computed is in the table `ADDS_UP`."""
    separators: str = " -"
    """What people put between its parts; not in its compact form."""

    def compact(self, text: str) -> str | None:
        """*text* without separators, in upper case; None if it is not shaped as this kind."""
        bare = text.translate({ord(char): None for char in self.separators}).upper()
        return bare if re.fullmatch(self.shape, bare) else None

    def adds_up(self, compact: str) -> bool:
        """Whether the check digits of the *compact* form are right.

        Raises:
            ConfigurationError: The library that computes them is not installed.
        """
        if not self.check_digits:
            return True
        with needs_extra(
            "validation",
            purpose=f"checking the digits of the {self.name}",
            otherwise="pass check_digits=False to check its length only",
        ):
            from rampkit.models.identifiers.arithmetic import ADDS_UP  # noqa: PLC0415  # an extra
        return ADDS_UP[self.name](compact)


def check(text: str, kinds: Sequence[Kind], *, check_digits: bool, remedy: str = "") -> str:
    """The compact form of *text*, which is one of *kinds*: the first that it is shaped as.

    Args:
        text: As it was typed.
        kinds: What it may be.
        check_digits: Whether check digits have to be right, or the shape alone.
        remedy: What to do about a text that is shaped as none.

    Raises:
        InvalidInputError: It is none of them, or its check digits are wrong.
        ConfigurationError: The library that computes them is not installed.
    """
    for kind in kinds:
        compact = kind.compact(text)
        if compact is None:
            continue
        if check_digits and not kind.adds_up(compact):
            raise InvalidInputError(
                "",
                f"is not a valid {kind.name}: a character is mistyped",
                remedy="copy it again; for a test account pass check_digits=False",
            )
        return compact
    expected = " or ".join(f"{kind.name} ({kind.looks})" for kind in kinds)
    raise InvalidInputError("", f"is not written as: {expected}", remedy=remedy or "copy it again")
