"""The records of intents: appended, read, and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from rampkit.journal.history import History
from rampkit.journal.holding import held, still_open
from rampkit.journal.records import Observed, Opened, Record, Started, Wish
from rampkit.journal.sql.paper import Paper
from rampkit.journal.sql.tables import HOLDERS, RECORDS
from rampkit.journal.sql.upserts import insert
from rampkit.journal.text import read

__all__ = ["append", "history", "hold", "intent_ids", "row_of"]


def row_of(paper: Paper, intent_id: str, record: Record) -> dict[str, Any]:
    """*record* as a row.

    Raises:
        InvalidInputError: It holds something that JSON does not know.
    """
    wish = record.wish if isinstance(record, Opened) else None
    return {
        "intent_id": intent_id,
        "customer_id": wish.customer_id if isinstance(wish, Wish) else None,
        "kind": type(record).__name__,
        **paper.columns(record),
    }


def append(connection: Connection, paper: Paper, row: dict[str, Any]) -> None:
    """Write a row, unless it says again what was said last of the order."""
    # What is not kept of an order makes every reading of it look new.
    if paper.seal or row["kind"] != Observed.__name__ or not _told(connection, row):
        connection.execute(RECORDS.insert().values(row))


def _told(connection: Connection, row: dict[str, Any]) -> bool:
    same = (RECORDS.c.intent_id == row["intent_id"]) & (RECORDS.c.kind == row["kind"])
    latest = select(RECORDS).where(same).order_by(RECORDS.c.number.desc()).limit(1)
    before = connection.execute(latest).one_or_none()
    if before is None or before.personal != row["personal"]:
        return False
    ours, theirs = (read(public) | {"at": None} for public in (row["public"], before.public))
    return bool(ours == theirs)


def history(connection: Connection, paper: Paper, intent_id: str) -> History:
    """Everything written about an intent.

    Raises:
        ConfigurationError: Something is damaged, or was sealed with another key.
    """
    rows = select(RECORDS).where(RECORDS.c.intent_id == intent_id).order_by(RECORDS.c.number)
    return History(intent_id, tuple(paper.record(row) for row in connection.execute(rows)))


def intent_ids(connection: Connection, customer_id: str | None) -> Sequence[str]:
    """The ids of all intents, oldest first; only one customer's if asked for."""
    ids = select(RECORDS.c.intent_id).group_by(RECORDS.c.intent_id).order_by(func.min(RECORDS.c.number))
    if customer_id is not None:
        theirs = select(RECORDS.c.intent_id).where(RECORDS.c.customer_id == customer_id)
        ids = ids.where(RECORDS.c.intent_id.in_(theirs))
    return connection.execute(ids).scalars().all()


def hold(connection: Connection, paper: Paper, intent_id: str, started: Started) -> None:
    """Give an intent the deposit account that it starts on, if it does.

    Raises:
        AccountNotReadyError: Another open intent has it.
    """
    account = started.order.deposit_account_id if started.order else None
    if account is None:
        return
    key = {"connection": started.connection, "deposit_account_id": account}
    # Nobody else gets past this row before our transaction has ended.
    connection.execute(
        insert(connection, HOLDERS).values(**key, intent_id=intent_id).on_conflict_do_nothing()
    )
    ours = (HOLDERS.c.connection == started.connection) & (HOLDERS.c.deposit_account_id == account)
    holder = connection.execute(select(HOLDERS.c.intent_id).where(ours).with_for_update()).scalar_one()
    if holder != intent_id:
        if still_open(history(connection, paper, holder)):
            raise held(started.connection)
        connection.execute(update(HOLDERS).where(ours).values(intent_id=intent_id))
