"""The database a journal is kept in: one durable transaction at a time, errors in our words."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError

from rampkit.errors import ConfigurationError
from rampkit.extras import needs_extra
from rampkit.journal.sql import postgresql, sqlite
from rampkit.journal.sql.faults import shown, unusable
from rampkit.journal.sql.patience import PATIENCE

__all__ = ["Database"]

T = TypeVar("T")

_MOST = 27
"""Connections that a rush may open besides the five that stay; a thread that finds none waits."""
_INHERITED: list[Engine] = []
"""Of a parent process: using or closing them here would disturb the parent's."""


@dataclass(frozen=True, slots=True)
class _Pool:
    """The connections of one process."""

    pid: int
    engine: Engine
    reader: Engine
    turn: AbstractContextManager[Any]
    """SQLite has one writer; threads that queue here are served sooner than by its busy handler."""


class Database:
    """Connections to one database, for any number of threads; a forked process opens its own.

    Raises:
        ConfigurationError: Its driver is not installed.
    """

    def __init__(self, place: URL) -> None:
        self.place = place
        self._pool: _Pool | None = self._opened()

    @property
    def name(self) -> str:
        """Where it is, without its password."""
        return shown(self.place)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do *work* in one transaction that is durable before this returns, or undo all of it.

        Raises:
            ConfigurationError: The database cannot be used.
        """
        pool = self._mine()
        with pool.turn:
            return self._done(pool.engine, work)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Do *work*, which only looks.

        Raises:
            ConfigurationError: The database cannot be used.
        """
        return self._done(self._mine().reader, work)

    def purge(self) -> None:
        """Let nothing that was dropped linger in a log, as far as no reader still needs that.

        Raises:
            ConfigurationError: The database cannot be used.
        """
        if self.place.get_backend_name() == "sqlite":
            self._in_our_words(lambda: sqlite.empty_log(self._mine().engine))

    def close(self) -> None:
        """Close every connection that no thread is using."""
        pool, self._pool = self._pool, None
        if pool is not None and pool.pid == os.getpid():
            pool.engine.dispose()

    def _done(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with engine.begin() as connection:
                return work(connection)

        return self._in_our_words(transaction)

    def _in_our_words(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except (SQLAlchemyError, sqlite.DriverError, UnicodeError) as error:
            failure = unusable(error, self.place)
        raise failure  # out of reach of the database's error, which holds what was to be written

    def _mine(self) -> _Pool:
        pool = self._pool
        if pool is None:
            raise ConfigurationError(f"the journal {self.name} was closed")
        if pool.pid != os.getpid():
            _INHERITED.append(pool.engine)
            self._pool = pool = self._opened()
        return pool

    def _opened(self) -> _Pool:
        is_file = self.place.get_backend_name() == "sqlite"
        kind = sqlite if is_file else postgresql
        with needs_extra("journal" if is_file else "postgres", purpose="a journal in this database"):
            engine = create_engine(
                self.place, hide_parameters=True, max_overflow=_MOST, pool_timeout=PATIENCE, **kind.OPTIONS
            )
        kind.configure(engine)
        turn = threading.Lock() if is_file else nullcontext()
        return _Pool(os.getpid(), engine, engine.execution_options(**{sqlite.READS: True}), turn)
