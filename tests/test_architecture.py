"""The shape of the code: who may import whom, and what no file may hold."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import rampkit
from rampkit import AsyncRouter, AsyncSession, Router, Session

ROOT = Path(__file__).parents[1]
ADAPTERS = tuple(sorted(folder.name for folder in (ROOT / "providers").glob("rampkit_*")))

VALUES = {"errors", "models", "http", "secrets"}
INTERFACE = {*VALUES, "capabilities", "pages", "provider"}

# What an area of rampkit may import besides itself and the standard library: names without a dot of their own
# are areas, the others packages. What only a type checker sees is listed below.
ALLOWED: dict[str, set[str]] = {
    "": {"lazily"},
    "__main__": {"cli", "errors"},
    "capabilities": {"errors", "models"},
    "clock": set(),
    "configuration": {*INTERFACE, "registry"},
    "deadline": {"clock", "errors"},
    "errors": {"problems"},
    "evidence": {"models"},
    "extras": {"errors"},
    "flows": {"errors"},
    "health": {"capabilities", "clock", "errors", "http", "logs"},
    "http": {"errors", "secrets"},
    "journal": {
        *("errors", "evidence", "extras", "models", "secrets", "pydantic"),
        *("cryptography", "sqlalchemy"),
    },
    "lazily": set(),
    "logs": {"structlog"},
    "models": {
        *("errors", "extras", "schemas", "pydantic", "pydantic_core"),
        *("Crypto", "base58", "clabe", "stdnum"),
    },
    "pages": {"http"},
    "problems": set(),
    "provider": INTERFACE - {"provider"},
    "registry": {"errors", "provider"},
    "router": {
        *(*INTERFACE, "clock", "deadline", "flows", "health", "journal", "logs", "routing", "saga"),
        "session",
    },
    "routing": INTERFACE,
    "saga": {*INTERFACE, "clock", "deadline", "evidence", "flows", "journal", "logs", "routing"},
    "sandbox": {"errors", "httpx", "pydantic", "starlette", "uvicorn"},
    "schemas": {"errors", "extras", "jsonschema", "referencing"},
    "secrets": {"errors"},
    "session": {
        "clock",
        "deadline",
        "errors",
        "flows",
        "health",
        "http",
        "lazily",
        "logs",
        "httpx",
        "httpcore",
        "stamina",
    },
    "testing": {*INTERFACE, "flows", "httpx", "pytest", "vcr"},
    "wire": {"errors", "http", "models", "pydantic"},
}
FOR_TYPES_ONLY: dict[str, set[str]] = {
    "": set(ALLOWED),
    "errors": {"models"},
    "session": {"pages", "provider"},
}
# The command line is an application: it may use everything.
APPLICATIONS = {"cli": {*ALLOWED, "click", "rich", "typer"}}

# One home each. `sandbox` and `testing` may use httpx, because they stand where a user's program would.
HOMES = {
    "httpx": {"session", "sandbox", "testing"},
    "httpcore": {"session"},
    "stamina": {"session"},
    **{name: {"journal"} for name in ("sqlite3", "sqlalchemy", "psycopg", "aiosqlite", "cryptography")},
}

# What adapters build on, besides pydantic and the standard library: from these the names in `__all__`.
PUBLIC = {
    "rampkit",
    *(f"rampkit.{area}" for area in (*sorted(INTERFACE), "extras", "schemas", "wire", "webhooks")),
}
# Libraries of an extra that one adapter needs.
OF_ONE_ADAPTER = {"rampkit_gnosis": {"siwe"}}
EMULATORS_TOO = {"starlette", "jsonschema", "eth_account"}
INPUT_OUTPUT = {
    *("asyncio", "concurrent", "ftplib", "multiprocessing", "smtplib", "socket", "sqlite3", "ssl"),
    *("subprocess", "threading", "http.client", "urllib.request", "urllib3", "requests", "aiohttp"),
}
PURE = {"capabilities", "errors", "evidence", "http", "models", "provider", "routing", "wire"}

NAMES_THAT_SAY_NOTHING = {"base", "common", "helper", "helpers", "misc", "util", "utils"}
LONGEST = 350
# The two files that are one thing each and longer: the tree of errors, and every method of the public face
# with its documentation. They may not grow past this.
LONGER = {"rampkit/errors.py": 500}


@dataclass(frozen=True)
class Source:
    """One file."""

    path: str
    text: str

    @cached_property
    def module(self) -> str:
        """Its dotted name, as it is imported."""
        parts = list(Path(self.path).with_suffix("").parts)
        parts = parts[1:] if parts[0] == "providers" else parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """`rampkit`, or the adapter's package."""
        return self.module.partition(".")[0]

    @property
    def area(self) -> str:
        """The first name below `rampkit`; empty for `rampkit/__init__.py`."""
        return _area(self.module)

    @property
    def is_emulator(self) -> bool:
        """Whether it belongs to an adapter's emulator."""
        return self.module.split(".")[1:2] == ["emulator"]

    def nodes(self) -> tuple[ast.AST, ...]:
        """Its syntax, outermost first."""
        return _parsed(self.text)


@dataclass(frozen=True)
class Import:
    """One imported name."""

    module: str
    name: str | None
    line: int
    for_types_only: bool

    @property
    def package(self) -> str:
        """What has to be installed."""
        return self.module.partition(".")[0]


@cache
def _parsed(text: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(text)))


def _area(module: str) -> str:
    return [*module.split("."), ""][1]


def imports_of(source: Source) -> Iterator[Import]:
    """Every import of *source*, those inside functions included."""
    hidden = {
        id(inner)
        for node in source.nodes()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in source.nodes():
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, None, node.lineno, id(node) in hidden)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module = f"{'.' * node.level}{node.module or ''}"
                # `from rampkit import errors` imports the area `errors`.
                whole = module == "rampkit" and alias.name in ALLOWED
                yield Import(
                    f"rampkit.{alias.name}" if whole else module,
                    None if whole else alias.name,
                    node.lineno,
                    id(node) in hidden,
                )


def forbidden_imports(source: Source) -> Iterator[str]:
    """Imports that the tables above do not allow."""
    for item in imports_of(source):
        if item.module.startswith("."):
            yield f"line {item.line}: relative import"
        elif not _may_import(source, item):
            yield f"line {item.line}: {source.module} imports {item.module}"


def _may_import(source: Source, item: Import) -> bool:
    if source.package != "rampkit":
        return _adapter_may_import(source, item)
    if item.package != "rampkit":
        return _is_at_home(source, item) and (
            _is_standard(item.module) or item.package in _allowed(source, item)
        )
    return _area(item.module) in {source.area, *_allowed(source, item)}


def _allowed(source: Source, item: Import) -> set[str]:
    rows = ALLOWED | APPLICATIONS
    extra = FOR_TYPES_ONLY.get(source.area, set()) if item.for_types_only else set()
    return rows.get(source.area, set()) | extra


def _is_at_home(source: Source, item: Import) -> bool:
    pure = source.area in PURE and not item.for_types_only and _is_input_output(item.module)
    return not pure and source.area in HOMES.get(item.package, {source.area})


def _adapter_may_import(source: Source, item: Import) -> bool:
    if item.package == source.package:
        return source.is_emulator or item.module.split(".")[1:2] != ["emulator"]
    if item.package == "rampkit":
        return _is_public(item) or (source.is_emulator and _area(item.module) == "sandbox")
    if item.package in EMULATORS_TOO:
        return source.is_emulator
    return item.package in {"pydantic", *OF_ONE_ADAPTER.get(source.package, set())} or (
        _is_standard(item.module) and (source.is_emulator or not _is_input_output(item.module))
    )


def _is_public(item: Import) -> bool:
    return item.module in PUBLIC and (item.name is None or item.name in import_module(item.module).__all__)


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _is_input_output(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in INPUT_OUTPUT)


def adapters_named_in_the_core(source: Source) -> Iterator[str]:
    """Text in rampkit that names an adapter's package: a way to import it behind the entry points' back."""
    if source.package != "rampkit":
        return
    for node in source.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (
                f"line {node.lineno}: names {adapter}"
                for adapter in ADAPTERS
                if re.match(rf"{adapter}\b", node.value)
            )


def too_long(source: Source) -> Iterator[str]:
    """A file that is more than one noun or one decision."""
    lines, most = source.text.count("\n"), LONGER.get(source.path, LONGEST)
    if lines > most:
        yield f"{lines} lines, at most {most}"


def names_that_say_nothing(source: Source) -> Iterator[str]:
    """A module that would hold whatever fits nowhere else."""
    words = {part.strip("_") for part in source.module.split(".")}
    yield from words & NAMES_THAT_SAY_NOTHING


def inexact_json(source: Source) -> Iterator[str]:
    """Pydantic reads JSON numbers through binary floats; `Response.json()` keeps every digit."""
    for node in source.nodes():
        if isinstance(node, ast.Attribute) and node.attr in {"model_validate_json", "validate_json"}:
            yield f"line {node.lineno}: {node.attr}"


def floats_for_money(source: Source) -> Iterator[str]:
    """An annotation that says `float` where money or a provider's answer is kept."""
    if source.package == "rampkit" and source.area not in {"models", "wire"}:
        return
    if source.is_emulator:
        return  # seconds and odds; its amounts are checked by what it answers
    for node in source.nodes():
        for annotation in _annotations(node):
            if any(isinstance(part, ast.Name) and part.id == "float" for part in ast.walk(annotation)):
                yield f"line {annotation.lineno}: float"


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.AnnAssign():
            yield node.annotation
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            if node.returns is not None:
                yield node.returns
        case ast.arg() if node.annotation is not None:
            yield node.annotation


def unfinished(source: Source) -> Iterator[str]:
    """Work that somebody left for later."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if re.search(r"#.*\b(TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b", line):
            yield f"line {number}: {line.strip()}"


CHECKS: tuple[Callable[[Source], Iterator[str]], ...] = (
    forbidden_imports,
    adapters_named_in_the_core,
    too_long,
    names_that_say_nothing,
    inexact_json,
    floats_for_money,
    unfinished,
)

SOURCES = tuple(
    Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    for folder in ("rampkit", "providers")
    for path in sorted((ROOT / folder).rglob("*.py"))
)


@pytest.mark.parametrize("check", CHECKS)
def test_every_file(check):
    """No file of rampkit or of a built-in adapter breaks the rule."""
    found = [f"{source.path} {problem}" for source in SOURCES for problem in check(source)]

    assert found == []


def test_every_area_has_a_row():
    """A new package or module of rampkit says in the table what it builds on."""
    rows = {*ALLOWED, *APPLICATIONS}

    assert {source.area for source in SOURCES if source.package == "rampkit"} <= rows


def test_long_files_are_still_long():
    """An exception that nobody needs any more is taken out of the table."""
    lengths = {source.path: source.text.count("\n") for source in SOURCES}

    assert [path for path in LONGER if lengths.get(path, 0) <= LONGEST] == []


ADAPTER, EMULATOR = "providers/rampkit_ripio/new.py", "providers/rampkit_ripio/emulator/new.py"

BAD = [
    (forbidden_imports, "rampkit/models/new.py", "import httpx"),
    (forbidden_imports, "rampkit/models/new.py", "def f():\n    from rampkit.provider import RampProvider"),
    (forbidden_imports, "rampkit/models/new.py", "from . import money"),
    (forbidden_imports, "rampkit/models/new.py", "import socket"),
    (forbidden_imports, "rampkit/capabilities.py", "from rampkit import provider"),
    (forbidden_imports, "rampkit/errors.py", "from rampkit.models import Amount"),
    (forbidden_imports, "rampkit/routing/new.py", "from rampkit.session import Session"),
    (forbidden_imports, "rampkit/routing/new.py", "import asyncio"),
    (forbidden_imports, "rampkit/saga/new.py", "import stamina"),
    (forbidden_imports, "rampkit/saga/new.py", "from rampkit.router import Router"),
    (forbidden_imports, "rampkit/router/new.py", "import sqlite3"),
    (forbidden_imports, "rampkit/sandbox/new.py", "import httpcore"),
    (forbidden_imports, "rampkit/provider.py", "import rampkit_ripio"),
    (forbidden_imports, "rampkit/cli/new.py", "from rampkit_ripio import RipioProvider"),
    (forbidden_imports, "rampkit/cli/new.py", "import httpx"),
    (forbidden_imports, ADAPTER, "import httpx"),
    (forbidden_imports, ADAPTER, "import stamina"),
    (forbidden_imports, ADAPTER, "import siwe"),
    (forbidden_imports, ADAPTER, "from urllib.request import urlopen"),
    (forbidden_imports, ADAPTER, "from rampkit.saga.effects import Send"),
    (forbidden_imports, ADAPTER, "from rampkit.models.money import Amount"),
    (forbidden_imports, ADAPTER, "from rampkit.http import _segment"),
    (forbidden_imports, ADAPTER, "from rampkit_gnosis import GnosisProvider"),
    (forbidden_imports, ADAPTER, "from rampkit_ripio.emulator import RipioEmulator"),
    (forbidden_imports, ADAPTER, "import starlette"),
    (forbidden_imports, EMULATOR, "import uvicorn"),
    (forbidden_imports, EMULATOR, "from rampkit.session import Session"),
    (adapters_named_in_the_core, "rampkit/registry.py", "load('rampkit_ripio:RipioProvider')"),
    (too_long, "rampkit/new.py", "x = 1\n" * 351),
    (names_that_say_nothing, "rampkit/saga/utils.py", ""),
    (names_that_say_nothing, "providers/rampkit_ripio/_common.py", ""),
    (inexact_json, ADAPTER, "Thing.model_validate_json(body)"),
    (inexact_json, ADAPTER, "TypeAdapter(list[int]).validate_json(body)"),
    (floats_for_money, "rampkit/models/new.py", "class A:\n    price: float | None = None"),
    (floats_for_money, "rampkit/wire.py", "def rate() -> float: ..."),
    (floats_for_money, ADAPTER, "def total(fees: list[float]): ..."),
    (unfinished, "rampkit/new.py", "x = 1  # TODO: the rest"),
    (unfinished, ADAPTER, "raise NotImplementedError"),
]

GOOD = [
    (forbidden_imports, "rampkit/errors.py", "if TYPE_CHECKING:\n    from rampkit.models import Amount"),
    (forbidden_imports, "rampkit/saga/new.py", "from rampkit.routing.refusals import refusal_of"),
    (forbidden_imports, "rampkit/journal/new.py", "import sqlite3"),
    (forbidden_imports, "rampkit/session/new.py", "import httpx, httpcore, stamina"),
    (forbidden_imports, ADAPTER, "from rampkit.http import Flow\nfrom pydantic import Field\nimport json"),
    (forbidden_imports, ADAPTER, "from rampkit_ripio.wire import Quote\nfrom urllib.parse import urlsplit"),
    (forbidden_imports, EMULATOR, "import starlette, jsonschema, asyncio\nfrom rampkit.sandbox import World"),
    (floats_for_money, "rampkit/session/new.py", "timeout: float = 30.0"),
    (adapters_named_in_the_core, "rampkit/new.py", "NAME = 'rampkit_exchange'"),
]


@pytest.mark.parametrize(("check", "path", "text"), BAD)
def test_bad_code_is_found(check, path, text):
    """Each rule can fail."""
    assert list(check(Source(path, text)))


@pytest.mark.parametrize(("check", "path", "text"), GOOD)
def test_good_code_passes(check, path, text):
    """No rule is stricter than it says."""
    assert not list(check(Source(path, text)))


# What awaiting changes about a signature, besides the word `async`.
SYNC_WORD = {
    "AsyncIterator": "Iterator",
    "AsyncRouter": "Router",
    "AsyncSession": "Session",
    "aclose": "close",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
}
# Computed on the spot: nothing to wait for.
NOT_AWAITED = {"candidates", "session"}


def face_of(kind: type) -> dict[str, str]:
    """The public methods and properties of *kind* and their signatures, in the words of the sync face."""
    members = {name: item for name, item in vars(kind).items() if _is_public_name(name)}
    return {_in_sync_words(name): _in_sync_words(_signature(item)) for name, item in members.items()}


def _is_public_name(name: str) -> bool:
    return not name.startswith("_") or name in {
        "__init__",
        "__enter__",
        "__exit__",
        "__aenter__",
        "__aexit__",
    }


def _in_sync_words(text: str) -> str:
    return re.sub(r"\w+", lambda word: SYNC_WORD.get(word[0], word[0]), text)


def _signature(item: Any) -> str:
    return (
        f"property {inspect.signature(item.fget)}"
        if isinstance(item, property)
        else str(inspect.signature(item))
    )


@pytest.mark.parametrize(("sync", "awaited"), [(Router, AsyncRouter), (Session, AsyncSession)])
def test_twins(sync, awaited):
    """Both faces have the same methods with the same parameters, defaults and types."""
    assert face_of(awaited) == face_of(sync)


@pytest.mark.parametrize("awaited", [AsyncRouter, AsyncSession])
def test_awaited(awaited):
    """Whatever may wait is awaited."""
    functions = {name: item for name, item in vars(awaited).items() if inspect.isfunction(item)}
    waiting = {
        name
        for name, item in functions.items()
        if inspect.iscoroutinefunction(item) or inspect.isasyncgenfunction(item)
    }
    public = {name for name in functions if _is_public_name(name)}

    assert public - waiting == (NOT_AWAITED & public) | {"__init__"}


def test_differing_twins_are_found():
    """A parameter, a default, a type or a method that only one face has is noticed."""

    class Sync:
        def close(self) -> None: ...
        def get(self, name: str, *, timeout: float | None = None) -> int: ...

    class Awaited:
        async def aclose(self) -> None: ...
        async def get(self, name: str, *, timeout: float | None = None) -> int: ...

    class OtherDefault(Awaited):
        async def get(self, name: str, *, timeout: float | None = 1) -> int: ...

    assert face_of(Awaited) == face_of(Sync)
    assert face_of(OtherDefault)["get"] != face_of(Sync)["get"]


LAZY = [source for source in SOURCES if "= lazy(__name__" in source.text]


@pytest.mark.parametrize("source", LAZY, ids=lambda source: source.module)
def test_lazy_names(source):
    """Every public name of a package resolves, and is the one that type checkers see."""
    package = import_module(source.module)
    seen = {item.name: item.module for item in imports_of(source) if item.for_types_only}
    lazily = {name: home for home, names in package._HOMES.items() for name in names}

    assert seen == lazily
    assert sorted(lazily) == sorted(package.__all__) == dir(package)
    assert all(getattr(package, name) is not None for name in package.__all__)


def test_rampkit_is_lazy():
    """The package whose import has to be cheap is among those checked above."""
    assert "rampkit" in {source.module for source in LAZY}


def test_unknown_name():
    """A name that does not exist fails as it does in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Rooter'"):
        _ = rampkit.Rooter
