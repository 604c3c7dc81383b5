"""Webhooks, switches and the other controls."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rampkit.sandbox.world import SandboxClock, World
from rampkit_ripio.emulator import RipioEmulator
from rampkit_ripio.emulator.emulator import RESOURCES

CONTRACT = yaml.load(
    (Path(__file__).parents[2] / "contracts" / "ripio.openapi.yaml").read_text(), yaml.CSafeLoader
)
SCHEMAS = {
    "ON-RAMP": "OnRampEvent",
    "OFF-RAMP": "OffRampEvent",
    "KYC": "KycEvent",
    "ACCOUNT": "AccountEvent",
    "SELL_AND_PAY": "SellAndPayEvent",
    "SUPPORT_TICKET": "SupportTicketEvent",
}


def _everything_happens(sandbox: Any, argentina: Any) -> None:
    customer_id = argentina.customer()
    for moves in (["pay", "settle"], ["pay", "refund"], ["pay", "fail"], ["cancel"]):
        order_id = argentina.order(customer_id)["transaction"]["transactionId"]
        for move in moves:
            sandbox.control("POST", f"/orders/{order_id}/{move}")
    session = argentina.post("/offrampSession/", {"fiatAccountId": argentina.fiat_account(customer_id)})
    path = f"/offramp-sessions/{session['sessionId']}/deposit"
    for move in ("settle", "refund"):
        moved = sandbox.control("POST", path, {"amount": "25"})
        sandbox.control("POST", f"/orders/{moved['transactionId']}/{move}")
    body = {
        "customerId": customer_id,
        "qrCode": "test_qr_code",
        "paymentCurrency": "ARS",
        "depositCurrency": "USDC",
        "depositNetwork": "BASE",
    }
    for outcome in ("deposit", "block"):
        payment = argentina.post("/sellAndPays/", body)["id"]
        argentina.post(f"/sellAndPays/{payment}/execute")
        sandbox.control("POST", f"/sell-and-pays/{payment}/{outcome}")
    form = {"customerId": customer_id, "summary": "Help", "description": "Help"}
    ticket = argentina.call("POST", "/supportTickets/", data=form, files=[("files", ("a", b""))]).json()
    sandbox.control("POST", f"/support-tickets/{ticket['ticketId']}/fail")
    argentina.post(f"/customers/{customer_id}/deactivate/")


def test_every_event_keeps_the_contract(sandbox: Any, argentina: Any) -> None:
    """All families of events are sent, each as its schema says."""
    _everything_happens(sandbox, argentina)
    families = set()
    for delivery in sandbox.world.deliveries:
        family = delivery.event_type.partition(".")[0]
        families.add(family)
        reference = {"$ref": f"#/components/schemas/{SCHEMAS[family]}", "components": CONTRACT["components"]}
        Draft202012Validator(reference).validate(json.loads(delivery.body))
        assert json.loads(delivery.body)["eventType"] == delivery.event_type
    assert families == set(SCHEMAS)


def test_webhook_is_signed_over_its_raw_bytes(sandbox: Any, argentina: Any) -> None:
    """The signature is the HMAC-SHA256 of the compact ASCII body under the account's own secret."""
    argentina.customer()
    delivery = sandbox.world.deliveries[0]
    assert delivery.connection == "ripio-ar"
    assert delivery.body == json.dumps(json.loads(delivery.body), separators=(",", ":")).encode("ascii")
    digest = hmac.new(b"sandbox-webhook-secret-ar", delivery.body, hashlib.sha256).hexdigest()
    assert delivery.headers == {
        "Content-Type": "application/json",
        "Http-X-Wh-Signature-256": f"sha256={digest}",
    }


@pytest.mark.parametrize(("mode", "count"), [("sent", 1), ("duplicated", 2), ("lost", 0), ("held", 0)])
def test_webhooks_go_astray_on_command(sandbox: Any, argentina: Any, mode: str, count: int) -> None:
    """A webhook is sent, sent twice, lost or held as the switch says."""
    sandbox.switch(webhooks=mode)
    argentina.customer()
    assert sandbox.events() == ["KYC.COMPLETED"] * count


def test_held_webhooks_come_in_any_order(sandbox: Any, argentina: Any) -> None:
    """What was held back is released backwards if asked."""
    order_id = argentina.order(argentina.customer())["transaction"]["transactionId"]
    sandbox.switch(webhooks="held")
    for move in ("pay", "settle"):
        sandbox.control("POST", f"/orders/{order_id}/{move}")
    assert sandbox.control("POST", "/webhooks/release", {"backwards": True}) == {"released": 4}
    assert sandbox.events()[-4] == "ON-RAMP.WITHDRAWAL.COMPLETED"


def test_bad_signature_does_not_verify(sandbox: Any, argentina: Any) -> None:
    """A badly signed webhook carries a signature under another key."""
    sandbox.switch(webhooks="badly_signed")
    argentina.customer()
    delivery = sandbox.world.deliveries[0]
    digest = hmac.new(b"sandbox-webhook-secret-ar", delivery.body, hashlib.sha256).hexdigest()
    assert delivery.headers["Http-X-Wh-Signature-256"] != f"sha256={digest}"


def test_receivers_extra_keys_come_behind_a_switch(sandbox: Any, argentina: Any) -> None:
    """The keys third-party receivers insist on are sent when asked for."""
    order_id = argentina.order(argentina.customer())["transaction"]["transactionId"]
    sandbox.switch(event_extras=True, event_object="transaction")
    sandbox.control("POST", f"/orders/{order_id}/pay")
    assert "finalToAmount" in json.loads(sandbox.world.deliveries[-1].body)["transaction"]


def test_legacy_shows_the_old_shapes(sandbox: Any, argentina: Any) -> None:
    """One switch brings back the shapes of the older pages."""
    customer_id = argentina.customer()
    account_id = argentina.fiat_account(customer_id)
    sandbox.switch(legacy=True)
    assert "isActive" not in argentina.get(f"/customers/{customer_id}/")
    assert argentina.get(f"/fiatAccounts/{account_id}/")["accountType"] == "CBU_ALIAS_AR"
    order = argentina.order(customer_id)
    assert [field["fieldName"] for field in order["fiatPaymentInstructions"]] == ["cvu", "alias"]
    assert "txnHash" not in order["transaction"]
    assert order["transaction"]["paymentMethodType"] == "wire"
    assert isinstance(argentina.get("/transactions/"), list)
    assert "orders" in argentina.post("/offrampSession/", {"fiatAccountId": account_id})


@pytest.mark.parametrize(
    ("switches", "quoted"),
    [({}, "100.50000000"), ({"quote_final_from": "net"}, "100.13000000")],
)
def test_final_source_amount_is_disputed(sandbox: Any, switches: dict[str, str], quoted: str) -> None:
    """By default the final source amount is what was asked; the documented sample nets the fee."""
    sandbox.switch(**switches)
    assert sandbox.partner("BR").quote()["finalFromAmount"] == quoted


@pytest.mark.parametrize(
    ("digits", "printed"),
    [(0, "2026-03-12T14:22:22Z"), (3, "2026-03-12T14:22:22.508Z"), (6, "2026-03-12T14:22:22.508000Z")],
)
def test_timestamps_have_the_digits_asked_for(
    sandbox: Any, argentina: Any, digits: int, printed: str
) -> None:
    """Fraction digits vary as they do in the documentation."""
    sandbox.switch(fraction_digits=digits)
    assert argentina.get(f"/customers/{argentina.stranger()}/")["createdAt"] == printed


@pytest.mark.parametrize(
    "wrong", [{"nothing": 1}, {"kyc": "maybe"}, {"quote_lifetime": "30"}, {"customer_shows_activity": 1}, []]
)
def test_wrong_switches_are_refused(sandbox: Any, wrong: object) -> None:
    """A switch that does not exist, or not so, changes nothing."""
    before = sandbox.control("GET", "/switches")
    assert sandbox.client.post("/_sandbox/ripio/switches", json=wrong).status_code == 422
    assert sandbox.control("GET", "/switches") == before


def test_unknown_ids_are_not_found_by_controls(sandbox: Any) -> None:
    """A control call on nothing says so."""
    assert sandbox.client.post("/_sandbox/ripio/orders/nothing/pay").status_code == 404


def test_state_tells_every_order_ever_made(sandbox: Any, argentina: Any) -> None:
    """The state lists orders with reference, quote and customer, also those of closed customers."""
    customer_id = argentina.customer()
    order = argentina.order(customer_id)["transaction"]
    argentina.post(f"/customers/{customer_id}/deactivate/")
    told = sandbox.orders("AR")[0]
    for key in ("transactionId", "externalRef", "quoteId", "customerId", "status"):
        assert told[key] == order[key]


def test_tokens_can_be_expired_and_everything_reset(sandbox: Any, argentina: Any) -> None:
    """Controls end all tokens, or forget everything at once, switches included."""
    customer_id = argentina.stranger()
    sandbox.control("POST", "/tokens/expire")
    assert argentina.refused("GET", "/rates/")["code"] == 40001
    sandbox.switch(kyc="fail")
    sandbox.control("POST", "/reset")
    assert sandbox.control("GET", "/switches")["kyc"] == "approve"
    assert sandbox.partner("AR").refused("GET", f"/customers/{customer_id}/")["status"] == 404


def test_connections_are_ready_to_use() -> None:
    """There is one connection per country, each with credentials of its own."""
    connections = RipioEmulator(World(clock=SandboxClock())).connections()
    assert sorted(connection.name for connection in connections) == [
        "ripio-ar",
        "ripio-br",
        "ripio-co",
        "ripio-mx",
    ]
    for connection in connections:
        assert connection.provider == "ripio"
        assert connection.base_path == ""
        assert connection.options.keys() == {"client_id", "client_secret", "country", "webhook_secrets"}
    assert len({connection.options["client_secret"] for connection in connections}) == 4


def test_every_operation_of_the_contract_is_served() -> None:
    """The emulator knows each path, method and operation id of the contract, and no other."""
    served = {
        (resource.path.rstrip("/"), method, operation.name)
        for resource in RESOURCES
        for method, operation in resource.operations.items()
    }
    documented = {
        (path.rstrip("/"), method.upper(), operation["operationId"])
        for path, item in CONTRACT["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    }
    assert documented - served == {("/oauth2/token", "POST", "acquireAccessToken")}
    assert served <= documented
