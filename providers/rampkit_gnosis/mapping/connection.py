"""What the mapping has to know of the connection an answer came through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from rampkit.http import Response
from rampkit.wire import reading

__all__ = ["CODE", "Connection"]

CODE = "gnosis"
"""Gnosis Ramp's code in rampkit."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection, as far as translating its answers goes."""

    name: str
    kept: Callable[[Any], Any]
    """What of an answer may be kept in `raw`."""
    knows_host: Callable[[str], bool]
    """Whether a URL is on one of Gnosis Ramp's own hosts."""

    def reading(self, response: Response, operation: str) -> AbstractContextManager[None]:
        """A block in which whatever is wrong with *response* becomes a `BadResponseError`."""
        return reading(response, connection=self.name, operation=operation)
