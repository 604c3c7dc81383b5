"""How the synchronous face performs a script."""

from __future__ import annotations

from contextlib import closing
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from rampkit import session as sessions
from rampkit.errors import RampError
from rampkit.flows import Finished, advance
from rampkit.router.resting import passage
from rampkit.router.script import Act, Ask, AskAll, Consult, Script, Step
from rampkit.router.silence import GRACE, everybody, fault, patience
from rampkit.router.workers import Workers
from rampkit.saga.runner import SagaRunner

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from concurrent.futures import Future

    from rampkit.deadline import Deadline
    from rampkit.http import Flow, Response
    from rampkit.router.core import Core
    from rampkit.saga.effects import Send

__all__ = ["Performer"]

T = TypeVar("T")


class Performer:
    """Performs scripts in the calling thread, asking several connections on daemon threads."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._workers = Workers()
        self.sessions = {
            name: sessions.Session(provider, settings=core.settings, health=core.health[name])
            for name, provider in core.providers.items()
        }

    def close(self) -> None:
        """Close every session; calls still under way in other threads end in an error."""
        self._workers.close()
        for session in self.sessions.values():
            session.close()
        self._core.close()

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
                    return self._runner(deadline, step.skippable).run(step.saga)
                case _:
                    return TypeError(f"a script may not ask for {type(step).__name__}")
        except Exception as error:  # noqa: BLE001  # thrown into the script, which knows what it means
            return error

    def _runner(self, deadline: Deadline, skippable: Collection[str]) -> SagaRunner:
        def send(effect: Send) -> Response:
            with passage(self._core, effect, skippable):
                return self.sessions[effect.connection].send(
                    effect.request, deadline=patience(effect.request, deadline)
                )

        return SagaRunner(send, self._core.journal, deadline)

    def _asked_all(self, flows: Mapping[str, Flow[Any]], deadline: Deadline) -> dict[str, Any]:
        if len(flows) == 1:
            return everybody(flows, {name: self._asked(name, flow, deadline) for name, flow in flows.items()})
        answers: dict[str, Any] = {}
        arrived: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        for name, flow in flows.items():
            self._asked_apart(name, flow, deadline, arrived)
        for _ in flows:
            try:
                name, answer = arrived.get(timeout=max(0.0, deadline.remaining()) + GRACE)
            except Empty:
                break
            answers[name] = answer
        return everybody(flows, answers)

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
        except Exception as error:  # noqa: BLE001  # one adapter's fault is no business of the others
            return fault(error, name)
