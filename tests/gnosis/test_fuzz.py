"""Broken answers: whatever comes back, only rampkit's own errors come out."""

from __future__ import annotations

import json
import random
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest

from rampkit.errors import InvalidInputError, RampError
from rampkit.http import Request, Response
from rampkit.models import AccountPair, Amount, Customer, QuoteRequest
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider

BROKEN: list[Any] = [
    None,
    True,
    0,
    -1,
    10**400,
    "",
    "UNSEEN_WORD",
    "9" * 70,
    "NaN",
    "1e400",
    "-5",
    "2026-13-45T99:99:99Z",
    "0001-01-01T00:00:00+14:00",
    "https://[",
    "\ud800",
    [],
    {},
    [None],
    {"code": 1},
    [[[[[[]]]]]],
]
ROUNDS = 1500
SCHEMA_ROUNDS = 300


def flows(gnosis, desk):
    """Every call, each with a good answer to spoil."""
    ask = QuoteRequest(pair="USD/USDC_GNO", amount=Amount("100", "USD"), country="US")
    fees = {"currencyCode": "USD", "totalFee": "1.50", "networkFee": "0.50"}
    quote = {"providerId": "b", "type": "ONRAMP", "rail": "ACH", "hasIndicativePrice": True, "fees": fees}
    schema = {"currencyCode": "USD", "schema": {"type": "object"}}
    full = desk.order(
        status="PENDING_PAYMENT", url="https://onboarding.ramp.gnosis.io/s", transaction=desk.transaction()
    )
    accounts = AccountPair(
        source=desk.accounts("off_ramp").destination, destination=desk.accounts().destination
    )
    crypto = [
        {"kind": "CRYPTO", "currency": {"code": "USDC"}, "crypto": {"chainId": "100", "address": "0x1"}}
    ]
    off = desk.order(
        "off_ramp", status="TRANSACTION_IN_PROGRESS", transaction=desk.transaction(context=crypto)
    )
    execution = {
        "intentId": "int_abc123def456",
        "status": "IN_PROGRESS",
        "transaction": desk.transaction(),
        "depositInstructions": {"type": "BANK", "context": [{"instructions": desk.bank_instructions}]},
    }
    return [
        (lambda: gnosis.authorize("customer:1"), {"id": "1", "accessToken": "a.eyJleHAiOjF9.c"}),
        (lambda: gnosis.register_customer(Customer(id="1", country="US")), {"id": "1", "accessToken": "t"}),
        (gnosis.list_routes, [{"from": "USD", "to": "USDC_GNO", "providerIds": ["b"]}]),
        (gnosis.list_providers, [{"id": "b", "name": "B", "code": "b", "logo": None}]),
        (lambda: gnosis.quotes(ask), {"quotes": [{**quote, "destAmount": "98.50"}]}),
        (
            lambda: gnosis.requirements(desk.pair(), country="US"),
            {"src": schema, "dest": {**schema, "currencyCode": "USDC_GNO"}},
        ),
        (
            lambda: unchecked(older().register_accounts(desk.link, desk.pair(), accounts)),
            {"source": {"id": "1"}, "destination": {"id": "2"}},
        ),
        (lambda: gnosis.create_order(desk.request()), full),
        (lambda: gnosis.get_order(desk.ref()), full),
        (lambda: gnosis.get_order(desk.ref("off_ramp")), off),
        (lambda: gnosis.list_orders(desk.link), [full, off]),
        (lambda: gnosis.execute_order(desk.ref(), idempotency_key="k"), execution),
        (lambda: gnosis.list_transactions(desk.ref()), desk.transaction()),
        (gnosis.list_customers, [{"id": "1", "createdAt": "2026-03-29T10:00:00.000Z", "metadata": {}}]),
        (lambda: gnosis.list_accounts(desk.link), stored_accounts(desk)),
        (lambda: gnosis.sign_in("message", "0x1b"), {"token": "a.b.c"}),
        (lambda: projects_token().authorize("project"), {"access_token": "t", "expires_in": 3600}),
        (lambda: gnosis.create_order(desk.request(options={"auto_execute": True})), old_order(desk)),
    ]


def projects_token():
    """A connection that gets its project's token."""
    return GnosisProvider("client_abc", "secret_xyz", project_auth="oauth2")


def older():
    """A connection that stores accounts."""
    return GnosisProvider("client_abc", "secret_xyz", generation="g2b")


def unchecked(flow):
    """*flow*, whose first question, about the requirements, gets no answer."""
    next(flow)
    response = yield flow.send(Response(status=500))
    try:
        flow.send(response)
    except StopIteration as stop:
        return stop.value


def stored_accounts(desk):
    """A bank account and a wallet, as older generations list them."""
    bank = {"countryCode": "US", "rails": "ACH", "accountIdentifier": {"accountNumber": "1"}}
    usdc = {"ticker": "USDC", "code": "USDC_GNO"}
    return [
        {"id": "1", "type": "BANK_ACCOUNT", "metadata": bank, "createdAt": "2025-01-12T21:45:11.201Z"},
        {"id": "2", "metadata": {"address": desk.wallet, "currency": "USDC_GNO"}, "currency": usdc},
    ]


def old_order(desk):
    """An intent that failed, as the generation with plans shows it."""
    steps = [{"id": "s", "code": "KYC_VERIFICATION", "metadata": {"reason": "document expired"}}]
    plan = {"id": "c", "currentStepCode": "KYC_VERIFICATION", "steps": steps}
    transfer = {"amount": "100.00", "currencyCode": "USD"}
    intent = {"id": "int_1", "status": "FAILED", "transferAmount": transfer, "compliancePlan": plan}
    return {"intent": intent, "frontendUrl": "https://app.gnosisramp.com/intent/1", "workflowId": "w"}


def test_spoiled_requirements_lose_no_order(gnosis, desk):
    """They ask for too much, for nothing, or cannot be read: the order goes, or says why not."""
    dice = random.Random(98)  # noqa: S311  # not a secret
    source = {"type": "object", "required": ["rail"], "properties": {"rail": {"enum": ["ACH", "WIRE"]}}}
    wallet = {"properties": {"address": {"pattern": "^0x[a-fA-F0-9]{40}$"}}, "additionalProperties": True}
    payload = {"src": {"schema": source}, "dest": {"schema": wallet}}
    outcomes: Counter[str] = Counter()

    for _ in range(SCHEMA_ROUNDS):
        asked = Response(status=200, body=spoiled_body(payload, dice))
        flow = gnosis.create_order(desk.request(resent=False))
        try:
            order, _ = replay(flow, [asked, answer(desk.order(), status=201)])
            outcomes[order.status] += 1
        except InvalidInputError:
            outcomes["told"] += 1
        except AssertionError:  # the order never left
            outcomes["lost"] += 1

    assert set(outcomes) == {"created", "told"}


def spoiled(value: Any, dice: random.Random) -> Any:
    """*value* with one thing in it missing or replaced."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        key = dice.choice(list(value))
        if dice.random() < 0.2:
            return {name: item for name, item in value.items() if name != key}
        return {**value, key: spoiled(value[key], dice)}
    if isinstance(value, list) and value and dice.random() < 0.9:
        index = dice.randrange(len(value))
        return [*value[:index], spoiled(value[index], dice), *value[index + 1 :]]
    return dice.choice(BROKEN)


def spoiled_body(payload: Any, dice: random.Random) -> bytes:
    """*payload* as bytes, with something wrong."""
    kind = dice.random()
    if kind < 0.05:
        return dice.choice([b"", b"<html>502</html>", b"[" * 100_000, b"\xff", b"null", b"1e999999999"])
    body = json.dumps(spoiled(payload, dice)).encode()
    return body[: dice.randrange(len(body) + 1)] if kind < 0.15 else body


@pytest.mark.parametrize("index", range(18))
def test_a_spoiled_answer_is_read_or_refused(gnosis, desk, index):
    """Fifteen hundred spoiled answers to each call."""
    make, payload = flows(gnosis, desk)[index]
    dice = random.Random(index)  # noqa: S311  # not a secret

    for _ in range(ROUNDS):
        flow = make()
        response = Response(status=200, body=spoiled_body(payload, dice))
        try:
            next(flow)
            flow.send(response)  # a second request is a way of reading on
        except (StopIteration, RampError):
            pass
        finally:
            flow.close()


def test_a_spoiled_answer_about_the_transaction_is_read_or_refused(gnosis, desk):
    """The second answer of a read may be as broken as the first."""
    dice = random.Random(99)  # noqa: S311  # not a secret
    good = answer({"intent": desk.intent(status="TRANSACTION_IN_PROGRESS")})

    for _ in range(ROUNDS):
        response = Response(status=200, body=spoiled_body(desk.transaction(), dice))
        with suppress(RampError):
            replay(gnosis.get_order(desk.ref()), [good, response])


def test_the_good_answers_are_good(gnosis, desk):
    """Otherwise spoiling them would prove nothing."""
    for make, payload in flows(gnosis, desk):
        replay(make(), [answer(payload)])


def test_a_spoiled_refusal_is_still_a_refusal(gnosis):
    """Reading an error never fails."""
    dice = random.Random(7)  # noqa: S311  # not a secret
    payload = {"error": "E", "code": "C", "message": "m", "details": {"field": "amount"}}

    for _ in range(ROUNDS):
        body = spoiled_body(payload, dice)
        response = Response(status=dice.choice([302, 400, 401, 404, 422, 429, 500]), body=body)
        error = gnosis.parse_error(response, Request(operation="create_order", path="/intent"))
        assert isinstance(error, RampError)
        str(error)
