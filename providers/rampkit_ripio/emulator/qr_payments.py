"""What happens to a Sell and Pay outside the API: crypto comes, is blocked, goes back, pays the merchant."""

from __future__ import annotations

from decimal import Decimal

from rampkit_ripio.emulator import invented, lifecycle, odd_deposits, pricing, sell_and_pay, webhooks
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.lifecycle import ImpossibleMoveError
from rampkit_ripio.emulator.odd_deposits import Deposit
from rampkit_ripio.emulator.records import Oddity, Ramp, SellAndPay
from rampkit_ripio.emulator.switches import Outcome

_OPEN = frozenset({"INCOMPLETE", "PENDING", "WAITING_DEPOSIT"})


def pay(account: Account, payment: SellAndPay, deposit: Deposit | None = None) -> None:
    """Crypto reaches the address, exactly what was asked for unless *deposit* says otherwise.

    Later deposits are not processed, says the page; nor can a second one be.
    Page: docs.ripio.com/ramps-api/sell-and-pay/create-sell-and-pay.
    """
    if payment.crypto_amount is None:
        raise ImpossibleMoveError("the payment has no address yet")
    deposit = deposit or Deposit(payment.crypto_amount)
    oddity = _oddity(payment, payment.crypto_amount, deposit.amount)
    outcome: Outcome = "convert"
    if oddity is not None:
        outcome = odd_deposits.decide(
            account,
            oddity,
            deposit,
            paid_to=payment.sell_and_pay_id,
            currency=payment.deposit_currency or "",
            possible=oddity in (Oddity.SHORT, Oddity.EXCESS),
        )
    if outcome == "convert":
        _receive(account, payment, deposit.amount)
    elif outcome == "refund" and oddity is not Oddity.REPEATED:
        _keep(account, payment, deposit.amount, "RECEIVED")
        refund(account, payment)


def block(account: Account, payment: SellAndPay) -> None:
    """The crypto is held back for compliance; the status of that is documented nowhere, so it stays.

    Page: docs.ripio.com/ramps-api/webhooks/sell-and-pay-events.
    """
    _expect(payment, "WAITING_DEPOSIT")
    _keep(account, payment, payment.crypto_amount or Decimal(0), "BLOCKED")
    _announce(account, payment, "DEPOSIT.BLOCKED", "DEPOSIT_BLOCKED")


def settle(account: Account, payment: SellAndPay) -> None:
    """The crypto is traded and the merchant is paid; the event of it has no known name."""
    _expect(payment, "RECEIVED_DEPOSIT")
    payment.deposit = {
        **(payment.deposit or {}),
        "status": "CONFIRMED",
        "confirmationDate": account.stamp(account.stage.now),
    }
    payment.trade = _trade(account, payment)
    payment.status = "COMPLETED"
    _announce_end(account, payment, invented.SELL_AND_PAY_PAID_EVENT)


def refund(account: Account, payment: SellAndPay) -> None:
    """The crypto goes back where the customer wants it; without an address it stays where it is."""
    if payment.deposit is None or payment.trade is not None:
        raise ImpossibleMoveError(f"a payment in status {payment.status} has nothing to send back")
    if payment.refund_address:
        payment.status = invented.SELL_AND_PAY_REFUNDED
        _announce_end(account, payment, invented.SELL_AND_PAY_REFUND_EVENT)


def expire(account: Account, payment: SellAndPay) -> None:
    """The time to pay is over; no page names the status of that."""
    if payment.status not in _OPEN or payment.deposit is not None:
        raise ImpossibleMoveError(f"a payment in status {payment.status} cannot expire")
    payment.expires_at = min(payment.expires_at, account.stage.now)
    payment.status = invented.SELL_AND_PAY_EXPIRED


def expire_overdue(account: Account) -> None:
    """End the payments whose time is over."""
    for payment in account.sell_and_pays.values():
        waiting = payment.status in _OPEN and payment.deposit is None
        if waiting and account.stage.now >= payment.expires_at:
            payment.status = invented.SELL_AND_PAY_EXPIRED


def _oddity(payment: SellAndPay, asked: Decimal, amount: Decimal) -> Oddity | None:
    if payment.deposit is not None:
        return Oddity.REPEATED
    if payment.status == invented.SELL_AND_PAY_EXPIRED:
        return Oddity.LATE
    _expect(payment, "WAITING_DEPOSIT")
    if amount == asked:
        return None
    return Oddity.SHORT if amount < asked else Oddity.EXCESS


def _receive(account: Account, payment: SellAndPay, amount: Decimal) -> None:
    """The crypto is seen; by the older event's name it is confirmed already.

    Page: docs.ripio.com/ramps-api/webhooks/sell-and-pay-events.
    """
    confirmed = account.stage.switches.sell_and_pay_events == "retired"
    _keep(account, payment, amount, "CONFIRMED" if confirmed else "RECEIVED")
    payment.status = "RECEIVED_DEPOSIT"
    _announce(account, payment, "DEPOSIT.RECEIVED", "DEPOSIT_CONFIRMED")


def _keep(account: Account, payment: SellAndPay, amount: Decimal, status: str) -> None:
    world, moment = account.stage.world, account.stamp(account.stage.now)
    payment.deposit = {
        "id": world.uuid(),
        "txnId": world.uuid(),
        "hash": lifecycle.transaction_hash(account),
        "currencyCode": payment.deposit_currency or "",
        "addressDestination": payment.deposit_address or "",
        "amount": eight_decimals(amount),
        "createdAt": moment,
        "customerId": payment.customer_id,
        "status": status,
        "network": payment.deposit_network or "",
        **({"confirmationDate": moment} if status == "CONFIRMED" else {}),
    }


def _trade(account: Account, payment: SellAndPay) -> dict[str, object]:
    world, currency = account.stage.world, payment.deposit_currency or ""
    rate = eight_decimals(pricing.rate_in(payment.payment_currency, currency, Ramp.OFF))
    return {
        "id": world.uuid(),
        "createdAt": account.stamp(account.stage.now),
        "externalRef": payment.external_ref or "",
        "customerId": payment.customer_id,
        "quoteId": world.uuid(),
        "txnId": world.uuid(),
        "baseAsset": currency,
        "quoteAsset": payment.payment_currency,
        "baseAmount": (payment.deposit or {}).get("amount", ""),
        "quoteAmount": "" if payment.amount is None else format(payment.amount, "f"),
        "rate": rate,
        "marketRate": rate,
        "chargedFee": "0",
        "cryptoChargedFee": "0",
        "deferredChargedFee": "0",
        "feeChargedInFiat": "0",
    }


def _announce(account: Account, payment: SellAndPay, current: str, retired: str) -> None:
    name = retired if account.stage.switches.sell_and_pay_events == "retired" else current
    webhooks.announce(account, f"SELL_AND_PAY.{name}", "transaction", sell_and_pay.show(account, payment))


def _announce_end(account: Account, payment: SellAndPay, name: str) -> None:
    if account.stage.switches.sell_and_pay_end_events:
        _announce(account, payment, name, name)


def _expect(payment: SellAndPay, status: str) -> None:
    if payment.status != status or (status == "WAITING_DEPOSIT" and payment.deposit is not None):
        raise ImpossibleMoveError(f"the payment is {payment.status}, not {status}")
