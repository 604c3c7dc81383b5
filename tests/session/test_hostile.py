"""What a session does against servers that break HTTP on purpose."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from contextlib import ExitStack

import pytest

from rampkit.errors import AnswerLostError, BadResponseError, DeadlineExceededError, NotSentError, RampError
from rampkit.http import Request, Upload, send
from rampkit.sandbox.hostile import HostileServer

LIMIT = 0.3
LOOKUP = socket.getaddrinfo


def five_addresses(host, *args, **options):
    """What the name service says about a large host; the five are one here."""
    found = LOOKUP("127.0.0.1", *args, **options)
    return found * 5 if host in {"localhost", b"localhost"} else found


def timed(call, *args, **options):
    """The error a call ends in, and how long that took."""
    begin = time.monotonic()
    with pytest.raises(RampError) as caught:
        call(*args, **options)
    return caught.value, time.monotonic() - begin


@pytest.mark.parametrize("mode", ["hang", "drip_headers", "drip_body"])
def test_deadline_holds(mode, connect, wish):
    """However slowly a server answers, the call ends at its deadline."""
    with HostileServer(mode) as server:
        error, seconds = timed(connect(server.url).run, send(wish.get()), timeout=LIMIT)

    assert type(error) is AnswerLostError
    assert LIMIT - 0.01 <= seconds < LIMIT + 0.1


@pytest.mark.parametrize("mode", ["hang", "drip_headers", "drip_body"])
def test_pool_survives(mode, connect, wish):
    """A slot of the pool is free again after the call that it was wasted on."""
    with HostileServer(mode) as server:
        face = connect(server.url, max_connections=1)
        kinds = [type(timed(face.run, send(wish.get()), timeout=0.1)[0]) for _ in range(3)]

    assert kinds == [AnswerLostError] * 3


def test_tls_handshake_obeys_the_deadline(connect, wish):
    """A server that accepts and then says nothing cannot hold up the TLS handshake."""
    with HostileServer("hang") as server:
        face = connect(server.url.replace("http:", "https:"))
        error, seconds = timed(face.run, send(wish.get()), timeout=LIMIT)

    assert type(error) is DeadlineExceededError
    assert seconds < LIMIT + 0.1


def test_tls_failure_proves_that_nothing_was_sent(connect, wish, server):
    """Without a TLS session no request leaves."""
    error, _ = timed(connect(server.url.replace("http:", "https:"), attempts=1).send, wish.order())

    assert type(error) is NotSentError
    assert "TLS" in str(error)


def test_every_address_of_a_host_shares_the_deadline(connect, wish, monkeypatch):
    """A host of five silent addresses takes no longer than one."""
    with socket.socket() as busy, ExitStack() as stack:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        monkeypatch.setattr(socket, "getaddrinfo", five_addresses)
        for _ in range(3):  # a full queue: further connections hang
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(busy.getsockname())
        face = connect(f"http://localhost:{busy.getsockname()[1]}", attempts=1)
        error, seconds = timed(face.run, send(wish.get()), timeout=LIMIT)

    assert isinstance(error, DeadlineExceededError)
    assert seconds < LIMIT + 0.1


def test_slow_reader_cannot_stretch_an_upload(connect):
    """A server that takes the body drop by drop does not hold the call up."""
    upload = Request(
        operation="upload",
        method="POST",
        path="/documents",
        files=[Upload("file", "a.bin", bytes(16_000_000))],
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        over = threading.Event()

        def sip():
            client, _ = listener.accept()
            with client:
                while not over.wait(0.02):
                    client.recv(20_000)

        thread = threading.Thread(target=sip)
        thread.start()
        face = connect(f"http://127.0.0.1:{listener.getsockname()[1]}")
        error, seconds = timed(face.run, send(upload), timeout=LIMIT)
        over.set()
        thread.join()

    assert type(error) is AnswerLostError
    assert seconds < LIMIT + 0.15


def test_busy_pool_obeys_the_deadline(connect, wish):
    """Waiting for a free connection ends at the deadline, and nothing was sent."""
    with HostileServer("hang") as server:
        face = connect(server.url, max_connections=1)
        results = face.crowd(3, wish.get, timeout=LIMIT)

    # A caller whose clock started a little later may inherit the connection for its last moment.
    kept_waiting = [error for error in results if type(error) is not AnswerLostError]
    assert 0 < len(kept_waiting) < len(results)
    assert {type(error) for error in kept_waiting} == {DeadlineExceededError}
    assert all(error.not_sent for error in kept_waiting)


def test_no_time_left(connect, wish):
    """A call whose time is over sends nothing."""
    with HostileServer("empty") as server:
        error, _ = timed(connect(server.url).run, send(wish.get()), timeout=0)

        assert type(error) is DeadlineExceededError
        assert error.not_sent
        assert server.requests == []


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("refuse", NotSentError), ("reset", AnswerLostError), ("garbage", AnswerLostError)],
)
def test_broken_connections(mode, kind, connect, wish):
    """Only a connection that was never made proves that nothing was sent."""
    with HostileServer(mode) as server:
        error, _ = timed(connect(server.url).send, wish.order())

    assert type(error) is kind
    assert (error.connection, error.operation) == ("acme", "create_order")
    assert error.__cause__ is error.__context__ is None


def test_orders_without_a_key_never_meet_an_idle_connection(connect, wish):
    """A server that drops idle connections cannot put an order in doubt that has no idempotency key."""
    with HostileServer("close_idle") as server:
        face = connect(server.url)
        statuses = [face.send(wish.order()).status for _ in range(5)]

    assert statuses == [200] * 5


def test_bomb(connect, wish):
    """A small answer that unpacks to 200 MB is refused before it fills the memory."""
    with HostileServer("gzip_bomb") as server:
        face = connect(server.url, attempts=1)
        timed(face.run, send(wish.get()))
        tracemalloc.start()
        error, _ = timed(face.run, send(wish.get()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert type(error) is BadResponseError
    assert peak < 16_000_000


def test_redirects_are_answers(connect, wish):
    """A redirect is returned, never followed: credentials stay at the origin they belong to."""
    with HostileServer("redirect") as server:
        response = connect(server.url).send(wish.get(headers={"x-api-key": "canary"}))

        assert response.status == 307
        assert server.redirected == []


@pytest.mark.parametrize("mode", ["html", "empty"])
def test_unreadable_answers_are_the_adapters_business(mode, connect, wish):
    """Whatever came with a status is handed over as it is."""
    with HostileServer(mode) as server:
        response = connect(server.url).run(send(wish.get()))

    assert response.status == 200
    with pytest.raises(BadResponseError):
        response.json()
