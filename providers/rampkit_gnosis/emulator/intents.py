"""The intent and transaction calls."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from rampkit_gnosis.emulator import bodies
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.gate import Gate
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.lifecycle import Lifecycle
from rampkit_gnosis.emulator.memory import Memory
from rampkit_gnosis.emulator.orders import read_order
from rampkit_gnosis.emulator.records import Customer, Intent, Transaction
from rampkit_gnosis.emulator.refusals import Refusal, bad_request, not_found
from rampkit_gnosis.emulator.shapes import execute_answer, intent_answer, transaction_shape
from rampkit_gnosis.emulator.statuses import EXECUTABLE


class IntentCalls:
    """docs.ramp.gnosis.io/intents: create, read, execute, follow."""

    def __init__(self, ledger: Ledger, lifecycle: Lifecycle) -> None:
        self._ledger = ledger
        self._lifecycle = lifecycle
        self._gate = Gate(ledger)
        self._memory = Memory(ledger)

    async def create(self, request: Request) -> Response:
        """`POST /intent`."""
        customer, key = self._gate.customer(request), self._memory.key(request)
        raw, content_type = await request.body(), request.headers.get("content-type", "")
        return self._memory.once(key, raw, lambda: self._create(customer, content_type, raw, key))

    async def all(self, request: Request) -> Response:
        """`GET /intent`: the customer's own, newest first."""
        intents = self._ledger.intents_of(self._gate.customer(request))
        return json_answer([intent_answer(each, self._ledger) for each in intents])

    async def one(self, request: Request) -> Response:
        """`GET /intent/{id}`."""
        return json_answer(intent_answer(self._asked(request), self._ledger))

    async def execute(self, request: Request) -> Response:
        """`POST /intent/{id}/transaction`: start the movement, once."""
        customer, key = self._gate.customer(request), self._memory.key(request)
        intent_id = request.path_params["id"]
        return self._memory.once(key, await request.body(), lambda: self._execute(customer, intent_id, key))

    async def transaction(self, request: Request) -> Response:
        """`GET /intent/{id}/transaction`: where the money is, and how to pay it in."""
        intent = self._asked(request)
        return json_answer(transaction_shape(intent, _transaction(intent), self._ledger.switches_for(intent)))

    def _create(self, customer: Customer, content_type: str, raw: bytes, key: str | None) -> Response:
        order = read_order(bodies.json_object(content_type, raw), customer, self._ledger)
        return json_answer(intent_answer(self._lifecycle.create(customer, order, key), self._ledger), 201)

    def _execute(self, customer: Customer, intent_id: str, key: str | None) -> Response:
        intent = self._ledger.intent_of(customer, intent_id)
        _check_executable(intent)
        self._lifecycle.execute(intent, key)
        switches = self._ledger.switches_for(intent)
        return json_answer(execute_answer(intent, _transaction(intent), switches), 202)

    def _asked(self, request: Request) -> Intent:
        return self._ledger.intent_of(self._gate.customer(request), request.path_params["id"])


def _transaction(intent: Intent) -> Transaction:
    if intent.transaction is None:
        raise not_found("Transaction not found")
    return intent.transaction


def _check_executable(intent: Intent) -> None:
    """docs.ramp.gnosis.io/intents/executing-transactions; the answer for an ended intent is invented."""
    if intent.transaction is not None:
        raise Refusal(400, "TRANSACTION_EXISTS", "Transaction already exists for this intent")
    if intent.open_step is not None:
        raise Refusal(400, "COMPLIANCE_NOT_COMPLETE", "Intent compliance is not approved")
    if intent.status not in EXECUTABLE:
        raise bad_request(f"Intent is {intent.status}")
