"""The adapter of the simulated companies: a real `RampProvider`, and the wish everybody is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from companies import QUOTE_LIFE, Manner

from rampkit.capabilities import AnswerRule, Operation, Places, Promises, Replay, Route, Verdict
from rampkit.errors import AlreadyExistsError, AuthenticationError, RejectedError
from rampkit.http import Commits, Request, Token, done, path
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
from rampkit.saga.creating import Offer
from rampkit.secrets import Secret
from rampkit.wire import reading

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAIR = Pair("BRL", "USDC_BASE")
PAID, GOT = Amount("500", "BRL"), Amount("100", "USDC_BASE")
RULES = (
    AnswerRule(400, Verdict.REFUSED, "the simulation"),
    AnswerRule(401, Verdict.REFUSED, "the simulation"),
    AnswerRule(409, Verdict.EXISTS, "the simulation"),
)
ERRORS = {401: AuthenticationError, 409: AlreadyExistsError}
WISH = IntentRequest(
    customer_id="c",
    pair=PAIR,
    amount=PAID,
    country="BR",
    at_least=Amount(Decimal(1), "USDC_BASE"),
    accounts=AccountPair(destination=CryptoAddress(address="0x" + "12" * 20, network="base")),
)


class Ramp(RampProvider):
    """Says of a simulated company what its manner declares."""

    code = "simulated"
    title = "Simulated"
    operations = frozenset(
        {
            Operation.QUOTES,
            Operation.CREATE_ORDER,
            Operation.GET_ORDER,
            Operation.FIND_ORDER,
            Operation.EXECUTE_ORDER,
        }
    )

    def __init__(self, name: str, manner: Manner) -> None:
        super().__init__(name=name, base_url=f"https://{name}.example")
        self._keyed = isinstance(manner.doubt, Replay)
        self._promises = Promises(
            doubt={Operation.CREATE_ORDER: manner.doubt, Operation.EXECUTE_ORDER: manner.doubt_of_executing},
            answers=RULES,
        )

    def routes(self):
        return [Route(PAIR, Places(frozenset({"BR"})), (Rail.PIX,))]

    def promises(self):
        return self._promises

    def authorize(self, scope):
        return done(Token(Secret("token")))

    def sign(self, request, token):
        return request

    def parse_error(self, response, request):
        kind = ERRORS.get(response.status, RejectedError)
        return kind("it says no", connection=self.name, operation=request.operation, status=response.status)

    def quotes(self, request):
        response = yield from self._ask(Request(operation="quotes", path=path("quote", "now")))
        with reading(response, connection=self.name, operation="quotes"):
            return [self.priced(datetime.fromisoformat(response.json()["valid_until"]))]

    def priced(self, expires_at):
        """The one price there is."""
        return Quote(
            connection=self.name,
            provider=self.code,
            rail=Rail.PIX,
            pair=PAIR,
            country="BR",
            requested=PAID,
            binding=Binding.FIRM,
            source_amount=PAID,
            destination_amount=GOT,
            expires_at=expires_at,
        )

    def create_order(self, request):
        body = {"reference": str(request.reference), "valid_until": request.quote.expires_at.isoformat()}
        response = yield from self._ask(
            Request(
                operation="create_order",
                method="POST",
                path=path("orders"),
                json=body,
                commits=Commits.ORDER,
                idempotency_key=str(request.idempotency_key) if self._keyed else None,
            )
        )
        return self._order(response, "create_order")

    def get_order(self, order):
        response = yield from self._ask(Request(operation="get_order", path=path("orders", order.order_id)))
        return self._order(response, "get_order")

    def find_order(self, order):
        response = yield from self._ask(
            Request(operation="find_order", path=path("find", str(order.reference)))
        )
        with reading(response, connection=self.name, operation="find_order"):
            found = response.json()
        return self._order(response, "find_order") if found else None

    def execute_order(self, order, *, idempotency_key):
        response = yield from self._ask(
            Request(
                operation="execute_order",
                method="POST",
                path=path("orders", order.order_id, "execute"),
                commits=Commits.ORDER,
                idempotency_key=idempotency_key if self._keyed else None,
            )
        )
        return self._order(response, "execute_order")

    def _order(self, response, operation):
        with reading(response, connection=self.name, operation=operation):
            told = response.json()
            waiting = told["status"] == "awaiting_payment"
            return Order(
                order_id=told["id"],
                status=Status(told["status"]),
                provider_status=told["status"],
                pay_in=PayIn.SEEN if told["paid"] else PayIn.EXPECTED,
                pay_out=PayOut.NONE,
                executable=waiting,
                source_amount=PAID,
                actions=(ScanCode(code=told["id"], format="pix_br_code"),) if waiting else (),
            )


def offers(ramps):
    """Everybody may take the wish, in order, at a price of the beginning."""
    return [
        Offer(
            ramp,
            ramp.priced(START + QUOTE_LIFE),
            CustomerLink(
                connection=ramp.name, customer_id="c", provider_customer_id="c", status=LinkStatus.ACTIVE
            ),
        )
        for ramp in ramps
    ]
