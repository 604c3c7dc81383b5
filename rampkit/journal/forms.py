"""How records, links and accounts look on paper: two trees of JSON, read back by pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError

from rampkit.errors import InvalidInputError
from rampkit.journal.parting import joined, parted
from rampkit.journal.records import Record, Started

__all__ = ["made_of", "record_of", "without_personal"]

T = TypeVar("T")

_KINDS = {kind.__name__: kind for kind in get_args(Record)}


def record_of(kind: str, public: Mapping[str, Any], personal: Mapping[str, Any]) -> Record:
    """The record of that *kind* whose parts these are.

    Raises:
        ValueError: They are the parts of none, as far as this version knows.
    """
    known = _KINDS.get(kind)
    if known is None:
        raise ValueError(kind)
    record: Record = made_of(known, public, personal)
    return record


def made_of(kind: type[T], public: Mapping[str, Any], personal: Mapping[str, Any]) -> T:
    """The record or model of that *kind* whose parts these are.

    Raises:
        ValueError: They are the parts of none.
    """
    tree = joined(public, personal)
    if kind is Started:
        tree["whole"] = tree["whole"] and (tree["order"] is None or "order" in personal)
    reader: TypeAdapter[T] = _reader(cast(Any, kind))
    try:
        return reader.validate_python(tree)
    except (ValidationError, InvalidInputError, KeyError):
        pass
    raise ValueError(kind.__name__)  # without the cause: it would show what does not fit


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def without_personal(value: T) -> T:
    """What is left of a record or a model once everything that names a person is dropped."""
    return made_of(type(value), parted(value).public, {})
