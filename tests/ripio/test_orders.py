"""Orders of a quote: made, read, found, listed, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from rampkit.errors import (
    AccountNotReadyError,
    AlreadyExistsError,
    BadResponseError,
    ConflictingIntentError,
    InvalidInputError,
    NotFoundError,
    UnavailableError,
)
from rampkit.http import Commits, json_text
from rampkit.models import AccountPair, Amount, PayIn, PayOut, PayToAccount, Rail, Status
from rampkit.testing import answer, replay

OTHER = "0x866b933aabc4f9813405c6e393dbd4b600ef3e2e"
EXTRA = {"callback": "https://app.example/back", "bank_code": "1001"}


def ordered(ripio, desk, response, **changes):
    """The order that this response to an active customer's request is read as, and what was asked."""
    return replay(ripio.create_order(desk.request(**changes)), [answer(desk.active()), response])


def made(ripio, desk, payload, **changes):
    """The order that this answer is read as, and what was asked."""
    return ordered(ripio, desk, answer(payload, status=201), **changes)


def asked(ripio, desk, **changes):
    """The request for an order."""
    flow = ripio.create_order(desk.request(**changes))
    next(flow)
    return flow.send(answer(desk.active()))


def page(*items, following=None, count=None):
    """A page of the list of all orders."""
    return answer({"count": count, "next": following, "previous": None, "transactions": list(items)})


def test_the_request(ripio, desk):
    """Can move money; carries our reference, for there is no idempotency key."""
    _, [look, request] = made(ripio, desk, desk.created())

    assert (look.method, look.path) == ("GET", f"/api/v1/customers/{desk.customer_id}/")
    assert (look.operation, look.commits) == ("create_order", Commits.NOTHING)
    assert (request.method, request.path) == ("POST", "/api/v1/onramp/")
    assert (request.operation, request.commits, request.scope) == ("create_order", Commits.ORDER, "project")
    assert request.idempotency_key is None
    assert request.json == {
        "customerId": desk.customer_id,
        "quoteId": "8142b065-79c4-4f48-9e33-11b17bc658d4",
        "depositAddress": desk.wallet,
        "externalRef": str(desk.reference),
    }


def test_equal_wishes_make_equal_requests(ripio, desk):
    """So that a journal can tell a resend from another wish."""
    assert asked(ripio, desk) == asked(ripio, desk)


def test_a_new_order(ripio, desk):
    """Waits for exactly the price of the quote."""
    order, _ = made(ripio, desk, desk.created())

    assert (order.order_id, order.reference) == (desk.order_id, desk.reference)
    assert (order.status, order.pay_in, order.pay_out) == (
        Status.AWAITING_PAYMENT,
        PayIn.EXPECTED,
        PayOut.NONE,
    )
    assert (order.provider_status, order.unmapped) == ("PENDING", False)
    assert order.destination_amount == Amount("1.32857143", "USDC_ETHEREUM_SEPOLIA")
    assert order.created_at == datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert order.failure_reason is None
    [action] = order.actions
    assert isinstance(action, PayToAccount)
    assert action.amount == Amount("1500", "ARS")
    assert order.raw == desk.created()


def test_a_disputed_price_is_not_told_to_the_payer(ripio, desk):
    """C14: the person is not shown an amount nobody is sure of."""
    order, _ = made(ripio, desk, desk.created(), quote=desk.offer(source_amount=None))

    assert order.actions[0].amount is None


@pytest.mark.parametrize(
    "change",
    [
        {"depositAddress": OTHER},
        {"externalRef": "00000000-0000-4000-8000-000000000000"},
        {"fromCurrency": "BRL"},
        {"toCurrency": "USDT"},
        {"chain": "BASE"},
        {"quoteId": "other"},
        {"customerId": "other"},
        {"paymentMethodType": "bank_transfer_2"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_order_for_something_else_is_kept_and_not_paid(ripio, desk, change):
    """It exists, so its id comes back; nobody is told how to pay for it. An unknown rail proves nothing."""
    order, _ = made(ripio, desk, desk.created(**change))
    [field] = change

    assert order.order_id == desk.order_id
    if field == "paymentMethodType":
        assert order.actions
    else:
        assert order.actions == ()
        assert field in order.failure_reason


def test_another_rail_is_another_order(ripio_of, desk_of):
    """Where the word is known."""
    desk = desk_of("CO")
    payload = desk.created({"brebKey": "@A"}, fromCurrency="COP", paymentMethodType="bank_transfer")
    order, _ = made(ripio_of("CO"), desk, payload, quote=desk.offer(rail=Rail.BRE_B))

    assert (order.actions, "paymentMethodType" in order.failure_reason) == ((), True)


@pytest.mark.parametrize(
    "change",
    [
        {"depositAddress": "0x4E88BBEFF059BDDF5BF90EE0816E86EDF4214B32"},
        {"externalRef": "E6C4F1EC-899F-43B5-8479-C2529E3F9C70"},
        {"toCurrency": "usdc"},
        {"paymentMethodType": "wire"},
        {"externalRef": None, "depositAddress": None, "chain": None, "quoteId": None, "customerId": None},
        {"amount": "0.5"},
        {"createdAt": "yesterday"},
        {"amount": "-1"},
        {"amount": "1e99"},
        {"amount": {"value": 1}},
        {"txnHash": 7},
        {"latestRefund": []},
        {"metadata": None},
    ],
    ids=str,
)
def test_what_is_no_difference(ripio, desk, change):
    """Case, old words, what is not echoed, and details that cannot be read: the order is as good as ever."""
    order, _ = made(ripio, desk, desk.created(**change))

    assert order.order_id == desk.order_id
    assert len(order.actions) == 1


@pytest.mark.parametrize(
    "instructions",
    [
        {},
        [],
        "text",
        7,
        {"cvu": None},
        {"newRail": "x"},
        {"paymentUrl": "javascript:x"},
        {"paymentUrl": "https://["},
    ],
    ids=str,
)
def test_instructions_nobody_can_read(ripio, desk, instructions):
    """Never cost us the order: it comes back, without a way to pay."""
    order, _ = made(ripio, desk, desk.created(instructions))

    assert (order.order_id, order.actions) == (desk.order_id, ())
    assert order.failure_reason


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        None,
        {"transaction": None},
        {"transaction": {}},
        {"transaction": {"transactionId": None}},
        {"transaction": {"transactionId": ""}},
        {"transaction": {"transactionId": 5}},
        "<html>",
        '{"transaction": {"transactionId": "21d8',
    ],
    ids=str,
)
def test_an_answer_without_an_order(ripio, desk, payload):
    """Is unreadable: whether there is an order has to be looked up."""
    with pytest.raises(BadResponseError):
        made(ripio, desk, payload)


def test_an_answer_nested_without_end(ripio, desk):
    """Is no answer anybody means: whether there is an order has to be looked up."""
    deep = json_text(desk.created()).replace('"metadata":{}', '"metadata":' + "[" * 600 + "]" * 600)
    with pytest.raises(BadResponseError):
        made(ripio, desk, deep)


@pytest.mark.parametrize(
    ("word", "status", "pay_in"),
    [
        ("PENDING", Status.AWAITING_PAYMENT, PayIn.EXPECTED),
        ("CREATED", Status.AWAITING_PAYMENT, PayIn.EXPECTED),
        ("WITHDRAWAL_PENDING", Status.AWAITING_PAYMENT, PayIn.EXPECTED),
        ("PROCESSING", Status.PROCESSING, PayIn.CONFIRMED),
        ("CANCELLED", Status.CANCELED, PayIn.UNKNOWN),
        ("NEWS", Status.UNKNOWN, PayIn.UNKNOWN),
    ],
    ids=lambda value: f"C32-{value}" if value == "WITHDRAWAL_PENDING" else str(value),
)
def test_the_first_status(ripio, desk, word, status, pay_in):
    """The documentation prints WITHDRAWAL_PENDING before anybody can have paid."""
    order, _ = made(ripio, desk, desk.created(status=word))

    assert (order.status, order.pay_in, order.provider_status) == (status, pay_in, word)
    assert order.unmapped is (status == Status.UNKNOWN)


@pytest.mark.parametrize("rail", [Rail.PSE, Rail.BANCOLOMBIA, Rail.NEQUI])
def test_three_colombian_rails_need_more(ripio_of, desk_of, rail):
    """C17: a callback and a bank; the way back after the page will do as the callback."""
    desk, ripio = desk_of("CO"), ripio_of("CO")
    offer = desk.offer(rail=rail)
    for missing in ({}, {"bank_code": "1001"}, {"callback": "https://app.example/back"}):
        with pytest.raises(InvalidInputError, match=r'provider_options=\{"ripio"'):
            next(ripio.create_order(desk.request(quote=offer, options=missing)))
    told = asked(ripio, desk, quote=offer, options=EXTRA)
    redirected = asked(
        ripio, desk, quote=offer, options={"bank_code": 1001}, redirect_url="https://app.example/back"
    )

    assert told.json["extraData"] == {"callback": "https://app.example/back", "bankCode": "1001"}
    assert redirected.json == told.json


def test_bre_b_needs_nothing_more(ripio_of, desk_of):
    """C17: it is not in the list."""
    desk = desk_of("CO")
    request = asked(ripio_of("CO"), desk, quote=desk.offer(rail=Rail.BRE_B), options=EXTRA)

    assert "extraData" not in request.json


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: {"accounts": AccountPair()},
        lambda desk: {"accounts": desk.accounts("off_ramp")},
        lambda desk: {"quote": desk.offer(quote_id=None)},
        lambda desk: {"quote": desk.offer(connection="ripio-br")},
        lambda desk: {"customer": desk.link.evolve(connection="ripio-br")},
    ],
)
def test_an_order_that_lacks_something(ripio, desk, change):
    """Is refused before anything is sent."""
    with pytest.raises(InvalidInputError):
        replay(ripio.create_order(desk.request(**change(desk))), [])


def test_an_off_ramp_without_a_deposit_account(ripio, desk):
    """There is no call that makes such an order: the error says what to do instead."""
    with pytest.raises(AccountNotReadyError, match=r"create_deposit_account.*deposit_account_id"):
        replay(ripio.create_order(desk.request("off_ramp", deposit_account_id=None)), [])


@pytest.mark.parametrize(
    ("payload", "status", "error"),
    [
        ({"code": 20011, "type": "X", "detail": {"message": "m"}, "status": 400}, 400, AlreadyExistsError),
        ({"externalRef": ["must be unique"]}, 400, AlreadyExistsError),
        (None, 503, UnavailableError),
    ],
)
def test_answers_that_prove_nothing(ripio, desk, payload, status, error):
    """And what the session throws comes out as it is."""
    with pytest.raises(error):
        ordered(ripio, desk, answer(payload, status=status))


def test_reading_an_order(ripio, desk):
    """By its id, with the hash of what was delivered."""
    payload = desk.purchase(status="COMPLETED", txnHash="0x" + "ab" * 32)
    order, [request] = replay(ripio.get_order(desk.ref()), [answer(payload)])

    assert request.path == f"/api/v1/transactions/{desk.order_id}/"
    assert (order.status, order.pay_in, order.pay_out) == (
        Status.COMPLETED,
        PayIn.CONFIRMED,
        PayOut.CONFIRMED,
    )
    [movement], _ = replay(ripio.list_transactions(desk.ref()), [answer(payload)])
    assert movement.tx_hash == "0x" + "ab" * 32
    assert movement.amount == Amount("1.32857143", "USDC_ETHEREUM_SEPOLIA")
    assert movement.transaction_id == desk.order_id


@pytest.mark.parametrize("missing", ["txnHash", "metadata", "source", "createdAt", "amount"])
def test_what_an_older_answer_lacks(ripio, desk, missing):
    """C42: none of it is needed to read an order."""
    payload = desk.purchase()
    del payload[missing]
    order, _ = replay(ripio.get_order(desk.ref()), [answer(payload)])

    assert order.status == Status.AWAITING_PAYMENT


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"transactionId": "other"}, BadResponseError),
        ({"externalRef": "00000000-0000-4000-8000-000000000000"}, ConflictingIntentError),
        ({"customerId": "other"}, ConflictingIntentError),
        ({"toCurrency": "USDT"}, ConflictingIntentError),
        ({"fromCurrency": "BRL"}, ConflictingIntentError),
        ({"chain": "BASE"}, ConflictingIntentError),
    ],
)
def test_another_order_is_not_taken_for_this_one(ripio, desk, change, error):
    """Whatever its id."""
    with pytest.raises(error):
        replay(ripio.get_order(desk.ref()), [answer(desk.purchase(**change))])


def test_an_unknown_order(ripio, desk):
    """Is not found."""
    with pytest.raises(NotFoundError):
        replay(ripio.get_order(desk.ref()), [answer(None, status=404)])
    with pytest.raises(BadResponseError):
        replay(ripio.list_transactions(desk.ref()), [answer(desk.purchase(transactionId="other"))])


def test_finding_an_order(ripio, desk):
    """Page by page, by our reference in any case of letters."""
    others = [desk.purchase(transactionId=f"t{n}", externalRef=f"r{n}") for n in range(2)]
    ours = desk.purchase(externalRef=str(desk.reference).upper())
    order, sent = replay(
        ripio.find_order(desk.ref(order_id=None)),
        [page(*others, following="x"), page(desk.purchase(externalRef=None, transactionId="t"), ours)],
    )

    assert [request.query for request in sent] == [
        {"type": "ONRAMP", "limit": "100", "offset": "0"},
        {"type": "ONRAMP", "limit": "100", "offset": "2"},
    ]
    assert {request.commits for request in sent} == {Commits.NOTHING}
    assert (order.order_id, order.reference) == (desk.order_id, desk.reference)


@pytest.mark.parametrize(
    "pages",
    [
        lambda desk: [page()],
        lambda desk: [answer([])],
        lambda desk: [page(desk.purchase(externalRef="other"))],
        lambda desk: [
            page(desk.purchase(externalRef="a"), count=2),
            page(desk.purchase(transactionId="t", externalRef="b"), count=2),
        ],
        lambda desk: [
            answer([desk.purchase(externalRef="a", transactionId=str(n)) for n in range(100)]),
            answer([]),
        ],
        lambda desk: [answer([desk.purchase(externalRef="a", transactionId=str(n)) for n in range(130)])] * 2,
    ],
    ids=["empty", "empty-array", "one-page", "by-count", "full-array", "array-that-ignores-offsets"],
)
def test_an_order_that_is_not_seen(ripio, desk, pages):
    """Is "not seen", after the whole list and no more."""
    assert replay(ripio.find_order(desk.ref(order_id=None)), pages(desk))[0] is None


@pytest.mark.parametrize(
    "responses",
    [
        lambda desk: [page(desk.purchase(externalRef="a"), following="x")] * 2,
        lambda desk: [answer([1])],
        lambda desk: [answer({"transactions": {}})],
        lambda desk: [answer("{}")],
        lambda desk: [page(desk.purchase(externalRef="a"), following="x"), answer("<html>")],
        lambda desk: [page({"externalRef": str(desk.reference)})],
    ],
    ids=["repeats-itself", "numbers", "no-list", "nothing", "html-on-page-two", "ours-without-id"],
)
def test_a_list_that_could_not_be_read(ripio, desk, responses):
    """Proves no absence."""
    with pytest.raises(BadResponseError):
        replay(ripio.find_order(desk.ref(order_id=None)), responses(desk))


def test_a_strange_row_does_not_hide_ours(ripio, desk):
    """Only our own has to be readable."""
    order, _ = replay(ripio.find_order(desk.ref(order_id=None)), [page({"odd": True}, desk.purchase())])

    assert order.order_id == desk.order_id


def test_our_reference_on_another_wish(ripio, desk):
    """Is a contradiction, not our order."""
    with pytest.raises(ConflictingIntentError):
        replay(ripio.find_order(desk.ref(order_id=None)), [page(desk.purchase(toCurrency="USDT"))])


def test_an_order_without_an_id_is_read_by_reference(ripio, desk):
    """And so are its movements."""
    order, _ = replay(ripio.get_order(desk.ref(order_id=None)), [page(desk.purchase())])
    [movement], _ = replay(
        ripio.list_transactions(desk.ref(order_id=None)), [page(desk.purchase()), answer(desk.purchase())]
    )

    assert order.order_id == movement.transaction_id == desk.order_id
    with pytest.raises(NotFoundError):
        replay(ripio.get_order(desk.ref(order_id=None)), [page()])


@pytest.mark.parametrize(
    ("item", "on_ramp"),
    [
        ({"fromCurrency": "ARS"}, True),
        ({"fromCurrency": "USDC"}, False),
        ({"source": "ON_RAMP"}, True),
        ({"depositAddress": "0x"}, True),
        ({}, False),
    ],
)
def test_the_direction_of_a_listed_order(ripio, item, on_ramp):
    """Older items have no word for it: PENDING means another thing each way."""
    [order], _ = replay(ripio.list_orders(), [page({"transactionId": "t", "status": "PENDING", **item})])

    assert (order.status == Status.AWAITING_PAYMENT) is on_ramp


def test_a_reference_that_is_no_uuid(ripio):
    """Is no reference of ours."""
    items = [
        {"transactionId": "t", "externalRef": "session-1"},
        {"transactionId": "u", "externalRef": str(UUID(int=5))},
    ]
    orders, _ = replay(ripio.list_orders(), [page(*items)])

    assert {order.order_id: order.reference for order in orders} == {"t": None, "u": UUID(int=5)}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"network": "base"}, "accounts.destination"), ({"memo": "77"}, "accounts.destination.memo")],
)
def test_a_wallet_that_would_lose_the_token(ripio, desk, change, field):
    """Ripio is told an address alone: neither another network nor a memo can be meant."""
    with pytest.raises(InvalidInputError) as caught:
        replay(
            ripio.create_order(desk.request(accounts=AccountPair(destination=desk.purse().evolve(**change)))),
            [],
        )

    assert caught.value.field == field


def test_a_list_that_says_it_goes_on_and_shows_nothing(ripio, desk):
    """Proves no absence either."""
    with pytest.raises(BadResponseError, match="end"):
        replay(ripio.find_order(desk.ref(order_id=None)), [page(following="x")])


def test_a_refund_keeps_its_id_and_reason(ripio, desk):
    """The reason may name a person, so it is in no repr."""
    refund = {"refundId": "r-1", "status": "PENDING", "rejectionReason": "sender is JUAN PEREZ"}
    order, _ = replay(ripio.get_order(desk.ref()), [answer(desk.purchase(latestRefund=refund))])
    silent, _ = replay(
        ripio.get_order(desk.ref()), [answer(desk.purchase(latestRefund={**refund, "rejectionReason": ""}))]
    )

    assert (order.returns[0].return_id, order.returns[0].reason) == ("r-1", "sender is JUAN PEREZ")
    assert "JUAN" not in repr(order)
    assert silent.returns[0].reason is None
