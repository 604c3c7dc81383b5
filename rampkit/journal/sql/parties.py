"""Customers and their accounts at every connection: one row each, replaced by newer ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, select

from rampkit.journal.sql.paper import Paper
from rampkit.journal.sql.upserts import upsert

__all__ = ["every", "forget", "keep", "one"]

T = TypeVar("T")
Key = Mapping[str, str]


def keep(connection: Connection, table: Table, key: Key, columns: Mapping[str, Any]) -> None:
    """Write what stands under *key*, replacing an older state of it."""
    upsert(connection, table, key, columns)


def one(connection: Connection, paper: Paper, table: Table, key: Key, kind: type[T]) -> T | None:
    """What stands under *key*.

    Raises:
        ConfigurationError: It is damaged, or was sealed with another key.
    """
    row = connection.execute(select(table).where(_under(table, key))).one_or_none()
    return None if row is None else paper.model(kind, row)


def every(connection: Connection, paper: Paper, table: Table, key: Key, kind: type[T]) -> Sequence[T]:
    """Everything that stands under a part of a key.

    Raises:
        ConfigurationError: Something is damaged, or was sealed with another key.
    """
    rows = connection.execute(select(table).where(_under(table, key)).order_by(table.c.connection))
    return [paper.model(kind, row) for row in rows]


def forget(connection: Connection, table: Table, key: Key) -> None:
    """Drop what stands under *key*, if anything does."""
    connection.execute(delete(table).where(_under(table, key)))


def _under(table: Table, key: Key) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))
