"""Runs a saga on an event loop, out of reach of its caller's cancellation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from rampkit.errors import RampError
from rampkit.flows import Finished, advance
from rampkit.http import Response
from rampkit.journal.records import Started
from rampkit.saga.effects import Append, Effect, Now, Saga, Send, Sleep
from rampkit.saga.runner import recorded

if TYPE_CHECKING:
    from rampkit.clock import Clock
    from rampkit.journal.journal import Claim, Journal

__all__ = ["AsyncSagaRunner"]

T = TypeVar("T")
AsyncSend: TypeAlias = Callable[[Send], Awaitable[Response]]


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
                    if unwanted.is_set() and _starts_something(step):
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


def _starts_something(effect: Effect[Any]) -> bool:
    """Whether *effect* announces a new send: what a cancelled caller no longer wants."""
    return isinstance(effect, Append) and isinstance(effect.record, Started)
