"""The connections of a sandbox that another process serves."""

from __future__ import annotations

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit

from rampkit.errors import ConfigurationError, InvalidInputError

__all__ = ["connections_at"]

_SECONDS = 5.0
_LARGEST = 1_000_000


def connections_at(url: str) -> list[tuple[str, dict[str, Any]]]:
    """Every connection of the sandbox at *url*: its provider's code and the options it is built with.

    Raises:
        InvalidInputError: That is no address.
        ConfigurationError: No sandbox answers there.
    """
    address = _address(url)
    try:
        rows = json.loads(_answer(address))
        return [(str(row["provider"]), {"name": row["name"], **row["options"]}) for row in rows]
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        pass
    raise ConfigurationError(f"no sandbox answers at {url.rstrip('/')}; start one with `rampkit sandbox`")


def _address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.rstrip("/"))
        _ = parts.port
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme != "http" or not parts.hostname:
        raise InvalidInputError("--sandbox-url", "is no address", remedy="write e.g. http://127.0.0.1:8700")
    return parts


def _answer(address: SplitResult) -> bytes:
    # Closed on Ctrl-C too; and unlike urllib.request it never asks a proxy for a loopback address.
    with closing(HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)) as line:
        line.request("GET", f"{address.path}/_sandbox/connections")
        return line.getresponse().read(_LARGEST)
