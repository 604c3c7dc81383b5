"""Signed events, handed to the sandbox for delivery."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from rampkit.sandbox.world import Delivery
from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.records import Intent
from rampkit_gnosis.emulator.statuses import (
    IntentStatus,
    Requirement,
    intent_word,
    transaction_word,
)
from rampkit_gnosis.emulator.timestamps import stamp

RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=24),
)
"""docs.ramp.gnosis.io/webhooks/overview; its sixth row has no delay, read as the end. That each counts from
the try before it is invented."""

CONNECTION = "gnosis"
"""The connection whose receiver gets the events."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 of `timestamp.body` (docs.ramp.gnosis.io/webhooks/signature-verification)."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhooks:
    """Tells the project what changed (docs.ramp.gnosis.io/webhooks/event-reference)."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def intent_changed(self, intent: Intent, previous: IntentStatus) -> None:
        """Report a new status of an intent, unless the vocabulary in force has one word for both."""
        switches = self._ledger.switches_for(intent)
        word, before = intent_word(intent.status, switches), intent_word(previous, switches)
        if word == before:
            return
        data: dict[str, Any] = {"intentId": intent.id, "status": word, "previousStatus": before}
        if switches.webhook_fields == "full":
            data |= {
                "customerId": self._ledger.shown_id(intent.customer),
                "failureReason": intent.failure_reason,
            }
        elif intent.failure_reason is not None:
            data = {"intentId": intent.id, "status": word, "failureReason": intent.failure_reason}
        self._send("INTENT_STATUS_CHANGED", data)

    def compliance_changed(self, intent: Intent, code: str, previous: Requirement) -> None:
        """Report where a compliance requirement of an intent now stands."""
        data = {
            "intentId": intent.id,
            "customerId": self._ledger.shown_id(intent.customer),
            "requirementCode": code,
            "status": intent.steps[code].value,
            "previousStatus": previous.value,
        }
        if self._ledger.switches.webhook_fields == "minimal":
            del data["customerId"]
        self._send("COMPLIANCE_UPDATED", data)

    def movement_changed(self, intent: Intent) -> None:
        """Report the transaction's status (fields: gnosisramps.mintlify.app/intents/transactions)."""
        if intent.transaction is not None:
            status = transaction_word(intent.transaction.status, self._ledger.switches)
            data = {"intentId": intent.id, "transactionId": intent.transaction.id, "status": status}
            self._send("MONEY_MOVEMENT_UPDATED", data)

    def _send(self, event_type: str, data: dict[str, Any]) -> None:
        now = self._ledger.now()
        event = {
            "eventId": f"evt_{self._ledger.world.token()}",
            "eventType": event_type,
            "timestamp": stamp(now),
            "projectId": invented.PROJECT_ID,
            "data": data,
        }
        body = json.dumps(event, separators=(",", ":")).encode("ascii")
        retries = RETRY_DELAYS if self._ledger.switches.webhook_fate == "retried" else ()
        moments = accumulate(retries, datetime.__add__, initial=now)
        self._hand_over([self._delivery(event_type, body, moment) for moment in moments])

    def _delivery(self, event_type: str, body: bytes, at: datetime) -> Delivery:
        """Sign an event for one try; that a retry is signed anew is invented: its time would be too old."""
        timestamp = stamp(at)
        headers = {
            "Content-Type": "application/json",
            "X-GnosisRamp-Signature": signature(self._secret(), timestamp, body),
            "X-GnosisRamp-Timestamp": timestamp,
            "X-GnosisRamp-Event-Type": event_type,
            "X-GnosisRamp-Client-Id": invented.CLIENT_ID,
        }
        return Delivery(CONNECTION, event_type, headers, body, at)

    def _secret(self) -> str:
        if self._ledger.switches.webhook_key == "signing_secret":
            return invented.SIGNING_SECRET
        return invented.CLIENT_SECRET

    def _hand_over(self, tries: list[Delivery]) -> None:
        """Deliver as faithfully as the switch allows; what is held back comes after the next one."""
        ledger, fate = self._ledger, self._ledger.switches.webhook_fate
        if fate == "lost":
            return
        if fate == "swapped" and ledger.held_back is None:
            (ledger.held_back,) = tries
            return
        late, ledger.held_back = ledger.held_back, None
        batch = tries * 2 if fate == "twice" else tries
        with ledger.world.lock:
            ledger.world.deliveries.extend(batch if late is None else [*batch, late])
