"""Money that comes late, short, in excess, twice or from a stranger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rampkit.sandbox.payments import Payment, PaymentRefusedError

REJECTED = ["ON-RAMP.DEPOSIT.REJECTED", "ON-RAMP.DEPOSIT.REFUNDED", "ON-RAMP.ORDER.REFUNDED"]
ODD = {
    "late": {"moves": ["cancel"], "body": {}},
    "short": {"moves": [], "body": {"amount": "149999.99"}},
    "excess": {"moves": [], "body": {"amount": "150000.01"}},
    "repeated": {"moves": ["pay", "settle"], "body": {}},
    "stranger": {"moves": [], "body": {"sender": "MARIA GOMEZ"}},
}
"""What makes a deposit of 150000 ARS odd: what happened before, and what it brings."""


def _order(sandbox: Any, partner: Any, *moves: str) -> str:
    order_id: str = partner.order(partner.customer())["transaction"]["transactionId"]
    for move in moves:
        sandbox.control("POST", f"/orders/{order_id}/{move}")
    return order_id


def _noted(sandbox: Any, country: str = "AR") -> list[tuple[str, str]]:
    told = sandbox.control("GET", "/state")["accounts"][country]["oddDeposits"]
    return [(each["oddity"], each["outcome"]) for each in told]


def test_expected_deposit_is_nothing_odd(sandbox: Any, argentina: Any) -> None:
    """The exact amount in time moves the order on, and is not noted as odd."""
    order_id = _order(sandbox, argentina)

    assert sandbox.control("POST", f"/orders/{order_id}/deposit")["status"] == "PROCESSING"
    assert _noted(sandbox) == []


@pytest.mark.parametrize("oddity", ["late", "short", "excess", "stranger"])
def test_odd_deposit_goes_back(sandbox: Any, argentina: Any, oddity: str) -> None:
    """By default an odd deposit is rejected and refunded, and so is its order."""
    order_id = _order(sandbox, argentina, *ODD[oddity]["moves"])

    moved = sandbox.control("POST", f"/orders/{order_id}/deposit", ODD[oddity]["body"])

    assert moved["status"] == "REFUNDED"
    assert sandbox.events()[-3:] == REJECTED
    assert _noted(sandbox) == [(oddity, "refund")]


def test_repeated_deposit_goes_back_and_leaves_the_order(sandbox: Any, argentina: Any) -> None:
    """A second payment is refunded; the order it was for stays completed."""
    order_id = _order(sandbox, argentina, "pay", "settle")

    sandbox.control("POST", f"/orders/{order_id}/deposit")

    assert argentina.get(f"/transactions/{order_id}/")["status"] == "COMPLETED"
    assert sandbox.events()[-2:] == REJECTED[:2]


@pytest.mark.parametrize("oddity", ODD)
def test_odd_deposit_leaves_no_trace(sandbox: Any, argentina: Any, oddity: str) -> None:
    """Where the switch says so an odd deposit is kept, and nothing visible happens."""
    sandbox.switch(**{f"{oddity}_deposit": "ignore"})
    order_id = _order(sandbox, argentina, *ODD[oddity]["moves"])
    before, events = argentina.get(f"/transactions/{order_id}/"), sandbox.events()

    sandbox.control("POST", f"/orders/{order_id}/deposit", ODD[oddity]["body"])

    assert argentina.get(f"/transactions/{order_id}/") == before
    assert sandbox.events() == events
    assert _noted(sandbox) == [(oddity, "ignore")]


@pytest.mark.parametrize("oddity", ODD)
def test_odd_deposit_is_not_taken(sandbox: Any, argentina: Any, oddity: str) -> None:
    """Where the deposit itself says so it is refused, whatever the switch."""
    order_id = _order(sandbox, argentina, *ODD[oddity]["moves"])
    body = {**ODD[oddity]["body"], "outcome": "refuse"}

    answer = sandbox.client.post(f"/_sandbox/ripio/orders/{order_id}/deposit", json=body)

    assert (answer.status_code, answer.json()["error"]) == (422, f"the deposit is refused: {oddity}")


@pytest.mark.parametrize(("oddity", "worth"), [("late", 0), ("short", -1), ("excess", 1), ("stranger", 0)])
def test_odd_deposit_is_converted(sandbox: Any, argentina: Any, oddity: str, worth: int) -> None:
    """Where the switch says so the order goes on with what arrived, at the rate that was quoted."""
    sandbox.switch(**{f"{oddity}_deposit": "convert"})
    order_id = _order(sandbox, argentina, *ODD[oddity]["moves"])
    asked = Decimal(argentina.get(f"/transactions/{order_id}/")["amount"])

    moved = sandbox.control("POST", f"/orders/{order_id}/deposit", ODD[oddity]["body"])

    assert moved["status"] == "PROCESSING"
    assert Decimal(moved["amount"]).compare(asked) == worth
    assert sandbox.control("POST", f"/orders/{order_id}/settle")["status"] == "COMPLETED"


def test_repeated_deposit_makes_a_twin(sandbox: Any, argentina: Any) -> None:
    """Where the switch says so a second payment makes a second transaction under the same reference."""
    sandbox.switch(repeated_deposit="convert")
    order_id = _order(sandbox, argentina, "pay", "settle")

    twin = sandbox.control("POST", f"/orders/{order_id}/deposit", {"amount": "5000"})

    first = argentina.get(f"/transactions/{order_id}/")
    assert twin["transactionId"] != order_id
    assert (twin["externalRef"], twin["quoteId"]) == (first["externalRef"], first["quoteId"])
    assert (first["status"], twin["status"]) == ("COMPLETED", "PROCESSING")


def test_what_does_not_cover_the_fee_goes_back(sandbox: Any, argentina: Any) -> None:
    """Nothing can be converted of less than the fee."""
    sandbox.switch(short_deposit="convert")
    order_id = _order(sandbox, argentina)

    assert sandbox.control("POST", f"/orders/{order_id}/deposit", {"amount": "1"})["status"] == "REFUNDED"


def test_simulated_deposits_can_be_odd_too(sandbox: Any, argentina: Any) -> None:
    """The provider's own simulation follows the same switches."""
    order = argentina.order(argentina.customer())
    body = {"amount": 1000, "alias_or_cvu": order["fiatPaymentInstructions"]["cvu"]}

    assert argentina.post("/simulateDeposit/", body) == {}
    path = f"/transactions/{order['transaction']['transactionId']}/"
    assert argentina.get(path)["status"] == "REFUNDED"


def test_unpaid_orders_end_where_they_have_a_lifetime(sandbox: Any, argentina: Any) -> None:
    """With the switch thrown an unpaid order is cancelled when its time is over, and a payment is late."""
    sandbox.switch(order_lifetime=600)
    order_id = _order(sandbox, argentina)
    sandbox.advance(599)
    assert argentina.get(f"/transactions/{order_id}/")["status"] == "PENDING"
    sandbox.advance(1)

    assert argentina.get(f"/transactions/{order_id}/")["status"] == "CANCELLED"
    assert sandbox.events()[-1] == "ON-RAMP.ORDER.CANCELLED"
    sandbox.control("POST", f"/orders/{order_id}/deposit")
    assert _noted(sandbox) == [("late", "refund")]


def test_pix_is_late_when_its_code_has_expired(sandbox: Any) -> None:
    """The one instruction with an end is held to it."""
    order_id = _order(sandbox, sandbox.partner("BR"))
    sandbox.advance(1800)
    sandbox.control("POST", f"/orders/{order_id}/deposit")

    assert _noted(sandbox, "BR") == [("late", "refund")]


@pytest.mark.parametrize(
    ("oddity", "moves", "body"),
    [
        ("late", ["disable"], {"amount": "5000"}),
        ("short", [], {"amount": "10"}),
        ("excess", [], {"amount": "60000000"}),
        ("stranger", [], {"amount": "5000", "sender": "MARIA GOMEZ"}),
    ],
)
def test_session_sends_odd_deposits_back(
    sandbox: Any, argentina: Any, oddity: str, moves: list[str], body: dict[str, str]
) -> None:
    """At a virtual account a closed door, a sum outside the limits and a stranger are odd."""
    asked = argentina.session_body(argentina.customer())
    session_id = argentina.post("/onrampSession/", asked)["sessionId"]
    for move in moves:
        sandbox.control("POST", f"/onramp-sessions/{session_id}/{move}")

    moved = sandbox.control("POST", f"/onramp-sessions/{session_id}/deposit", body)

    assert moved["status"] == "REFUNDED"
    assert sandbox.events()[-3:] == REJECTED
    assert _noted(sandbox) == [(oddity, "refund")]
    ignored = sandbox.control("POST", f"/onramp-sessions/{session_id}/deposit", {**body, "outcome": "ignore"})
    assert ignored == {}


def test_crypto_for_a_closed_account_goes_back(sandbox: Any, argentina: Any) -> None:
    """Crypto that cannot be paid out any more is late, and so little that nothing is left is short."""
    account_id = argentina.fiat_account(argentina.customer())
    session_id = argentina.post("/offrampSession/", {"fiatAccountId": account_id})["sessionId"]
    path = f"/offramp-sessions/{session_id}/deposit"
    short = sandbox.control("POST", path, {"amount": "0.00000001"})
    sandbox.control("POST", f"/fiat-accounts/{account_id}/suspend")
    late = sandbox.control("POST", path, {"amount": "25"})

    assert (short["status"], late["status"]) == ("REFUNDED", "REFUNDED")
    assert _noted(sandbox) == [("short", "refund"), ("late", "refund")]
    assert sandbox.events()[-1] == "OFF-RAMP.ORDER.REFUNDED"


def test_off_ramp_is_cancelled_before_its_end(sandbox: Any, argentina: Any) -> None:
    """An off-ramp that has its crypto already can still be cancelled, and says so."""
    account_id = argentina.fiat_account(argentina.customer())
    session_id = argentina.post("/offrampSession/", {"fiatAccountId": account_id})["sessionId"]
    moved = sandbox.control("POST", f"/offramp-sessions/{session_id}/deposit", {"amount": "25"})

    assert sandbox.control("POST", f"/orders/{moved['transactionId']}/cancel")["status"] == "CANCELLED"
    assert sandbox.events()[-1] == "OFF-RAMP.ORDER.CANCELLED"


def test_refund_shows_who_asked_for_it_and_how_it_ends(sandbox: Any, argentina: Any) -> None:
    """Behind its switch a transaction tells its sender and its latest refund, which ends on command."""
    sandbox.switch(refund_fields=True)
    order_id = _order(sandbox, argentina, "pay")
    path = f"/transactions/{order_id}/"
    paid = argentina.get(path)
    sandbox.control("POST", f"/orders/{order_id}/refund", {"initiatedBy": "RIPIO"})
    begun = argentina.get(path)
    sandbox.control("POST", f"/orders/{order_id}/refund/finish", {"status": "REJECTED", "reason": "closed"})
    ended = argentina.get(path)["latestRefund"]

    assert (paid["sender"], paid["refundable"], paid["latestRefund"]) == ("JUAN PEREZ", True, None)
    assert (begun["status"], begun["refundable"]) == ("REFUNDED", False)
    assert begun["latestRefund"].keys() == {
        "refundId",
        "status",
        "rejectionReason",
        "initiatedBy",
        "requestedAt",
    }
    assert (begun["latestRefund"]["status"], begun["latestRefund"]["initiatedBy"]) == ("PENDING", "RIPIO")
    assert (ended["status"], ended["rejectionReason"]) == ("REJECTED", "closed")


def test_refund_that_never_began_cannot_end(sandbox: Any, argentina: Any) -> None:
    """Only a refund that was started can be finished."""
    order_id = _order(sandbox, argentina)
    path = f"/_sandbox/ripio/orders/{order_id}/refund/finish"

    assert sandbox.client.post(path).status_code == 409


@pytest.mark.parametrize(
    "body", [{"amount": "-1"}, {"amount": "0"}, {"amount": "1e3"}, {"outcome": "keep"}, {"sender": 1}]
)
def test_wrong_deposits_are_refused(sandbox: Any, argentina: Any, body: dict[str, Any]) -> None:
    """A deposit control says what is wrong with its body."""
    path = f"/_sandbox/ripio/orders/{_order(sandbox, argentina)}/deposit"

    assert sandbox.client.post(path, json=body).status_code == 422


def test_one_call_pays_an_order_by_id_or_reference(sandbox: Any, argentina: Any) -> None:
    """Whoever knows an order by either name can pay it, exactly unless told otherwise."""
    customer_id = argentina.customer()
    first, second = (argentina.order(customer_id)["transaction"] for _ in range(2))

    exact = sandbox.emulator.pay(Payment(order=first["transactionId"]))
    short = sandbox.emulator.pay(Payment(order=second["externalRef"], amount=Decimal(1000)))

    assert (exact.order, exact.amount, exact.currency) == (first["transactionId"], Decimal(150000), "ARS")
    assert (exact.status, short.status) == ("PROCESSING", "REFUNDED")
    assert sandbox.emulator.pay(Payment(order="nothing")) is None


def test_one_call_pays_too_late(sandbox: Any, argentina: Any) -> None:
    """A late payment ends the order first; one that would be refused ends nothing."""
    order_id = _order(sandbox, argentina)
    sandbox.switch(late_deposit="refuse")
    with pytest.raises(PaymentRefusedError):
        sandbox.emulator.pay(Payment(order=order_id, late=True))
    assert argentina.get(f"/transactions/{order_id}/")["status"] == "PENDING"

    sandbox.switch(late_deposit="convert")
    assert sandbox.emulator.pay(Payment(order=order_id, late=True)).status == "PROCESSING"
    assert "ON-RAMP.ORDER.CANCELLED" in sandbox.events()


def test_one_call_pays_sessions(sandbox: Any, argentina: Any) -> None:
    """A session of either kind takes any amount, and has to be told one."""
    account_id = argentina.fiat_account(argentina.customer())
    session_id = argentina.post("/offrampSession/", {"fiatAccountId": account_id})["sessionId"]

    receipt = sandbox.emulator.pay(Payment(order=session_id, amount=Decimal("25.5")))

    assert (receipt.currency, receipt.status) == ("USDC", "PROCESSING")
    assert argentina.get(f"/offramp/{receipt.order}/")["status"] == "PROCESSING"
    for wrong in (
        Payment(order=session_id),
        Payment(order=session_id, amount=Decimal(1), late=True),
        Payment(order=session_id, amount=Decimal("0.123456789")),
    ):
        with pytest.raises(PaymentRefusedError):
            sandbox.emulator.pay(wrong)
