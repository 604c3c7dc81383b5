"""Which schemas are used at all: what a stranger wrote must neither hang nor overflow us."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from rampkit.errors import InvalidInputError
from rampkit.schemas.patterns import MOST_WAYS, ways

__all__ = ["UnusableSchemaError", "admit", "plain"]

_DEEPEST = 64
_MOST_GROUPS = 2_000
_MOST_WORDS = 20_000
_LONGEST_PATTERN = 1_000
_WIDEST_INTEGER = 30
# Which fields were looked at already is found by following every reference again.
_UNEVALUATED = {"unevaluatedItems", "unevaluatedProperties"}
_MOST_REFERENCES_BESIDE_IT = 10


class UnusableSchemaError(Exception):
    """A schema that is none, or that costs too much. Says why, without what it holds."""


def plain(value: object, depth: int = 0) -> Any:
    """*value* in the types of JSON; whole numbers as such, however they are written.

    Raises:
        InvalidInputError: It is nested deeper than anything a provider asks for.
    """
    if depth > _DEEPEST:
        raise InvalidInputError("", "is nested too deeply", remedy="flatten it")
    match value:
        case Mapping():
            items = cast(Mapping[object, object], value).items()
            return {str(key): plain(item, depth + 1) for key, item in items}
        case list() | tuple():
            return [plain(item, depth + 1) for item in cast(list[object], value)]
        case float():
            return plain(Decimal(str(value)), depth)
        case Decimal() if value.is_finite() and value.adjusted() < _WIDEST_INTEGER and value == int(value):
            return int(value)
        case _:
            return value


def admit(schema: object, value: object) -> dict[str, Any]:
    """*schema* in the types of JSON, if it can be used on *value*, which is in them already.

    Raises:
        UnusableSchemaError: It is no object, is too deep or too large, or has a pattern that could hang.
    """
    if not isinstance(schema, Mapping):
        raise UnusableSchemaError("it is no object")
    try:
        copy: dict[str, Any] = plain(cast(object, schema))
    except InvalidInputError as error:
        problem = error.problem
    else:
        _admit_size(copy)
        _admit_patterns(copy, max((len(text) for text in _texts(value)), default=0))
        return copy
    raise UnusableSchemaError(f"it {problem}")


def _admit_size(schema: dict[str, Any]) -> None:
    groups = list(_groups(schema))
    if len(groups) > _MOST_GROUPS or sum(len(group) for group in groups) > _MOST_WORDS:
        raise UnusableSchemaError("it is too large")
    references = sum("$ref" in group for group in groups)
    if references > _MOST_REFERENCES_BESIDE_IT and any(
        _UNEVALUATED & set(map(str, group)) for group in groups
    ):
        raise UnusableSchemaError("it refers to itself too often")


def _admit_patterns(schema: dict[str, Any], longest: int) -> None:
    for pattern in _patterns(schema):
        if len(pattern) > _LONGEST_PATTERN:
            raise UnusableSchemaError("a pattern is too long")
        try:
            re.compile(pattern)
            costly = ways(pattern, longest) >= MOST_WAYS
        except (re.error, ValueError, OverflowError, RecursionError, Warning):
            costly = None
        if costly is None:
            raise UnusableSchemaError("a pattern is no regular expression that can be judged")
        if costly:
            raise UnusableSchemaError("a pattern could take for ever")


def _patterns(schema: dict[str, Any]) -> Iterator[str]:
    for group in _groups(schema):
        keywords = cast(dict[str, Any], group) if isinstance(group, dict) else {}
        # A field may be called so, too; then something else than a pattern is met, and passed over.
        if isinstance(keywords.get("pattern"), str):
            yield keywords["pattern"]
        if isinstance(keywords.get("patternProperties"), dict):
            yield from keywords["patternProperties"]


def _texts(value: Any) -> Iterator[str]:
    """Every text in *value*, names of fields included."""
    for group in _groups([value]):
        yield from (item for item in group if isinstance(item, str))
        if isinstance(group, dict):
            yield from (item for item in _values(group) if isinstance(item, str))


def _groups(value: Any) -> Iterator[Any]:
    """Every mapping and list in *value*, itself included."""
    if isinstance(value, dict | list):
        yield value
        for item in _values(value):
            yield from _groups(item)


def _values(group: Any) -> Iterator[Any]:
    yield from group.values() if isinstance(group, dict) else group
