"""The customer calls: create, list, exchange a token."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from rampkit_gnosis.emulator import bodies
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.gate import Gate
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.memory import Memory
from rampkit_gnosis.emulator.records import Customer, JsonObject
from rampkit_gnosis.emulator.refusals import bad_request, unauthorized
from rampkit_gnosis.emulator.shapes import customer_shape
from rampkit_gnosis.emulator.tokens import issue_token, looks_like_token, token_subject


class CustomerCalls:
    """docs.ramp.gnosis.io/customers/creating-customer and what came before it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._gate = Gate(ledger)
        self._memory = Memory(ledger)

    async def create(self, request: Request) -> Response:
        """`POST /customers`: a new customer, or the known one with a fresh token."""
        self._gate.project(request)
        key, raw = self._memory.key(request), await request.body()
        content_type = request.headers.get("content-type", "")
        return self._memory.once(key, raw, lambda: self._create(bodies.json_object(content_type, raw)))

    async def all(self, request: Request) -> Response:
        """`GET /customers`: everybody, without tokens."""
        self._gate.project(request)
        return json_answer([customer_shape(each, self._ledger) for each in self._ledger.customers.values()])

    async def exchange(self, request: Request) -> Response:
        """`POST /customers/token-exchange`: the oldest way in, known by the token's subject alone."""
        self._gate.project(request)
        body = bodies.json_object(request.headers.get("content-type", ""), await request.body())
        bodies.check(bodies.TOKEN_EXCHANGE, body)
        customer = self._ledger.customer(self._subject(body["subject_token"]))
        shown = customer_shape(customer, self._ledger) | {"id": customer.uuid}
        return json_answer(shown | {"access_token": self._token(customer)}, 201)

    def _create(self, body: JsonObject) -> Response:
        bodies.check(bodies.CREATE_CUSTOMER, body)
        linked = "subject_token" in body
        if linked:
            self._subject(body["subject_token"])
        customer = self._ledger.customer(body["id"])
        customer.shares_kyc = customer.shares_kyc or linked
        if "metadata" in body:
            customer.metadata = body["metadata"]
            customer.updated_at = self._ledger.now()
        token = {self._ledger.switches.token_field: self._token(customer)}
        return json_answer(customer_shape(customer, self._ledger) | token, 201)

    def _token(self, customer: Customer) -> str:
        seconds = self._ledger.switches.token_seconds
        return issue_token(self._ledger.world, "customer", customer.id, seconds)

    def _subject(self, token: str) -> str:
        """Whom a subject token names (gnosisramps.mintlify.app/auth/external-auth).

        Raises:
            Refusal: 400, the text is no token at all; 401, it fails the checks.
        """
        if not looks_like_token(token):
            raise bad_request("subject_token is not a valid token")
        subject = token_subject(token, "subject", self._ledger.now())
        if subject is None:
            raise unauthorized()
        return subject
