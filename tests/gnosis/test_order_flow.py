"""Making, executing and following an order."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    AlreadyExistsError,
    BadResponseError,
    UnavailableError,
    UnsupportedError,
    VerificationRequiredError,
)
from rampkit.http import Commits
from rampkit.models import (
    Amount,
    PayToAccount,
    SendCrypto,
    Status,
    VerifyIdentity,
)
from rampkit.testing import answer, replay


def test_a_new_customer_verifies_pays_and_is_served(gnosis, desk):
    """Verification, execution, payment, delivery: each answer says what comes next."""
    url = "https://onboarding.ramp.gnosis.io/session/abc123"
    created, _ = replay(gnosis.create_order(desk.request()), [answer(desk.order(url=url), status=201)])
    assert created.status == Status.CREATED
    assert created.actions == (VerifyIdentity(url=url, host_known=True),)
    assert not created.executable

    approved, _ = replay(
        gnosis.get_order(desk.ref()), [answer(desk.order(status="PENDING_PAYMENT", url=url))]
    )
    assert approved.executable
    assert approved.status == Status.ACTION_REQUIRED
    assert approved.actions == ()

    executed, sent = replay(
        gnosis.execute_order(desk.ref(), idempotency_key="key-2"),
        [
            answer(
                {"intentId": "int_abc123def456", "status": "IN_PROGRESS", "transaction": desk.transaction()},
                status=202,
            )
        ],
    )
    assert (sent[0].method, sent[0].path) == ("POST", "/intent/int_abc123def456/transaction")
    assert sent[0].commits is Commits.ORDER
    assert sent[0].json is None
    assert sent[0].headers["Idempotency-Key"] == sent[0].idempotency_key == "key-2"
    [payment] = executed.actions
    assert isinstance(payment, PayToAccount)
    assert payment.amount == Amount("100", "USD")
    assert executed.status == Status.AWAITING_PAYMENT
    assert not executed.executable

    done, _ = replay(
        gnosis.get_order(desk.ref()),
        [answer(desk.order(status="COMPLETED", transaction=desk.transaction(status="SUCCESS")))],
    )
    assert done.status == Status.COMPLETED
    assert done.actions == ()


def test_a_known_customer_may_pay_at_once(gnosis, desk):
    """An order that completes its compliance by itself brings its transaction."""
    payload = desk.order(status="COMPLIANCE_APPROVED", transaction=desk.transaction())

    order, _ = replay(gnosis.create_order(desk.request()), [answer(payload, status=201)])

    assert order.status == Status.AWAITING_PAYMENT
    assert not order.executable
    assert [action.kind for action in order.actions] == ["pay_to_account"]
    assert [item.transaction_id for item in order.transactions] == ["txn_xyz789"]


def test_an_off_ramp_asks_for_the_token_on_its_network(gnosis, desk):
    """Address, token and amount are told together."""
    context = [
        {"encoding": "DISPLAY", "type": "CRYPTO", "instructions": {"address": "0xabc", "chain": "GNO"}}
    ]
    payload = desk.order(
        "off_ramp", status="TRANSACTION_IN_PROGRESS", transaction=desk.transaction(context=context)
    )

    order, _ = replay(gnosis.get_order(desk.ref("off_ramp")), [answer(payload)])

    assert order.actions == (SendCrypto(asset="USDC_GNO", address="0xabc", amount=Amount("100", "USDC_GNO")),)


def test_instructions_the_order_leaves_out_are_read_from_its_transaction(gnosis, desk):
    """One more read, as the same customer."""
    payload = desk.order(status="TRANSACTION_IN_PROGRESS", transaction=desk.transaction(context={}))

    order, sent = replay(gnosis.get_order(desk.ref()), [answer(payload), answer(desk.transaction())])

    assert [request.path for request in sent] == [
        "/intent/int_abc123def456",
        "/intent/int_abc123def456/transaction",
    ]
    assert [action.kind for action in order.actions] == ["pay_to_account"]


def test_an_order_without_a_transaction_yet_is_still_read(gnosis, desk):
    """404 of the transaction means "none yet"."""
    payload = {"intent": desk.intent(status="TRANSACTION_IN_PROGRESS")}

    order, _ = replay(gnosis.get_order(desk.ref()), [answer(payload), answer({}, status=404)])

    assert order.status == Status.AWAITING_PAYMENT
    assert order.transactions == ()


def test_a_transaction_that_cannot_be_read_is_not_taken_for_none(gnosis, desk):
    """A fault proves nothing about the transaction."""
    payload = {"intent": desk.intent(status="TRANSACTION_IN_PROGRESS")}

    with pytest.raises(UnavailableError):
        replay(gnosis.get_order(desk.ref()), [answer(payload), answer({}, status=500)])


@pytest.mark.parametrize("status", ["CREATED", "COMPLETED", "EXPIRED"])
def test_nothing_more_is_read_where_nothing_can_be_missing(gnosis, desk, status):
    """Before execution and after the end there is nobody to tell how to pay."""
    _, sent = replay(gnosis.get_order(desk.ref()), [answer({"intent": desk.intent(status=status)})])

    assert len(sent) == 1


def test_a_transaction_an_answer_does_not_mention_is_looked_for_before_execution(gnosis, desk):
    """An order is executable only if it is known to have no transaction."""
    silent = {"intent": desk.intent(status="COMPLIANCE_APPROVED")}

    free, _ = replay(gnosis.get_order(desk.ref()), [answer(silent), answer(status=404)])
    taken, _ = replay(gnosis.get_order(desk.ref()), [answer(silent), answer(desk.transaction())])

    assert free.executable
    assert not taken.executable


def test_orders_of_a_customer_are_listed_as_they_come(gnosis, desk):
    """The list holds the same objects as a single read, and tells pair and amount by itself."""
    payload = [desk.order("off_ramp", id="int_2", status="EXPIRED"), desk.order(id="int_1")]

    orders, sent = replay(gnosis.list_orders(desk.link), [answer(payload)])

    assert (sent[0].path, sent[0].scope) == ("/intent", "customer:user-12345")
    assert [(order.order_id, order.source_amount) for order in orders] == [
        ("int_2", Amount("100", "USDC_GNO")),
        ("int_1", Amount("100", "USD")),
    ]


def test_there_is_no_list_of_everybodys_orders(gnosis):
    """Orders are read with a customer's own token."""
    with pytest.raises(UnsupportedError, match="one customer"):
        replay(gnosis.list_orders(), [])


def test_the_transaction_of_an_order_is_a_list_of_one_or_none(gnosis, desk):
    """There is one transaction per order, ever."""
    some, _ = replay(gnosis.list_transactions(desk.ref()), [answer(desk.transaction(status="SUCCESS"))])
    none, _ = replay(gnosis.list_transactions(desk.ref()), [answer("Not Found", status=404)])

    assert [(item.transaction_id, item.status) for item in some] == [("txn_xyz789", Status.COMPLETED)]
    assert none == ()


def test_executing_too_early_or_twice_says_which(gnosis, desk):
    """One waits for the person, the other has to be read."""
    refusals = {
        "COMPLIANCE_NOT_COMPLETE": VerificationRequiredError,
        "TRANSACTION_EXISTS": AlreadyExistsError,
    }
    for code, kind in refusals.items():
        with pytest.raises(kind):
            replay(
                gnosis.execute_order(desk.ref(), idempotency_key="k"),
                [answer({"error": code, "message": "m"}, status=400)],
            )


def test_an_answer_about_another_order_is_not_believed(gnosis, desk):
    """What was executed is then unknown, which is what a bad answer says."""
    payload = {"intentId": "int_other", "status": "IN_PROGRESS", "transaction": desk.transaction()}

    with pytest.raises(BadResponseError, match="another order"):
        replay(gnosis.execute_order(desk.ref(), idempotency_key="k"), [answer(payload, status=202)])


@pytest.mark.parametrize("call", ["get_order", "list_transactions"])
def test_an_order_without_an_id_cannot_be_asked_for(gnosis, desk, call):
    """Gnosis Ramp has no other name for it."""
    with pytest.raises(UnsupportedError, match="own id"):
        replay(getattr(gnosis, call)(desk.ref(order_id=None)), [])
