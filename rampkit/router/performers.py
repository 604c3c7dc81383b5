"""How the two faces perform a script: this, and nothing else, differs between sync and async."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import closing
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from rampkit.errors import DeadlineExceededError, RampError
from rampkit.flows import Finished, advance
from rampkit.http import Flow, Response
from rampkit.router.core import Core
from rampkit.router.script import Act, Ask, AskAll, Consult, Script, Step
from rampkit.router.workers import Workers
from rampkit.saga.effects import Send
from rampkit.saga.runners import AsyncSagaRunner, SagaRunner
from rampkit.session.async_session import AsyncSession
from rampkit.session.deadline import Deadline
from rampkit.session.session import Session

__all__ = ["AsyncPerformer", "Performer"]

T = TypeVar("T")
_GRACE = 0.05
"""Seconds a deadline is stretched, so that a session can report its own time-out."""


class Performer:
    """Performs scripts in the calling thread, asking several connections on daemon threads."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._workers = Workers()
        self.sessions = {
            name: Session(provider, settings=core.settings) for name, provider in core.providers.items()
        }

    def close(self) -> None:
        """Close every session; calls still under way in other threads end in an error."""
        self._workers.close()
        for session in self.sessions.values():
            session.close()

    def run(self, script: Script[T], timeout: float | None) -> T:
        """Perform *script* within *timeout* seconds, the router's own if None."""
        deadline = self._core.deadline(timeout)
        with closing(script):
            step = advance(script)
            while not isinstance(step, Finished):
                step = advance(script, self._performed(step, deadline))
            return step.value

    def _performed(self, step: Step[Any], deadline: Deadline) -> Any:
        try:
            match step:
                case Ask():
                    return self.sessions[step.connection].run(step.flow, timeout=deadline.remaining())
                case AskAll():
                    return self._asked_all(step.flows, deadline)
                case Consult():
                    return step.call()
                case Act():
                    return self._runner(deadline).run(step.saga)
                case _:
                    raise TypeError(f"a script may not ask for {type(step).__name__}")
        except RampError as error:
            return error

    def _runner(self, deadline: Deadline) -> SagaRunner:
        def send(effect: Send) -> Response:
            return self.sessions[effect.connection].send(effect.request, deadline=deadline)

        return SagaRunner(send, self._core.journal, self._core.settings.clock)

    def _asked_all(self, flows: Mapping[str, Flow[Any]], deadline: Deadline) -> dict[str, Any]:
        if len(flows) == 1:
            return {name: self._asked(name, flow, deadline) for name, flow in flows.items()}
        answers: dict[str, Any] = {}
        arrived: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        for name, flow in flows.items():
            self._asked_apart(name, flow, deadline, arrived)
        for _ in flows:
            try:
                name, answer = arrived.get(timeout=max(0.0, deadline.remaining()) + _GRACE)
            except Empty:
                break
            answers[name] = answer
        return _everybody(flows, answers)

    def _asked_apart(
        self, name: str, flow: Flow[Any], deadline: Deadline, arrived: SimpleQueue[tuple[str, Any]]
    ) -> None:
        def done(future: Future[Any]) -> None:
            arrived.put((name, future.exception() or future.result()))

        self._workers.submit(lambda: self._asked(name, flow, deadline)).add_done_callback(done)

    def _asked(self, name: str, flow: Flow[Any], deadline: Deadline) -> Any:
        try:
            return self.sessions[name].run(flow, timeout=deadline.remaining())
        except RampError as error:
            return error


class AsyncPerformer:
    """Performs scripts on the event loop, the journal's part on one worker thread."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._journal_thread = Workers(limit=1)
        self._sagas = AsyncSagaRunner(core.settings.clock, self._in_worker)
        self.sessions = {
            name: AsyncSession(provider, settings=core.settings) for name, provider in core.providers.items()
        }

    async def aclose(self) -> None:
        """Wait until what is under way has ended and is written down, then close every session."""
        await self._sagas.drain()
        for session in self.sessions.values():
            await session.aclose()
        self._journal_thread.close()

    async def run(self, script: Script[T], timeout: float | None) -> T:
        """Perform *script* within *timeout* seconds, the router's own if None."""
        deadline = self._core.deadline(timeout)
        with closing(script):
            step = advance(script)
            while not isinstance(step, Finished):
                step = advance(script, await self._performed(step, deadline))
            return step.value

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
                    raise TypeError(f"a script may not ask for {type(step).__name__}")
        except RampError as error:
            return error

    async def _in_worker(self, call: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._journal_thread.submit(call))

    async def _acted(self, step: Act[T], deadline: Deadline) -> T:
        async def send(effect: Send) -> Response:
            return await self.sessions[effect.connection].send(effect.request, deadline=deadline)

        return await self._sagas.run(step.saga, send, self._core.journal)

    async def _asked_all(self, flows: Mapping[str, Flow[Any]], deadline: Deadline) -> dict[str, Any]:
        if len(flows) == 1:
            return {name: await self._asked(name, flow, deadline) for name, flow in flows.items()}
        tasks = {name: asyncio.create_task(self._asked(name, flow, deadline)) for name, flow in flows.items()}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=max(0.0, deadline.remaining()) + _GRACE)
        answers = {name: task.result() for name, task in tasks.items() if task.done()}
        for task in tasks.values():
            task.cancel()
        return _everybody(flows, answers)

    async def _asked(self, name: str, flow: Flow[Any], deadline: Deadline) -> Any:
        try:
            return await self.sessions[name].run(flow, timeout=deadline.remaining())
        except RampError as error:
            return error


def _everybody(asked: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """An answer for each connection asked: those still silent are too late."""
    return {
        name: answers[name]
        if name in answers
        else DeadlineExceededError("no answer within the time given", connection=name)
        for name in asked
    }
