"""Runs a saga on an event loop, out of reach of its caller's cancellation."""

from __future__ import annotations

import asyncio
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from rampkit.errors import InvalidInputError, RampError
from rampkit.flows import Finished, advance
from rampkit.journal.records import Started
from rampkit.saga.effects import Append, Effect, Now, Saga, Send, Sleep
from rampkit.saga.faults import unsendable
from rampkit.saga.runner import recorded, released

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from rampkit.deadline import Deadline
    from rampkit.http import Response
    from rampkit.journal.journal import Claim, Journal

__all__ = ["AsyncSagaRunner"]

T = TypeVar("T")


class AsyncSagaRunner:
    """Performs a saga's effects on an event loop, the journal's on a worker thread.

    The saga runs in a task of its own. If the caller is cancelled, the request in flight is still answered
    and written down; after that nothing more is started.

    Args:
        send: Sends a request through a connection; raises what the session raises.
        journal: Where records are written.
        deadline: When the call has to be over.
        in_worker: Runs a function on the journal's one thread, in order of asking, even if the caller leaves.
        tasks: Every saga under way; whoever closes the connections waits for these first.
    """

    def __init__(
        self,
        send: Callable[[Send], Awaitable[Response]],
        journal: Journal,
        deadline: Deadline,
        *,
        in_worker: Callable[[Callable[[], Any]], Awaitable[Any]],
        tasks: set[asyncio.Task[Any]],
    ) -> None:
        self._send = send
        self._journal = journal
        self._deadline = deadline
        self._in_worker = in_worker
        self._tasks = tasks
        self._unwanted = False

    async def run(self, saga: Saga[T]) -> T:
        """Run *saga* to its end; claims it took are given back, however it ends."""
        task = asyncio.create_task(self._run(saga))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._unwanted = True
            raise

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen: nobody may be left to hear about it

    async def _run(self, saga: Saga[T]) -> T:
        claims: list[Claim] = []
        try:
            with closing(saga):
                step = advance(saga)
                while not isinstance(step, Finished):
                    if self._unwanted and _starts_something(step):
                        raise asyncio.CancelledError
                    step = advance(saga, await self._performed(step, claims))
                return step.value
        finally:
            # One job, after whatever the journal's thread is at: a claim it is just taking is given back too.
            await self._in_worker(lambda: released(claims, self._journal))

    async def _performed(self, effect: Effect[Any], claims: list[Claim]) -> Any:
        clock = self._deadline.clock
        try:
            match effect:
                case Send():
                    return await self._sent(effect)
                case Sleep():
                    return await self._slept(effect.seconds)
                case Now():
                    return clock.now()
                case _:
                    return await self._in_worker(partial(recorded, effect, self._journal, clock, claims))
        except RampError as error:
            return error

    async def _sent(self, effect: Send) -> Response | RampError:
        try:
            return await self._send(effect)
        except InvalidInputError as error:
            return unsendable(error, effect.connection)

    async def _slept(self, seconds: float) -> bool:
        if self._deadline.remaining() <= seconds:
            return False
        if seconds:
            await asyncio.sleep(seconds)
        return True


def _starts_something(effect: Effect[Any]) -> bool:
    """Whether *effect* announces a new send: what a cancelled caller no longer wants."""
    return isinstance(effect, Append) and isinstance(effect.record, Started)
