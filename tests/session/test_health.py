"""What a session tells and heeds about its connection's health, in both faces."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import timedelta

import httpx
import pytest
import stamina

from rampkit.capabilities import CallKind, RateLimit
from rampkit.errors import BadResponseError, RampError, RateLimitedError
from rampkit.http import send as sending
from rampkit.session import AsyncSession, Deadline, Session, SessionSettings

READS, ORDERS = CallKind.READS, CallKind.ORDERS


class Answers:
    """Always the same answer, or the same failure; may take its time."""

    def __init__(self, outcome, clock, *, after=0.0, **options):
        self.outcome, self.clock, self.after, self.options = outcome, clock, after, options
        self.times = []

    def __call__(self, request):
        self.clock.advance(self.after)
        self.times.append(self.clock.monotonic())
        if isinstance(self.outcome, int):
            return httpx.Response(self.outcome, **self.options)
        raise self.outcome("", request=request)


def calls(face, request, count, *, timeout=20):
    """Make *count* calls; how they end is not the question."""
    for _ in range(count):
        with contextlib.suppress(RampError):
            face.send(request, Deadline.after(timeout, face.session._channel.settings.clock))


def admits(face, kind):
    """Whether a router would let a call of this kind through."""
    return face.session._channel._health.admits(kind)


@pytest.mark.parametrize("outcome", [500, 503, httpx.ConnectError, httpx.ReadError, httpx.ReadTimeout])
def test_the_providers_faults_open_the_breaker(answering, wish, clock, outcome):
    """Five calls that fail by its doing are enough."""
    face = answering(Answers(outcome, clock), clock=clock)
    calls(face, wish.order(), 4)
    assert admits(face, ORDERS)

    calls(face, wish.order(), 1)
    assert not admits(face, ORDERS)


@pytest.mark.parametrize("outcome", [200, 400, 401, 404, 409, 422, 429])
def test_refusals_open_nothing(answering, wish, clock, outcome):
    """A provider that says no is there."""
    face = answering(Answers(outcome, clock), clock=clock)
    calls(face, wish.order(), 30)

    assert admits(face, ORDERS)


@pytest.mark.parametrize(("timeout", "admitted"), [(2, True), (6, False)])
def test_only_silence_that_lasted_counts(answering, wish, clock, timeout, admitted):
    """A caller in a hurry says nothing about the provider."""
    face = answering(Answers(httpx.ReadTimeout, clock, after=timeout), clock=clock)
    calls(face, wish.order(), 10, timeout=timeout)

    assert admits(face, ORDERS) is admitted


@pytest.mark.parametrize(("status", "admitted"), [(200, False), (404, True)])
def test_an_answer_that_cannot_be_read_is_a_fault(answering, wish, clock, status, admitted):
    """A page where JSON was due opens the breaker although its status is fine; a refusal never does."""
    face = answering(Answers(status, clock, html="<html>maintenance</html>"), clock=clock)

    def flow():
        response = yield wish.get()
        return response.json()

    for _ in range(5):
        with pytest.raises(BadResponseError):
            face.run(flow())

    assert admits(face, READS) is admitted


def test_a_log_in_that_fails_is_a_fault_of_every_call_that_needs_it(answering, wish, clock):
    """Orders that cannot be sent for want of a token are not sent elsewhere for long either."""
    face = answering(Answers(httpx.ConnectError, clock), clock=clock, attempts=1)
    calls(face, wish.order(scope="project"), 5)

    assert not admits(face, ORDERS)


def test_a_provider_that_asks_for_peace_gets_it(answering, wish, clock):
    """`Retry-After` lengthens the rest."""
    face = answering(Answers(503, clock, headers={"retry-after": "100"}), clock=clock)
    calls(face, wish.order(), 5)

    assert face.session._channel._health.remaining(ORDERS) == 100


def test_nothing_is_repeated_while_the_breaker_is_open(answering, wish, clock, no_waits):
    """A call that has no other place to go is made, once."""
    server = Answers(503, clock)
    face = answering(server, clock=clock)
    calls(face, wish.get(), 5)
    server.times.clear()
    calls(face, wish.get(), 10)

    assert len(server.times) == 10


def test_amplification(wish, clock, provider):
    """10,000 calls over some three hours to a provider that is down cause at most a tenth more requests."""
    server = Answers(500, clock, after=1.0)
    settings = SessionSettings(transport=httpx.MockTransport(server), clock=clock)
    with (
        stamina.set_testing(True, attempts=3),
        Session(provider("https://acme.test"), settings=settings) as s,
    ):
        for _ in range(10_000):
            s.send(wish.get(), deadline=Deadline.after(20, clock))

    assert 10_000 < len(server.times) <= 11_000


@pytest.fixture
def virtual(monkeypatch, clock):
    """Waiting takes no time: the clock is set forward."""

    async def sleep(seconds):
        clock.advance(seconds)

    monkeypatch.setattr(time, "sleep", clock.advance)
    monkeypatch.setattr(asyncio, "sleep", sleep)


def limited(provider, requests, seconds):
    """A connection with a declared rate limit."""
    made = provider("https://acme.test")
    made.rate_limits = (RateLimit(requests, timedelta(seconds=seconds), "test"),)
    return made


def test_declared_rates_are_kept(answering, wish, clock, provider, virtual):
    """Requests queue here instead of being refused there."""
    server = Answers(200, clock)
    face = answering(server, clock=clock, provider=limited(provider, 2, 1))
    calls(face, wish.get(), 5)

    assert [moment - server.times[0] for moment in server.times] == [0, 0, 1, 1, 2]


def test_a_queue_longer_than_the_deadline_is_not_joined(answering, wish, clock, provider, virtual):
    """It fails at once and provably unsent, and costs those behind it no place."""
    server = Answers(200, clock)
    face = answering(server, clock=clock, provider=limited(provider, 1, 10))
    face.send(wish.order(), Deadline.after(5, clock))
    for _ in range(3):
        with pytest.raises(RateLimitedError, match="rate limit") as caught:
            face.send(wish.order(), Deadline.after(5, clock))
        assert caught.value.not_sent
    face.send(wish.order(), Deadline.after(11, clock))

    assert [moment - server.times[0] for moment in server.times] == [0, 10]
    assert admits(face, ORDERS)


def test_a_cancelled_wait_gives_its_place_back(wish, clock, provider):
    """Whoever leaves the queue holds up nobody who comes later."""
    server = Answers(200, clock)
    settings = SessionSettings(transport=httpx.MockTransport(server), clock=clock)

    async def story():
        async with AsyncSession(limited(provider, 1, 10), settings=settings) as session:
            await session.run(sending(wish.get()))
            waiting = [asyncio.create_task(session.run(sending(wish.get()))) for _ in range(2)]
            await asyncio.sleep(0)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            return session._channel.turn(wish.get()).__enter__().take()

    assert asyncio.run(story()) == 10
