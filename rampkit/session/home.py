"""What a session owns in one process: none of it survives a fork."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rampkit.errors import ConfigurationError
from rampkit.session.retries import Budget
from rampkit.session.tokens import F, TokenStore
from rampkit.session.transports import Transports

__all__ = ["Home", "Homes"]

T = TypeVar("T")


@dataclass(slots=True)
class Home(Generic[T, F]):
    """Open connections, tokens, locks and renewals under way."""

    transports: Transports[T]
    tokens: TokenStore[F]
    budget: Budget = field(default_factory=Budget)
    pid: int = field(default_factory=os.getpid)
    loop: object = None
    """The event loop all of it is bound to, once one was seen."""

    def belongs_to(self, loop: object) -> bool:
        """Whether *loop* may use it; the first one that asks may."""
        self.loop = self.loop or loop
        return self.loop is loop


class Homes(Generic[T, F]):
    """The home of the process that asks.

    Args:
        build: Makes a new home. Called at once, and again after a fork.
        connection: Name of the connection, for messages.
    """

    def __init__(self, build: Callable[[], Home[T, F]], *, connection: str) -> None:
        self._build = build
        self._connection = connection
        self._current = build()
        self._inherited: list[Home[T, F]] = []
        self.closed = False
        """Whether the session has ended."""

    def current(self) -> Home[T, F]:
        """The home of this process.

        Raises:
            ConfigurationError: The session is closed.
        """
        if self.closed:
            raise ConfigurationError(f"the session of {self._connection} is closed; make a new one")
        if self._current.pid != os.getpid():
            # Kept, never touched: its sockets are the parent's and its locks may be held by threads
            # that do not exist here.
            self._inherited.append(self._current)
            self._current = self._build()
        return self._current

    def close(self) -> list[T]:
        """End it; returns the transports to be closed. Repeatable."""
        self.closed = True
        return self._current.transports.clear() if self._current.pid == os.getpid() else []
