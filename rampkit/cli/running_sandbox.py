"""The connections of a sandbox that another process serves."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, build_opener

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
    base = url.rstrip("/")
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InvalidInputError("--sandbox-url", "is no address", remedy="write e.g. http://127.0.0.1:8700")
    try:
        with _opener().open(f"{base}/_sandbox/connections", timeout=_SECONDS) as answer:
            rows = json.loads(answer.read(_LARGEST))
        return [(str(row["provider"]), dict(row["options"])) for row in rows]
    except (OSError, ValueError, LookupError, TypeError):
        pass
    raise ConfigurationError(f"no sandbox answers at {base}; start one with `rampkit sandbox`")


def _opener() -> OpenerDirector:
    # A proxy of the environment would be asked for a loopback address.
    return build_opener(ProxyHandler({}))
