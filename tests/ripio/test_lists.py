"""Lists: page by page, of one customer, of a span of time, and never without an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.models import (
    AccountScheme,
    Amount,
    BankAccount,
    CryptoAddress,
    Direction,
    Pair,
    PayOut,
    Status,
)
from rampkit.testing import answer, replay

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
STEP = {"status": "not_started", "at": None}


def page(*items, following=None, key="transactions", count=None):
    """A page of a list."""
    return answer({"count": len(items) if count is None else count, "next": following, key: list(items)})


def walked(flow, *responses):
    """Every item of a list, and what was asked for."""
    items, sent = [], []
    for response in responses:
        assert flow is not None, "a page that nobody asks for"
        part, asked = replay(flow, [response])
        items += part
        sent += asked
        flow = part.following and part.following()
    assert flow is None, "a page that nobody answers"
    return items, sent


def purchases(desk, *numbers):
    """Orders by their ids."""
    return [desk.purchase(transactionId=str(number)) for number in numbers]


def history(desk, direction, **changes):
    """An item of a customer's history, as its page prints it."""
    both = {
        "transactionId": desk.order_id,
        "status": "COMPLETED",
        "createdAt": "2026-02-01T12:10:00Z",
        "updatedAt": "2026-02-01T12:20:00Z",
        "exchangeRate": "812.345",
        "chain": "POLYGON",
        "txnHash": None,
        "paymentMethodType": "bank_transfer",
        "metadata": {},
        "failureReason": "INVALID_DESTINATION",
    }
    bought = {
        "type": "ONRAMP",
        "fromAmount": "1000.00",
        "toAmount": "1.23456789",
        "fromCurrency": "ARS",
        "toCurrency": "USDC",
        "destination": {"kind": "ADDRESS", "value": desk.wallet, "label": "main"},
        "timeline": {
            "cryptoDelivered": STEP,
            "paymentReceived": {"status": "completed", "at": "2026-02-01T12:10:00Z"},
        },
    }
    sold = {
        "type": "OFFRAMP",
        "fromAmount": "1.23456789",
        "toAmount": "1000.00",
        "fromCurrency": "USDC",
        "toCurrency": "ARS",
        "destination": {"kind": "CVU", "value": "0100000000000000000001", "label": "main"},
        "timeline": {"fundsConfirmed": STEP, "someStep": STEP, "cryptoReceived": STEP, "fundsSent": STEP},
    }
    return {**both, **(bought if direction is Direction.ON_RAMP else sold), **changes}


def test_pages_follow_one_another(ripio, desk):
    """By our own request: what `next` says may lead anywhere. An item that comes twice counts once."""
    items, sent = walked(
        ripio.list_orders(),
        page(*purchases(desk, 1, 2), following="https://evil.example/?offset=900", count=4),
        page(*purchases(desk, 2, 3, 4), count=4),
    )

    assert [order.order_id for order in items] == ["1", "2", "3", "4"]
    assert [request.path for request in sent] == ["/api/v1/transactions/"] * 2
    assert [request.query["offset"] for request in sent] == ["0", "2"]
    assert {request.query["limit"] for request in sent} == {"100"}


def test_a_page_can_be_asked_for_again(ripio, desk):
    """After a failure on the way, say: it is the same page."""
    first, _ = replay(ripio.list_orders(), [page(*purchases(desk, 1), following="x", count=2)])
    second = page(*purchases(desk, 2), count=2)

    assert replay(first.following(), [second])[0].items == replay(first.following(), [second])[0].items
    assert (len(first), first.total) == (1, 2)


def test_a_list_that_repeats_itself(ripio, desk):
    """Ends in an error, for nobody knows what was not seen; an old, bare one is simply over."""
    full = purchases(desk, *range(100))
    with pytest.raises(BadResponseError, match="does not come to an end"):
        walked(
            ripio.list_orders(), page(*full, following="x", count=999), page(*full, following="x", count=999)
        )
    items, _ = walked(ripio.list_orders(), answer(full), answer(full))

    assert len(items) == 100


def test_a_list_that_gets_shorter(ripio, desk):
    """Ends in an error: what came after may have slipped onto a page that was read before."""
    with pytest.raises(BadResponseError, match="shorter"):
        walked(
            ripio.list_orders(),
            page(*purchases(desk, 1, 2), following="x", count=4),
            page(*purchases(desk, 4), count=3),
        )


def test_a_list_without_an_end(ripio, desk, monkeypatch):
    """Is given up some time."""
    monkeypatch.setattr("rampkit_ripio.mapping.pages.MOST_PAGES", 3)
    pages = [page(*purchases(desk, number), following="x", count=99) for number in range(3)]
    with pytest.raises(BadResponseError, match="does not come to an end"):
        walked(ripio.list_orders(), *pages)


def test_orders_of_both_directions(ripio, desk):
    """Each as its own direction means its words; of an off-ramp the amount is disputed."""
    [bought, sold], [request] = walked(ripio.list_orders(), page(desk.purchase(), desk.sale()))

    assert "type" not in request.query
    assert (bought.destination_amount, sold.destination_amount) == (
        Amount("1.32857143", "USDC_ETHEREUM_SEPOLIA"),
        None,
    )


def test_the_orders_of_one_customer(ripio, desk):
    """Ripio filters by nobody, so it is done here, and its count is not that of the orders."""
    found, _ = replay(ripio.list_orders(desk.link), [page(desk.purchase(customerId="other"), desk.sale())])

    assert [order.order_id for order in found] == [desk.sale_id]
    assert found.total is None


@pytest.mark.parametrize(
    "case",
    [
        ({}, "2026-02-01T12:00:00Z", True),
        ({"since": NOON}, "2026-02-01T12:00:00Z", True),
        ({"since": NOON + timedelta(milliseconds=700)}, "2026-02-01T12:00:00Z", True),
        ({"since": NOON + timedelta(milliseconds=700)}, "2026-02-01T12:00:00.500Z", False),
        ({"since": NOON}, "2026-02-01T11:59:59Z", False),
        ({"until": NOON}, "2026-02-01T11:59:59.999Z", True),
        ({"until": NOON}, "2026-02-01T12:00:00Z", False),
        ({"since": NOON, "until": NOON}, None, True),
    ],
)
@pytest.mark.parametrize("method", ["list_orders", "list_off_ramp_orders", "list_on_ramp_orders"])
def test_the_orders_of_a_span_of_time(ripio, desk, method, case):
    """From `since` on, before `until`; a time without fractions may be any of its second."""
    span, printed, found = case
    flow = getattr(ripio, method)(**span)
    listed, _ = replay(flow, [page(desk.purchase(createdAt=printed))])

    assert bool(listed.items) is found


@pytest.mark.parametrize("method", ["list_orders", "list_off_ramp_orders", "list_on_ramp_orders"])
@pytest.mark.parametrize("bound", ["since", "until"])
def test_a_moment_without_a_zone(ripio, method, bound):
    """Could be any: nothing is sent."""
    with pytest.raises(InvalidInputError) as caught:
        replay(getattr(ripio, method)(**{bound: datetime(2026, 2, 1)}), [])  # noqa: DTZ001  # the mistake

    assert caught.value.field == bound


@pytest.mark.parametrize(
    ("method", "where"), [("list_off_ramp_orders", "offramp"), ("list_on_ramp_orders", "onramp")]
)
def test_orders_of_one_direction(ripio, desk, method, where):
    """C51: a bare array or a page. Ripio is told the dates, in UTC."""
    east = NOON.astimezone(timezone(timedelta(hours=2)))
    later = NOON + timedelta(hours=1, microseconds=5)
    for payload in (answer([desk.sale()]), page(desk.sale())):
        flow = getattr(ripio, method)(since=east, until=later)
        [order], [request] = walked(flow, payload)

        assert request.path == f"/api/v1/{where}/"
        assert request.query["startDate"] == "2026-02-01T12:00:00Z"
        assert request.query["endDate"] == "2026-02-01T13:00:00.000005Z"
        assert order.order_id == desk.sale_id


def test_a_word_means_what_its_list_says(ripio):
    """An old item tells no direction; the list it is on does."""
    item = {"transactionId": "t", "status": "PENDING", "fromCurrency": None}
    [bought], _ = walked(ripio.list_on_ramp_orders(), page(item))
    [sold], _ = walked(ripio.list_off_ramp_orders(), page(item))

    assert (bought.status, sold.status) == (Status.AWAITING_PAYMENT, Status.PROCESSING)


@pytest.mark.parametrize("wrapped", [False, True])
def test_one_order_of_one_direction(ripio, desk, wrapped):
    """By its id, in either documented form; another order is not taken for it."""
    bought = desk.purchase()
    shown = {"transaction": bought, "fiatPaymentInstructions": {"cvu": "1"}} if wrapped else bought
    order, [request] = replay(ripio.get_on_ramp_order(desk.order_id), [answer(shown)])
    sold, [asked] = replay(ripio.get_off_ramp_order(desk.sale_id), [answer(desk.sale())])

    assert (request.path, order.order_id) == (f"/api/v1/onramp/{desk.order_id}/", desk.order_id)
    assert (asked.path, sold.order_id) == (f"/api/v1/offramp/{desk.sale_id}/", desk.sale_id)
    with pytest.raises(BadResponseError):
        replay(ripio.get_on_ramp_order("another"), [answer(shown)])


def test_what_was_bought(ripio, desk):
    """Amounts, rate, wallet and the way there; C43: a reason proves no failure."""
    item = history(desk, Direction.ON_RAMP)
    [movement], [request] = walked(ripio.list_history(desk.link, Direction.ON_RAMP), page(item))

    assert request.path == f"/api/v1/customers/{desk.customer_id}/transactions/onramp/"
    assert (movement.status, movement.failure_reason) == (Status.COMPLETED, "INVALID_DESTINATION")
    assert (movement.source_amount, movement.amount) == (
        Amount("1000.00", "ARS"),
        Amount("1.23456789", "USDC_POLYGON"),
    )
    assert (movement.pair, movement.rate) == (Pair("ARS", "USDC_POLYGON"), Decimal("812.345"))
    assert movement.destination == CryptoAddress(address=desk.wallet, network="polygon")
    assert [(step.name, step.provider_status, step.at is None) for step in movement.timeline] == [
        ("paymentReceived", "completed", False),
        ("cryptoDelivered", "not_started", True),
    ]
    assert (movement.updated_at - movement.created_at, movement.tx_hash) == (timedelta(minutes=10), None)


def test_what_was_sold(ripio, desk):
    """The steps come in their order, whatever the order of the answer; new ones come last."""
    item = history(desk, Direction.OFF_RAMP)
    [movement], [request] = walked(ripio.list_history(desk.link, Direction.OFF_RAMP), page(item))

    assert request.path.endswith("/transactions/offramp/")
    assert (movement.pair, movement.pay_out) == (Pair("USDC_POLYGON", "ARS"), PayOut.CONFIRMED)
    assert isinstance(movement.destination, BankAccount)
    assert movement.destination.scheme is AccountScheme.CVU
    assert [step.name for step in movement.timeline] == [
        "cryptoReceived",
        "fundsSent",
        "fundsConfirmed",
        "someStep",
    ]
    assert "0100000000000000000001" not in repr(movement)
    assert "INVALID" not in repr(movement)


@pytest.mark.parametrize(
    ("destination", "scheme", "identifier"),
    [
        ({"kind": "CLABE", "value": "706180196550550550"}, None, None),
        ({"kind": "ALIAS", "value": "juan.perez"}, AccountScheme.ALIAS, "juan.perez"),
        ({"kind": "BREB_KEY", "value": "@ABC123"}, None, "@ABC123"),
        ({"kind": "CVU", "value": ""}, None, None),
        ({"kind": None, "value": "1"}, None, None),
        ({"kind": "CVU", "value": "12"}, None, None),
        ("somewhere", None, None),
        (None, None, None),
    ],
)
def test_where_it_went(ripio, desk, destination, scheme, identifier):
    """Kinds are an open set; what cannot be one of the country is not told."""
    item = history(desk, Direction.OFF_RAMP, destination=destination)
    [movement], _ = walked(ripio.list_history(desk.link, Direction.OFF_RAMP), page(item))
    told = movement.destination

    assert (told and told.scheme, told and told.identifier) == (scheme, identifier)


@pytest.mark.parametrize(
    "change",
    [
        {"destination": {"kind": "ADDRESS", "value": "0x12"}},
        {"chain": "NEWS"},
        {"toCurrency": "wDAI", "destination": None},
    ],
    ids=["no-address", "unknown-network", "unknown-token"],
)
def test_what_cannot_be_told_is_left_open(ripio, desk, change):
    """A detail costs nobody the whole movement, and nothing is made up for it."""
    item = history(desk, Direction.ON_RAMP, **change)
    [movement], _ = walked(ripio.list_history(desk.link, Direction.ON_RAMP), page(item))

    assert (movement.status, movement.destination) == (Status.COMPLETED, None)


@pytest.mark.parametrize(
    "change",
    [{"type": "OFFRAMP"}, {"transactionId": None}],
    ids=["other-direction", "no-id"],
)
def test_what_is_no_item_of_this_history(ripio, desk, change):
    """Cannot be read."""
    item = history(desk, Direction.ON_RAMP, **change)
    with pytest.raises(BadResponseError):
        walked(ripio.list_history(desk.link, Direction.ON_RAMP), page(item))
