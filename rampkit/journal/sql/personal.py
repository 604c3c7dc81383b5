"""Personal data of a whole journal: dropping one customer's, and sealing everybody's by the first key."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select, update

from rampkit.journal.sql.sealing import Seal
from rampkit.journal.sql.tables import ACCOUNTS, DEPOSIT_ACCOUNTS, JOURNAL, LINKS, RECORDS

__all__ = ["drop", "reseal"]

_BY_CUSTOMER = (LINKS, ACCOUNTS, DEPOSIT_ACCOUNTS)


def drop(connection: Connection, customer_id: str) -> None:
    """Drop whatever names a customer; ids, amounts, statuses and outcomes stay."""
    theirs = select(RECORDS.c.intent_id).where(RECORDS.c.customer_id == customer_id)
    connection.execute(update(RECORDS).where(RECORDS.c.intent_id.in_(theirs)).values(personal=None))
    for table in _BY_CUSTOMER:
        connection.execute(update(table).where(table.c.customer_id == customer_id).values(personal=None))


def reseal(connection: Connection, seal: Seal) -> int:
    """Seal everything by the first key; how many rows there were.

    Raises:
        ConfigurationError: Something is sealed with a key that was not given.
    """
    key = connection.execute(select(JOURNAL.c.fingerprint_key)).scalar_one()
    connection.execute(update(JOURNAL).values(fingerprint_key=seal.closed(seal.opened(key))))
    return 1 + sum(_resealed(connection, table, seal) for table in (RECORDS, *_BY_CUSTOMER))


def _resealed(connection: Connection, table: Table, seal: Seal) -> int:
    keys = list(table.primary_key.columns)
    rows = connection.execute(select(*keys, table.c.personal).where(table.c.personal.is_not(None))).all()
    for *key, personal in rows:
        this_row = [column == value for column, value in zip(keys, key, strict=True)]
        again = seal.closed(seal.opened(personal))
        connection.execute(update(table).where(*this_row).values(personal=again))
    return len(rows)
