"""Cancelling calls."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from rampkit.http import Token, send
from rampkit.sandbox.hostile import HostileServer
from rampkit.secrets import Secret
from rampkit.session import AsyncSession, SessionSettings

STEPS = range(61)


async def steps(count):
    """Let the event loop turn *count* times."""
    for _ in range(count):
        await asyncio.sleep(0)


async def cancel_after(session, request, *, step, crowd):
    """Start *crowd* calls, cancel them all after *step* turns of the loop."""
    calls = [asyncio.create_task(session.run(send(request), timeout=5)) for _ in range(crowd)]
    await steps(step)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


def test_pool_survives(server, wish, provider):
    """Whenever calls are cancelled, alone or in a crowd that waits for connections, later calls work."""

    async def sweep():
        for step in STEPS:
            async with AsyncSession(
                provider(server.url), settings=SessionSettings(max_connections=2)
            ) as session:
                for _ in range(2):
                    await cancel_after(session, wish.get(), step=step, crowd=4)
                response = await session.run(send(wish.get()), timeout=5)
                assert response.status == 200
            assert session._tasks == set()

    asyncio.run(sweep())


def test_every_exchange_ends(server, wish, provider):
    """A request whose caller was cancelled is still sent, and its answer read, before the session closes."""

    async def sweep():
        async with AsyncSession(provider(server.url)) as session:
            for step in STEPS:
                await cancel_after(session, wish.record(), step=step, crowd=1)

    asyncio.run(sweep())

    # With 0 turns the call has not begun; from the first one on nothing stops it.
    assert len(server.requests) == len(STEPS) - 1


def test_cancelled_wait_is_short(wish, provider):
    """The caller itself does not wait for the exchange; closing does, until its deadline."""

    async def hurry(url):
        loop = asyncio.get_running_loop()
        session = AsyncSession(provider(url), settings=SessionSettings(attempts=1))
        begin = loop.time()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(session.run(send(wish.get()), timeout=0.3), 0.05)
        left = loop.time()
        await session.aclose()
        return left - begin, loop.time() - begin

    with HostileServer("hang") as server:
        cancelled, closed = asyncio.run(hurry(server.url))

    assert cancelled < 0.2
    assert 0.28 < closed < 0.4


def test_cancelled_log_in_spoils_nothing(wish, provider):
    """Who waits for a token gets it although the caller that asked for it was cancelled."""
    logins = 0

    async def answer(request):
        nonlocal logins
        await steps(5)
        logins += request.url.path == "/token"
        return httpx.Response(200, json={"token": "t"})

    async def sweep(step):
        settings = SessionSettings(transport=httpx.MockTransport(answer))
        async with AsyncSession(provider("https://api.acme.test"), settings=settings) as session:
            leader = asyncio.create_task(session.run(send(wish.get(scope="project"))))
            await steps(1)
            others = [asyncio.create_task(session.run(send(wish.get(scope="project")))) for _ in range(5)]
            await steps(step)
            leader.cancel()
            responses = await asyncio.gather(*others)
            assert {response.status for response in responses} == {200}

    for step in range(20):
        asyncio.run(sweep(step))

    assert logins == 20


def test_follower_elects_a_new_leader(wish, provider):
    """A log-in that is itself torn down is made again by somebody who waits for it."""
    begun = []

    class Slow(provider):
        def authorize(self, scope):
            begun.append(scope)
            yield wish.get("/token")
            return Token(Secret("t"))

    async def answer(request):
        if request.url.path == "/token" and len(begun) == 1:
            await asyncio.Event().wait()
        return httpx.Response(200)

    async def scene():
        settings = SessionSettings(transport=httpx.MockTransport(answer))
        async with AsyncSession(Slow("https://api.acme.test"), settings=settings) as session:
            calls = [asyncio.create_task(session.run(send(wish.get(scope="project")))) for _ in range(5)]
            await steps(5)
            for task in list(session._tasks):
                task.cancel()
            return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(scene())

    assert [getattr(result, "status", type(result)) for result in results] == [
        asyncio.CancelledError,
        *[200] * 4,
    ]
    assert len(begun) == 2
