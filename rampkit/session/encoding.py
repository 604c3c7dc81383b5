"""A request value as the bytes httpx sends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlencode

import httpx

from rampkit.errors import InvalidInputError
from rampkit.http import Request, Upload, json_text, query_string

__all__ = ["encode"]

_PATH = re.compile(r"/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*")
_DOTS = re.compile(r"(?i)/(?:\.|%2e){1,2}(?:/|$)")
_METHOD = re.compile(r"[A-Z]+")
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+")
_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?")
# Each of these would let a request contradict where it goes or where it ends.
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_PART = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def encode(request: Request, *, base: str, timeouts: Mapping[str, float]) -> httpx.Request:
    """*request*, addressed below *base* and with a time limit for each kind of step.

    Raises:
        InvalidInputError: It cannot be written down as one HTTP request. Nothing was sent.
    """
    try:
        return _encode(request, base, timeouts)
    except InvalidInputError as error:
        # The frames below hold bodies and headers.
        refused = error.with_traceback(None)
    except httpx.InvalidURL:
        refused = InvalidInputError("query", "makes a URL that is too long")
    raise refused


def _encode(request: Request, base: str, timeouts: Mapping[str, float]) -> httpx.Request:
    _check(request)
    kind, content = _body(request)
    return httpx.Request(
        request.method,
        _url(base + request.path + query_string(request.query)),
        headers=_headers(request, kind),
        content=content,
        extensions={"timeout": timeouts},
    )


@lru_cache(maxsize=256)
def _url(text: str) -> httpx.URL:
    """Parsed once: reading an address costs httpx an eighth of a whole request."""
    return httpx.URL(text)


def _check(request: Request) -> None:
    if not _METHOD.fullmatch(request.method):
        raise InvalidInputError("method", "is not an HTTP method", remedy="write it in capitals")
    if not _PATH.fullmatch(request.path) or _DOTS.search(request.path):
        raise InvalidInputError("path", "is not an encoded path", remedy="build it with rampkit.path()")
    for name, value in request.headers.items():
        if not _NAME.fullmatch(name) or name.lower() in _OURS:
            raise InvalidInputError("headers", "holds a name that cannot be sent")
        if not _VALUE.fullmatch(value):
            raise InvalidInputError(f"headers.{name}", "is not printable ASCII")


def _headers(request: Request, kind: str | None) -> dict[str, str]:
    headers = {"user-agent": _user_agent(), "accept": "application/json", "accept-encoding": "gzip"}
    if kind:
        headers["content-type"] = kind
    for name, value in request.headers.items():
        headers[name.lower()] = value
    return headers


@cache
def _user_agent() -> str:
    try:
        return f"rampkit/{version('rampkit')}"
    except PackageNotFoundError:
        return "rampkit"


def _body(request: Request) -> tuple[str | None, bytes]:
    multipart = bool(request.files) or request.fields is not None
    if (request.json is not None) + (request.form is not None) + multipart > 1:
        raise InvalidInputError("request", "has more than one body", remedy="give json, form or files")
    if request.json is not None:
        return "application/json", json_text(request.json).encode()
    if request.form is not None:
        return "application/x-www-form-urlencoded", urlencode(request.form).encode()
    return _multipart(request) if multipart else (None, b"")


def _multipart(request: Request) -> tuple[str, bytes]:
    parts = [_text_part(name, value) for name, value in (request.fields or {}).items()]
    parts += [_file_part(upload) for upload in request.files]
    # A boundary made from the content is absent from it and makes equal requests equal bytes.
    boundary = hashlib.sha256(b"".join(parts)).hexdigest()
    mark = f"--{boundary}".encode()
    content = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={boundary}", content + mark + b"--\r\n"


def _text_part(name: str, value: str) -> bytes:
    return f'Content-Disposition: form-data; name="{name.translate(_PART)}"\r\n\r\n{value}'.encode()


def _file_part(upload: Upload) -> bytes:
    if not _VALUE.fullmatch(upload.content_type):
        raise InvalidInputError("files", "holds a content type that is not printable ASCII")
    name, filename = upload.part.translate(_PART), upload.filename.translate(_PART)
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: '
    return f"{head}{upload.content_type}\r\n\r\n".encode() + upload.content
