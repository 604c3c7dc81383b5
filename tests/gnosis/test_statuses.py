"""What every status means, alone and beside a transaction's."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from rampkit.models import Amount, Direction, Money, PayIn, PayOut, Status, may_follow, money
from rampkit.testing import answer, replay
from rampkit_gnosis import statuses

CONTRACT = Path(__file__).parents[1] / "contracts" / "gnosis.openapi.yaml"
INTENTS = {
    "CREATED": (Status.CREATED, Money.UNTOUCHED),
    "COMPLIANCE_IN_PROGRESS": (Status.ACTION_REQUIRED, Money.UNTOUCHED),
    "COMPLIANCE_APPROVED": (Status.ACTION_REQUIRED, Money.UNTOUCHED),
    "PENDING_PAYMENT": (Status.ACTION_REQUIRED, Money.UNTOUCHED),
    "TRANSACTION_IN_PROGRESS": (Status.AWAITING_PAYMENT, Money.UNKNOWN),
    "COMPLIANCE_FAILED": (Status.FAILED, Money.UNTOUCHED),
    "TRANSACTION_FAILED": (Status.FAILED, Money.UNKNOWN),
    "COMPLETED": (Status.COMPLETED, Money.DELIVERED),
    "EXPIRED": (Status.EXPIRED, Money.UNKNOWN),
    "CANCELLED": (Status.CANCELED, Money.UNKNOWN),
    "PENDING": (Status.CREATED, Money.UNTOUCHED),
    "PROCESSING": (Status.AWAITING_PAYMENT, Money.UNKNOWN),
    "FAILED": (Status.FAILED, Money.UNKNOWN),
}
TRANSACTIONS = {
    "PENDING": (Status.AWAITING_PAYMENT, Money.UNTOUCHED),
    "IN_PROGRESS": (Status.PROCESSING, Money.UNKNOWN),
    "SUCCESS": (Status.COMPLETED, Money.DELIVERED),
    "COMPLETED": (Status.COMPLETED, Money.DELIVERED),
    "FAILED": (Status.FAILED, Money.UNKNOWN),
    "CANCELLED": (Status.CANCELED, Money.UNKNOWN),
}
WAYS = ["on_ramp", "off_ramp"]


def read(gnosis, desk, direction="on_ramp", *, transaction=None, **changes):
    """The order that an answer with these changes is."""
    payload = desk.order(direction, transaction=transaction, **changes)
    [order], _ = replay(gnosis.list_orders(desk.link), [answer([payload])])
    return order


@pytest.mark.parametrize("direction", WAYS)
@pytest.mark.parametrize("word", INTENTS)
def test_every_intent_status_has_its_meaning(gnosis, desk, word, direction):
    """Paid is never delivered, and what no page says about the money is unknown."""
    order = read(gnosis, desk, direction, status=word)

    status, where = INTENTS[word]
    assert (order.status, money(order.pay_in, order.pay_out)) == (status, where)
    assert (order.provider_status, order.unmapped) == (word, False)


@pytest.mark.parametrize("direction", WAYS)
@pytest.mark.parametrize("word", TRANSACTIONS)
def test_every_transaction_status_has_its_meaning(gnosis, desk, word, direction):
    """For the transaction itself, and for the open order it belongs to."""
    transaction = desk.transaction(status=word)
    [alone], _ = replay(gnosis.list_transactions(desk.ref(direction)), [answer(transaction)])
    order = read(gnosis, desk, direction, status="TRANSACTION_IN_PROGRESS", transaction=transaction)

    status, where = TRANSACTIONS[word]
    for seen in (alone, order):
        assert (seen.status, money(seen.pay_in, seen.pay_out)) == (status, where)
    assert (alone.provider_status, alone.unmapped) == (word, False)
    assert order.transactions == (alone,)


def test_the_tables_know_every_documented_status_and_where_it_stands():
    """A word of the contract that no row has would be read as unknown."""
    schemas = yaml.load(CONTRACT.read_text(), yaml.CSafeLoader)["components"]["schemas"]
    intents = {*schemas["IntentStatus"]["enum"], *schemas["LegacyIntentStatus"]["enum"]}
    transactions = {*schemas["TransactionStatus"]["enum"], "COMPLETED"}

    assert {word for _, word in statuses.INTENTS} == intents == set(INTENTS)
    assert {word for _, word in statuses.TRANSACTIONS} == transactions == set(TRANSACTIONS)
    for table in (statuses.INTENTS, statuses.TRANSACTIONS):
        assert {way for way, _ in table} == set(Direction)
        assert all(state.source.startswith("https://") for state in table.values())


def test_an_unknown_status_concludes_nothing(gnosis, desk):
    """No step is offered, nothing may be executed, and the word is kept as it is."""
    url = "https://onboarding.ramp.gnosis.io/s"
    order = read(gnosis, desk, status="Half_Done", transaction=desk.transaction(), url=url)

    assert (order.status, order.unmapped, order.provider_status) == (Status.UNKNOWN, True, "Half_Done")
    assert (order.pay_in, order.pay_out) == (PayIn.UNKNOWN, PayOut.UNKNOWN)
    assert order.actions == ()
    assert not order.executable
    assert order.source_amount == Amount("100", "USD")


def test_an_unknown_transaction_status_leaves_the_order_under_way(gnosis, desk):
    """Nobody is asked to pay on the strength of a word nobody knows."""
    order = read(gnosis, desk, status="PENDING_PAYMENT", transaction=desk.transaction(status="PAUSED"))

    assert order.status == Status.AWAITING_PAYMENT
    assert not order.executable
    assert order.actions == ()
    [transaction] = order.transactions
    assert (transaction.status, transaction.unmapped, transaction.provider_status) == (
        Status.UNKNOWN,
        True,
        "PAUSED",
    )


@pytest.mark.parametrize("word", INTENTS)
@pytest.mark.parametrize("moved", TRANSACTIONS)
def test_delivery_is_claimed_only_where_nothing_denies_it(gnosis, desk, word, moved):
    """An end that the transaction contradicts is delivered if the transaction says so, else on hold."""
    order = read(gnosis, desk, status=word, transaction=desk.transaction(status=moved))

    delivered = {"SUCCESS", "COMPLETED"}
    if moved in delivered:
        assert order.status == Status.COMPLETED
    elif word == "COMPLETED" and moved in {"FAILED", "CANCELLED"}:
        assert order.status == Status.ON_HOLD
        assert (order.pay_in, order.pay_out) == (PayIn.UNKNOWN, PayOut.UNKNOWN)
    elif word in {"COMPLIANCE_FAILED", "TRANSACTION_FAILED", "COMPLETED", "EXPIRED", "CANCELLED", "FAILED"}:
        assert order.status == INTENTS[word][0]
    else:
        assert order.status == TRANSACTIONS[moved][0]
    assert not order.executable


@pytest.mark.parametrize("word", ["COMPLETED", "EXPIRED", "CANCELLED", "TRANSACTION_FAILED", "FAILED"])
def test_nobody_is_asked_to_pay_for_what_has_ended(gnosis, desk, word):
    """The instructions are still in the answer, and paying now would be paying for nothing."""
    assert read(gnosis, desk, status=word, transaction=desk.transaction()).actions == ()


@pytest.mark.parametrize(
    "road",
    [
        ["CREATED", "COMPLIANCE_IN_PROGRESS", "COMPLIANCE_APPROVED", "PENDING_PAYMENT"],
        ["CREATED", "COMPLIANCE_FAILED"],
        ["CREATED", "COMPLIANCE_APPROVED", "TRANSACTION_IN_PROGRESS", "COMPLETED"],
        ["PENDING_PAYMENT", "TRANSACTION_IN_PROGRESS", "TRANSACTION_FAILED"],
        ["COMPLIANCE_IN_PROGRESS", "EXPIRED"],
        ["TRANSACTION_IN_PROGRESS", "CANCELLED"],
        ["PENDING", "PROCESSING", "COMPLETED"],
        ["PENDING", "PROCESSING", "FAILED"],
    ],
)
def test_documented_transitions_are_legal_ones(road):
    """What is normal at Gnosis Ramp must not look like an anomaly."""
    states = [statuses.intent_state(word, Direction.ON_RAMP).status for word in road]

    for before, after in pairwise(states):
        assert before == after or may_follow(before, after)


def test_seeing_the_transaction_late_is_legal_too():
    """The intent alone claims less than its transaction, so nothing has to be taken back."""
    alone = statuses.intent_state("TRANSACTION_IN_PROGRESS", Direction.ON_RAMP).status
    pending = statuses.transaction_state("PENDING", Direction.ON_RAMP).status
    moving = statuses.transaction_state("IN_PROGRESS", Direction.ON_RAMP).status

    assert alone == pending
    assert may_follow(pending, moving)


@pytest.mark.parametrize("word", ["COMPLIANCE_APPROVED", "PENDING_PAYMENT"])
def test_an_approved_order_waits_for_execution_unless_it_starts_by_itself(gnosis, desk, word):
    """The application has something to do only where it has to execute."""
    for automatic, status in (
        (False, Status.ACTION_REQUIRED),
        (None, Status.ACTION_REQUIRED),
        (True, Status.AWAITING_PAYMENT),
    ):
        order = read(gnosis, desk, status=word, autoExecute=automatic)

        assert (order.executable, order.status) == (not automatic, status)


def test_automatic_execution_that_was_asked_for_counts_where_the_answer_forgets_it(gnosis, desk):
    """The reference does not repeat the flag."""
    intent = desk.intent(status="COMPLIANCE_APPROVED")
    del intent["autoExecute"]

    order, _ = replay(
        gnosis.create_order(desk.request(options={"auto_execute": True})),
        [answer({"intent": intent, "onboardingUrl": None}, status=201)],
    )

    assert not order.executable


FLAT = {"status": "PROCESSING", "currentRequirementCode": None, "autoExecute": False, "url": None}


@pytest.mark.parametrize(
    ("changes", "executable"),
    [
        ({}, True),
        ({"currentRequirementCode": "KYC_VERIFICATION"}, False),
        ({"autoExecute": True}, False),
        ({"autoExecute": None}, False),
        ({"status": "PENDING"}, False),
        ({"url": "https://app.gnosisramp.com/intent/1"}, False),
        ({"compliancePlan": {"currentStepCode": "KYC_VERIFICATION"}}, False),
    ],
    ids=str,
)
def test_a_flat_answer_waits_for_execution_once_nothing_is_required(gnosis, desk, changes, executable):
    """Its five statuses have no word for it; a page that is still to be shown is shown."""
    answers = [answer(desk.order(**{**FLAT, **changes})), answer({"code": "NOT_FOUND"}, status=404)]
    flow = gnosis.get_order(desk.ref())

    order, _ = replay(flow, answers[:1] if executable or changes.get("status") else answers)

    assert order.executable is executable
    assert [action.kind for action in order.actions] == (["verify_identity"] if "url" in changes else [])


def test_a_flat_answer_that_leaves_the_requirement_out_says_nothing(gnosis, desk):
    """Null and absent differ."""
    payload = desk.order(status="PROCESSING", autoExecute=False, url=None)
    payload["intent"].pop("currentRequirementCode", None)

    order, _ = replay(gnosis.get_order(desk.ref()), [answer(payload), answer({}, status=404)])

    assert not order.executable
