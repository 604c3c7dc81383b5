"""Text from a variable or a file as the type an option wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

__all__ = ["typed"]

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LENGTH = re.compile(r"([0-9]{1,6})\s*([smhd])", re.ASCII)
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def typed(given: Any, wanted: Collection[str]) -> Any:
    """*given* as the first type of *wanted* that text can stand for; whatever else it is stays as it is.

    Args:
        given: A value; text is converted, unless text is what is wanted.
        wanted: The words in the annotation of the option, e.g. `timedelta` and `None`.

    Raises:
        ValueError: The text stands for no such value; says what to write.
    """
    if not isinstance(given, str) or not wanted or "str" in wanted:
        return given
    convert = next((_READERS[word] for word in _READERS if word in wanted), None)
    return given if convert is None else convert(given)


def _length(text: str) -> timedelta:
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError("must be a length of time, e.g. 90s, 15m, 2h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _truth(text: str) -> bool:
    found = _TRUTH.get(text.strip().lower())
    if found is None:
        raise ValueError("must be true or false")
    return found


def _whole(text: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,18}", text.strip(), re.ASCII) is None:
        raise ValueError("must be a whole number")
    return int(text)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    raise ValueError("must be a number")


_READERS: dict[str, Callable[[str], Any]] = {
    "timedelta": _length,
    "bool": _truth,
    "int": _whole,
    "Decimal": _number,
}
