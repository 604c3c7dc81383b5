"""What a router method does, written once for both faces: a generator of steps.

A face performs each step and sends back its result; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from rampkit.http import Flow
    from rampkit.saga.effects import Saga

__all__ = ["Act", "Ask", "AskAll", "Consult", "Script", "Step", "do"]

R = TypeVar("R")
T = TypeVar("T")


class Step(Generic[R]):
    """Something a face does, with an `R` as its result."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ask(Step[R]):
    """Run one provider's flow. A `RampError` is thrown in."""

    connection: str
    flow: Flow[R]


@dataclass(frozen=True, slots=True)
class AskAll(Step[Mapping[str, Any]]):
    """Run flows of several connections at once; each answers with its value or its error, by the deadline.

    A `ConfigurationError` ends the whole step.
    """

    flows: Mapping[str, Flow[Any]]


@dataclass(frozen=True, slots=True)
class Consult(Step[R]):
    """Call the journal."""

    call: Callable[[], R]


@dataclass(frozen=True, slots=True)
class Act(Step[R]):
    """Run a saga."""

    saga: Saga[R]
    skippable: frozenset[str] = frozenset()
    """Connections that have others after them: an order is not sent there while its breaker is open."""


Script: TypeAlias = Generator[Step[Any], Any, T]
"""The steps of one router method."""


def do(step: Step[R]) -> Script[R]:
    """Ask for *step* and return its result, typed."""
    return cast(R, (yield step))
