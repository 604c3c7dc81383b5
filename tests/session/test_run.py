"""Driving flows."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from rampkit.errors import AnswerLostError, ConfigurationError, InvalidInputError, NotFoundError
from rampkit.http import Commits, Request, done, send
from rampkit.session import SessionSettings


def ok(_):
    """An empty object."""
    return httpx.Response(200, json={})


def test_value_of_a_flow(answering, wish):
    """A flow gets one response per request, and its value is what the call returns."""

    def two():
        first = yield wish.get("/a")
        second = yield wish.get("/b")
        return first.json()["path"] + second.json()["path"]

    assert (
        answering(lambda request: httpx.Response(200, json={"path": request.url.path})).run(two())
        == "/v1/a/v1/b"
    )


def test_flow_without_requests(answering):
    """A flow that asks nobody needs no network."""
    assert answering(ok).run(done(7)) == 7


def test_a_flow_runs_once(answering):
    """Run again it would end at once, in None, as if that had been the provider's answer."""
    session = answering(ok)
    flow = done(7)
    session.run(flow)

    with pytest.raises(InvalidInputError, match="was run before"):
        session.run(flow)


def test_response_values(answering, wish, clock):
    """Header names come in lower case, repeated headers joined, and the time is when the request left."""
    headers = [("X-Request-Id", "r1"), ("Via", "a"), ("via", "b")]
    face = answering(lambda _: httpx.Response(404, headers=headers, content=b"no"), clock=clock)
    response = face.run(send(wish.get()))

    assert response.status == 404
    assert response.headers["x-request-id"] == "r1"
    assert response.headers["via"] == "a, b"
    assert response.body == b"no"
    assert response.sent_at == datetime(2026, 1, 15, 10, 0, tzinfo=UTC)


def test_errors_are_thrown_into_the_flow(answering, wish):
    """A flow may deal with a lost answer itself."""

    def fail(request):
        raise httpx.ReadError("", request=request)

    def patient():
        try:
            yield wish.get(once=True)
        except AnswerLostError:
            return "dealt with"

    assert answering(fail).run(patient()) == "dealt with"


def test_errors_of_the_flow_leave_as_they_are(answering, wish):
    """What an adapter raises reaches the caller."""

    def refused():
        yield wish.get()
        raise NotFoundError("no such order")

    with pytest.raises(NotFoundError):
        answering(ok).run(refused())


@pytest.mark.parametrize("first", [Commits.NOTHING, Commits.ORDER])
def test_orders_are_refused(first, answering, wish):
    """A flow cannot send an order past the journal; it is closed, and the message tells the way."""
    closed, sent = [], []

    def sneaky():
        try:
            if first is Commits.NOTHING:
                yield wish.get()
            yield wish.order()
        finally:
            closed.append(True)

    with pytest.raises(ConfigurationError, match=r"router\.create_intent"):
        answering(lambda request: sent.append(request.url.path) or ok(request)).run(sneaky())

    assert closed == [True]
    assert "/v1/orders" not in sent


def test_flow_is_closed_after_a_failure(answering):
    """A flow's `finally` runs before the error reaches the caller."""
    closed = []

    def flow():
        try:
            yield Request(operation="read", path="no-slash")
        finally:
            closed.append(True)

    with pytest.raises(InvalidInputError):
        answering(ok).run(flow())

    assert closed == [True]


@pytest.mark.parametrize("seconds", [float("nan"), float("inf")])
def test_timeout_is_a_number(seconds, answering, wish):
    """A time that cannot be waited for is the caller's mistake."""
    with pytest.raises(InvalidInputError, match="timeout"):
        answering(ok).run(send(wish.get()), timeout=seconds)


@pytest.mark.parametrize("name", ["timeout", "attempts", "max_body_bytes", "max_connections", "max_tokens"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_settings_are_checked(name, value):
    """A setting that cannot be meant is named."""
    with pytest.raises(ConfigurationError, match=name):
        SessionSettings(**{name: value})
