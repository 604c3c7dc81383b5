"""What is explored: who is asked, what happens one after the other, and how much may go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import judge
from callers import played
from choices import Choices, every
from companies import MANNERS, Company
from ramp import WISH, Ramp, offers
from world import LEASE, Budget, World

from rampkit.errors import IntentBusyError, OutcomeUnknownError
from rampkit.saga.creating import create_intent
from rampkit.saga.executing import execute_intent
from rampkit.saga.identity import NAMESPACE
from rampkit.saga.ledger import Bench

INTENT = "i1"
LATEST = timedelta(hours=1)
"""No request is under way for longer: the one assumption about time, besides what adapters declare."""
GAPS = {"a second": timedelta(seconds=1), "ten minutes": timedelta(minutes=10), "a day": timedelta(hours=25)}
Act = Callable[["Scenario", World, Choices], None]


@dataclass(frozen=True)
class Trace:
    """What was chosen, and the promise that was broken by it."""

    path: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    broken: str | None = None

    def on(self, choices: Choices, broken: str | None) -> Trace:
        """The trace with some choices more."""
        return Trace((*self.path, *choices.taken), (*self.choices, *choices.named), broken)


@dataclass(frozen=True)
class Scenario:
    """A story with open ends. Its acts are told one after the other, in every way there is."""

    name: str
    manners: tuple[str, ...]
    acts: tuple[Act, ...]
    bounds: Budget
    sample: int | None = None
    """How many traces are taken by chance at full size, where there are too many; None: all are taken."""

    @cached_property
    def ramps(self) -> dict[str, Ramp]:
        """The connections, best first."""
        return {name: Ramp(name, MANNERS[manner]) for name, manner in zip("abc", self.manners, strict=False)}

    @cached_property
    def _offers(self):
        return offers(self.ramps.values())

    def world(self) -> World:
        """The world before anything happened."""
        made = {name: Company(name, MANNERS[how]) for name, how in zip("abc", self.manners, strict=False)}
        return World(made, self.bounds)

    def create(self, world: World):
        """The real saga that creates the intent."""
        bench = Bench(self.ramps, world.journal, NAMESPACE)
        return create_intent(bench, INTENT, WISH, self._offers, [])

    def execute(self, world: World):
        """The real saga that executes it."""
        return execute_intent(Bench(self.ramps, world.journal, NAMESPACE), INTENT)

    def traces(self) -> Iterator[Trace]:
        """Every trace there is."""
        return self._from(self.world(), self.acts, Trace())

    def _from(self, world: World, acts: tuple[Act, ...], so_far: Trace) -> Iterator[Trace]:
        """Every trace on from *world*. What happened up to here is not played again for each."""
        for choices in every():
            there = world.copy()
            broken = self._broken(there, acts[:1], choices)
            trace = so_far.on(choices, broken)
            if broken or not acts[1:]:
                yield trace
            else:
                yield from self._from(there, acts[1:], trace)

    def played(self, choices: Choices) -> Trace:
        """One trace, from beginning to end."""
        return Trace().on(choices, self._broken(self.world(), self.acts, choices))

    def _broken(self, world: World, acts: tuple[Act, ...], choices: Choices) -> str | None:
        """Play *acts*; the promise they broke."""
        try:
            for act in acts:
                act(self, world, choices)
        except judge.ViolationError as violation:
            return str(violation)
        return None


def one_creates(scenario: Scenario, world: World, choices: Choices) -> None:
    """The application calls."""
    played(world, [scenario.create(world)], choices)


def two_create(scenario: Scenario, world: World, choices: Choices) -> None:
    """Two processes of the application call with the same id."""
    played(world, [scenario.create(world), scenario.create(world)], choices)


def one_executes(scenario: Scenario, world: World, choices: Choices) -> None:
    """The application starts the movement."""
    played(world, [scenario.execute(world)], choices)


def created(scenario: Scenario, world: World, choices: Choices) -> None:
    """The intent is created, and nothing goes wrong."""
    left, world.budget = world.budget, Budget()
    one_creates(scenario, world, choices)
    world.budget = left


def time_passes(scenario: Scenario, world: World, choices: Choices) -> None:
    """The payer does something or nothing, before or after a second, ten minutes, or a day."""
    world.others_act(choices)
    gap = GAPS[choices.pick("there pass", list(GAPS))]
    if gap > LATEST:
        world.arrive()
    world.pass_time(gap)
    world.others_act(choices)


def others_act(scenario: Scenario, world: World, choices: Choices) -> None:
    """The payer does something or nothing."""
    world.others_act(choices)


def all_settles(scenario: Scenario, world: World, choices: Choices) -> None:
    """Nothing goes wrong any more: the application calls until it knows."""
    world.budget = Budget()
    late = choices.pick("what is late arrives", ["first", "last"]) if world.under_way() else "first"
    held = [] if late == "first" else world.held_back()
    world.arrive()
    result = None
    for wait in (LEASE, timedelta(minutes=10)):
        world.pass_time(wait)
        (result,) = played(world, [scenario.create(world)], choices)
        if not isinstance(result, (OutcomeUnknownError, IntentBusyError)):
            break
    judge.ended_in_time(world, result)
    world.deliver(held)
    if isinstance(result, OutcomeUnknownError):
        world.pass_time(timedelta(hours=25))
        (result,) = played(world, [scenario.create(world)], choices)
    judge.settled(world, result, scenario.ramps, world.journal.history(INTENT))


KEPT = tuple(name for name in MANNERS if name != "breaks-its-promise")
CALLED_AGAIN = (one_creates, time_passes, one_creates, others_act, all_settles)
CALLED_ONCE = (one_creates, time_passes, all_settles)
CALLED_BY_TWO = (two_create, all_settles)
EXECUTED = (created, one_executes, time_passes, one_executes, all_settles)
PAID_TWICE = (created, time_passes, one_creates, time_passes, one_creates, all_settles)
EVERYTHING = (two_create, time_passes, two_create, time_passes, one_executes, others_act, all_settles)


def _beside(manner: str) -> str:
    """Another company to fail over to."""
    return "no-key-look-up" if manner == "stores-2xx" else "stores-2xx"


def _of(manner: str) -> Iterator[Scenario]:
    """Every story that begins at a company of that manner."""
    one, two = (manner,), (manner, _beside(manner))
    three = (*two, "fenced-by-quote")

    def told(story: str, manners: tuple[str, ...], acts: tuple[Act, ...], bounds: Budget) -> Scenario:
        return Scenario(f"{story}/{manner}", manners, acts, bounds)

    once = Budget(faults=1, crashes=1, refusals=1, payments=1)
    yield told("crash-and-payer", two, CALLED_AGAIN, once)
    yield told("two-callers-and-fault", two, CALLED_BY_TWO, Budget(faults=1, switches=2))
    yield told("two-callers-and-crash", two, CALLED_BY_TWO, Budget(faults=1, crashes=1, switches=1))
    yield told("two-callers", two, CALLED_BY_TWO, Budget(switches=3, refusals=1))
    yield told("three-connections", three, CALLED_ONCE, Budget(faults=1, crashes=1, refusals=2))
    if manner in {"stores-2xx", "no-key-look-up", "fenced-by-quote"}:
        yield told("two-faults", two, CALLED_ONCE, Budget(faults=2, crashes=1))
    if manner in {"stores-2xx", "no-key-look-up", "no-key-never"}:
        yield told("execute-and-payer", one, EXECUTED, once)
    else:
        yield told("execute", one, EXECUTED, Budget(faults=1, crashes=1))
    if manner == "stores-2xx":  # an order that exists is read alike everywhere
        yield told("payer-pays-twice", one, PAID_TWICE, Budget(faults=1, crashes=1, payments=2))
    all_at_once = Budget(faults=2, crashes=1, switches=3, refusals=2, payments=2)
    yield Scenario(f"everything/{manner}", three, EVERYTHING, all_at_once, sample=500)


SCENARIOS = {scenario.name: scenario for manner in KEPT for scenario in _of(manner)}
CONTROL = Scenario("control", ("breaks-its-promise", "stores-2xx"), CALLED_ONCE, Budget(faults=1))
"""A company whose adapter promises too much: nobody can keep its customers from paying twice."""
