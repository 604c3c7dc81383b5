"""Opening, forking and closing sessions."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from rampkit.errors import ConfigurationError
from rampkit.http import send
from rampkit.session import AsyncSession, Session, SessionSettings

FORK = Path(__file__).with_name("fork_script.py")


def test_connections_are_reused(server, connect, wish):
    """Requests that may be repeated share a connection; orders with a key do too."""
    face = connect(server.url)
    for request in (wish.get(), wish.get(), wish.order(idempotency_key="k")):
        face.send(request)

    assert len(server.connections) == 1


def test_orders_without_a_key_connect_anew(server, connect, wish):
    """Each order without a key gets a connection that cannot be about to close."""
    face = connect(server.url)
    for _ in range(3):
        face.send(wish.order())

    assert len(server.connections) == 3


def test_no_cookies(server, connect, wish):
    """A cookie of one answer is not sent with the next request."""
    server.answers = {"set-cookie": "session=1"}
    face = connect(server.url)
    face.send(wish.get())
    face.send(wish.get())

    assert not any("cookie" in map(str.lower, headers) for _, _, headers, _ in server.requests)


def test_closed(server, connect, wish):
    """A closed session says so; closing twice is fine."""
    face = connect(server.url)
    face.send(wish.get())
    face.close() if not hasattr(face, "runner") else face.runner.run(face.session.aclose())
    with pytest.raises(ConfigurationError, match="closed"):
        face.send(wish.get())


def test_context_managers(server, wish, provider):
    """Both kinds close at the end of their block."""

    async def both():
        async with AsyncSession(provider(server.url)) as session:
            await session.run(send(wish.get()))
        return session

    with Session(provider(server.url)) as session:
        session.run(send(wish.get()))

    assert session._homes.closed
    assert asyncio.run(both())._homes.closed


def test_second_event_loop(server, wish, provider):
    """An asynchronous session used in a second loop names the cure instead of failing strangely."""
    session = AsyncSession(provider(server.url), settings=SessionSettings(transport=httpx.MockTransport(_ok)))
    asyncio.run(session.run(send(wish.get())))
    with pytest.raises(ConfigurationError, match="in each event loop"):
        asyncio.run(session.run(send(wish.get())))
    with pytest.raises(ConfigurationError, match="in each event loop"):
        asyncio.run(session.aclose())


def test_fork(server):
    """A session made before a fork works on both sides, also if a lock was held at that moment."""
    subprocess.run(  # noqa: S603  # our own script
        [sys.executable, FORK, server.url], check=True, timeout=30, env=dict(os.environ)
    )

    assert len(server.connections) == 2
    assert len(server.requests) == 3


def test_building_is_cheap(provider):
    """Ten sessions cost less than one httpx client: nothing is opened before the first request."""

    def cost(make):
        begin = time.process_time()
        make()
        return time.process_time() - begin

    client = min(cost(lambda: httpx.Client().close()) for _ in range(3))
    ten = min(cost(lambda: [Session(provider("https://api.acme.test")) for _ in range(10)]) for _ in range(3))

    assert ten < client * 1.3


def _ok(_):
    return httpx.Response(200)
