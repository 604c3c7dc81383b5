"""A market of toy providers, and a world in which sagas run without network, sleep or clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rampkit.capabilities import AnswerRule, LookUp, Operation, Places, Promises, Replay, Route, Verdict
from rampkit.errors import (
    AlreadyExistsError,
    AnswerLostError,
    AuthenticationError,
    NotSentError,
    RampError,
    RejectedError,
)
from rampkit.flows import Finished, advance
from rampkit.http import Commits, Request, Response, Token, done, json_text, path
from rampkit.journal import MemoryJournal
from rampkit.models import (
    AccountPair,
    Amount,
    Binding,
    CryptoAddress,
    CustomerLink,
    IntentRequest,
    LinkStatus,
    Order,
    Pair,
    PayIn,
    PayOut,
    Quote,
    Rail,
    ScanCode,
    Status,
)
from rampkit.provider import RampProvider
from rampkit.saga.creating import Offer, create_intent
from rampkit.saga.effects import Append, Now, Send, Sleep, TakeClaim
from rampkit.saga.executing import execute_intent
from rampkit.saga.identity import NAMESPACE
from rampkit.saga.ledger import Bench
from rampkit.secrets import Secret
from rampkit.wire import reading

PAIR = Pair("BRL", "USDC_BASE")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOOK_UP = LookUp("reference")
REPLAY = Replay(timedelta(hours=24))


class ToyProvider(RampProvider):
    """A provider with one order call, whose promises a test chooses."""

    code = "toy"
    title = "Toy"
    operations = frozenset(
        {
            Operation.QUOTES,
            Operation.CREATE_ORDER,
            Operation.GET_ORDER,
            Operation.FIND_ORDER,
            Operation.EXECUTE_ORDER,
        }
    )

    def __init__(self, name, doubt=LOOK_UP):
        super().__init__(name=name, base_url=f"https://{name}.example")
        self.doubt = doubt

    def routes(self):
        return [Route(PAIR, Places(frozenset({"BR"})), (Rail.PIX,))]

    def promises(self):
        return Promises(
            doubt=dict.fromkeys((Operation.CREATE_ORDER, Operation.EXECUTE_ORDER, "start_bill"), self.doubt),
            answers=(
                AnswerRule(400, Verdict.REFUSED, "test"),
                AnswerRule(401, Verdict.REFUSED, "test"),
                AnswerRule(409, Verdict.EXISTS, "test"),
            ),
        )

    def authorize(self, scope):
        return done(Token(Secret("token")))

    def sign(self, request, token):
        return request.with_headers({"authorization": token.secret.reveal()})

    def parse_error(self, response, request):
        kinds = {409: AlreadyExistsError, 401: AuthenticationError}
        kind = kinds.get(response.status, RejectedError)
        return kind("it says no", connection=self.name, operation=request.operation, status=response.status)

    def quotes(self, request):
        response = yield from self._ask(Request(operation="quotes", path=path("quote")))
        return [offer_of(self, Decimal(response.json()["rate"])).quote]

    def create_order(self, request):
        body = {"reference": str(request.reference), "amount": request.amount.value}
        response = yield from self._ask(
            Request(
                operation="create_order",
                method="POST",
                path=path("orders"),
                json=body,
                commits=Commits.ORDER,
                idempotency_key=str(request.idempotency_key) if isinstance(self.doubt, Replay) else None,
            )
        )
        return self._read(response, "create_order")

    def get_order(self, order):
        response = yield from self._ask(Request(operation="get_order", path=path("orders", order.order_id)))
        return self._read(response, "get_order")

    def find_order(self, order):
        response = yield from self._ask(
            Request(operation="find_order", path=path("find", str(order.reference)))
        )
        return self._read(response, "find_order") if response.json() else None

    def execute_order(self, order, *, idempotency_key):
        response = yield from self._ask(
            Request(
                operation="execute_order",
                method="POST",
                path=path("orders", order.order_id, "execute"),
                commits=Commits.ORDER,
                idempotency_key=idempotency_key,
            )
        )
        return self._read(response, "execute_order")

    def _read(self, response, operation):
        with reading(response, connection=self.name, operation=operation):
            told = response.json()
            return Order(
                order_id=told["id"],
                status=Status(told["status"]),
                provider_status=told["status"],
                pay_in=PayIn.EXPECTED,
                pay_out=PayOut.NONE,
                executable=told["executable"],
                source_amount=Amount(told["amount"], "BRL"),
                actions=(ScanCode(code="pay here", format="pix_br_code"),),
            )


@dataclass
class Market:
    """What really happens at the toy providers: the judge of every test."""

    orders: list[dict[str, object]] = field(default_factory=list)
    executions: list[str] = field(default_factory=list)
    received: list[tuple[str, Request]] = field(default_factory=list)
    plan: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    hidden: bool = False
    """Whether look-ups see nothing yet."""

    def behave(self, connection: str, operation: str, *behaviours: str) -> None:
        """Let the next requests of *operation* end so: accept, lost, late_500, garbage, not_sent, 4xx."""
        self.plan[connection, operation] = list(behaviours)

    def handle(self, connection: str, request: Request) -> Response:
        self.received.append((connection, request))
        planned = self.plan.get((connection, request.operation), [])
        behaviour = planned.pop(0) if planned else "accept"
        if behaviour == "not_sent":
            raise NotSentError("refused", connection=connection)
        if behaviour in {"400", "401", "404", "409", "422", "429", "500", "503"}:
            return Response(status=int(behaviour), body=b"{}")
        answer = self._serve(connection, request)
        if behaviour == "lost":
            raise AnswerLostError("silence", connection=connection)
        if behaviour == "late_500":
            return Response(status=500, body=b"{}")
        if behaviour == "garbage":
            return Response(status=200, body=b"<html>")
        return Response(status=200, body=json_text(answer).encode())

    def _serve(self, connection: str, request: Request) -> object:
        match request.path.split("/")[1:]:
            case ["quote"]:
                return {"rate": "0.2"}
            case ["orders"]:
                return self._order(connection, request)
            case ["find", reference]:
                found = [o for o in self.orders if (o["at"], o["reference"]) == (connection, reference)]
                return self._shown(found[0]) if found and not self.hidden else None
            case ["orders", order_id]:
                return self._shown(self.orders[int(order_id)])
            case ["orders", order_id, "execute"]:
                self.executions.append(order_id)
                self.orders[int(order_id)] |= {"status": "processing", "executable": False}
                return self._shown(self.orders[int(order_id)])
            case _:
                raise AssertionError(request.path)

    def _order(self, connection: str, request: Request) -> object:
        key = request.idempotency_key
        for order in self.orders:
            if key is not None and order["key"] == key:
                return self._shown(order)
        order = {
            "id": str(len(self.orders)),
            "at": connection,
            "reference": request.json["reference"],
            "amount": request.json["amount"],
            "key": key,
            "status": "awaiting_payment",
            "executable": True,
        }
        self.orders.append(order)
        return self._shown(order)

    @staticmethod
    def _shown(order):
        return {name: order[name] for name in ("id", "status", "amount", "executable")}


class Crash(BaseException):
    """The process died."""


@dataclass
class World:
    """Runs sagas: a virtual clock, the market, a memory journal, and a crash on demand."""

    market: Market = field(default_factory=Market)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    now: datetime = START
    until: datetime = START + timedelta(days=999)
    trace: list[str] = field(default_factory=list)
    crash_at: int | None = None
    between: Callable[[str], None] = lambda _: None
    _steps: int = 0

    def run(self, saga):
        claims = []
        try:
            with closing(saga):
                step = advance(saga)
                while not isinstance(step, Finished):
                    step = advance(saga, self._perform(step, claims))
                return step.value
        finally:
            for claim in claims:
                self.journal.release(claim)

    def _perform(self, effect, claims):
        name = _name_of(effect)
        self.between(name)
        self._steps += 1
        if self.crash_at == self._steps:
            raise Crash
        self.trace.append(name)
        try:
            return self._done(effect, claims)
        except RampError as error:
            return error

    def _done(self, effect, claims):
        match effect:
            case Send():
                return self.market.handle(effect.connection, effect.request)
            case Append():
                return self.journal.append(effect.intent_id, effect.record, fence=effect.fence)
            case TakeClaim():
                claim = self.journal.claim(effect.intent_id)
                claims += [claim] if claim else []
                return claim
            case Now():
                return self.now
            case Sleep():
                return self._slept(effect.seconds)

    def _slept(self, seconds):
        later = self.now + timedelta(seconds=seconds)
        if later >= self.until:
            return False
        self.now = later
        return True


def _name_of(effect):
    if isinstance(effect, Append):
        return type(effect.record).__name__
    if isinstance(effect, Send):
        return f"{effect.connection}:{effect.request.operation}"
    return type(effect).__name__


def offer_of(provider, rate=Decimal("0.2"), **changes):
    """The wish of these tests, priced at *provider*."""
    amount = Amount("500", "BRL")
    facts = {
        "connection": provider.name,
        "provider": "toy",
        "rail": Rail.PIX,
        "pair": PAIR,
        "country": "BR",
        "requested": amount,
        "binding": Binding.FIRM,
        "source_amount": amount,
        "destination_amount": Amount(amount.value * rate, PAIR.destination),
    }
    link = CustomerLink(
        connection=provider.name, customer_id="c", provider_customer_id="theirs", status=LinkStatus.ACTIVE
    )
    return Offer(provider, Quote(**{**facts, **changes}), link)


def wish(**changes):
    """What the application asks for."""
    facts = {
        "customer_id": "c",
        "pair": PAIR,
        "amount": Amount("500", "BRL"),
        "country": "BR",
        "at_least": Amount("1", "USDC_BASE"),
        "accounts": AccountPair(destination=CryptoAddress(address="0x" + "12" * 20, network="base")),
    }
    return IntentRequest(**{**facts, **changes})


@dataclass
class Shop:
    """An application with two connections, in a world."""

    world: World
    providers: dict[str, ToyProvider]

    def bench(self):
        return Bench(self.providers, self.world.journal, NAMESPACE)

    def create(self, intent_id="i1", request=None, offers=None, seconds=30):
        chosen = [offer_of(one) for one in self.providers.values()] if offers is None else offers
        saga = create_intent(self.bench(), intent_id, request or wish(), chosen, [])
        return self._within(seconds, saga)

    def execute(self, intent_id="i1"):
        return self._within(30, execute_intent(self.bench(), intent_id))

    def _within(self, seconds, saga):
        before, self.world.until = self.world.until, self.world.now + timedelta(seconds=seconds)
        try:
            return self.world.run(saga)
        finally:
            self.world.until = before

    @property
    def market(self):
        return self.world.market

    @property
    def orders(self):
        return self.world.market.orders


def make_shop(style: str) -> Shop:
    """Connections `a` and `b`, settled by look-up (`shop`) or by resending under a key (`keyed`)."""
    doubt = {"shop": LOOK_UP, "keyed": REPLAY}[style]
    return Shop(World(), {name: ToyProvider(name, doubt) for name in ("a", "b")})


@pytest.fixture
def shop() -> Shop:
    """Connections `a` and `b`, both settled by look-up."""
    return make_shop("shop")


@pytest.fixture
def keyed() -> Shop:
    """Connections `a` and `b`, both settled by resending under a key."""
    return make_shop("keyed")


@pytest.fixture
def new_shop():
    """Makes as many shops as a test wants."""
    return make_shop


@pytest.fixture
def crash_kind():
    """What a dying process raises."""
    return Crash


@pytest.fixture
def offer_factory():
    """`offer_of`, for tests."""
    return offer_of


@pytest.fixture
def make_wish():
    """`wish`, for tests; None for `accounts` means an empty pair."""

    def make(**changes):
        if "accounts" in changes and changes["accounts"] is None:
            changes["accounts"] = AccountPair()
        return wish(**changes)

    return make
