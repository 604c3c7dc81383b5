"""What armed faults do to requests, on a real socket."""

from __future__ import annotations

import asyncio
from time import perf_counter

import httpx
import pytest

from rampkit.sandbox import Fault, Sandbox
from rampkit.sandbox.dropping import ConnectionDropped

ORDERS = "/till/v1/orders"


@pytest.fixture
def orders(sandbox):
    """The orders the emulator has really created."""
    return sandbox.emulator("till").orders


@pytest.fixture
def arm(sandbox):
    """Arm a fault of the provider."""
    return lambda kind, **how: sandbox.arm(Fault(target="till", kind=kind, **how))


def test_status_is_answered_before_anything_happens(arm, client, orders):
    """`status` answers with its own status, headers and body; nothing is created."""
    arm("status", status=429, retry_after=7, headers={"x-limit": "0"}, body='{"code": 1}')

    response = client.post(ORDERS)

    assert (response.status_code, response.json(), orders) == (429, {"code": 1}, [])
    assert response.headers["retry-after"] == "7"
    assert response.headers["x-limit"] == "0"
    assert response.headers["content-type"] == "application/json"


def test_status_can_be_answered_after_it_happened(arm, client, orders):
    """`status_after_commit` creates the order, then answers as if something had failed."""
    arm("status_after_commit", status=500, body="oops")

    response = client.post(ORDERS)

    assert (response.status_code, response.text, len(orders)) == (500, "oops", 1)
    assert response.headers["content-type"].startswith("text/plain")


def test_own_content_type_wins(arm, client):
    """A fault's own content type is the only one in the answer."""
    arm("status", body="<error/>", headers={"Content-Type": "application/xml"})

    assert client.get(ORDERS).headers.get_list("content-type") == ["application/xml"]


def test_hang_never_answers(arm, client, orders):
    """`hang` keeps the connection open without an answer; nothing is created."""
    arm("hang")

    with pytest.raises(httpx.ReadTimeout):
        client.post(ORDERS, timeout=0.1)
    assert orders == []


def test_lost_answer_is_a_created_order(arm, client, orders):
    """`lose_answer` creates the order and never answers."""
    arm("lose_answer")

    with pytest.raises(httpx.ReadTimeout):
        client.post(ORDERS, json={"amount": "1"}, timeout=0.1)
    assert len(orders) == 1


def test_close_drops_the_connection(arm, client, orders):
    """`close` drops the connection before anything is created."""
    arm("close")

    with pytest.raises(httpx.RemoteProtocolError):
        client.post(ORDERS, json={"amount": "1"})
    assert orders == []


def test_close_after_commit_drops_the_connection_of_a_created_order(arm, client, orders):
    """`close_after_commit` creates the order, then drops the connection."""
    arm("close_after_commit")

    with pytest.raises(httpx.RemoteProtocolError):
        client.post(ORDERS, json={"amount": "1"})
    assert len(orders) == 1


def test_close_on_a_used_connection_drops_it_too(arm, client, orders):
    """A connection that has served requests before is dropped like a new one."""
    client.get(ORDERS)
    arm("close")

    with pytest.raises(httpx.RemoteProtocolError):
        client.post(ORDERS)
    assert client.post(ORDERS).status_code == 201


def test_drip_arrives_whole_in_the_end(arm, client, orders):
    """`drip` sends the real answer byte by byte: no single read times out, yet it takes long."""
    arm("drip", seconds=0.002)

    with client.stream("POST", ORDERS) as response:
        pieces = [len(piece) for piece in response.iter_raw()]

    assert response.status_code == 201
    assert sum(pieces) == int(response.headers["content-length"])
    assert len(pieces) > 10


def test_drip_ends_when_the_client_leaves(till_class):
    """A client that gives up on a dripping answer frees the sandbox: it stops at once."""
    with Sandbox(emulators=[till_class]) as sandbox:
        sandbox.arm(Fault(target="till", kind="drip", seconds=60))
        with httpx.Client(trust_env=False) as client, pytest.raises(httpx.ReadTimeout):
            client.post(sandbox.url + ORDERS, timeout=0.1)
        start = perf_counter()

    assert perf_counter() - start < 2


def test_truncated_body_is_no_json(arm, client, orders):
    """`truncate` sends half of the body as if it were all; status and headers are the real ones."""
    arm("truncate")

    response = client.post(ORDERS)

    assert (response.status_code, response.text) == (201, '{"id":"' + orders[0][: len(response.text) - 7])
    assert response.headers["x-till"] == "open"
    with pytest.raises(ValueError, match="Unterminated string"):
        response.json()


def test_truncation_can_be_exact(arm, client):
    """`keep` says how many bytes of the body remain."""
    arm("truncate", keep=1)

    assert client.post(ORDERS).text == "{"


@pytest.mark.parametrize("status", [200, 502])
def test_html_is_answered_by_somebody_else(arm, client, orders, status):
    """`html` answers with a web page where JSON was promised; nothing is created."""
    arm("html", status=status)

    response = client.post(ORDERS)

    assert (response.status_code, response.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert response.text.startswith("<!DOCTYPE html>")
    assert orders == []


def test_empty_answer_has_no_body(arm, client, orders):
    """`empty` answers 200 with nothing in it; nothing is created."""
    arm("empty")

    response = client.post(ORDERS)

    assert (response.status_code, response.content, orders) == (200, b"", [])


def test_slow_request_happens_after_the_client_left(arm, client, sandbox, orders):
    """`slow` handles the request after its delay, whether or not anybody still waits for the answer."""
    arm("slow", seconds=0.3)

    with pytest.raises(httpx.ReadTimeout):
        client.post(ORDERS, json={"amount": "1"}, timeout=0.05)
    assert orders == []
    assert sandbox.emulator("till").created.wait(5)
    assert len(orders) == 1


def test_fault_happens_as_often_as_said(arm, client):
    """A fault is over once it has happened `times` times."""
    arm("status", times=2)

    assert [client.get(ORDERS).status_code for _ in range(3)] == [502, 502, 200]


def test_fault_without_an_end_lasts_until_disarmed(arm, client, sandbox):
    """`times=None` goes on until everything is disarmed."""
    arm("status", times=None)

    before = [client.get(ORDERS).status_code for _ in range(3)]
    sandbox.disarm()

    assert before == [502, 502, 502]
    assert client.get(ORDERS).status_code == 200


def test_fault_can_spare_the_first_requests(arm, client):
    """`after` lets that many matching requests through first."""
    arm("status", after=1)

    assert [client.get(ORDERS).status_code for _ in range(3)] == [200, 502, 200]


def test_fault_catches_its_method_only(arm, client):
    """A fault of POST, in any case, leaves GET alone."""
    arm("status", method="post")

    assert client.get(ORDERS).status_code == 200
    assert client.post(ORDERS).status_code == 502


@pytest.mark.parametrize(
    ("path", "status"), [("/v1/ord", 502), (r"/v\d/orders$", 502), ("/orders", 200), ("/v2", 200)]
)
def test_fault_catches_paths_that_begin_like_its_own(arm, client, path, status):
    """The path of a fault is a prefix or an expression, below the provider's address."""
    arm("status", path=path)

    assert client.get(ORDERS).status_code == status


def test_fault_of_a_connection_is_bound_to_its_address(sandbox, client):
    """A fault whose target is a connection catches the requests below that connection's address."""
    sandbox.arm(Fault(target="till-mx", kind="status"))
    sandbox.arm(Fault(target="till-ar", kind="status", status=503, path="/orders"))

    assert client.get(ORDERS).status_code == 503
    assert client.get("/till/v2/orders").status_code == 502


def test_faults_happen_in_the_order_of_arming(arm, client):
    """Of two faults that catch a request, the older one happens first."""
    arm("status", status=500)
    arm("status", status=501)

    assert [client.get(ORDERS).status_code for _ in range(3)] == [500, 501, 200]


def test_controls_never_fail(arm, sandbox):
    """Faults catch the provider's API, never the controls of the sandbox."""
    arm("status", times=None)

    assert "id" in sandbox.control("till", "orders")


def test_dropped_connection_in_process_is_an_error(till_class):
    """Where there is no socket, a dropped connection raises what a dropped connection is called."""
    sandbox = Sandbox(emulators=[till_class])
    sandbox.arm(Fault(target="till", kind="close"))

    async def scenario():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app)) as client:
            await client.get(sandbox.url + ORDERS)

    with pytest.raises(ConnectionDropped):
        asyncio.run(scenario())
