"""Every status word, in both directions, with both legs."""

from __future__ import annotations

import pytest

from rampkit.models import Direction, Money, PayIn, PayOut, ReturnKind, Status, VerificationStatus, money
from rampkit.testing import answer, replay
from rampkit_ripio import statuses

WAITING = (Status.AWAITING_PAYMENT, PayIn.EXPECTED, PayOut.NONE)
MOVING = (Status.PROCESSING, PayIn.CONFIRMED, PayOut.NONE)
SENT = (Status.COMPLETED, PayIn.CONFIRMED, PayOut.SUBMITTED)
DONE = (Status.COMPLETED, PayIn.CONFIRMED, PayOut.CONFIRMED)
FAILED = (Status.FAILED, PayIn.UNKNOWN, PayOut.NONE)
CANCELED = (Status.CANCELED, PayIn.UNKNOWN, PayOut.NONE)
REFUNDED = (Status.REFUNDED, PayIn.RETURNED, PayOut.NONE)
UNKNOWN = (Status.UNKNOWN, PayIn.UNKNOWN, PayOut.UNKNOWN)

ON_RAMP = {
    "PENDING": WAITING,
    "PROCESSING": MOVING,
    "WITHDRAWAL_PENDING": (Status.PROCESSING, PayIn.UNKNOWN, PayOut.READY),
    "COMPLETED": DONE,
    "CANCELLED": CANCELED,
    "REFUNDED": REFUNDED,
    "CREATED": WAITING,
    "AWAITING_PAYMENT": WAITING,
    "PAYMENT_RECEIVED": MOVING,
    "ONRAMP_PAYMENT_RECEIVED": MOVING,
    "CONVERTING": MOVING,
    "SENDING": (Status.DELIVERING, PayIn.CONFIRMED, PayOut.SUBMITTED),
    "ONRAMP_CRYPTO_BUY_IN_PROGRESS": MOVING,
    "SUCCESS": SENT,
    "ONRAMP_CRYPTO_SENT": SENT,
    "ONRAMP_CANCELED": CANCELED,
    "EXPIRED": (Status.EXPIRED, PayIn.UNKNOWN, PayOut.NONE),
    "REFUND_COMPLETED": REFUNDED,
    "ONRAMP_REFUNDED": REFUNDED,
    "FAILED": FAILED,
    "SERVICE_UNAVAILABLE": FAILED,
    "ONRAMP_FAILED": FAILED,
}
OFF_RAMP = {
    "PENDING": (Status.PROCESSING, PayIn.SEEN, PayOut.NONE),
    "PROCESSING": MOVING,
    "WITHDRAWAL_PENDING": (Status.PROCESSING, PayIn.CONFIRMED, PayOut.READY),
    "COMPLETED": DONE,
    "CANCELLED": CANCELED,
    "REFUNDED": REFUNDED,
}
TABLES = {Direction.ON_RAMP: ON_RAMP, Direction.OFF_RAMP: OFF_RAMP}


def read(ripio, desk, **changes):
    """The order and its movement, as an answer with these words is read."""
    response = answer(desk.purchase(**changes))
    order, _ = replay(ripio.get_order(desk.ref()), [response])
    [movement], _ = replay(ripio.list_transactions(desk.ref()), [response])
    return order, movement


@pytest.mark.parametrize(("word", "expected"), ON_RAMP.items())
def test_on_ramp_words(ripio, desk, word, expected):
    """Each as its class says; the order and its movement agree."""
    order, movement = read(ripio, desk, status=word)

    assert (order.status, order.pay_in, order.pay_out) == expected
    assert (movement.status, movement.pay_in, movement.pay_out) == expected
    assert (order.provider_status, order.unmapped, movement.unmapped) == (word, False, False)


@pytest.mark.parametrize(("word", "expected"), OFF_RAMP.items())
def test_off_ramp_words(ripio, desk, word, expected):
    """Six of them: a transaction begins with crypto that was seen."""
    payload = desk.addresses(transactions=[desk.sale(status=word)])
    order, _ = replay(ripio.get_order(desk.ref("off_ramp")), [answer(payload)])

    assert (order.status, order.pay_in, order.pay_out) == expected
    assert (order.provider_status, order.actions) == (word, ())


@pytest.mark.parametrize("word", ["NEWS", "completed!", "", None, 5, True, ["COMPLETED"]], ids=repr)
def test_unknown_words_conclude_nothing(ripio, desk, word):
    """Neither success nor failure; the word is kept."""
    order, movement = read(ripio, desk, status=word)

    assert (order.status, order.pay_in, order.pay_out) == UNKNOWN
    assert order.unmapped
    assert movement.unmapped
    assert order.provider_status == (word if isinstance(word, str) else None)


@pytest.mark.parametrize("word", ["EXPIRED", "FAILED", "ONRAMP_CRYPTO_SENT", "SUCCESS"])
def test_words_of_one_direction_say_nothing_of_the_other(word):
    """They were seen on on-ramps only."""
    assert statuses.standing(Direction.OFF_RAMP, word).unmapped


@pytest.mark.parametrize("direction", Direction)
def test_the_tables_are_these(direction):
    """No word is added or lost without a test, and each has its page."""
    table = statuses.STANDINGS[direction]

    assert set(table) == set(TABLES[direction])
    assert all(row.source.startswith("https://") for row in table.values())


@pytest.mark.parametrize("direction", Direction)
def test_paid_is_never_delivered(direction):
    """Only words that say the crypto or the money arrived make it delivered."""
    delivered = {
        word
        for word, (_, pay_in, pay_out) in TABLES[direction].items()
        if money(pay_in, pay_out) == Money.DELIVERED
    }

    assert delivered == {"COMPLETED"}


def test_spelling(ripio, desk):
    """C34: CANCELLED here, ONRAMP_CANCELED in the widget; the case of letters is no matter."""
    assert read(ripio, desk, status=" completed ")[0].status == Status.COMPLETED


@pytest.mark.parametrize("word", ["COMPLETED", "REFUNDED", "SUCCESS", "completed"])
@pytest.mark.parametrize("own", ["PENDING", "COMPLETED", "CANCELLED", "NEWS"])
def test_a_finished_refund_outranks_everything(ripio, desk, word, own):
    """Whatever the order's own word."""
    refund = {"refundId": "r", "status": word, "requestedAt": "2026-02-01T12:30:00Z"}
    order, movement = read(ripio, desk, status=own, latestRefund=refund)

    assert (order.status, order.pay_in, order.pay_out) == REFUNDED
    assert (movement.status, order.unmapped, order.provider_status) == (Status.REFUNDED, False, own)
    [returned] = order.returns
    assert (returned.kind, returned.provider_status, returned.amount) == (ReturnKind.REFUND, word, None)


@pytest.mark.parametrize("word", ["PENDING", "REJECTED", "NEWS"])
def test_an_unfinished_refund_has_returned_nothing(ripio, desk, word):
    """The order keeps its word, and where the money is stays open."""
    refund = {"status": word}
    refunded, _ = read(ripio, desk, status="REFUNDED", latestRefund=refund)
    moving, _ = read(ripio, desk, status="PROCESSING", latestRefund=refund)

    assert (refunded.status, refunded.pay_in) == (Status.REFUNDED, PayIn.UNKNOWN)
    assert (moving.status, moving.pay_in) == (Status.PROCESSING, PayIn.CONFIRMED)
    assert moving.returns[0].provider_status == word


@pytest.mark.parametrize("refund", [None, [], "x", {}, {"status": None}, {"status": 5}], ids=repr)
def test_a_refund_nobody_can_read(ripio, desk, refund):
    """Changes nothing."""
    order, _ = read(ripio, desk, status="COMPLETED", latestRefund=refund)

    assert order.status == Status.COMPLETED


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("IN_REVIEW", VerificationStatus.IN_REVIEW),
        ("COMPLETED", VerificationStatus.APPROVED),
        ("FAILED", VerificationStatus.REJECTED),
        ("INCOMPLETE_USER_DATA", VerificationStatus.ACTION_REQUIRED),
        ("UPDATE_REQUIRED", VerificationStatus.ACTION_REQUIRED),
        ("NEWS", VerificationStatus.UNKNOWN),
    ],
)
def test_words_of_identity_checks(ripio, desk, word, status):
    """An open set too."""
    [check], _ = replay(
        ripio.get_verification(desk.link), [answer({"customerId": desk.customer_id, "status": word})]
    )

    assert (check.status, check.provider_status) == (status, word)
