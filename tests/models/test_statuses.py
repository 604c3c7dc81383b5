"""Statuses: which may follow which, and where the money is."""

import pytest

from rampkit.models import HARD_TERMINAL, SOFT_TERMINAL, Money, PayIn, PayOut, Status, may_follow, money, rank

# Written down a second time on purpose, row by row.
TRANSITIONS = {
    "unknown": "unknown created action_required awaiting_payment processing on_hold delivering completed"
    " failed canceled expired refunding refunded reversed",
    "created": "action_required awaiting_payment processing on_hold delivering completed failed canceled"
    " expired refunding refunded",
    "action_required": "awaiting_payment processing on_hold delivering completed failed canceled expired"
    " refunding refunded",
    "awaiting_payment": "action_required processing on_hold delivering completed failed canceled expired"
    " refunding refunded",
    "processing": "action_required on_hold delivering completed failed refunding refunded",
    "on_hold": "action_required processing delivering completed failed refunding refunded",
    "delivering": "on_hold processing completed failed refunding refunded",
    "refunding": "refunded on_hold",
    "expired": "processing on_hold delivering completed refunding refunded",
    "canceled": "processing on_hold delivering completed refunding refunded",
    "failed": "refunding refunded",
    "completed": "reversed",
    "refunded": "",
    "reversed": "",
}
RANKS = {
    "unknown": 0,
    "created": 0,
    "action_required": 1,
    "awaiting_payment": 1,
    "processing": 2,
    "on_hold": 2,
    "delivering": 2,
    "completed": 3,
    "failed": 3,
    "canceled": 3,
    "expired": 3,
    "refunding": 3,
    "refunded": 4,
    "reversed": 4,
}


@pytest.mark.parametrize("before", Status)
def test_legal_transitions(before):
    """Exactly the listed statuses may follow."""
    assert {after for after in Status if may_follow(before, after)} == set(TRANSITIONS[before].split())


@pytest.mark.parametrize("status", Status)
def test_ranks(status):
    """The further along, the higher the rank."""
    assert rank(status) == RANKS[status]


def test_the_tables_know_every_status():
    """A new status needs a row and a rank."""
    assert set(TRANSITIONS) == set(RANKS) == set(Status)


def test_ends():
    """An end that is still watched, and an end for good, never overlap."""
    assert {"completed", "failed", "canceled", "expired"} == SOFT_TERMINAL
    assert {"refunded", "reversed"} == HARD_TERMINAL


@pytest.mark.parametrize("status", sorted(HARD_TERMINAL))
def test_nothing_follows_a_hard_end(status):
    """What was sent back or undone stays so."""
    assert not any(may_follow(status, after) for after in Status)


def test_an_unknown_status_moves_nothing():
    """A word we do not know neither follows nor leads, and ranks lowest."""
    new = Status("settled_in_part")

    assert not new.known
    assert rank(new) == 0
    assert not any(may_follow(new, after) or may_follow(after, new) for after in Status)


MONEY = {
    ("none", "none"): "untouched",
    ("none", "ready"): "untouched",
    ("expected", "none"): "untouched",
    ("expected", "ready"): "untouched",
    ("failed", "none"): "untouched",
    ("failed", "ready"): "untouched",
    ("seen", "none"): "with_provider",
    ("seen", "ready"): "with_provider",
    ("seen", "submitted"): "with_provider",
    ("seen", "failed"): "with_provider",
    ("seen", "returned"): "with_provider",
    ("confirmed", "none"): "with_provider",
    ("confirmed", "ready"): "with_provider",
    ("confirmed", "submitted"): "with_provider",
    ("confirmed", "failed"): "with_provider",
    ("confirmed", "returned"): "with_provider",
}


@pytest.mark.parametrize("pay_out", PayOut)
@pytest.mark.parametrize("pay_in", PayIn)
def test_where_the_money_is(pay_in, pay_out):
    """Returned beats delivered, delivered beats the rest; what the legs do not tell is unknown."""
    expected = MONEY.get((pay_in, pay_out), "unknown")
    expected = "delivered" if pay_out == "confirmed" else expected
    expected = "returned" if pay_in == "returned" else expected

    assert money(pay_in, pay_out) == Money(expected)


def test_an_unknown_way_out_is_not_with_the_provider():
    """Money seen coming in may have gone out already."""
    assert money(PayIn.CONFIRMED, PayOut.UNKNOWN) == Money.UNKNOWN


def test_unknown_legs_tell_nothing():
    """A new word for a leg says nothing about the money."""
    assert money(PayIn("pledged"), PayOut("none")) == Money.UNKNOWN
    assert money(PayIn("none"), PayOut("pledged")) == Money.UNKNOWN
    assert money(PayIn("seen"), PayOut("confirmed")) == Money.DELIVERED
