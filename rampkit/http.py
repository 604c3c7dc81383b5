"""Requests and responses as plain values, and the generator protocol that connects them.

An adapter never touches the network: it yields a `Request` and gets a `Response` back. `Flow[T]` is such a
generator that ends in a `T`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar, cast
from urllib.parse import quote, urlencode

from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.secrets import Secret

__all__ = ["Commits", "Flow", "Request", "Response", "Token", "Upload", "done", "json_text", "path", "send"]

T = TypeVar("T")

_DEEPEST = 100
"""Levels of nesting in an answer; pydantic writes 255, and nobody means a hundred."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class Commits(StrEnum):
    """What a successful request leaves behind at the provider."""

    NOTHING = "nothing"
    """Nothing: it may be repeated at will."""
    RECORD = "record"
    """A record (customer, account, terms, deposit account): never resent blindly."""
    ORDER = "order"
    """Something that can lead to money moving: sent only through the journal."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    part: str
    """Name of the form part."""
    filename: str = field(repr=False)
    """As the receiver sees it; may name a person."""
    content: bytes = field(repr=False)
    """The file itself."""
    content_type: str = "application/octet-stream"
    """Its media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to send.

    Path, query, headers and body are left out of `repr`: they name people and carry secrets.

    `path` starts with a slash and is appended to the connection's base URL; build it with `path()` so that
    no identifier can change it.
    """

    operation: str
    """What this is for, e.g. `create_order`: names logs, errors and journal rows."""
    method: str = "GET"
    """In capitals."""
    path: str = field(repr=False)
    """Below the base URL, encoded."""
    query: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """Parameters, not yet encoded."""
    json: Any = field(default=None, repr=False)
    """A JSON body. Decimals are written as numbers with every digit."""
    form: Mapping[str, str] | None = field(default=None, repr=False)
    """A form body."""
    fields: Mapping[str, str] | None = field(default=None, repr=False)
    """Text parts of a multipart body, beside `files`."""
    files: Sequence[Upload] = ()
    """Makes the body multipart."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """Headers of this request alone."""
    scope: str | None = None
    """The token this request is signed with, e.g. `project` or `customer:42`; None for no credentials."""
    commits: Commits = Commits.NOTHING
    """What a success leaves behind."""
    repeatable: bool = False
    """A RECORD request that the provider makes safe to resend."""
    once: bool = False
    """Holds a nonce or one-time code: never resent, not even after a refusal."""
    idempotency_key: str | None = None
    """Where the provider has such keys; the adapter writes it where it belongs."""

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """A copy that also carries *headers*."""
        return replace(self, headers={**self.headers, **headers})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back: any status, whole body, header names in lower case."""

    status: int
    """HTTP status."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """Names in lower case."""
    body: bytes = field(default=b"", repr=False)
    """Undecoded."""
    sent_at: datetime | None = None
    """When the request left, by our clock: the time of whatever evidence the answer holds."""

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004  # HTTP's own bounds

    def text(self) -> str:
        """The body as text; undecodable bytes are replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON, every number exact: integers as int, all others as Decimal.

        Where an object names a key twice, the last value counts, as in every common reader. Half a
        character (one surrogate escaped alone) is replaced: nobody could write it down again.

        Raises:
            BadResponseError: The body is not JSON, or nested too deeply.
        """
        try:
            text = self.body.decode(json.detect_encoding(self.body))
            payload = _DECODER.decode(text)
            if text.count("[") + text.count("{") > _DEEPEST:
                _require_shallow(payload)
            return _whole(payload) if _HALF.search(text) else payload
        except (ValueError, ArithmeticError, RecursionError):
            problem = "is empty" if not self.body.strip() else "is not JSON"
        raise BadResponseError(f"the answer {problem}", status=self.status)


@dataclass(frozen=True, slots=True)
class Token:
    """A credential for one scope, as a provider's `authorize` flow returns it."""

    secret: Secret
    """What `sign` writes into the request."""
    expires_at: datetime | None = None
    """When to stop using it, UTC; None if it does not expire."""


Flow: TypeAlias = Generator[Request, Response, T]
"""A conversation with a provider: yields requests, receives responses, returns a domain value."""


def done(value: T) -> Flow[T]:
    """A flow that needs no request."""
    return value
    yield  # a function is a generator only if it contains a yield


def send(request: Request) -> Flow[Response]:
    """A flow of one request that returns its response, whatever its status."""
    response = yield request
    return response


def path(*segments: str) -> str:
    """Join *segments* to a path; each becomes exactly one encoded segment.

    A trailing empty segment gives a trailing slash.

    Raises:
        InvalidInputError: A segment is empty, `.` or `..`, or holds a control character.
    """
    *init, last = segments or ("",)
    parts = [_segment(part) for part in init]
    return "/" + "/".join([*parts, _segment(last) if last else ""])


def _segment(text: str) -> str:
    if not text or text in {".", ".."} or not text.isprintable():
        raise InvalidInputError(
            "id", "cannot be part of a URL", remedy="use the identifier exactly as the provider returned it"
        )
    return quote(text, safe="")


def query_string(query: Mapping[str, str]) -> str:
    """The encoded query, with its question mark; empty for no parameters."""
    return "?" + urlencode(query) if query else ""


def json_text(value: Any) -> str:
    """*value* as compact JSON, Decimals as plain numbers with every digit and never an exponent.

    Raises:
        InvalidInputError: A number is binary or not finite, a key is not text, or a text is not Unicode.
    """
    if isinstance(value, Mapping):
        entries = cast(Mapping[object, Any], value).items()
        return "{" + ",".join(f"{_key(key)}:{json_text(item)}" for key, item in entries) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(json_text(item) for item in cast(Sequence[Any], value)) + "]"
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, Decimal | float):
        raise InvalidInputError(
            "json", "holds a number that is not an exact finite decimal", remedy="use a finite Decimal"
        )
    text = json.dumps(value, ensure_ascii=False)
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise InvalidInputError("json", "holds half a character", remedy="send whole Unicode text")
    return text


def _key(key: object) -> str:
    if isinstance(key, str):
        return json_text(key)
    raise InvalidInputError("json", "holds a key that is not text", remedy="name every key with text")


def _require_shallow(payload: Any) -> None:
    """Refuse what could be read and then not be written down again."""
    layer, depth = [payload], 0
    while layer:
        depth += 1
        if depth > _DEEPEST:
            raise ValueError(depth)
        layer = [part for item in layer for part in _parts(item)]


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return cast(dict[str, Any], value).values()
    return cast(Sequence[Any], value) if isinstance(value, list) else ()


def _whole(value: Any) -> Any:
    """*value* with every half of a character replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in cast(dict[str, Any], value).items()}
    return [_whole(item) for item in cast(Sequence[Any], value)] if isinstance(value, list) else value


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)
