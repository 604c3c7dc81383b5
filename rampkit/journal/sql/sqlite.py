"""SQLite as a journal needs it: what is committed is on the disk, and a writer never has to be undone."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, event

from rampkit.errors import ConfigurationError
from rampkit.journal.sql.patience import PATIENCE

__all__ = ["OPTIONS", "READS", "DriverError", "configure", "empty_log"]

READS = "rampkit_reads"
"""Execution option of transactions that only look: they need not wait for the writer."""

DriverError = sqlite3.Error
_OLDEST = (3, 35)
"""The first that returns what an insert has made of a row."""
OPTIONS: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}

_PRAGMAS = (
    "synchronous=FULL",  # with a write-ahead log: every commit is on the disk before it returns
    "fullfsync=ON",  # macOS: on the disk, not in its cache
    "secure_delete=ON",  # what is dropped is overwritten
)


def configure(engine: Engine) -> None:
    """Prepare every connection of *engine*.

    Raises:
        ConfigurationError: Python was built with a SQLite that is too old.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise ConfigurationError(
            f"a journal in a file needs SQLite 3.35 or newer, and Python brings {sqlite3.sqlite_version}; "
            "use another Python or PostgreSQL"
        )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    try:
        _use_write_ahead_log(connection)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()  # nobody else would: the pool never had it
        raise


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Readers then wait for nobody. For the switch, made once for a file, SQLite itself does not wait."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
        else:
            return
        time.sleep(0.01)


def _begin(connection: Connection) -> None:
    # Immediate: two processes that have both looked first would fail when both want to write.
    reads = connection.get_execution_options().get(READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def empty_log(engine: Engine) -> None:
    """Bring the write-ahead log home and cut it."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
