"""What a provider wants to know, field by field: as much of a JSON Schema as fits a table or a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from rampkit.errors import InvalidInputError

__all__ = ["Form", "FormField"]

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "object": dict,
    "array": list,
    "number": (int, Decimal),
    "integer": int,
}
_SHOWN = frozenset(
    {"type", "properties", "required", "additionalProperties", "title", "description", "$schema"}
)
_NOTES = ("title", "description", "format", "pattern")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    """Where it is, e.g. `address.city`."""
    required: bool
    """Whether it cannot be left out of the object it is in."""
    types: tuple[str, ...]
    """JSON's own words for what it may be; empty where the schema does not say."""
    choices: tuple[str, ...]
    """All it may be, where that is a list."""
    note: str
    """What else the schema says of it, in its own words."""


class Form:
    """The fields of one JSON Schema; what cannot be shown so is counted, never hidden.

    Args:
        schema: As a provider sent it: anything may be in it.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self.fields: Sequence[FormField] = tuple(_fields_of(schema, ""))
        """In the schema's order, those of an object after it."""
        self.says_more = any(key not in _SHOWN for key in schema) or not self.fields
        """Whether the schema holds rules that the fields do not tell, e.g. alternatives."""

    def check(self, values: Mapping[str, Any], option: str) -> None:
        """Refuse *values* in which something is surely missing or wrong; the provider has the last word.

        Raises:
            InvalidInputError: Names all such fields, and no value.
        """
        problems = [*self._missing(values), *self._wrong(values), *self._unknown(values)]
        if problems:
            raise InvalidInputError(option, "; ".join(problems), remedy="change the file and try again")

    def _missing(self, values: Mapping[str, Any]) -> Iterator[str]:
        absent = [
            field.name
            for field in self.fields
            if field.required
            and _holder(values, field.name) is not None
            and _value(values, field.name) is None
        ]
        if absent:
            yield f"misses {', '.join(absent)}"

    def _wrong(self, values: Mapping[str, Any]) -> Iterator[str]:
        for field in self.fields:
            value = _value(values, field.name)
            if value is None:
                continue
            if field.choices and str(value) not in field.choices:
                yield f"{field.name} is not one of {', '.join(field.choices)}"
            elif field.types and not any(_is_a(value, word) for word in field.types):
                yield f"{field.name} is no {' or '.join(field.types)}"

    def _unknown(self, values: Mapping[str, Any]) -> Iterator[str]:
        if self._schema.get("additionalProperties") is False:
            known = _mapping(self._schema.get("properties"))
            yield from (f"{name} is not asked for" for name in values if name not in known)


def _fields_of(schema: Mapping[str, Any], prefix: str) -> Iterator[FormField]:
    needed = _items(schema.get("required"))
    for name, described in _mapping(schema.get("properties")).items():
        rules = _mapping(described)
        yield FormField(
            f"{prefix}{name}", name in needed, tuple(_types(rules)), tuple(_choices(rules)), _note(rules)
        )
        yield from _fields_of(rules, f"{prefix}{name}.")


def _types(rules: Mapping[str, Any]) -> Iterator[str]:
    words = _items(rules.get("type")) or (rules.get("type"),)
    return (word for word in words if isinstance(word, str) and word in _TYPES)


def _choices(rules: Mapping[str, Any]) -> Iterator[str]:
    if "const" in rules:
        yield str(rules["const"])
        return
    yield from (str(choice) for choice in _items(rules.get("enum")))
    branches = [_mapping(branch) for branch in _items(rules.get("oneOf"))]
    if all("const" in branch for branch in branches):
        yield from (str(branch["const"]) for branch in branches)


def _note(rules: Mapping[str, Any]) -> str:
    return "; ".join(str(rules[key]) for key in _NOTES if isinstance(rules.get(key), str))


def _holder(values: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """The object in *values* that the field *name* would be in; None if there is none."""
    holder = values
    for part in name.split(".")[:-1]:
        inner = holder.get(part)
        if not isinstance(inner, Mapping):
            return None
        holder = cast("Mapping[str, Any]", inner)
    return holder


def _value(values: Mapping[str, Any], name: str) -> Any:
    holder = _holder(values, name)
    return None if holder is None else holder.get(name.rpartition(".")[2])


def _is_a(value: object, word: str) -> bool:
    # Python's True is an int.
    return isinstance(value, _TYPES[word]) and (word == "boolean" or not isinstance(value, bool))


def _items(value: object) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else ()


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
