"""How far an intent's compliance is, and why it failed: in its own fields, or in the plan of an old one."""

from __future__ import annotations

from dataclasses import replace

from rampkit.models import Status
from rampkit_gnosis import wire
from rampkit_gnosis.statuses import Stage, State

__all__ = ["after_plan", "failure_of", "requirement_of"]

_FINISHED = "COMPLETED"
# The page says that the reason is there, and not under which name.
_REASONS = ("failureReason", "reason", "message", "error")


def after_plan(state: State, intent: wire.Intent) -> State:
    """*state*, unless the plan of an old intent is finished: then it waits for nothing but execution.

    The step is called COMPLETED then, or null:
    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/execute-transaction-for-payment-intent
    """
    plan = intent.compliancePlan
    if state.stage is not Stage.COMPLIANCE or plan is None or "currentStepCode" not in plan.model_fields_set:
        return state
    if plan.currentStepCode not in {None, _FINISHED}:
        return state
    return replace(state, stage=Stage.READY, status=Status.ACTION_REQUIRED)


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
