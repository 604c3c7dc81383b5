"""A deposit reaches the instructions of an order, or a session's account: as expected, or otherwise."""

from __future__ import annotations

from dataclasses import replace

from rampkit_ripio.emulator import invented, lifecycle, odd_deposits, on_ramp_sessions, pricing
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.odd_deposits import Deposit
from rampkit_ripio.emulator.records import Oddity, OnRampSession, Ramp, Transaction


def pay_order(account: Account, order: Transaction, deposit: Deposit) -> Transaction:
    """Bring *deposit* to an on-ramp order; return the transaction it moved."""
    if order.ramp is Ramp.OFF or order.session_id is not None:
        raise ImpossibleMoveError("only an order has payment instructions of its own")
    oddity = _oddity_at_order(account, order, deposit)
    if oddity is None:
        lifecycle.receive(account, order)
        return order
    price = pricing.at_rate(order.price, deposit.amount)
    outcome = odd_deposits.decide(
        account,
        oddity,
        deposit,
        paid_to=order.transaction_id,
        currency=price.from_currency,
        possible=price.final_to_amount > 0,
    )
    if outcome == "convert":
        return _converted(account, order, deposit)
    if outcome == "refund" and oddity is Oddity.REPEATED:
        lifecycle.turn_away_repeated(account, order)
    elif outcome == "refund":
        lifecycle.turn_away(account, order, sender=deposit.sender)
    return order


def pay_session(account: Account, session: OnRampSession, deposit: Deposit) -> Transaction | None:
    """Bring *deposit* to a session's account; return its transaction, or None where it leaves no trace."""
    if account.stage.now < session.enabled_at:
        raise ImpossibleMoveError("the account is not ready")
    transaction = on_ramp_sessions.transaction(account, session, deposit.amount)
    over = session.disabled or not account.belongs_to_active(session.customer_id)
    oddity = Oddity.LATE if over else _stranger(deposit) or pricing.oddity(account, transaction.price)
    return odd_deposits.land(account, transaction, oddity, deposit)


def _oddity_at_order(account: Account, order: Transaction, deposit: Deposit) -> Oddity | None:
    if order.received_at is not None:
        return Oddity.REPEATED
    over = order.payable_until is not None and account.stage.now >= order.payable_until
    if over or order.status != "PENDING" or not account.belongs_to_active(order.customer_id):
        return Oddity.LATE
    if deposit.amount == order.price.payable:
        return _stranger(deposit)
    return _stranger(deposit) or (Oddity.SHORT if deposit.amount < order.price.payable else Oddity.EXCESS)


def _stranger(deposit: Deposit) -> Oddity | None:
    return None if deposit.sender == invented.PAYER else Oddity.STRANGER


def _converted(account: Account, order: Transaction, deposit: Deposit) -> Transaction:
    """The order goes on with what arrived; a repeated deposit makes a twin of it, reference and all."""
    if order.received_at is not None:
        order = _twin(account, order)
        account.transactions[order.transaction_id] = order
    if deposit.amount != order.price.payable:
        order.price = pricing.at_rate(order.price, deposit.amount)
    lifecycle.receive(account, order, late=True, sender=deposit.sender)
    return order


def _twin(account: Account, order: Transaction) -> Transaction:
    return replace(
        order,
        transaction_id=account.stage.world.uuid(),
        created_at=account.stage.now,
        updated_at=account.stage.now,
        status="PENDING",
        txn_hash=None,
        failure_reason=None,
        received_at=None,
        sent_at=None,
        delivered_at=None,
        refund=None,
    )
