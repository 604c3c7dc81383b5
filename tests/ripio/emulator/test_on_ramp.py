"""Quotes, on-ramp orders and on-ramp sessions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rampkit_ripio.emulator.pix import checksum

INSTRUCTIONS = {
    ("AR", "bank_transfer"): {"cvu", "alias"},
    ("BR", "pix"): {"brCode", "expiresAt"},
    ("CO", "bank_transfer"): {"paymentUrl"},
    ("CO", "breb"): {"brebKey"},
    ("CO", "r2p_bancolombia"): {"paymentUrl"},
    ("CO", "r2p_nequi"): {"phoneNumber"},
    ("MX", "bank_transfer"): {"clabe"},
}


def _tags(payload: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    while payload:
        number, length = payload[:2], int(payload[2:4])
        tags[number], payload = payload[4 : 4 + length], payload[4 + length :]
    return tags


def test_quote_adds_up(partner: Any) -> None:
    """The final amounts of a quote follow from its rate and its fee."""
    quote = partner.quote()
    asked, rate, fee = Decimal(quote["fromAmount"]), Decimal(quote["rate"]), quote["fees"][0]
    assert quote["finalFromAmount"] == quote["fromAmount"]
    assert abs(Decimal(quote["toAmount"]) - asked / rate) < Decimal("0.00000001")
    expected = (asked - Decimal(fee["amount"])) / rate
    assert abs(Decimal(quote["finalToAmount"]) - expected) < Decimal("0.00000001")
    assert fee["currency"] == quote["fromCurrency"]


def test_quote_prices_the_way_back_lower(partner: Any) -> None:
    """Selling brings less fiat per unit than buying costs."""
    buying = partner.quote()
    selling = partner.quote(fromCurrency="USDC", toCurrency=buying["fromCurrency"], fromAmount="100.12345678")
    assert Decimal(selling["rate"]) < Decimal(buying["rate"])
    assert selling["fromAmount"] == "100.12345678"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fromCurrency": "EUR"}, "fromCurrency"),
        ({"toCurrency": "DOGE"}, "toCurrency"),
        ({"chain": "CELO"}, "chain"),
        ({"paymentMethodType": "pix"}, "paymentMethodType"),
        ({"fromAmount": "0"}, "fromAmount"),
        ({"fromAmount": "1e3"}, "fromAmount"),
        ({"fromAmount": "100.123"}, "fromAmount"),
        ({"fromAmount": "1"}, "fromAmount"),
    ],
)
def test_quote_outside_the_corridors_is_refused(argentina: Any, change: dict[str, str], field: str) -> None:
    """A quote for what the account does not trade names the field at fault."""
    asked = {
        "fromCurrency": "ARS",
        "toCurrency": "USDC",
        "fromAmount": "1500",
        "chain": "BASE",
        "paymentMethodType": "bank_transfer",
    }
    assert field in argentina.refused("POST", "/quotes/", {**asked, **change})["detail"]


def test_amount_above_the_limit_has_its_own_code(argentina: Any) -> None:
    """Too much money is refused as a limit, not as a wrong field."""
    asked = {
        "fromCurrency": "ARS",
        "toCurrency": "USDC",
        "fromAmount": "9999999999",
        "chain": "BASE",
        "paymentMethodType": "bank_transfer",
    }
    assert argentina.refused("POST", "/quotes/", asked)["code"] == 20015


@pytest.mark.parametrize(("country", "rail"), INSTRUCTIONS)
def test_instructions_fit_the_rail(sandbox: Any, country: str, rail: str) -> None:
    """Each rail says in its own keys how to pay."""
    partner = sandbox.partner(country)
    quote = partner.quote(paymentMethodType=rail)
    order = partner.order(partner.customer(), quoteId=quote["quoteId"])
    assert order["fiatPaymentInstructions"].keys() == INSTRUCTIONS[country, rail]


def test_order_repeats_what_was_quoted(partner: Any) -> None:
    """A fresh order is pending and carries the quote's amounts, the wallet and the reference."""
    quote = partner.quote()
    body = partner.order_body(partner.customer(), quoteId=quote["quoteId"])
    transaction = partner.post("/onramp/", body)["transaction"]
    assert transaction["status"] == "PENDING"
    assert transaction["amount"] == quote["finalToAmount"]
    assert transaction["externalRef"] == body["externalRef"]
    assert transaction["depositAddress"] == body["depositAddress"]
    assert transaction["txnHash"] is None
    assert partner.get(f"/transactions/{transaction['transactionId']}/") == transaction
    assert partner.get(f"/onramp/{transaction['transactionId']}/") == transaction
    assert partner.get("/onramp/")["transactions"] == [transaction]


def test_pix_code_asks_for_the_exact_amount(sandbox: Any) -> None:
    """A Pix code is a valid EMV payload over exactly the fiat of the quote."""
    brazil = sandbox.partner("BR")
    order = brazil.order(brazil.customer())
    code = order["fiatPaymentInstructions"]["brCode"]
    tags = _tags(code)
    assert tags["54"] == "100.50"
    assert tags["53"] == "986"
    assert tags["63"] == f"{checksum(code[:-4]):04X}"


def test_checksum_is_the_published_one() -> None:
    """The checksum is CRC-16/CCITT with the start value the Pix manual uses."""
    assert checksum("123456789") == 0x29B1


def test_quote_makes_one_order(argentina: Any) -> None:
    """A used quote is refused with 20011."""
    customer_id, quote = argentina.customer(), argentina.quote()
    argentina.order(customer_id, quoteId=quote["quoteId"])
    body = argentina.order_body(customer_id, quoteId=quote["quoteId"])
    assert argentina.refused("POST", "/onramp/", body)["code"] == 20011


def test_quote_dies_after_thirty_seconds(sandbox: Any, argentina: Any) -> None:
    """An expired quote is refused with 20010 and makes no order."""
    body = argentina.order_body(argentina.customer())
    sandbox.advance(30)
    assert argentina.refused("POST", "/onramp/", body)["code"] == 20010
    assert sandbox.orders("AR") == []


def test_quote_expires_on_command(sandbox: Any, argentina: Any) -> None:
    """A control call ends a quote's life early."""
    body = argentina.order_body(argentina.customer())
    sandbox.control("POST", f"/quotes/{body['quoteId']}/expire")
    assert argentina.refused("POST", "/onramp/", body)["code"] == 20010


def test_order_needs_terms_then_kyc(argentina: Any) -> None:
    """Without terms an order gets 20039, without KYC the exception of that name."""
    customer_id = argentina.stranger()
    body = argentina.order_body(customer_id)
    refusal = argentina.refused("POST", "/onramp/", body)
    assert (refusal["status"], refusal["code"]) == (400, 20039)
    assert "has not accepted the current Terms and Conditions." in refusal["detail"]["message"]
    terms_id = argentina.get("/termsAndConditions/")["termsId"]
    acceptance = {"termsId": terms_id, "ipAddress": "192.0.2.1"}
    argentina.post(f"/customers/{customer_id}/acceptTerms/", acceptance)
    assert argentina.refused("POST", "/onramp/", body)["type"] == "KycNotApprovedException"


def test_repeated_reference_is_refused(sandbox: Any, argentina: Any) -> None:
    """By default an externalRef makes one order."""
    customer_id = argentina.customer()
    first = argentina.order(customer_id)["transaction"]
    body = argentina.order_body(customer_id, externalRef=first["externalRef"])
    refusal = argentina.refused("POST", "/onramp/", body)
    assert refusal["status"] == 400
    assert "externalRef" in refusal["detail"]
    assert len(sandbox.orders("AR")) == 1


def test_repeated_reference_can_make_a_second_order(sandbox: Any, argentina: Any) -> None:
    """With the switch thrown a repeated externalRef makes another order."""
    sandbox.switch(repeated_external_ref="accept")
    customer_id = argentina.customer()
    first = argentina.order(customer_id)["transaction"]
    argentina.order(customer_id, externalRef=first["externalRef"])
    assert len({order["transactionId"] for order in sandbox.orders("AR")}) == 2


def test_colombian_rails_need_extra_data(colombia: Any) -> None:
    """Bank transfers in Colombia are refused without good extraData; the quote survives."""
    body = colombia.order_body(colombia.customer())
    extra = body.pop("extraData")
    assert "extraData" in colombia.refused("POST", "/onramp/", body)["detail"]
    bad = {**body, "extraData": {"callback": "nowhere"}}
    assert "callback" in colombia.refused("POST", "/onramp/", bad)["detail"]["extraData"][0]
    assert colombia.post("/onramp/", {**body, "extraData": extra})


@pytest.mark.parametrize(
    ("country", "field", "instruction"),
    [
        ("AR", "alias_or_cvu", "cvu"),
        ("AR", "alias_or_cvu", "alias"),
        ("MX", "clabe", "clabe"),
        ("CO", "payment_url", "paymentUrl"),
    ],
)
def test_order_moves_from_deposit_to_delivery(
    sandbox: Any, country: str, field: str, instruction: str
) -> None:
    """A simulated deposit and a settlement bring an order to its end, with four events."""
    partner = sandbox.partner(country)
    order = partner.order(partner.customer())
    path = f"/transactions/{order['transaction']['transactionId']}/"
    deposit = {
        "paymentMethodType": "bank_transfer",
        "amount": float(partner.quote()["fromAmount"]),
        field: order["fiatPaymentInstructions"][instruction],
    }
    assert partner.post("/simulateDeposit/", deposit) == {}
    assert partner.get(path)["status"] == "PROCESSING"
    control = f"/orders/{order['transaction']['transactionId']}/settle"
    sandbox.control("POST", control, {"until": "WITHDRAWAL_PENDING"})
    assert partner.get(path)["status"] == "WITHDRAWAL_PENDING"
    assert partner.get("/transactions/?status=PROCESSING")["count"] == 1
    sandbox.control("POST", control)
    done = partner.get(path)
    assert done["status"] == "COMPLETED"
    assert len(done["txnHash"]) == 66
    assert sandbox.events()[-4:] == [
        "ON-RAMP.DEPOSIT.RECEIVED",
        "ON-RAMP.TRADE.COMPLETED",
        "ON-RAMP.WITHDRAWAL.PROCESSING",
        "ON-RAMP.WITHDRAWAL.COMPLETED",
    ]


def test_deposit_of_another_amount_is_refused_where_asked(sandbox: Any, argentina: Any) -> None:
    """With the switch thrown an order takes its exact amount only."""
    sandbox.switch(short_deposit="refuse")
    order = argentina.order(argentina.customer())
    deposit = {"amount": "1.00", "alias_or_cvu": order["fiatPaymentInstructions"]["cvu"]}
    refusal = argentina.refused("POST", "/simulateDeposit/", deposit)
    assert refusal["detail"]["alias_or_cvu"] == ["the deposit is refused: short"]


@pytest.mark.parametrize(
    ("moves", "status", "event"),
    [
        (["cancel"], "CANCELLED", "ON-RAMP.ORDER.CANCELLED"),
        (["expire"], "CANCELLED", "ON-RAMP.ORDER.CANCELLED"),
        (["pay", "refund"], "REFUNDED", "ON-RAMP.ORDER.REFUNDED"),
        (["pay", "fail"], "FAILED", "ON-RAMP.DEPOSIT.REJECTED"),
    ],
)
def test_order_ends_badly_on_command(
    sandbox: Any, argentina: Any, moves: list[str], status: str, event: str
) -> None:
    """Control calls cancel, expire, refund and fail an order, each with its event."""
    order_id = argentina.order(argentina.customer())["transaction"]["transactionId"]
    for move in moves:
        sandbox.control("POST", f"/orders/{order_id}/{move}")
    assert argentina.get(f"/transactions/{order_id}/")["status"] == status
    assert sandbox.events()[-1] == event


def test_impossible_moves_are_conflicts(sandbox: Any, argentina: Any) -> None:
    """A finished order cannot be moved again, but a cancelled one may be paid late."""
    order_id = argentina.order(argentina.customer())["transaction"]["transactionId"]
    sandbox.control("POST", f"/orders/{order_id}/cancel")
    path = f"/_sandbox/ripio/orders/{order_id}"
    assert sandbox.client.post(f"{path}/settle").status_code == 409
    assert sandbox.client.post(f"{path}/pay").status_code == 409
    assert sandbox.client.post(f"{path}/pay", json={"late": True}).json()["status"] == "PROCESSING"


def test_session_is_rewritten_not_repeated(argentina: Any) -> None:
    """A second call gives the customer's one session another target and keeps its account."""
    customer_id = argentina.customer()
    first = argentina.post("/onrampSession/", argentina.session_body(customer_id))
    second = argentina.post("/onrampSession/", argentina.session_body(customer_id, chain="POLYGON"))
    assert second == {**first, "chain": "POLYGON"}
    assert argentina.get("/onrampSession/")["results"] == [second]
    assert argentina.get(f"/onrampSession/{first['sessionId']}/") == second
    assert argentina.get(f"/customers/{customer_id}/onrampSession/") == second


def test_session_turns_every_deposit_into_a_transaction(sandbox: Any, argentina: Any) -> None:
    """Deposits of any amount and number become transactions of the session."""
    session = argentina.post("/onrampSession/", argentina.session_body(argentina.customer()))
    cvu = session["fiatPaymentInstructions"]["cvu"]
    argentina.post("/simulateDeposit/", {"amount": 2100, "alias_or_cvu": cvu})
    sandbox.control("POST", f"/onramp-sessions/{session['sessionId']}/deposit", {"amount": "5000"})
    moved = argentina.get(f"/onrampSession/{session['sessionId']}/")["transactions"]
    assert [each["status"] for each in moved] == ["PROCESSING", "PROCESSING"]
    assert argentina.get("/transactions/?type=ONRAMP")["count"] == 2


def test_session_can_start_late(sandbox: Any, argentina: Any) -> None:
    """With the switch thrown the account number is null until it is ready."""
    sandbox.switch(session_instructions="processing")
    session = argentina.post("/onrampSession/", argentina.session_body(argentina.customer()))
    assert session["fiatPaymentInstructions"] == {"cvu": None, "alias": None, "status": "processing"}
    sandbox.advance(10)
    ready = argentina.get(f"/onrampSession/{session['sessionId']}/")["fiatPaymentInstructions"]
    assert ready["status"] == "enabled"
    assert len(ready["cvu"]) == 22


def test_pix_carries_no_session(sandbox: Any) -> None:
    """Brazil pays order by order."""
    brazil = sandbox.partner("BR")
    body = brazil.session_body(brazil.customer())
    assert "paymentMethodType" in brazil.refused("POST", "/onrampSession/", body)["detail"]
