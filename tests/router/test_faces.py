"""The faces under strain: threads, tasks, cancellation, Ctrl-C, closing, forking."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import httpx
import pytest

from rampkit import (
    AccountPair,
    Amount,
    AsyncRouter,
    CryptoAddress,
    Customer,
    IntentRequest,
    MemoryJournal,
    QuoteRequest,
    Router,
    SessionSettings,
    TermsAcceptance,
)
from rampkit.errors import AllProvidersFailedError, OutcomeUnknownError
from rampkit.http import Commits
from rampkit.models import Status
from rampkit.router.workers import Workers
from rampkit.saga.view import intent_of
from rampkit.sandbox import Sandbox, SandboxClock
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

ASK = QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR")
ANA = Customer(id="ana", country="BR", email="ana@example.com")
KINDS = {"gnosis": GnosisProvider, "ripio": RipioProvider}
STEPS = range(61)


def wish(**changes):
    """What Ana asks for."""
    facts = {
        "customer_id": "ana",
        "pair": ASK.pair,
        "amount": ASK.amount,
        "country": "BR",
        "at_least": Amount("10", "USDC_BASE"),
        "accounts": AccountPair(destination=CryptoAddress(address="0x" + "12" * 20, network="base")),
    }
    return IntentRequest(**{**facts, **changes})


def orders(sandbox, code):
    """Every order that really exists at the emulator."""
    state = sandbox.control(code, "/state", method="GET")
    if code == "gnosis":
        return state["intents"]
    return [order for account in state["accounts"].values() for order in account["transactions"]]


def admit(router, connection):
    """Let *connection* know Ana, and her its terms."""
    router.create_customer(ANA, connection=connection)
    if connection != "gnosis":
        router.accept_terms("ana", TermsAcceptance(ip_address="192.0.2.7"), connection=connection)
        router.verify_customer(ANA, connection=connection, redirect_url="https://app.example/back")
    return router


def together(count, work):
    """What *count* threads get that all start at once; an error is a result."""
    start = threading.Barrier(count)

    def run(number):
        start.wait()
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001  # the test judges it
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_twenty_threads_share_a_router(make_router):
    """Each gets every quote; nobody gets somebody else's."""
    router = make_router()

    def work(number):
        asked = Amount(str(100 + number), "BRL")
        return [(quote.connection, quote.requested == asked) for quote in router.quotes(priced(asked)).quotes]

    answers = together(20, work)

    assert {tuple(sorted(answer)) for answer in answers} == {tuple(sorted(answers[0]))}
    assert {right for answer in answers for _, right in answer} == {True}
    assert {"gnosis", "ripio-br"} == {connection for connection, _ in answers[0]}


def priced(amount):
    """The same question for another amount."""
    return ASK.evolve(amount=amount)


def test_fifty_tasks_share_a_router(sandbox, sandbox_settings):
    """Quotes, customers and intents, mixed: each task gets its own answer."""

    async def scene():
        providers = [GnosisProvider(**sandbox.options("gnosis"))]
        async with AsyncRouter(providers, journal=MemoryJournal(), settings=sandbox_settings) as router:
            await router.create_customer(ANA, connection="gnosis")

            async def work(number):
                if number % 2:
                    asked = Amount(str(100 + number), "BRL")
                    return (await router.quote(priced(asked))).requested == asked
                return (await router.create_intent(wish(), id=f"w{number}")).id == f"w{number}"

            return await asyncio.gather(*map(work, range(50)))

    assert asyncio.run(scene()) == [True] * 50
    assert len(orders(sandbox, "gnosis")) == 25


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
def test_threads_with_one_wish_make_one_order(make_router, sandbox, connection):
    """Eight threads name the same wish at the same time: one order, and all are told of it."""
    router = admit(make_router(only=[connection]), connection)

    answers = together(8, lambda _: router.create_intent(wish(), id="w1", timeout=20))

    assert len(orders(sandbox, connection.partition("-")[0])) == 1
    assert len({answer.order_id for answer in answers}) == 1


def test_two_routers_with_one_journal_make_one_order(make_router, sandbox):
    """As two workers of an application would."""
    journal = MemoryJournal()
    routers = [make_router(only=["gnosis"], journal=journal) for _ in range(2)]
    admit(routers[0], "gnosis")

    answers = together(6, lambda number: routers[number % 2].create_intent(wish(), id="w1", timeout=20))

    assert len(orders(sandbox, "gnosis")) == 1
    assert len({answer.order_id for answer in answers}) == 1


def test_tasks_with_one_wish_make_one_order(sandbox, sandbox_settings):
    """The same, awaited."""

    async def scene():
        providers = [GnosisProvider(**sandbox.options("gnosis"))]
        async with AsyncRouter(providers, journal=MemoryJournal(), settings=sandbox_settings) as router:
            await router.create_customer(ANA, connection="gnosis")
            calls = (router.create_intent(wish(), id="w1", timeout=20) for _ in range(8))
            return await asyncio.gather(*calls)

    answers = asyncio.run(scene())

    assert len(orders(sandbox, "gnosis")) == 1
    assert len({answer.order_id for answer in answers}) == 1


class Inside:
    """An emulator inside the event loop: every turn of the loop is a point at which a caller can leave."""

    def __init__(self, connection):
        self.sandbox = Sandbox(clock=SandboxClock(lambda: NOW))
        self.connection = connection
        self.journal = MemoryJournal()
        self.hold = None
        self.received = 0

    async def _answer(self, request):
        self.received += 1
        if self.hold is not None and request.method == "POST" and "intent" in request.url.path:
            await self.hold.wait()
        transport = httpx.ASGITransport(self.sandbox.app)
        answer = await transport.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

    @asynccontextmanager
    async def router(self):
        options = self.sandbox.options(self.connection)
        options["base_url"] = options["base_url"].replace("http:", "https:")
        provider = KINDS[self.connection.partition("-")[0]](**options)
        settings = SessionSettings(transport=httpx.MockTransport(self._answer), clock=Still())
        async with AsyncRouter([provider], journal=self.journal, settings=settings) as router:
            await router.create_customer(ANA, connection=self.connection)
            if self.connection != "gnosis":
                acceptance = TermsAcceptance(ip_address="192.0.2.7")
                await router.accept_terms("ana", acceptance, connection=self.connection)
                back = "https://app.example/back"
                await router.verify_customer(ANA, connection=self.connection, redirect_url=back)
            yield router

    def intent(self, intent_id, router):
        """The intent as the journal alone tells it."""
        return intent_of(self.journal.history(intent_id), router.connections, NOW)


NOW = SandboxClock().now().replace(microsecond=0)


class Still:
    """The emulator's time stands still, and so does the client's; deadlines are real."""

    def now(self):
        return NOW

    def monotonic(self):
        return asyncio.get_running_loop().time()


async def turns(count):
    """Let the event loop turn *count* times."""
    for _ in range(count):
        await asyncio.sleep(0)


async def quiet(router):
    """Wait until nothing is under way any more."""
    performer = router._performer
    while performer._saga_tasks | performer._tasks:
        await asyncio.wait(performer._saga_tasks | performer._tasks)


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
def test_a_caller_may_leave_at_any_turn(connection):
    """Whenever a call is cancelled, what was sent is written down, and the next call tells of one order."""
    inside = Inside(connection)
    ends = []

    async def sweep():
        async with inside.router() as router:
            quote = await router.quote(ASK)
            for step in (*STEPS, *range(70, 400, 15)):
                name = f"w{step}"
                call = asyncio.create_task(router.create_intent(wish(quote=quote), id=name))
                await turns(step)
                call.cancel()
                await asyncio.wait([call])
                await quiet(router)
                history = inside.journal.history(name)
                assert history.in_doubt() is None, step
                ends.append("done" if not call.cancelled() else "sent" if history.attempts else "before")

                again = await router.create_intent(wish(quote=await router.quote(ASK)), id=name)

                assert again.order_id is not None
                assert len(again.attempts) == 1
                quote = await router.quote(ASK)
            assert not router._performer._saga_tasks

    asyncio.run(sweep())
    gc.collect()

    assert len(orders(inside.sandbox, connection.partition("-")[0])) == len(ends)
    assert {"before", "sent", "done"} == set(ends)


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
def test_a_customer_is_never_orphaned_by_a_caller_who_leaves(connection):
    """Whenever a registration is cancelled: if the provider knows the person, so does the journal."""
    inside = Inside(connection)
    known = []

    async def sweep():
        async with inside.router() as router:
            for step in (*STEPS, *range(70, 160, 15)):
                person = Customer(id=f"c{step}", country="BR", email=f"c{step}@example.com")
                before = inside.received
                call = asyncio.create_task(router.create_customer(person, connection=connection))
                await turns(step)
                call.cancel()
                await asyncio.wait([call])
                await quiet(router)
                link = inside.journal.link(connection, person.id)
                assert inside.received == before or link is not None, step
                known.append(link is not None and link.usable)

    asyncio.run(sweep())
    gc.collect()

    assert set(known) == {True, False}


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
def test_a_saga_that_is_killed_gives_its_claim_back(connection):
    """Torn down at any turn, it blocks nobody: the next call settles the intent, or says that it cannot."""
    inside = Inside(connection)
    settled = []

    async def sweep():
        async with inside.router() as router:
            for step in STEPS:
                quote = await router.quote(ASK)
                call = asyncio.create_task(router.create_intent(wish(quote=quote), id=f"w{step}"))
                await turns(step)
                for task in list(router._performer._saga_tasks):
                    task.cancel()
                call.cancel()
                await asyncio.wait([call])
                await quiet(router)
                try:
                    again = await router.create_intent(wish(quote=quote), id=f"w{step}", timeout=0.5)
                except OutcomeUnknownError:
                    again = None
                settled.append(again is not None)

    asyncio.run(sweep())
    gc.collect()

    assert all(settled) or connection == "ripio-br"
    assert any(settled)
    assert len(orders(inside.sandbox, connection.partition("-")[0])) <= len(STEPS)


def test_a_claim_on_its_way_is_given_back():
    """A saga killed while the journal is about to give it the claim leaves no claim behind."""
    journal, busy, free = SlowClaims(), threading.Event(), threading.Event()
    journal.gate = (busy, free)
    inside = Inside("gnosis")
    inside.journal = journal

    async def scene():
        async with inside.router() as router:
            call = asyncio.create_task(router.create_intent(wish(quote=await router.quote(ASK)), id="w1"))
            while not busy.is_set():
                await turns(1)
            for task in list(router._performer._saga_tasks):
                task.cancel()
            await turns(5)
            free.set()
            await asyncio.wait([call])
            journal.gate = None
            return await router.create_intent(wish(), id="w1", timeout=1)

    assert asyncio.run(scene()).order_id is not None


class SlowClaims(MemoryJournal):
    """A journal that takes its time to give a claim."""

    gate = None

    def claim(self, intent_id):
        if self.gate is not None:
            busy, free = self.gate
            busy.set()
            free.wait(5)
        return super().claim(intent_id)


def test_quotes_may_be_left_at_any_turn():
    """A cancelled comparison leaves the clients usable and no task behind."""
    inside = Inside("gnosis")

    async def sweep():
        async with inside.router() as router:
            for step in STEPS:
                call = asyncio.create_task(router.quotes(ASK))
                await turns(step)
                call.cancel()
                await asyncio.wait([call])
            assert (await router.quotes(ASK)).quotes
        return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]

    assert asyncio.run(sweep()) == []
    gc.collect()


def test_closing_waits_for_what_is_under_way():
    """An order in flight whose caller has left is answered and written down before the connections close."""
    inside = Inside("gnosis")

    async def scene():
        async with inside.router() as router:
            inside.hold = asyncio.Event()
            before = inside.received
            call = asyncio.create_task(router.create_intent(wish(quote=await router.quote(ASK)), id="w1"))
            while inside.received < before + 3:  # the price, the schemas, the order
                await turns(1)
            call.cancel()
            await asyncio.wait([call])
            closing = asyncio.create_task(router.aclose())
            await turns(50)
            assert not closing.done()
            assert inside.journal.history("w1").in_doubt() is not None
            inside.hold.set()
            await closing
            return inside.intent("w1", router)

    intent = asyncio.run(scene())

    assert intent.order_id is not None
    assert len(orders(inside.sandbox, "gnosis")) == 1


def test_a_loop_that_is_torn_down_leaves_the_intent_unknown(sandbox, sandbox_settings):
    """Sagas killed with their loop: the journal says so, and the next process settles it."""
    journal, inside = MemoryJournal(), Inside("gnosis")
    inside.journal = journal

    async def careless():
        inside.hold = asyncio.Event()
        inside.hold.set()
        async with inside.router() as router:
            inside.hold = asyncio.Event()
            call = asyncio.create_task(router.create_intent(wish(quote=await router.quote(ASK)), id="w1"))
            while not journal.history("w1").attempts:
                await turns(1)
            for task in list(router._performer._saga_tasks):
                task.cancel()
            await asyncio.wait([call])
            inside.hold.set()

    async def after():
        inside.hold = None
        async with inside.router() as router:
            seen = inside.intent("w1", router)
            return seen, await router.create_intent(wish(), id="w1", timeout=5)

    asyncio.run(careless())
    seen, settled = asyncio.run(after())

    assert seen.status == Status.UNKNOWN
    assert settled.order_id is not None
    assert len(orders(inside.sandbox, "gnosis")) == 1


def interrupted(router, connection, *, after):
    """Let the first order sent through *router* end in Ctrl-C, before or after the provider got it."""
    session = router._performer.sessions[connection]
    real, left = session.send, [1]

    def send(request, *, deadline):
        if request.commits is not Commits.ORDER or not left:
            return real(request, deadline=deadline)
        left.pop()
        if after:
            real(request, deadline=deadline)
        raise KeyboardInterrupt

    session.send = send


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
def test_ctrl_c_during_an_order_never_doubles_it(make_router, sandbox, connection, after):
    """The intent is unknown until the next call, which finds the one order or keeps saying so."""
    router = admit(make_router(only=[connection]), connection)
    interrupted(router, connection, after=after)
    code = connection.partition("-")[0]

    with pytest.raises(KeyboardInterrupt):
        router.create_intent(wish(), id="w1")

    (intent,) = router.list_intents()
    assert intent.status == Status.UNKNOWN
    assert len(orders(sandbox, code)) == int(after)
    if connection == "ripio-br" and not after:
        with pytest.raises(OutcomeUnknownError):
            router.create_intent(wish(), id="w1", timeout=0.5)
    else:
        assert router.create_intent(wish(), id="w1", timeout=5).order_id is not None
    assert len(orders(sandbox, code)) == int(after or connection == "gnosis")


def test_ctrl_c_before_an_order_leaves_nothing(make_router, sandbox):
    """Interrupted while prices are asked, nothing stands under the id, and another wish may take it."""
    router = admit(make_router(only=["gnosis"]), "gnosis")
    session = router._performer.sessions["gnosis"]
    real = session.run

    def run(flow, **options):
        session.run = real
        flow.close()
        raise KeyboardInterrupt

    session.run = run
    with pytest.raises(KeyboardInterrupt):
        router.create_intent(wish(), id="w1")

    assert router.list_intents() == ()
    assert router.create_intent(wish(amount=Amount("600", "BRL")), id="w1").order_id


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_worker_threads_are_made_anew_after_a_fork():
    """A fork copies no threads; even a lock held at that moment is left behind."""
    workers = Workers(limit=1)
    assert workers.submit(lambda: 1).result(5) == 1
    with workers._lock:
        child = os.fork()
        if child == 0:
            # Nothing of the test runner's may run on in the child, whatever happens.
            try:
                os._exit(0 if workers.submit(lambda: 2).result(5) == 2 else 1)
            finally:
                os._exit(2)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert workers.submit(lambda: 3).result(5) == 3
    workers.close()


def test_closed_workers_count_on_nobody_who_leaves():
    """Work that comes after closing gets a thread of its own, even if a busy one has not left yet."""
    workers, busy, free = Workers(limit=1), threading.Event(), threading.Event()
    first = workers.submit(lambda: (busy.set(), free.wait(5)))
    busy.wait(5)
    workers.close()
    second = workers.submit(lambda: 2)
    free.set()
    first.result(5)

    assert second.result(5) == 2
    assert workers.submit(lambda: 3).result(5) == 3
    workers.close()


def test_a_failed_wish_stays_failed_for_every_face(make_router, face):
    """The refusal is written down before it is told."""
    router = make_router(face, only=["gnosis"])
    with pytest.raises(AllProvidersFailedError):
        router.create_intent(wish(), id="w1")

    (intent,) = router.list_intents()
    assert intent.status == Status.FAILED
    assert [row.reason for row in intent.refusals] == ["customer_not_registered"]


def test_every_method_is_on_both_faces():
    """What one face can do, the other can; their signatures are compared elsewhere."""
    assert {name for name in vars(Router) if not name.startswith("_")} - {"close"} == {
        name for name in vars(AsyncRouter) if not name.startswith("_")
    } - {"aclose"}
