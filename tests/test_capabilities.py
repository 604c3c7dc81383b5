"""What a connection serves and promises, read from data."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.capabilities import (
    AnswerRule,
    Checkout,
    LookUp,
    Never,
    Operation,
    Places,
    Promises,
    Replay,
    Route,
    Served,
    Verdict,
    verdict_of,
)
from rampkit.models import Direction, Fixed, Pair
from rampkit.provider import RampProvider

YES, NO, ASK = Served.YES, Served.NO, Served.ASK_REGION
entries = st.frozensets(st.sampled_from(["*", "US", "BR", "US-NY", "US-CA", "BR-SP"]))


@pytest.mark.parametrize(
    ("allow", "deny", "country", "region", "served"),
    [
        ("BR", "", "BR", None, YES),
        ("BR", "", "AR", None, NO),
        ("", "", "BR", None, NO),
        ("*", "", "BR", None, YES),
        ("*", "BR", "BR", None, NO),
        ("*", "BR", "AR", None, YES),
        ("BR", "*", "BR", None, YES),
        ("US", "US-NY", "US", "US-NY", NO),
        ("US", "US-NY", "US", "US-CA", YES),
        ("US", "US-NY", "US", None, ASK),
        ("US-NY", "", "US", "US-NY", YES),
        ("US-NY", "", "US", "US-CA", NO),
        ("US-NY", "", "US", None, ASK),
        ("US US-NY", "", "US", None, YES),
        ("*", "US-NY", "US", None, ASK),
        ("*", "US-NY", "BR", None, YES),
        ("*", "US US-NY", "US", None, NO),
        ("US-NY", "US", "US", "US-NY", YES),
        ("US", "US", "US", None, NO),
        ("US-NY", "US-NY", "US", "US-NY", NO),
        ("*", "*", "US", "US-NY", NO),
    ],
)
def test_places(allow, deny, country, region, served):
    """The most specific entry wins, a deny wins a tie, and a region that matters must be given."""
    places = Places(allow=frozenset(allow.split()), deny=frozenset(deny.split()))

    assert places.serve(country, region) is served


@given(entries, entries, st.sampled_from(["US-NY", "US-CA", "US-TX"]))
def test_a_country_answers_for_its_regions(allow, deny, region):
    """What is said without a region holds in every region, unless the region is asked for."""
    places = Places(allow=allow, deny=deny)

    assert places.serve("US", None) in {places.serve("US", region), ASK}


@given(entries, entries)
def test_a_region_always_gets_an_answer(allow, deny):
    """Nothing is asked twice."""
    assert Places(allow=allow, deny=deny).serve("US", "US-NY") in {YES, NO}


@given(entries, entries, st.sampled_from(["US", "US-NY", "*"]))
def test_denying_more_never_serves_more(allow, deny, more):
    """Another deny at the same entry closes, and never opens."""
    before = Places(allow=allow, deny=deny).serve("US", "US-NY")
    after = Places(allow=allow - {more}, deny=deny | {more}).serve("US", "US-NY")

    assert (before, after) != (NO, YES)


def rule(status, verdict, code=None, operation=None):
    """A row of a table."""
    return AnswerRule(status=status, verdict=verdict, source="page", code=code, operation=operation)


TABLE = [
    rule(400, Verdict.REFUSED),
    rule(400, Verdict.EXISTS, code="20011"),
    rule(400, Verdict.EXISTS, operation="execute_order"),
    rule(400, Verdict.REFUSED, code="20010", operation="execute_order"),
    rule(401, Verdict.REFUSED),
]


@pytest.mark.parametrize(
    ("operation", "status", "code", "verdict"),
    [
        ("create_order", 400, None, Verdict.REFUSED),
        ("create_order", 400, "20000", Verdict.REFUSED),
        ("create_order", 400, "20011", Verdict.EXISTS),
        ("execute_order", 400, None, Verdict.EXISTS),
        ("execute_order", 400, "20011", Verdict.EXISTS),
        ("execute_order", 400, "20010", Verdict.REFUSED),
        ("create_order", 400, "20010", Verdict.REFUSED),
        ("create_order", 401, "40001", Verdict.REFUSED),
        ("create_order", 409, None, None),
        ("create_order", 500, "20011", None),
        ("create_order", 200, None, None),
    ],
)
def test_what_an_answer_proves(operation, status, code, verdict):
    """A row with the code beats one without, then one with the operation; no row proves nothing."""
    assert verdict_of(TABLE, operation, status, code) is verdict
    assert verdict_of(reversed(TABLE), operation, status, code) is verdict


@given(
    st.lists(st.sampled_from(TABLE)), st.integers(100, 599), st.none() | st.sampled_from(["20010", "20011"])
)
def test_no_status_is_proof_by_itself(table, status, code):
    """Only a row of that very status proves anything."""
    verdict = verdict_of(table, "create_order", status, code)

    assert verdict is None or any(row.status == status and row.verdict is verdict for row in table)


def test_an_empty_table_proves_nothing():
    """Every answer leaves the doubt."""
    assert verdict_of([], "create_order", 400, "20011") is None


def test_doubt_without_a_promise_never_ends():
    """What an adapter does not declare cannot be relied on."""
    assert Promises().doubt_of(Operation.CREATE_ORDER) == Never()


def test_doubt_ends_as_promised():
    """Each operation for itself; calls only this provider has are declared by their names."""
    replay, look_up = Replay(key_ttl=timedelta(hours=24)), LookUp(by="reference")
    promises = Promises(doubt={Operation.CREATE_ORDER: replay, "create_sell_and_pay": look_up})

    assert promises.doubt_of("create_order") == promises.doubt_of(Operation.CREATE_ORDER) == replay
    assert promises.doubt_of("create_sell_and_pay") == look_up
    assert promises.doubt_of("execute_sell_and_pay") == Never()


def test_absence_is_not_final_by_default():
    """Not seen is not refused."""
    assert LookUp(by="reference").absence_final_after is None


@pytest.mark.parametrize("operation", Operation)
def test_every_operation_is_a_method(operation):
    """The word for an operation is the name of its method."""
    assert callable(getattr(RampProvider, operation))


def test_a_route_has_careful_defaults():
    """One call makes one order, the source is fixed, and limits are unknown rather than none."""
    route = Route(pair=Pair.parse("BRL/USDC_BASE"), places=Places(allow=frozenset({"BR"})))

    assert route.direction == Direction.ON_RAMP
    assert (route.checkout, route.fixes) == (Checkout.API, {Fixed.SOURCE})
    assert (route.minimum, route.maximum) == (None, None)
    assert hash(route) == hash(Route(pair=Pair("BRL", "USDC_BASE"), places=Places(allow=frozenset({"BR"}))))
