"""Control calls: moves, state, switches, reset."""

from datetime import timedelta

import pytest


def test_state_lists_every_intent(caller, jane):
    """The state names every intent ever made, with the key it came under."""
    intent_id = caller.create(jane, key="k1").json()["intent"]["id"]
    caller.move(intent_id, "approve")
    caller.post(f"/intent/{intent_id}/transaction", headers={**jane, "Idempotency-Key": "k2"})
    (listed,) = caller.state()["intents"]
    assert listed["id"] == intent_id
    assert listed["customer"] == "jane"
    assert listed["status"] == "TRANSACTION_IN_PROGRESS"
    assert listed["srcAmount"] == "100.00"
    assert (listed["idempotencyKey"], listed["executeIdempotencyKey"]) == ("k1", "k2")
    assert listed["transaction"]["status"] == "PENDING"
    assert caller.state()["counts"] == {
        "customers": 1,
        "intents": 1,
        "transactions": 1,
        "externalAccounts": 0,
        "intentsByStatus": {"TRANSACTION_IN_PROGRESS": 1},
    }


def test_reject(caller, jane):
    """A rejected customer fails compliance for good, with a reason."""
    intent_id = caller.intent(jane)
    caller.control(f"/intents/{intent_id}/reject", reason="document unreadable")
    seen = caller.get(f"/intent/{intent_id}", headers=jane).json()["intent"]
    assert (seen["status"], seen["failureReason"]) == ("COMPLIANCE_FAILED", "document unreadable")
    assert caller.control(f"/intents/{intent_id}/approve").status_code == 409


def test_fail(caller, jane):
    """A failed transaction fails its intent, with a reason."""
    intent_id = caller.intent(jane, autoExecute=True)
    caller.move(intent_id, "approve", "pay", "fail")
    seen = caller.get(f"/intent/{intent_id}", headers=jane).json()
    assert seen["intent"]["status"] == "TRANSACTION_FAILED"
    assert seen["intent"]["failureReason"]
    assert seen["transaction"]["status"] == "FAILED"


@pytest.mark.parametrize(("move", "status"), [("expire", "EXPIRED"), ("cancel", "CANCELLED")])
@pytest.mark.parametrize("before", [[], ["open-compliance"], ["approve"], ["approve", "pay"]])
def test_ends_from_anywhere(caller, jane, move, status, before):
    """Any open intent can expire or be cancelled, and its transaction with it."""
    intent_id = caller.intent(jane, autoExecute=True)
    caller.move(intent_id, *before, move)
    seen = caller.get(f"/intent/{intent_id}", headers=jane).json()
    assert seen["intent"]["status"] == status
    assert seen["transaction"] is None or seen["transaction"]["status"] == "CANCELLED"
    assert caller.control(f"/intents/{intent_id}/{move}").status_code == 409


@pytest.mark.parametrize("move", ["pay", "settle", "fail"])
def test_money_needs_a_transaction(caller, jane, move):
    """Nothing is paid, settled or failed before there is a transaction."""
    assert caller.control(f"/intents/{caller.intent(jane)}/{move}").status_code == 409


def test_unknown_moves(caller, jane):
    """An unknown intent or move is 404; a body that is no object 400."""
    intent_id = caller.intent(jane)
    assert caller.control("/intents/int_nothing/approve").status_code == 404
    assert caller.control(f"/intents/{intent_id}/bribe").status_code == 404
    broken = caller.http.post(f"/_sandbox/gnosis/intents/{intent_id}/approve", content=b"[]")
    assert broken.status_code == 400
    assert caller.control(f"/intents/{intent_id}/reject", reason=7).status_code == 400
    assert caller.http.post("/_sandbox/gnosis/subject-tokens", content=b"{").status_code == 400


def test_unpaid_intents_expire_by_the_clock(caller, jane):
    """After a day an unpaid intent has expired; one with money on its way has not."""
    unpaid = caller.intent(jane)
    paid = caller.intent(jane, autoExecute=True)
    caller.move(paid, "approve", "pay")
    caller.world.clock.advance(timedelta(hours=24))
    fresh = caller.customer("jane")
    assert caller.status(fresh, unpaid) == "EXPIRED"
    assert caller.status(fresh, paid) == "TRANSACTION_IN_PROGRESS"


def test_switches_show_and_refuse(caller):
    """Switches are shown in full; unknown names and values change nothing."""
    shown = caller.http.get("/_sandbox/gnosis/switches").json()
    assert shown["no_price"] == ["noah"]
    for wrong in ({"nothing": 1}, {"error_shape": "xml"}, {"no_price": "noah"}, {"token_seconds": "1"}):
        assert caller.control("/switches", **wrong).status_code == 400
    assert caller.http.get("/_sandbox/gnosis/switches").json() == shown


def test_reset(caller, jane):
    """A reset leaves no record, no switch and no valid token; what was delivered was delivered."""
    caller.flip(currency_shape="object")
    caller.move(caller.intent(jane), "approve")
    assert caller.control("/reset").status_code == 204
    assert caller.state()["intents"] == []
    assert caller.world.deliveries
    assert caller.http.get("/_sandbox/gnosis/switches").json()["currency_shape"] == "string"
    assert caller.get("/intent", headers=jane).status_code == 401


def test_connection_works_as_given(caller):
    """The connection the emulator names is the one that is let in."""
    (connection,) = caller.emulator.connections()
    assert (connection.name, connection.provider, connection.base_path) == ("gnosis", "gnosis", "/v1")
    assert set(connection.options) == {"client_id", "client_secret", "webhook_secrets"}
    assert caller.get("/providers", auth=caller.basic).status_code == 200
