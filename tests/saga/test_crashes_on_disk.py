"""The same deaths as in memory, a sample of them, with the journal in a file."""

from __future__ import annotations

import contextlib
import itertools

import pytest
from sqlalchemy import event

from rampkit import ConfigurationError, SqlJournal
from rampkit.errors import OutcomeUnknownError
from rampkit.journal import Started

KEY = "bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE="
FAULTS = [("lost", "accept"), ("late_500", "not_sent")]
SAMPLE = range(2, 60, 3)
"""Every third effect: all of them are tried in memory."""
FEWEST_STEPS = 8


@pytest.mark.parametrize(
    ("style", "seal"), [("shop", KEY), ("keyed", ()), ("keyed", KEY)], ids=["shop", "open", "sealed"]
)
def test_a_crash_at_any_point_doubles_and_loses_nothing(new_shop, crash_kind, memory_disk, style, seal):
    """At most one order, and whoever comes next, through connections of his own, finds it."""
    with (
        SqlJournal(memory_disk / "ramp.db", seal=seal) as first,
        SqlJournal(memory_disk / "ramp.db", seal=seal) as second,
    ):
        for early, late in FAULTS:
            for step in SAMPLE:
                shop = new_shop(style)
                shop.market.behave("a", "create_order", early, late)
                shop.world.journal, shop.world.crash_at = first, step
                ended = _run(shop, f"{early}-{step}", crash_kind)
                shop.world.journal, shop.world.crash_at = second, None

                told = ended or _run(shop, f"{early}-{step}", crash_kind)

                assert len(shop.orders) <= 1
                assert told == (shop.orders[0]["id"] if shop.orders else "unknown")
                if ended:
                    break
            assert step > FEWEST_STEPS


def test_a_store_that_fails_at_any_point_stops_the_call(new_shop, memory_disk):
    """Nothing is sent that is not written down first; with the store mended the same id goes on."""
    broken = []
    with SqlJournal(memory_disk / "ramp.db", lease=0.001) as journal:
        engine = journal._database._pool.engine
        event.listen(engine, "begin", lambda sql: broken and sql.exec_driver_sql("PRAGMA query_only=ON"))
        for step in range(1, 60):
            shop, name = new_shop("shop"), f"i{step}"
            shop.world.journal, shop.world.between = journal, _breaking(broken, step)
            with contextlib.suppress(ConfigurationError):
                shop.create(name)
                assert not broken
            unbroken = not broken
            shop.world.between = lambda _: None
            broken.clear()
            engine.dispose()  # what was read-only is closed
            sends = [item for item in journal.history(name).records if isinstance(item, Started)]
            assert len(shop.orders) <= len(sends)

            assert _run(shop, name, ()) == (shop.orders[0]["id"] if shop.orders else "unknown")
            assert len(shop.orders) <= 1
            if unbroken:
                break
    assert step > FEWEST_STEPS


def _breaking(broken, step):
    counter = itertools.count(1)
    return lambda _: broken.append(step) if next(counter) == step else None


def _run(shop, intent_id, crash_kind):
    """The order's id, `unknown` if it may exist, or None for a crash."""
    try:
        return shop.create(intent_id).order_id
    except OutcomeUnknownError:
        return "unknown"
    except crash_kind:
        return None
