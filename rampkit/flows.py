"""Driving a generator that asks and is answered, one step at a time."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from inspect import GEN_CREATED, getgeneratorstate
from types import GeneratorType
from typing import Any, Generic, TypeVar

from rampkit.errors import InvalidInputError

__all__ = ["Finished", "advance", "require_unused"]

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


def require_unused(flow: Generator[Any, Any, Any]) -> None:
    """Refuse a flow that was run before.

    It would end at once, in None: for an order that looks as if it had been seen to be done.

    Raises:
        InvalidInputError: It has run, or was closed.
    """
    if isinstance(flow, GeneratorType) and getgeneratorstate(flow) != GEN_CREATED:
        raise InvalidInputError(
            "flow",
            "was run before",
            remedy="call the provider's method again: each run needs a flow of its own",
        )
