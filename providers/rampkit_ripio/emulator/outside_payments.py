"""One way to pay whatever this emulator can be paid for: an order, a session, a Sell and Pay."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from decimal import Decimal

from rampkit.sandbox.payments import Payment, PaymentRefusedError, Receipt
from rampkit_ripio.emulator import crypto_deposits, fiat_deposits, lifecycle, qr_payments
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import AMOUNT
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.odd_deposits import Deposit, RefusedDepositError
from rampkit_ripio.emulator.passing_time import catch_up
from rampkit_ripio.emulator.records import OffRampSession, OnRampSession, SellAndPay, Transaction
from rampkit_ripio.emulator.refusals import Refusal

_CHAIN, _TOKEN = "BASE", "USDC"
"""What is sent to an off-ramp session: every account trades it."""


def pay(accounts: Iterable[Account], payment: Payment) -> Receipt | None:
    """Bring *payment* to what it names, by id or by the partner's reference; None where there is no such."""
    for account in accounts:
        catch_up(account)
        receipt = _pay_at(account, payment)
        if receipt is not None:
            return receipt
    return None


def _pay_at(account: Account, payment: Payment) -> Receipt | None:
    name = payment.order.lower()
    order = account.transactions.get(name) or _referred(account, name)
    if order is not None:
        return _pay_order(account, order, payment)
    if name in account.sell_and_pays:
        return _pay_merchant(account, account.sell_and_pays[name], payment)
    session = account.on_ramp_sessions.get(name) or account.off_ramp_sessions.get(name)
    return None if session is None else _pay_session(account, session, payment)


def _referred(account: Account, reference: str) -> Transaction | None:
    known = account.transactions.values()
    return next((order for order in known if order.external_ref == reference), None)


def _pay_order(account: Account, order: Transaction, payment: Payment) -> Receipt:
    amount = _given(payment) or order.price.payable
    with _refusals():
        if _comes_late(account, payment) and order.status == "PENDING":
            lifecycle.cancel(account, order)
        moved = fiat_deposits.pay_order(account, order, Deposit(amount))
    return _receipt(moved.transaction_id, amount, moved.price.from_currency, moved.status)


def _pay_merchant(account: Account, owed: SellAndPay, payment: Payment) -> Receipt:
    with _refusals():
        amount = _given(payment) or owed.crypto_amount
        if amount is None:
            raise ImpossibleMoveError("it is incomplete: no crypto has been asked for yet")
        if _comes_late(account, payment) and owed.deposit is None:
            qr_payments.expire(account, owed)
        qr_payments.pay(account, owed, Deposit(amount))
    return _receipt(owed.sell_and_pay_id, amount, owed.deposit_currency or "", owed.status)


def _pay_session(account: Account, session: OnRampSession | OffRampSession, payment: Payment) -> Receipt:
    amount = _given(payment)
    if amount is None:
        raise PaymentRefusedError("a session asks for no amount: say how much")
    if payment.late:
        raise PaymentRefusedError("a session is never over: nothing can come too late for it")
    deposit = Deposit(amount)
    with _refusals():
        if isinstance(session, OnRampSession):
            currency, moved = account.country.fiat, fiat_deposits.pay_session(account, session, deposit)
        else:
            currency = _TOKEN
            moved = crypto_deposits.pay_session(account, session, _CHAIN, _TOKEN, deposit)
    if moved is None:
        return _receipt(session.session_id, amount, currency, "")
    return _receipt(moved.transaction_id, amount, currency, moved.status)


def _given(payment: Payment) -> Decimal | None:
    if payment.amount is None:
        return None
    if not AMOUNT.fullmatch(format(payment.amount.normalize(), "f")):
        raise PaymentRefusedError("Ripio's amounts have at most 18 digits and 8 decimals")
    return payment.amount


def _comes_late(account: Account, payment: Payment) -> bool:
    """Whether what is paid has to end first; nothing ends for a payment that would be refused."""
    if payment.late and account.stage.switches.late_deposit == "refuse":
        raise RefusedDepositError("the deposit is refused: late")
    return payment.late


@contextmanager
def _refusals() -> Generator[None]:
    try:
        yield
    except (ImpossibleMoveError, RefusedDepositError, Refusal) as error:
        raise PaymentRefusedError(str(error)) from None


def _receipt(order: str, amount: Decimal, currency: str, status: str) -> Receipt:
    return Receipt(order=order, amount=amount, currency=currency, status=status)
