"""A customer's past, told in more detail."""

from __future__ import annotations

from datetime import datetime

from rampkit_ripio.emulator import invented
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.pages import page
from rampkit_ripio.emulator.records import Ramp, Transaction
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource


def _on_ramp(call: Call) -> Answer:
    """What was bought (docs.ripio.com/ramps-api/transactions/list-customer-onramp-transactions)."""
    return _history(call, Ramp.ON)


def _off_ramp(call: Call) -> Answer:
    """What was sold (docs.ripio.com/ramps-api/transactions/list-customer-offramp-transactions)."""
    return _history(call, Ramp.OFF)


def _history(call: Call, ramp: Ramp) -> Answer:
    account = call.account
    customer = account.active_customer(call.path["customerId"])
    past = [
        transaction
        for transaction in account.visible_transactions()
        if transaction.ramp is ramp and transaction.customer_id == customer.customer_id
    ]
    # No page ever showed a history in another form.
    return Answer(page(call, past, lambda each: _show(account, each), "transactions", "page"))


def _show(account: Account, transaction: Transaction) -> dict[str, object]:
    price = transaction.price
    shown: dict[str, object] = {
        "transactionId": transaction.transaction_id,
        "type": transaction.ramp.value,
        "status": transaction.status,
        "createdAt": account.stamp(transaction.created_at),
        "updatedAt": account.stamp(transaction.updated_at),
        "fromAmount": eight_decimals(price.from_amount),
        "toAmount": eight_decimals(price.final_to_amount),
        "exchangeRate": format(price.rate, "f"),
        "fromCurrency": price.from_currency,
        "toCurrency": price.to_currency,
        "chain": transaction.chain,
        "txnHash": transaction.txn_hash,
        "paymentMethodType": account.rail_in_print(transaction.rail),
        "metadata": {},
        "failureReason": transaction.failure_reason or _stray_reason(account, transaction),
    }
    return {**shown, **(_delivery if transaction.ramp is Ramp.ON else _payout)(account, transaction)}


def _stray_reason(account: Account, transaction: Transaction) -> str | None:
    stray = account.stage.switches.stray_failure_reason and transaction.status == "COMPLETED"
    return invented.STRAY_REASON if stray else None


def _delivery(account: Account, transaction: Transaction) -> dict[str, object]:
    return {
        "destination": {"kind": "ADDRESS", "value": transaction.deposit_address, "label": None},
        "timeline": {
            "paymentReceived": _step(account, transaction.received_at),
            "cryptoSent": _step(account, transaction.sent_at),
            "cryptoDelivered": _step(account, transaction.delivered_at),
        },
    }


def _payout(account: Account, transaction: Transaction) -> dict[str, object]:
    fiat_account = account.fiat_accounts[transaction.fiat_account_id or ""]
    status = fiat_account.status(account.stage.now)
    # CVU is the only documented kind of a bank destination; the others are invented after the key's name.
    name, value = next(iter(fiat_account.fields.items()))
    kind = "CVU" if account.country.code == "AR" else name.removesuffix("_destination").upper()
    return {
        "destination": {"kind": kind, "value": value, "label": "main"},
        "timeline": {
            "cryptoReceived": _step(account, transaction.received_at),
            "fundsSent": _step(account, transaction.sent_at),
            "fundsConfirmed": _step(account, transaction.delivered_at),
        },
        "fiatAccountId": fiat_account.fiat_account_id,
        "fiatAccountStatus": invented.ACTIVE_ACCOUNT if status == "ENABLED" else status,
        "providerId": f"sandbox-txn-{transaction.transaction_id[:8]}",
    }


def _step(account: Account, at: datetime | None) -> dict[str, object]:
    if at is None:
        return {"status": "not_started", "at": None}
    return {"status": invented.STEP_DONE, "at": account.stamp(at)}


HISTORIES = (
    Resource(
        "/api/v1/customers/{customerId}/transactions/onramp/",
        {"GET": Operation("listCustomerOnRampHistory", _on_ramp)},
    ),
    Resource(
        "/api/v1/customers/{customerId}/transactions/offramp/",
        {"GET": Operation("listCustomerOffRampHistory", _off_ramp)},
    ),
)
"""The two histories of a customer."""
