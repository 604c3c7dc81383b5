"""The life of an intent: every move it can make, each one reported by a webhook."""

from __future__ import annotations

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.instructions import new_instructions
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.records import Customer, Intent, Order, Transaction
from rampkit_gnosis.emulator.statuses import (
    EXECUTABLE,
    REQUIREMENT_CODE,
    UNVERIFIED,
    IntentStatus,
    Requirement,
    TransactionStatus,
)
from rampkit_gnosis.emulator.webhooks import Webhooks

_PAGES = {"onboarding.ramp.gnosis.io": "session"}
"""Where a host keeps its onboarding pages, when not under `intent`."""


class IllegalMoveError(Exception):
    """The intent cannot make this move from where it stands."""


class Lifecycle:
    """The states of docs.ramp.gnosis.io/intents/overview; moves it does not name are the obvious ones."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._webhooks = Webhooks(ledger)

    def create(self, customer: Customer, order: Order, key: str | None) -> Intent:
        """Take an order; a customer whose compliance is done goes straight past it."""
        now, world = self._ledger.now(), self._ledger.world
        intent = Intent(
            id=f"int_{world.token()}",
            customer=customer,
            order=order,
            status=IntentStatus.CREATED,
            steps=self._steps(customer, order),
            created_at=now,
            updated_at=now,
            expires_at=now + invented.INTENT_LIFE,
            create_key=key,
        )
        self._ledger.intents[intent.id] = intent
        if intent.open_step is None:
            self._complete_at_once(intent)
        else:
            host = self._ledger.switches.onboarding_host
            intent.session_url = f"https://{host}/{_PAGES.get(host, 'intent')}/{world.token()}"
            intent.workflow_id = f"wf_{world.token()}"
        return intent

    def open_compliance(self, intent: Intent) -> None:
        """The person opens the onboarding page."""
        self._require(intent, IntentStatus.CREATED)
        self._take_step(intent, Requirement.IN_PROGRESS)
        self._move(intent, IntentStatus.COMPLIANCE_IN_PROGRESS)

    def approve(self, intent: Intent) -> None:
        """Compliance passes, for this intent and for later ones of the same customer and company."""
        if intent.status is IntentStatus.CREATED:
            self.open_compliance(intent)
        self._require(intent, IntentStatus.COMPLIANCE_IN_PROGRESS)
        intent.customer.approved_by.add(intent.order.company.id)
        while intent.open_step is not None:
            self._take_step(intent, Requirement.COMPLETED)
        self._move(intent, IntentStatus.COMPLIANCE_APPROVED)
        self._go_on(intent, execute=intent.order.auto_execute)

    def reject(self, intent: Intent, reason: str) -> None:
        """Compliance refuses the person."""
        self._require(intent, *UNVERIFIED)
        intent.failure_reason = reason
        self._take_step(intent, Requirement.FAILED)
        self._move(intent, IntentStatus.COMPLIANCE_FAILED)

    def execute(self, intent: Intent, key: str | None = None) -> None:
        """Start the one transaction an intent may have."""
        self._require(intent, *EXECUTABLE)
        intent.execute_key = key
        self._start_transaction(intent)
        self._move(intent, IntentStatus.TRANSACTION_IN_PROGRESS)

    def confirm(self, intent: Intent) -> None:
        """The company takes the order, as in older guides: in progress, and still waiting for the money."""
        self._start_moving(intent, self._open_transaction(intent))

    def pay(self, intent: Intent) -> None:
        """The provider sees the person's money."""
        transaction = self._open_transaction(intent)
        if transaction.funded:
            raise IllegalMoveError("the money is there already")
        transaction.funded = True
        if transaction.status is TransactionStatus.PENDING:
            self._start_moving(intent, transaction)

    def revive(self, intent: Intent) -> None:
        """Invented: money that came after the end takes an unfinished intent up again."""
        transaction = intent.transaction
        if transaction is None or intent.status is IntentStatus.COMPLETED or not intent.is_final:
            raise IllegalMoveError(f"intent is {intent.status}")
        intent.failure_reason, transaction.funded = None, True
        self._move(intent, IntentStatus.TRANSACTION_IN_PROGRESS)
        self._move_money(intent, transaction, TransactionStatus.IN_PROGRESS)

    def settle(self, intent: Intent) -> None:
        """The money arrives."""
        transaction = self._open_transaction(intent)
        if not transaction.funded:
            self.pay(intent)
        self._move_money(intent, transaction, TransactionStatus.SUCCESS)
        self._move(intent, IntentStatus.COMPLETED)

    def fail(self, intent: Intent, reason: str) -> None:
        """The company behind the ramp gives up."""
        transaction = self._open_transaction(intent)
        intent.failure_reason = reason
        self._move_money(intent, transaction, TransactionStatus.FAILED)
        self._move(intent, IntentStatus.TRANSACTION_FAILED)

    def expire(self, intent: Intent) -> None:
        """The intent runs out of time."""
        self._end(intent, IntentStatus.EXPIRED)

    def cancel(self, intent: Intent) -> None:
        """The intent is cancelled; no call of the provider does that, and no page says who can."""
        self._end(intent, IntentStatus.CANCELLED)

    def expire_due(self) -> None:
        """Expire every intent whose time has come."""
        now = self._ledger.now()
        for intent in list(self._ledger.intents.values()):
            if intent.deadline is not None and intent.deadline <= now:
                self.expire(intent)

    def _steps(self, customer: Customer, order: Order) -> dict[str, Requirement]:
        """What a customer has to pass: nothing for a returning one, nor for one whose KYC is shared.

        docs.ramp.gnosis.io/intents/handling-compliance.
        """
        rule = self._ledger.switches.auto_complete
        known = customer.shared_kyc == "full" or order.company.id in customer.approved_by
        if rule == "always" or (rule == "returning" and known):
            return {REQUIREMENT_CODE: Requirement.COMPLETED}
        if rule == "returning" and customer.shared_kyc == "partial":
            return {
                REQUIREMENT_CODE: Requirement.COMPLETED,
                invented.FURTHER_REQUIREMENT: Requirement.PENDING,
            }
        return {REQUIREMENT_CODE: Requirement.PENDING}

    def _complete_at_once(self, intent: Intent) -> None:
        self._move(intent, IntentStatus.COMPLIANCE_APPROVED)
        always = self._ledger.switches.auto_complete_executes == "always"
        self._go_on(intent, execute=always or intent.order.auto_execute)

    def _go_on(self, intent: Intent, *, execute: bool) -> None:
        """Leave `COMPLIANCE_APPROVED`, unless a switch makes it stay visible."""
        visible = self._ledger.switches.approved == "visible"
        if execute:
            self._start_transaction(intent)
        if not visible:
            following = IntentStatus.TRANSACTION_IN_PROGRESS if execute else IntentStatus.PENDING_PAYMENT
            self._move(intent, following)

    def _start_transaction(self, intent: Intent) -> None:
        if intent.transaction is not None:
            raise IllegalMoveError("there is a transaction already")
        now, world = self._ledger.now(), self._ledger.world
        intent.transaction = Transaction(
            id=f"txn_{world.token()}",
            status=TransactionStatus.PENDING,
            created_at=now,
            updated_at=now,
            instructions=new_instructions(intent.order, world),
        )

    def _open_transaction(self, intent: Intent) -> Transaction:
        if intent.transaction is None or not intent.transaction.is_open:
            raise IllegalMoveError("there is no open transaction")
        return intent.transaction

    def _end(self, intent: Intent, status: IntentStatus) -> None:
        """End an intent from any open status (docs.ramp.gnosis.io/intents/overview)."""
        if intent.is_final:
            raise IllegalMoveError(f"intent is {intent.status}")
        if intent.transaction is not None:
            self._move_money(intent, intent.transaction, TransactionStatus.CANCELLED)
        self._move(intent, status)

    def _require(self, intent: Intent, *statuses: IntentStatus) -> None:
        if intent.status not in statuses:
            raise IllegalMoveError(f"intent is {intent.status}")

    def _move(self, intent: Intent, status: IntentStatus) -> None:
        previous, intent.status = intent.status, status
        intent.updated_at = self._ledger.now()
        self._webhooks.intent_changed(intent, previous)

    def _move_money(self, intent: Intent, transaction: Transaction, status: TransactionStatus) -> None:
        transaction.status = status
        transaction.updated_at = self._ledger.now()
        self._webhooks.movement_changed(intent)

    def _start_moving(self, intent: Intent, transaction: Transaction) -> None:
        if transaction.status is not TransactionStatus.PENDING:
            raise IllegalMoveError(f"transaction is {transaction.status}")
        if intent.status is not IntentStatus.TRANSACTION_IN_PROGRESS:
            self._move(intent, IntentStatus.TRANSACTION_IN_PROGRESS)
        self._move_money(intent, transaction, TransactionStatus.IN_PROGRESS)

    def _take_step(self, intent: Intent, requirement: Requirement) -> None:
        """Let the requirement that is next stand elsewhere."""
        code = intent.open_step
        if code is None:
            raise IllegalMoveError("compliance is done")
        previous, intent.steps[code] = intent.steps[code], requirement
        self._webhooks.compliance_changed(intent, code, previous)
