"""Writing a row or replacing the one that is there, in one statement that nobody can come between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["Insert", "insert", "upsert"]

Insert = sqlite.Insert | postgresql.Insert


def insert(connection: Connection, table: Table) -> Insert:
    """An insert that can tell what to do on a conflict."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def upsert(connection: Connection, table: Table, key: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    """Make *row* stand under *key*."""
    statement = insert(connection, table).values(**key, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(row)))
