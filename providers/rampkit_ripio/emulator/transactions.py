"""Transactions in print, and the list of all of them (docs.ripio.com/ramps-api/transactions)."""

from __future__ import annotations

from rampkit_ripio.emulator import query
from rampkit_ripio.emulator.account import Account, eight_decimals
from rampkit_ripio.emulator.pages import page
from rampkit_ripio.emulator.records import Ramp, Transaction
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_FILTERS = ("PENDING", "PROCESSING", "COMPLETED", "CANCELLED", "REFUNDED")


def show(account: Account, transaction: Transaction) -> dict[str, object]:
    """The transaction object of its ramp."""
    shown = _on_ramp if transaction.ramp is Ramp.ON else _off_ramp
    return shown(account, transaction)


def _on_ramp(account: Account, transaction: Transaction) -> dict[str, object]:
    """As in docs.ripio.com/ramps-api/on-ramp/create-on-ramp-order: `amount` is the crypto delivered."""
    shown = {
        **_both(account, transaction),
        "amount": eight_decimals(transaction.price.final_to_amount),
        "paymentMethodType": account.rail_in_print(transaction.rail),
        "depositAddress": transaction.deposit_address,
        "externalRef": transaction.external_ref,
        "source": "ON_RAMP",
        "metadata": dict[str, object](),
    }
    return {**shown, **_refund(account, transaction)} if account.stage.switches.refund_fields else shown


def _off_ramp(account: Account, transaction: Transaction) -> dict[str, object]:
    """As in docs.ripio.com/ramps-api/off-ramp/list-off-ramp-orders: `amount` is the fiat paid out."""
    price = transaction.price
    crypto = account.stage.switches.off_ramp_amount == "crypto"
    amount = eight_decimals(price.from_amount) if crypto else f"{price.final_to_amount:.2f}"
    return {**_both(account, transaction), "amount": amount}


def _both(account: Account, transaction: Transaction) -> dict[str, object]:
    shown: dict[str, object] = {
        "transactionId": transaction.transaction_id,
        "createdAt": account.stamp(transaction.created_at),
        "customerId": transaction.customer_id,
        "quoteId": transaction.quote_id,
        "fromCurrency": transaction.price.from_currency,
        "toCurrency": transaction.price.to_currency,
        "chain": transaction.chain,
        "status": transaction.status,
    }
    if transaction.txn_hash is not None or account.stage.switches.transaction_hash == "null":
        shown["txnHash"] = transaction.txn_hash
    return shown


def _refund(account: Account, transaction: Transaction) -> dict[str, object]:
    """The keys one public client reads; no page shows them."""
    refund = transaction.refund
    return {
        "sender": transaction.sender,
        "refundable": transaction.status == "PROCESSING",
        "refundDestinationRequired": False,
        "latestRefund": refund
        and {
            "refundId": refund.refund_id,
            "status": refund.status,
            "rejectionReason": refund.reason,
            "initiatedBy": refund.initiated_by,
            "requestedAt": account.stamp(refund.requested_at),
        },
    }


def _list(call: Call) -> Answer:
    """All orders, on-ramp and off-ramp."""
    account = call.account
    ramp = query.choice(call, "type", tuple(Ramp))
    status = query.choice(call, "status", _FILTERS)
    shown = [
        transaction
        for transaction in account.visible_transactions()
        if ramp in (None, transaction.ramp) and status in (None, _filtered_as(account, transaction.status))
    ]
    return Answer(page(call, shown, lambda each: show(account, each), "transactions"))


def _filtered_as(account: Account, status: str) -> str:
    # No filter value matches WITHDRAWAL_PENDING, which the samples show; it is on its way like PROCESSING.
    coarse = account.stage.switches.status_filter == "coarse"
    return "PROCESSING" if coarse and status == "WITHDRAWAL_PENDING" else status


def _retrieve(call: Call) -> Answer:
    return Answer(show(call.account, call.account.transaction(call.path["transactionId"])))


TRANSACTIONS = (
    Resource("/api/v1/transactions/", {"GET": Operation("listTransactions", _list)}),
    Resource("/api/v1/transactions/{transactionId}/", {"GET": Operation("retrieveTransaction", _retrieve)}),
)
"""The paths about transactions of either kind."""
