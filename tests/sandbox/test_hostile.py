"""Each way in which a hostile server treats an ordinary client."""

from __future__ import annotations

import socket
import ssl
import threading
import zlib
from time import perf_counter
from urllib.parse import urlsplit

import httpx
import pytest

from rampkit.sandbox import HostileServer

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain HTTP needs none, and to read all takes time


@pytest.fixture
def client():
    """A client that knows nothing."""
    with httpx.Client(timeout=0.2, trust_env=False, verify=NO_AUTHORITIES) as client:
        yield client


def test_hang_reads_and_never_answers(client):
    """`hang` records the request; the client waits in vain."""
    with HostileServer("hang") as server:
        with pytest.raises(httpx.ReadTimeout):
            client.post(f"{server.url}/orders?a=1", content=b"abc", headers={"X-Key": "k"})

        request = server.requests[0]

    assert (request.method, request.target, request.body) == ("POST", "/orders?a=1", b"abc")
    assert request.headers["x-key"] == "k"


@pytest.mark.parametrize("mode", ["drip_headers", "drip_body"])
def test_dripping_outlives_every_read_timeout(mode):
    """A dripping answer never ends, although no single read takes as long as the timeout."""
    with HostileServer(mode, interval=0.01) as server:
        host, port = urlsplit(server.url).netloc.split(":")
        with socket.create_connection((host, int(port)), timeout=0.2) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            pieces = [connection.recv(1 << 16) for _ in range(20)]

    assert all(pieces)
    assert b"".join(pieces).startswith(b"HTTP/1.1 200 OK\r\n")


def test_dripped_body_is_valid_so_far(client):
    """A client that reads a dripping body piece by piece gets one valid byte after the other."""
    with HostileServer("drip_body", interval=0.001) as server, client.stream("GET", server.url) as response:
        pieces = response.iter_raw()

        assert [next(pieces) for _ in range(3)] == [b" ", b" ", b" "]


def test_html_stands_where_json_was_promised(client):
    """`html` answers 200 with a web page."""
    with HostileServer("html") as server:
        response = client.get(server.url)

    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<html>" in response.text


def test_nobody_listens(client):
    """`refuse` has an address, but every connection to it is refused."""
    with HostileServer("refuse") as server, pytest.raises(httpx.ConnectError):
        client.get(server.url)

    assert server.requests == []


def test_reset_is_a_read_error(client):
    """`reset` ends the connection with RST after the request has arrived."""
    with HostileServer("reset") as server, pytest.raises(httpx.ReadError):
        client.post(server.url, content=b"abc")

    assert [request.body for request in server.requests] == [b"abc"]


def test_idle_connection_closes_under_the_next_request(client):
    """`close_idle` answers once a connection, then closes it in the face of the second request."""
    with HostileServer("close_idle") as server:
        first = client.get(server.url)
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            client.get(server.url)
        third = client.get(server.url)

    assert (first.json(), third.json(), len(server.requests)) == ({}, {}, 2)


def test_gzip_bomb_is_small_until_it_is_opened(client):
    """`gzip_bomb` sends about 200 kB that unpack to 200 MB of spaces around an empty JSON object."""
    with HostileServer("gzip_bomb") as server, client.stream("GET", server.url) as response:
        packed = b"".join(response.iter_raw())

    assert len(packed) < 210_000
    assert int.from_bytes(packed[-4:], "little") == 200_000_002
    assert zlib.decompressobj(31).decompress(packed, 3) == b"   "


def test_redirect_leads_to_another_origin(client):
    """`redirect` sends its client elsewhere and tells which credentials arrived there."""
    with HostileServer("redirect") as server:
        response = client.post(
            f"{server.url}/orders?a=1",
            headers={"X-Api-Key": "planted"},
            content=b"abc",
            follow_redirects=True,
        )

        arrived = server.redirected[0]

    assert response.json() == {}
    assert (arrived.method, arrived.target, arrived.body) == ("POST", "/orders?a=1", b"abc")
    assert arrived.headers["x-api-key"] == "planted"
    assert "planted" not in repr(server.requests + server.redirected)


def test_redirect_need_not_be_followed(client):
    """A client that stays where it is sees 307 and nothing arrives elsewhere."""
    with HostileServer("redirect") as server:
        response = client.get(server.url)

    assert response.status_code == 307
    assert response.headers["location"].startswith(server.elsewhere)
    assert server.redirected == []


def test_empty_answer_has_no_body(client):
    """`empty` answers 200 with nothing in it."""
    with HostileServer("empty") as server:
        response = client.get(server.url)

    assert (response.status_code, response.content) == (200, b"")


def test_garbage_is_not_http(client):
    """`garbage` answers with something that is not HTTP."""
    with HostileServer("garbage") as server, pytest.raises(httpx.RemoteProtocolError):
        client.get(server.url)


def test_stops_promptly_while_clients_wait():
    """Open connections do not keep a hostile server from stopping, nor does it leave a thread behind."""
    before = threading.enumerate()
    with HostileServer("hang") as server:
        host, port = urlsplit(server.url).netloc.split(":")
        connections = [socket.create_connection((host, int(port)), timeout=1) for _ in range(5)]
        start = perf_counter()
    stopped_after = perf_counter() - start

    assert [connection.recv(1) for connection in connections] == [b""] * 5
    assert stopped_after < 2
    assert threading.enumerate() == before
    for connection in connections:
        connection.close()


def test_client_may_leave_at_any_time():
    """A client that leaves in the middle of its request disturbs nobody."""
    with HostileServer("empty") as server:
        host, port = urlsplit(server.url).netloc.split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc")
        response = httpx.get(server.url, trust_env=False)

    assert response.status_code == 200
    assert [request.method for request in server.requests] == ["GET"]
