"""The sandbox's own controls, as a program in any language sees them."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime, timedelta

import pytest


def test_connections_are_listed_with_their_options(sandbox, client):
    """Every connection is listed with the address under which the caller reached the sandbox."""
    rows = client.get("/_sandbox/connections").json()

    assert [(row["name"], row["provider"], row["base_url"]) for row in rows] == [
        ("till-ar", "till", f"{sandbox.url}/till/v1"),
        ("till-mx", "till", f"{sandbox.url}/till/v2"),
    ]
    assert rows[0]["options"] == sandbox.options("till-ar")


def test_clock_advances(client):
    """Advancing the clock moves the present that is answered afterwards."""
    before = datetime.fromisoformat(client.get("/_sandbox/clock").json()["now"])

    after = datetime.fromisoformat(
        client.post("/_sandbox/clock/advance", json={"seconds": 3600}).json()["now"]
    )

    assert after - before >= timedelta(hours=1)
    assert after.utcoffset() == timedelta(0)


@pytest.mark.parametrize("body", ['{"seconds": -1}', '{"seconds": 1e300}', '{"minutes": 1}', "{}", "[]"])
def test_impossible_advance_is_refused(client, body):
    """Time neither runs backwards nor leaves the calendar."""
    assert client.post("/_sandbox/clock/advance", content=body).status_code == 422


def test_body_that_is_not_json_is_refused(client):
    """A control whose body is not JSON answers 400."""
    assert client.post("/_sandbox/faults", content="{").status_code == 400


def test_an_order_is_paid(sandbox, client):
    """Whoever knows the order takes the money: what it asks for, or another amount, to the last digit."""
    order = sandbox.control("till", "orders")["id"]

    asked = client.post("/_sandbox/payments", json={"order": order})
    other = client.post("/_sandbox/payments", json={"order": order, "amount": "0.10"})

    assert (asked.status_code, other.status_code) == (201, 201)
    told = {"provider": "till", "order": order, "currency": "ARS", "status": "PAID"}
    assert [asked.json(), other.json()] == [told | {"amount": "9.90"}, told | {"amount": "0.10"}]


def test_a_payment_that_cannot_be_is_refused(sandbox, client):
    """An order nobody has, one that cannot be paid so, a body that means nothing: three answers."""
    order = sandbox.control("till", "orders")["id"]
    bodies = [{"order": "none"}, {"order": order, "late": True}, {"order": order, "amount": "-1"}]

    answers = [client.post("/_sandbox/payments", json=body) for body in bodies]

    assert [answer.status_code for answer in answers] == [404, 409, 422]
    assert [answer.text for answer in answers[:2]] == [
        "no order has this id at any of till",
        "the till never closes",
    ]


def test_deliveries_are_listed_exactly(sandbox, client):
    """A delivered webhook is listed with its headers and its body, byte for byte."""
    sandbox.control("till", "deliver", {"connection": "till-ar"})

    row = client.get("/_sandbox/deliveries").json()[0]

    assert row.pop("at").endswith("+00:00")
    assert b64decode(row.pop("body")) == b'{"ok":"\xc3\xa9"}'
    assert row == {
        "index": 0,
        "connection": "till-ar",
        "event_type": "order.paid",
        "headers": {"x-signature": "s1"},
        "text": '{"ok":"é"}',
    }


def test_deliveries_can_be_read_on_from_an_index(sandbox, client):
    """`since` and `connection` narrow the list; an index stays what it was."""
    for connection in ("till-ar", "till-mx", "till-ar"):
        sandbox.control("till", "deliver", {"connection": connection})

    rows = client.get("/_sandbox/deliveries", params={"since": 1, "connection": "till-ar"}).json()

    assert [row["index"] for row in rows] == [2]


def test_senseless_index_is_refused(client):
    """`since` is a whole number."""
    assert client.get("/_sandbox/deliveries?since=-1").status_code == 422


def test_faults_are_armed_listed_and_disarmed(client):
    """A fault armed over HTTP is listed until it is disarmed."""
    armed = client.post(
        "/_sandbox/faults", json={"target": "till", "kind": "status", "status": 503, "times": 2}
    )
    client.get("/till/v1/orders")
    listed = client.get("/_sandbox/faults").json()

    assert armed.status_code == 201
    assert [(row["kind"], row["status"], row["left"]) for row in listed] == [("status", 503, 1)]
    assert client.delete("/_sandbox/faults").status_code == 204
    assert client.get("/_sandbox/faults").json() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"target": "till", "kind": "explode"},
        {"target": "bank", "kind": "hang"},
        {"target": "till", "kind": "hang", "path": "("},
        {"target": "till", "kind": "hang", "times": 0},
        {"target": "till", "kind": "hang", "colour": "red"},
    ],
)
def test_senseless_fault_is_refused(client, fault):
    """A fault that could never happen is refused with 422."""
    assert client.post("/_sandbox/faults", json=fault).status_code == 422


def test_path_that_leads_nowhere_shows_the_way(client):
    """A path outside every emulator answers 404 with what there is."""
    response = client.get("/")

    assert response.status_code == 404
    assert response.json() == {"emulators": {"till": "/till/"}, "controls": "/_sandbox/"}


def test_slash_too_many_is_not_forgiven(client):
    """A path is exact: no redirect leads from `/orders/` to `/orders`."""
    assert client.get("/till/v1/orders/").status_code == 404
