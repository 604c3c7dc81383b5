"""The version of the schema: a newer rampkit brings an older journal forward, never the other way."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, select, text, update

from rampkit.errors import ConfigurationError
from rampkit.journal.sql.sealing import Seal, is_sealed
from rampkit.journal.sql.tables import JOURNAL, SCHEMA

__all__ = ["fingerprint_key"]

_STEPS: Sequence[Callable[[Connection], None]] = ()
"""What leads from version 1 to 2, from 2 to 3 and so on. One that was released is never changed."""

_MINE = 0x72616D70
"""Names the lock under which processes that start together bring one PostgreSQL forward."""


def fingerprint_key(connection: Connection, seal: Seal) -> bytes:
    """The journal's key of fingerprints, once its schema is this version's and it can be written to.

    The key is random, made with the journal. Sealed, it proves that the right seal was brought.

    Raises:
        ConfigurationError: A newer rampkit made the journal, or it was sealed with another key.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MINE})
    if not inspect(connection).has_table(JOURNAL.name):
        SCHEMA.create_all(connection)
        connection.execute(
            JOURNAL.insert().values(
                id=1, version=_version(), fingerprint_key=seal.closed(secrets.token_hex(32))
            )
        )
    row = connection.execute(select(JOURNAL)).one()
    _bring_forward(connection, row.version)
    key = seal.opened(row.fingerprint_key)
    kept = row.fingerprint_key if is_sealed(row.fingerprint_key) else seal.closed(key)
    # Written even where nothing changed: a store that cannot be written to is found out now.
    connection.execute(update(JOURNAL).values(version=_version(), fingerprint_key=kept))
    return bytes.fromhex(key)


def _version() -> int:
    return 1 + len(_STEPS)


def _bring_forward(connection: Connection, version: int) -> None:
    if version > _version():
        raise ConfigurationError(
            f"the journal was made by a newer rampkit (schema {version}, this one knows {_version()}); "
            "upgrade rampkit, an older one must not write to it"
        )
    for step in _STEPS[version - 1 :]:
        step(connection)
