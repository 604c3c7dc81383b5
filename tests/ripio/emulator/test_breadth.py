"""Markets, lists, support tickets."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


def test_rates_are_json_numbers_digit_for_digit(argentina: Any) -> None:
    """Rates print as numbers, and buying costs more than selling brings."""
    text = argentina.call("GET", "/rates/").text
    rates = {rate["pair"]: rate for rate in json.loads(text, parse_float=Decimal)}
    assert rates["wARS_ARS"]["final_buy_rate"] == rates["wARS_ARS"]["final_sell_rate"] == 1
    assert rates["USDC_ARS"]["final_buy_rate"] == Decimal("1458.70")
    assert rates["USDC_ARS"]["final_sell_rate"] < rates["USDC_ARS"]["last_sell_rate"]
    assert '"final_buy_rate":1458.70' in text


def test_networks_show_usdc_on_base_everywhere(partner: Any) -> None:
    """Every account accepts and delivers USDC on Base."""
    for kind in ("deposit", "withdrawal"):
        networks = partner.get(f"/{kind}Networks/?currency=USDC&include_currency=true")
        base = next(network for network in networks if network["network_name"] == "BASE")
        assert [asset["name"] for asset in base["assets"]] == ["USDC"]
        assert base["assets"][0]["contract_address"].islower()


def test_pages_link_to_their_neighbours(argentina: Any) -> None:
    """Limit and offset cut the list, newest first, and the links lead on."""
    customer_id = argentina.customer()
    orders = [argentina.order(customer_id)["transaction"]["transactionId"] for _ in range(3)]
    first = argentina.get("/transactions/?limit=2")
    assert (first["count"], first["previous"]) == (3, None)
    assert [each["transactionId"] for each in first["transactions"]] == orders[:0:-1]
    rest = argentina.get(first["next"].partition("/api/v1")[2])
    assert [each["transactionId"] for each in rest["transactions"]] == orders[:1]
    assert rest["next"] is None
    assert "offset=0" in rest["previous"]


def test_dates_cut_the_list(sandbox: Any, argentina: Any) -> None:
    """Start and end compare with the moment of creation."""
    customer_id = argentina.customer()
    argentina.order(customer_id)
    sandbox.advance(60)
    late = argentina.order(customer_id)["transaction"]
    found = argentina.get("/onramp/?startDate=2026-03-12T14:23:00Z")["transactions"]
    assert found == [late]
    assert argentina.get("/onramp/?endDate=2026-03-12T14:00:00Z")["count"] == 0
    assert "startDate" in argentina.refused("GET", "/onramp/?startDate=yesterday")["detail"]


def test_wrong_filters_are_refused(argentina: Any) -> None:
    """A filter value nobody knows is an error, not an empty list."""
    for query in ("type=BOTH", "status=WITHDRAWAL_PENDING", "limit=0", "offset=-1"):
        assert argentina.refused("GET", f"/transactions/?{query}")["code"] == 20000


def test_ticket_is_queued_then_registered(sandbox: Any, argentina: Any) -> None:
    """A ticket with files is pending until the support team's system takes it."""
    form = {"customerId": argentina.stranger(), "summary": "Help", "description": "Where is it?"}
    files = [("files", ("a.txt", b"a")), ("files", ("b.txt", b"b"))]
    answer = argentina.call("POST", "/supportTickets/", data=form, files=files)
    ticket = answer.json()
    assert (answer.status_code, ticket["status"], ticket["issueKey"]) == (202, "PENDING", None)
    path = f"/support-tickets/{ticket['ticketId']}"
    assert sandbox.control("GET", "/state")["accounts"]["AR"]["supportTickets"][0]["files"] == 2
    registered = sandbox.control("POST", f"{path}/register")
    assert argentina.get(f"/supportTickets/{ticket['ticketId']}/") == registered
    assert registered["issueKey"].startswith("SUP-")
    assert sandbox.events()[-1] == "SUPPORT_TICKET.CREATED"


def test_tickets_can_be_switched_off(sandbox: Any, argentina: Any) -> None:
    """Without the feature both ticket calls answer 403 with code 20061."""
    sandbox.switch(support_tickets=False)
    envelope = argentina.refused("GET", "/supportTickets/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d/")
    assert (envelope["status"], envelope["code"]) == (403, 20061)
