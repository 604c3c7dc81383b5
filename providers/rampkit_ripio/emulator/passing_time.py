"""What the clock does by itself: unpaid orders and payments end when their time is over."""

from __future__ import annotations

from datetime import timedelta

from rampkit_ripio.emulator import lifecycle, qr_payments
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.records import Ramp


def catch_up(account: Account) -> None:
    """Let everything happen that has become due; called before anybody looks."""
    qr_payments.expire_overdue(account)
    lifetime = timedelta(seconds=account.stage.switches.order_lifetime)
    if not lifetime:
        return
    for order in account.transactions.values():
        unpaid = order.ramp is Ramp.ON and order.status == "PENDING"
        if unpaid and account.stage.now >= order.created_at + lifetime:
            lifecycle.cancel(account, order)
