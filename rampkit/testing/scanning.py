"""Looking for what no recording may hold."""

from __future__ import annotations

import math
import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from rampkit.testing.cutting import CUT, REQUEST_HEADERS, RESPONSE_HEADERS, SecretFields
from rampkit.testing.disguise import Disguise

__all__ = ["Finding", "scan"]

_SCHEMES = re.compile(rf"\b(?:Basic|Bearer|Digest|Token)\s+(?!{CUT}\b|realm=)[\w.~+/=-]{{6,}}", re.IGNORECASE)
_WEB_TOKEN = re.compile(r"\beyJ[\w-]{6,}\.[\w-]{6,}")
_PEM = re.compile(r"-----BEGIN [A-Z ]+-----")
_THIS_MACHINE = re.compile(r"(?:://|\b)(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?=[:/\"'\s]|$)")
_RUN = re.compile(r"[A-Za-z0-9_+=-]{24,}")
_NO_TOKENS = re.compile(
    r"(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"  # UUID
    r"|0x[0-9a-f]{40}(?:[0-9a-f]{24})?"  # address, transaction, word of call data
    r"|boundary=[0-9a-f]{64}|--[0-9a-f]{64}(?:--)?",  # between the parts of a multipart body
    re.IGNORECASE,
)
_RANDOM_BITS = 3.6
"""Bits of entropy per character: words and dates have less, 24 random characters more."""
_HEX = re.compile(r"[0-9a-f]{32,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a recording that should not be there. Does not repeat it."""

    cassette: str
    """Name of the file."""
    where: str
    """Which exchange and which part of it."""
    problem: str
    """What it is."""


def scan(
    cassette: str | os.PathLike[str],
    *,
    hosts: Collection[str],
    hide: Mapping[str, str] | None = None,
    secret_fields: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Everything in the file *cassette* that should not be there; nothing of it is run.

    Args:
        cassette: The file.
        hosts: The hosts that requests may be addressed to.
        hide: What must not be found in any encoding, by its stand-in.
        secret_fields: Names of fields whose values are credentials, besides the usual ones.
    """
    path = Path(cassette)
    text = path.read_text(encoding="utf-8")
    yaml: Any = import_module("vcr.serializers.yamlserializer")
    recorded: Any = yaml.deserialize(text)
    look = _Look(frozenset(hosts), Disguise(hide or {}), SecretFields(secret_fields))
    comments = "\n".join(line for line in text.splitlines() if line.lstrip().startswith("#"))
    found = [("comments", problem) for problem in look.at(comments)]
    found += look.through(recorded)
    return tuple(dict.fromkeys(Finding(path.name, where, problem) for where, problem in found))


@dataclass(frozen=True)
class _Look:
    """One look at a recording; yields where something is and what it is."""

    hosts: frozenset[str]
    disguise: Disguise
    fields: SecretFields

    def through(self, recorded: Any) -> Iterator[tuple[str, str]]:
        for number, exchange in enumerate(recorded["interactions"], start=1):
            for side, headers in (("request", REQUEST_HEADERS), ("response", RESPONSE_HEADERS)):
                where = f"exchange {number}, {side}"
                yield from ((where, problem) for problem in self._headers(exchange[side]["headers"], headers))
            where = f"exchange {number}, request"
            yield from ((where, problem) for problem in self._address(exchange["request"]["uri"]))
        for where, text in _texts(recorded):
            yield from ((where, problem) for problem in self.at(text))

    def at(self, text: str) -> Iterator[str]:
        """What is wrong with *text*."""
        yield from (f"holds {stand_in}" for stand_in in self.disguise.found_in(text))
        if self.fields.cut(text) != text:
            yield "holds a field with a credential"
        yield from (problem for problem, has in _SIGNS if has(text))

    def _headers(self, headers: Mapping[str, Any], kept: frozenset[str]) -> Iterator[str]:
        yield from (f"holds the header {name}" for name in headers if name.lower() not in kept)
        for name, values in headers.items():
            if name.lower() == "authorization" and any(value.split(" ")[1:] != [CUT] for value in values):
                yield "holds credentials"

    def _address(self, uri: str) -> Iterator[str]:
        address = urlsplit(uri)
        if address.hostname not in self.hosts:
            yield "is addressed to an unknown host"
        if address.username or address.password:
            yield "holds credentials in its address"


def _random(text: str) -> bool:
    return any(_is_random(run) for run in _RUN.findall(_NO_TOKENS.sub(" ", text)))


def _is_random(run: str) -> bool:
    letters, digits = (any(map(kind, run)) for kind in (str.isalpha, str.isdigit))
    counts = Counter(run).values()
    bits = -sum(count / len(run) * math.log2(count / len(run)) for count in counts)
    return letters and digits and (bits > _RANDOM_BITS or bool(_HEX.fullmatch(run)))


_SIGNS: Sequence[tuple[str, Callable[[str], object]]] = (
    ("holds credentials", _SCHEMES.search),
    ("holds a JSON web token", _WEB_TOKEN.search),
    ("holds a key", _PEM.search),
    ("holds an address of this machine", _THIS_MACHINE.search),
    ("holds what looks like a token", _random),
)


def _texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in *value*, names of fields included; bytes are read as text, decompressed if need be."""
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[str, object]", value).items():
            yield where, key
            yield from _texts(item, f"{where}, {key}" if where else key)
    elif isinstance(value, list):
        for number, item in enumerate(cast("list[object]", value), start=1):
            yield from _texts(item, f"exchange {number}" if where == "interactions" else where)
    elif isinstance(value, bytes):
        yield where, _decompressed(value).decode("utf-8", "replace")
    elif isinstance(value, str):
        yield where, value


def _decompressed(data: bytes) -> bytes:
    for window in (16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            return zlib.decompress(data, window)
    return data
