"""Money that was not as expected. No page says what becomes of it: every outcome here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rampkit_ripio.emulator import invented, lifecycle
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.records import OddDeposit, Oddity, Transaction
from rampkit_ripio.emulator.switches import Outcome, Switches


class RefusedDepositError(Exception):
    """The deposit is not taken at all."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """Money on its way: how much, from whom, and what shall become of it if it is odd."""

    amount: Decimal
    sender: str = invented.PAYER
    outcome: Outcome | None = None


def decide(
    account: Account, oddity: Oddity, deposit: Deposit, *, paid_to: str, currency: str, possible: bool = True
) -> Outcome:
    """What becomes of an odd deposit, noted down: as it asks itself, else as the switch says.

    Nothing can be converted where that is not *possible*; then the money goes back.

    Raises:
        RefusedDepositError: The deposit is not taken.
    """
    outcome = deposit.outcome or _policies(account.stage.switches)[oddity]
    if outcome == "convert" and not possible:
        outcome = "refund"
    now = account.stage.now
    account.odd_deposits.append(OddDeposit(paid_to, deposit.amount, currency, oddity, outcome, now))
    if outcome == "refuse":
        raise RefusedDepositError(f"the deposit is refused: {oddity}")
    return outcome


def land(
    account: Account, transaction: Transaction, oddity: Oddity | None, deposit: Deposit
) -> Transaction | None:
    """A deposit to a session becomes its *transaction*, or None where it leaves no trace."""
    outcome: Outcome = "convert"
    if oddity is not None:
        price = transaction.price
        outcome = decide(
            account,
            oddity,
            deposit,
            paid_to=transaction.session_id or "",
            currency=price.from_currency,
            possible=price.final_to_amount > 0,
        )
    if outcome == "ignore":
        return None
    account.transactions[transaction.transaction_id] = transaction
    move = lifecycle.receive if outcome == "convert" else lifecycle.turn_away
    move(account, transaction, sender=deposit.sender)
    return transaction


def _policies(switches: Switches) -> dict[Oddity, Outcome]:
    return {
        Oddity.LATE: switches.late_deposit,
        Oddity.SHORT: switches.short_deposit,
        Oddity.EXCESS: switches.excess_deposit,
        Oddity.REPEATED: switches.repeated_deposit,
        Oddity.STRANGER: switches.stranger_deposit,
    }
