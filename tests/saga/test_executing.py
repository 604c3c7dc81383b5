"""Executing an intent: the movement starts once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rampkit.capabilities import Never
from rampkit.errors import OutcomeUnknownError, RejectedError, UnsupportedError
from rampkit.models import Outcome, Status


@pytest.fixture(params=["shop", "keyed"])
def created(request, new_shop):
    """A shop whose intent has its order."""
    shop = new_shop(request.param)
    shop.create()
    return shop


def test_execution_starts_the_movement(created):
    """The order that waited for it moves on."""
    intent = created.execute()

    assert (intent.status, intent.executable) == (Status.PROCESSING, False)
    assert created.market.executions == ["0"]


def test_a_second_execution_sends_nothing(created):
    """What has been started is only read again."""
    created.execute()
    created.execute()

    assert created.market.executions == ["0"]


def test_nothing_can_be_executed_before_it_is_created(new_shop):
    """Without an order there is nothing to start."""
    with pytest.raises(UnsupportedError, match="create it first"):
        new_shop("shop").execute()


@pytest.mark.parametrize("behaviour", ["lost", "late_500"])
def test_a_lost_answer_is_settled_by_reading_the_order(created, behaviour):
    """The order itself shows that it was started."""
    created.market.behave("a", "execute_order", behaviour)

    intent = created.execute()

    assert intent.status == Status.PROCESSING
    assert created.market.executions == ["0"]


def test_an_execution_that_never_arrived_is_sent_again_under_its_key(new_shop):
    """Where the provider keeps keys, a failed start is repeated safely."""
    shop = new_shop("keyed")
    shop.create()
    shop.market.behave("a", "execute_order", "500")

    intent = shop.execute()

    keys = {r.idempotency_key for _, r in shop.market.received if r.operation == "execute_order"}
    assert intent.status == Status.PROCESSING
    assert len(keys) == 1


def test_an_execution_in_doubt_is_never_repeated_without_a_key(new_shop):
    """Without a promise nothing is sent a second time."""
    shop = new_shop("shop")
    shop.create()
    shop.providers["a"].doubt = Never()
    shop.market.behave("a", "execute_order", "500")

    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            shop.execute()

    executions = [r for _, r in shop.market.received if r.operation == "execute_order"]
    assert len(executions) == 1


def test_a_stored_answer_to_a_resend_is_not_told_as_news(new_shop):
    """An earlier call's doubt is settled under its key by an answer of that time: the order is read again."""
    shop = new_shop("keyed")
    shop.create()
    shop.market.behave("a", "execute_order", *["lost"] * 7)
    shop.market.behave("a", "get_order", "500")
    with pytest.raises(OutcomeUnknownError):
        shop.execute()
    shop.market.behave("a", "get_order", "500")

    shop.execute()

    assert shop.market.received[-1][1].operation == "get_order"


def test_a_refused_execution_may_be_tried_again_under_a_new_key(new_shop):
    """The provider may answer the old key with the stored refusal, so a new try gets a new one."""
    shop = new_shop("keyed")
    shop.create()
    shop.market.behave("a", "execute_order", "400")
    with pytest.raises(RejectedError):
        shop.execute()

    intent = shop.execute()

    keys = [r.idempotency_key for _, r in shop.market.received if r.operation == "execute_order"]
    assert len(set(keys)) == 2
    assert intent.status == Status.PROCESSING


def test_creating_and_executing_never_share_a_key(new_shop):
    """Keys are scoped to a project, not to an operation."""
    shop = new_shop("keyed")
    shop.create()
    shop.execute()

    keys = [r.idempotency_key for _, r in shop.market.received if r.idempotency_key]
    assert len(keys) == len(set(keys)) == 2


def test_a_refused_token_is_renewed_under_the_same_key(new_shop):
    """A 401 belongs to the same round: its resend keeps the key."""
    shop = new_shop("keyed")
    shop.create()
    shop.market.behave("a", "execute_order", "401", "lost")

    intent = shop.execute()

    keys = {r.idempotency_key for _, r in shop.market.received if r.operation == "execute_order"}
    outcomes = [send.outcome for send in intent.attempts[0].sends if send.operation == "execute_order"]
    assert len(keys) == 1
    assert outcomes == [Outcome.REJECTED, Outcome.ACCEPTED]


def test_an_order_that_ended_by_itself_ends_the_doubt(new_shop):
    """An expired order without a movement was not started, and nothing more is sent."""
    shop = new_shop("shop")
    shop.create()
    shop.providers["a"].doubt = Never()
    shop.market.behave("a", "execute_order", "500")
    with pytest.raises(OutcomeUnknownError):
        shop.execute()
    shop.orders[0].update(status="expired", executable=False)

    intent = shop.execute()

    assert (intent.status, intent.needs) == (Status.EXPIRED, None)
    assert shop.market.executions == []


def test_an_old_refusal_does_not_age_the_key_of_today(new_shop):
    """Each round has its own key, whose life begins with the round."""
    shop = new_shop("keyed")
    shop.create()
    shop.market.behave("a", "execute_order", "400")
    with pytest.raises(RejectedError):
        shop.execute()
    shop.world.now += timedelta(hours=48)
    shop.market.behave("a", "execute_order", "500")

    intent = shop.execute()

    keys = [r.idempotency_key for _, r in shop.market.received if r.operation == "execute_order"]
    assert intent.status == Status.PROCESSING
    assert (len(keys), len(set(keys))) == (3, 2)


def test_what_was_started_is_not_the_next_step_again(created):
    """A late copy of the order from before it was started takes nothing back."""
    created.execute()
    created.world.now += timedelta(seconds=1)
    created.orders[0].update(status="action_required", executable=True)

    intent = created.create()

    assert (intent.status, intent.executable) == (Status.ACTION_REQUIRED, False)
