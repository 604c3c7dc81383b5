"""How far an intent's compliance is, and why it failed: in its own fields, or in the plan of an old one."""

from __future__ import annotations

from dataclasses import replace

from rampkit.models import Status
from rampkit_gnosis import wire
from rampkit_gnosis.statuses import Stage, State

__all__ = ["after_checks", "failure_of", "requirement_of"]

_FINISHED = "COMPLETED"
# The page says that the reason is there, and not under which name.
_REASONS = ("failureReason", "reason", "message", "error")


def after_checks(state: State, order: wire.Order) -> State:
    """*state*, unless the checks of an old intent are done: then it waits for nothing but execution.

    Its five statuses have no word for that.
    """
    done = state.stage is Stage.COMPLIANCE and _checked(order)
    return replace(state, stage=Stage.READY, status=Status.ACTION_REQUIRED) if done else state


def _checked(order: wire.Order) -> bool:
    """Whether the plan is finished, whose step is COMPLETED then, or null.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/execute-transaction-for-payment-intent. The
    flat answers between have no plan. No page says how they tell it: here nothing is required any more, no
    page is to be shown, and nothing starts by itself. Should that be too early, execution is refused.
    """
    intent, plan = order.intent, order.intent.compliancePlan
    if plan is not None:
        return "currentStepCode" in plan.model_fields_set and plan.currentStepCode in {None, _FINISHED}
    return (
        intent.status == "PROCESSING"
        and "currentRequirementCode" in intent.model_fields_set
        and intent.currentRequirementCode is None
        and intent.autoExecute is False
        and not (order.onboardingUrl or order.frontendUrl)
    )


def requirement_of(intent: wire.Intent) -> str | None:
    """The open requirement, by its code, e.g. KYC_VERIFICATION."""
    step = intent.compliancePlan.currentStepCode if intent.compliancePlan else None
    return intent.currentRequirementCode or (None if step == _FINISHED else step)


def failure_of(intent: wire.Intent, state: State) -> str | None:
    """Why an intent failed, in the provider's words.

    `failureReason` (https://docs.ramp.gnosis.io/intents/overview); before it, the metadata of a step
    (https://gnosisramps.mintlify.app/intents/lifecycle).
    """
    if intent.failureReason or state.status != Status.FAILED or intent.compliancePlan is None:
        return intent.failureReason
    for step in intent.compliancePlan.steps or []:
        told = step.metadata or {}
        reason = next((told[key] for key in _REASONS if isinstance(told.get(key), str)), None)
        if reason is not None:
            return str(reason)
    return None
