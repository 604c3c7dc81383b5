"""Money from the person, in whatever amount and at whatever time it comes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.lifecycle import IllegalMoveError, Lifecycle
from rampkit_gnosis.emulator.records import Arrival, Deposit, Intent, Transaction
from rampkit_gnosis.emulator.statuses import IntentStatus


class Deposits:
    """What too little, too much, twice or too late leads to: all of it invented, for no page says.

    There is one transaction an intent, ever (docs.ramp.gnosis.io/intents/executing-transactions), so what is
    more than was asked for starts nothing; it is only written down.
    """

    def __init__(self, ledger: Ledger, lifecycle: Lifecycle) -> None:
        self._ledger = ledger
        self._lifecycle = lifecycle

    def receive(self, intent: Intent, text: str) -> None:
        """Take a deposit for an intent.

        Raises:
            IllegalMoveError: The intent has never told anybody where to pay.
            ValueError: The amount is no positive number.
        """
        if intent.transaction is None:
            raise IllegalMoveError("there is no transaction")
        amount = _amount(text)
        arrival = _arrival(intent, intent.transaction, amount)
        intent.deposits.append(Deposit(amount, self._ledger.now(), arrival))
        self._act(intent, arrival)

    def _act(self, intent: Intent, arrival: Arrival) -> None:
        switches = self._ledger.switches
        match arrival:
            case Arrival.ACCEPTED | Arrival.EXCESS:
                self._lifecycle.pay(intent)
            case Arrival.SHORT if switches.short_deposit == "proceeds":
                self._lifecycle.pay(intent)
            case Arrival.SHORT if switches.short_deposit == "fails":
                self._lifecycle.fail(intent, invented.SHORT_DEPOSIT)
            case Arrival.LATE if switches.late_deposit == "revives":
                self._lifecycle.revive(intent)
            case _:
                pass


def _arrival(intent: Intent, transaction: Transaction, amount: Decimal) -> Arrival:
    """How a deposit stands to what was asked for and to what came before it."""
    if intent.status is IntentStatus.COMPLETED or (transaction.funded and transaction.is_open):
        return Arrival.REPEATED
    if not transaction.is_open:
        return Arrival.LATE
    asked = Decimal(intent.order.amount)
    received = sum((each.amount for each in intent.deposits), amount)
    if received < asked:
        return Arrival.SHORT
    return Arrival.EXCESS if received > asked else Arrival.ACCEPTED


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount <= 0:
        raise ValueError("amount is a positive number in a text")
    return amount
