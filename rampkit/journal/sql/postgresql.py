"""PostgreSQL as a journal needs it: what is committed is on the disk, a restarted server is no error."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from rampkit.journal.sql.patience import PATIENCE

__all__ = ["OPTIONS", "configure"]

OPTIONS: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {"connect_timeout": PATIENCE}}
"""A connection that broke while nobody used it is replaced before anything is asked of it."""


def configure(engine: Engine) -> None:
    """Prepare every connection of *engine*."""
    event.listen(engine, "connect", _prepare)


def _prepare(connection: Any, _: object) -> None:
    # Stronger settings than `on` are left alone.
    if connection.execute("SHOW synchronous_commit").fetchone()[0] == "off":
        connection.execute("SET synchronous_commit TO on")
    connection.commit()
