"""How a transaction moves, and which events say so."""

from __future__ import annotations

from collections.abc import Collection

from rampkit_ripio.emulator import invented, transactions, webhooks
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.records import Ramp, Refund, Transaction

# Events and statuses are documented (docs.ripio.com/ramps-api/webhooks/on-ramp-events, .../off-ramp-events);
# which status comes with which event is not.
_FAMILY = {Ramp.ON: "ON-RAMP", Ramp.OFF: "OFF-RAMP"}


class ImpossibleMoveError(Exception):
    """The transaction is not in a status from which it could move so."""


_MOVING = frozenset({"PENDING", "PROCESSING", "WITHDRAWAL_PENDING"})


def receive(
    account: Account, transaction: Transaction, *, late: bool = False, sender: str = invented.PAYER
) -> None:
    """The deposit arrives from *sender*; a *late* one arrives after the order was cancelled."""
    if not late or transaction.received_at is not None:
        _expect(transaction, {"PENDING"})
    _arrive(account, transaction, sender)
    _move(account, transaction, "PROCESSING", "DEPOSIT.RECEIVED")


def turn_away(account: Account, transaction: Transaction, *, sender: str = invented.PAYER) -> None:
    """The deposit arrives, is refused and goes back; only on-ramps have an event for the refusal."""
    _arrive(account, transaction, sender)
    rejected = "DEPOSIT.REJECTED" if transaction.ramp is Ramp.ON else None
    _move(account, transaction, "PROCESSING", rejected)
    refund(account, transaction)


def turn_away_repeated(account: Account, transaction: Transaction) -> None:
    """A second deposit for a paid order is refused and goes back; the order itself stays as it is."""
    for event in ("DEPOSIT.REJECTED", "DEPOSIT.REFUNDED"):
        _move(account, transaction, transaction.status, event)


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
    """Give up an order that nobody paid, or an off-ramp at any time before its end."""
    _expect(transaction, {"PENDING"} if transaction.ramp is Ramp.ON else _MOVING)
    _move(account, transaction, status, "ORDER.CANCELLED")


def refund(account: Account, transaction: Transaction, *, initiated_by: str = "PARTNER") -> None:
    """Return the money before it is traded, or an off-ramp's at any time before its end."""
    _expect(transaction, {"PROCESSING"} if transaction.ramp is Ramp.ON else _MOVING)
    transaction.refund = Refund(account.stage.world.uuid(), initiated_by, account.stage.now)
    if transaction.ramp is Ramp.ON:
        _move(account, transaction, "REFUNDED", "DEPOSIT.REFUNDED")
    _move(account, transaction, "REFUNDED", "ORDER.REFUNDED")


def fail(account: Account, transaction: Transaction, *, status: str, reason: str) -> None:
    """Let it fail with a status no page lists; only a rejected deposit has an event."""
    _expect(transaction, _MOVING)
    rejected = transaction.ramp is Ramp.ON and transaction.status == "PROCESSING"
    transaction.failure_reason = reason
    _move(account, transaction, status, "DEPOSIT.REJECTED" if rejected else None)


def transaction_hash(account: Account) -> str:
    """A hash no chain knows."""
    return f"0x{account.stage.world.random.getrandbits(256):064x}"


def _arrive(account: Account, transaction: Transaction, sender: str) -> None:
    transaction.received_at = account.stage.now
    transaction.sender = sender


def _expect(transaction: Transaction, statuses: Collection[str]) -> None:
    if transaction.status not in statuses:
        raise ImpossibleMoveError(
            f"the transaction is {transaction.status}, not {' or '.join(sorted(statuses))}"
        )


def _move(account: Account, transaction: Transaction, status: str, event: str | None) -> None:
    transaction.status = status
    transaction.updated_at = account.stage.now
    if event is not None:
        key, about = account.stage.switches.event_object, _event_object(account, transaction)
        if key == "payload":
            about = {"transactionObject": about}
        webhooks.announce(account, f"{_FAMILY[transaction.ramp]}.{event}", key, about)


def _event_object(account: Account, transaction: Transaction) -> dict[str, object]:
    shown = transactions.show(account, transaction)
    if transaction.ramp is Ramp.OFF:
        shown["fiatAccountId"] = transaction.fiat_account_id
    if account.stage.switches.event_extras:
        shown["depositAddress"] = transaction.deposit_address
        shown["finalToAmount"] = eight_decimals(transaction.price.final_to_amount)
    return shown
