"""What the library found, in words: where, and what was expected. Never what was there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from rampkit.errors import FieldProblem

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["told"]

_LONGEST = 200
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "number": "a number",
    "object": "a group of fields",
    "string": "text",
}


def told(errors: Iterable[ValidationError], field: str) -> Iterator[FieldProblem]:
    """The problems of *errors*; their paths begin with *field*."""
    for error in errors:
        yield from _problems(error, field)


def _problems(error: ValidationError, field: str) -> Iterator[FieldProblem]:
    where = _path(field, *error.absolute_path)
    match error.validator:
        case "required" | "dependentRequired" | "dependencies":
            yield from (FieldProblem(_path(where, name), "is missing") for name in _missing(error))
        case "additionalProperties":
            yield from (FieldProblem(_path(where, name), "is not asked for") for name in _unasked(error))
        case "anyOf" | "oneOf":
            yield from _of_the_nearest(error, where, field)
        case _:
            keyword = _KEYWORDS.get(str(error.validator))
            yield FieldProblem(where, keyword(error.validator_value) if keyword else "is not allowed so")


def _missing(error: ValidationError) -> Iterator[str]:
    wanted: Any = error.validator_value
    present: Any = error.instance
    if isinstance(wanted, Mapping):
        # What some field requires once it is there.
        required = cast(Mapping[str, Any], wanted)
        lists = [names for name, names in required.items() if name in present]
        wanted = [name for names in lists if isinstance(names, list) for name in cast(list[str], names)]
    yield from (name for name in wanted if name not in present)


def _unasked(error: ValidationError) -> Iterator[str]:
    present: Any = error.instance
    schema: Any = error.schema
    patterns: Iterable[str] = schema.get("patternProperties", {})
    asked = schema.get("properties", {})
    yield from (
        name for name in present if name not in asked and not any(re.search(text, name) for text in patterns)
    )


def _of_the_nearest(error: ValidationError, where: str, field: str) -> Iterator[FieldProblem]:
    """The problems of the alternative that has the fewest."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if not branches:
        yield FieldProblem(where, "fits more than one of the shapes it may have")
        return
    nearest = min(branches, key=lambda branch: len(branches[branch]))
    yield from told(branches[nearest], field)


def _path(*parts: object) -> str:
    return ".".join(_printable(str(part)) for part in parts if part != "")


def _printable(text: str) -> str:
    return (text if text.isprintable() else ascii(text))[:_LONGEST]


def _shown(value: Any) -> str:
    return (str(value) if isinstance(value, Decimal) else json.dumps(value, default=str))[:_LONGEST]


def _types(wanted: Any) -> str:
    names = [wanted] if isinstance(wanted, str) else wanted
    return "must be " + " or ".join(_TYPES.get(name, "something else") for name in names)


_KEYWORDS: dict[str, Callable[[Any], str]] = {
    "const": lambda wanted: f"must be {_shown(wanted)}",
    "contains": lambda _: "lacks an entry it must have",
    "enum": lambda wanted: f"must be one of {_shown(wanted)}",
    "exclusiveMaximum": lambda wanted: f"must be less than {_shown(wanted)}",
    "exclusiveMinimum": lambda wanted: f"must be more than {_shown(wanted)}",
    "format": lambda wanted: f"is not written as: {_shown(wanted)}",
    "maxItems": lambda wanted: f"must have at most {_shown(wanted)} entries",
    "maxLength": lambda wanted: f"must have at most {_shown(wanted)} characters",
    "maxProperties": lambda wanted: f"must have at most {_shown(wanted)} fields",
    "maximum": lambda wanted: f"must be at most {_shown(wanted)}",
    "minItems": lambda wanted: f"must have at least {_shown(wanted)} entries",
    "minLength": lambda wanted: f"must have at least {_shown(wanted)} characters",
    "minProperties": lambda wanted: f"must have at least {_shown(wanted)} fields",
    "minimum": lambda wanted: f"must be at least {_shown(wanted)}",
    "multipleOf": lambda wanted: f"must be a multiple of {_shown(wanted)}",
    "pattern": lambda wanted: f"must match {_shown(wanted)}",
    "type": _types,
    "unevaluatedProperties": lambda _: "has a field that is not asked for",
    "uniqueItems": lambda _: "must not have an entry twice",
}
