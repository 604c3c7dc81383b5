"""What a look-up finds is compared with the wish: as strictly as the price was promised, and no more."""

from __future__ import annotations

import pytest

from rampkit.errors import ConflictingIntentError
from rampkit.models import Amount, Binding

MORE, LESS = Amount("600", "BRL"), Amount("99.5", "USDC_BASE")


def found(shop, offer_of, *, binding=Binding.FIRM, **changes):
    """The intent, after its answer was lost and the order was found with *changes*."""
    provider, read = shop.providers["a"], shop.providers["a"]._read
    provider._read = lambda *told: read(*told).evolve(**changes)
    shop.market.behave("a", "create_order", "lost")
    return shop.create(offers=[offer_of(provider, binding=binding)])


@pytest.mark.parametrize(
    "changes",
    [{"source_amount": MORE}, {"destination_amount": LESS}, {"reference": "0" * 32}],
    ids=["amount", "firm price", "reference"],
)
def test_an_order_for_another_wish_is_nobodys(shop, offer_factory, changes):
    """It stays a doubt for a person, and nobody else is asked."""
    with pytest.raises(ConflictingIntentError):
        found(shop, offer_factory, **changes)

    assert len(shop.orders) == 1


def test_an_indicative_price_may_have_moved(shop, offer_factory):
    """The order is ours, whatever arrives in the end."""
    intent = found(shop, offer_factory, binding=Binding.INDICATIVE, destination_amount=LESS)

    assert (intent.order_id, intent.destination_amount) == ("0", LESS)
