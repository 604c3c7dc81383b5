"""Whatever Ripio answers, nothing but a value or a `RampError` comes out."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from rampkit.errors import InvalidInputError, RampError
from rampkit.http import Flow, Response
from rampkit.models import AccountStatus, Customer, Direction, Order, Quote, Refusal, TermsAcceptance
from rampkit.testing import answer, replay

ROUNDS = 120
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**40,
    1e-7,
    "",
    " ",
    "NEWS",
    "\ud800",
    "0x",
    "https://[",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "1e999999",
    "NaN",
    "x" * 5000,
    [],
    [[]],
    [None],
    {},
    {"value": {}},
    [{"fieldName": {}, "value": []}],
]
"""What stands where something else should."""


class Case:
    """A flow and what it is answered with when all is well."""

    def __init__(
        self,
        name: str,
        flow: Callable[..., Flow[Any]],
        *answers: Callable[..., Any],
        may_end: tuple[type[Exception], ...] = (RampError,),
    ) -> None:
        self.name, self.flow, self.answers, self.may_end = name, flow, answers, may_end


BACK = "https://app.example/back"
PERSON = Customer(id="user-1", country="AR", email="a@b.example")
RECORD = {"customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1", "email": "a@b.example", "isActive": True}
TERMS = {"termsId": "t", "country": "AR", "version": "1", "url": "https://x.example", "accepted": True}
SUBMISSION = {"status": "COMPLETED", "createdAt": "2024-06-13T18:10:55.939054Z"}
NETWORKS = [{"network_name": "BASE", "assets": [{"name": "USDC", "contract_address": "0x1"}]}]
HERE = TermsAcceptance(ip_address="192.0.2.7")
START = {
    "submissionId": "s",
    "providerUrl": "https://kyc.ripio.com/?token=1",
    "createdAt": "2024-01-15T10:30:00Z",
}
RATES = [{"pair": "ETH_ARS", "last_buy_rate": 1, "final_sell_rate": "2.5"}]
FIELDS = [{"fieldName": "x", "required": True, "type": "TEXT", "choices": [{"value": "a"}]}]
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
MOVEMENT = {
    "transactionId": "t",
    "type": "OFFRAMP",
    "status": "COMPLETED",
    "createdAt": "2026-02-01T12:10:00Z",
    "fromAmount": "1.23456789",
    "toAmount": "1000.00",
    "exchangeRate": "812.345",
    "fromCurrency": "USDC",
    "toCurrency": "ARS",
    "chain": "POLYGON",
    "failureReason": None,
    "destination": {"kind": "CVU", "value": "0100000000000000000001", "label": "main"},
    "timeline": {"cryptoReceived": {"status": "not_started", "at": None}},
}
TOKEN = {"accessToken": "a", "expiresIn": 36000}
TICKET = {"ticketId": "t", "status": "CREATED", "issueKey": "SUP-1"}
PAYMENT = {
    "id": "p",
    "createdAt": "2024-01-26T12:45:00.078230Z",
    "expiresAt": "2024-01-26T13:45:00.078230Z",
    "customerId": RECORD["customerId"],
    "trade": {"id": "t", "baseAmount": "1", "quoteAmount": "2", "quoteAsset": "ARS", "rate": "2"},
    "paymentOrder": {"merchant": "Shop", "qrCode": "qr", "currency": "ARS"},
    "amount": "10000.50",
    "cryptoAmount": "10.25",
    "paymentCurrency": "ARS",
    "depositCurrency": "USDC",
    "depositNetwork": "BASE",
    "depositAddress": "0x4e88bbeff059bddf5bf90ee0816e86edf4214b32",
    "cryptoDeposit": {"hash": "0x1", "amount": "1", "currencyCode": "USDC", "network": "BASE", "status": "x"},
    "status": "WAITING_DEPOSIT",
    "refundAddress": None,
}


def listed(*items: Any) -> dict[str, Any]:
    """A page of a list."""
    return {"count": len(items), "next": None, "previous": None, "transactions": list(items)}


def always(payload: Any) -> Callable[..., Any]:
    """The same answer for everybody."""
    return lambda _: payload


def doubtful(desk: Any) -> Any:
    """A payout account that nobody knows to exist."""
    return desk.registered(destination_id=None, status=AccountStatus.UNKNOWN)


CASES = [
    Case("authorize", lambda ripio, _: ripio.authorize("project"), always(TOKEN)),
    Case("quotes", lambda ripio, desk: ripio.quotes(desk.ask()), lambda desk: desk.quote_answer()),
    Case("list_routes", lambda ripio, _: ripio.list_routes(), always(NETWORKS), always(NETWORKS)),
    Case("rates", lambda ripio, _: ripio.rates(), always(RATES)),
    Case("register_customer", lambda ripio, _: ripio.register_customer(PERSON), always(RECORD)),
    Case("get_customer", lambda ripio, desk: ripio.get_customer(desk.link), always(RECORD)),
    Case("update_customer", lambda ripio, desk: ripio.update_customer(desk.link, PERSON), always(RECORD)),
    Case("deactivate_customer", lambda ripio, desk: ripio.deactivate_customer(desk.link), always({})),
    Case("get_terms", lambda ripio, _: ripio.get_terms(), always(TERMS)),
    Case("get_acceptance", lambda ripio, desk: ripio.get_terms(desk.link), always(TERMS)),
    Case(
        "accept_terms", lambda ripio, desk: ripio.accept_terms(desk.link, HERE), always(TERMS), always(TERMS)
    ),
    Case(
        "verify_customer",
        lambda ripio, desk: ripio.verify_customer(desk.link, PERSON, redirect_url=BACK),
        always(START),
        always(SUBMISSION),
    ),
    Case(
        "verification_requirements",
        lambda ripio, desk: ripio.verification_requirements(desk.link),
        always({"kycRequiredFields": FIELDS}),
    ),
    Case(
        "verify_customer_with_identity",
        lambda ripio, desk: ripio.verify_customer(desk.link, PERSON.evolve(identity={"x": "a"})),
        always({"kycRequiredFields": FIELDS}),
        always(START),
        may_end=(RampError, InvalidInputError),
    ),
    Case(
        "request_verification_reuse",
        lambda ripio, desk: ripio.request_verification_reuse(desk.link),
        always("kyc approved. Otp sent"),
    ),
    Case(
        "confirm_verification_reuse",
        lambda ripio, desk: ripio.confirm_verification_reuse(desk.link, "123456"),
        always({}),
    ),
    Case("get_verification", lambda ripio, desk: ripio.get_verification(desk.link), always(SUBMISSION)),
    Case(
        "requirements",
        lambda ripio, desk: ripio.requirements(desk.pair("off_ramp"), country="AR"),
        always(FIELDS),
    ),
    Case(
        "register_accounts",
        lambda ripio, desk: ripio.register_accounts(
            desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp")
        ),
        always([{"fieldName": "alias_or_cvu_destination", "required": True, "type": "TEXT"}]),
        lambda desk: desk.payout(status="UNCONFIRMED"),
        may_end=(RampError, InvalidInputError),
    ),
    Case(
        "list_accounts",
        lambda ripio, desk: ripio.list_accounts(desk.link),
        lambda desk: listed(desk.payout(status="UNCONFIRMED")),
    ),
    Case(
        "get_accounts",
        lambda ripio, desk: ripio.get_accounts(desk.link, desk.registered()),
        lambda desk: desk.payout(),
    ),
    Case(
        "recover_accounts",
        lambda ripio, desk: ripio.get_accounts(desk.link, doubtful(desk)),
        lambda desk: listed(desk.payout()),
    ),
    Case(
        "confirm_accounts",
        lambda ripio, desk: ripio.confirm_accounts(desk.link, desk.registered()),
        lambda desk: desk.payout(status="UNCONFIRMED"),
        lambda desk: desk.payout(),
    ),
    Case(
        "create_virtual_account",
        lambda ripio, desk: ripio.create_deposit_account(desk.link, desk.pair(), desk.accounts()),
        lambda desk: listed(desk.virtual_account(customerId="other")),
        lambda desk: desk.virtual_account(),
    ),
    Case(
        "create_addresses",
        lambda ripio, desk: ripio.create_deposit_account(
            desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp"), registered=desk.registered()
        ),
        lambda desk: listed(desk.addresses(fiatAccountId="other")),
        lambda desk: desk.addresses(),
    ),
    Case(
        "get_virtual_account",
        lambda ripio, desk: ripio.get_deposit_account(desk.standing()),
        lambda desk: desk.virtual_account(),
    ),
    Case(
        "get_addresses",
        lambda ripio, desk: ripio.get_deposit_account(desk.standing("off_ramp")),
        lambda desk: desk.addresses(),
    ),
    Case(
        "list_virtual_accounts",
        lambda ripio, _: ripio.list_deposit_accounts(),
        lambda desk: listed(desk.virtual_account()),
    ),
    Case(
        "list_addresses",
        lambda ripio, _: replay(ripio.list_deposit_accounts(), [answer([])])[0].following(),
        always([{"networkName": "POLYGON", "assets": [{"name": "USDC"}]}]),
        lambda desk: listed(desk.addresses()),
    ),
    Case(
        "create_order",
        lambda ripio, desk: ripio.create_order(desk.request()),
        lambda desk: desk.active(),
        lambda desk: desk.created(),
    ),
    Case(
        "create_standing_order",
        lambda ripio, desk: ripio.create_order(desk.request("off_ramp")),
        lambda desk: desk.addresses(),
    ),
    Case(
        "get_order",
        lambda ripio, desk: ripio.get_order(desk.ref()),
        lambda desk: desk.purchase(latestRefund={"status": "PENDING", "requestedAt": "2026-02-01T12:30:00Z"}),
    ),
    Case(
        "get_standing_order",
        lambda ripio, desk: ripio.get_order(desk.ref("off_ramp")),
        lambda desk: desk.addresses(transactions=[desk.sale()]),
    ),
    Case(
        "list_orders", lambda ripio, _: ripio.list_orders(), lambda desk: listed(desk.purchase(), desk.sale())
    ),
    Case(
        "list_off_ramp_orders",
        lambda ripio, _: ripio.list_off_ramp_orders(since=NOON),
        lambda desk: listed(desk.sale()),
    ),
    Case(
        "get_on_ramp_order",
        lambda ripio, desk: ripio.get_on_ramp_order(desk.order_id),
        lambda desk: {"transaction": desk.purchase(), "fiatPaymentInstructions": {}},
    ),
    Case(
        "get_off_ramp_order",
        lambda ripio, desk: ripio.get_off_ramp_order(desk.sale_id),
        lambda desk: desk.sale(),
    ),
    Case(
        "list_history",
        lambda ripio, desk: ripio.list_history(desk.link, Direction.OFF_RAMP),
        always(listed(MOVEMENT)),
    ),
    Case(
        "find_order",
        lambda ripio, desk: ripio.find_order(desk.ref(order_id=None)),
        lambda desk: listed(desk.purchase(externalRef="a", transactionId="t"), desk.purchase()),
    ),
    Case("validate_qr_code", lambda ripio, _: ripio.validate_qr_code("qr"), always({"merchantName": "Shop"})),
    Case(
        "create_sell_and_pay",
        lambda ripio, desk: ripio.create_sell_and_pay(desk.link, "qr", "ARS", deposit="USDC_BASE"),
        always(PAYMENT),
    ),
    Case("get_sell_and_pay", lambda ripio, _: ripio.get_sell_and_pay("p"), always(PAYMENT)),
    Case(
        "execute_sell_and_pay",
        lambda ripio, _: ripio.execute_sell_and_pay("p"),
        always({**PAYMENT, "status": "PENDING", "cryptoDeposit": None}),
        always(PAYMENT),
    ),
    Case("list_sell_and_pays", lambda ripio, _: ripio.list_sell_and_pays(), always({"results": [PAYMENT]})),
    Case("get_support_ticket", lambda ripio, _: ripio.get_support_ticket("t"), always(TICKET)),
    Case(
        "list_transactions",
        lambda ripio, desk: ripio.list_transactions(desk.ref()),
        lambda desk: desk.purchase(),
    ),
]


def places(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a decoded answer, the whole first."""
    yield where
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*where, key))


def mutated(payload: Any, dice: random.Random) -> Any:
    """A copy in which one to three places hold something odd, or nothing."""
    whole = {"whole": copy.deepcopy(payload)}
    for _ in range(dice.randint(1, 3)):
        where = dice.choice(list(places(whole["whole"])))
        target: Any = whole
        for key in ("whole", *where)[:-1]:
            target = target[key]
        key = ("whole", *where)[-1]
        if dice.random() < 0.3 and isinstance(target, dict) and where:
            del target[key]
        else:
            target[key] = copy.deepcopy(dice.choice(ODD))
    return whole["whole"]


def response_of(payload: Any, dice: random.Random) -> Response:
    """An answer with *payload*, sometimes cut short, nested, or no JSON at all."""
    import json  # noqa: PLC0415  # floats and half characters are what the real writer refuses

    text = json.dumps(payload)
    body = dice.choice(
        [text] * 12 + [text[: dice.randrange(len(text) + 1)], "<html>", "", "[" * 3000, '{"a":' * 800]
    )
    return Response(status=dice.choice([200, 201, 200, 200, 404, 400, 500]), body=body.encode())


def survive(
    flow: Flow[Any],
    responses: Iterator[Response],
    may_end: tuple[type[Exception], ...] = (RampError,),
) -> Any:
    """The value of *flow*, or what it *may_end* in; anything else escapes."""
    with closing(flow):
        try:
            next(flow)
            for _ in range(1200):
                flow.send(next(responses))
        except StopIteration as stop:
            return stop.value
        except may_end as error:
            return error
    raise AssertionError("the flow does not end")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_but_values_and_errors_comes_out(ripio, desk, case):
    """Of thousands of broken answers, the same ones every time."""
    dice = random.Random(case.name)  # noqa: S311  # reproducible, not secret
    for _ in range(ROUNDS):
        intact = [payload(desk) for payload in case.answers]
        broken = dice.randrange(len(intact))
        intact[broken] = mutated(intact[broken], dice)
        first = [
            response_of(payload, dice) if n == broken else answer(payload) for n, payload in enumerate(intact)
        ]
        outcome = survive(case.flow(ripio, desk), iter([*first, *[first[-1]] * 1200]), case.may_end)

        assert "\ud800" not in str(outcome)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_intact_answers_are_read(ripio, desk, case):
    """Otherwise the broken ones would prove nothing."""
    outcome = survive(case.flow(ripio, desk), iter([answer(payload(desk)) for payload in case.answers]))

    assert not isinstance(outcome, RampError)


def test_a_broken_order_is_never_someone_elses(ripio, desk):
    """Whatever is broken in the answer to an order: no way to pay, or exactly the asked one."""
    dice = random.Random("order")  # noqa: S311  # reproducible, not secret
    for _ in range(600):
        response = response_of(mutated(desk.created(), dice), dice)
        outcome = survive(ripio.create_order(desk.request()), iter([answer(desk.active()), response]))
        if isinstance(outcome, Order) and outcome.actions:
            assert outcome.actions[0].amount == desk.offer().source_amount


def test_a_broken_quote_is_never_another_wish(ripio, desk):
    """Rows are refusals, or offers for just what was asked."""
    dice = random.Random("quote")  # noqa: S311  # reproducible, not secret
    for _ in range(600):
        response = response_of(mutated(desk.quote_answer(), dice), dice)
        outcome = survive(ripio.quotes(desk.ask()), iter([response]))
        rows = [] if isinstance(outcome, RampError) else outcome
        assert all(
            isinstance(row, Refusal) or (isinstance(row, Quote) and row.requested == desk.ask().amount)
            for row in rows
        )
