"""The external account calls of the older generations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from rampkit_gnosis.emulator import bodies
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.currencies import CURRENCIES, Currency
from rampkit_gnosis.emulator.gate import Gate
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.old_requirements import (
    blockchain_requirements,
    country_currency,
    country_requirements,
    pair_requirements,
)
from rampkit_gnosis.emulator.old_shapes import account_shape
from rampkit_gnosis.emulator.records import Customer, ExternalAccount, JsonObject
from rampkit_gnosis.emulator.refusals import bad_request, unauthorized


class AccountCalls:
    """gnosisramps.mintlify.app/external-accounts."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._gate = Gate(ledger)

    async def requirements(self, request: Request) -> Response:
        """`GET /external-accounts/requirements`: by pair, or by country or chain as it was before."""
        self._gate.anyone(request)
        query: Mapping[str, str] = request.query_params
        match [name for name in ("src", "dest", "countryCode", "blockchain") if name in query]:
            case ["src", "dest"]:
                return json_answer(pair_requirements(query["src"], query["dest"]))
            case ["countryCode"]:
                return json_answer(country_requirements(query["countryCode"]))
            case ["blockchain"]:
                return json_answer(blockchain_requirements(query["blockchain"]))
            case _:
                raise bad_request("Send src and dest, or exactly one of countryCode and blockchain")

    async def create(self, request: Request) -> Response:
        """`POST /customers/external-accounts`: a pair of accounts, or a single one as it was before."""
        customer = self._gate.customer(request)
        body = await _body(request)
        if "source" in body or "src" in body:
            return json_answer(self._create_pair(customer, body), 201)
        return json_answer(self._create_single(customer, body), 201)

    async def create_for(self, request: Request) -> Response:
        """`POST /customers/{id}/external-accounts`: a single account of the token's own customer."""
        customer = self._gate.customer(request)
        if request.path_params["id"] not in {customer.id, customer.uuid}:
            raise unauthorized()
        return json_answer(self._create_single(customer, await _body(request)), 201)

    async def all(self, request: Request) -> Response:
        """`GET /customers/external-accounts`: the customer's own."""
        customer = self._gate.customer(request)
        own = [each for each in self._ledger.accounts.values() if each.customer_id == customer.id]
        return json_answer([account_shape(each) for each in own])

    def _create_pair(self, customer: Customer, body: JsonObject) -> JsonObject:
        bodies.check(bodies.ACCOUNT_PAIR, body)
        wanted = pair_requirements(body["src"], body["dest"])
        for side in ("source", "destination"):
            bodies.check(wanted[side], body[side], side)
        source = self._store(customer, CURRENCIES[body["src"]], body["source"])
        destination = self._store(customer, CURRENCIES[body["dest"]], body["destination"])
        return {"source": account_shape(source), "destination": account_shape(destination)}

    def _create_single(self, customer: Customer, body: JsonObject) -> JsonObject:
        bodies.check(bodies.SINGLE_ACCOUNT, body)
        if body["type"] == "BANK_ACCOUNT":
            details = body["bankAccount"]
            currency = country_currency(details["countryCode"])
            # The sample leaves required fields out, so only those that came are held against the schema.
            bodies.check(
                country_requirements(details["countryCode"])["schema"] | {"required": []},
                details,
                "bankAccount",
            )
        else:
            details = body["cryptoAddress"]
            currency = _crypto(details["currency"])
        return account_shape(self._store(customer, currency, details, body["label"]))

    def _store(
        self, customer: Customer, currency: Currency, details: JsonObject, label: str | None = None
    ) -> ExternalAccount:
        if label is None and self._ledger.switches.account_label == "text":
            label = f"{currency.code} account"
        account = ExternalAccount(
            id=f"ext_acc_{self._ledger.world.token()}",
            customer_id=customer.id,
            currency=currency,
            label=label,
            metadata=details,
            created_at=self._ledger.now(),
        )
        self._ledger.accounts[account.id] = account
        return account


async def _body(request: Request) -> JsonObject:
    return bodies.json_object(request.headers.get("content-type", ""), await request.body())


def _crypto(code: Any) -> Currency:
    currency = CURRENCIES.get(code)
    if currency is None or currency.chain is None:
        raise bad_request(f"Currency '{code}' is not supported")
    return currency
