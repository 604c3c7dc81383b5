"""How the asynchronous face performs a script."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any, TypeVar

from rampkit import session as sessions
from rampkit.errors import RampError
from rampkit.flows import Finished, advance
from rampkit.router.resting import passage
from rampkit.router.script import Act, Ask, AskAll, Consult, Script, Step
from rampkit.router.silence import GRACE, everybody, fault, patience
from rampkit.router.workers import Workers
from rampkit.saga.async_runner import AsyncSagaRunner

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from rampkit.deadline import Deadline
    from rampkit.http import Flow, Response
    from rampkit.router.core import Core
    from rampkit.saga.effects import Send

__all__ = ["AsyncPerformer"]

T = TypeVar("T")
F = TypeVar("F", bound="asyncio.Future[Any]")


class AsyncPerformer:
    """Performs scripts on the event loop, the journal's part on one worker thread."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._journal_thread = Workers(limit=1)
        self._saga_tasks: set[asyncio.Task[Any]] = set()
        self._tasks: set[asyncio.Future[Any]] = set()
        self.sessions = {
            name: sessions.AsyncSession(provider, settings=core.settings, health=core.health[name])
            for name, provider in core.providers.items()
        }

    async def aclose(self) -> None:
        """Wait until what is under way has ended and is written down, then close every session."""
        while self._saga_tasks or self._tasks:
            await asyncio.wait(self._saga_tasks | self._tasks)
        for session in self.sessions.values():
            await session.aclose()
        await self._in_worker(self._core.close)
        self._journal_thread.close()

    async def run(self, script: Script[T], timeout: float | None) -> T:
        """Perform *script* within *timeout* seconds, the router's own if None."""
        deadline = self._core.deadline(timeout)
        with ExitStack() as stack:
            stack.enter_context(closing(script))
            step = advance(script)
            while not isinstance(step, Finished):
                if isinstance(step, Ask):
                    asking = self._apart(self._performed(step, deadline))
                    try:
                        reply = await asyncio.shield(asking)
                    except asyncio.CancelledError:
                        stack.pop_all()  # the script goes on without its caller
                        self._apart(self._written_down(script, asking))
                        raise
                else:
                    reply = await self._performed(step, deadline)
                step = advance(script, reply)
            return step.value

    def _apart(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run *work* where no cancellation of the caller reaches it; closing waits for it."""
        return self._kept(asyncio.get_running_loop().create_task(work))

    def _kept(self, work: F) -> F:
        self._tasks.add(work)
        work.add_done_callback(self._ended)
        return work

    def _ended(self, work: asyncio.Future[Any]) -> None:
        self._tasks.discard(work)
        if not work.cancelled():
            work.exception()  # seen: nobody may be left to hear about it

    async def _written_down(self, script: Script[Any], asking: asyncio.Task[Any]) -> None:
        """Let a script whose caller has left learn the answer and write it down, but ask nothing more."""
        with closing(script):
            step = advance(script, await asking)
            while isinstance(step, Consult):
                step = advance(script, await self._in_worker(step.call))

    async def _performed(self, step: Step[Any], deadline: Deadline) -> Any:
        try:
            match step:
                case Ask():
                    return await self.sessions[step.connection].run(step.flow, timeout=deadline.remaining())
                case AskAll():
                    return await self._asked_all(step.flows, deadline)
                case Consult():
                    return await self._in_worker(step.call)
                case Act():
                    return await self._acted(step, deadline)
                case _:
                    return TypeError(f"a script may not ask for {type(step).__name__}")
        except Exception as error:  # noqa: BLE001  # thrown into the script, which knows what it means
            return error

    async def _in_worker(self, call: Callable[[], T]) -> T:
        # Once it is due it is done, even if the caller leaves before its turn.
        return await asyncio.shield(self._kept(asyncio.wrap_future(self._journal_thread.submit(call))))

    async def _acted(self, step: Act[T], deadline: Deadline) -> T:
        async def send(effect: Send) -> Response:
            with passage(self._core, effect, step.skippable):
                return await self.sessions[effect.connection].send(
                    effect.request, deadline=patience(effect.request, deadline)
                )

        runner = AsyncSagaRunner(
            send, self._core.journal, deadline, in_worker=self._in_worker, tasks=self._saga_tasks
        )
        return await runner.run(step.saga)

    async def _asked_all(self, flows: Mapping[str, Flow[Any]], deadline: Deadline) -> dict[str, Any]:
        if len(flows) == 1:
            return everybody(
                flows, {name: await self._asked(name, flow, deadline) for name, flow in flows.items()}
            )
        tasks = {name: asyncio.create_task(self._asked(name, flow, deadline)) for name, flow in flows.items()}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=max(0.0, deadline.remaining()) + GRACE)
        answers = {name: task.result() for name, task in tasks.items() if task.done()}
        for task in tasks.values():
            task.cancel()
        return everybody(flows, answers)

    async def _asked(self, name: str, flow: Flow[Any], deadline: Deadline) -> Any:
        try:
            return await self.sessions[name].run(flow, timeout=deadline.remaining())
        except RampError as error:
            return error
        except Exception as error:  # noqa: BLE001  # one adapter's fault is no business of the others
            return fault(error, name)
