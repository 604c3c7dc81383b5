"""Errands: orders that only one provider has, made once through the journal."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from datetime import timedelta

import pytest

from rampkit.errors import (
    AlreadyExistsError,
    ConfigurationError,
    ConflictingIntentError,
    IntentBusyError,
    InvalidInputError,
    OutcomeUnknownError,
    RejectedError,
    UnavailableError,
)
from rampkit.http import Commits, Request, path
from rampkit.journal import Errand
from rampkit.saga.errands import run_errand
from rampkit.saga.reading import ref_of

FAULTS = ["accept", "lost", "late_500", "500", "400", "401", "not_sent", "garbage"]
STEPS = range(1, 40)


def start(provider, bill, *, looks=True):
    """Start a bill, unless a look at it shows that it has been started."""
    if looks:
        read = Request(operation="get_bill", path=path("orders", bill), scope=None)
        told = (yield from provider._ask(read)).json()
        if told["status"] == "processing":
            return told["status"]
    order = Request(
        operation="start_bill",
        method="POST",
        path=path("orders", bill, "execute"),
        commits=Commits.ORDER,
        idempotency_key=f"bill-{bill}",
    )
    return (yield from provider._ask(order)).json()["status"]


@pytest.fixture
def desk(new_shop):
    """A shop with two bills at connection `a`."""
    return with_bills(new_shop("shop"))


def with_bills(shop):
    """*shop* with two bills that nobody has started."""
    for number in range(2):
        bill = {"id": str(number), "status": "pending", "amount": "1", "executable": True}
        shop.orders.append(bill)
    return shop


def run(shop, bill="0", *, name="errand-1", at="a", **options):
    """Run the errand as a router would."""
    provider = shop.providers[at]
    return shop._within(30, run_errand(shop.bench(), name, provider, start(provider, bill, **options)))


def records(shop, name="errand-1"):
    """The kinds of records the journal holds of an errand, in order."""
    return [type(item).__name__ for item in shop.world.journal.history(name).records]


def test_the_order_is_written_down_before_it_leaves(desk):
    """First the journal, then the bytes, then what became of them."""
    assert run(desk) == "processing"

    assert desk.world.trace[:6] == ["TakeClaim", "a:get_bill", "Now", "Opened", "Now", "Started"]
    assert records(desk) == ["Opened", "Started", "Ended"]
    assert desk.market.executions == ["0"]


def test_what_was_done_is_only_looked_at(desk):
    """The second run finds it done and sends nothing."""
    assert [run(desk), run(desk)] == ["processing", "processing"]

    assert desk.market.executions == ["0"]


def test_a_flow_that_does_not_look_is_stopped(desk):
    """An accepted order is not sent a second time, whatever the flow wants."""
    run(desk, looks=False)

    with pytest.raises(AlreadyExistsError, match="read it instead"):
        run(desk, looks=False)
    assert desk.market.executions == ["0"]


@pytest.mark.parametrize("behaviour", ["lost", "late_500", "garbage"])
def test_a_lost_answer_is_settled_by_the_next_look(desk, behaviour):
    """Nobody knows at first; the same id finds out, and the journal keeps it."""
    desk.market.behave("a", "start_bill", behaviour)
    with pytest.raises(OutcomeUnknownError) as caught:
        run(desk)

    assert caught.value.intent_id == "errand-1"
    assert run(desk) == "processing"
    assert desk.market.executions == ["0"]
    assert records(desk) == ["Opened", "Started", "Ended"]


def test_what_stays_unknown_is_not_sent_again(desk):
    """A look that shows nothing done proves nothing: the request may still be under way."""
    desk.market.behave("a", "start_bill", "500")
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            run(desk)

    assert [r.operation for _, r in desk.market.received].count("start_bill") == 1


def test_a_flow_that_was_run_before_settles_nothing(desk):
    """It would end at once without asking for its order, just as if it had seen it done."""
    desk.market.behave("a", "start_bill", "500")
    provider = desk.providers["a"]
    flow = start(provider, "0")
    with pytest.raises(OutcomeUnknownError):
        desk._within(30, run_errand(desk.bench(), "errand-1", provider, flow))

    with pytest.raises(InvalidInputError, match="was run before"):
        desk._within(30, run_errand(desk.bench(), "errand-1", provider, flow))
    assert records(desk) == ["Opened", "Started"]


@pytest.mark.parametrize(("later", "sends"), [(timedelta(hours=23), 2), (timedelta(hours=24), 1)])
def test_a_key_ends_a_doubt_while_the_provider_keeps_it(new_shop, later, sends):
    """The same bytes under the same key are harmless; once it is forgotten they would be a second order."""
    keyed = with_bills(new_shop("keyed"))
    keyed.market.behave("a", "start_bill", "500")
    with pytest.raises(OutcomeUnknownError):
        run(keyed)
    keyed.world.now += later

    with nullcontext() if sends > 1 else pytest.raises(OutcomeUnknownError):
        run(keyed)
    assert [r.operation for _, r in keyed.market.received].count("start_bill") == sends


def test_a_look_that_fails_keeps_the_doubt(desk):
    """What was unknown is unknown still, whatever the look ended in."""
    desk.market.behave("a", "start_bill", "lost")
    desk.market.behave("a", "get_bill", "accept", "503")
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            run(desk)


def test_a_failed_look_before_anything_was_sent_is_just_that(desk):
    """Nothing was opened, so nothing is in doubt."""
    desk.market.behave("a", "get_bill", "lost")

    with pytest.raises(UnavailableError):
        run(desk)
    assert records(desk) == []


@pytest.mark.parametrize("behaviour", ["400", "not_sent"])
def test_what_was_refused_may_be_tried_again(desk, behaviour):
    """Nothing happened, so the same id may send anew."""
    desk.market.behave("a", "start_bill", behaviour)
    with pytest.raises((RejectedError, UnavailableError)):
        run(desk)

    assert run(desk) == "processing"
    assert desk.market.executions == ["0"]


def test_a_refused_token_is_renewed_once(desk):
    """A 401 proves that nothing happened; the new send is journalled too."""
    desk.market.behave("a", "start_bill", "401")

    assert run(desk) == "processing"
    assert records(desk) == ["Opened", "Started", "Ended", "Started", "Ended"]


def test_one_id_stands_for_one_order(desk):
    """Another bill, another connection and an intent need ids of their own."""
    run(desk)
    for other in ({"bill": "1"}, {"at": "b"}):
        with pytest.raises(ConflictingIntentError, match="another id"):
            run(desk, **other)
    with pytest.raises(ConflictingIntentError):
        desk.create("errand-1")


def test_the_order_of_an_intent_is_no_errand(desk):
    """Its own id guards it: under another one it could be started a second time."""
    desk.create("wish-1")
    provider = desk.providers["a"]
    order = ref_of(desk.world.journal.history("wish-1").accepted())
    flow = provider.execute_order(order, idempotency_key="mine")

    with pytest.raises(ConfigurationError, match="execute_intent"):
        desk._within(30, run_errand(desk.bench(), "errand-1", provider, flow))
    assert desk.market.executions == []


def test_an_intents_id_is_no_errands_id(desk):
    """What stands for a wish cannot be run as an errand."""
    desk.create("wish-1")

    with pytest.raises(ConflictingIntentError):
        run(desk, name="wish-1")


def test_another_environment_is_refused(desk):
    """A journal of the sandbox says nothing about live orders."""
    run(desk)
    desk.providers["a"].environment = "sandbox"

    with pytest.raises(ConfigurationError, match="one journal for each environment"):
        run(desk)


def test_an_errand_is_in_nobodys_list_of_intents(desk):
    """It belongs to no customer as far as the journal knows."""
    run(desk)
    journal = desk.world.journal

    assert journal.intent_ids(customer_id="c") == []
    assert isinstance(journal.history("errand-1").stands_for, Errand)
    assert journal.history("errand-1").wish is None


@pytest.mark.parametrize(("first", "second"), list(itertools.product(FAULTS, FAULTS)))
def test_a_crash_at_any_point_starts_nothing_twice(new_shop, crash_kind, first, second):
    """For every point of death and pair of faults: at most one start, and the next run tells the truth."""
    for step in STEPS:
        shop = with_bills(new_shop("shop"))
        shop.market.behave("a", "start_bill", first, second)
        shop.world.crash_at = step
        ended = _told(shop, crash_kind)
        shop.world.crash_at = None

        told = _told(shop, crash_kind)

        assert len(shop.market.executions) <= 1
        assert told in {"processing", "unknown", "refused"}
        assert told != "processing" or shop.market.executions == ["0"]
        assert told != "refused" or shop.market.executions == []
        if ended is not None:
            break


def test_two_workers_interleaved_at_any_effect_start_it_once(new_shop):
    """A second caller of the same id, let in at any point, waits or finds it done."""
    for point in STEPS:
        shop = with_bills(new_shop("shop"))
        counter = itertools.count(1)

        def intrude(_, shop=shop, counter=counter, point=point):
            if next(counter) == point:
                shop.world.between = lambda _: None
                with pytest.raises(IntentBusyError) if shop.world.journal._claimed else nullcontext():
                    run(shop)

        shop.world.between = intrude
        assert run(shop) == "processing"
        assert shop.market.executions == ["0"]


def _told(shop, crash_kind):
    """What it came to, `unknown`, `refused`, or None for a crash."""
    try:
        return run(shop)
    except OutcomeUnknownError:
        return "unknown"
    except (RejectedError, UnavailableError):
        return "refused"
    except crash_kind:
        return None
