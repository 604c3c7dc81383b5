"""Decoded JSON taken for what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

__all__ = ["list_in", "object_in"]

_NOTHING: Mapping[str, Any] = {}


def object_in(value: object) -> Mapping[str, Any]:
    """*value* if it is an object, else an empty one."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else _NOTHING


def list_in(value: object) -> list[Any] | None:
    """*value* if it is an array, else None."""
    return cast("list[object]", value) if isinstance(value, list) else None
