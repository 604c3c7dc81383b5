"""Intents and accounts as the older generations showed them."""

from __future__ import annotations

from rampkit_gnosis.emulator.currencies import Currency
from rampkit_gnosis.emulator.records import ExternalAccount, Intent, JsonObject
from rampkit_gnosis.emulator.statuses import Requirement, intent_word
from rampkit_gnosis.emulator.switches import Switches
from rampkit_gnosis.emulator.timestamps import stamp

_CURRENCY_DATE = "2024-01-01T00:00:00.000Z"
"""As printed at gnosisramps.mintlify.app/external-accounts/creating."""


def account_shape(account: ExternalAccount) -> JsonObject:
    """gnosisramps.mintlify.app/external-accounts/creating."""
    created = stamp(account.created_at)
    return {
        "id": account.id,
        "type": account.currency.account_type,
        "label": account.label,
        "metadata": account.metadata,
        "currencyId": _currency_id(account.currency),
        "customerId": account.customer_id,
        "currency": _currency(account.currency),
        "createdAt": created,
        "updatedAt": created,
    }


def old_intent(intent: Intent, switches: Switches) -> JsonObject:
    """github.com/henghonglee-hq/docs openapi.yaml: whole accounts and two plans.

    Raises:
        ValueError: The intent was not ordered with stored accounts.
    """
    if intent.order.stored is None:
        raise ValueError("only an order with stored accounts has an older shape")
    order, stored = intent.order, intent.order.stored
    return {
        "id": intent.id,
        "status": intent_word(intent.status, switches),
        "src": account_shape(stored.source),
        "dest": account_shape(stored.destination),
        "currentRequirementCode": intent.open_step,
        "expiredAt": None if intent.deadline is None else stamp(intent.deadline),
        "transferAmount": {"amount": order.amount, "currencyCode": order.corridor.source.code},
        "mmPlan": _movement_plan(intent),
        "compliancePlan": _compliance_plan(intent, switches),
        "redirectUrl": order.onboarding_redirect,
        "autoExecute": order.auto_execute,
        "createdAt": stamp(intent.created_at),
        "updatedAt": stamp(intent.updated_at),
    }


def _movement_plan(intent: Intent) -> JsonObject:
    company = intent.order.company
    account_id = f"pa_{company.id}"
    return {
        "id": f"mmp_{intent.id.removeprefix('int_')}",
        "type": intent.order.corridor.direction,
        "providerAccountId": account_id,
        "providerAccount": {"id": account_id, "providerCode": company.code, "providerName": company.name},
        "createdAt": stamp(intent.created_at),
        "updatedAt": stamp(intent.updated_at),
    }


def _compliance_plan(intent: Intent, switches: Switches) -> JsonObject:
    number = intent.id.removeprefix("int_")
    return {
        "id": f"cp_{number}",
        "currentStepCode": intent.open_step or (None if switches.plan_finished == "null" else "COMPLETED"),
        "steps": [_step(intent, code, place) for place, code in enumerate(intent.steps, start=1)],
        "createdAt": stamp(intent.created_at),
        "updatedAt": stamp(intent.updated_at),
    }


def _step(intent: Intent, code: str, place: int) -> JsonObject:
    """A failed requirement says why in the step's metadata (gnosisramps.mintlify.app/intents/lifecycle)."""
    number = f"{intent.id.removeprefix('int_')}_{place}"
    failed = intent.steps[code] is Requirement.FAILED
    return {
        "id": f"step_{number}",
        "code": code,
        "description": code.replace("_", " ").capitalize(),
        "metadata": {"reason": intent.failure_reason} if failed else None,
        "complianceEdge": {"id": f"edge_{number}"},
        "createdAt": stamp(intent.created_at),
        "updatedAt": stamp(intent.updated_at),
    }


def _currency_id(currency: Currency) -> str:
    return f"{currency.code.lower().replace('_', '-')}-currency-id"


def _currency(currency: Currency) -> JsonObject:
    return {
        "id": _currency_id(currency),
        "ticker": currency.ticker,
        "name": currency.name,
        "code": currency.code,
        "decimals": currency.decimals,
        "type": currency.kind,
        "createdAt": _CURRENCY_DATE,
        "updatedAt": _CURRENCY_DATE,
    }
