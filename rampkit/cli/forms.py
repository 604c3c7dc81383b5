"""What a provider wants to know, field by field: as much of a JSON Schema as fits a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["Form", "FormField"]

_TYPES = frozenset({"string", "boolean", "object", "array", "number", "integer"})
_NOTES = ("title", "description", "format", "pattern")
_RULES_OF_ITS_OWN = frozenset(
    {"$ref", "allOf", "anyOf", "dependentRequired", "dependentSchemas", "else", "if", "items", "not", "then"}
)


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
    """The fields of one JSON Schema; that there is more to it is said, never hidden.

    Args:
        schema: As a provider sent it: anything may be in it.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.fields: Sequence[FormField] = tuple(_fields_of(schema, ""))
        """In the schema's order, those of an object after it."""
        self.says_more = _says_more(schema) or not self.fields
        """Whether the schema holds rules that the fields do not tell, e.g. alternatives."""


def _fields_of(schema: Mapping[str, Any], prefix: str) -> Iterator[FormField]:
    needed = _items(schema.get("required"))
    for name, described in _mapping(schema.get("properties")).items():
        rules = _mapping(described)
        yield FormField(
            f"{prefix}{name}", name in needed, tuple(_types(rules)), tuple(_choices(rules)), _note(rules)
        )
        yield from _fields_of(rules, f"{prefix}{name}.")


def _says_more(rules: Mapping[str, Any]) -> bool:
    alternatives = bool(rules.get("oneOf")) and not any(_choices(rules))
    inner = _mapping(rules.get("properties")).values()
    return (
        alternatives
        or not _RULES_OF_ITS_OWN.isdisjoint(rules)
        or any(_says_more(_mapping(one)) for one in inner)
    )


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


def _items(value: object) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else ()


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
