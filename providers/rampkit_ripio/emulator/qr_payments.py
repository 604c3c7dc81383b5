"""What happens to a Sell and Pay outside the API: crypto arrives, is blocked, or pays the merchant."""

from __future__ import annotations

from rampkit_ripio.emulator import lifecycle, pricing, sell_and_pay, webhooks
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.records import Ramp, SellAndPay


def receive(account: Account, payment: SellAndPay) -> None:
    """The crypto is seen (docs.ripio.com/ramps-api/webhooks/sell-and-pay-events)."""
    _expect(payment, "WAITING_DEPOSIT")
    _deposit(account, payment, "CONFIRMED")
    payment.status = "RECEIVED_DEPOSIT"
    _announce(account, payment, "DEPOSIT.RECEIVED", "DEPOSIT_CONFIRMED")


def block(account: Account, payment: SellAndPay) -> None:
    """The crypto is held back for compliance; the status of that is documented nowhere, so it stays."""
    _expect(payment, "WAITING_DEPOSIT")
    _deposit(account, payment, "BLOCKED")
    _announce(account, payment, "DEPOSIT.BLOCKED", "DEPOSIT_BLOCKED")


def settle(account: Account, payment: SellAndPay) -> None:
    """The merchant is paid; no event of it is documented."""
    _expect(payment, "RECEIVED_DEPOSIT")
    world, now = account.stage.world, account.stage.now
    currency = payment.deposit_currency or ""
    rate = pricing.rate(account, currency, Ramp.OFF)
    payment.trade = {
        "id": world.uuid(),
        "createdAt": account.stamp(now),
        "externalRef": payment.external_ref or "",
        "customerId": payment.customer_id,
        "quoteId": world.uuid(),
        "txnId": world.uuid(),
        "baseAsset": currency,
        "quoteAsset": payment.payment_currency,
        "baseAmount": eight_decimals(payment.crypto_amount or rate),
        "quoteAmount": format(payment.amount or rate, "f"),
        "rate": eight_decimals(rate),
        "marketRate": eight_decimals(rate),
        "chargedFee": "0",
        "cryptoChargedFee": "0",
        "deferredChargedFee": "0",
        "feeChargedInFiat": "0",
    }
    payment.status = "COMPLETED"


def _deposit(account: Account, payment: SellAndPay, status: str) -> None:
    world, moment = account.stage.world, account.stamp(account.stage.now)
    payment.deposit = {
        "id": world.uuid(),
        "txnId": world.uuid(),
        "hash": lifecycle.transaction_hash(account),
        "currencyCode": payment.deposit_currency or "",
        "addressDestination": payment.deposit_address or "",
        "confirmationDate": moment,
        "amount": "" if payment.crypto_amount is None else eight_decimals(payment.crypto_amount),
        "createdAt": moment,
        "customerId": payment.customer_id,
        "status": status,
        "network": payment.deposit_network or "",
    }


def _announce(account: Account, payment: SellAndPay, current: str, retired: str) -> None:
    name = retired if account.stage.switches.sell_and_pay_events == "retired" else current
    webhooks.announce(account, f"SELL_AND_PAY.{name}", "transaction", sell_and_pay.show(account, payment))


def _expect(payment: SellAndPay, status: str) -> None:
    if payment.status != status:
        raise ImpossibleMoveError(f"the payment is {payment.status}, not {status}")
