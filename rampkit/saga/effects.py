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

from rampkit.errors import ConfigurationError, InvalidInputError, RampError
from rampkit.flows import Finished, advance
from rampkit.http import Commits, Flow, Request, Response
from rampkit.journal.journal import Claim
from rampkit.saga.faults import fault

if TYPE_CHECKING:
    from rampkit.journal.records import Record

__all__ = [
    "Append",
    "Effect",
    "Now",
    "Saga",
    "Send",
    "Sleep",
    "TakeClaim",
    "attempted",
    "call",
    "do",
    "stepped",
]

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
    """Run an adapter's flow that orders nothing: each of its requests becomes a `Send`.

    Raises:
        ConfigurationError: It wants to order something.
        RampError: The flow ended in this error, or in one that no adapter may raise.
    """
    with closing(flow):
        try:
            step = stepped(flow, None, connection)
            while isinstance(step, Request):
                if step.commits is Commits.ORDER:
                    raise ConfigurationError(f"{step.operation} of {connection} must not order anything")
                reply = yield from attempted(Send(connection, step))
                step = stepped(flow, reply, connection)
        except InvalidInputError as error:
            failure = fault(error, connection)
        else:
            return step.value
    raise failure


def stepped(flow: Flow[T], reply: Response | RampError | None, connection: str) -> Request | Finished[T]:
    """Hand *reply* to an adapter's *flow* (None to start it) and return what it does next.

    Raises:
        RampError: The flow ended in this error, or in one that nobody foresaw.
        ConfigurationError: The application is set up wrongly.
        InvalidInputError: A value of the caller's cannot be used.
    """
    failure: Exception
    try:
        return advance(flow, reply)
    except (RampError, ConfigurationError, InvalidInputError) as error:
        # The frames of an adapter hold whole answers, and a traceback may print local variables.
        failure = error.with_traceback(None)
    except Exception as error:  # noqa: BLE001  # a fault of the adapter's must not leave an order unsettled
        failure = fault(error, connection)
    raise failure
