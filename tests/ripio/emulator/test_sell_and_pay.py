"""The life of a Sell and Pay: completed, executed, paid with crypto, paid out, expired, sent back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rampkit.sandbox.payments import Payment

REFUND_TO = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"


def _body(partner: Any, **changes: str) -> dict[str, str]:
    body: dict[str, str] = partner.payment_body(partner.customer(), refundAddress=REFUND_TO, **changes)
    return body


def _waiting(partner: Any, **changes: str) -> dict[str, Any]:
    payment = partner.post("/sellAndPays/", _body(partner, **changes))
    waiting: dict[str, Any] = partner.post(f"/sellAndPays/{payment['id']}/execute")
    return waiting


def test_code_names_its_merchant(argentina: Any) -> None:
    """A code that can be read says who is paid; another is refused, as is none."""
    path = "/sellAndPays/validateQrCode/"
    assert argentina.post(path, {"qrCode": "test_qr_code"}) == {"merchantName": "Test Merchant"}
    for code in ("unreadable", ""):
        assert "qrCode" in argentina.refused("POST", path, {"qrCode": code})["detail"]


def test_payment_goes_from_code_to_merchant(sandbox: Any, argentina: Any) -> None:
    """Each step fills in what has become due, and nothing before."""
    waiting = _waiting(argentina)
    path = f"/sellAndPays/{waiting['id']}/"
    assert (waiting["status"], waiting["trade"], waiting["cryptoDeposit"]) == ("WAITING_DEPOSIT", None, None)
    assert argentina.refused("POST", f"{path}execute")["status"] == 400

    sandbox.control("POST", f"/sell-and-pays/{waiting['id']}/deposit")
    seen = argentina.get(path)
    assert (seen["status"], seen["trade"]) == ("RECEIVED_DEPOSIT", None)
    assert seen["cryptoDeposit"]["amount"] == waiting["cryptoAmount"]
    assert seen["cryptoDeposit"]["addressDestination"] == waiting["depositAddress"]
    assert "confirmationDate" not in seen["cryptoDeposit"]

    sandbox.control("POST", f"/sell-and-pays/{waiting['id']}/settle")
    done = argentina.get(path)
    assert done["status"] == "COMPLETED"
    assert argentina.get("/sellAndPays/")["results"] == [done]
    assert done["cryptoDeposit"]["confirmationDate"]
    assert (done["trade"]["baseAmount"], done["trade"]["quoteAmount"]) == (
        waiting["cryptoAmount"],
        "10000.50",
    )
    assert sandbox.events()[-1] == "SELL_AND_PAY.DEPOSIT.RECEIVED"


def test_open_code_waits_for_its_amount(argentina: Any) -> None:
    """A code without an amount makes an incomplete payment, complete once it is told."""
    payment = argentina.post("/sellAndPays/", _body(argentina, qrCode="open-amount"))
    path = f"/sellAndPays/{payment['id']}/"
    assert (payment["status"], payment["amount"]) == ("INCOMPLETE", None)
    assert argentina.refused("POST", f"{path}execute")["status"] == 400

    told = argentina.call("PATCH", path, {"amount": "1500.25"}).json()

    assert (told["status"], told["amount"]) == ("PENDING", "1500.25")
    assert Decimal(told["cryptoAmount"]) > 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "1.123456789"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"depositCurrency": "DOGE"}, "depositCurrency"),
        ({"depositCurrency": "USDCUSDCUSD"}, "depositCurrency"),
        ({"depositNetwork": "N" * 129}, "depositNetwork"),
        ({"refundAddress": "A" * 256}, "refundAddress"),
    ],
)
def test_wrong_changes_are_refused(argentina: Any, change: dict[str, str], field: str) -> None:
    """An update keeps to the printed limits and to what is traded."""
    payment = argentina.post("/sellAndPays/", _body(argentina))
    assert field in argentina.refused("PATCH", f"/sellAndPays/{payment['id']}/", change)["detail"]


def test_executed_payment_is_not_changed(argentina: Any) -> None:
    """Once it waits for its crypto a payment stays as it is."""
    waiting = _waiting(argentina)
    change = {"depositNetwork": "POLYGON"}
    assert argentina.refused("PATCH", f"/sellAndPays/{waiting['id']}/", change)["status"] == 400


def test_network_goes_with_its_currency(argentina: Any) -> None:
    """A deposit currency without its network is refused, a wrong reference too."""
    body = _body(argentina)
    del body["depositNetwork"]
    refused = argentina.refused("POST", "/sellAndPays/", {**body, "externalRef": "r" * 251})["detail"]
    assert {"depositNetwork", "externalRef"} <= refused.keys()


def test_time_runs_out(sandbox: Any, argentina: Any) -> None:
    """After an hour the payment is over and later crypto goes back where the customer said."""
    waiting = _waiting(argentina)
    path = f"/sellAndPays/{waiting['id']}/"
    sandbox.advance(3600)
    assert argentina.get(path)["status"] == "EXPIRED"

    sandbox.control("POST", f"/sell-and-pays/{waiting['id']}/deposit", {"outcome": "convert"})

    late = argentina.get(path)
    assert (late["status"], late["trade"]) == ("REFUNDED", None)
    assert late["cryptoDeposit"]["amount"] == waiting["cryptoAmount"]


@pytest.mark.parametrize("amount", ["1", "1000"])
@pytest.mark.parametrize(
    ("outcome", "status"),
    [("refund", "REFUNDED"), ("convert", "RECEIVED_DEPOSIT"), ("ignore", "WAITING_DEPOSIT")],
)
def test_other_amounts_end_as_the_switch_says(
    sandbox: Any, argentina: Any, amount: str, outcome: str, status: str
) -> None:
    """Too little and too much go back, go on, or leave no trace."""
    sandbox.switch(short_deposit=outcome, excess_deposit=outcome)
    waiting = _waiting(argentina)

    sandbox.control("POST", f"/sell-and-pays/{waiting['id']}/deposit", {"amount": amount})

    payment = argentina.get(f"/sellAndPays/{waiting['id']}/")
    assert payment["status"] == status
    assert (payment["cryptoDeposit"] is None) == (outcome == "ignore")


def test_second_deposit_changes_nothing(sandbox: Any, argentina: Any) -> None:
    """The crypto of a payment comes once; more of it goes back."""
    waiting = _waiting(argentina)
    for _ in range(2):
        sandbox.control("POST", f"/sell-and-pays/{waiting['id']}/deposit")

    assert argentina.get(f"/sellAndPays/{waiting['id']}/")["status"] == "RECEIVED_DEPOSIT"
    told = sandbox.control("GET", "/state")["accounts"]["AR"]["oddDeposits"]
    assert [(each["oddity"], each["paidTo"]) for each in told] == [("repeated", waiting["id"])]


def test_without_an_address_nothing_goes_back(sandbox: Any, argentina: Any) -> None:
    """Crypto that came in vain stays where it is when nobody said where to send it."""
    body = _body(argentina)
    del body["refundAddress"]
    payment = argentina.post("/sellAndPays/", body)["id"]
    argentina.post(f"/sellAndPays/{payment}/execute")
    sandbox.control("POST", f"/sell-and-pays/{payment}/deposit", {"amount": "1"})

    assert argentina.get(f"/sellAndPays/{payment}/")["status"] == "WAITING_DEPOSIT"


def test_blocked_crypto_can_go_back(sandbox: Any, argentina: Any) -> None:
    """Blocked crypto leaves the status alone until it is sent back; what has nothing cannot send."""
    waiting = _waiting(argentina)
    path = f"/sell-and-pays/{waiting['id']}"
    assert sandbox.client.post(f"/_sandbox/ripio{path}/refund").status_code == 409
    assert sandbox.control("POST", f"{path}/block")["status"] == "WAITING_DEPOSIT"
    assert sandbox.client.post(f"/_sandbox/ripio{path}/settle").status_code == 409
    assert sandbox.control("POST", f"{path}/refund")["status"] == "REFUNDED"
    assert sandbox.events()[-1] == "SELL_AND_PAY.DEPOSIT.BLOCKED"


def test_ends_are_announced_behind_a_switch(sandbox: Any, argentina: Any) -> None:
    """That there are events of the ends is known, their names are not."""
    sandbox.switch(sell_and_pay_end_events=True)
    paid, returned = _waiting(argentina)["id"], _waiting(argentina)["id"]
    for payment, *moves in ((paid, "deposit", "settle"), (returned, "deposit", "refund")):
        for move in moves:
            sandbox.control("POST", f"/sell-and-pays/{payment}/{move}")

    assert sandbox.events()[-3::2] == ["SELL_AND_PAY.QR.EXECUTED", "SELL_AND_PAY.REFUND.ISSUED"]


def test_one_call_pays_with_crypto(sandbox: Any, argentina: Any) -> None:
    """The call that pays any order pays a merchant too, in time or late."""
    first, second = _waiting(argentina), _waiting(argentina)

    receipt = sandbox.emulator.pay(Payment(order=first["id"]))
    late = sandbox.emulator.pay(Payment(order=second["id"], late=True))

    assert (receipt.currency, receipt.status) == ("USDC", "RECEIVED_DEPOSIT")
    assert receipt.amount == Decimal(first["cryptoAmount"])
    assert late.status == "REFUNDED"


def test_sell_and_pay_stays_in_its_countries(sandbox: Any) -> None:
    """Mexico pays no QR codes."""
    assert sandbox.partner("MX").refused("GET", "/sellAndPays/")["status"] == 403
