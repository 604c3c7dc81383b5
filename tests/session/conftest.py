"""A provider, a server and both faces of the session, for every test here."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import stamina

from rampkit.errors import AuthenticationError
from rampkit.http import Commits, Flow, Request, Response, Token
from rampkit.http import send as sending
from rampkit.secrets import Secret
from rampkit.session import AsyncSession, Deadline, Session, SessionSettings

CANARY = "canary-9f3b"

Handler = Callable[[httpx.Request], httpx.Response]


class FakeProvider:
    """A connection whose log-in is one request to `/token`."""

    rate_limits = ()

    def __init__(self, base_url: str, *, lifetime: timedelta | None = None) -> None:
        self.name = "acme"
        self.base_url = base_url
        self.lifetime = lifetime
        self.clock: FakeClock | None = None

    def authorize(self, scope: str) -> Flow[Token]:
        """Log in."""
        parent, _, child = scope.partition(">")
        response = yield Request(
            operation="log_in",
            method="POST",
            path="/token",
            json={"scope": scope},
            scope=parent if child else None,
        )
        if not response.ok:
            raise AuthenticationError("the provider refuses our credentials", status=response.status)
        expires = self.clock.now() + self.lifetime if self.clock and self.lifetime else None
        return Token(Secret(response.json()["token"]), expires)

    def refuses_token(self, response: Response) -> bool:
        """As every provider without a word of its own."""
        return response.status == 401

    def sign(self, request: Request, token: Token) -> Request:
        """Add the token."""
        return request.with_headers({"authorization": f"Bearer {token.secret.reveal()}"})


@dataclass
class FakeClock:
    """Stands still until told otherwise."""

    moment: datetime = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    seconds: float = 1000.0

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def monotonic(self) -> float:
        """The seconds it shows."""
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass."""
        self.moment += timedelta(seconds=seconds)
        self.seconds += seconds


class SyncFace:
    """A `Session` as the tests drive it."""

    def __init__(self, provider: Any, settings: SessionSettings) -> None:
        self.session = Session(provider, settings=settings)

    def run(self, flow: Flow[Any], **options: Any) -> Any:
        """Drive a flow."""
        return self.session.run(flow, **options)

    def send(self, request: Request, deadline: Deadline | None = None) -> Response:
        """Send one request."""
        return self.session.send(request, deadline=deadline or Deadline.after(10))

    def crowd(self, count: int, make: Callable[[], Request], *, timeout: float = 20) -> list[Any]:
        """What *count* threads get that all start at once."""
        start, results = threading.Barrier(count), [None] * count

        def work(index: int) -> None:
            start.wait()
            try:
                results[index] = self.run(sending(make()), timeout=timeout)
            except Exception as error:  # noqa: BLE001  # the test judges it
                results[index] = error

        threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def close(self) -> None:
        """Close the session."""
        self.session.close()


class AsyncFace:
    """An `AsyncSession` as the tests drive it, in an event loop of its own."""

    def __init__(self, provider: Any, settings: SessionSettings) -> None:
        self.runner = asyncio.Runner()
        self.session = AsyncSession(provider, settings=settings)

    def run(self, flow: Flow[Any], **options: Any) -> Any:
        """Drive a flow."""
        return self.runner.run(self.session.run(flow, **options))

    def send(self, request: Request, deadline: Deadline | None = None) -> Response:
        """Send one request."""
        return self.runner.run(self.session.send(request, deadline=deadline or Deadline.after(10)))

    def crowd(self, count: int, make: Callable[[], Request], *, timeout: float = 20) -> list[Any]:
        """What *count* tasks get that all start at once."""

        async def together() -> list[Any]:
            calls = (self.session.run(sending(make()), timeout=timeout) for _ in range(count))
            return await asyncio.gather(*calls, return_exceptions=True)

        return self.runner.run(together())

    def close(self) -> None:
        """Close the session."""
        with closing(self.runner):
            self.runner.run(self.session.aclose())


Connect = Callable[..., Any]


@pytest.fixture(params=[SyncFace, AsyncFace], ids=["sync", "async"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Makes a session of either kind; it is closed after the test."""
    with ExitStack() as stack:

        def make(target: Any, **settings: Any) -> Any:
            provider = FakeProvider(target) if isinstance(target, str) else target
            face = request.param(provider, SessionSettings(**settings))
            stack.callback(face.close)
            return face

        yield make


@pytest.fixture
def answering(connect: Connect) -> Connect:
    """Makes a session of either kind whose answers come from a function."""

    def make(handler: Handler, **settings: Any) -> Any:
        provider = settings.pop("provider", None) or FakeProvider("https://api.acme.test/v1")
        return connect(provider, transport=httpx.MockTransport(handler), **settings)

    return make


@pytest.fixture
def no_waits() -> Iterator[None]:
    """Repeats follow each other at once."""
    with stamina.set_testing(True, attempts=3):
        yield


@dataclass
class Server:
    """A well-behaved HTTP server on loopback."""

    answers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    status: int = 200
    requests: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that answers as its fields say and keeps what it got."""
    state = Server()

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def do_GET(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", "0")))
            state.connections.add(self.client_address)
            state.requests.append((self.command, self.path, dict(self.headers), content))
            self.send_response(state.status)
            for name, value in state.answers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        do_POST = do_GET  # noqa: N815  # the name http.server looks for

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{http.server_address[1]}"
        yield state
        http.shutdown()
        thread.join()


class Wishes:
    """The requests that tests send, by what they leave behind."""

    canary = CANARY

    @staticmethod
    def get(path: str = "/quote", **fields: Any) -> Request:
        """Leaves nothing behind."""
        return Request(operation="get_quote", path=path, **fields)

    @staticmethod
    def record(**fields: Any) -> Request:
        """Leaves a record behind."""
        return _post("create_customer", "/customers", Commits.RECORD, fields)

    @staticmethod
    def order(**fields: Any) -> Request:
        """Can move money."""
        return _post("create_order", "/orders", Commits.ORDER, fields)


def _post(operation: str, path: str, commits: Commits, fields: Mapping[str, Any]) -> Request:
    return Request(operation=operation, method="POST", path=path, commits=commits, **fields)


@pytest.fixture
def wish() -> type[Wishes]:
    """The requests that tests send."""
    return Wishes


@pytest.fixture
def provider() -> type[FakeProvider]:
    """Makes connections."""
    return FakeProvider


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()
