"""Whom a router leaves alone, in both faces."""

from __future__ import annotations

import asyncio
import inspect
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from rampkit import AsyncRouter, MemoryJournal, Router, SessionSettings
from rampkit.capabilities import AnswerRule, CallKind, Operation, Places, Promises, Route, Verdict
from rampkit.errors import AllProvidersFailedError, RejectedError
from rampkit.http import Commits, Request
from rampkit.models import (
    AccountPair,
    Amount,
    Binding,
    CryptoAddress,
    CustomerLink,
    IntentRequest,
    LinkStatus,
    Order,
    Outcome,
    Pair,
    PayIn,
    PayOut,
    Quote,
    QuoteRequest,
    RefusalReason,
    Status,
)
from rampkit.provider import RampProvider

PRICES, ORDERS = CallKind.PRICES, CallKind.ORDERS
PAIR = Pair("BRL", "USDC_BASE")
SPENT = Amount("500", "BRL")
PRICE = QuoteRequest(pair=PAIR, amount=SPENT, country="BR")
WISH = IntentRequest(
    customer_id="ana",
    pair=PAIR,
    amount=SPENT,
    country="BR",
    at_least=Amount("1", "USDC_BASE"),
    accounts=AccountPair(destination=CryptoAddress(address="0x" + "12" * 20, network="base")),
)


class Stall(RampProvider):
    """A provider that quotes and takes orders, without credentials."""

    code = "stall"
    title = "Stall"
    operations = frozenset({Operation.QUOTES, Operation.CREATE_ORDER})

    def __init__(self, name):
        super().__init__(name=name, base_url=f"https://{name}.test")

    def routes(self):
        return [Route(PAIR, Places(frozenset({"BR"})))]

    def promises(self):
        return Promises(answers=(AnswerRule(400, Verdict.REFUSED, "test"),))

    def authorize(self, scope):
        raise AssertionError(scope)

    def sign(self, request, token):
        raise AssertionError(token)

    def parse_error(self, response, request):
        return RejectedError("it says no", connection=self.name, status=response.status)

    def quotes(self, request):
        yield from self._ask(Request(operation="quotes", path="/quotes"))
        return [
            Quote(
                connection=self.name,
                provider=self.code,
                pair=PAIR,
                country="BR",
                requested=SPENT,
                binding=Binding.FIRM,
                source_amount=SPENT,
                destination_amount=Amount("100", "USDC_BASE"),
            )
        ]

    def create_order(self, request):
        yield from self._ask(
            Request(operation="create_order", method="POST", path="/orders", commits=Commits.ORDER)
        )
        return Order(
            order_id=str(request.reference),
            status=Status.AWAITING_PAYMENT,
            provider_status="open",
            pay_in=PayIn.EXPECTED,
            pay_out=PayOut.NONE,
        )


class Market:
    """Three stalls, time that stands still, and a router."""

    def __init__(self, kind):
        self.seconds, self.down, self.refusing, self.asked = 0.0, set(), set(), Counter()
        self.runner = asyncio.Runner()
        journal = MemoryJournal()
        for name in "abc":
            link = CustomerLink(
                connection=name, customer_id="ana", provider_customer_id="theirs", status=LinkStatus.ACTIVE
            )
            journal.save_link(link)
        settings = SessionSettings(transport=httpx.MockTransport(self.answer), clock=self, attempts=1)
        self.router = kind([Stall(name) for name in "abc"], journal=journal, settings=settings)
        self.health = self.router._core.health

    def answer(self, request):
        """As the stall is doing."""
        place = request.url.host[0] + request.url.path
        self.asked[place] += 1
        if place in self.down:
            raise httpx.ConnectError("", request=request)
        return httpx.Response(400 if place in self.refusing else 200, json={})

    def monotonic(self):
        """Seconds."""
        return self.seconds

    def now(self):
        """The same, as a date."""
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def do(self, method, *args, **options):
        """Call the router."""
        result = getattr(self.router, method)(*args, **options)
        return self.runner.run(result) if inspect.iscoroutine(result) else result

    def quotes(self, **options):
        """Ask for prices; who gave one, and who was left alone."""
        found = self.do("quotes", PRICE, **options)
        resting = [row.connection for row in found.not_asked if row.reason == RefusalReason.RESTING]
        return [quote.connection for quote in found.quotes], resting

    def break_down(self, *places):
        """These fail five times from now on."""
        self.down.update(places)
        for number in range(5):
            self.do("quotes", PRICE)
            for place in places:
                if place.endswith("orders"):
                    with pytest.raises(AllProvidersFailedError):
                        self.do("create_intent", WISH, id=f"early-{place}-{number}", connections=[place[0]])
        self.asked.clear()


@pytest.fixture(params=[Router, AsyncRouter], ids=["sync", "async"])
def market(request):
    """A market in either face."""
    made = Market(request.param)
    yield made
    made.do("close" if request.param is Router else "aclose")
    made.runner.close()


def test_a_connection_that_fails_is_left_alone(market):
    """It is not asked, and its row says so and for how long."""
    market.break_down("a/quotes")
    market.seconds = 3.5
    found = market.do("quotes", PRICE)

    assert [quote.connection for quote in found.quotes] == ["b", "c"]
    assert found.not_asked[0].reason == RefusalReason.RESTING
    assert "another 12 s" in found.not_asked[0].message
    assert market.asked["a/quotes"] == 0


def test_one_good_quote_brings_it_back(market):
    """After its rest it is asked again."""
    market.break_down("a/quotes")
    market.down.clear()
    market.seconds = 15.0

    assert [market.quotes(), market.quotes()] == [(["a", "b", "c"], []), (["a", "b", "c"], [])]


def test_the_last_one_left_is_never_locked_out(market):
    """Where all rest, the one whose rest ends first is asked; and so is whoever is named alone."""
    market.break_down("b/quotes")
    market.seconds = 5.0
    market.break_down("a/quotes", "c/quotes")

    assert market.quotes() == ([], ["a", "c"])
    assert market.quotes(connections=["c"]) == ([], [])
    assert market.asked == {"b/quotes": 1, "c/quotes": 1}


def test_only_one_of_many_callers_probes(market):
    """While one finds out, the others go on without the connection."""
    market.break_down("a/quotes")
    market.seconds = 15.0
    with market.health["a"].probing(PRICES):
        assert market.quotes() == (["b", "c"], ["a"])

    market.down.clear()
    assert market.quotes() == (["a", "b", "c"], [])


def test_orders_that_fail_leave_quotes_alone(market):
    """Orders go elsewhere at once, provably unsent; quotes are still shown."""
    market.break_down("a/orders")
    intent = market.do("create_intent", WISH, id="i")

    assert market.quotes() == (["a", "b", "c"], [])
    assert (intent.connection, market.asked["a/orders"]) == ("b", 0)


def test_a_good_quote_lets_one_order_through(market):
    """That order closes the breaker."""
    market.break_down("a/orders")
    market.down.clear()
    market.seconds = 15.0
    assert not market.health["a"].admits(ORDERS)
    chosen = [market.do("create_intent", WISH, id=f"i{number}").connection for number in range(3)]

    assert chosen == ["a", "a", "a"]


def test_nobody_took_it_tells_who_rests(market):
    """Refused by those that are well: the one at rest is in the list of reasons, with its time."""
    market.break_down("a/orders")
    market.refusing |= {"b/orders", "c/orders"}
    with pytest.raises(AllProvidersFailedError) as caught:
        market.do("create_intent", WISH, id="i")

    told = {row.connection: row for row in caught.value.refusals}
    assert told["a"].reason == RefusalReason.RESTING
    assert "another 15 s" in told["a"].message
    assert market.asked["a/orders"] == 0


def test_where_all_rest_one_takes_the_order(market):
    """Someone has to be asked, or nobody could ever pay."""
    market.break_down("a/orders", "b/orders", "c/orders")
    market.down.clear()

    assert market.do("create_intent", WISH, id="i").connection == "a"


def test_a_quote_that_was_chosen_is_used(market):
    """It pins its connection, so there is no choice, and its order is sent."""
    quote = market.do("quotes", PRICE, connections=["a"]).best
    market.break_down("a/orders")
    market.down.clear()
    wish = WISH.evolve(quote=quote, at_least=None)

    assert market.do("create_intent", wish, id="i").connection == "a"


def test_the_place_of_the_one_order_is_taken(market):
    """A second order meets a taken place after it was chosen: not sent, and the next connection takes it."""
    market.break_down("a/orders")
    market.down.clear()
    market.seconds = 15.0
    market.quotes()
    health = market.health["a"]
    health.admits = lambda _: True  # it was chosen while its place was still free
    with health.probing(ORDERS) as taken_by_another:
        intent = market.do("create_intent", WISH, id="i")

    assert taken_by_another
    assert [(one.connection, one.outcome) for one in intent.attempts] == [
        ("a", Outcome.NOT_SENT),
        ("b", Outcome.ACCEPTED),
    ]
    assert market.asked["a/orders"] == 0


@pytest.mark.parametrize("market", [AsyncRouter], indirect=True)
def test_a_cancelled_probe_frees_its_place(market):
    """Its answer may still come; the next caller does not wait for it."""
    market.break_down("a/quotes")
    market.down.clear()
    market.seconds = 15.0

    async def story():
        probing = asyncio.create_task(market.router.quotes(PRICE, connections=["a"]))
        await asyncio.sleep(0)
        taken = not market.health["a"].admits(PRICES)
        probing.cancel()
        await asyncio.gather(probing, return_exceptions=True)
        return taken, market.health["a"].admits(PRICES)

    assert market.runner.run(story()) == (True, True)


def test_health_is_a_routers_own(market):
    """Nothing is global: another router knows nothing of it."""
    market.break_down("a/quotes")
    other = Router([Stall("a")])

    assert other._core.health["a"].admits(PRICES)
    assert not market.health["a"].admits(PRICES)
