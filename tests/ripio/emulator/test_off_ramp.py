"""Fiat accounts, off-ramp sessions and their orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


def test_requirements_name_the_payout_fields(partner: Any) -> None:
    """The fields of a payout account are those the account is created with."""
    rail = "pix" if partner.country == "BR" else "bank_transfer"
    fields = partner.get(f"/fiatAccounts/requirements/?paymentMethod={rail}")
    account_id = partner.fiat_account(partner.customer())
    given = partner.get(f"/fiatAccounts/{account_id}/")["fiatAccountFields"]
    assert {field["fieldName"] for field in fields} == given.keys()


def test_argentine_account_waits_for_its_confirmation(sandbox: Any, argentina: Any) -> None:
    """An Argentine account is unconfirmed, then processing, then enabled."""
    body = {
        "customerId": argentina.customer(),
        "paymentMethodType": "bank_transfer",
        "accountFields": {"alias_or_cvu_destination": "juan.perez.ramp"},
    }
    account = argentina.post("/fiatAccounts/", body)
    path = f"/fiatAccounts/{account['fiatAccountId']}/"
    sandbox.advance(3600)
    assert argentina.get(path)["status"] == "UNCONFIRMED"
    assert argentina.post(f"{path}confirm/")["status"] == "PROCESSING"
    assert argentina.refused("POST", f"{path}confirm/")["status"] == 400
    sandbox.advance(10)
    assert argentina.get(path)["status"] == "ENABLED"
    assert argentina.get("/fiatAccounts/")["results"][0]["status"] == "ENABLED"


def test_mexican_account_needs_no_confirmation(sandbox: Any) -> None:
    """Elsewhere an account starts processing and becomes enabled by itself."""
    mexico = sandbox.partner("MX")
    customer_id = mexico.customer()
    body = {
        "customerId": customer_id,
        "paymentMethodType": "wire",
        "accountFields": {"clabe_destination": "706180196550550550"},
    }
    account = mexico.post("/fiatAccounts/", body)
    assert (account["status"], account["paymentMethodType"]) == ("PROCESSING", "bank_transfer")
    sandbox.advance(10)
    found = mexico.get(f"/fiatAccounts/?customerId={customer_id}&paymentMethodType=bank_transfer")
    assert found["results"][0]["status"] == "ENABLED"


@pytest.mark.parametrize("clabe", ["", "123", "70618019655055055X"])
def test_payout_fields_are_checked_by_length(sandbox: Any, clabe: str) -> None:
    """A CLABE has 18 digits; check digits are not looked at."""
    mexico = sandbox.partner("MX")
    body = {
        "customerId": mexico.customer(),
        "paymentMethodType": "bank_transfer",
        "accountFields": {"clabe_destination": clabe},
    }
    assert "clabe_destination" in mexico.refused("POST", "/fiatAccounts/", body)["detail"]


def test_session_needs_an_enabled_account(sandbox: Any, argentina: Any) -> None:
    """A session on an account that cannot be paid yet is refused."""
    account_id = argentina.fiat_account(argentina.customer())
    sandbox.control("POST", f"/fiat-accounts/{account_id}/disable")
    refusal = argentina.refused("POST", "/offrampSession/", {"fiatAccountId": account_id})
    assert "fiatAccountId" in refusal["detail"]


def test_crypto_becomes_a_payout(sandbox: Any, partner: Any) -> None:
    """A deposit on a session's address is traded and paid out, with four events and a fiat amount."""
    customer_id = partner.customer()
    account_id = partner.fiat_account(customer_id)
    session = partner.post("/offrampSession/", {"fiatAccountId": account_id})
    assert session["customerId"] == customer_id
    assert {"chain": "BASE"}.items() <= session["depositAddresses"][0].items()
    deposit = {"chain": "BASE", "currency": "USDC", "amount": "100.5"}
    moved = sandbox.control("POST", f"/offramp-sessions/{session['sessionId']}/deposit", deposit)
    assert moved["status"] == "PROCESSING"
    assert "externalRef" not in moved
    sandbox.control("POST", f"/orders/{moved['transactionId']}/settle")
    done = partner.get(f"/offramp/{moved['transactionId']}/")
    assert done == {**moved, "status": "COMPLETED"}
    assert -Decimal(done["amount"]).as_tuple().exponent == 2
    assert partner.get("/offramp/") == [done]
    assert partner.get(f"/offrampSession/{session['sessionId']}/")["transactions"] == [done]
    assert partner.get("/offrampSession/")["count"] == 1
    assert partner.get("/transactions/?type=OFFRAMP")["transactions"] == [done]
    assert sandbox.events()[-4:] == [
        "OFF-RAMP.DEPOSIT.RECEIVED",
        "OFF-RAMP.TRADE.COMPLETED",
        "OFF-RAMP.WITHDRAWAL.PROCESSING",
        "OFF-RAMP.WITHDRAWAL.COMPLETED",
    ]


def test_history_tells_amounts_and_steps(sandbox: Any, argentina: Any) -> None:
    """The histories show both amounts, the destination and how far each movement came."""
    customer_id = argentina.customer()
    account_id = argentina.fiat_account(customer_id)
    order_id = argentina.order(customer_id)["transaction"]["transactionId"]
    session = argentina.post("/offrampSession/", {"fiatAccountId": account_id})
    sandbox.control("POST", f"/offramp-sessions/{session['sessionId']}/deposit", {"amount": "20"})
    paid_in = argentina.get(f"/customers/{customer_id}/transactions/onramp/")["transactions"]
    paid_out = argentina.get(f"/customers/{customer_id}/transactions/offramp/")["transactions"]
    assert [each["transactionId"] for each in paid_in] == [order_id]
    assert paid_in[0]["timeline"]["paymentReceived"] == {"status": "not_started", "at": None}
    assert paid_in[0]["destination"]["kind"] == "ADDRESS"
    assert paid_out[0]["fromAmount"] == "20.00000000"
    assert paid_out[0]["timeline"]["cryptoReceived"]["at"] is not None
    assert paid_out[0]["destination"] == {
        "kind": "CVU",
        "value": "0100000000000000000001",
        "label": "main",
    }
    assert paid_out[0]["fiatAccountStatus"] == "ACTIVE"
