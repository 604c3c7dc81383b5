"""How a transaction moves, and which events say so."""

from __future__ import annotations

from collections.abc import Collection

from rampkit_ripio.emulator import transactions, webhooks
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.records import Ramp, Transaction

# Events and statuses are documented (docs.ripio.com/ramps-api/webhooks/on-ramp-events, .../off-ramp-events);
# which status comes with which event is not.
_FAMILY = {Ramp.ON: "ON-RAMP", Ramp.OFF: "OFF-RAMP"}


class ImpossibleMoveError(Exception):
    """The transaction is not in a status from which it could move so."""


def receive(account: Account, transaction: Transaction, *, late: bool = False) -> None:
    """The deposit arrives; a *late* one arrives after the order was cancelled."""
    _expect(transaction, {"PENDING", "CANCELLED"} if late else {"PENDING"})
    transaction.received_at = account.stage.now
    _move(account, transaction, "PROCESSING", "DEPOSIT.RECEIVED")


def settle(account: Account, transaction: Transaction, *, until: str = "COMPLETED") -> None:
    """Trade what was received and deliver it; stop at WITHDRAWAL_PENDING if *until* says so."""
    _expect(transaction, {"PROCESSING", "WITHDRAWAL_PENDING"})
    if transaction.status == "PROCESSING":
        _move(account, transaction, "WITHDRAWAL_PENDING", "TRADE.COMPLETED")
        transaction.sent_at = account.stage.now
        _move(account, transaction, "WITHDRAWAL_PENDING", "WITHDRAWAL.PROCESSING")
    if until == "COMPLETED":
        transaction.txn_hash = transaction.txn_hash or transaction_hash(account)
        transaction.delivered_at = account.stage.now
        _move(account, transaction, "COMPLETED", "WITHDRAWAL.COMPLETED")


def cancel(account: Account, transaction: Transaction, *, status: str = "CANCELLED") -> None:
    """Give up an order that nobody paid."""
    _expect(transaction, {"PENDING"})
    _move(account, transaction, status, "ORDER.CANCELLED")


def refund(account: Account, transaction: Transaction) -> None:
    """Return the money before it is traded."""
    _expect(transaction, {"PROCESSING"})
    transaction.refund_id = account.stage.world.uuid()
    if transaction.ramp is Ramp.ON:
        _move(account, transaction, "REFUNDED", "DEPOSIT.REFUNDED")
    _move(account, transaction, "REFUNDED", "ORDER.REFUNDED")


def fail(account: Account, transaction: Transaction, *, status: str, reason: str) -> None:
    """Let it fail with a status no page lists; only a rejected deposit has an event."""
    _expect(transaction, {"PENDING", "PROCESSING", "WITHDRAWAL_PENDING"})
    rejected = transaction.ramp is Ramp.ON and transaction.status == "PROCESSING"
    transaction.failure_reason = reason
    _move(account, transaction, status, "DEPOSIT.REJECTED" if rejected else None)


def transaction_hash(account: Account) -> str:
    """A hash no chain knows."""
    return f"0x{account.stage.world.random.getrandbits(256):064x}"


def _expect(transaction: Transaction, statuses: Collection[str]) -> None:
    if transaction.status not in statuses:
        raise ImpossibleMoveError(
            f"the transaction is {transaction.status}, not {' or '.join(sorted(statuses))}"
        )


def _move(account: Account, transaction: Transaction, status: str, event: str | None) -> None:
    transaction.status = status
    transaction.updated_at = account.stage.now
    if event is not None:
        key = account.stage.switches.event_object
        event_type = f"{_FAMILY[transaction.ramp]}.{event}"
        webhooks.announce(account, event_type, key, _event_object(account, transaction))


def _event_object(account: Account, transaction: Transaction) -> dict[str, object]:
    shown = transactions.show(account, transaction)
    if transaction.ramp is Ramp.OFF:
        shown["fiatAccountId"] = transaction.fiat_account_id
    if account.stage.switches.event_extras:
        shown["depositAddress"] = transaction.deposit_address
        shown["finalToAmount"] = eight_decimals(transaction.price.final_to_amount)
    return shown
