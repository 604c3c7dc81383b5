"""Driving a generator that asks and is answered, one step at a time."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = ["Finished", "advance"]

Ask = TypeVar("Ask")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finished(Generic[T]):
    """The value a generator returned."""

    value: T


def advance(asking: Generator[Ask, Any, T], reply: Any = None) -> Ask | Finished[T]:
    """Give *reply* to what was asked last (nothing to a fresh generator): what is asked next, or the end.

    An exception as reply is thrown in.
    """
    try:
        return asking.throw(reply) if isinstance(reply, Exception) else asking.send(reply)
    except StopIteration as stop:
        value: T = stop.value
        return Finished(value)
