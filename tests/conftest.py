"""For every test: no network but loopback, no waiting between repeats, and a sandbox to talk to."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import stamina

from rampkit import SessionSettings, registry
from rampkit.saga import settling
from rampkit.sandbox import Sandbox, SandboxClock, installed

sys.path.insert(0, str(Path(__file__).parent))
from postgresql import server

NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
"""The present of every sandbox that a test gets from here."""


class NetworkUsedError(BaseException):
    """A test tried to leave this machine. Not an `Exception`, so that no `except` of ours can hide it."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests stay until the end: looking for garbage among them is a tenth of the whole time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Generator[None]:
    """Sockets reach this machine only, and names of other machines are not looked up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket.socket, "sendto", _guarded(socket.socket.sendto, address=-1))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


@pytest.fixture(autouse=True, scope="session")
def no_waiting() -> Generator[None]:
    """Repeats follow each other at once; how many there are stays as it is."""
    with stamina.set_testing(True, attempts=_ALL, cap=True):
        yield


# More than any session makes; `cap` keeps the smaller of this and what the code asks for.
_ALL = 100


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in doubt is looked into as often as ever, at once."""
    monkeypatch.setattr(settling, "_WAITS", (0.0,) * len(settling._WAITS))


@pytest.fixture(autouse=True, scope="session")
def installed_once() -> Generator[None]:
    """Every package is asked once what it offers, not by each of a thousand sandboxes and routers."""
    with pytest.MonkeyPatch.context() as patch:
        for asking in (installed, registry):
            patch.setattr(asking, "entry_points", lambda group: _offered(group, tuple(sys.path)))
        yield


@cache
def _offered(group: str, _path: tuple[str, ...]) -> Any:
    return entry_points(group=group)


@pytest.fixture
def memory_disk() -> Generator[Path]:
    """A folder for files that cost nothing: in memory, where the system has a place for that."""
    shared = Path("/dev/shm")  # noqa: S108  # each test gets a folder of its own there
    with TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgresql() -> Generator[Callable[[], str] | None]:
    """Makes URLs of empty places in a PostgreSQL of this session's; None where the system has none."""
    with server() as new_place:
        yield new_place


@pytest.fixture
def places(postgresql: Callable[[], str] | None) -> Callable[[], str]:
    """The same, for tests that cannot do without."""
    if postgresql is None:
        pytest.skip("no PostgreSQL server is installed here (Debian: apt-get install postgresql)")
    return postgresql


@pytest.fixture
def sandbox() -> Generator[Sandbox]:
    """Every installed emulator on loopback, in a world whose time stands still until advanced."""
    with Sandbox(clock=SandboxClock(lambda: NOW)) as sandbox:
        yield sandbox


@dataclass(frozen=True)
class SandboxTime:
    """The sandbox's time, for the client: both sides agree on what has expired."""

    clock: SandboxClock

    def now(self) -> datetime:
        """The sandbox's present."""
        return self.clock.now()

    def monotonic(self) -> float:
        """Real seconds: deadlines are not part of the sandbox's world."""
        return time.monotonic()


@pytest.fixture
def sandbox_settings(sandbox: Sandbox) -> SessionSettings:
    """Settings of a session or router that lives in the sandbox's time."""
    return SessionSettings(clock=SandboxTime(sandbox.world.clock))


def _guarded(method: Any, *, address: int = 0) -> Any:
    def checked(self: socket.socket, *arguments: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _require_loopback(arguments[address][0])
        return method(self, *arguments)

    return checked


def _guarded_lookup(method: Any) -> Any:
    def checked(host: Any, *arguments: Any, **options: Any) -> Any:
        _require_loopback(host)
        return method(host, *arguments, **options)

    return checked


def _require_loopback(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    # RFC 6761: names below `invalid` and `test` never resolve; asking for one is how a dead host is played.
    if name in {None, "", "localhost"} or str(name).endswith((".invalid", ".test")):
        return
    try:
        local = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        local = False
    if not local:
        raise NetworkUsedError(f"tests stay on this machine; one tried to reach {name}")
