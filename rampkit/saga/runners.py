"""The two runners of a saga: the only code about money that exists twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial
from typing import Any, TypeAlias, TypeVar

from rampkit.clock import Clock
from rampkit.errors import RampError
from rampkit.flows import Finished, advance
from rampkit.http import Response
from rampkit.journal.journal import Claim, Journal
from rampkit.journal.records import Started
from rampkit.saga.effects import Append, Effect, Now, Saga, Send, Sleep, TakeClaim

__all__ = ["AsyncSagaRunner", "SagaRunner"]

T = TypeVar("T")
AsyncSend: TypeAlias = Callable[[Send], Awaitable[Response]]


class SagaRunner:
    """Performs a saga's effects in the calling thread.

    Args:
        send: Sends a request through a connection; raises what the session raises.
        journal: Where records are written.
        clock: What time it is.
        sleep: Lets seconds pass.
    """

    def __init__(
        self,
        send: Callable[[Send], Response],
        journal: Journal,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._send = send
        self._journal = journal
        self._clock = clock
        self._sleep = sleep

    def run(self, saga: Saga[T]) -> T:
        """Run *saga* to its end; claims it took are given back, however it ends."""
        claims: list[Claim] = []
        try:
            with closing(saga):
                step = advance(saga)
                while not isinstance(step, Finished):
                    step = advance(saga, self._performed(step, claims))
                return step.value
        finally:
            for claim in claims:
                self._journal.release(claim)

    def _performed(self, effect: Effect[Any], claims: list[Claim]) -> Any:
        try:
            match effect:
                case Send():
                    return self._send(effect)
                case Sleep():
                    return self._sleep(effect.seconds)
                case _:
                    return recorded(effect, self._journal, self._clock, claims)
        except RampError as error:
            return error


class AsyncSagaRunner:
    """Performs a saga's effects on an event loop, the journal's on a worker thread.

    The saga runs in a task of its own. If the caller is cancelled, the request in flight is still answered
    and written down; after that nothing more is started.

    Args:
        clock: What time it is.
        in_worker: Runs a function on the journal's thread.
    """

    def __init__(self, clock: Clock, in_worker: Callable[[Callable[[], Any]], Awaitable[Any]]) -> None:
        self._clock = clock
        self._in_worker = in_worker
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, saga: Saga[T], send: AsyncSend, journal: Journal) -> T:
        """Run *saga* to its end; claims it took are given back, however it ends.

        Args:
            saga: What to run.
            send: Sends a request through a connection; raises what the session raises.
            journal: Where records are written.
        """
        unwanted = asyncio.Event()
        task = asyncio.create_task(self._run(saga, send, journal, unwanted))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            unwanted.set()
            raise

    async def drain(self) -> None:
        """Wait until every saga under way has ended."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen: nobody may be left to hear about it

    async def _run(self, saga: Saga[T], send: AsyncSend, journal: Journal, unwanted: asyncio.Event) -> T:
        claims: list[Claim] = []
        try:
            with closing(saga):
                step = advance(saga)
                while not isinstance(step, Finished):
                    if unwanted.is_set() and starts_something(step):
                        raise asyncio.CancelledError
                    step = advance(saga, await self._performed(step, send, journal, claims))
                return step.value
        finally:
            for claim in claims:
                await self._in_worker(partial(journal.release, claim))

    async def _performed(
        self, effect: Effect[Any], send: AsyncSend, journal: Journal, claims: list[Claim]
    ) -> Any:
        try:
            match effect:
                case Send():
                    return await send(effect)
                case Sleep():
                    return await asyncio.sleep(effect.seconds)
                case Now():
                    return self._clock.now()
                case _:
                    return await self._in_worker(partial(recorded, effect, journal, self._clock, claims))
        except RampError as error:
            return error


def recorded(effect: Effect[Any], journal: Journal, clock: Clock, claims: list[Claim]) -> Any:
    """Perform an effect on the journal or the clock."""
    match effect:
        case Append():
            return journal.append(effect.intent_id, effect.record, fence=effect.fence)
        case TakeClaim():
            claim = journal.claim(effect.intent_id)
            if claim is not None:
                claims.append(claim)
            return claim
        case Now():
            return clock.now()
        case _:
            raise TypeError(f"a saga may not ask for {type(effect).__name__}")


def starts_something(effect: Effect[Any]) -> bool:
    """Whether *effect* announces a new send: what a cancelled caller no longer wants."""
    return isinstance(effect, Append) and isinstance(effect.record, Started)
