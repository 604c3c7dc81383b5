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

from rampkit.http import Commits, Flow, Request, Upload
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
PAYMENT = "a3b2c1d0-1234-5678-90ab-cdef12345678"
PICTURE = Upload(part="files", filename="receipt.png", content=b"PNG")


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
    "update_customer": lambda ripio, desk: ripio.update_customer(desk.link, PERSON),
    "deactivate_customer": lambda ripio, desk: ripio.deactivate_customer(desk.link),
    "get_terms": lambda ripio, _: ripio.get_terms(),
    "get_acceptance": lambda ripio, desk: ripio.get_terms(desk.link),
    "accept_terms": lambda ripio, desk: ripio.accept_terms(desk.link, HERE),
    "verify_customer": lambda ripio, desk: ripio.verify_customer(desk.link, PERSON, redirect_url=BACK),
    "verification_requirements": lambda ripio, desk: ripio.verification_requirements(desk.link),
    "request_verification_reuse": lambda ripio, desk: ripio.request_verification_reuse(desk.link),
    "confirm_verification_reuse": lambda ripio, desk: ripio.confirm_verification_reuse(desk.link, "123456"),
    "get_verification": lambda ripio, desk: ripio.get_verification(desk.link),
    "requirements": lambda ripio, desk: ripio.requirements(desk.pair("off_ramp"), country="AR"),
    "register_accounts": lambda ripio, desk: ripio.register_accounts(
        desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp")
    ),
    "get_accounts": lambda ripio, desk: ripio.get_accounts(desk.link, desk.registered()),
    "recover_accounts": lambda ripio, desk: ripio.get_accounts(
        desk.link, desk.registered(destination_id=None)
    ),
    "list_accounts": lambda ripio, desk: ripio.list_accounts(desk.link),
    "confirm_accounts": lambda ripio, desk: ripio.confirm_accounts(desk.link, desk.registered()),
    "create_virtual_account": lambda ripio, desk: ripio.create_deposit_account(
        desk.link, desk.pair(), desk.accounts()
    ),
    "create_addresses": lambda ripio, desk: ripio.create_deposit_account(
        desk.link, desk.pair("off_ramp"), AccountPair(), registered=desk.registered()
    ),
    "get_virtual_account": lambda ripio, desk: ripio.get_deposit_account(desk.standing()),
    "get_addresses": lambda ripio, desk: ripio.get_deposit_account(desk.standing("off_ramp")),
    "list_deposit_accounts": lambda ripio, _: ripio.list_deposit_accounts(),
    "create_order": lambda ripio, desk: ripio.create_order(desk.request()),
    "get_order": lambda ripio, desk: ripio.get_order(desk.ref()),
    "list_orders": lambda ripio, _: ripio.list_orders(),
    "list_off_ramp_orders": lambda ripio, _: ripio.list_off_ramp_orders(since=NOON, until=NOON),
    "list_on_ramp_orders": lambda ripio, _: ripio.list_on_ramp_orders(),
    "get_on_ramp_order": lambda ripio, desk: ripio.get_on_ramp_order("21d8a046-3221-4b43-a301-0f9adcdd9a45"),
    "get_off_ramp_order": lambda ripio, desk: ripio.get_off_ramp_order(
        "8a3c1e2f-7b4d-4c5e-a6f7-0d1e2f3a4b5c"
    ),
    "list_history": lambda ripio, desk: ripio.list_history(desk.link, Direction.ON_RAMP),
    "list_sales": lambda ripio, desk: ripio.list_history(desk.link, Direction.OFF_RAMP),
    "find_order": lambda ripio, desk: ripio.find_order(desk.ref(order_id=None)),
    "validate_qr_code": lambda ripio, _: ripio.validate_qr_code("qr"),
    "create_sell_and_pay": lambda ripio, desk: ripio.create_sell_and_pay(
        desk.link, "qr", "ARS", deposit="USDC_BASE", refund_address=desk.purse(network="base"), reference="7"
    ),
    "update_sell_and_pay": lambda ripio, _: ripio.update_sell_and_pay(
        PAYMENT, amount="1.5", deposit="USDC_BASE"
    ),
    "execute_sell_and_pay": lambda ripio, _: ripio.execute_sell_and_pay(PAYMENT),
    "get_sell_and_pay": lambda ripio, _: ripio.get_sell_and_pay(PAYMENT),
    "list_sell_and_pays": lambda ripio, _: ripio.list_sell_and_pays(),
    "create_support_ticket": lambda ripio, desk: ripio.create_support_ticket(desk.link, "a", "b", [PICTURE]),
    "get_support_ticket": lambda ripio, _: ripio.get_support_ticket(PAYMENT),
}
LOOKS = {
    "create_order": lambda desk: desk.active(),
    "create_virtual_account": lambda _: [],
    "create_addresses": lambda _: [],
    "confirm_accounts": lambda desk: desk.payout(status="UNCONFIRMED"),
    "execute_sell_and_pay": lambda _: {"id": PAYMENT, "customerId": "c", "status": "PENDING"},
}
"""What those flows are told that look before they send."""


def sent(ripio: Any, desk: Any, name: str) -> list[Request]:
    """The first request of a flow and, where it only looks, the one that follows."""
    flow: Flow[Any] = FLOWS[name](ripio, desk)
    requests = [next(flow)]
    if name in LOOKS:
        requests.append(flow.send(answer(LOOKS[name](desk))))
    return requests


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
    bodies = [body for body in (request.form, request.json, request.fields) if body is not None]
    body = next(iter(bodies), None)
    assert len(bodies) == bool(content)
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


@pytest.mark.parametrize("name", LOOKS)
def test_the_request_after_the_look(ripio, desk, name):
    """What is sent once the present state allows it."""
    fits(sent(ripio, desk, name)[-1])


def test_an_account_after_its_requirements(ripio, desk):
    """The very fields that the contract shows."""
    [shown] = examples("/api/v1/fiatAccounts/requirements/", "get")
    flow = ripio.register_accounts(desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"))
    next(flow)

    fits(flow.send(answer(json.dumps(shown))))


def test_the_request_after_the_requirements(ripio, desk):
    """The fields of a person, under the names the contract shows, with and without a way back."""
    identity = {"legalFirstName": "Mateo", "dateOfBirth": "1990-01-25", "nationality": "AR"}
    [shown] = examples("/api/v1/kycRequirements/", "get")
    for back in (BACK, None):
        flow = ripio.verify_customer(desk.link, PERSON.evolve(identity=identity), redirect_url=back)
        next(flow)

        fits(flow.send(answer(json.dumps(shown))))


def test_guessed_paths_are_the_contracts(ripio_of, desk):
    """Of the two calls whose path no page shows, the rest is on one."""
    ripio = ripio_of(guessed_paths=True)

    fits(next(ripio.prepare_deposit_account(desk.link)))
    fits(next(ripio.list_deposit_accounts(desk.link)))
    fits(next(ripio.create_deposit_account(desk.link, desk.pair(), desk.accounts())))


def test_an_order_with_extra_data(ripio_of, desk_of):
    """As Colombia wants it."""
    desk = desk_of("CO")
    flow = ripio_of("CO").create_order(desk.request(quote=desk.offer(rail=Rail.PSE), options=EXTRA))
    next(flow)

    fits(flow.send(answer(desk.active())))


@pytest.mark.parametrize("name", FLOWS)
def test_only_orders_can_move_money(ripio, desk, name):
    """And reads leave nothing behind."""
    requests = sent(ripio, desk, name)

    assert (requests[-1].commits is Commits.ORDER) == (name in {"create_order", "execute_sell_and_pay"})
    for request in requests[:-1] if requests[-1].method != "GET" else requests:
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
        ("/api/v1/onramp/{orderId}/", "get", "get_on_ramp_order"),
        ("/api/v1/offramp/{orderId}/", "get", "get_off_ramp_order"),
        ("/api/v1/customers/{customerId}/transactions/onramp/", "get", "list_history"),
        ("/api/v1/customers/{customerId}/transactions/offramp/", "get", "list_sales"),
        ("/api/v1/fiatAccounts/", "get", "list_accounts"),
        ("/api/v1/onrampSession/", "get", "list_deposit_accounts"),
        ("/oauth2/token/", "post", "authorize"),
        ("/api/v1/sellAndPays/validateQrCode/", "post", "validate_qr_code"),
        ("/api/v1/sellAndPays/{sell_and_pay_id}/", "get", "get_sell_and_pay"),
        ("/api/v1/sellAndPays/", "get", "list_sell_and_pays"),
        ("/api/v1/supportTickets/", "post", "create_support_ticket"),
        ("/api/v1/customers/", "post", "register_customer"),
        ("/api/v1/fiatAccounts/requirements/", "get", "requirements"),
        ("/api/v1/customers/{customerId}/termsAcceptance/", "get", "get_acceptance"),
        ("/api/v1/customers/{customerId}/deactivate/", "post", "deactivate_customer"),
        ("/api/v1/customers/{customerId}/checkKyc/", "post", "request_verification_reuse"),
        ("/api/v1/kycRequirements/", "get", "verification_requirements"),
    ],
)
def test_every_answer_it_shows_is_read(ripio, desk, path, method, name):
    """The examples of the contract, one after the other."""
    shown = examples(path, method)

    assert shown
    for example in shown:
        assert replay(FLOWS[name](ripio, desk), [answer(json.dumps(example))])[0] is not None
