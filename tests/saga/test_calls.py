"""What a router's call makes of an intent's past before it asks anybody."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from rampkit.capabilities import LookUp
from rampkit.errors import ConfigurationError, OutcomeUnknownError, RampError
from rampkit.flows import Finished, advance
from rampkit.models import Status
from rampkit.provider import Environment
from rampkit.router import intents
from rampkit.router.core import Core
from rampkit.router.script import Act, Ask, AskAll, Consult
from rampkit.saga.effects import call
from rampkit.session.settings import SessionSettings


class Caller:
    """A router over a shop: performs scripts without network or threads."""

    def __init__(self, shop, link_of):
        self.shop = shop
        self.core = Core(
            list(shop.providers.values()),
            journal=shop.world.journal,
            policy=None,
            timeout=None,
            settings=SessionSettings(),
            namespace=None,
        )
        for provider in shop.providers.values():
            shop.world.journal.save_link(link_of(provider).link)

    def run(self, script, seconds=30):
        """Perform *script*."""
        world = self.shop.world
        world.until = world.now + timedelta(seconds=seconds)
        with closing(script):
            step = advance(script)
            while not isinstance(step, Finished):
                step = advance(script, self._performed(step))
            return step.value

    def _performed(self, step):
        run = self.shop.world.run
        try:
            match step:
                case Consult():
                    return step.call()
                case Act():
                    return run(step.saga)
                case Ask():
                    return run(call(step.connection, step.flow))
                case AskAll():
                    return {name: run(call(name, flow)) for name, flow in step.flows.items()}
        except RampError as error:
            return error


@pytest.fixture
def caller(shop, offer_factory):
    """A router over the shop."""
    return Caller(shop, offer_factory)


def create(caller, request):
    """The call, as a router makes it."""
    return caller.run(intents.create(caller.core, request, "i1", None))


def test_after_a_doubt_that_came_to_nothing_everybody_is_asked_again(caller, make_wish):
    """The same call goes on: nobody hears that no connection serves the wish."""
    shop = caller.shop
    for provider in shop.providers.values():
        provider.doubt = LookUp("reference", absence_final_after=timedelta(hours=1))
    shop.market.behave("a", "create_order", "500")
    shop.market.hidden = True
    with pytest.raises(OutcomeUnknownError):
        create(caller, make_wish())
    shop.orders.clear()
    shop.world.now += timedelta(hours=2)

    intent = create(caller, make_wish())

    assert intent.status == Status.AWAITING_PAYMENT
    assert len(intent.attempts) == 2
    assert len(shop.orders) == 1


def test_a_withdrawn_wish_asks_nobody(caller, make_wish):
    """Not even for a price."""
    for name in ("a", "b"):
        caller.shop.market.behave(name, "create_order", "400")
    with pytest.raises(RampError):
        create(caller, make_wish())
    caller.run(intents.cancel(caller.core, "i1"))
    sent = len(caller.shop.market.received)

    assert create(caller, make_wish()).status == Status.CANCELED
    assert len(caller.shop.market.received) == sent


@pytest.mark.parametrize("script", [intents.cancel, lambda *args: intents.report_payment(*args, "0x1")])
def test_an_order_of_another_environment_is_left_alone(caller, make_wish, script):
    """A live order is never cancelled or paid for through sandbox credentials of the same name."""
    create(caller, make_wish())
    for provider in caller.shop.providers.values():
        provider.environment = Environment.SANDBOX

    with pytest.raises(ConfigurationError, match="environment"):
        caller.run(script(caller.core, "i1"))


def test_a_list_of_intents_writes_down_what_it_shows(caller, make_wish, crash_kind):
    """Whatever call hands out a way to pay, the journal knows of it before."""

    def die(effect):
        if effect == "Shown":
            raise crash_kind

    caller.shop.world.between = die
    with pytest.raises(crash_kind):
        create(caller, make_wish())
    caller.shop.world.between = lambda _: None

    (intent,) = caller.run(intents.list_all(caller.core, None))

    assert intent.actions
    assert caller.shop.world.journal.history("i1").attempts[0].shown
