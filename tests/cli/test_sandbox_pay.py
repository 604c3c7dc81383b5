"""`rampkit sandbox pay`: the person's part, played at a running sandbox."""

from __future__ import annotations

import pytest

from rampkit import (
    AccountPair,
    Amount,
    CryptoAddress,
    Customer,
    IntentRequest,
    MemoryJournal,
    Pair,
    Router,
)
from rampkit.registry import load

WISH = IntentRequest(
    customer_id="ana-1",
    pair=Pair("BRL", "USDC_BASE"),
    amount=Amount("500", "BRL"),
    country="BR",
    accounts=AccountPair(
        destination=CryptoAddress(address="0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", network="base")
    ),
    at_least=Amount("80", "USDC_BASE"),
)


@pytest.fixture
def running(sandbox, monkeypatch):
    """A sandbox that every command finds by the variable it prints."""
    monkeypatch.setenv("RAMPKIT_SANDBOX_URL", sandbox.url)
    return sandbox


@pytest.fixture
def router(running):
    """A router of one connection there."""
    with Router([load("gnosis")(**running.options("gnosis"))], journal=MemoryJournal()) as router:
        router.create_customer(Customer(id="ana-1", country="BR"), connection="gnosis")
        yield router


@pytest.fixture
def order(running, router):
    """The provider's id of an order that waits for its money."""
    intent = router.create_intent(WISH, id="order-1")
    running.control("gnosis", f"intents/{intent.order_id}/approve")
    return router.execute_intent("order-1").order_id


def deposits(sandbox):
    """What the provider got, and how it took it."""
    (intent,) = sandbox.control("gnosis", "state", method="GET")["intents"]
    return [(one["amount"], one["arrival"]) for one in intent["deposits"]]


def test_the_asked_amount_is_paid(run, running, order):
    """Without a word more, the person pays what the order asks for; a program reads what became of it."""
    ran = run("sandbox", "pay", order, "--json")

    assert ran.status == 0
    (payment,) = ran.json["payments"]
    assert payment == {
        "provider": "gnosis",
        "order": order,
        "amount": "500.00",
        "currency": "BRL",
        "status": "TRANSACTION_IN_PROGRESS",
    }
    assert deposits(running) == [("500.00", "accepted")]


def test_too_little_and_twice(run, running, order):
    """Any amount, and any number of times; each payment is told in a line."""
    ran = run("sandbox", "pay", order, "--amount", "499.99", "--times", "2")

    assert ran.status == 0
    assert ran.out.count(f"499.99 BRL paid to {order} at gnosis; it is TRANSACTION_IN_PROGRESS now.") == 2
    assert deposits(running) == [("499.99", "short"), ("499.99", "excess")]


def test_too_late(run, running, order):
    """The order ends first, and then the money comes."""
    ran = run("sandbox", "pay", order, "--late")

    assert "it is EXPIRED now" in ran.out
    assert deposits(running) == [("500.00", "late")]


def test_an_order_that_asks_for_nothing_is_not_paid(run, running, router):
    """What the provider would refuse is an error that says why."""
    intent = router.create_intent(WISH, id="order-1")
    ran = run("sandbox", "pay", str(intent.order_id))

    assert ran.status == 1
    assert "the intent is CREATED: it has asked for no money" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("none",), "ORDER: no order has this id at any of gnosis, ripio; use the provider's id"),
        (("none", "--amount", "1,5"), "amount is not a number above zero; write plain digits"),
        (("none", "--times", "0"), "Invalid value for '--times'"),
        (("none", "--sandbox-url", "http://127.0.0.1:1"), "no sandbox answers at http://127.0.0.1:1"),
    ],
)
def test_bad_input_is_explained(one_sentence, running, arguments, words):
    """One sentence names what is wrong and the way out."""
    assert words in one_sentence("sandbox", "pay", *arguments)
