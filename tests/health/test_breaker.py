"""When a breaker opens, and how it closes again."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rampkit.health.breaker import Breaker, State


def opened(**options):
    """A breaker that has opened at 0."""
    breaker = Breaker(**options)
    for _ in range(5):
        breaker.fault(0)
    return breaker


def test_five_faults_in_a_row_open_it():
    """Not with a good call among them."""
    assert answered(Breaker(), "xxxx.x") is State.CLOSED
    assert answered(Breaker(), "xx.xxxx") is State.OPEN
    assert answered(Breaker(), "xxxx") is State.CLOSED
    assert answered(Breaker(), "xxxxx") is State.OPEN


def answered(breaker, pattern, *, every=1.0):
    """The breaker's state after calls that went well (`.`) or not (`x`), some seconds apart."""
    now = 0.0
    for sign in pattern:
        now += every
        breaker.fault(now) if sign == "x" else breaker.good(now)
    return breaker.state(now)


@pytest.mark.parametrize(
    ("pattern", "state"),
    [("xx.x.xx.x.x.x.", State.OPEN), ("." * 50 + "xx.xx.xx", State.OPEN), ("x." * 50, State.CLOSED)],
)
def test_six_faults_of_the_last_ten_calls_open_it(pattern, state):
    """A provider that fails more often than not is left alone although some calls go well."""
    assert answered(Breaker(), pattern) is state


def test_old_faults_are_forgotten():
    """The rate is that of two minutes: six bad calls of an hour are no outage."""
    assert answered(Breaker(), "xx.xx.xx.x" * 5, every=60) is State.CLOSED


def test_it_rests_and_then_lets_one_call_through():
    """Fifteen seconds of nothing, then exactly one place, however many ask."""
    breaker = opened()

    assert [breaker.admits(now) for now in (0, 14.9, 15)] == [False, False, True]
    assert [breaker.take(15, object()) for _ in range(1_000)].count(True) == 1


def test_a_probe_that_goes_well_closes_it():
    """After it everything is let through, and faults count from nought."""
    breaker = opened()
    breaker.take(15, "probe")
    breaker.good(16)
    for _ in range(4):
        breaker.fault(16)

    assert all(breaker.take(16, object()) for _ in range(10))


def test_a_place_given_back_is_free():
    """A probe that was cancelled, or never sent anything, makes room for the next."""
    breaker = opened()
    breaker.take(15, "first")
    breaker.give_back("first")

    assert breaker.take(15, "second")


def test_nobody_gives_back_what_another_has():
    """A probe that ends late does not free the place of its successor."""
    breaker = opened()
    breaker.take(15, "first")
    breaker.fault(15)
    breaker.take(45, "second")
    breaker.give_back("first")

    assert not breaker.take(45, "third")


def test_each_failed_probe_doubles_the_rest():
    """15, 30, 60 seconds and so on, up to five minutes."""
    breaker, now, rests = opened(), 0.0, []
    for _ in range(7):
        rests.append(breaker.remaining(now))
        now += rests[-1]
        breaker.take(now, object())
        breaker.fault(now)

    assert rests == [15, 30, 60, 120, 240, 300, 300]


@pytest.mark.parametrize(("asked", "rest"), [(3.0, 15.0), (60.0, 60.0), (10.0**12, 86_400.0)])
def test_a_providers_wish_only_lengthens(asked, rest):
    """The rest is never shorter than ours nor than asked for, but no longer than a day."""
    breaker = Breaker()
    for _ in range(5):
        breaker.fault(0, asked=asked)

    assert breaker.remaining(0) == rest


def test_calls_that_had_no_other_place_to_go_lengthen_nothing():
    """Faults during the rest are no news, unless the provider asks for more peace."""
    breaker = opened()
    breaker.fault(10)
    assert breaker.remaining(10) == 5

    breaker.fault(10, asked=40)
    assert breaker.remaining(10) == 40


def test_orders_wait_for_a_good_read():
    """Time alone does not let an order find out whether a connection is back, nor does a read too early."""
    breaker = opened(needs_read=True)
    breaker.read(14)
    assert breaker.state(1_000) is State.OPEN

    breaker.read(15)
    assert [breaker.take(15, object()) for _ in range(3)] == [True, False, False]


def test_one_good_order_closes_it():
    """The one that was let through decides, and a bad one needs another good read."""
    breaker = opened(needs_read=True)
    breaker.read(15)
    breaker.fault(15)
    assert breaker.state(45) is State.OPEN

    breaker.read(45)
    breaker.good(45)
    assert breaker.state(45) is State.CLOSED


class Anything(RuleBasedStateMachine):
    """Whatever happens in whatever order, at whatever time."""

    def __init__(self):
        super().__init__()
        self.breaker = Breaker()
        self.now = 0.0
        self.probes = []
        self.faults = 0

    @rule(seconds=st.sampled_from([0.5, 5.0, 15.0, 31.0, 400.0]))
    def time_passes(self, seconds):
        """Nobody calls for a while."""
        self.now += seconds

    @rule()
    def go_well(self):
        """A call went well."""
        self.breaker.good(self.now)
        self.faults = 0

    @rule(asked=st.sampled_from([0.0, 1.0, 90.0]))
    def go_wrong(self, asked):
        """A call failed."""
        self.breaker.fault(self.now, asked=asked)
        self.faults += 1
        if asked and self.breaker.state(self.now) is not State.CLOSED:
            assert self.breaker.remaining(self.now) >= asked

    @rule()
    def ask(self):
        """Somebody wants to call."""
        before, probe = self.breaker.state(self.now), object()
        if self.breaker.take(self.now, probe):
            assert before is not State.OPEN
            if before is State.HALF_OPEN:
                self.probes.append(probe)

    @precondition(lambda self: self.probes)
    @rule()
    def give_up(self):
        """A probe ends without a word."""
        self.breaker.give_back(self.probes.pop())

    @invariant()
    def never_locked_for_good(self):
        """Within its longest rest a breaker whose place is free lets somebody through."""
        later = self.now + self.breaker.remaining(self.now)
        assert self.breaker.state(later) is not State.OPEN
        assert self.breaker.remaining(self.now) <= 300

    @invariant()
    def never_open_without_a_reason(self):
        """Five in a row are always enough."""
        if self.faults >= 5:
            assert self.breaker.state(self.now) is not State.CLOSED


TestAnything = Anything.TestCase
TestAnything.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
