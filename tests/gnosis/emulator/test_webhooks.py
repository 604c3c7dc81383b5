"""Signed events of every change."""

import hashlib
import hmac
import json

from rampkit_gnosis.emulator.webhooks import signature

ROAD = [
    ("COMPLIANCE_UPDATED", "IN_PROGRESS"),
    ("INTENT_STATUS_CHANGED", "COMPLIANCE_IN_PROGRESS"),
    ("COMPLIANCE_UPDATED", "COMPLETED"),
    ("INTENT_STATUS_CHANGED", "COMPLIANCE_APPROVED"),
    ("INTENT_STATUS_CHANGED", "TRANSACTION_IN_PROGRESS"),
    ("MONEY_MOVEMENT_UPDATED", "IN_PROGRESS"),
    ("MONEY_MOVEMENT_UPDATED", "SUCCESS"),
    ("INTENT_STATUS_CHANGED", "COMPLETED"),
]


def test_every_change_is_told(caller, jane):
    """Each step of an intent is one event, in order."""
    intent_id = caller.intent(jane, autoExecute=True)
    caller.move(intent_id, "open-compliance", "approve", "pay", "settle")
    assert [(kind, data["status"]) for kind, data in caller.events()] == ROAD
    assert {data["intentId"] for _, data in caller.events()} == {intent_id}
    assert caller.events()[3][1] == {
        "intentId": intent_id,
        "status": "COMPLIANCE_APPROVED",
        "previousStatus": "COMPLIANCE_IN_PROGRESS",
        "customerId": "jane",
        "failureReason": None,
    }


def test_signature(caller, jane):
    """Timestamp, point and body are signed with the client secret."""
    caller.move(caller.intent(jane), "open-compliance")
    for delivery in caller.world.deliveries:
        sent = delivery.headers
        text = sent["X-GnosisRamp-Timestamp"].encode() + b"." + delivery.body
        secret = caller.project["webhook_secrets"].encode()
        assert sent["X-GnosisRamp-Signature"] == hmac.new(secret, text, hashlib.sha256).hexdigest()
        assert sent["X-GnosisRamp-Timestamp"] == "2026-03-29T10:00:00.000Z"
        assert (
            sent["X-GnosisRamp-Event-Type"] == delivery.event_type == json.loads(delivery.body)["eventType"]
        )
        assert sent["X-GnosisRamp-Client-Id"] == caller.project["client_id"]
        assert delivery.connection == "gnosis"


def test_known_signature():
    """A fixed secret, time and body give a fixed signature."""
    signed = signature("secret_xyz", "2026-03-29T10:00:00.000Z", b'{"eventId":"evt_abc123"}')
    assert signed == "b31c80414d401c1626fef443d1014d93b30e2d9d1ac9a5eb7f8ce0f0aef7d041"


def test_other_signing_key(caller, jane):
    """The dashboard's signing secret may be used instead."""
    caller.flip(webhook_key="signing_secret")
    caller.move(caller.intent(jane), "open-compliance")
    delivery = caller.world.deliveries[0]
    stamp = delivery.headers["X-GnosisRamp-Timestamp"]
    assert delivery.headers["X-GnosisRamp-Signature"] != signature(
        caller.project["client_secret"], stamp, delivery.body
    )


def test_minimal_fields(caller, jane):
    """Samples of the overview carry fewer fields."""
    caller.flip(webhook_fields="minimal")
    caller.move(caller.intent(jane), "reject")
    (_, compliance), (_, intent) = caller.events()
    assert "customerId" not in compliance
    assert set(intent) == {"intentId", "status", "failureReason"}


def test_deliveries_twice(caller, jane):
    """Each event may come twice, under one id."""
    caller.flip(webhook_fate="twice")
    caller.move(caller.intent(jane), "open-compliance")
    assert len(caller.events()) == 4
    ids = [json.loads(each.body)["eventId"] for each in caller.world.deliveries]
    assert len(set(ids)) == 2


def test_deliveries_swapped(caller, jane):
    """An event may overtake the one before it, and what was delivered stays where it is."""
    intent_id = caller.intent(jane)
    caller.move(intent_id, "open-compliance")
    before = list(caller.world.deliveries)
    caller.flip(webhook_fate="swapped")
    caller.move(intent_id, "reject")
    assert caller.world.deliveries[:2] == before
    assert [kind for kind, _ in caller.events()[2:]] == ["INTENT_STATUS_CHANGED", "COMPLIANCE_UPDATED"]


def test_deliveries_lost(caller, jane):
    """Events may never come."""
    caller.flip(webhook_fate="lost")
    caller.move(caller.intent(jane), "cancel")
    assert caller.events() == []
