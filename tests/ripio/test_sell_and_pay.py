"""Sell and Pay: what is asked, what is read, and when somebody is told to send crypto."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rampkit import Customer, MemoryJournal, Router, Session, TermsAcceptance
from rampkit.capabilities import Never, Verdict, verdict_of
from rampkit.errors import (
    BadResponseError,
    ConfigurationError,
    InvalidInputError,
    InvalidRequestError,
    NextStep,
    OutcomeUnknownError,
    PermissionDeniedError,
    QuoteExpiredError,
    QuoteMismatchError,
)
from rampkit.http import Commits
from rampkit.models import Amount, Asset, CryptoAddress, SendCrypto
from rampkit.sandbox import Fault
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider, SellAndPayStatus

PAYMENT = "a3b2c1d0-1234-5678-90ab-cdef12345678"
WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
ADDRESS = "0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D"
REFUND = CryptoAddress(address=WALLET, network="ethereum")
NOON = datetime(2024, 1, 26, 13, tzinfo=UTC)
LATE = datetime(2024, 1, 26, 13, 45, 0, 78230, tzinfo=UTC)

# Sample of https://docs.ripio.com/ramps-api/sell-and-pay/create-sell-and-pay
SAMPLE = {
    "id": PAYMENT,
    "createdAt": "2024-01-26T12:45:00.078230Z",
    "expiresAt": "2024-01-26T13:45:00.078230Z",
    "customerId": "b6cecc1f-c90d-424b-adaa-c82b780696c1",
    "trade": None,
    "paymentOrder": {
        "id": "7d7d0f0e-3f43-4f0e-8d0d-6b1f5b6a7c11",
        "merchant": "Test Merchant",
        "qrCode": "test_qr_code",
        "amount": "10000.50",
        "currency": "ARS",
    },
    "amount": "10000.50",
    "cryptoAmount": "10.25",
    "paymentCurrency": "ARS",
    "depositCurrency": "USDC",
    "depositNetwork": "ETHEREUM",
    "depositAddress": ADDRESS,
    "cryptoDeposit": None,
    "status": "PENDING",
    "refundAddress": WALLET,
}
DEPOSIT = {
    "hash": "0xab",
    "amount": "10.25",
    "currencyCode": "USDC",
    "network": "ETHEREUM",
    "status": "CONFIRMED",
    "confirmationDate": "2024-01-26T13:00:00Z",
}
TRADE = {
    "id": "trade-1",
    "baseAmount": "10.25",
    "quoteAmount": "10000.50",
    "quoteAsset": "ARS",
    "rate": "975.66",
}


def told(at=NOON, **changes):
    """Ripio's answer to what was asked *at* that time."""
    return replace(answer({**SAMPLE, **changes}), sent_at=at)


def waiting(at=NOON, **changes):
    """An executed one."""
    return told(at, **{"status": "WAITING_DEPOSIT", **changes})


def read(ripio, response):
    """What this answer is read as."""
    return replay(ripio.get_sell_and_pay(PAYMENT), [response])[0]


def test_validating_a_code(ripio):
    """Names the merchant, and leaves nothing behind."""
    code, [request] = replay(ripio.validate_qr_code("qr"), [answer({"merchantName": "Kiosco"})])

    assert (request.method, request.path, request.json) == (
        "POST",
        "/api/v1/sellAndPays/validateQrCode/",
        {"qrCode": "qr"},
    )
    assert request.commits is Commits.NOTHING
    assert (code.merchant_name, "Kiosco" in repr(code)) == ("Kiosco", False)
    assert replay(ripio.validate_qr_code("qr"), [answer({"new": 1})])[0].merchant_name is None


def test_creating_one(ripio, desk):
    """A record: nothing moves before it is executed."""
    flow = ripio.create_sell_and_pay(
        desk.link, "test_qr_code", "ARS", deposit="USDC_ETHEREUM", refund_address=REFUND, reference="bill 7"
    )
    payment, [request] = replay(flow, [told()])

    assert (request.method, request.path, request.commits) == (
        "POST",
        "/api/v1/sellAndPays/",
        Commits.RECORD,
    )
    assert request.json == {
        "customerId": desk.customer_id,
        "qrCode": "test_qr_code",
        "paymentCurrency": "ARS",
        "depositCurrency": "USDC",
        "depositNetwork": "ETHEREUM",
        "refundAddress": WALLET,
        "externalRef": "bill 7",
    }
    assert (payment.sell_and_pay_id, payment.status) == (PAYMENT, SellAndPayStatus.PENDING)
    assert (payment.amount, payment.crypto_amount) == (
        Amount("10000.50", "ARS"),
        Amount("10.25", "USDC_ETHEREUM"),
    )
    assert (payment.merchant, payment.qr_code) == ("Test Merchant", "test_qr_code")
    assert (payment.actions, payment.problem, payment.missing) == ((), None, ())
    assert (payment.created_at, payment.expires_at) == (datetime(2024, 1, 26, 12, 45, 0, 78230, UTC), LATE)


def test_the_least_that_is_sent(ripio, desk):
    """The three fields every sample has; a code is sent as it is, and C40 lets any money through."""
    for currency in ("ARS", "MXN", Asset("USD")):
        request = next(ripio.create_sell_and_pay(desk.link, " qr ", currency))
        assert request.json == {
            "customerId": desk.customer_id,
            "qrCode": " qr ",
            "paymentCurrency": str(currency),
        }


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda ripio, link: ripio.validate_qr_code(" "), "qr_code"),
        (lambda ripio, link: ripio.create_sell_and_pay(link, "", "ARS"), "qr_code"),
        (lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "USDC_BASE"), "payment_currency"),
        (lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "ARS", reference="x" * 251), "reference"),
        (lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "ARS", reference=""), "reference"),
        (lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "ARS", deposit="ARS"), "deposit"),
        (lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "ARS", deposit="USDC_TRON"), "deposit"),
        (
            lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "ARS", deposit="ELEVENCHARS_BASE"),
            "deposit",
        ),
        (
            lambda ripio, link: ripio.create_sell_and_pay(link, "qr", "ARS", refund_address=REFUND),
            "refund_address",
        ),
        (
            lambda ripio, link: ripio.create_sell_and_pay(
                link, "qr", "ARS", deposit="USDC_BASE", refund_address=REFUND
            ),
            "refund_address",
        ),
        (
            lambda ripio, link: ripio.create_sell_and_pay(
                link, "qr", "ARS", deposit="USDC_ETHEREUM", refund_address=REFUND.evolve(memo="7")
            ),
            "refund_address.memo",
        ),
        (lambda ripio, link: ripio.update_sell_and_pay(PAYMENT), ""),
        (lambda ripio, link: ripio.update_sell_and_pay(PAYMENT, amount="0"), "amount"),
        (lambda ripio, link: ripio.update_sell_and_pay(PAYMENT, amount="1.123456789"), "amount"),
        (lambda ripio, link: ripio.update_sell_and_pay(PAYMENT, refund_address=REFUND), "refund_address"),
        (
            lambda ripio, link: ripio.create_sell_and_pay(link.evolve(connection="x"), "qr", "ARS"),
            "customer",
        ),
    ],
)
def test_what_cannot_be_meant_is_not_sent(ripio, desk, call, field):
    """Each limit of the pages, checked before anything leaves."""
    with pytest.raises(InvalidInputError) as caught:
        replay(call(ripio, desk.link), [])

    assert caught.value.field == field


def test_updating_one(ripio):
    """With PATCH, which is assumed; the amount with as many decimals as the page allows."""
    flow = ripio.update_sell_and_pay(
        PAYMENT, amount="10000.12345678", deposit="USDC_ETHEREUM", refund_address=REFUND
    )
    payment, [request] = replay(flow, [told(amount="10000.12345678")])

    assert (request.method, request.path, request.commits) == (
        "PATCH",
        f"/api/v1/sellAndPays/{PAYMENT}/",
        Commits.RECORD,
    )
    assert request.json == {
        "amount": "10000.12345678",
        "depositCurrency": "USDC",
        "depositNetwork": "ETHEREUM",
        "refundAddress": WALLET,
    }
    assert payment.amount == Amount("10000.12345678", "ARS")


@pytest.mark.parametrize(
    "change",
    [
        {"customerId": "other"},
        {"paymentCurrency": "COP"},
        {"depositCurrency": "USDT"},
        {"depositNetwork": "POLYGON"},
        {"refundAddress": ADDRESS},
        {"paymentOrder": {"qrCode": "another shop"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_payment_is_not_taken_for_ours(ripio, desk, change):
    """It exists, and the error names it, so that nobody executes it."""
    flow = ripio.create_sell_and_pay(
        desk.link, "test_qr_code", "ARS", deposit="USDC_ETHEREUM", refund_address=REFUND
    )
    with pytest.raises(QuoteMismatchError, match=PAYMENT) as caught:
        replay(flow, [told(**change)])

    assert "another shop" not in str(caught.value)


@pytest.mark.parametrize(("currency", "fits"), [("ARS", True), (None, True), ("USD", False)])
def test_an_amount_is_in_the_money_of_the_payment(ripio, currency, fits):
    """Ripio is told a bare number: what it takes that for is looked at before anybody executes it."""
    flow = ripio.update_sell_and_pay(PAYMENT, amount=Amount("10000.50", "ARS"))
    payload = told(paymentCurrency=currency)
    if fits:
        assert replay(flow, [payload])[1][0].json == {"amount": "10000.50"}
    else:
        with pytest.raises(QuoteMismatchError, match="paymentCurrency"):
            replay(flow, [payload])


def test_a_merchant_gets_no_crypto(ripio):
    """Nothing is sent."""
    with pytest.raises(InvalidInputError, match="money"):
        replay(ripio.update_sell_and_pay(PAYMENT, amount=Amount("1", "USDC_BASE")), [])


def test_what_is_not_echoed_is_no_difference(ripio):
    """Nor is another way to write an address or a number."""
    flow = ripio.update_sell_and_pay(PAYMENT, amount="10000.5", deposit="USDC_ETHEREUM")

    assert replay(flow, [told(depositCurrency="usdc", depositNetwork=None)])[0].sell_and_pay_id == PAYMENT


def test_an_incomplete_one_tells_what_is_missing(ripio):
    """By the names of the arguments that give it."""
    bare = told(
        status="INCOMPLETE", amount=None, depositCurrency=None, depositNetwork=None, cryptoAmount=None
    )

    assert read(ripio, told(status="INCOMPLETE", amount=None)).missing == ("amount",)
    assert read(ripio, bare).missing == ("deposit", "amount")
    assert read(ripio, bare).actions == ()


def test_the_crypto_is_asked_for_once_it_is_executed(ripio):
    """Token, network, address, exact amount, and until when."""
    [step] = read(ripio, waiting()).actions

    assert step == SendCrypto(
        asset=Asset("USDC_ETHEREUM"),
        address=ADDRESS,
        amount=Amount("10.25", "USDC_ETHEREUM"),
        expires_at=LATE,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"depositNetwork": "TEMPO"}, "no word"),
        ({"depositCurrency": None}, "no word"),
        ({"cryptoAmount": None}, "how much"),
        ({"cryptoAmount": "0"}, "how much"),
        ({"cryptoAmount": "ten"}, "how much"),
        ({"depositAddress": None}, "address"),
        ({"depositAddress": "0x7a250d"}, "address"),
        ({"depositAddress": ADDRESS.swapcase().replace("X", "x", 1)}, "address"),
        ({"expiresAt": None}, "until when"),
        ({"expiresAt": "soon"}, "until when"),
        ({"at": LATE}, "over"),
    ],
    ids=str,
)
def test_nobody_pays_by_what_cannot_be_read(ripio, change, words):
    """The object is kept and says why; it is not an error, because it was executed."""
    payment = read(ripio, waiting(**change))

    assert payment.actions == ()
    assert words in payment.problem


@pytest.mark.parametrize("status", ["INCOMPLETE", "PENDING", "RECEIVED_DEPOSIT", "COMPLETED", "EXPIRED"])
def test_nobody_pays_before_or_after(ripio, status):
    """Only while Ripio waits for the crypto."""
    payment = read(ripio, told(status=status))

    assert (payment.actions, payment.problem, payment.provider_status) == ((), None, status)


def test_nobody_pays_twice(ripio):
    """Crypto that is held back leaves the status at WAITING_DEPOSIT: it was sent all the same."""
    payment = read(ripio, waiting(cryptoDeposit={**DEPOSIT, "status": "BLOCKED"}))

    assert (payment.status, payment.actions) == (SellAndPayStatus.WAITING_DEPOSIT, ())
    assert payment.problem == "crypto has come in already; see `deposit`"
    assert (payment.deposit.provider_status, payment.deposit.amount) == (
        "BLOCKED",
        Amount("10.25", "USDC_ETHEREUM"),
    )


def test_the_end(ripio):
    """The deposit and its sale."""
    payment = read(ripio, told(status="COMPLETED", cryptoDeposit=DEPOSIT, trade=TRADE))

    assert payment.status == SellAndPayStatus.COMPLETED
    assert (payment.deposit.tx_hash, payment.deposit.confirmed_at) == ("0xab", NOON)
    assert (payment.trade.sold, payment.trade.proceeds) == (
        Amount("10.25", "USDC_ETHEREUM"),
        Amount("10000.50", "ARS"),
    )
    assert str(payment.trade.rate) == "975.66"


def test_statuses_are_an_open_set(ripio):
    """The page is cut off: any other word is kept, and is neither an end nor a step."""
    payment = read(ripio, told(status="Refunding"))

    assert (payment.status, payment.status.known, payment.provider_status) == (
        "refunding",
        False,
        "Refunding",
    )


def test_nothing_personal_is_printed(ripio):
    """What was bought, where, for how much and from which wallet."""
    printed = repr(read(ripio, waiting(cryptoDeposit=None, trade=TRADE)))

    for personal in ("test_qr_code", "Test Merchant", "10000.50", "10.25", WALLET, ADDRESS):
        assert personal not in printed


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        None,
        "<html>",
        {**SAMPLE, "id": "other"},
        {**SAMPLE, "status": " "},
        {**SAMPLE, "status": None},
    ],
    ids=str,
)
def test_what_is_no_payment(ripio, payload):
    """Cannot be read, and is nobody else's."""
    with pytest.raises(BadResponseError):
        read(ripio, answer(payload))


def test_executing_one(ripio):
    """Is an order: read first, then sent once, to the one path without a last slash (C26)."""
    payment, [look, order] = replay(ripio.execute_sell_and_pay(PAYMENT), [told(), waiting()])

    assert (look.method, look.commits) == ("GET", Commits.NOTHING)
    assert (order.operation, order.method, order.path, order.commits) == (
        "execute_sell_and_pay",
        "POST",
        f"/api/v1/sellAndPays/{PAYMENT}/execute",
        Commits.ORDER,
    )
    assert (order.json, order.idempotency_key) == (None, None)
    assert len(payment.actions) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"status": "WAITING_DEPOSIT"},
        {"status": "RECEIVED_DEPOSIT"},
        {"status": "COMPLETED"},
        {"status": "NEWS", "cryptoDeposit": DEPOSIT},
    ],
    ids=str,
)
def test_what_was_executed_is_not_executed_again(ripio, change):
    """Nothing is sent: that settles an earlier doubt."""
    payment, sent = replay(ripio.execute_sell_and_pay(PAYMENT), [told(**change)])

    assert payment.provider_status == change["status"]
    assert [request.commits for request in sent] == [Commits.NOTHING]


@pytest.mark.parametrize(
    ("change", "error", "words", "next_step"),
    [
        (
            {"status": "INCOMPLETE", "amount": None},
            InvalidRequestError,
            "update_sell_and_pay",
            NextStep.FIX_REQUEST,
        ),
        ({"at": LATE}, QuoteExpiredError, "create_sell_and_pay", NextStep.REQUOTE),
        ({"status": "NEWS"}, OutcomeUnknownError, "get_sell_and_pay", NextStep.RECONCILE),
    ],
    ids=["incomplete", "late", "unknown"],
)
def test_what_cannot_be_executed(ripio, change, error, words, next_step):
    """Is not sent, and the error says what to do instead."""
    with pytest.raises(error, match=words) as caught:
        replay(ripio.execute_sell_and_pay(PAYMENT), [told(**change)])

    assert caught.value.next_step is next_step
    assert caught.value.operation == "execute_sell_and_pay"


def test_how_doubt_about_an_execution_ends(ripio):
    """Never by sending again: no page says that a second execution is harmless."""
    promises = ripio.promises()
    proved = {
        status: verdict_of(promises.answers, "execute_sell_and_pay", status, None)
        for status in (400, 401, 403, 404, 409, 422, 500)
    }

    assert promises.doubt_of("execute_sell_and_pay") == Never()
    assert {status for status, verdict in proved.items() if verdict is Verdict.REFUSED} == {400, 401, 403}


def test_listing(ripio):
    """Page by page; nobody pays by a list."""
    first = answer(
        {"count": 2, "next": "x", "previous": None, "results": [{**SAMPLE, "status": "WAITING_DEPOSIT"}]}
    )
    page, [request] = replay(ripio.list_sell_and_pays(), [first])
    rest, [next_request] = replay(
        page.following(), [answer({"count": 2, "next": None, "results": [{**SAMPLE, "id": "b"}]})]
    )

    assert request.path == "/api/v1/sellAndPays/"
    assert next_request.query["offset"] == "1"
    assert ([one.sell_and_pay_id for one in (*page, *rest)], rest.following) == ([PAYMENT, "b"], None)
    assert (page[0].actions, page[0].problem, page.total) == ((), None, 2)


class Shop:
    """A customer of the sandbox with something to pay for."""

    def __init__(self, sandbox, settings, country: str = "AR") -> None:
        self.sandbox, self.settings = sandbox, settings
        self.ripio = RipioProvider(**sandbox.options(f"ripio-{country.lower()}"))
        self.session = Session(self.ripio, settings=settings)
        self.router = Router([self.ripio], journal=MemoryJournal(), settings=settings)
        self.link = self.session.run(
            self.ripio.register_customer(Customer(id="user-1", country=country, email="person@example.com"))
        )
        self.session.run(self.ripio.accept_terms(self.link, TermsAcceptance(ip_address="192.0.2.7")))

    def close(self) -> None:
        """Close what was opened."""
        self.router.close()
        self.session.close()

    def pending(self, code: str = "qr", **more):
        """A payment that can be executed."""
        flow = self.ripio.create_sell_and_pay(self.link, code, "ARS", **{"deposit": "USDC_BASE", **more})
        return self.session.run(flow)

    def execute(self, payment, wish: str = "bill-7"):
        """Execute it through the journal."""
        flow = self.ripio.execute_sell_and_pay(payment.sell_and_pay_id)
        return self.router.run(flow, connection=self.ripio.name, id=wish)

    def read(self, payment):
        """Read it again."""
        return self.session.run(self.ripio.get_sell_and_pay(payment.sell_and_pay_id))

    def play(self, payment, move: str):
        """Let the world outside do something."""
        self.sandbox.control("ripio", f"sell-and-pays/{payment.sell_and_pay_id}/{move}")


@pytest.fixture
def shop(sandbox, sandbox_settings) -> Generator[Shop]:
    """In Argentina."""
    shop = Shop(sandbox, sandbox_settings)
    yield shop
    shop.close()


def test_from_the_code_to_the_merchant(shop):
    """Validated, written down, executed, paid, done, against the emulator."""
    assert shop.session.run(shop.ripio.validate_qr_code("qr")).merchant_name
    refund = CryptoAddress(address=WALLET, network="base")
    payment = shop.pending(refund_address=refund, reference="bill-7")
    executed = shop.execute(payment)
    [step] = executed.actions

    assert (payment.status, executed.status) == (SellAndPayStatus.PENDING, SellAndPayStatus.WAITING_DEPOSIT)
    assert (step.asset, step.amount, step.expires_at) == (
        Asset("USDC_BASE"),
        payment.crypto_amount,
        payment.expires_at,
    )
    shop.play(payment, "deposit")
    seen = shop.read(payment)
    assert (seen.status, seen.actions) == (SellAndPayStatus.RECEIVED_DEPOSIT, ())
    shop.play(payment, "settle")
    done = shop.read(payment)
    assert (done.status, done.trade.proceeds) == (SellAndPayStatus.COMPLETED, payment.amount)
    assert [one.sell_and_pay_id for one in shop.session.each(shop.ripio.list_sell_and_pays())] == [
        payment.sell_and_pay_id
    ]


def test_an_open_code_is_completed_first(shop):
    """The payer says the amount; until then there is nothing to execute."""
    bare = shop.session.run(shop.ripio.create_sell_and_pay(shop.link, "open-amount", "ARS"))
    with pytest.raises(InvalidRequestError, match="deposit and amount"):
        shop.execute(bare)
    flow = shop.ripio.update_sell_and_pay(bare.sell_and_pay_id, amount="2500.75", deposit="USDC_BASE")
    whole = shop.session.run(flow)

    assert (bare.status, bare.missing) == (SellAndPayStatus.INCOMPLETE, ("deposit", "amount"))
    assert (whole.status, whole.amount) == (SellAndPayStatus.PENDING, Amount("2500.75", "ARS"))
    assert shop.execute(bare).actions


def test_held_back_crypto_is_not_asked_for_again(shop):
    """Its status stays."""
    payment = shop.pending()
    shop.execute(payment)
    shop.play(payment, "block")
    blocked = shop.read(payment)

    assert (blocked.status, blocked.actions) == (SellAndPayStatus.WAITING_DEPOSIT, ())


def test_a_late_one_is_neither_executed_nor_paid(shop):
    """The clock is ours: Ripio may not have looked yet, and if it has, its word for that is on no page."""
    late, executed = shop.pending(), shop.pending()
    shop.execute(executed)
    shop.sandbox.advance(3600)
    with pytest.raises((QuoteExpiredError, OutcomeUnknownError)):
        shop.execute(late, "bill-8")

    assert shop.read(executed).actions == ()


def test_a_lost_answer_is_settled_by_reading(shop):
    """The execution arrived: the second call sees that and sends nothing."""
    payment = shop.pending()
    path = f"/api/v1/sellAndPays/{payment.sell_and_pay_id}/execute"
    shop.sandbox.arm(Fault(target="ripio", kind="close_after_commit", method="POST", path=path))
    with pytest.raises(OutcomeUnknownError):
        shop.execute(payment)

    assert shop.execute(payment).status == SellAndPayStatus.WAITING_DEPOSIT


def test_an_answer_that_proves_nothing_is_never_followed_by_a_second_send(shop):
    """The payment still looks as if nobody had executed it, which proves nothing."""
    payment = shop.pending()
    path = f"/api/v1/sellAndPays/{payment.sell_and_pay_id}/execute"
    shop.sandbox.arm(Fault(target="ripio", kind="status", status=500, method="POST", path=path))
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            shop.execute(payment)

    assert shop.read(payment).status == SellAndPayStatus.PENDING


def test_a_session_alone_executes_nothing(shop):
    """It has no journal."""
    payment = shop.pending()
    with pytest.raises(ConfigurationError, match=r"router\.run"):
        shop.session.run(shop.ripio.execute_sell_and_pay(payment.sell_and_pay_id))

    assert shop.read(payment).status == SellAndPayStatus.PENDING


def test_where_it_is_not_enabled(sandbox, sandbox_settings):
    """Is said as a matter of permission."""
    shop = Shop(sandbox, sandbox_settings, "MX")
    with pytest.raises(PermissionDeniedError) as caught:
        shop.session.run(shop.ripio.validate_qr_code("qr"))
    shop.close()

    assert caught.value.next_step is NextStep.OPERATOR_ACTS
