"""How to pay is told once by some providers; it must not be lost when the order is read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from rampkit.evidence import projected
from rampkit.models import Amount, Order, PayIn, ScanCode, Status

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
CODE = ScanCode(code="0002", format="pix_br_code", amount=Amount("500", "BRL"))
MADE = Order(
    order_id="1",
    status=Status.AWAITING_PAYMENT,
    provider_status="PENDING",
    source_amount=Amount("500", "BRL"),
    actions=(CODE,),
)
READ = Order(order_id="1", status=Status.AWAITING_PAYMENT, provider_status="PENDING", pay_in=PayIn.EXPECTED)


@dataclass(frozen=True)
class Told:
    """What was said, and when we asked."""

    order: Order
    at: datetime


def after(*orders: Order) -> Order:
    """The order that *orders*, told one after another, add up to."""
    order = projected(Told(one, NOON + timedelta(seconds=n)) for n, one in enumerate(orders)).order
    assert order is not None
    return order


def test_an_answer_without_instructions_takes_none_back():
    """While the order waits for payment, what its creation said of how to pay still holds."""
    assert after(MADE, READ, READ).actions == (CODE,)
    assert after(MADE, READ).source_amount == Amount("500", "BRL")


def test_newer_instructions_replace_older_ones():
    """The latest way to pay is the one to show."""
    newer = CODE.evolve(code="0003")
    assert after(MADE, READ.evolve(actions=(newer,)), READ).actions == (newer,)


@pytest.mark.parametrize("status", [Status.PROCESSING, Status.EXPIRED, Status.CANCELED, Status.COMPLETED])
def test_nobody_pays_an_order_that_no_longer_waits(status):
    """As soon as the order has moved on, there is nothing left to pay."""
    assert after(MADE, READ.evolve(status=status, pay_in=PayIn.UNKNOWN)).actions == ()


def test_a_standing_account_that_says_nothing_is_not_paid_to():
    """It is told in full each time: without instructions it may lead somewhere else by now."""
    standing = MADE.evolve(deposit_account_id="7")
    assert after(standing, READ.evolve(deposit_account_id="7")).actions == ()


@pytest.mark.parametrize("pay_in", [pay_in for pay_in in PayIn if pay_in != PayIn.EXPECTED])
def test_nobody_pays_what_may_be_paid_already(pay_in):
    """The order still waits by its word, but its money may have come: the old code could be paid twice."""
    assert after(MADE, READ.evolve(pay_in=pay_in)).actions == ()


def test_nobody_pays_while_the_latest_status_means_nothing(shop):
    """A word nobody knows may mean that the money has come."""
    shop.create()
    provider, read = shop.providers["a"], shop.providers["a"]._read

    def unmapped(*told):
        return read(*told).evolve(status=Status.UNKNOWN, provider_status="PAID?", unmapped=True)

    provider._read = unmapped
    strange = shop.create()
    shop.world.now += timedelta(seconds=1)
    provider._read = lambda *told: read(*told).evolve(actions=())
    known = shop.create()

    assert (strange.status, strange.unmapped, strange.actions) == (Status.AWAITING_PAYMENT, True, ())
    assert known.actions


def test_nobody_pays_too_late(shop):
    """Instructions that have run out are not shown, though the order still waits."""
    provider, read = shop.providers["a"], shop.providers["a"]._read
    code = CODE.evolve(expires_at=shop.world.now + timedelta(minutes=5))
    provider._read = lambda *told: read(*told).evolve(actions=(code,))
    first = shop.create()
    shop.world.now += timedelta(minutes=5)

    assert (first.actions, shop.create().actions) == ((code,), ())


def test_why_nobody_can_pay_is_not_forgotten():
    """The reason is told once, like the instructions; a later copy without one does not take it back."""
    broken = MADE.evolve(actions=(), failure_reason="the code is damaged")

    assert after(broken, READ, READ).failure_reason == "the code is damaged"
    assert after(broken, READ.evolve(actions=(CODE,))).failure_reason is None


def test_the_intent_says_why_nobody_can_pay(shop):
    """So that the application need not guess why there is nothing to do."""
    provider, read = shop.providers["a"], shop.providers["a"]._read
    provider._read = lambda *told: read(*told).evolve(actions=(), failure_reason="the code is damaged")
    intent = shop.create()

    assert (intent.actions, intent.failure_reason) == ((), "the code is damaged")
    assert "damaged" not in repr(intent)
