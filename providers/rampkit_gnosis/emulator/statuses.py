"""The statuses of intents and transactions, in both vocabularies the provider has used."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rampkit_gnosis.emulator.switches import Switches


class IntentStatus(StrEnum):
    """The ten statuses of docs.ramp.gnosis.io/intents/overview."""

    CREATED = "CREATED"
    COMPLIANCE_IN_PROGRESS = "COMPLIANCE_IN_PROGRESS"
    COMPLIANCE_APPROVED = "COMPLIANCE_APPROVED"
    COMPLIANCE_FAILED = "COMPLIANCE_FAILED"
    PENDING_PAYMENT = "PENDING_PAYMENT"
    TRANSACTION_IN_PROGRESS = "TRANSACTION_IN_PROGRESS"
    TRANSACTION_FAILED = "TRANSACTION_FAILED"
    COMPLETED = "COMPLETED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class TransactionStatus(StrEnum):
    """The five statuses of the reference of get-transaction-for-payment-intent."""

    PENDING = "PENDING"
    IN_PROGRESS = "IN_PROGRESS"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Requirement(StrEnum):
    """Where a compliance requirement stands; the provider's table is cut, so `FAILED` is invented."""

    PENDING = "PENDING"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


REQUIREMENT_CODE = "KYC_VERIFICATION"
"""The only requirement code ever printed (docs.ramp.gnosis.io/webhooks/event-reference)."""

FINAL: frozenset[IntentStatus] = frozenset(
    {
        IntentStatus.COMPLIANCE_FAILED,
        IntentStatus.TRANSACTION_FAILED,
        IntentStatus.COMPLETED,
        IntentStatus.EXPIRED,
        IntentStatus.CANCELLED,
    }
)
"""Intent statuses that never change again (docs.ramp.gnosis.io/intents/overview)."""

UNVERIFIED: frozenset[IntentStatus] = frozenset({IntentStatus.CREATED, IntentStatus.COMPLIANCE_IN_PROGRESS})
"""Where the person still has to pass compliance."""

EXECUTABLE: frozenset[IntentStatus] = frozenset(
    {IntentStatus.COMPLIANCE_APPROVED, IntentStatus.PENDING_PAYMENT}
)
"""Where an intent may be executed; the guides name one each, so both are taken."""

OLD_WORDS: Mapping[IntentStatus, str] = {
    IntentStatus.CREATED: "PENDING",
    IntentStatus.COMPLIANCE_IN_PROGRESS: "PENDING",
    IntentStatus.COMPLIANCE_APPROVED: "PROCESSING",
    IntentStatus.PENDING_PAYMENT: "PROCESSING",
    IntentStatus.TRANSACTION_IN_PROGRESS: "PROCESSING",
    IntentStatus.COMPLETED: "COMPLETED",
    IntentStatus.COMPLIANCE_FAILED: "FAILED",
    IntentStatus.TRANSACTION_FAILED: "FAILED",
    IntentStatus.EXPIRED: "EXPIRED",
    IntentStatus.CANCELLED: "FAILED",
}
"""Invented: the five words of gnosisramps.mintlify.app/intents/polling beside today's ten."""


def intent_word(status: IntentStatus, switches: Switches) -> str:
    """Say an intent status in the vocabulary in force."""
    if switches.status_set == "g2":
        return OLD_WORDS[status]
    return switches.created_word if status is IntentStatus.CREATED else status.value


def transaction_word(status: TransactionStatus, switches: Switches) -> str:
    """Say a transaction status in the vocabulary in force."""
    return switches.success_word if status is TransactionStatus.SUCCESS else status.value
