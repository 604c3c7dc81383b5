"""Calls to the emulators, recorded once and replayed by both faces.

`pytest tests/cassettes --record` records them anew, into `cassettes/`.
"""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from rampkit import AsyncSession, Session, SessionSettings
from rampkit.http import Flow, Request, Response
from rampkit.provider import RampProvider
from rampkit.sandbox import Sandbox, SandboxClock
from rampkit.session import Deadline
from rampkit.testing.cassettes import Cassettes, scan
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

ROOT = Path(__file__).parents[2] / "cassettes"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEED = 7
SOURCE = f"the emulator in rampkit's own sandbox (seed {SEED}), not from the live service"
KINDS: Mapping[str, type[RampProvider]] = {"gnosis": GnosisProvider, "ripio": RipioProvider}

PERSON = {
    "<name>": "Amélie Dávila Souza",
    "<e-mail>": "amelie.davila+ramp@example.com",
    "<tax-id>": "987-65-4329",
    "<account-number>": "90214477306",
    "<CVU>": "0100000000000000000001",
    "<CLABE>": "706180196550550552",
    "<IP-address>": "203.0.113.77",
    "<wallet>": "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--record`."""
    parser.addoption("--record", action="store_true", help="record the cassettes anew, from the sandbox")


class StandingClock:
    """Its time stands still; its seconds are the test's, of which no more than an instant passes."""

    def now(self) -> datetime:
        """The moment of every recording."""
        return NOW

    def monotonic(self) -> float:
        """The same."""
        return 0.0


SETTINGS = SessionSettings(clock=StandingClock(), attempts=1)


class SyncFace:
    """A `Session`, sending orders too: what the journal does around them is no business of a recording."""

    def __init__(self, provider: RampProvider) -> None:
        self._session = Session(provider, settings=SETTINGS)

    def send(self, request: Request) -> Response:
        """Send one request."""
        return self._session.send(request, deadline=Deadline.after(20, StandingClock()))

    def close(self) -> None:
        """Close the session."""
        self._session.close()


class AsyncFace:
    """An `AsyncSession`, in an event loop of its own."""

    def __init__(self, provider: RampProvider) -> None:
        self._runner = asyncio.Runner()
        self._session = AsyncSession(provider, settings=SETTINGS)

    def send(self, request: Request) -> Response:
        """Send one request."""
        work = self._session.send(request, deadline=Deadline.after(20, StandingClock()))
        return self._runner.run(work)

    def close(self) -> None:
        """Close the session."""
        with closing(self._runner):
            self._runner.run(self._session.aclose())


FACES = {"sync": SyncFace, "async": AsyncFace}


@dataclass(frozen=True)
class Desk:
    """Where a call is made: a connection, a way to send, and what the outside world does."""

    provider: Any
    face: SyncFace | AsyncFace
    control: Callable[..., Any]
    """Calls a control of the emulator; does nothing in a replay."""

    def run(self, flow: Flow[Any]) -> Any:
        """Drive *flow* to its value."""
        with closing(flow):
            try:
                request = next(flow)
                while True:
                    request = flow.send(self.face.send(request))
            except StopIteration as stop:
                return stop.value


Call = Callable[[Desk], Any]


class Studio:
    """Records and replays the calls of one connection: on a shelf of its provider's own, or another."""

    def __init__(self, connection: str, *, shelf: str | None = None, **options: Any) -> None:
        self.connection = connection
        self.code = connection.partition("-")[0]
        self.shelf = shelf or self.code
        self.host = f"{self.code}.sandbox.invalid"
        self._options = options
        nowhere = Sandbox(seed=SEED)
        self._at_home = nowhere.options(connection)
        self.hidden = {
            **PERSON,
            "<client-secret>": self._at_home["client_secret"],
            "<webhook-secret>": self._at_home["webhook_secrets"],
        }
        self.secret_fields = KINDS[self.code].secret_fields

    def path(self, call: Call, folder: Path = ROOT) -> Path:
        """Where the recording of *call* is."""
        return folder / self.shelf / f"{call.__name__}.yaml"

    def recorded(self, call: Call, folder: Path) -> Any:
        """What *call* returns in a new sandbox; recorded below *folder*."""
        with Sandbox(seed=SEED, clock=SandboxClock(lambda: NOW)) as sandbox:
            there = f"{sandbox.url}/{self.code}"
            cassettes = self._cassettes(folder, addresses={f"https://{self.host}": there}, record=True)
            control = lambda path, json=None: sandbox.control(self.code, path, json)  # noqa: E731
            with cassettes.use(call.__name__):
                return self._made(call, "sync", there, control)

    def replayed(self, call: Call, face: str) -> Any:
        """What *call* returns from its recording."""
        with self._cassettes(ROOT).use(call.__name__):
            return self._made(call, face, f"https://{self.host}", lambda *_, **__: None)

    def _cassettes(self, folder: Path, **settings: Any) -> Cassettes:
        return Cassettes(
            folder / self.shelf, source=SOURCE, hide=self.hidden, secret_fields=self.secret_fields, **settings
        )

    def _made(self, call: Call, face: str, address: str, control: Callable[..., Any]) -> Any:
        path = self._at_home["base_url"].partition(f"/{self.code}")[2]
        options = {**self._at_home, "base_url": address + path, **self._options, **_options_of(call)}
        provider: Any = KINDS[self.code](**options)
        with closing(FACES[face](provider)) as opened:
            return call(Desk(provider, opened, control))


def _options_of(call: Call) -> Mapping[str, Any]:
    """Settings of the connection that *call* is about."""
    return getattr(call, "options", {})


@contextmanager
def no_sockets() -> Generator[None]:
    """Any connection is a failure."""

    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("a replay opened a connection")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(f"socket.socket.{name}", refused)
        patch.setattr("socket.getaddrinfo", refused)
        yield


@pytest.fixture
def offline() -> Generator[None]:
    """Nothing can be connected to."""
    with no_sockets():
        yield


@pytest.fixture
def make_studio() -> type[Studio]:
    """Makes a studio for a connection."""
    return Studio


@pytest.fixture
def recording_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where to record: a folder of the test, with `--record` the one that is kept."""
    return ROOT if request.config.getoption("--record", default=False) else tmp_path


@pytest.fixture
def kept() -> Path:
    """The recordings that are kept."""
    return ROOT


@pytest.fixture
def findings() -> Callable[[Studio, Call], Any]:
    """What is wrong with a recording."""

    def look(studio: Studio, call: Call) -> Any:
        return scan(
            studio.path(call), hosts=[studio.host], hide=studio.hidden, secret_fields=studio.secret_fields
        )

    return look


@pytest.fixture
def recorded_calls() -> Callable[[Studio, tuple[Call, ...]], tuple[set[str], set[str]]]:
    """The methods of a provider without a recording, and the recordings without a call."""

    def compare(studio: Studio, calls: tuple[Call, ...]) -> tuple[set[str], set[str]]:
        names = {call.__name__ for call in calls}
        return _flows(KINDS[studio.code]) - names, {file.stem for file in _kept_by(studio)} - names

    return compare


def _kept_by(studio: Studio) -> list[Path]:
    return list((ROOT / studio.shelf).iterdir())


def _flows(kind: type[RampProvider]) -> set[str]:
    """Every public method of *kind* that sends something, but the log-in, which most others begin with."""
    names = {name for name in dir(kind) if not name.startswith("_")} - {"authorize"}
    offered = {name for name in names if getattr(kind, name) is not getattr(RampProvider, name, None)}
    return {name for name in offered if _returns_a_flow(getattr(kind, name))}


def _returns_a_flow(member: Any) -> bool:
    return str(getattr(member, "__annotations__", {}).get("return", "")).startswith("Flow[")


def _spelled(text: str) -> dict[str, str]:
    """*text* in every encoding that a leak can come in."""
    data = text.encode()
    shifted = {f"base64, {n} before": b64encode(b"id:"[:n] + data + b"!").decode() for n in range(4)}
    return {
        "plain": text,
        "shouted": text.upper(),
        "percent": quote(text, safe=""),
        "percent, lower case": re.sub("%..", lambda code: code[0].lower(), quote(text, safe="")),
        "percent, twice": quote(quote(text, safe=""), safe=""),
        "form": quote_plus(text),
        "json": json.dumps(text)[1:-1],
        "json, slashes escaped": json.dumps(text)[1:-1].replace("/", r"\/"),
        "json in json": json.dumps(json.dumps(text))[3:-3],
        "base64": b64encode(data).decode(),
        "base64, for addresses": urlsafe_b64encode(data).decode().rstrip("="),
        "hex": data.hex(),
        "hex, shouted": data.hex().upper(),
        **shifted,
    }


@pytest.fixture
def spelled() -> Callable[[str], dict[str, str]]:
    """Writes a text in every encoding."""
    return _spelled
