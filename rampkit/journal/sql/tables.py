"""The tables of a journal. Their names begin with `rampkit_`, so they may share a database."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

__all__ = ["ACCOUNTS", "CLAIMS", "DEPOSIT_ACCOUNTS", "HOLDERS", "JOURNAL", "LINKS", "RECORDS", "SCHEMA"]

SCHEMA = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # only an INTEGER counts by itself there


def _written() -> tuple[Column[str], Column[str]]:
    """What somebody wrote, in its two parts: `public`, and `personal`, which may be dropped."""
    return Column("public", Text, nullable=False), Column("personal", Text)


JOURNAL = Table(
    "rampkit_journal",
    SCHEMA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("fingerprint_key", Text, nullable=False),
)
"""One row: the version of the schema and the key of the fingerprints."""

RECORDS = Table(
    "rampkit_records",
    SCHEMA,
    Column("number", _NUMBER, primary_key=True),
    Column("intent_id", String, nullable=False),
    Column("customer_id", String),
    Column("kind", String, nullable=False),
    *_written(),
    Index("rampkit_records_intent", "intent_id", "number"),
    Index("rampkit_records_customer", "customer_id"),
)
"""Every record, in the order of writing. None is ever changed but to drop its personal part."""

CLAIMS = Table(
    "rampkit_claims",
    SCHEMA,
    Column("intent_id", String, primary_key=True),
    Column("fence", BigInteger, nullable=False),
    Column("until", BigInteger),
)
"""The latest claim of each intent, and when its lease runs out: milliseconds by the database's clock."""

HOLDERS = Table(
    "rampkit_holders",
    SCHEMA,
    Column("connection", String, primary_key=True),
    Column("deposit_account_id", String, primary_key=True),
    Column("intent_id", String, nullable=False),
)
"""The last intent that started on a deposit account."""

LINKS = Table(
    "rampkit_links",
    SCHEMA,
    Column("connection", String, primary_key=True),
    Column("customer_id", String, primary_key=True),
    *_written(),
    Index("rampkit_links_customer", "customer_id"),
)
"""What each provider knows of each customer."""

ACCOUNTS = Table(
    "rampkit_accounts",
    SCHEMA,
    Column("connection", String, primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("pair", String, primary_key=True),
    Column("digest", String, primary_key=True),
    *_written(),
)
"""What each provider made of an account pair."""

DEPOSIT_ACCOUNTS = Table(
    "rampkit_deposit_accounts",
    SCHEMA,
    Column("connection", String, primary_key=True),
    Column("customer_id", String, primary_key=True),
    Column("pair", String, primary_key=True),
    *_written(),
)
"""The standing accounts of each customer."""
