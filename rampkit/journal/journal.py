"""`Journal`: what is written down before a byte leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rampkit.journal.history import History
    from rampkit.journal.records import Record
    from rampkit.models.accounts import DepositAccount, RegisteredAccounts
    from rampkit.models.assets import Pair
    from rampkit.models.customers import CustomerLink

__all__ = ["Claim", "Journal"]


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to decide about an intent, as long as no later claim exists."""

    intent_id: str
    fence: int
    history: History


class Journal(Protocol):
    """Durable memory of intents, customer links and accounts. Synchronous and thread-safe.

    Every method may raise `ConfigurationError` when the store cannot be used.
    """

    def claim(self, intent_id: str) -> Claim | None:
        """Take the right to decide about an intent; None while another worker holds it.

        Where several processes share a store, the right of one that is not heard of runs out after a while.
        """
        ...

    def release(self, claim: Claim) -> None:
        """Give the right back."""
        ...

    def append(self, intent_id: str, record: Record, *, fence: int | None) -> bool:
        """Write *record*, durably, before returning.

        False if it is a decision and *fence* is no longer the latest claim's; evidence is always written.

        Raises:
            AccountNotReadyError: The record starts on a deposit account that another open intent holds.
        """
        ...

    def history(self, intent_id: str) -> History:
        """Everything written about an intent."""
        ...

    def intent_ids(self, *, customer_id: str | None = None) -> Sequence[str]:
        """The ids of all intents, oldest first; only one customer's if asked for."""
        ...

    def fingerprint(self, data: bytes) -> str:
        """A keyed digest of *data*: equal for equal data, useless for guessing it."""
        ...

    def forget_customer(self, customer_id: str) -> None:
        """Drop whatever names a customer, for good, and keep the evidence of what was ordered and paid.

        The customer's records at the providers stay, by their ids. A send in doubt can then be repeated only
        with the original request.
        """
        ...

    def save_link(self, link: CustomerLink) -> None:
        """Keep a provider's record of a customer, replacing an older one."""
        ...

    def forget_link(self, connection: str, customer_id: str) -> None:
        """Drop a customer's record of which it is proved that nothing came of it."""
        ...

    def link(self, connection: str, customer_id: str) -> CustomerLink | None:
        """The record of a customer at a connection."""
        ...

    def links(self, customer_id: str) -> Sequence[CustomerLink]:
        """The records of a customer at all connections."""
        ...

    def save_accounts(self, customer_id: str, digest: str, registered: RegisteredAccounts) -> None:
        """Keep what a provider made of an account pair (named by its fingerprint)."""
        ...

    def accounts(
        self, connection: str, customer_id: str, pair: Pair, digest: str
    ) -> RegisteredAccounts | None:
        """What a connection made of an account pair."""
        ...

    def forget_accounts(self, connection: str, customer_id: str, pair: Pair, digest: str) -> None:
        """Drop accounts of which it is proved that nothing came of them."""
        ...

    def save_deposit_account(self, customer_id: str, account: DepositAccount) -> None:
        """Keep a standing account of a customer, replacing an older state of it."""
        ...

    def deposit_account(self, connection: str, customer_id: str, pair: Pair) -> DepositAccount | None:
        """The standing account of a customer for a pair at a connection."""
        ...
