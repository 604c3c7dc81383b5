"""Planted secrets and personal data, and everything a program can say about them.

What the application is meant to get (`Intent.actions`, `.raw`, the fields of a model, `provider_message`) it
gets. What is watched is everything that ends up elsewhere by itself: log records, exceptions with the local
variables of their frames, `repr`, pickles, and what the command line prints.
"""

from __future__ import annotations

import asyncio
import inspect
import io
import json
import logging
import pickle
import signal
import traceback
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

import pytest
import structlog

from rampkit import AsyncRouter, MemoryJournal, Router
from rampkit.http import Token
from rampkit.session import network
from rampkit.session.attempt import Attempt
from rampkit.session.tokens import TokenStore
from rampkit.testing.disguise import Disguise
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

KINDS = {"gnosis": GnosisProvider, "ripio": RipioProvider}
OURS = ("rampkit", "httpx", "httpcore", "stamina", "tenacity", "asyncio", "vcr", "structlog", "h11", "anyio")
HERE = Path(__file__).parent
NOT_CUSTOMER_CODE = ("/rampkit/sandbox/", "/emulator/")

PERSON = {
    "name": "Amélie Dávila Canary",
    "email": "amelie.davila@canary.example",
    "tax_id": "987-65-4329",
    "account": "90214477306",
    "clabe": "706180196550550552",
    "birthday": "1987-11-23",
    "street": "Rua Canary 7715",
    "phone": "+5511977158823",
    "merchant_code": "qr-canary-90",
    "ip_address": "203.0.113.77",
    "browser": "CanaryBrowser/77.5",
    "wallet": "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32",
    "redirect": "https://app.example/back?session=redirect-canary-5521",
}
WEBHOOK_SECRET = "webhook-canary-93af17"
WRONG_SECRET = "wrong-secret-canary-77aa"
TOKEN = "token-canary-4471d0"


class Watch:
    """Hears every log record down to DEBUG, knows what is planted, and looks for it."""

    def __init__(self) -> None:
        self.planted = {f"<{name}>": text for name, text in PERSON.items()}
        self.planted |= {
            "<webhook secret>": WEBHOOK_SECRET,
            "<wrong secret>": WRONG_SECRET,
            "<told token>": TOKEN,
        }
        self._found_in = cache(Disguise(self.planted).found_in)
        self.log = io.StringIO()

    def plant(self, name: str, text: str) -> None:
        """Look for *text* too."""
        self.planted[f"<{name}>"] = text
        self._found_in = cache(Disguise(self.planted).found_in)

    def found_in(self, text: str) -> list[str]:
        """What is planted and was found in *text*, in any encoding."""
        return sorted(self._found_in(text))

    def found_in_log(self) -> list[str]:
        """What the log tells, with the lines that tell it."""
        if not self.found_in(self.log.getvalue()):
            return []
        lines = self.log.getvalue().splitlines()
        return [f"{what}: {line[:300]}" for line in lines for what in self.found_in(line)]

    def found_in_error(self, error: BaseException) -> list[str]:
        """What an exception tells, and where it tells it."""
        return [f"{what}: {where}" for where, text in said_by(error) for what in self.found_in(text)]

    def found_in_values(self, *values: Any) -> list[str]:
        """What the `repr`, `str` and pickles of *values* tell; a pickle may be refused instead."""
        found = []
        for value in values:
            shown = (repr(value), str(value), f"{value}", repr([value]), repr({"v": value}))
            found += [f"{what}: repr of {type(value)}" for text in shown for what in self.found_in(text)]
        return found

    def found_in_pickle(self, value: Any) -> list[str]:
        """What a pickle of *value* tells; it may be refused instead."""
        try:
            data = pickle.dumps(value)
        except (TypeError, AttributeError, pickle.PicklingError) as refused:
            return self.found_in_error(refused)
        return self.found_in(data.decode("latin-1")) + self.found_in(data.decode("utf-8", "replace"))


def said_by(error: BaseException | None, seen: frozenset[int] = frozenset()) -> Iterator[tuple[str, str]]:
    """Everything that *error* says, and where: texts, attributes, causes, the variables of each frame."""
    if error is None or id(error) in seen:
        return
    kind, seen = type(error).__name__, seen | {id(error)}
    shown = {name: value for name, value in vars(error).items() if name != "_provider_message"}
    yield f"{kind}, text", repr((str(error), repr(error), error.args, getattr(error, "__notes__", ())))
    yield f"{kind}, attributes", repr(shown)
    yield f"{kind}, report", "".join(traceback.TracebackException.from_exception(error).format())
    yield f"{kind}, pickle", _pickled(error)
    yield f"{kind}, structlog", _as_structlog_does(error)
    for place, variables in _frames(error.__traceback__):
        for name, value in variables.items():
            yield f"{kind}, {name} in {place}", _described(value)
    for value in shown.values():
        for inner in value.values() if isinstance(value, dict) else (value,):
            if isinstance(inner, BaseException):
                yield from said_by(inner, seen)
    yield from said_by(error.__cause__, seen)
    yield from said_by(error.__context__, seen)


def _pickled(error: BaseException) -> str:
    try:
        return pickle.dumps(error).decode("latin-1")
    except Exception as refused:  # noqa: BLE001  # whatever foreign exceptions do
        return repr(refused)


def _as_structlog_does(error: BaseException) -> str:
    """*error* as the usual JSON set-up writes it, without its limits."""
    transformer = structlog.tracebacks.ExceptionDictTransformer(
        locals_max_length=1000, locals_max_string=100_000, max_frames=1000
    )
    stacks = transformer((type(error), error, _from_us_on(error.__traceback__)))
    for stack in stacks:
        stack["frames"] = [frame for frame in stack["frames"] if _is_watched(frame["filename"])]
    return json.dumps(stacks, default=repr)


def _from_us_on(trace: TracebackType | None) -> TracebackType | None:
    # The variables of a test are many, and would only be described to be left out.
    while trace is not None and not _is_watched(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return trace


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, dict[str, Any]]]:
    while trace is not None:
        code = trace.tb_frame.f_code
        if _is_watched(code.co_filename):
            yield f"{code.co_filename}:{trace.tb_lineno} {code.co_name}", dict(trace.tb_frame.f_locals)
        trace = trace.tb_next


def _is_watched(filename: str) -> bool:
    """Not the tests, and not the emulators: they are the other side."""
    return not filename.startswith(str(HERE)) and not any(part in filename for part in NOT_CUSTOMER_CODE)


def _described(value: Any) -> str:
    try:
        return repr(value)
    except Exception as broken:  # noqa: BLE001  # a half-made object
        return repr(broken)


class _Everything(logging.Handler):
    def __init__(self, into: io.StringIO) -> None:
        super().__init__(logging.DEBUG)
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in OURS and not record.name.startswith("rampkit.sandbox"):
            line = f"{record.name}: {record.getMessage()} {vars(record)}"
            self._into.write(line.replace("\n", " ") + "\n")


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Generator[Watch]:
    """Logging and structlog set up as loudly as an application can, and every issued token planted."""
    watch = Watch()
    root, handler, level = logging.getLogger(), _Everything(watch.log), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    monkeypatch.setattr(asyncio.constants, "DEBUG_STACK_DEPTH", 1)  # lines, no variables: ten cost seconds
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(default=repr),
        ],
        logger_factory=structlog.PrintLoggerFactory(watch.log),
    )
    land = TokenStore.land

    def landed(store: Any, scope: str, seat: Any, landing: Any, **rest: Any) -> None:
        if isinstance(landing, Token):
            watch.plant(f"token {len(watch.planted)}", landing.secret.reveal())
        land(store, scope, seat, landing, **rest)

    monkeypatch.setattr(TokenStore, "land", landed)
    yield watch
    structlog.reset_defaults()
    root.removeHandler(handler)
    root.setLevel(level)


class Driven:
    """An `AsyncRouter` whose coroutines are awaited by a loop of its own: looks like a `Router`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.runner = asyncio.Runner(debug=True)
        self.router = AsyncRouter(*args, **options)

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self.router, name)
        if not inspect.iscoroutinefunction(attribute):
            return attribute
        return lambda *args, **options: self.runner.run(attribute(*args, **options))

    def session(self, connection: str) -> Any:
        """A session that is driven likewise."""
        session = self.router.session(connection)
        return SimpleNamespace(run=lambda *args, **options: self.runner.run(session.run(*args, **options)))

    def close(self) -> None:
        """Close the router and its loop."""
        self.runner.run(self.router.aclose())
        self.runner.close()


@pytest.fixture(params=["sync", "async"])
def make_router(request, sandbox, sandbox_settings, watch, no_pauses):
    """Makes routers of either face over the named connections, their secrets planted."""
    made = []

    def make(*names: str, journal: Any = None, **changes: Any) -> Any:
        providers = []
        for connection in (each for each in sandbox.connections if each.name in names):
            options = {**sandbox.options(connection.name), "webhook_secrets": [WEBHOOK_SECRET], **changes}
            watch.plant(f"client secret of {connection.name}", options["client_secret"])
            providers.append(KINDS[connection.provider](**options))
        kind = {"sync": Router, "async": Driven}[request.param]
        router = kind(providers, journal=journal or MemoryJournal(), settings=sandbox_settings)
        made.append(router)
        return router

    yield make
    for router in made:
        router.close()


@pytest.fixture
def caught(watch):
    """Makes a call that has to fail; gives the exception, after looking into it."""

    def catch(call: Any, *kinds: type[BaseException]) -> BaseException:
        with pytest.raises(kinds) as raised:
            call()
        failure = {"exc_info": raised.value}
        logging.getLogger("rampkit.application").error("failed", **failure)
        structlog.get_logger().error("failed", **failure)

        assert watch.found_in_error(raised.value) == []
        return raised.value

    return catch


@pytest.fixture
def told_by(watch):
    """What the objects that an application holds at the end tell, and the log of how they came to be."""

    def tell(router: Any, journal: MemoryJournal, *values: Any) -> list[str]:
        sessions = map(router.session, router.connections)
        histories = map(journal.history, journal.intent_ids())
        held = [router, journal, *router.connections.values(), *sessions, *histories, *router.list_intents()]
        return watch.found_in_values(*held, *values) + watch.found_in_log()

    return tell


@pytest.fixture
def interrupt(monkeypatch):
    """Presses Ctrl-C in the next exchange: deep inside the connection, headers and bodies at hand.

    An event loop then cancels its main task; everybody else stops right there.
    """
    keys = [signal.SIGINT]

    def arm(moment: str) -> None:
        where, name = {"writing": (network, "_write_step"), "reading": (Attempt, "finish")}[moment]
        method: Any = getattr(where, name)

        def pressed(*args: Any, **options: Any) -> Any:
            while keys:
                signal.raise_signal(keys.pop())
            return method(*args, **options)

        monkeypatch.setattr(where, name, pressed)

    return arm
