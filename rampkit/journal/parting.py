"""Telling what names a person from the rest: whatever no `repr` shows, and whoever cannot do without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast
from uuid import UUID

from rampkit.errors import InvalidInputError
from rampkit.models.accounts import Endpoint
from rampkit.models.assets import Asset, Pair
from rampkit.models.model import Model
from rampkit.models.money import Amount

__all__ = ["Parts", "joined", "parted"]


@dataclass(frozen=True, slots=True)
class Parts:
    """A record or a model as two trees of JSON, which together are the whole."""

    public: dict[str, Any]
    """What may be read by anybody who holds the journal."""
    personal: dict[str, Any]
    """What names a person or opens a door: fields that are in no `repr`."""

    @property
    def steps(self) -> dict[str, Any]:
        """Of the personal part what the person was told to do: a provider may tell that only once."""
        order = self.personal.get("order", {})
        return _actions(self.personal) | ({"order": _actions(order)} if _actions(order) else {})


def _actions(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {"actions": tree["actions"]} if "actions" in tree else {}


def parted(value: Any) -> Parts:
    """A record or a model, in two parts.

    Raises:
        InvalidInputError: It holds a mapping whose keys are not text.
    """
    public, personal = _fields_of(value)
    return Parts(public, personal)


def _fields_of(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    public: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    for name, hidden in _names(value.__class__):
        item = getattr(value, name)
        if hidden or _unreadable_without(item):
            personal[name] = _plain(item)
        elif _has_fields(item):
            public[name], inner = _fields_of(item)
            personal.update({name: inner} if inner else {})
        else:
            public[name] = _plain(item)
    return public, personal


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, bool], ...]:
    """Every field, and whether it is in no `repr`."""
    if issubclass(kind, Model):
        return tuple((name, not field.repr) for name, field in kind.model_fields.items())
    return tuple((field.name, not field.repr) for field in fields(kind))


@cache
def _needs_hidden(kind: type[Model]) -> bool:
    return any(not field.repr and field.is_required() for field in kind.model_fields.values())


def _unreadable_without(item: Any) -> bool:
    """Whether *item* is nothing without its hidden fields; an account is not even kept in part."""
    if isinstance(item, Model):
        return isinstance(item, Endpoint) or _needs_hidden(type(item))
    # A tuple of models goes as a whole: half of it would be another list of things.
    return isinstance(item, tuple) and any(_hides(each) for each in cast(Sequence[Any], item))


def _hides(item: Any) -> bool:
    return isinstance(item, Model) and bool(_fields_of(item)[1])


_VALUES = (Amount, Asset, Pair)


def _has_fields(item: Any) -> bool:
    return isinstance(item, Model) or (is_dataclass(item) and not isinstance(item, _VALUES))


def _plain(value: Any) -> Any:  # noqa: PLR0911  # one line for each kind of value
    """*value* as JSON, with Decimals."""
    match value:
        case Enum():
            return value.value
        case None | str() | bool() | int() | float() | Decimal():
            return value
        case Amount():
            return f"{value.value} {value.asset}"  # its own text pads the decimals
        case Asset() | Pair() | UUID():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return _plain_entries(cast(Any, value))
        case list() | tuple():
            return [_plain(item) for item in cast(Sequence[Any], value)]
        case _ if _has_fields(value):
            return {name: _plain(getattr(value, name)) for name, _ in _names(value.__class__)}
        case _:
            return value  # whoever writes it down says what is wrong with it


def _plain_entries(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    return {_key(key): _plain(item) for key, item in mapping.items()}


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    raise InvalidInputError("", "holds a key that is not text", remedy="name every key with text")


def joined(public: Mapping[str, Any], personal: Mapping[str, Any]) -> dict[str, Any]:
    """The whole that both parts were made from, or the public part alone if nothing else was kept."""
    whole = dict(public)
    for name, item in personal.items():
        ours = whole.get(name)
        whole[name] = joined(cast(Any, ours), item) if isinstance(ours, dict) else item
    return whole
