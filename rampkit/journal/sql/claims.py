"""Who may decide about an intent: a lease by the database's clock, and a fence for whoever outlives his."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Connection, case, null, or_, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from rampkit.journal.sql.tables import CLAIMS
from rampkit.journal.sql.upserts import insert

__all__ = ["may_decide", "release", "take"]


class _Now(FunctionElement[int]):
    """The database's time in milliseconds since 1970: clocks of several machines differ."""

    inherit_cache = True
    name = "rampkit_now"
    type = BigInteger()


@compiles(_Now, "sqlite")
def _now_of_sqlite(_element: _Now, _compiler: Any, **_options: Any) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(_Now, "postgresql")
def _now_of_postgresql(_element: _Now, _compiler: Any, **_options: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


def take(connection: Connection, intent_id: str, lease_ms: int) -> int | None:
    """The fence of a new claim; None while another worker's lease runs."""
    until = _Now() + lease_ms
    statement = (
        insert(connection, CLAIMS)
        .values(intent_id=intent_id, fence=1, until=until)
        .on_conflict_do_update(
            index_elements=[CLAIMS.c.intent_id],
            set_={"fence": CLAIMS.c.fence + 1, "until": until},
            where=or_(CLAIMS.c.until.is_(None), CLAIMS.c.until <= _Now()),
        )
        .returning(CLAIMS.c.fence)
    )
    return connection.execute(statement).scalar_one_or_none()


def may_decide(connection: Connection, intent_id: str, fence: int, lease_ms: int) -> bool:
    """Whether no later claim exists; whoever decides also has his lease renewed, if it still runs.

    The claim stays as it is until the transaction ends: nobody can take it over in between.
    """
    renewed = case((CLAIMS.c.until.is_(None), null()), else_=_Now() + lease_ms)
    return _changed(connection, intent_id, fence, renewed)


def release(connection: Connection, intent_id: str, fence: int) -> None:
    """Let anybody have the claim, unless somebody has it already."""
    _changed(connection, intent_id, fence, null())


def _changed(connection: Connection, intent_id: str, fence: int, until: Any) -> bool:
    ours = (CLAIMS.c.intent_id == intent_id) & (CLAIMS.c.fence == fence)
    return connection.execute(update(CLAIMS).where(ours).values(until=until)).rowcount == 1
