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
from rampkit_gnosis.emulator.tokens import Claims, issue_token, looks_like_token, read_token


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
        subject = self._subject(body["subject_token"])
        customer = self._ledger.customer(subject.subject)
        shown = customer_shape(customer, self._ledger) | {"id": customer.uuid}
        return json_answer(shown | {"access_token": self._token(customer, subject)}, 201)

    def _create(self, body: JsonObject) -> Response:
        bodies.check(bodies.CREATE_CUSTOMER, body)
        subject = self._subject(body["subject_token"]) if "subject_token" in body else None
        customer = self._ledger.customer(body["id"])
        if subject is not None:
            customer.shared_kyc = self._ledger.switches.shared_kyc
        if "metadata" in body:
            customer.metadata = body["metadata"]
            customer.updated_at = self._ledger.now()
        return json_answer(self._created(customer, self._token(customer, subject)), 201)

    def _created(self, customer: Customer, token: str) -> JsonObject:
        """A customer with its token, as far as the switches show them."""
        switches, shown = self._ledger.switches, customer_shape(customer, self._ledger)
        if switches.customer_owner == "absent":
            del shown["organizationId"], shown["projectId"]
        if switches.token_field == "absent":  # noqa: S105  # a value of the switch
            return shown
        if switches.token_field == "null":  # noqa: S105  # a value of the switch
            return {**shown, "accessToken": None}
        return {**shown, switches.token_field: token}

    def _token(self, customer: Customer, subject: Claims | None) -> str:
        """A token for a customer (gnosisramps.mintlify.app/auth/external-auth on its life)."""
        switches, world = self._ledger.switches, self._ledger.world
        seconds = switches.token_seconds
        if switches.token_life == "subject" and subject is not None:  # noqa: S105  # a value of the switch
            seconds += subject.expires - int(self._ledger.now().timestamp())
        return issue_token(world, "customer", customer.id, seconds)

    def _subject(self, token: str) -> Claims:
        """What a subject token says (gnosisramps.mintlify.app/auth/external-auth).

        Raises:
            Refusal: 400, the text is no token at all; 401, it fails the checks.
        """
        if not looks_like_token(token):
            raise bad_request("subject_token is not a valid token")
        subject = read_token(token, "subject", self._ledger.now())
        if subject is None:
            raise unauthorized()
        return subject
