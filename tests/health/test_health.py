"""What is remembered of one connection, by many callers at once."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack

import pytest

from rampkit.capabilities import CallKind
from rampkit.health.health import Health
from rampkit.health.signs import Sign

PRICES, READS, ORDERS = CallKind.PRICES, CallKind.READS, CallKind.ORDERS


class Clock:
    """Shows what it is told."""

    seconds = 0.0

    def monotonic(self):
        """The seconds it shows."""
        return self.seconds


@pytest.fixture
def clock():
    """A clock at nought."""
    return Clock()


@pytest.fixture
def health(clock):
    """Of a connection that nobody has used yet."""
    return Health("acme", [], clock)


def fails(health, *kinds):
    """Calls of these kinds fail until their breakers open."""
    for kind in kinds:
        for _ in range(5):
            health.observe(kind, Sign.FAULT)


def test_one_kind_of_call_may_fail_alone(health):
    """Quotes that are down do not mean that orders or their statuses are."""
    fails(health, PRICES)

    assert [kind for kind in CallKind if not health.admits(kind)] == [PRICES]


def test_nothing_is_learned_from_nothing(health):
    """A hundred signs that say nothing neither open a breaker nor start a count anew."""
    for _ in range(4):
        health.observe(PRICES, Sign.FAULT)
    for _ in range(100):
        health.observe(PRICES, Sign.NOTHING)
    assert health.admits(PRICES)

    health.observe(PRICES, Sign.FAULT)
    assert not health.admits(PRICES)


@pytest.mark.parametrize("read", [PRICES, READS])
def test_a_good_read_lets_one_order_through(health, clock, read):
    """A quote is a read too; before the rest is over neither counts."""
    fails(health, ORDERS)
    health.observe(read, Sign.GOOD)
    clock.seconds = 15.0
    assert not health.admits(ORDERS)

    health.observe(read, Sign.GOOD)
    with health.probing(ORDERS) as first, health.probing(ORDERS) as second:
        assert (first, second) == (True, False)


def test_an_order_opens_no_breaker_for_orders(health, clock):
    """Only what leaves nothing behind may find out."""
    fails(health, ORDERS)
    clock.seconds = 15.0
    health.observe(CallKind.RECORDS, Sign.GOOD)

    assert not health.admits(ORDERS)


def test_exactly_one_probe_among_a_thousand_threads(health, clock):
    """However many find the rest over at the same moment."""
    fails(health, PRICES)
    clock.seconds = 15.0
    admitted, asked, over = [], threading.Semaphore(0), threading.Event()

    def ask():
        with health.probing(PRICES) as mine:
            admitted.append(mine)
            asked.release()
            over.wait()

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    with ExitStack() as many:
        for _ in range(50):
            asked.acquire()
        admitted += [many.enter_context(health.probing(PRICES)) for _ in range(950)]
    over.set()
    for thread in threads:
        thread.join()

    assert (len(admitted), admitted.count(True)) == (1_000, 1)


@pytest.mark.parametrize("end", [KeyboardInterrupt, GeneratorExit, ValueError])
def test_a_probe_that_ends_in_any_way_frees_its_place(health, clock, end):
    """Cancelled, crashed or interrupted: the next caller may probe."""
    fails(health, PRICES)
    clock.seconds = 15.0
    with pytest.raises(end), health.probing(PRICES):
        raise end

    with health.probing(PRICES) as admitted:
        assert admitted


def test_flips_are_logged(health, clock, caplog):
    """Opening and closing are worth a line each; single calls are not."""
    fails(health, PRICES, PRICES)
    clock.seconds = 15.0
    health.observe(PRICES, Sign.GOOD)

    assert [(line.getMessage(), line.connection, line.operation) for line in caplog.records] == [
        ("breaker_open", "acme", "prices"),
        ("breaker_closed", "acme", "prices"),
    ]


def test_a_fork_starts_anew(health, monkeypatch):
    """A child may inherit a lock that nobody there will ever open."""
    fails(health, PRICES)
    health._current.lock.acquire()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert health.admits(PRICES)
