"""`SqlJournal`: a journal that outlives the process, for one machine or for many."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from rampkit.errors import ConfigurationError
from rampkit.journal.history import History
from rampkit.journal.journal import Claim
from rampkit.journal.records import Record, Started
from rampkit.journal.sql import claims, parties, personal, records
from rampkit.journal.sql.database import Database
from rampkit.journal.sql.migrations import fingerprint_key
from rampkit.journal.sql.paper import Paper
from rampkit.journal.sql.place import place_of
from rampkit.journal.sql.sealing import Seal
from rampkit.journal.sql.tables import ACCOUNTS, DEPOSIT_ACCOUNTS, LINKS
from rampkit.models.accounts import DepositAccount, RegisteredAccounts
from rampkit.models.assets import Pair
from rampkit.models.customers import CustomerLink
from rampkit.secrets import Secret

__all__ = ["SqlJournal"]


class SqlJournal:
    """Keeps everything in a SQLite file, or in a PostgreSQL database that many workers share.

    `SqlJournal("ramp.db")`, `SqlJournal("postgresql://user@host/database", seal=key)`. It is opened at once,
    and made or brought forward if need be: whatever makes it useless is said before anything is sent. Safe
    to use from many threads, and after a fork. A context manager.

    What names a person is kept only under a seal. Without one the journal holds what is needed to read orders
    again, what the person was told to do, and keyed fingerprints; a doubt that only a resend can end then
    waits for the original request (`Needs.REQUEST`).

    Args:
        where: A path, or a URL beginning with `sqlite:///` or `postgresql://`.
        seal: A Fernet key, or several: the first one seals, all of them open.
        lease: Seconds after which the claim of a worker that was not heard of may be taken over. Must be
            longer than the longest call.

    Raises:
        ConfigurationError: The store cannot be used, a newer rampkit made it, or the seal is the wrong one.
    """

    def __init__(
        self,
        where: str | os.PathLike[str],
        *,
        seal: str | Secret | Sequence[str | Secret] = (),
        lease: float = 120.0,
    ) -> None:
        if not lease > 0:
            raise ConfigurationError("lease must be a number of seconds above zero")
        self._lease_ms = int(lease * 1000)
        self._paper = Paper(Seal(seal))
        self._database = Database(place_of(where))
        try:
            self._key = self._database.write(lambda sql: fingerprint_key(sql, self._paper.seal))
        except BaseException:
            self._database.close()
            raise

    def __repr__(self) -> str:
        return f"<SqlJournal at {self._database.name}, {'sealed' if self._paper.seal else 'not sealed'}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; later calls raise `ConfigurationError`."""
        self._database.close()

    def claim(self, intent_id: str) -> Claim | None:
        """Take the right to decide about an intent; None while another worker's lease runs."""
        return self._database.write(
            lambda sql: (
                None
                if (fence := claims.take(sql, intent_id, self._lease_ms)) is None
                else Claim(intent_id, fence, records.history(sql, self._paper, intent_id))
            )
        )

    def release(self, claim: Claim) -> None:
        """Give the right back."""
        self._database.write(lambda sql: claims.release(sql, claim.intent_id, claim.fence))

    def append(self, intent_id: str, record: Record, *, fence: int | None) -> bool:
        """Write *record*; see `Journal.append`. A decision also renews the lease.

        Raises:
            ConfigurationError: The store cannot be used.
            AccountNotReadyError: The record starts on a deposit account that another open intent holds.
            InvalidInputError: The record holds something that cannot be written down.
        """
        row = records.row_of(self._paper, intent_id, record)
        if record.decision and not fence:
            return False

        def work(sql: Connection) -> bool:
            if record.decision and not claims.may_decide(sql, intent_id, fence or 0, self._lease_ms):
                return False
            if isinstance(record, Started):
                records.hold(sql, self._paper, intent_id, record)
            records.append(sql, self._paper, row)
            return True

        return self._database.write(work)

    def history(self, intent_id: str) -> History:
        """Everything written about an intent."""
        return self._database.read(lambda sql: records.history(sql, self._paper, intent_id))

    def intent_ids(self, *, customer_id: str | None = None) -> Sequence[str]:
        """The ids of all intents, oldest first; only one customer's if asked for."""
        return self._database.read(lambda sql: records.intent_ids(sql, customer_id))

    def fingerprint(self, data: bytes) -> str:
        """A digest keyed with the journal's own random key, which lives in the database, under the seal."""
        return hmac.digest(self._key, data, "sha256").hex()

    def forget_customer(self, customer_id: str) -> None:
        """Drop whatever names a customer and keep the evidence; see `Journal.forget_customer`."""
        self._database.write(lambda sql: personal.drop(sql, customer_id))
        self._database.purge()

    def reseal(self) -> int:
        """Seal everything by the first key, so that the others are needed no longer; how much there was.

        Also seals what was written before there was a seal. One transaction: other writers wait for it.

        Raises:
            ConfigurationError: The store cannot be used, or a key that something is sealed with is missing.
        """
        if not self._paper.seal:
            raise ConfigurationError("there is no key to seal with; make the journal with seal=...")
        count = self._database.write(lambda sql: personal.reseal(sql, self._paper.seal))
        self._database.purge()
        return count

    def save_link(self, link: CustomerLink) -> None:
        """Keep a provider's record of a customer, replacing an older one."""
        columns, key = self._paper.columns(link), _link_key(link.connection, link.customer_id)
        self._database.write(lambda sql: parties.keep(sql, LINKS, key, columns))

    def forget_link(self, connection: str, customer_id: str) -> None:
        """Drop a customer's record of which it is proved that nothing came of it."""
        key = _link_key(connection, customer_id)
        self._database.write(lambda sql: parties.forget(sql, LINKS, key))

    def link(self, connection: str, customer_id: str) -> CustomerLink | None:
        """The record of a customer at a connection."""
        key = _link_key(connection, customer_id)
        return self._database.read(lambda sql: parties.one(sql, self._paper, LINKS, key, CustomerLink))

    def links(self, customer_id: str) -> Sequence[CustomerLink]:
        """The records of a customer at all connections."""
        key = {"customer_id": customer_id}
        return self._database.read(lambda sql: parties.every(sql, self._paper, LINKS, key, CustomerLink))

    def save_accounts(self, customer_id: str, digest: str, registered: RegisteredAccounts) -> None:
        """Keep what a provider made of an account pair (named by its fingerprint)."""
        columns = self._paper.columns(registered)
        key = _accounts_key(registered.connection, customer_id, registered.pair, digest)
        self._database.write(lambda sql: parties.keep(sql, ACCOUNTS, key, columns))

    def accounts(
        self, connection: str, customer_id: str, pair: Pair, digest: str
    ) -> RegisteredAccounts | None:
        """What a connection made of an account pair."""
        key = _accounts_key(connection, customer_id, pair, digest)
        return self._database.read(
            lambda sql: parties.one(sql, self._paper, ACCOUNTS, key, RegisteredAccounts)
        )

    def forget_accounts(self, connection: str, customer_id: str, pair: Pair, digest: str) -> None:
        """Drop accounts of which it is proved that nothing came of them."""
        key = _accounts_key(connection, customer_id, pair, digest)
        self._database.write(lambda sql: parties.forget(sql, ACCOUNTS, key))

    def save_deposit_account(self, customer_id: str, account: DepositAccount) -> None:
        """Keep a standing account of a customer, replacing an older state of it."""
        columns = self._paper.columns(account)
        key = {**_link_key(account.connection, customer_id), "pair": str(account.pair)}
        self._database.write(lambda sql: parties.keep(sql, DEPOSIT_ACCOUNTS, key, columns))

    def deposit_account(self, connection: str, customer_id: str, pair: Pair) -> DepositAccount | None:
        """The standing account of a customer for a pair at a connection."""
        key = {**_link_key(connection, customer_id), "pair": str(pair)}
        return self._database.read(
            lambda sql: parties.one(sql, self._paper, DEPOSIT_ACCOUNTS, key, DepositAccount)
        )


def _link_key(connection: str, customer_id: str) -> dict[str, str]:
    return {"connection": connection, "customer_id": customer_id}


def _accounts_key(connection: str, customer_id: str, pair: Pair, digest: str) -> dict[str, str]:
    return {**_link_key(connection, customer_id), "pair": str(pair), "digest": digest}
