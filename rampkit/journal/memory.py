"""`MemoryJournal`: a journal that lives and dies with the process."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rampkit.journal.forms import without_personal
from rampkit.journal.history import History
from rampkit.journal.holding import held, still_open
from rampkit.journal.journal import Claim
from rampkit.journal.records import Opened, Record, Started, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rampkit.models.accounts import DepositAccount, RegisteredAccounts
    from rampkit.models.assets import Pair
    from rampkit.models.customers import CustomerLink

__all__ = ["MemoryJournal"]


class MemoryJournal:
    """Keeps everything in memory: for tests, trials and programs that may forget.

    A crash loses it, and with it the knowledge of orders that are under way. Choose it knowingly.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._key = secrets.token_bytes(32)
        self._records: dict[str, list[Record]] = {}
        self._fences: defaultdict[str, int] = defaultdict(int)
        self._claimed: set[str] = set()
        self._links: dict[tuple[str, str], CustomerLink] = {}
        self._accounts: dict[tuple[str, str, Pair, str], RegisteredAccounts] = {}
        self._deposit_accounts: dict[tuple[str, str, Pair], DepositAccount] = {}
        self._holders: dict[tuple[str, str], str] = {}

    def __repr__(self) -> str:
        return f"<MemoryJournal of {len(self._records)} intents>"

    def claim(self, intent_id: str) -> Claim | None:
        """Take the right to decide about an intent; None while another worker holds it."""
        with self._lock:
            if intent_id in self._claimed:
                return None
            self._claimed.add(intent_id)
            self._fences[intent_id] += 1
            return Claim(intent_id, self._fences[intent_id], self.history(intent_id))

    def release(self, claim: Claim) -> None:
        """Give the right back."""
        with self._lock:
            if self._fences[claim.intent_id] == claim.fence:
                self._claimed.discard(claim.intent_id)

    def append(self, intent_id: str, record: Record, *, fence: int | None) -> bool:
        """Write *record*; see `Journal.append`."""
        with self._lock:
            if record.decision and (not fence or fence != self._fences.get(intent_id)):
                return False
            if isinstance(record, Started) and record.order and record.order.deposit_account_id:
                self._hold(record.connection, record.order.deposit_account_id, intent_id)
            self._records.setdefault(intent_id, []).append(record)
            return True

    def _hold(self, connection: str, deposit_account_id: str, intent_id: str) -> None:
        holder = self._holders.get((connection, deposit_account_id), intent_id)
        if holder != intent_id and still_open(self.history(holder)):
            raise held(connection)
        self._holders[connection, deposit_account_id] = intent_id

    def history(self, intent_id: str) -> History:
        """Everything written about an intent."""
        with self._lock:
            return History(intent_id, tuple(self._records.get(intent_id, ())))

    def intent_ids(self, *, customer_id: str | None = None) -> Sequence[str]:
        """The ids of all intents, oldest first; only one customer's if asked for."""
        with self._lock:
            return [
                intent_id
                for intent_id, records in self._records.items()
                if customer_id is None or any(_is_wish_of(customer_id, item) for item in records)
            ]

    def fingerprint(self, data: bytes) -> str:
        """A digest keyed with this journal's own random key."""
        return hmac.digest(self._key, data, "sha256").hex()

    def forget_customer(self, customer_id: str) -> None:
        """Drop whatever names a customer and keep the evidence."""
        with self._lock:
            for intent_id in self.intent_ids(customer_id=customer_id):
                self._records[intent_id] = [without_personal(item) for item in self._records[intent_id]]
            self._drop(self._links, customer_id)
            self._drop(self._accounts, customer_id)
            self._drop(self._deposit_accounts, customer_id)

    @staticmethod
    def _drop(kept: dict[Any, Any], customer_id: str) -> None:
        kept |= {key: without_personal(item) for key, item in kept.items() if key[1] == customer_id}

    def save_link(self, link: CustomerLink) -> None:
        """Keep a provider's record of a customer, replacing an older one."""
        with self._lock:
            self._links[link.connection, link.customer_id] = link

    def forget_link(self, connection: str, customer_id: str) -> None:
        """Drop a customer's record of which it is proved that nothing came of it."""
        with self._lock:
            self._links.pop((connection, customer_id), None)

    def link(self, connection: str, customer_id: str) -> CustomerLink | None:
        """The record of a customer at a connection."""
        with self._lock:
            return self._links.get((connection, customer_id))

    def links(self, customer_id: str) -> Sequence[CustomerLink]:
        """The records of a customer at all connections."""
        with self._lock:
            return [link for link in self._links.values() if link.customer_id == customer_id]

    def save_accounts(self, customer_id: str, digest: str, registered: RegisteredAccounts) -> None:
        """Keep what a provider made of an account pair."""
        with self._lock:
            self._accounts[registered.connection, customer_id, registered.pair, digest] = registered

    def accounts(
        self, connection: str, customer_id: str, pair: Pair, digest: str
    ) -> RegisteredAccounts | None:
        """What a connection made of an account pair."""
        with self._lock:
            return self._accounts.get((connection, customer_id, pair, digest))

    def forget_accounts(self, connection: str, customer_id: str, pair: Pair, digest: str) -> None:
        """Drop accounts of which it is proved that nothing came of them."""
        with self._lock:
            self._accounts.pop((connection, customer_id, pair, digest), None)

    def save_deposit_account(self, customer_id: str, account: DepositAccount) -> None:
        """Keep a standing account of a customer, replacing an older state of it."""
        with self._lock:
            self._deposit_accounts[account.connection, customer_id, account.pair] = account

    def deposit_account(self, connection: str, customer_id: str, pair: Pair) -> DepositAccount | None:
        """The standing account of a customer for a pair at a connection."""
        with self._lock:
            return self._deposit_accounts.get((connection, customer_id, pair))


def _is_wish_of(customer_id: str, record: Record) -> bool:
    wish = record.wish if isinstance(record, Opened) else None
    return isinstance(wish, Wish) and wish.customer_id == customer_id
