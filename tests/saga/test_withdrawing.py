"""Withdrawing a wish, and standing accounts: one intent at a time, and every deposit in one intent only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rampkit.errors import (
    AllProvidersFailedError,
    IntentBusyError,
    OutcomeUnknownError,
    UnsupportedError,
)
from rampkit.models import Order, PayIn, PayOut, RefusalReason, SendCrypto, Status
from rampkit.saga.ledger import Ledger
from rampkit.saga.reading import all_shown
from rampkit.saga.withdrawing import withdraw_intent

ADDRESS = SendCrypto(asset="USDC_BASE", address="0x" + "34" * 20)


class Standing:
    """A deposit account at connection `a` and what was paid into it, by the provider's clock."""

    def __init__(self, shop, offer_of):
        self.shop = shop
        self.deposits = []
        self.provider = shop.providers["a"]
        self.provider.create_order = self._order
        self.provider.get_order = self._order
        self.offers = [replace(offer_of(self.provider), deposit_account_id="d1")]

    def _order(self, wanted):
        return self._since(wanted.opened_at)
        yield

    def _since(self, opened_at):
        found = [number for number, at in enumerate(self.deposits) if at >= opened_at]
        if not found:
            return Order(
                order_id=None,
                status=Status.AWAITING_PAYMENT,
                pay_in=PayIn.EXPECTED,
                pay_out=PayOut.NONE,
                actions=(ADDRESS,),
                deposit_account_id="d1",
            )
        return Order(
            order_id=f"deposit-{found[0]}",
            status=Status.COMPLETED,
            pay_in=PayIn.CONFIRMED,
            pay_out=PayOut.CONFIRMED,
            deposit_account_id="d1",
        )

    def create(self, intent_id):
        """Wait for a deposit."""
        return self.shop.create(intent_id, offers=self.offers)

    def deposit(self):
        """Money comes."""
        self.shop.world.now += timedelta(minutes=1)
        self.deposits.append(self.shop.world.now)
        self.shop.world.now += timedelta(minutes=1)


@pytest.fixture
def standing(shop, offer_factory):
    """A standing account at `a`."""
    return Standing(shop, offer_factory)


def withdraw(shop, intent_id="i1"):
    """Withdraw an intent."""
    return shop.world.run(withdraw_intent(shop.bench(), intent_id))


def test_a_wish_that_was_withdrawn_is_never_ordered(shop):
    """A retry that comes after the withdrawal sends nothing."""
    for name in ("a", "b"):
        shop.market.behave(name, "create_order", "400")
    with pytest.raises(AllProvidersFailedError):
        shop.create()
    withdraw(shop)

    intent = shop.create()

    assert (intent.status, shop.orders) == (Status.CANCELED, [])


def test_what_a_provider_has_taken_is_not_withdrawn_here(shop):
    """Between the look at the journal and the claim an order came into being."""
    shop.create()

    with pytest.raises(IntentBusyError):
        withdraw(shop)


def test_what_is_in_doubt_is_not_withdrawn(shop):
    """An order may exist."""
    shop.market.behave("a", "create_order", "lost")
    shop.market.hidden = True
    with pytest.raises(OutcomeUnknownError):
        shop.create()

    with pytest.raises(OutcomeUnknownError, match="same id"):
        withdraw(shop)


def test_a_held_account_takes_no_second_intent(standing):
    """Nobody could tell whose deposit the next one is."""
    standing.create("i1")

    with pytest.raises(AllProvidersFailedError) as caught:
        standing.create("i2")

    assert caught.value.refusals[0].reason == RefusalReason.ACCOUNT_NOT_READY


def test_a_deposit_is_never_two_intents_money(standing):
    """An intent that was opened while another held the account does not claim that one's deposit."""
    standing.create("i1")
    with pytest.raises(AllProvidersFailedError):
        standing.create("i2")
    standing.deposit()
    assert standing.create("i1").order_id == "deposit-0"

    second = standing.create("i2")

    assert (second.status, second.order_id) == (Status.AWAITING_PAYMENT, None)


def test_an_account_that_waits_in_vain_can_be_freed(standing):
    """The person never pays: the intent is withdrawn, and the next one gets the account."""
    standing.create("i1")
    withdrawn = withdraw(standing.shop)
    standing.shop.world.now += timedelta(minutes=1)
    second = standing.create("i2")
    standing.deposit()

    assert (withdrawn.status, withdrawn.actions) == (Status.CANCELED, ())
    assert second.actions == (ADDRESS,)
    assert (standing.create("i1").status, standing.create("i2").status) == (Status.CANCELED, Status.COMPLETED)
    with pytest.raises(UnsupportedError, match="withdrawn"):
        standing.shop.execute()


def test_an_account_that_was_paid_into_is_not_freed(standing):
    """The deposit belongs to the intent, whatever the application has read so far."""
    standing.create("i1")
    standing.deposit()

    with pytest.raises(UnsupportedError, match="deposit"):
        withdraw(standing.shop)

    assert standing.create("i1").status == Status.COMPLETED


def test_a_list_that_shows_how_to_pay_is_written_down(shop, crash_kind):
    """Whatever call hands out a way to pay, the journal knows of it before."""

    def die(effect):
        if effect == "Shown":
            raise crash_kind

    shop.world.between = die
    with pytest.raises(crash_kind):
        shop.create()
    shop.world.between = lambda _: None
    history = shop.world.journal.history("i1")
    assert not history.attempts[0].shown

    (intent,) = shop.world.run(all_shown([Ledger(shop.bench(), history)]))

    assert intent.actions
    assert shop.world.journal.history("i1").attempts[0].shown
