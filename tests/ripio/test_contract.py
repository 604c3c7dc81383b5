"""What is sent fits the contract, and what the contract shows is read."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rampkit.http import Commits, Flow, Request
from rampkit.models import AccountPair, Customer, Direction, Rail, TermsAcceptance
from rampkit.testing import answer, replay

CONTRACT = yaml.load(
    (Path(__file__).parents[1] / "contracts" / "ripio.openapi.yaml").read_text(), yaml.CSafeLoader
)
PERSON = Customer(id="user-1", country="AR", email="individual@mail.com")
HERE = TermsAcceptance(terms_id="3fa85f64-5717-4562-b3fc-2c963f66afa6", ip_address="192.0.2.7")
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
BACK = "https://app.example/back"
EXTRA = {"callback": BACK, "bank_code": "1001"}


def operation_of(request: Request) -> dict[str, Any] | None:
    """The contract's operation for *request*; None if it has none."""
    for pattern, methods in CONTRACT["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", pattern), request.path):
            found = methods.get(request.method.lower())
            if found is not None:
                return found
    return None


def examples(path: str, method: str) -> list[Any]:
    """The successful answers the contract shows."""
    answers = CONTRACT["paths"][path][method]["responses"]
    found = []
    for status, response in answers.items():
        if status.startswith("2"):
            media = response.get("content", {}).get("application/json", {})
            found += [media["example"]] if "example" in media else []
            found += [item["value"] for item in media.get("examples", {}).values()]
    return found


FLOWS = {
    "authorize": lambda ripio, _: ripio.authorize("project"),
    "list_routes": lambda ripio, _: ripio.list_routes(),
    "quotes": lambda ripio, desk: ripio.quotes(desk.ask()),
    "rates": lambda ripio, _: ripio.rates(),
    "deposit_networks": lambda ripio, _: ripio.deposit_networks(),
    "simulate_deposit": lambda ripio, _: ripio.simulate_deposit({"alias_or_cvu": "1"}, "2100.5"),
    "register_customer": lambda ripio, _: ripio.register_customer(PERSON),
    "get_customer": lambda ripio, desk: ripio.get_customer(desk.link),
    "get_terms": lambda ripio, _: ripio.get_terms(),
    "get_acceptance": lambda ripio, desk: ripio.get_terms(desk.link),
    "accept_terms": lambda ripio, desk: ripio.accept_terms(desk.link, HERE),
    "verify_customer": lambda ripio, desk: ripio.verify_customer(desk.link, PERSON, redirect_url=BACK),
    "get_verification": lambda ripio, desk: ripio.get_verification(desk.link),
    "requirements": lambda ripio, desk: ripio.requirements(desk.pair("off_ramp"), country="AR"),
    "register_accounts": lambda ripio, desk: ripio.register_accounts(
        desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp")
    ),
    "get_accounts": lambda ripio, desk: ripio.get_accounts(desk.link, desk.registered()),
    "list_accounts": lambda ripio, desk: ripio.get_accounts(desk.link, desk.registered(destination_id=None)),
    "confirm_accounts": lambda ripio, desk: ripio.confirm_accounts(desk.link, desk.registered()),
    "create_virtual_account": lambda ripio, desk: ripio.create_deposit_account(
        desk.link, desk.pair(), desk.accounts()
    ),
    "create_addresses": lambda ripio, desk: ripio.create_deposit_account(
        desk.link, desk.pair("off_ramp"), AccountPair(), registered=desk.registered()
    ),
    "get_virtual_account": lambda ripio, desk: ripio.get_deposit_account(desk.standing()),
    "get_addresses": lambda ripio, desk: ripio.get_deposit_account(desk.standing("off_ramp")),
    "create_order": lambda ripio, desk: ripio.create_order(desk.request()),
    "get_order": lambda ripio, desk: ripio.get_order(desk.ref()),
    "list_orders": lambda ripio, _: ripio.list_orders(),
    "list_off_ramp_orders": lambda ripio, _: ripio.list_off_ramp_orders(since=NOON, until=NOON),
    "list_on_ramp_orders": lambda ripio, _: ripio.list_on_ramp_orders(),
    "list_history": lambda ripio, desk: ripio.list_history(desk.link, Direction.ON_RAMP),
    "list_sales": lambda ripio, desk: ripio.list_history(desk.link, Direction.OFF_RAMP),
    "find_order": lambda ripio, desk: ripio.find_order(desk.ref(order_id=None)),
}


def fits(request: Request) -> None:
    """Method, path, parameters and body are the contract's."""
    operation = operation_of(request)
    assert operation is not None, f"the contract has no {request.method} {request.path}"
    known = {item.get("name") for item in operation.get("parameters", [])} | {
        CONTRACT["components"]["parameters"][item["$ref"].rpartition("/")[2]]["name"]
        for item in operation.get("parameters", [])
        if "$ref" in item
    }
    assert set(request.query) <= known | {"paymentMethodType", "limit", "offset"}
    content = operation.get("requestBody", {}).get("content", {})
    body = request.form if request.form is not None else request.json
    assert (body is not None) == bool(content)
    for media in content.values():
        schema = {**media["schema"], "components": CONTRACT["components"]}
        jsonschema.validate(body, schema, cls=Exact)


Exact = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "number", lambda _, value: not isinstance(value, bool | str | dict | list | None)
    ),
)
"""Decimals are numbers too."""


@pytest.mark.parametrize("name", FLOWS)
def test_every_request_is_one_of_the_contracts(ripio, desk, name):
    """Method, path, parameters and body."""
    flow: Flow[Any] = FLOWS[name](ripio, desk)

    fits(next(flow))


def test_the_request_after_the_look(ripio, desk):
    """The upsert that makes a virtual account."""
    flow = ripio.create_deposit_account(desk.link, desk.pair(), desk.accounts())
    next(flow)

    fits(flow.send(answer([])))


def test_an_order_with_extra_data(ripio_of, desk_of):
    """As Colombia wants it."""
    desk = desk_of("CO")
    fits(next(ripio_of("CO").create_order(desk.request(quote=desk.offer(rail=Rail.PSE), options=EXTRA))))


@pytest.mark.parametrize("name", FLOWS)
def test_only_orders_can_move_money(ripio, desk, name):
    """And reads leave nothing behind."""
    request = next(FLOWS[name](ripio, desk))

    assert (request.commits is Commits.ORDER) == (name == "create_order")
    if request.method == "GET":
        assert request.commits is Commits.NOTHING


@pytest.mark.parametrize(
    ("path", "method", "name"),
    [
        ("/api/v1/termsAndConditions/", "get", "get_terms"),
        ("/api/v1/rates/", "get", "rates"),
        ("/api/v1/depositNetworks/", "get", "deposit_networks"),
        ("/api/v1/transactions/", "get", "list_orders"),
        ("/api/v1/offramp/", "get", "list_off_ramp_orders"),
        ("/api/v1/onramp/", "get", "list_on_ramp_orders"),
        ("/api/v1/customers/{customerId}/transactions/onramp/", "get", "list_history"),
        ("/api/v1/customers/{customerId}/transactions/offramp/", "get", "list_sales"),
        ("/oauth2/token/", "post", "authorize"),
        ("/api/v1/customers/", "post", "register_customer"),
        ("/api/v1/fiatAccounts/requirements/", "get", "requirements"),
        ("/api/v1/customers/{customerId}/termsAcceptance/", "get", "get_acceptance"),
    ],
)
def test_every_answer_it_shows_is_read(ripio, desk, path, method, name):
    """The examples of the contract, one after the other."""
    shown = examples(path, method)

    assert shown
    for example in shown:
        assert replay(FLOWS[name](ripio, desk), [answer(json.dumps(example))])[0] is not None
