"""The same deaths as in memory, a sample of them, with the journal in a file."""

from __future__ import annotations

import pytest

from rampkit import SqlJournal
from rampkit.errors import OutcomeUnknownError

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


def _run(shop, intent_id, crash_kind):
    """The order's id, `unknown` if it may exist, or None for a crash."""
    try:
        return shop.create(intent_id).order_id
    except OutcomeUnknownError:
        return "unknown"
    except crash_kind:
        return None
