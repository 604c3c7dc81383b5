"""What each exception of httpx means."""

from __future__ import annotations

import inspect

import httpx
import pytest

from rampkit.errors import AnswerLostError, BadResponseError, ConfigurationError, NotSentError
from rampkit.session.failures import MEANINGS

PROOFS = {
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
}


def exceptions():
    """Every exception class that httpx exports."""
    return [item for item in vars(httpx).values() if inspect.isclass(item) and issubclass(item, Exception)]


@pytest.mark.parametrize("kind", exceptions(), ids=lambda kind: kind.__name__)
def test_every_exception_has_a_row(kind):
    """A new exception of httpx is noticed, and only the proven ones say that nothing was sent."""
    assert MEANINGS[kind] is (NotSentError if kind in PROOFS else AnswerLostError)


def made(kind):
    """An exception of *kind*."""
    request = httpx.Request("GET", "https://api.acme.test", headers={"authorization": "Bearer canary"})
    if kind is httpx.HTTPStatusError:
        return kind("", request=request, response=httpx.Response(500))
    if issubclass(kind, httpx.RequestError):
        return kind("", request=request)
    return kind() if issubclass(kind, httpx.StreamError) and kind is not httpx.StreamError else kind("")


@pytest.mark.parametrize(
    "kind", [*exceptions(), OSError, RuntimeError, UnicodeError], ids=lambda kind: kind.__name__
)
def test_every_exception_is_translated(kind, answering, wish):
    """What the transport raises leaves as an error of ours that refers to nothing of httpx's."""

    def fail(_):
        raise made(kind)

    with pytest.raises((NotSentError, AnswerLostError)) as caught:
        answering(fail).send(wish.order())

    assert type(caught.value) is MEANINGS.get(kind, AnswerLostError)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_tests_see_their_own_mistakes(answering, wish):
    """What is no failure of an exchange passes through: a broken assertion in a stubbed transport."""

    def fail(_):
        raise AssertionError

    with pytest.raises(AssertionError):
        answering(fail).send(wish.get())


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-encoding": "br"}, b"x"),
        ({"content-encoding": "gzip"}, b"not gzip"),
        ({}, b"x" * 1001),
    ],
)
def test_unreadable_bodies(headers, body, answering, wish):
    """A body that is too large or cannot be decompressed is a bad answer."""

    def answer(_):
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(body))

    with pytest.raises(BadResponseError) as caught:
        answering(answer, max_body_bytes=1000).send(wish.get())

    assert caught.value.operation == "get_quote"


def test_foreign_httpx(connect, wish, monkeypatch):
    """A future httpx that is built differently is refused rather than used without a deadline."""
    for kind in (httpx.HTTPTransport, httpx.AsyncHTTPTransport):
        monkeypatch.setattr(kind, "__init__", lambda self, **_: setattr(self, "close", lambda: None))
    with pytest.raises(ConfigurationError, match="install one that rampkit supports"):
        connect("http://127.0.0.1:9").send(wish.get())
