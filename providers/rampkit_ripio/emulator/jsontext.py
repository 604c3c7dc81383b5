"""JSON in and out without a float: numbers are read and written digit for digit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast


def read(text: bytes) -> Any:
    """Parse *text*, numbers with a fraction as Decimal; raise ValueError for anything but strict JSON."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def write(value: object, *, gap: str = "") -> bytes:
    """Print *value* in ASCII, every Decimal as the number it is, with *gap* behind commas and colons.

    Without a gap it is compact; compact ASCII is also the form in which webhooks are signed.
    Page: docs.ripio.com/ramps-api/webhooks/introduction.
    """
    return _text(value, gap).encode("ascii")


def _text(value: object, gap: str) -> str:
    comma, colon = f",{gap}", f":{gap}"
    match value:
        case Decimal():
            return format(value, "f")
        case str() | None | bool() | int():
            return json.dumps(value)
        case Mapping():
            members = cast("Mapping[str, object]", value).items()
            shown = (f"{json.dumps(name)}{colon}{_text(member, gap)}" for name, member in members)
            return "{" + comma.join(shown) + "}"
        case Sequence():
            return "[" + comma.join(_text(item, gap) for item in cast("Sequence[object]", value)) + "]"
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form here")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
