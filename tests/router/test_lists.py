"""What providers keep, and what only one of them offers, through both faces of the router."""

from __future__ import annotations

import pytest

from rampkit import Customer, Direction, TermsAcceptance
from rampkit.errors import (
    ConflictingIntentError,
    CustomerNotRegisteredError,
    NotFoundError,
    OutcomeUnknownError,
    UnsupportedError,
)
from rampkit.models import LinkStatus
from rampkit.sandbox import Fault

BRUNO = Customer(id="bruno", country="AR", email="bruno@example.com")
AT = "ripio-ar"


@pytest.fixture
def router(make_router, face):
    """A router with Bruno registered, his terms accepted and his identity verified."""
    router = make_router(face)
    router.create_customer(BRUNO, connection=AT)
    router.accept_terms("bruno", TermsAcceptance(ip_address="192.0.2.7"), connection=AT)
    router.verify_customer(BRUNO, connection=AT, redirect_url="https://app.example/back")
    return router


@pytest.fixture
def bill(router):
    """A merchant's code written down as a payment, not executed yet."""
    ripio, session = router.connections[AT], router.session(AT)
    link = router.get_customer("bruno", connection=AT)
    flow = ripio.create_sell_and_pay(link, "test_qr_code", "ARS", deposit="USDC_BASE")
    return all_of(session.run(flow), router)


def all_of(found, router):
    """What a face gives back: awaited, or gone through to the end."""
    if hasattr(found, "__aiter__"):

        async def collected():
            return [item async for item in found]

        return router._runner.run(collected())
    if hasattr(found, "__await__"):
        return router._runner.run(found)
    return list(found) if hasattr(found, "__next__") else found


def test_a_providers_lists_are_gone_through(router):
    """Each list of the provider, by the application's own id of the customer."""
    lists = [
        router.list_accounts("bruno", connection=AT),
        router.list_deposit_accounts(connection=AT, customer_id="bruno"),
        router.list_orders(connection=AT, customer_id="bruno"),
        router.list_history("bruno", direction=Direction.ON_RAMP, connection=AT),
        router.list_history("bruno", direction=Direction.OFF_RAMP, connection=AT),
    ]

    assert [all_of(found, router) for found in lists] == [[], [], [], [], []]


def test_the_customers_a_provider_knows(router):
    """Where a provider lists them; the application's ids come back."""
    router.create_customer(BRUNO, connection="gnosis")
    found = all_of(router.list_customers(connection="gnosis"), router)

    assert [link.customer_id for link in found] == ["bruno"]
    with pytest.raises(UnsupportedError):
        all_of(router.list_customers(connection=AT), router)


def test_a_list_of_a_stranger_is_refused_before_anything_is_sent(router):
    """Nobody here knows the customer."""
    with pytest.raises(CustomerNotRegisteredError, match="create_customer"):
        all_of(router.list_accounts("nobody", connection=AT), router)


def test_a_customer_is_changed_and_deactivated(router):
    """What the provider answers is what the journal keeps."""
    changed = router.update_customer(BRUNO.evolve(email="new@example.com"), connection=AT)
    ended = router.deactivate_customer("bruno", connection=AT)

    assert (changed.status, ended.status) == (LinkStatus.ACTIVE, LinkStatus.INACTIVE)
    assert router.get_customer("bruno", connection=AT).status == LinkStatus.INACTIVE


def test_what_a_provider_wants_to_know_about_a_person(router):
    """As a schema of `Customer.identity`."""
    wanted = router.verification_requirements("bruno", connection=AT)

    assert wanted.identity["type"] == "object"
    assert wanted.identity["properties"]


def test_a_payment_is_executed_once(router, bill):
    """The second run finds it executed; the id stands for this payment alone, and is no intent."""
    ripio = router.connections[AT]
    runs = [
        router.run(ripio.execute_sell_and_pay(bill.sell_and_pay_id), connection=AT, id="bill-1")
        for _ in range(2)
    ]

    assert [paid.status for paid in runs] == ["waiting_deposit", "waiting_deposit"]
    assert [action.kind for action in runs[0].actions] == ["send_crypto"]
    assert all_of(router.list_intents(), router) == ()
    with pytest.raises(NotFoundError):
        router.get_intent("bill-1")
    with pytest.raises(ConflictingIntentError):
        router.run(ripio.execute_sell_and_pay("another"), connection="ripio-br", id="bill-1")


def test_a_lost_answer_to_a_payment_is_found_out(router, bill, sandbox):
    """Nobody knows at first; the same id looks, and finds it executed."""
    ripio = router.connections[AT]
    sandbox.arm(Fault(target="ripio", kind="close_after_commit", method="POST", path=".*/execute", times=1))
    with pytest.raises(OutcomeUnknownError):
        router.run(ripio.execute_sell_and_pay(bill.sell_and_pay_id), connection=AT, id="bill-1")

    paid = router.run(ripio.execute_sell_and_pay(bill.sell_and_pay_id), connection=AT, id="bill-1")
    assert paid.status == "waiting_deposit"
