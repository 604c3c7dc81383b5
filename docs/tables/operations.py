"""Every operation of a provider's contract: who calls it, who imitates it, what proves it, how sure it is.

`operations.toml` beside this file says which methods call an operation, or why none does. The rest is read
from the contracts, from the recordings and from an emulator.
"""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import yaml

from rampkit.sandbox import Sandbox
from tables.markdown import code as as_code
from tables.markdown import table

__all__ = ["Operation", "contract_table", "imitated", "operations", "placed"]

_ROOT = Path(__file__).parents[2]
_VERBS = ("get", "post", "put", "patch", "delete")
_NOBODY_HOME = {404, 405}
_SHOWN = 2


@dataclass(frozen=True)
class Operation:
    """One method of one path of a contract."""

    name: str
    """The contract's operation id."""
    verb: str
    path: str
    confidence: str
    """How sure the contract is of it, in its own words."""
    methods: tuple[str, ...]
    """The adapter's methods that call it, the one it is there for first."""
    refusal: str | None
    """Why no method calls it, where none does."""
    invented: str | None
    """What of it no page shows: its path or its verb."""
    recordings: tuple[str, ...]
    """Where it was recorded, the methods' own recordings first."""
    tests: str | None
    """What proves it instead of a recording."""


def contract_table(code: str) -> str:
    """Every operation of a contract."""
    played = imitated(code)
    return table(
        ["Operation", "Call", "Methods", "Emulator", "Proof", "How sure"],
        (
            [
                as_code(one.name),
                as_code(f"{one.verb} {one.path}") + (f", {one.invented} invented" if one.invented else ""),
                ", ".join(map(as_code, one.methods)) or f"none: {one.refusal}",
                "imitated" if one.name in played else "",
                ", ".join(map(as_code, one.recordings[:_SHOWN])) or as_code(one.tests),
                one.confidence,
            ]
            for one in operations(code)
        ),
    )


def operations(code: str) -> list[Operation]:
    """Every operation of a provider's contract, in its order."""
    rows, recorded = _rows()[code], _recorded(code)
    return [_operation(found, rows[found["name"]], recorded) for found in _contract(code)]


def placed(code: str) -> frozenset[str]:
    """The operations that `operations.toml` knows."""
    return frozenset(_rows()[code])


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "operations.toml").read_text(encoding="utf-8"))


def _operation(
    found: Mapping[str, Any], row: Mapping[str, Any], recorded: Mapping[str, set[str]]
) -> Operation:
    methods = tuple(row.get("methods", ()))
    tapes = sorted(recorded.get(found["name"], ()), key=lambda tape: (_rank(tape, methods), tape))
    return Operation(
        **found,
        methods=methods,
        refusal=row.get("refused"),
        invented=row.get("invented"),
        recordings=tuple(tapes),
        tests=row.get("tests"),
    )


def _rank(tape: str, methods: tuple[str, ...]) -> int:
    """Which of the methods a recording is of; after them all, those in which it only occurs."""
    own = [n for n, method in enumerate(methods) if tape == method or tape.startswith(f"{method}_")]
    return own[0] if own else len(methods)


@cache
def _contract(code: str) -> tuple[dict[str, Any], ...]:
    text = (_ROOT / "tests" / "contracts" / f"{code}.openapi.yaml").read_text(encoding="utf-8")
    paths = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["paths"]  # noqa: S506  # both are safe
    return tuple(
        {"name": found["operationId"], "verb": verb.upper(), "path": path, "confidence": _confidence(found)}
        for path, methods in paths.items()
        for verb, found in methods.items()
        if verb in _VERBS
    )


def _confidence(found: Mapping[str, Any]) -> str:
    if isinstance(found["x-evidence"], str):
        return found["x-evidence"]
    inferred = found.get("x-inferred")
    generations = ", ".join(found["x-generation"])
    return f"documented ({generations})" + (f"; inferred: {', '.join(inferred)}" if inferred else "")


@cache
def _recorded(code: str) -> dict[str, set[str]]:
    """In which recordings each operation occurs."""
    found: dict[str, set[str]] = {}
    cassettes = _ROOT / "cassettes"
    for file in sorted(cassettes.rglob("*.yaml")):
        told = file.relative_to(cassettes).with_suffix("").as_posix().removeprefix(f"{code}/")
        for verb, path in _requests(file, code):
            name = _name_of(code, verb, path)
            if name is not None:
                found.setdefault(name, set()).add(told)
    return found


def _requests(file: Path, code: str) -> Iterator[tuple[str, str]]:
    """The requests of a recording that went to the provider *code*; the layout is vcrpy's."""
    text = file.read_text(encoding="utf-8")
    for verb, uri in re.findall(r"^    method: (\w+)\n    uri: (\S+)$", text, re.MULTILINE):
        address = urlsplit(uri)
        if (address.hostname or "").startswith(code):
            yield verb, address.path


def _name_of(code: str, verb: str, path: str) -> str | None:
    """The operation that a request is; of several patterns the one with the fewest holes."""
    fitting = [
        (found["path"].count("{"), found["name"])
        for found in _contract(code)
        if found["verb"] == verb and _pattern(found["path"]).fullmatch(path)
    ]
    return min(fitting)[1] if fitting else None


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("(/v1)?" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


@cache
def imitated(code: str) -> frozenset[str]:
    """The operations that the emulator answers, whatever it says to a caller without credentials."""
    return frozenset(asyncio.run(_answered(code)))


async def _answered(code: str) -> list[str]:
    sandbox = Sandbox()
    base = next(one.base_path for one in sandbox.connections if one.provider == code)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url=f"{sandbox.url}/{code}")
    found: list[str] = []
    async with client:
        for one in _contract(code):
            answer = await client.request(one["verb"], base + re.sub(r"\{\w+\}", "x", one["path"]))
            found += [one["name"]] * (answer.status_code not in _NOBODY_HOME)
    return found
