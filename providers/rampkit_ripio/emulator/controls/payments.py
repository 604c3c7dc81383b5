"""Controls over Sell and Pays: the customer's crypto, compliance, the merchant's money, the clock."""

from __future__ import annotations

from collections.abc import Callable

from rampkit_ripio.emulator import qr_payments
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.controls.door import Control, Order
from rampkit_ripio.emulator.odd_deposits import Deposit
from rampkit_ripio.emulator.records import SellAndPay


def _deposit(order: Order) -> object:
    """Send crypto; exactly what was asked for unless the body says otherwise."""
    _, payment = order.find(lambda each: each.sell_and_pays)
    crypto = None
    if payment.crypto_amount is not None:
        crypto = Deposit(order.amount(payment.crypto_amount), outcome=order.outcome())
    return _moved(order, lambda account, each: qr_payments.pay(account, each, crypto))


def _block(order: Order) -> object:
    return _moved(order, qr_payments.block)


def _settle(order: Order) -> object:
    return _moved(order, qr_payments.settle)


def _expire(order: Order) -> object:
    return _moved(order, qr_payments.expire)


def _refund(order: Order) -> object:
    return _moved(order, qr_payments.refund)


def _moved(order: Order, move: Callable[[Account, SellAndPay], None]) -> object:
    account, payment = order.find(lambda each: each.sell_and_pays)
    move(account, payment)
    return {"id": payment.sell_and_pay_id, "status": payment.status}


CONTROLS = (
    Control("POST", "/sell-and-pays/{id}/deposit", _deposit),
    Control("POST", "/sell-and-pays/{id}/block", _block),
    Control("POST", "/sell-and-pays/{id}/settle", _settle),
    Control("POST", "/sell-and-pays/{id}/expire", _expire),
    Control("POST", "/sell-and-pays/{id}/refund", _refund),
)
"""The controls of Sell and Pay."""
