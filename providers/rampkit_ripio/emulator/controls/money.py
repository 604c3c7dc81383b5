"""Controls over orders, quotes and sessions: what banks, chains and the provider do with money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rampkit_ripio.emulator import crypto_deposits, fiat_deposits, invented, lifecycle, transactions
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.controls.door import Control, Order
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.odd_deposits import Deposit
from rampkit_ripio.emulator.records import Transaction


def _pay(order: Order) -> object:
    """Pay as asked; `late` also an order that was given up."""
    late = order.flag("late")
    return _moved(order, lambda account, each: lifecycle.receive(account, each, late=late))


def _deposit(order: Order) -> object:
    """Pay any amount at any time from anybody; the switches say what becomes of it."""
    account, transaction = order.find(lambda each: each.transactions)
    deposit = _arriving(order, transaction.price.payable)
    return transactions.show(account, fiat_deposits.pay_order(account, transaction, deposit))


def _arriving(order: Order, amount: Decimal | None = None) -> Deposit:
    return Deposit(order.amount(amount), order.text("sender", invented.PAYER), order.outcome())


def _settle(order: Order) -> object:
    until = order.text("until", "COMPLETED")
    return _moved(order, lambda account, each: lifecycle.settle(account, each, until=until))


def _fail(order: Order) -> object:
    status, reason = order.text("status", "FAILED"), order.text("reason", "INVALID_DESTINATION")
    return _moved(order, lambda account, each: lifecycle.fail(account, each, status=status, reason=reason))


def _cancel(order: Order) -> object:
    """Cancel or expire: no page tells them apart, `status` may."""
    status = order.text("status", "CANCELLED")
    return _moved(order, lambda account, each: lifecycle.cancel(account, each, status=status))


def _refund(order: Order) -> object:
    by = order.text("initiatedBy", "PARTNER")
    return _moved(order, lambda account, each: lifecycle.refund(account, each, initiated_by=by))


def _finish_refund(order: Order) -> object:
    """The refund ends, or is refused; only `latestRefund` tells."""
    status, reason = order.text("status", "COMPLETED"), order.text("reason", "")
    _, transaction = order.find(lambda each: each.transactions)
    if transaction.refund is None:
        raise ImpossibleMoveError("no refund was started")
    transaction.refund.status, transaction.refund.reason = status, reason
    return {"refundId": transaction.refund.refund_id, "status": status}


def _moved(order: Order, move: Callable[[Account, Transaction], None]) -> object:
    account, transaction = order.find(lambda each: each.transactions)
    move(account, transaction)
    return transactions.show(account, transaction)


def _expire_quote(order: Order) -> object:
    account, quote = order.find(lambda each: each.quotes)
    quote.expires_at = account.stage.now
    return {"quoteId": quote.quote_id, "expiration": account.stamp(quote.expires_at)}


def _pay_in(order: Order) -> object:
    account, session = order.find(lambda each: each.on_ramp_sessions)
    return _landed(account, fiat_deposits.pay_session(account, session, _arriving(order)))


def _send_crypto(order: Order) -> object:
    account, session = order.find(lambda each: each.off_ramp_sessions)
    chain, currency = order.text("chain", "BASE"), order.text("currency", "USDC")
    landed = crypto_deposits.pay_session(account, session, chain, currency, _arriving(order))
    return _landed(account, landed)


def _landed(account: Account, transaction: Transaction | None) -> object:
    return {} if transaction is None else transactions.show(account, transaction)


def _open(order: Order) -> object:
    return _opened(order, disabled=False)


def _close(order: Order) -> object:
    return _opened(order, disabled=True)


def _opened(order: Order, *, disabled: bool) -> object:
    account, session = order.find(lambda each: each.on_ramp_sessions)
    session.disabled = disabled
    session.enabled_at = min(session.enabled_at, account.stage.now)
    return {"sessionId": session.session_id, "status": "disabled" if disabled else "enabled"}


CONTROLS = (
    Control("POST", "/orders/{id}/pay", _pay),
    Control("POST", "/orders/{id}/deposit", _deposit),
    Control("POST", "/orders/{id}/settle", _settle),
    Control("POST", "/orders/{id}/fail", _fail),
    Control("POST", "/orders/{id}/cancel", _cancel),
    Control("POST", "/orders/{id}/expire", _cancel),
    Control("POST", "/orders/{id}/refund", _refund),
    Control("POST", "/orders/{id}/refund/finish", _finish_refund),
    Control("POST", "/quotes/{id}/expire", _expire_quote),
    Control("POST", "/onramp-sessions/{id}/deposit", _pay_in),
    Control("POST", "/onramp-sessions/{id}/enable", _open),
    Control("POST", "/onramp-sessions/{id}/disable", _close),
    Control("POST", "/offramp-sessions/{id}/deposit", _send_crypto),
)
"""The controls of ramps."""
