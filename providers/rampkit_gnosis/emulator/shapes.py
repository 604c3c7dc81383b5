"""Customers, intents and transactions as answers show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.currencies import Currency
from rampkit_gnosis.emulator.instructions import context, deposit_instructions
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.old_shapes import old_intent
from rampkit_gnosis.emulator.records import Customer, Intent, JsonObject, Transaction
from rampkit_gnosis.emulator.statuses import TransactionStatus, intent_word, transaction_word
from rampkit_gnosis.emulator.switches import Switches
from rampkit_gnosis.emulator.timestamps import stamp

_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "all": frozenset(),
    "guide": frozenset(
        {"currentRequirementCode", "expiredAt", "onboardingRedirectUrl", "checkoutRedirectUrl"}
    ),
    "reference": frozenset({"autoExecute", "failureReason"}),
}
"""What an intent does not show: docs.ramp.gnosis.io/intents/creating-intent and the reference of
get-payment-intent."""


def customer_shape(customer: Customer, ledger: Ledger) -> JsonObject:
    """docs.ramp.gnosis.io/customers/creating-customer."""
    return {
        "id": ledger.shown_id(customer),
        "createdAt": stamp(customer.created_at),
        "updatedAt": stamp(customer.updated_at),
        "metadata": customer.metadata,
        "organizationId": invented.ORGANIZATION_ID,
        "projectId": invented.PROJECT_ID,
    }


def intent_answer(intent: Intent, ledger: Ledger) -> JsonObject:
    """An intent, its onboarding link and its transaction (docs.ramp.gnosis.io/intents/creating-intent)."""
    switches = ledger.switches_for(intent)
    plans = intent.order.stored is not None and switches.old_answers == "g2"
    answer: JsonObject = {"intent": old_intent(intent, switches) if plans else _intent(intent, switches)}
    if switches.onboarding_field == "frontendUrl":
        answer |= {"frontendUrl": intent.onboarding_url, "workflowId": intent.workflow_id}
    else:
        answer["onboardingUrl"] = intent.onboarding_url
    if intent.transaction is not None:
        answer["transaction"] = transaction_shape(intent, intent.transaction, switches)
    elif switches.no_transaction == "null":
        answer["transaction"] = None
    return answer


def execute_answer(intent: Intent, transaction: Transaction, switches: Switches) -> JsonObject:
    """docs.ramp.gnosis.io/intents/executing-transactions; its status is not that of the transaction."""
    shown = transaction_shape(intent, transaction, switches)
    if transaction.status is TransactionStatus.PENDING:
        shown["status"] = switches.execute_word
    answer: JsonObject = {"intentId": intent.id, "status": "IN_PROGRESS", "transaction": shown}
    if switches.instructions_shape != "absent":
        answer["depositInstructions"] = deposit_instructions(intent, transaction, switches)
    return answer


def transaction_shape(intent: Intent, transaction: Transaction, switches: Switches) -> JsonObject:
    """docs.ramp.gnosis.io/intents/transactions-deposits."""
    shown: JsonObject = {
        "id": transaction.id,
        "status": transaction_word(transaction.status, switches),
        "createdAt": stamp(transaction.created_at),
        "updatedAt": stamp(transaction.updated_at),
    }
    if switches.context_shape != "absent":
        shown["context"] = context(intent, transaction, switches)
    if switches.transaction_fields in {"guide", "g2"}:
        shown["lastActivityAt"] = stamp(transaction.updated_at)
    if switches.transaction_fields in {"g1", "g2"}:
        shown["intentId"] = intent.id
    if switches.transaction_fields == "g2":
        shown["providerReference"] = f"{intent.order.company.id}_{transaction.id}"
    return shown


def _intent(intent: Intent, switches: Switches) -> JsonObject:
    """Every field of the guide and of the reference of get-payment-intent that the switch allows."""
    order = intent.order
    shown = {
        "id": intent.id,
        "status": intent_word(intent.status, switches),
        "type": order.corridor.direction,
        "src": _account(intent, "src", switches),
        "dest": _account(intent, "dest", switches),
        **_amount(intent, switches),
        "provider": _provider(intent, switches),
        "autoExecute": order.auto_execute,
        "failureReason": intent.failure_reason,
        "currentRequirementCode": intent.open_step,
        "expiredAt": None if intent.deadline is None else stamp(intent.deadline),
        "onboardingRedirectUrl": order.onboarding_redirect,
        "checkoutRedirectUrl": order.checkout_redirect,
        "createdAt": stamp(intent.created_at),
        "updatedAt": stamp(intent.updated_at),
    }
    left_out = _LEFT_OUT[switches.intent_fields]
    return {name: value for name, value in shown.items() if name not in left_out}


def _account(intent: Intent, side: str, switches: Switches) -> JsonObject:
    """One side of an intent; where the payload is `metadata`, the account has an id and a label too."""
    corridor, order = intent.order.corridor, intent.order
    currency, details = {
        "src": (corridor.source, order.source_details),
        "dest": (corridor.destination, order.destination_details),
    }[side]
    shown = {"type": currency.account_type, "currency": _currency(currency, switches)}
    if switches.details_field == "details":
        return {**shown, "details": details}
    return {**shown, **_name(intent, side), "metadata": details}


def _name(intent: Intent, side: str) -> JsonObject:
    """Id and label of an account; inline ones are stored too (reference of create-payment-intent)."""
    stored = intent.order.stored
    if stored is None:
        return {"id": intent.id.replace("int_", f"ext_acc_{side}_"), "label": None}
    account = stored.source if side == "src" else stored.destination
    return {"id": account.id, "label": account.label}


def _currency(currency: Currency, switches: Switches) -> Any:
    if switches.currency_shape == "string":
        return currency.code
    return {"ticker": currency.ticker, "name": currency.name, "code": currency.code, "type": currency.kind}


def _amount(intent: Intent, switches: Switches) -> JsonObject:
    amount, code = intent.order.amount, intent.order.corridor.source.code
    if switches.amount_field == "srcAmount":
        return {"srcAmount": amount}
    transfer = {"transferAmount": {"amount": amount, "currencyCode": code}}
    return {"metadata": transfer} if switches.amount_field == "metadata" else transfer


def _provider(intent: Intent, switches: Switches) -> str:
    company = intent.order.company
    if switches.provider_name == "id":
        return company.id
    return company.name if switches.provider_name == "name" else company.name.upper()
