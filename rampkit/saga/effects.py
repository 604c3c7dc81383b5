"""The five things a saga may ask of the world, and how adapter flows are lifted into one.

A saga is a generator that yields effects and nothing else. A runner performs them: one for sync, one for
async. Every yield is a point at which a process may die.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from rampkit.errors import RampError
from rampkit.flows import advance
from rampkit.http import Flow, Request, Response
from rampkit.journal.journal import Claim

if TYPE_CHECKING:
    from rampkit.journal.records import Record

__all__ = ["Append", "Effect", "Now", "Saga", "Send", "Sleep", "TakeClaim", "attempted", "call", "do"]

R = TypeVar("R")
T = TypeVar("T")


class Effect(Generic[R]):
    """Something to be done outside, with an `R` as its answer."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Send(Effect[Response]):
    """Send one request through a connection. A `RampError` is thrown in where no answer came."""

    connection: str
    request: Request


@dataclass(frozen=True, slots=True)
class TakeClaim(Effect[Claim | None]):
    """Take the right to decide about an intent; None while somebody else has it."""

    intent_id: str


@dataclass(frozen=True, slots=True)
class Append(Effect[bool]):
    """Write a record durably; False if it is a decision and the fence is out of date."""

    intent_id: str
    record: Record
    fence: int | None


@dataclass(frozen=True, slots=True)
class Now(Effect[datetime]):
    """The time, UTC."""


@dataclass(frozen=True, slots=True)
class Sleep(Effect[bool]):
    """Let time pass. False, at once, if the call's time would be over by then."""

    seconds: float


Saga: TypeAlias = Generator[Effect[Any], Any, T]
"""A conversation with the world: yields effects, receives their answers, returns a value."""


def do(effect: Effect[R]) -> Saga[R]:
    """Ask for *effect* and return its answer, typed."""
    return cast(R, (yield effect))


def attempted(effect: Effect[Response]) -> Saga[Response | RampError]:
    """Perform *effect* and return its answer, or the error instead of one."""
    try:
        return (yield from do(effect))
    except RampError as error:
        return error


def call(connection: str, flow: Flow[T]) -> Saga[T]:
    """Run an adapter's flow inside a saga: each of its requests becomes a `Send`."""
    with closing(flow):
        step = advance(flow)
        while isinstance(step, Request):
            reply = yield from attempted(Send(connection, step))
            step = advance(flow, reply)
        return step.value
