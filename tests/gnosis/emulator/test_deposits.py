"""Deposits that are late, short, excessive or repeated, in both directions."""

import pytest

AMOUNTS = {"ach": "100.00", "us payout": "100.000000"}

both_ways = pytest.mark.parametrize("order", AMOUNTS)


@pytest.fixture
def started(caller, jane):
    """Start an intent that waits for its deposit."""

    def start(order):
        intent_id = caller.intent(jane, order, autoExecute=True)
        caller.move(intent_id, "approve")
        return intent_id

    return start


def deposit(caller, intent_id, amount=None):
    """Send money; return the summary of the intent."""
    answer = caller.control(f"/intents/{intent_id}/deposit", **({} if amount is None else {"amount": amount}))
    assert answer.status_code == 200, answer.text
    return answer.json()


def arrivals(summary):
    """How the deposits of an intent came in."""
    return [each["arrival"] for each in summary["deposits"]]


@both_ways
def test_exact_deposit(caller, started, order):
    """What was asked for, in one piece, puts the transaction in progress."""
    summary = deposit(caller, started(order))
    assert arrivals(summary) == ["accepted"]
    assert summary["deposits"][0]["amount"] == AMOUNTS[order]
    assert summary["transaction"]["status"] == "IN_PROGRESS"


@both_ways
def test_short_deposits_wait_for_the_rest(caller, started, order):
    """Too little leaves everything as it is until the rest has come."""
    intent_id = started(order)
    assert deposit(caller, intent_id, "60")["transaction"]["status"] == "PENDING"
    summary = deposit(caller, intent_id, "40")
    assert arrivals(summary) == ["short", "accepted"]
    assert summary["transaction"]["status"] == "IN_PROGRESS"


@both_ways
def test_short_deposit_that_is_taken_for_the_whole(caller, started, order):
    """Where too little is enough, the transaction goes on with it."""
    caller.flip(short_deposit="proceeds")
    assert deposit(caller, started(order), "60")["transaction"]["status"] == "IN_PROGRESS"


@both_ways
def test_short_deposit_that_ends_the_intent(caller, jane, started, order):
    """Where too little is fatal, the intent fails with a reason."""
    caller.flip(short_deposit="fails")
    intent_id = started(order)
    assert deposit(caller, intent_id, "60")["transaction"]["status"] == "FAILED"
    intent = caller.get(f"/intent/{intent_id}", headers=jane).json()["intent"]
    assert intent["status"] == "TRANSACTION_FAILED"
    assert "smaller" in intent["failureReason"]


@both_ways
def test_excess_and_repetition_start_nothing(caller, started, order):
    """Too much is taken once; what comes after it, even after settlement, only stands in the books."""
    intent_id = started(order)
    deposit(caller, intent_id, "150")
    deposit(caller, intent_id)
    caller.move(intent_id, "settle")
    summary = deposit(caller, intent_id)
    assert arrivals(summary) == ["excess", "repeated", "repeated"]
    assert summary["status"] == "COMPLETED"
    assert caller.state()["counts"]["transactions"] == 1


ends = pytest.mark.parametrize("end", ["expire", "cancel", "fail"])


@both_ways
@ends
def test_late_deposit_is_kept(caller, started, order, end):
    """Money after the end changes nothing."""
    intent_id = started(order)
    caller.move(intent_id, end)
    before = caller.state()["intents"][0]["status"]
    summary = deposit(caller, intent_id)
    assert (arrivals(summary), summary["status"]) == (["late"], before)
    assert caller.control(f"/intents/{intent_id}/settle").status_code == 409


@both_ways
@ends
def test_late_deposit_that_revives(caller, started, order, end):
    """By another rule, money after the end takes the intent up again, and it can settle."""
    caller.flip(late_deposit="revives")
    intent_id = started(order)
    caller.move(intent_id, end)
    summary = deposit(caller, intent_id)
    assert (arrivals(summary), summary["status"]) == (["late"], "TRANSACTION_IN_PROGRESS")
    caller.move(intent_id, "settle")


def test_deposit_before_there_is_a_transaction(caller, jane):
    """Nobody can pay before being told where to."""
    assert caller.control(f"/intents/{caller.intent(jane)}/deposit").status_code == 409


@pytest.mark.parametrize("amount", ["", "-1", "0", "NaN", "Infinity", "much", 5])
def test_deposit_of_nothing(caller, started, amount):
    """An amount that is none changes nothing."""
    intent_id = started("ach")
    assert caller.control(f"/intents/{intent_id}/deposit", amount=amount).status_code == 400
    assert caller.state()["intents"][0]["deposits"] == []


def test_confirmed_before_it_is_paid(caller, jane, started):
    """As in older guides, a transaction can be in progress, waiting for the money, and still expire."""
    intent_id = started("ach")
    caller.move(intent_id, "confirm")
    assert caller.control(f"/intents/{intent_id}/confirm").status_code == 409
    shown = caller.get(f"/intent/{intent_id}", headers=jane).json()
    assert shown["transaction"]["status"] == "IN_PROGRESS"
    assert shown["intent"]["expiredAt"]
    deposit(caller, intent_id)
    assert caller.control(f"/intents/{intent_id}/pay").status_code == 409
    assert caller.get(f"/intent/{intent_id}", headers=jane).json()["intent"]["expiredAt"] is None
