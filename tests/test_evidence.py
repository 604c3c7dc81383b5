"""One status out of a set of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rampkit.evidence import Projection, projected
from rampkit.models import Order, PayIn, PayOut, ScanCode, Status
from rampkit.models.statuses import HARD_TERMINAL, may_follow

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEGS = {
    Status.AWAITING_PAYMENT: (PayIn.EXPECTED, PayOut.NONE),
    Status.PROCESSING: (PayIn.CONFIRMED, PayOut.NONE),
    Status.COMPLETED: (PayIn.CONFIRMED, PayOut.CONFIRMED),
    Status.FAILED: (PayIn.CONFIRMED, PayOut.FAILED),
    Status.REFUNDED: (PayIn.RETURNED, PayOut.NONE),
}


@dataclass(frozen=True)
class Seen:
    """What somebody said of an order."""

    order: Order
    at: datetime


def seen(status, seconds=0, *, told=None, unmapped=False, **changes):
    """An order of *status*, read at *seconds*, with the provider's own time *told*."""
    pay_in, pay_out = LEGS.get(status, (PayIn.UNKNOWN, PayOut.UNKNOWN))
    order = Order(
        order_id="o1",
        status=Status.UNKNOWN if unmapped else status,
        provider_status="NEW_WORD" if unmapped else str(status).upper(),
        unmapped=unmapped,
        pay_in=pay_in,
        pay_out=pay_out,
        updated_at=None if told is None else START + timedelta(seconds=told),
        **changes,
    )
    return Seen(order, START + timedelta(seconds=seconds))


ACTIONS = st.sampled_from([(), (ScanCode(code="pay", format="pix_br_code"),)])
EVIDENCE = st.lists(
    st.builds(
        seen,
        st.sampled_from(list(Status)),
        st.integers(0, 5),
        told=st.none() | st.integers(0, 5),
        unmapped=st.booleans(),
        actions=ACTIONS,
        raw=st.none() | st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), max_size=2),
    ),
    max_size=6,
)
QUIET = settings(max_examples=400, deadline=None, derandomize=True, database=None)


@QUIET
@given(EVIDENCE, st.data())
def test_no_order_and_no_repetition_changes_the_projection(evidence, data):
    """Any permutation, with any of it told again, is the same set."""
    shuffled = data.draw(st.permutations(evidence))
    again = data.draw(st.lists(st.sampled_from(evidence), max_size=4)) if evidence else []

    assert projected([*shuffled, *again]) == projected(evidence)


@QUIET
@given(EVIDENCE)
def test_every_step_that_is_applied_is_legal(evidence):
    """Growing evidence in the order of time never moves a status where it may not go."""
    ordered = sorted(evidence, key=lambda item: item.order.updated_at or item.at)
    final = projected(ordered)

    assert final.status == Status.UNKNOWN or final.status in {item.order.status for item in evidence}
    reached = {Status.UNKNOWN}
    for _ in evidence:
        reached |= {
            item.order.status
            for item in evidence
            if not item.order.unmapped and any(may_follow(before, item.order.status) for before in reached)
        }
    assert final.status in reached


@QUIET
@given(EVIDENCE, st.integers(0, 9))
def test_an_unknown_word_changes_nothing_else(evidence, seconds):
    """Status, legs, the order and its anomalies stay; only the word itself shows, as unmapped."""
    mapped = [item for item in evidence if not item.order.unmapped]
    strange = seen(Status.COMPLETED, seconds, unmapped=True)

    without, having = projected(mapped), projected([*mapped, strange])

    assert (having.status, having.pay_in, having.pay_out) == (without.status, without.pay_in, without.pay_out)
    assert len(having.anomalies) == len(without.anomalies)
    if mapped:
        assert having.order is None or not having.order.unmapped or without.order is None


@QUIET
@given(EVIDENCE)
def test_a_hard_end_is_left_by_nothing(evidence):
    """After money came back, or a delivery was undone, whatever else is said is an anomaly."""
    end = seen(Status.REFUNDED, 100)
    later = [Seen(item.order.evolve(updated_at=None), item.at + timedelta(hours=1)) for item in evidence]

    final = projected([end, *later])

    assert final.status in HARD_TERMINAL
    contradicting = {
        item.order.provider_status
        for item in later
        if not item.order.unmapped and item.order.status != Status.REFUNDED
    }
    assert bool(final.anomalies) == bool(contradicting)


def test_no_evidence_is_unknown():
    """Not pending, not failed."""
    assert projected([]) == Projection(Status.UNKNOWN)


def test_the_providers_own_time_decides():
    """An answer that overtook another on the wire is put in its place."""
    late = seen(Status.COMPLETED, 1, told=50)
    early = seen(Status.PROCESSING, 2, told=40)

    assert projected([late, early]).status == Status.COMPLETED
    assert projected([late, early]).anomalies == ()


def test_what_may_not_follow_is_recorded_and_not_applied():
    """A completed order that processes again stays completed, and says so once."""
    story = [seen(Status.COMPLETED, 1), seen(Status.PROCESSING, 2), seen(Status.PROCESSING, 3)]

    final = projected(story)

    assert (final.status, final.pay_out) == (Status.COMPLETED, PayOut.CONFIRMED)
    assert final.anomalies == ("PROCESSING reported after COMPLETED",)


def test_an_unknown_word_is_shown_and_forgotten_with_the_next_known_one():
    """`unmapped` is about now."""
    story = [seen(Status.PROCESSING, 1), seen(Status.COMPLETED, 2, unmapped=True)]

    now, later = projected(story), projected([*story, seen(Status.COMPLETED, 3)])

    assert (now.status, now.unmapped, now.provider_status) == (Status.PROCESSING, True, "NEW_WORD")
    assert (later.status, later.unmapped) == (Status.COMPLETED, False)


@pytest.mark.parametrize("late", [Status.PROCESSING, Status.COMPLETED, Status.REFUNDED])
def test_late_money_reopens_an_expired_order(late):
    """A soft end is watched: who paid after the time is not forgotten."""
    final = projected([seen(Status.EXPIRED, 1), seen(late, 2)])

    assert (final.status, final.anomalies) == (late, ())


def test_how_to_pay_outlives_an_answer_that_leaves_it_out():
    """Some providers tell it once; but never beyond the state it was told in."""
    code = ScanCode(code="pay", format="pix_br_code")
    told, silent = seen(Status.AWAITING_PAYMENT, 1, actions=(code,)), seen(Status.AWAITING_PAYMENT, 2)

    assert projected([told, silent]).order.actions == (code,)
    assert projected([told, silent, seen(Status.PROCESSING, 3)]).order.actions == ()


def test_a_reason_why_nobody_should_pay_is_the_last_word():
    """It outlives an answer that is silent about it, and ends an earlier way to pay."""
    code = ScanCode(code="pay", format="pix_br_code")
    told, silent = seen(Status.AWAITING_PAYMENT, 1, actions=(code,)), seen(Status.AWAITING_PAYMENT, 3)
    disputed = seen(Status.AWAITING_PAYMENT, 2, failure_reason="asks for another amount")
    order = projected([told, disputed, silent]).order

    assert (order.actions, order.failure_reason) == ((), "asks for another amount")
