"""Orders that are deposits to a standing account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rampkit.errors import AccountNotReadyError, BadResponseError, InvalidInputError
from rampkit.http import Commits
from rampkit.models import Amount, Asset, PayIn, PayOut, Status
from rampkit.testing import answer, replay


def sold(ripio, desk, *deposits, ref=None, **changes):
    """The off-ramp order that this session is read as."""
    payload = desk.addresses(transactions=list(deposits), **changes)
    return replay(ripio.get_order(ref or desk.ref("off_ramp")), [answer(payload)])[0]


def test_nothing_is_ordered(ripio, desk):
    """The account is read, and the person sends exactly what was asked for."""
    order, [request] = replay(ripio.create_order(desk.request("off_ramp")), [answer(desk.addresses())])

    assert (request.method, request.path) == ("GET", f"/api/v1/offrampSession/{desk.session_id}/")
    assert (request.operation, request.commits) == ("create_order", Commits.NOTHING)
    assert (order.order_id, order.deposit_account_id, order.reference) == (None, desk.session_id, None)
    assert (order.status, order.pay_in, order.pay_out) == (
        Status.AWAITING_PAYMENT,
        PayIn.EXPECTED,
        PayOut.NONE,
    )
    [step] = order.actions
    assert (step.asset, step.address) == (desk.pair().crypto, desk.address)
    assert step.amount == Amount("10", "USDC_ETHEREUM_SEPOLIA")


@pytest.mark.parametrize(
    "change",
    [
        {"depositAddresses": [{"chain": "POLYGON", "address": "0x" + "1" * 40}]},
        {"depositAddresses": []},
    ],
)
def test_nothing_to_pay_into(ripio, desk, change):
    """On another network the money would be lost."""
    with pytest.raises(AccountNotReadyError):
        replay(ripio.create_order(desk.request("off_ramp")), [answer(desk.addresses(**change))])


@pytest.mark.parametrize(
    "change",
    [
        {"sessionId": "other"},
        {"customerId": "other"},
        {"toCurrency": "BRL"},
        {"depositAddresses": [{"chain": "ETHEREUM_SEPOLIA", "address": "0x12"}]},
        {"transactions": [{"transactionId": "t"}]},
        {"transactions": [5]},
        {"transactions": None},
    ],
)
def test_a_session_that_cannot_be_ours(ripio, desk, change):
    """Or holds a deposit of which nobody can say when it came."""
    with pytest.raises(BadResponseError):
        replay(ripio.create_order(desk.request("off_ramp")), [answer(desk.addresses(**change))])


@pytest.mark.parametrize("key", ["transactions", "orders"], ids=["C7-transactions", "C7-orders"])
def test_the_first_deposit_is_the_order(ripio, desk, key):
    """With nothing left to pay, under either name of the list."""
    payload = desk.addresses()
    del payload["transactions"]
    order, _ = replay(ripio.get_order(desk.ref("off_ramp")), [answer({**payload, key: [desk.sale()]})])

    assert (order.order_id, order.actions, order.status) == (desk.sale_id, (), Status.PROCESSING)
    assert order.deposit_account_id == desk.session_id
    [movement] = order.transactions
    assert movement.transaction_id == desk.sale_id


def test_the_amount_of_an_off_ramp_decides_nothing(ripio, desk):
    """C35: the page says fiat, a client compares it with the crypto sent."""
    order = sold(ripio, desk, desk.sale())
    listed, _ = replay(
        ripio.list_transactions(desk.ref("off_ramp")), [answer(desk.addresses(transactions=[desk.sale()]))]
    )

    assert (order.source_amount, order.destination_amount) == (None, None)
    assert [(one.amount, one.asset) for one in (*order.transactions, *listed)] == [(None, Asset("ARS"))] * 2


def test_deposits_before_the_order_are_somebody_elses(ripio, desk):
    """Of an earlier intent, say."""
    order = sold(ripio, desk, desk.sale(createdAt="2026-02-01T11:58:59.999Z"))

    assert (order.order_id, order.status) == (None, Status.AWAITING_PAYMENT)


@pytest.mark.parametrize(
    ("opened", "printed", "counts"),
    [
        ("11:59:00.500000", "11:59:00Z", True),
        ("11:59:00.500000", "11:58:59Z", False),
        ("11:59:00.500000", "11:59:00.500Z", True),
        ("11:59:00.500000", "11:59:00.499Z", False),
        ("11:59:00.000000", "11:59:00.000000Z", True),
    ],
)
def test_the_moment_of_opening(ripio, desk, opened, printed, counts):
    """A time printed without fractions is not older than its own second."""
    at = datetime.fromisoformat(f"2026-02-01T{opened}").replace(tzinfo=UTC)
    deposit = desk.sale(createdAt=f"2026-02-01T{printed}")
    order = sold(ripio, desk, deposit, ref=desk.ref("off_ramp", opened_at=at))

    assert (order.order_id is not None) is counts


def test_more_deposits(ripio, desk):
    """Are listed, oldest first; the order stays the first one, even once it is known by its id."""
    late = desk.sale(transactionId="late", createdAt="2026-02-01T13:00:00Z", status="COMPLETED")
    order = sold(ripio, desk, late, desk.sale())
    again = sold(ripio, desk, late, desk.sale(), ref=desk.ref("off_ramp", order_id="late"))
    movements, _ = replay(
        ripio.list_transactions(desk.ref("off_ramp")),
        [answer(desk.addresses(transactions=[late, desk.sale()]))],
    )

    assert [one.transaction_id for one in order.transactions] == [desk.sale_id, "late"]
    assert (order.order_id, order.status) == (desk.sale_id, Status.PROCESSING)
    assert (again.order_id, again.status) == ("late", Status.COMPLETED)
    assert movements == order.transactions


def test_finding_is_reading(ripio, desk):
    """A standing order has no reference at Ripio."""
    order, [request] = replay(ripio.find_order(desk.ref("off_ramp")), [answer(desk.addresses())])

    assert (order.order_id, request.path) == (None, f"/api/v1/offrampSession/{desk.session_id}/")


def test_money_into_a_virtual_account(ripio, desk):
    """The same, the other way: the person transfers what was asked for."""
    request = desk.request(deposit_account_id=desk.session_id)
    waiting, [read] = replay(ripio.create_order(request), [answer(desk.virtual_account())])
    ref = desk.ref(order_id=None, deposit_account_id=desk.session_id)
    payload = desk.virtual_account(transactions=[desk.purchase(status="COMPLETED", externalRef="theirs")])
    done, _ = replay(ripio.get_order(ref), [answer(payload)])

    assert (read.method, read.path) == ("GET", f"/api/v1/onrampSession/{desk.session_id}/")
    assert waiting.actions[0].amount == Amount("1500", "ARS")
    assert (done.order_id, done.status, done.reference) == (desk.order_id, Status.COMPLETED, None)


@pytest.mark.parametrize(
    "change",
    [
        {"fiatPaymentInstructions": {"cvu": None, "status": "processing"}},
        {"fiatPaymentInstructions": {"cvu": "1", "status": "disabled"}},
        {"currency": "USDT"},
        {"depositAddress": "0x866b933aabc4f9813405c6e393dbd4b600ef3e2e"},
    ],
    ids=["processing", "disabled", "other-token", "other-wallet"],
)
def test_a_virtual_account_nobody_should_pay_into(ripio, desk, change):
    """Not ready, closed, or converting to something else."""
    request = desk.request(deposit_account_id=desk.session_id)
    with pytest.raises(AccountNotReadyError):
        replay(ripio.create_order(request), [answer(desk.virtual_account(**change))])


@pytest.mark.parametrize("registered", [None, {"destination_id": None}, {"destination_id": "other"}])
@pytest.mark.parametrize("moved", [False, True], ids=["empty", "with-a-deposit"])
def test_addresses_that_pay_out_to_another_account(ripio, desk, registered, moved):
    """The customer may have several, of the same pair: the money of a wish goes to the account it names."""
    stored = None if registered is None else desk.registered(**registered)
    payload = desk.addresses(transactions=[desk.sale()] if moved else [])
    with pytest.raises(AccountNotReadyError, match="another account"):
        replay(ripio.create_order(desk.request("off_ramp", registered=stored)), [answer(payload)])


def test_another_connections_customer(ripio, desk):
    """Is a mistake of the caller's, not an unreadable answer."""
    ref = desk.ref("off_ramp", customer=desk.link.evolve(connection="ripio-br"))
    with pytest.raises(InvalidInputError):
        replay(ripio.get_order(ref), [])
