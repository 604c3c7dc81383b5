"""What somebody typed, as the value it stands for; a message names the argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rampkit.errors import InvalidInputError
from rampkit.models.places import country_code
from rampkit.models.rails import Rail

__all__ = ["country_named", "rail_named", "read"]

T = TypeVar("T")


def read(name: str, parse: Callable[[str], T], text: str) -> T:
    """The value of the argument *name*.

    Raises:
        InvalidInputError: It stands for none.
    """
    try:
        return parse(text)
    except InvalidInputError as error:
        problem = InvalidInputError(name, error.problem, remedy=error.remedy)
    raise problem


def country_named(text: str) -> str:
    """The code of that country.

    Raises:
        InvalidInputError: It is none.
    """
    return read("country", country_code, text)


def rail_named(text: str | None) -> Rail | None:
    """The rail of that name, if one was given.

    Raises:
        InvalidInputError: The name is empty.
    """
    if text is None:
        return None
    if not text.strip():
        raise InvalidInputError("rail", "is empty", remedy="name one, e.g. pix, or leave the option out")
    return Rail(text.strip().lower())
