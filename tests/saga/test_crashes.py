"""A process that dies at any point, and the next one that takes over: never a second order, nothing lost."""

from __future__ import annotations

import contextlib
import itertools

import pytest

from rampkit.errors import AllProvidersFailedError, OutcomeUnknownError, RampError

FAULTS = ["accept", "lost", "late_500", "500", "400", "401", "not_sent", "garbage"]
STEPS = range(1, 60)
FEWEST_STEPS = 8
"""That any call takes: a loop that ends sooner has not looked everywhere."""


@pytest.mark.parametrize("style", ["shop", "keyed"])
@pytest.mark.parametrize(("first", "second"), list(itertools.product(FAULTS, FAULTS)))
def test_a_crash_at_any_point_doubles_and_loses_nothing(new_shop, crash_kind, style, first, second):
    """For every point of death and pair of faults: at most one order, and the next call tells the truth."""
    for step in STEPS:
        shop = new_shop(style)
        shop.market.behave("a", "create_order", first, second)
        shop.world.crash_at = step
        ended = _run(shop, crash_kind)
        shop.world.crash_at = None

        told = _run(shop, crash_kind)

        assert len(shop.orders) <= 1
        if isinstance(told, str):
            assert told == "unknown" or not shop.orders
        else:
            assert [told.order_id] == [order["id"] for order in shop.orders]
        if ended is not None:
            break
    assert step > FEWEST_STEPS


def _run(shop, crash_kind):
    """The intent, or how the call ended: `unknown`, `failed`, or None for a crash."""
    try:
        return shop.create()
    except OutcomeUnknownError:
        return "unknown"
    except AllProvidersFailedError:
        return "failed"
    except crash_kind:
        return None


def test_two_workers_interleaved_at_any_effect_make_one_order(new_shop):
    """A second caller of the same id, let in at any point, waits or finds the order."""
    for point in STEPS:
        shop = new_shop("shop")
        counter = itertools.count(1)

        def intrude(_, shop=shop, counter=counter, point=point):
            if next(counter) == point:
                shop.world.between = lambda _: None
                _quietly(lambda: shop.create(seconds=0))

        shop.world.between = intrude

        _quietly(shop.create)

        assert len(shop.orders) == 1


def _quietly(call):
    with contextlib.suppress(RampError):
        call()


@pytest.mark.parametrize("style", ["shop", "keyed"])
def test_a_crash_right_after_the_answer_keeps_how_to_pay(new_shop, crash_kind, style):
    """What was told once is in the journal first; the next caller gets it even while the provider is down."""
    for step in STEPS:
        shop = new_shop(style)
        shop.world.crash_at = step
        ended = _run(shop, crash_kind)
        shop.world.crash_at = None
        shop.market.behave("a", "get_order", "500")

        with contextlib.suppress(OutcomeUnknownError):  # it may have died before the order left
            intent = shop.create()
            assert intent.order_id == "0"
            assert intent.actions
        if ended is not None:
            break
    assert step > FEWEST_STEPS
