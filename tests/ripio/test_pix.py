"""A Pix intent at the emulator: the code is shown only if it asks for what was agreed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from rampkit import (
    AccountPair,
    Amount,
    CryptoAddress,
    Customer,
    Intent,
    IntentRequest,
    MemoryJournal,
    Pair,
    QuoteRequest,
    Router,
    TermsAcceptance,
)
from rampkit.models import ScanCode, Status
from rampkit_ripio import RipioProvider

PAIR, PAID = Pair("BRL", "USDC_BASE"), Amount("100.50", "BRL")
WALLET = CryptoAddress(address="0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32", network="base")
PERSON = Customer(id="user-1", country="BR", email="person@example.com")


@contextmanager
def brazil(sandbox: Any, settings: Any) -> Generator[Router]:
    """A router with the Brazilian connection and somebody who may do everything."""
    ripio = RipioProvider(**sandbox.options("ripio-br"))
    with Router([ripio], journal=MemoryJournal(), settings=settings) as router:
        router.create_customer(PERSON, connection=ripio.name)
        router.accept_terms(PERSON.id, TermsAcceptance(ip_address="192.0.2.7"), connection=ripio.name)
        router.verify_customer(PERSON, connection=ripio.name, redirect_url="https://app.example/back")
        yield router


def ordered(router: Router) -> Intent:
    """An intent of the price that was offered, looked at by the application."""
    quote = router.quote(QuoteRequest(pair=PAIR, amount=PAID, country="BR"))
    wish = IntentRequest(
        customer_id=PERSON.id,
        pair=PAIR,
        amount=PAID,
        country="BR",
        quote=quote,
        accounts=AccountPair(destination=WALLET),
    )
    return router.create_intent(wish, id="w1")


@pytest.mark.parametrize(("meaning", "paid"), [("equal", "100.50"), ("net", "100.50"), ("gross", "100.87")])
def test_the_code_says_what_is_paid(sandbox, sandbox_settings, meaning, paid):
    """C14: whatever `finalFromAmount` means, of the quote's two amounts the one inside the code counts."""
    sandbox.control("ripio", "switches", {"quote_final_from": meaning})
    with brazil(sandbox, sandbox_settings) as router:
        intent = ordered(router)

    [step] = intent.actions
    assert isinstance(step, ScanCode)
    assert step.amount == intent.source_amount == Amount(paid, "BRL")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (("checksum", lambda payload: 0), "damaged"),
        (("br_code", lambda amount, transaction: "00020126"), "cut short"),
    ],
    ids=["checksum", "cut"],
)
def test_a_code_nobody_should_pay_by_reaches_nobody(sandbox, sandbox_settings, monkeypatch, fault, words):
    """Neither from the new order nor from a later look: the intent says why, and the order is known."""
    monkeypatch.setattr(f"rampkit_ripio.emulator.pix.{fault[0]}", fault[1])
    with brazil(sandbox, sandbox_settings) as router:
        made, read = ordered(router), router.get_intent("w1")

    assert (made.actions, read.actions) == ((), ())
    assert made.order_id == read.order_id is not None
    assert made.status == read.status == Status.AWAITING_PAYMENT
    assert words in made.failure_reason == read.failure_reason
