"""A process that dies in doubt, and the next one, which has only the file of the journal: adapters go on."""

from __future__ import annotations

import pytest

from rampkit import (
    AccountPair,
    Amount,
    CryptoAddress,
    Customer,
    IntentRequest,
    OutcomeUnknownError,
    SqlJournal,
)
from rampkit.errors import VerificationRequiredError
from rampkit.models import Needs
from rampkit.sandbox import Fault

KEY = "bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE="
ANA = Customer(id="ana", country="BR", email="ana@example.com")
WISH = IntentRequest(
    customer_id=ANA.id,
    pair="BRL/USDC_BASE",
    amount=Amount("500", "BRL"),
    country="BR",
    at_least=Amount("10", "USDC_BASE"),
    accounts=AccountPair(destination=CryptoAddress(address="0x" + "12" * 20, network="base")),
    redirect_url="https://app.example/back",
)


@pytest.fixture
def process(make_router, memory_disk):
    """Starts processes, one after the other: each has a router and a journal of its own on one file."""
    opened = []

    def start(face, seal):
        opened.append(SqlJournal(memory_disk / "ramp.db", seal=seal))
        return make_router(face, only=["gnosis"], journal=opened[-1])

    yield start
    for journal in opened:
        journal.close()


def left_in_doubt(router, sandbox):
    """An intent whose order Gnosis Ramp has taken, and no answer ever came."""
    router.create_customer(ANA, connection="gnosis")
    sandbox.arm(
        Fault(target="gnosis", kind="close_after_commit", method="POST", path="/v1/intent$", times=None)
    )
    with pytest.raises(OutcomeUnknownError):
        router.create_intent(WISH, id="w1", timeout=0.3)
    sandbox.disarm()


def test_the_request_is_asked_for_and_its_bytes_are_the_same(process, sandbox, face):
    """Without a seal: what the next process makes of the application's request is what was sent before."""
    left_in_doubt(process(face, ()), sandbox)
    router = process(face, ())

    assert router.get_intent("w1").needs == Needs.REQUEST
    intent = router.create_intent(WISH, id="w1")

    assert (intent.connection, intent.needs) == ("gnosis", None)
    assert len(sandbox.control("gnosis", "/state", method="GET")["intents"]) == 1


def test_under_a_seal_the_journal_is_enough(process, sandbox, face):
    """Any call that has to know goes on by itself."""
    left_in_doubt(process(face, KEY), sandbox)
    router = process(face, KEY)

    assert router.get_intent("w1").needs is None
    with pytest.raises(VerificationRequiredError):  # asked only once it is known that the order exists
        router.execute_intent("w1")

    assert router.get_intent("w1").order_id is not None
    assert len(sandbox.control("gnosis", "/state", method="GET")["intents"]) == 1


def test_a_customer_who_was_forgotten_in_doubt_is_asked_for(process, sandbox, memory_disk):
    """What was sent can be made again only from the application's request."""
    left_in_doubt(process("sync", KEY), sandbox)
    with SqlJournal(memory_disk / "ramp.db", seal=KEY) as journal:
        journal.forget_customer(ANA.id)
    router = process("sync", KEY)

    assert router.get_intent("w1").needs == Needs.REQUEST
    assert router.create_intent(WISH, id="w1").needs is None
    assert len(sandbox.control("gnosis", "/state", method="GET")["intents"]) == 1
