"""Calls of an application, run by the real runner effect by effect: switched, put to sleep, killed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import judge
from choices import Choices
from world import LEASE, World

from rampkit.deadline import Deadline
from rampkit.errors import ConfigurationError, InvalidInputError, RampError
from rampkit.flows import Finished, advance
from rampkit.saga.effects import Append, Effect, Send, Sleep, TakeClaim
from rampkit.saga.runner import SagaRunner, released

PATIENCE = 7.0
"""Seconds a call may take."""
MOST_STEPS = 2000
"""No call takes more: one that does would never end."""


@dataclass
class Caller:
    """One call under way, in a process of its own."""

    number: int
    world: World
    choices: Choices
    saga: Any
    claims: list[Any] = field(default_factory=list)
    result: Any = None
    running: bool = True

    def __post_init__(self) -> None:
        self.began_at = self.world.step
        self.paid_before = {order.id for _, order in self.world.orders() if order.payments}
        send = partial(self._answer)
        clock = self.world
        self._runner = SagaRunner(
            send, self.world.journal, Deadline.after(PATIENCE, clock), sleep=self._slept
        )
        self.effect: Effect[Any] = self._next(None)

    def _answer(self, effect: Send):
        return self.world.answer(effect, self.number, self.choices)

    def _slept(self, seconds: float) -> None:
        self.world.pass_time(timedelta(seconds=seconds))

    def perform(self) -> None:
        """Let what was asked for happen, and hear what is asked for next."""
        self.world.step += 1
        self.effect = self._next(self._runner._performed(self.effect, self.claims))

    def _next(self, reply: Any) -> Any:
        try:
            step = advance(self.saga, reply)
        except (RampError, ConfigurationError, InvalidInputError) as error:
            step = Finished(error)
        if isinstance(step, Finished):
            self.result = step.value
            return None
        return step

    def end(self) -> None:
        """Return to the application, which shows the payer what to pay."""
        self.running = False
        released(self.claims, self.world.journal)
        judge.returned(self)

    def die(self) -> None:
        """Be killed: no claim is given back."""
        self.running = False
        self.saga.close()


def played(world: World, sagas: list[Any], choices: Choices) -> list[Any]:
    """Run calls side by side until each has ended or died: what they returned, None for the dead."""
    callers = []
    for saga in sagas:
        world.calls += 1
        callers.append(Caller(world.calls, world, choices, saga))
    current, last_step = callers[0], world.step + MOST_STEPS
    while current is not None:
        judge.require(world.step < last_step, "a call does not end")
        current = _moved(world, current, [one for one in callers if one.running and one is not current])
    return [caller.result for caller in callers]


def _moved(world: World, current: Caller, others: list[Caller]) -> Caller | None:
    """Make one step of *current*, or of the choices' liking; who is next."""
    if isinstance(current.effect, Sleep) and current.effect.seconds:
        return _waited(current, others)
    if _matters(world, current.effect):
        move = current.choices.pick(
            f"call {current.number} at {_name(current.effect)}", _moves(world, others)
        )
        if move == "crash":
            world.spend(crashes=1)
            current.die()
            return others[0] if others else None
        if move != "go on":
            world.spend(switches=1)
            world.pass_time(LEASE if move == "fall asleep" else timedelta())
            return others[0]
    if current.effect is None:
        current.end()
        return others[0] if others else None
    current.perform()
    return current


def _matters(world: World, effect: Effect[Any] | None) -> bool:
    """Whether it makes a difference when this happens: reading the clock or a taken claim changes nothing."""
    if isinstance(effect, TakeClaim):
        return world.journal.is_free(effect.intent_id)
    return effect is None or isinstance(effect, (Send, Append))


def _moves(world: World, others: list[Caller]) -> list[str]:
    return [
        "go on",
        *(["crash"] if world.budget.crashes else []),
        *(["switch", "fall asleep"] if others and world.budget.switches else []),
    ]


def _waited(current: Caller, others: list[Caller]) -> Caller:
    """Who waits lets others go on; where all wait, time passes for each in turn."""
    if not others:
        current.perform()
        return current
    other = others[0]
    if isinstance(other.effect, Sleep):
        current.perform()
    return other


def _name(effect: Effect[Any] | None) -> str:
    if isinstance(effect, Append):
        return type(effect.record).__name__
    return (
        effect.request.operation
        if isinstance(effect, Send)
        else type(effect).__name__
        if effect
        else "the end"
    )
