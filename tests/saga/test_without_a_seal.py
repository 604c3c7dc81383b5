"""A journal on disk that keeps no personal data: what only a resend can settle waits for the request."""

from __future__ import annotations

import pytest

from rampkit import SqlJournal
from rampkit.errors import OutcomeUnknownError
from rampkit.models import Needs
from rampkit.models.intents import Outcome
from rampkit.saga.view import intent_of

ALWAYS_LOST = ["lost"] * 9


@pytest.fixture
def unsealed(keyed, memory_disk):
    """Connections settled by resending under a key, and a journal in a file, without a seal."""
    with SqlJournal(memory_disk / "ramp.db") as journal:
        keyed.world.journal = journal
        yield keyed


def left_in_doubt(shop, make_wish, **changes):
    """An intent whose order was taken, and nobody knows."""
    shop.market.behave("a", "create_order", *ALWAYS_LOST)
    with pytest.raises(OutcomeUnknownError):
        shop.create(request=make_wish(**changes))
    shop.market.behave("a", "create_order")
    return make_wish(**changes)


def needs(shop):
    """What the intent waits for."""
    return intent_of(shop.world.journal.history("i1"), shop.providers, shop.world.now).needs


def test_it_says_that_it_needs_the_request(unsealed, make_wish):
    """Nothing is resent by anybody who has not got it, and nobody else is asked."""
    left_in_doubt(unsealed, make_wish)
    sent = len(unsealed.market.received)

    assert needs(unsealed) == Needs.REQUEST
    with pytest.raises(OutcomeUnknownError, match="call create_intent with the same id and request"):
        unsealed.execute()
    assert len(unsealed.market.received) == sent


def test_the_same_request_goes_on(unsealed, make_wish):
    """The bytes are made anew from it, their digest is the same, and the provider knows the key."""
    request = left_in_doubt(
        unsealed, make_wish, redirect_url="https://app.example", provider_options={"a": {"note": "x"}}
    )

    intent = unsealed.create(request=request)

    assert (intent.order_id, intent.needs) == ("0", None)
    assert len(unsealed.orders) == 1
    keys = {one.idempotency_key for _, one in unsealed.market.received if one.operation == "create_order"}
    assert len(keys) == 1


def test_a_request_with_other_bytes_is_not_sent(unsealed, make_wish):
    """The digest tells: the doubt stays, and so does the need for the original."""
    left_in_doubt(unsealed, make_wish)
    provider = unsealed.providers["a"]
    plain = provider.create_order
    provider.create_order = lambda order: plain(order.evolve(reference=order.idempotency_key))
    sent = len(unsealed.market.received)

    with pytest.raises(OutcomeUnknownError):
        unsealed.create()

    assert len(unsealed.market.received) == sent
    assert needs(unsealed) == Needs.REQUEST


def test_a_key_that_the_provider_forgot_needs_a_human(unsealed, make_wish):
    """The request would not help any more."""
    left_in_doubt(unsealed, make_wish)
    unsealed.world.now += unsealed.providers["a"].doubt.key_ttl

    assert needs(unsealed) == Needs.HUMAN


def test_a_look_up_needs_no_request(shop, memory_disk, make_wish):
    """What can be found by its reference is settled by anybody."""
    with SqlJournal(memory_disk / "ramp.db") as journal:
        shop.world.journal = journal
        shop.market.hidden = True
        left_in_doubt(shop, make_wish)
        shop.market.hidden = False

        intent = shop.execute()

    assert intent.attempts[0].outcome == Outcome.ACCEPTED
    assert len(shop.market.executions) == 1
