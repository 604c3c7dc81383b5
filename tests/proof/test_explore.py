"""The explorer at its smallest: what it proves is told by `explore.py`, here it is shown to be able to."""

from __future__ import annotations

from itertools import islice

import pytest
from choices import Choices, every
from explore import explored
from scenarios import CONTROL, SCENARIOS

ENOUGH = 300
"""Traces within which the broken promise shows."""


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_trace_breaks_a_promise(name):
    """Whatever goes wrong: one order at most, none lost, no lie, an end."""
    found = explored(name, size="small")

    assert found["first_violations"] == []
    assert found["traces"] > 1


def test_a_company_that_breaks_its_promise_is_found_out():
    """Where absence is declared final and is not, a second company takes the money too: that is seen."""
    broken = next(trace for trace in islice(CONTROL.traces(), ENOUGH) if trace.broken)

    assert broken.broken == "2 orders of one intent can take money"
    assert CONTROL.played(Choices(broken.path)) == broken


def test_no_trace_is_taken_twice():
    """Distinct means distinct sequences of choices."""
    paths = [trace.path for trace in islice(next(iter(SCENARIOS.values())).traces(), ENOUGH)]

    assert len(set(paths)) == len(paths)


def test_every_sequence_of_choices_is_taken():
    """Later choices may depend on earlier ones; what leaves nothing to choose is no choice."""

    def word(choices):
        first = choices.pick("first", "ab")
        only = choices.pick("only", "-")
        return first + only + (choices.pick("second", "xyz") if first == "b" else "")

    assert [word(choices) for choices in every()] == ["a-", "b-x", "b-y", "b-z"]
