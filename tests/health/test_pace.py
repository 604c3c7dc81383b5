"""Declared rate limits: never above the rate, first come, first served."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rampkit.capabilities import CallKind, RateLimit
from rampkit.errors import ConfigurationError
from rampkit.health.health import Health
from rampkit.health.pace import Pace
from rampkit.health.turn import Turn


class Clock:
    """Shows what it is told."""

    def __init__(self):
        self.seconds = 0.0

    def monotonic(self):
        """The seconds it shows."""
        return self.seconds

    def now(self):
        """A moment."""
        return datetime(2026, 3, 1, tzinfo=UTC)


def limit(requests, seconds, **options):
    """A declared limit."""
    return RateLimit(requests, timedelta(seconds=seconds), "test", **options)


def departures(paces, clock, arrivals):
    """When requests leave that come at *arrivals*; those whose second number is false leave the queue."""
    lock, waiting, left = threading.Lock(), [], []
    events = sorted(arrivals, key=lambda arrival: arrival[0])
    while events or waiting:
        coming = events[0][0] if events else float("inf")
        due = min((clock.seconds + turn.take(), number) for number, turn in waiting) if waiting else None
        if due is None or coming < due[0]:
            clock.seconds = max(clock.seconds, coming)
            _, stays = events.pop(0)
            turn = Turn(paces, lock, clock).__enter__()
            if stays:
                waiting.append((len(left) + len(waiting), turn))
            else:
                turn.__exit__(None, None, None)
            continue
        clock.seconds = max(clock.seconds, due[0])
        number, turn = waiting.pop([number for number, _ in waiting].index(due[1]))
        left.append((clock.seconds, number))
    return left


ARRIVALS = st.lists(st.tuples(st.integers(0, 60).map(lambda tick: tick / 4), st.booleans()), max_size=40)


@settings(max_examples=60, deadline=None)
@given(ARRIVALS, st.integers(1, 4), st.integers(1, 5))
def test_never_above_the_rate_in_any_window(arrivals, most, seconds):
    """Wherever a stretch of time begins, no more leave in it than declared; nobody is forgotten."""
    left = [moment for moment, _ in departures([Pace(limit(most, seconds))], Clock(), arrivals)]

    assert len(left) == sum(stays for _, stays in arrivals)
    assert all(left[most + i] - left[i] >= seconds - 1e-9 for i in range(len(left) - most))


@settings(max_examples=30, deadline=None)
@given(ARRIVALS)
def test_several_limits_hold_at_once(arrivals):
    """Two a second and three in five seconds."""
    left = [m for m, _ in departures([Pace(limit(2, 1)), Pace(limit(3, 5))], Clock(), arrivals)]

    assert all(left[2 + i] - left[i] >= 1 - 1e-9 for i in range(len(left) - 2))
    assert all(left[3 + i] - left[i] >= 5 - 1e-9 for i in range(len(left) - 3))


def turn_of(pace, clock):
    """A place in the queue, taken now."""
    return Turn([pace], threading.Lock(), clock).__enter__()


def test_first_come_first_served():
    """Everybody's turn is after that of those who came before, whenever they ask."""
    clock, pace = Clock(), Pace(limit(2, 10))
    waits = [turn_of(pace, clock).take() for _ in range(6)]

    assert waits == [0, 0, 10, 10, 20, 20]


def test_nobody_waits_for_a_limit_of_others():
    """What holds for prices alone does not hold up an order that shares another limit with them."""
    prices = limit(1, 60, kinds=frozenset({CallKind.PRICES}))
    health = Health("acme", [prices, limit(3, 1)], Clock())
    kinds = [CallKind.PRICES, CallKind.PRICES, CallKind.ORDERS]

    assert [health.turn(kind).__enter__().take() for kind in kinds] == [0, 60, 0]


def test_whoever_leaves_the_queue_makes_room():
    """A caller that is cancelled while nobody waits behind it costs the next one nothing."""
    clock, pace = Clock(), Pace(limit(1, 10))
    turn_of(pace, clock).take()
    waiting = [turn_of(pace, clock) for _ in range(3)]
    for turn in waiting:
        turn.__exit__(None, None, None)

    assert turn_of(pace, clock).take() == 10


def test_whoever_leaves_late_holds_up_those_behind():
    """A thread that oversleeps does not bring its successor too close."""
    clock, pace = Clock(), Pace(limit(1, 10))
    turn_of(pace, clock).take()
    late, next_one = turn_of(pace, clock), turn_of(pace, clock)
    clock.seconds = 17.0
    assert late.take() == 0

    clock.seconds = 20.0
    assert next_one.take() == 7


def test_only_the_kinds_it_names_queue():
    """A limit on prices does not slow orders down, and without a limit there is no queue."""
    prices = limit(1, 1, kinds=frozenset({CallKind.PRICES}))
    health = Health("acme", [prices], Clock())

    assert health.turn(CallKind.PRICES) is not None
    assert health.turn(CallKind.ORDERS) is None
    assert Health("acme", [], Clock()).turn(CallKind.PRICES) is None


@pytest.mark.parametrize(("requests", "seconds"), [(0, 1), (1, 0), (-1, 1)])
def test_a_limit_that_lets_nothing_through_is_refused(requests, seconds):
    """A provider that may never be asked is a mistake in its adapter."""
    with pytest.raises(ConfigurationError):
        limit(requests, seconds)
