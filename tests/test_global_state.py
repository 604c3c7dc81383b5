"""Importing and using rampkit leaves the rest of the process as it was."""

from __future__ import annotations

import asyncio
import decimal
import json
import locale
import logging
import os
import random
import socket
import subprocess
import sys
import threading
import warnings
from typing import Any

import pytest
import stamina
import structlog

from rampkit import Amount, AsyncRouter, ConfigurationError, MemoryJournal, Pair, QuoteRequest, Router
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

REQUEST = QuoteRequest(pair=Pair("BRL", "USDC_BASE"), amount=Amount("500", "BRL"), country="BR")


def in_a_new_process(code: str) -> Any:
    """What *code*, run in an interpreter of its own, prints as JSON."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)  # noqa: S603
    assert done.stderr == ""
    return json.loads(done.stdout)


LOADED = """
import json, sys
{code}
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}} | set(sys.modules))))
"""
HEAVY = {
    *("httpx", "httpcore", "h11", "ssl", "asyncio", "stamina", "structlog", "pydantic"),
    *("rampkit_gnosis", "rampkit_ripio", "rampkit.sandbox", "rampkit.testing", "rampkit.cli"),
    *("starlette", "uvicorn", "jsonschema", "typer", "rich", "sqlite3", "sqlalchemy", "Crypto"),
    *("stdnum", "clabe", "base58"),
}


def test_import_is_light():
    """`import rampkit` loads nothing but itself."""
    loaded = set(in_a_new_process(LOADED.format(code="import rampkit")))

    assert loaded & HEAVY == set()


def test_router_loads_only_what_it_needs():
    """A router needs no adapter, sandbox, command line or database."""
    loaded = set(in_a_new_process(LOADED.format(code="from rampkit import Router, MemoryJournal")))
    needed = {"httpx", "httpcore", "h11", "ssl", "asyncio", "stamina", "structlog", "pydantic", "Crypto"}

    assert loaded & (HEAVY - needed) == set()


def test_what_was_loaded_is_seen():
    """The two tests above could fail."""
    loaded = set(in_a_new_process(LOADED.format(code="import rampkit.sandbox, rampkit_gnosis")))

    assert {"rampkit.sandbox", "starlette", "rampkit_gnosis", "pydantic"} <= loaded


def test_import_uses_no_network_and_prints_nothing():
    """Every public name is loaded without a socket, a name lookup or a word."""
    answer = in_a_new_process(
        """
import json, sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname"}:
        raise AssertionError(event)

sys.addaudithook(refuse)
import rampkit
for name in rampkit.__all__:
    getattr(rampkit, name)
print(json.dumps(len(rampkit.__all__)))
"""
    )

    assert answer > 0


def process_state() -> dict[str, Any]:
    """Whatever a library could change behind an application's back."""
    root = logging.getLogger()
    return {
        "root logger": (root.level, tuple(root.handlers), tuple(root.filters), logging.raiseExceptions),
        "logger class": logging.getLoggerClass(),
        "last resort": logging.lastResort,
        "structlog": structlog.get_config(),
        "structlog configured": structlog.is_configured(),
        "stamina": (stamina.is_active(), stamina.is_testing()),
        "stamina hooks": stamina.instrumentation.get_on_retry_hooks(),
        "warnings": (tuple(warnings.filters), warnings.showwarning),
        "random": random.getstate(),
        "decimal": repr(decimal.getcontext()),
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109  # the process's, not a path
        "locale": locale.setlocale(locale.LC_ALL),
        "excepthook": sys.excepthook,
        "default timeout": socket.getdefaulttimeout(),
        "recursion limit": sys.getrecursionlimit(),
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of what differs."""
    return [name for name, value in before.items() if after[name] != value]


@pytest.fixture
def ramps(sandbox):
    """Connections to two providers of the sandbox."""
    return [GnosisProvider(**sandbox.options("gnosis")), RipioProvider(**sandbox.options("ripio-br"))]


def test_use_changes_nothing(ramps, sandbox_settings):
    """Quotes, an intent that nobody takes, and the same awaited leave no trace in the process."""

    async def awaited() -> int:
        async with AsyncRouter(ramps, settings=sandbox_settings) as router:
            return len((await router.quotes(REQUEST)).quotes)

    before = process_state()
    with Router(ramps, journal=MemoryJournal(), settings=sandbox_settings) as router:
        offers = len(router.quotes(REQUEST).quotes)
    again = asyncio.run(awaited())

    assert changed(before, process_state()) == []
    assert offers == again > 0


def test_changes_are_seen(monkeypatch):
    """The test above could fail."""
    before = process_state()
    monkeypatch.setenv("RAMPKIT_TRACE", "1")
    with decimal.localcontext() as context, warnings.catch_warnings():
        context.prec = 5
        warnings.simplefilter("ignore")
        after = process_state()

    assert changed(before, after) == ["warnings", "decimal", "environment"]


def test_import_changes_nothing():
    """Importing every public name leaves the process's settings alone."""
    code = """
import decimal, json, locale, logging, os, random, sys, warnings

def state():
    root = logging.getLogger()
    return [root.level, len(root.handlers), str(random.getstate()), repr(decimal.getcontext()),
            dict(os.environ), locale.setlocale(locale.LC_ALL), len(warnings.filters), str(sys.excepthook)]

import pydantic, httpx, stamina, structlog  # what these do is not ours
before = state()
import rampkit
for name in rampkit.__all__:
    getattr(rampkit, name)
print(json.dumps([before == state(), structlog.is_configured(), logging.getLogger("rampkit").level]))
"""

    assert in_a_new_process(code) == [True, False, logging.NOTSET]


def test_silent_until_logging_is_configured():
    """A refusal and a repeat print nothing in a program that has configured nothing."""
    code = """
import json
import httpx
import stamina.instrumentation
from rampkit import SessionSettings
from rampkit.errors import RampError
from rampkit.http import Request, send
from rampkit.session import Session

class Provider:
    name = "acme"
    base_url = "https://api.acme.test"
    rate_limits = ()

# stamina's own line is stamina's and structlog's to configure, process-wide: see docs/how-to/logging.md
stamina.instrumentation.set_on_retry_hooks([])
transport = httpx.MockTransport(lambda request: httpx.Response(503))
settings = SessionSettings(transport=transport, random=lambda: 0.0, timeout=2, attempts=2)
with Session(Provider(), settings=settings) as session:
    status = session.run(send(Request(operation="get_quote", path="/quote"))).status
print(json.dumps(status))
"""

    assert in_a_new_process(code) == 503


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fork_after_use(ramps, sandbox_settings):
    """A router that was used before a fork works on both sides of it."""
    with Router(ramps, settings=sandbox_settings) as router:
        offers = len(router.quotes(REQUEST).quotes)
        child = os.fork()
        if child == 0:
            # Nothing of the test runner's may run on in the child, whatever happens.
            try:
                same = len(router.quotes(REQUEST, timeout=20).quotes) == offers
                os._exit(0 if same else 1)
            finally:
                os._exit(2)
        _, status = os.waitpid(child, 0)

        assert os.waitstatus_to_exitcode(status) == 0
        assert len(router.quotes(REQUEST).quotes) == offers > 0


def test_second_event_loop(ramps, sandbox_settings):
    """An `AsyncRouter` used in a second event loop says what to do instead of failing strangely."""
    router = AsyncRouter([ramps[0]], settings=sandbox_settings)
    with asyncio.Runner() as first:
        assert first.run(router.quote(REQUEST)).connection == "gnosis"
        with pytest.raises(ConfigurationError, match="make a new one in each event loop"):
            _in_another_loop(router)
        first.run(router.aclose())


def _in_another_loop(router: AsyncRouter) -> None:
    problem: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(router.quote(REQUEST))
        except BaseException as error:  # noqa: BLE001  # raised in the test's own thread
            problem.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    for error in problem:
        raise error


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.com"])
def test_the_suite_stays_here(host):
    """No test of this project can reach another machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as reaching, pytest.raises(BaseException, match="stay on this machine"):
        reaching.connect((host, 443))
    with pytest.raises(BaseException, match="stay on this machine"):
        socket.getaddrinfo(host, 443)
