"""Orders answered badly: what the saga makes of it, judged by rules of the fuzzer's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fuzz_recording import NOW, Scene

from rampkit import IntentRequest, MemoryJournal, RampProvider
from rampkit.capabilities import Operation
from rampkit.errors import OutcomeUnknownError, RampError, RejectedError
from rampkit.flows import Finished, advance
from rampkit.http import Commits, Request, Response
from rampkit.models.intents import Outcome
from rampkit.saga.creating import Offer, create_intent
from rampkit.saga.effects import Append, Now, Saga, Send, Sleep, TakeClaim
from rampkit.saga.identity import NAMESPACE
from rampkit.saga.ledger import Bench, claimed
from rampkit.saga.placing import Placement, placed

Reply = Callable[[Request], Response | RampError]


class Second(RampProvider):
    """The next connection: being asked at all is what matters."""

    code = "second"
    title = "Second"
    operations = frozenset({Operation.CREATE_ORDER})

    def __init__(self) -> None:
        super().__init__(base_url="https://second.example")
        self.asked = False

    def routes(self):
        return []

    def authorize(self, scope):
        raise NotImplementedError

    def sign(self, request, token):
        raise NotImplementedError

    def parse_error(self, response, request):
        raise NotImplementedError

    def create_order(self, request):
        self.asked = True
        raise RejectedError("no", connection=self.name)
        yield


@dataclass
class World:
    """Performs effects: no network, no clock but its own."""

    reply: Reply
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    now: datetime = NOW
    orders: list[tuple[str, Response | RampError]] = field(default_factory=list)
    """What was answered to each ORDER request, by operation."""

    def run(self, saga: Saga[Any]) -> Any:
        """The saga's value."""
        with closing(saga):
            step = advance(saga)
            while not isinstance(step, Finished):
                step = advance(saga, self._performed(step))
            return step.value

    def _performed(self, effect: Any) -> Any:
        match effect:
            case Send():
                reply = self.reply(effect.request)
                if effect.request.commits is Commits.ORDER:
                    self.orders.append((effect.request.operation, reply))
                return reply
            case Append():
                return self.journal.append(effect.intent_id, effect.record, fence=effect.fence)
            case TakeClaim():
                return self.journal.claim(effect.intent_id)
            case Now():
                return self.now
            case Sleep():
                self.now += timedelta(seconds=effect.seconds)
                return self.now < NOW + timedelta(seconds=30)
            case _:
                raise TypeError(effect)


def check_order(scene: Scene, reply: Reply) -> list[str]:
    """What is wrong with how the saga takes *reply* to the order of *scene*; empty if nothing is."""
    assert scene.order is not None
    world = World(reply)
    if "execute_order" in scene.name:
        return _executed(scene, world)
    return _created(scene, world)


def _created(scene: Scene, world: World) -> list[str]:
    order, provider, second = scene.order, scene.provider, Second()
    assert order is not None
    request = IntentRequest(
        customer_id=order.customer.customer_id,
        pair=order.pair,
        amount=order.amount,
        country=order.quote.country,
        accounts=order.accounts,
        quote=order.quote,
        provider_options={provider.name: order.options},
    )
    next_quote = order.quote.evolve(connection=second.name, provider=second.code)
    offers = [
        Offer(provider, order.quote, order.customer, order.registered),
        Offer(second, next_quote, order.customer.evolve(connection=second.name)),
    ]
    bench = Bench({provider.name: provider, second.name: second}, world.journal, NAMESPACE)
    failure = _failure(lambda: world.run(create_intent(bench, "i", request, offers, [])))
    problems = _lies(world, provider, failure, "create_order")
    if second.asked and not all(_proves_nothing_exists(provider, *order) for order in world.orders):
        problems.append("another provider was asked although an order may exist")
    return problems


def _executed(scene: Scene, world: World) -> list[str]:
    assert scene.order is not None
    provider, order = scene.provider, scene.order
    bench = Bench({provider.name: provider}, world.journal, NAMESPACE)

    def saga() -> Saga[Any]:
        ledger = yield from claimed(bench, "i")
        placement = Placement(ledger, provider, 1, "execute_order", order.reference, order)
        return (yield from placed(placement, scene.make()))

    failure = _failure(lambda: world.run(saga()))
    return _lies(world, provider, failure, "execute_order")


def _failure(call: Callable[[], Any]) -> RampError | None:
    try:
        call()
    except RampError as error:
        return error
    return None


def _lies(world: World, provider: RampProvider, failure: RampError | None, operation: str) -> list[str]:
    """Where journal, error and answers contradict each other."""
    if not world.orders:
        return []
    outcome = world.journal.history("i").attempt(1).outcome(operation)
    proved = all(_proves_nothing_exists(provider, *order) for order in world.orders)
    problems: list[str] = []
    if outcome == Outcome.REJECTED and not proved:
        problems.append("written down as refused, which nothing proves")
    if outcome == Outcome.UNKNOWN and not isinstance(failure, RampError):
        problems.append("an unknown outcome was returned as a success")
    if outcome == Outcome.UNKNOWN and failure is not None and failure.failover_safe:
        problems.append(f"{type(failure).__name__} calls an unknown outcome safe for failover")
    if isinstance(failure, OutcomeUnknownError) and outcome == Outcome.REJECTED:
        problems.append("a proved refusal is called unknown")
    if outcome == Outcome.ACCEPTED and not any(_is_success(reply) for _, reply in world.orders):
        problems += [] if operation == "create_order" else ["accepted without a success"]
    return problems


def _is_success(reply: Response | RampError) -> bool:
    return isinstance(reply, Response) and 200 <= reply.status < 300


def _proves_nothing_exists(provider: RampProvider, operation: str, reply: Response | RampError) -> bool:
    """The fuzzer's own reading of the providers' pages, word by word over the bytes."""
    if isinstance(reply, RampError):
        return reply.not_sent
    if provider.code == "gnosis":
        exists = operation == "execute_order" and b"TRANSACTION_EXISTS" in reply.body
        return reply.status == 401 or (reply.status == 400 and not exists)
    said = reply.body.lower().replace(b"_", b"")
    exists = reply.status == 400 and (b"externalref" in said or _code(reply) == "20011")
    return reply.status in {400, 401, 403} and not exists


def _code(reply: Response) -> str:
    """The code in a JSON object; whatever else the body is, it names none."""
    try:
        told = json.loads(reply.body)
    except (ValueError, RecursionError):
        return "20011" if b"20011" in reply.body else ""
    return str(told.get("code")) if isinstance(told, dict) else ""
