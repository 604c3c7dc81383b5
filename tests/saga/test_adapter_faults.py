"""Adapters that break their word: what a request did is settled all the same."""

from __future__ import annotations

import pytest

from rampkit.deadline import Deadline
from rampkit.errors import (
    AllProvidersFailedError,
    AnswerLostError,
    ConfigurationError,
    InvalidInputError,
    NextStep,
    OutcomeUnknownError,
    RejectedError,
)
from rampkit.http import Commits, Request
from rampkit.journal import MemoryJournal
from rampkit.models import Outcome, RefusalReason, Status
from rampkit.saga.effects import call
from rampkit.saga.runner import SagaRunner

FAULTS = [TypeError("a name"), KeyError("id"), InvalidInputError("order_id", "is missing")]


def raising(error):
    """A method that fails in place of reading an answer."""

    def read(*_):
        raise error

    return read


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_an_order_whose_answer_the_adapter_chokes_on_is_in_doubt(shop, error):
    """Whatever the adapter raises after the order left, nobody hears that nothing was sent."""
    shop.providers["a"]._read = raising(error)

    with pytest.raises(OutcomeUnknownError):
        shop.create()

    assert [order["at"] for order in shop.orders] == ["a"]


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_once_the_adapter_reads_again_the_order_is_found(shop, error):
    """The doubt ends as after a lost answer."""
    provider = shop.providers["a"]
    provider._read = raising(error)
    with pytest.raises(OutcomeUnknownError):
        shop.create()
    del provider._read

    assert (shop.create().order_id, len(shop.orders)) == ("0", 1)


def test_an_adapter_that_fails_before_it_sends_costs_only_its_own_turn(shop, caplog):
    """Nothing left, so the next connection takes the wish; the fault is logged without its text."""
    shop.providers["a"].create_order = raising_flow(TypeError("a name"))

    intent = shop.create()

    (record,) = [record for record in caplog.records if record.msg == "adapter_fault"]
    assert intent.connection == "b"
    assert (record.connection, record.kind) == ("a", "TypeError")
    assert "a name" not in str(vars(record))


def test_a_value_that_nobody_can_use_is_the_callers_to_mend(shop):
    """Before anything is sent, the caller hears what to change; that nobody took the wish is written down."""
    for provider in shop.providers.values():
        provider.create_order = raising_flow(InvalidInputError("provider_options", "lacks a code"))

    with pytest.raises(InvalidInputError, match="lacks a code"):
        shop.create()

    assert shop.market.received == []
    [closing] = shop.world.journal.history("i1").closings
    assert [refusal.reason for refusal in closing.refusals] == [RefusalReason.INVALID_REQUEST] * 2


def test_a_value_that_does_not_suit_one_provider_leaves_the_others(shop):
    """Providers want different fields: whoever can use them takes the wish."""
    shop.providers["a"].create_order = raising_flow(InvalidInputError("accounts", "lacks a branch"))

    assert shop.create().connection == "b"


def test_of_values_and_refusals_the_whole_story_is_told(shop):
    """One could not use a value, the other refused: both are in the error, with the caller's part first."""
    shop.providers["a"].create_order = raising_flow(InvalidInputError("accounts", "lacks a branch"))
    shop.market.behave("b", "create_order", "400")

    with pytest.raises(AllProvidersFailedError) as caught:
        shop.create()
    assert {name: type(error) for name, error in caught.value.failures.items()} == {
        "a": InvalidInputError,
        "b": RejectedError,
    }
    assert caught.value.next_step == NextStep.FIX_REQUEST


def raising_flow(error):
    """A flow that fails when it starts."""

    def flow(*_, **__):
        raise error
        yield

    return flow


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_a_read_the_adapter_chokes_on_leaves_the_intent_stale(shop, error):
    """A poll that fails, however it fails, takes nothing away."""
    shop.create()
    shop.providers["a"].get_order = raising_flow(error)

    intent = shop.create()

    assert (intent.status, intent.order_id) == (Status.AWAITING_PAYMENT, "0")
    assert intent.stale_since is not None


def test_an_adapter_that_resends_by_itself_is_stopped(shop):
    """Without a key the provider keeps, a second send could be a second order."""
    provider = shop.providers["a"]

    def twice(request):
        order = Request(
            operation="create_order",
            method="POST",
            path="/orders",
            json={"reference": str(request.reference), "amount": request.amount.value},
            commits=Commits.ORDER,
        )
        try:
            response = yield order
        except AnswerLostError:
            response = yield order
        return provider._read(response, "create_order")

    provider.create_order = twice
    shop.market.behave("a", "create_order", "lost")

    intent = shop.create()

    assert (intent.order_id, len(shop.orders)) == ("0", 1)


def test_a_read_may_not_order_anything():
    """An order leaves through the journal alone, whatever flow asks for it."""

    def sly():
        yield Request(operation="get_order", path="/orders", method="POST", commits=Commits.ORDER)

    with pytest.raises(ConfigurationError, match="must not order"):
        next(call("a", sly()))


def test_a_request_that_cannot_be_written_never_left(shop):
    """The session proves that nothing was sent: the attempt is over, and the next connection is asked."""

    def send(effect):
        if effect.connection == "a":
            raise InvalidInputError("headers.authorization", "is not printable ASCII")
        return shop.market.handle(effect.connection, effect.request)

    intent = SagaRunner(send, shop.world.journal, Deadline.after(30)).run(_creating(shop))

    assert [attempt.outcome for attempt in intent.attempts] == [Outcome.NOT_SENT, Outcome.ACCEPTED]
    assert intent.connection == "b"


class Sticky(MemoryJournal):
    """A journal whose store fails when a claim is given back."""

    def release(self, claim):
        """Fail."""
        raise ConfigurationError("the store is gone")


def test_a_claim_that_cannot_be_given_back_does_not_hide_the_order(shop):
    """It runs out by itself; the caller gets its intent."""
    shop.world.journal = Sticky()

    def send(effect):
        return shop.market.handle(effect.connection, effect.request)

    intent = SagaRunner(send, shop.world.journal, Deadline.after(30)).run(_creating(shop))

    assert intent.order_id == "0"


def _creating(shop):
    """The saga that `shop.create()` would run."""
    shop.world.run = lambda saga: saga
    return shop.create()
