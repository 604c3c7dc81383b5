"""From a wish to settlement where a journey is not everybody's: through both faces, on the emulators."""

from __future__ import annotations

import pytest

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    IntentRequest,
    MemoryJournal,
    QuoteRequest,
    Rail,
    Router,
    Session,
    TermsAcceptance,
)
from rampkit.models import Binding, Money, Status
from rampkit_gnosis import GnosisProvider

EVE = Customer(id="eve", country="US")
BRUNO = Customer(id="bruno", country="AR", email="bruno@example.com")
WALLET = CryptoAddress(address="0x" + "12" * 20, network="gnosis")
BANK = BankAccount(
    country="US",
    rail=Rail.ACH,
    identifier="123456789012",
    routing_number="021000021",
    bank="Example Bank",
    holder_name="Jane Doe",
)
MONEY = {"pair": "USD/USDC_GNO", "amount": Amount("100", "USD")}
TOKENS = {"pair": "USDC_GNO/USD", "amount": Amount("100", "USDC_GNO")}


def quoted(router, **side):
    """A price of Bridge's by ACH."""
    rows = router.quotes(QuoteRequest(country="US", rail=Rail.ACH, **side)).quotes
    return next(row for row in rows if row.via == "bridge")


def wish(quote, accounts):
    """What Eve asks for at that price."""
    return IntentRequest(
        customer_id="eve",
        pair=quote.pair,
        amount=quote.requested,
        country="US",
        quote=quote,
        accounts=accounts,
    )


class Trip:
    """One intent on its way, and every status it was seen in."""

    def __init__(self, router, sandbox, name, request):
        self._router, self._sandbox, self._name = router, sandbox, name
        self.intent = router.create_intent(request, id=name)
        self.statuses = [self.intent.status]

    def goes(self, *moves):
        """What the outside world does, one thing after the other."""
        for move in moves:
            self._sandbox.advance(1)
            self._sandbox.control("gnosis", f"/intents/{self.intent.order_id}/{move}")
            self._see(self._router.get_intent(self._name))
        return self

    def executes(self):
        """The movement starts, and the one step left is to pay what was quoted."""
        self._sandbox.advance(1)
        self._see(self._router.execute_intent(self._name))
        [step] = self.intent.actions
        assert step.amount == self.intent.amount == self.intent.quote.source_amount
        return self

    def _see(self, intent):
        self.intent = intent
        self.statuses.append(intent.status)


@pytest.fixture
def router(make_router, face):
    """A router of Gnosis Ramp alone, where Eve is registered."""
    router = make_router(face, only=["gnosis"])
    router.create_customer(EVE, connection="gnosis")
    return router


def test_a_returning_customer_only_pays(router, sandbox):
    """The second wish at the same company starts by itself, unchecked; executing it changes nothing."""
    quote = quoted(router, **MONEY)
    accounts = AccountPair(destination=WALLET)
    Trip(router, sandbox, "first", wish(quote, accounts)).goes("open-compliance", "approve").executes()
    again = Trip(router, sandbox, "second", wish(quote, accounts))
    [step] = again.intent.actions
    again.executes().goes("pay", "settle")

    assert (step.kind, step.amount) == ("pay_to_account", quote.source_amount)
    assert again.statuses == [
        Status.AWAITING_PAYMENT,
        Status.AWAITING_PAYMENT,
        Status.PROCESSING,
        Status.COMPLETED,
    ]
    assert (again.intent.money, again.intent.anomalies) == (Money.DELIVERED, ())
    assert len(sandbox.control("gnosis", "/state", method="GET")["intents"]) == 2


def test_crypto_goes_to_a_bank_by_an_address_of_its_own(router, sandbox):
    """Each order of Gnosis Ramp says where to send it; the application keeps no standing address."""
    accounts = AccountPair(source=WALLET, destination=BANK)
    trip = Trip(router, sandbox, "w1", wish(quoted(router, **TOKENS), accounts))
    trip.goes("open-compliance", "approve").executes()
    [step] = trip.intent.actions
    trip.goes("pay", "settle")

    assert (step.kind, step.asset) == ("send_crypto", trip.intent.pair.source)
    assert trip.statuses == [
        Status.CREATED,
        Status.ACTION_REQUIRED,
        Status.ACTION_REQUIRED,
        Status.AWAITING_PAYMENT,
        Status.PROCESSING,
        Status.COMPLETED,
    ]
    assert (trip.intent.money, trip.intent.anomalies) == (Money.DELIVERED, ())


def test_an_older_deployment_orders_by_stored_accounts(sandbox, sandbox_settings):
    """It names no price, so the application picks the company; its accounts are stored beforehand."""
    older = GnosisProvider(**sandbox.options("gnosis"), generation="g2b")
    with Router([older], journal=MemoryJournal(), settings=sandbox_settings) as router:
        router.create_customer(EVE, connection="gnosis")
        quote = quoted(router, **MONEY)
        accounts = AccountPair(source=BANK, destination=WALLET)
        router.register_accounts("eve", pair=quote.pair, accounts=accounts, connection="gnosis")
        trip = Trip(router, sandbox, "w1", wish(quote, accounts))
        trip.goes("open-compliance", "approve").executes().goes("pay", "settle")

    assert (quote.binding, trip.intent.price_guaranteed) == (Binding.UNPRICED, False)
    assert trip.intent.status == Status.COMPLETED
    assert (trip.intent.money, trip.intent.anomalies) == (Money.DELIVERED, ())


def test_a_merchant_is_paid_with_crypto(make_router, sandbox, sandbox_settings, face):
    """Only the execution is an order, written down under the application's own id; the rest moves nothing."""
    router = make_router(face, only=["ripio-ar"])
    router.create_customer(BRUNO, connection="ripio-ar")
    router.accept_terms("bruno", TermsAcceptance(ip_address="192.0.2.7"), connection="ripio-ar")
    router.verify_customer(BRUNO, connection="ripio-ar", redirect_url="https://app.example/back")
    ripio, link = router.connections["ripio-ar"], router.get_customer("bruno", connection="ripio-ar")
    with Session(ripio, settings=sandbox_settings) as session:
        merchant = session.run(ripio.validate_qr_code("open-amount"))
        bill = session.run(ripio.create_sell_and_pay(link, "open-amount", "ARS")).sell_and_pay_id
        asked = session.run(ripio.update_sell_and_pay(bill, amount="2500.75", deposit="USDC_BASE"))
        waiting = router.run(ripio.execute_sell_and_pay(bill), connection="ripio-ar", id="bill-1")
        sandbox.control("ripio", f"/sell-and-pays/{bill}/deposit")
        sandbox.control("ripio", f"/sell-and-pays/{bill}/settle")
        paid = session.run(ripio.get_sell_and_pay(bill))
    [step] = waiting.actions

    assert (asked.status, waiting.status, paid.status) == ("pending", "waiting_deposit", "completed")
    assert paid.merchant == merchant.merchant_name
    assert paid.amount == Amount("2500.75", "ARS")
    assert step.amount == asked.crypto_amount == paid.trade.sold
