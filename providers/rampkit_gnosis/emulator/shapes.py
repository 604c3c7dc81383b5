"""Customers, intents and transactions as answers show them."""

from __future__ import annotations

from typing import Any

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.currencies import Currency
from rampkit_gnosis.emulator.instructions import context, deposit_instructions
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.old_shapes import old_intent
from rampkit_gnosis.emulator.records import Customer, Intent, JsonObject, Transaction
from rampkit_gnosis.emulator.statuses import (
    REQUIREMENT_CODE,
    Requirement,
    TransactionStatus,
    intent_word,
    transaction_word,
)
from rampkit_gnosis.emulator.switches import Switches
from rampkit_gnosis.emulator.timestamps import stamp


def customer_shape(customer: Customer, ledger: Ledger) -> JsonObject:
    """docs.ramp.gnosis.io/customers/creating-customer."""
    shown: JsonObject = {
        "id": ledger.shown_id(customer),
        "createdAt": stamp(customer.created_at),
        "updatedAt": stamp(customer.updated_at),
        "metadata": customer.metadata,
    }
    if ledger.switches.customer_owner == "present":
        shown |= {"organizationId": invented.ORGANIZATION_ID, "projectId": invented.PROJECT_ID}
    return shown


def intent_answer(intent: Intent, ledger: Ledger) -> JsonObject:
    """An intent, its onboarding link and its transaction (docs.ramp.gnosis.io/intents/creating-intent)."""
    switches, old = ledger.switches, intent.order.stored is not None
    answer: JsonObject = {"intent": old_intent(intent) if old else _intent(intent, switches)}
    if old or switches.onboarding_field == "frontendUrl":
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
    if switches.transaction_fields != "reference":
        shown["lastActivityAt"] = stamp(transaction.updated_at)
    if switches.transaction_fields == "g2":
        reference = f"{intent.order.company.id}_{transaction.id}"
        shown |= {"intentId": intent.id, "providerReference": reference}
    return shown


def _intent(intent: Intent, switches: Switches) -> JsonObject:
    """Every field of the guide and of the reference of get-payment-intent."""
    order = intent.order
    return {
        "id": intent.id,
        "status": intent_word(intent.status, switches),
        "type": order.corridor.direction,
        "src": _account(order.corridor.source, order.source_details, switches),
        "dest": _account(order.corridor.destination, order.destination_details, switches),
        **_amount(intent, switches),
        "provider": _provider(intent, switches),
        "autoExecute": order.auto_execute,
        "failureReason": intent.failure_reason,
        "currentRequirementCode": _requirement(intent),
        "expiredAt": None if intent.deadline is None else stamp(intent.deadline),
        "onboardingRedirectUrl": order.onboarding_redirect,
        "checkoutRedirectUrl": order.checkout_redirect,
        "createdAt": stamp(intent.created_at),
        "updatedAt": stamp(intent.updated_at),
    }


def _account(currency: Currency, details: JsonObject, switches: Switches) -> JsonObject:
    shown: Any = currency.code
    if switches.currency_shape == "object":
        shown = {
            "ticker": currency.ticker,
            "name": currency.name,
            "code": currency.code,
            "type": currency.kind,
        }
    return {"type": currency.account_type, "currency": shown, switches.details_field: details}


def _amount(intent: Intent, switches: Switches) -> JsonObject:
    amount, code = intent.order.amount, intent.order.corridor.source.code
    if switches.amount_field == "srcAmount":
        return {"srcAmount": amount}
    return {"transferAmount": {"amount": amount, "currencyCode": code}}


def _provider(intent: Intent, switches: Switches) -> str:
    company = intent.order.company
    if switches.provider_name == "id":
        return company.id
    return company.name if switches.provider_name == "name" else company.name.upper()


def _requirement(intent: Intent) -> str | None:
    return None if intent.requirement is Requirement.COMPLETED else REQUIREMENT_CODE
