"""One router, two providers that work and eight that break HTTP: the good quotes come, and in time."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from rampkit import Amount, AsyncRouter, Operation, Pair, QuoteRequest, Rail, Route, Router
from rampkit.capabilities import Places
from rampkit.errors import BadResponseError, ConfigurationError
from rampkit.http import Request, Token, done, path
from rampkit.models import Binding, Quote
from rampkit.provider import RampProvider
from rampkit.sandbox.hostile import HostileServer
from rampkit.secrets import Secret
from rampkit.wire import reading

PAIR = Pair("BRL", "USDC_BASE")
ASK = QuoteRequest(pair=PAIR, amount=Amount("500", "BRL"), country="BR")
CANARY = "canary-51ab"
LIMIT = 0.6
LATE = {"answer_lost", "deadline_exceeded"}
REASONS = {
    "hang": LATE,
    "drip_headers": LATE,
    "drip_body": LATE,
    "html": {"bad_response"},
    "refuse": {"unreachable"},
    "reset": {"answer_lost"},
    "gzip_bomb": {"bad_response"},
    "redirect": {"bad_response"},
    "empty": {"bad_response"},
    "garbage": {"answer_lost"},
}


class Tiny(RampProvider):
    """A provider of one call, signed with a token and a key."""

    code = "tiny"
    title = "Tiny"
    operations = frozenset({Operation.QUOTES})

    def routes(self):
        return [Route(PAIR, Places(frozenset({"BR"})), (Rail.PIX,))]

    def authorize(self, scope):
        return done(Token(Secret(CANARY)))

    def sign(self, request, token):
        secret = token.secret.reveal()
        return request.with_headers({"authorization": f"Bearer {secret}", "x-api-key": secret})

    def parse_error(self, response, request):
        return BadResponseError("no result", connection=self.name, status=response.status)

    def quotes(self, request):
        response = yield from self._ask(Request(operation="quotes", path=path("quote"), scope="project"))
        with reading(response, connection=self.name, operation="quotes"):
            got = request.amount.value * Decimal(response.json()["rate"])
        return [
            Quote(
                connection=self.name,
                provider=self.code,
                rail=Rail.PIX,
                pair=PAIR,
                country="BR",
                requested=request.amount,
                binding=Binding.INDICATIVE,
                source_amount=request.amount,
                destination_amount=Amount(got, PAIR.destination),
            )
        ]


class Faulty(Tiny):
    """An adapter with a bug of its own."""

    def quotes(self, request):
        raise ZeroDivisionError(CANARY)
        yield


class Abrupt(Tiny):
    """An adapter that fails before it asks anything."""

    def quotes(self, request):
        raise LookupError(CANARY)


class Unset(Tiny):
    """A connection that turns out to be set up wrongly when it is used."""

    def authorize(self, scope):
        raise ConfigurationError("TINY_SECRET is not set")
        yield


class _Fair(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"rate": "0.2"}'
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def fair():
    """A server that quotes as it should."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Fair) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def street(fair):
    """Connections to every kind of server, good ones first and last."""
    with ExitStack() as stack:
        servers = {mode: stack.enter_context(HostileServer(mode)) for mode in REASONS}
        urls = {"first": fair, **{mode: server.url for mode, server in servers.items()}, "last": fair}
        yield SimpleNamespace(
            servers=servers, providers=[Tiny(name=name, base_url=url) for name, url in urls.items()]
        )


def sync_quotes(providers, **options):
    """A comparison by the sync face."""
    with Router(providers) as router:
        return router.quotes(ASK, **options)


def async_quotes(providers, **options):
    """A comparison by the async face."""

    async def ask():
        async with AsyncRouter(providers) as router:
            return await router.quotes(ASK, **options)

    return asyncio.run(ask())


@pytest.fixture(params=[sync_quotes, async_quotes], ids=["sync", "async"])
def quotes(request):
    """Asks for quotes, by either face."""
    return request.param


@pytest.mark.parametrize("face", ["sync", "async"])
def test_good_quotes_arrive_whatever_the_others_do(street, face):
    """Within the deadline both good ones quote, and each of the others says what became of it."""
    if face == "sync":
        with Router(street.providers) as router:
            begin = time.monotonic()
            comparison = router.quotes(ASK, timeout=LIMIT)
            seconds = time.monotonic() - begin
    else:

        async def ask():
            async with AsyncRouter(street.providers) as router:
                begin = time.monotonic()
                answer = await router.quotes(ASK, timeout=LIMIT)
                return answer, time.monotonic() - begin

        comparison, seconds = asyncio.run(ask())

    assert [quote.connection for quote in comparison.quotes] == ["first", "last"]
    assert {row.connection for row in comparison.refusals} == set(REASONS)
    wrong = {
        row.connection: row.reason for row in comparison.refusals if row.reason not in REASONS[row.connection]
    }
    assert not wrong
    assert seconds < LIMIT + 0.2


def test_credentials_stay_at_their_origin(street, quotes):
    """A redirect gets an answer, never our token or key; the message tells neither."""
    chosen = [one for one in street.providers if one.name in {"first", "redirect"}]
    server = street.servers["redirect"]
    before = len(server.requests)

    comparison = quotes(chosen, timeout=5)

    (refusal,) = comparison.refusals
    assert server.requests[before].headers["x-api-key"] == CANARY
    assert server.redirected == []
    assert CANARY not in repr(comparison)
    assert "307" in refusal.message


def test_a_good_answer_does_not_wait_for_a_crowd_of_bad_ones(fair, quotes):
    """Forty silent connections cost one deadline, not forty."""
    with HostileServer("hang") as server:
        silent = [Tiny(name=f"s{number}", base_url=server.url) for number in range(40)]
        begin = time.monotonic()
        comparison = quotes([*silent, Tiny(name="fair", base_url=fair)], timeout=0.4)
        seconds = time.monotonic() - begin

    assert [quote.connection for quote in comparison.quotes] == ["fair"]
    assert {row.reason for row in comparison.refusals} <= LATE
    assert seconds < 0.4 + 0.6  # making and closing forty clients included


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("kind", [Faulty, Abrupt])
def test_a_bug_in_one_adapter_is_a_refusal_of_that_connection(fair, quotes, kind, others):
    """Whatever an adapter raises costs its own connection alone, and its text stays hidden."""
    good = [Tiny(name=f"good{number}", base_url=fair) for number in range(others)]

    comparison = quotes([kind(name="bad", base_url=fair), *good], timeout=5)

    (refusal,) = comparison.refusals
    assert len(comparison.quotes) == others
    assert (refusal.connection, refusal.reason) == ("bad", "error")
    assert "Error: a fault in the adapter" in refusal.message
    assert CANARY not in refusal.message


def test_a_closed_router_says_so_at_once(fair):
    """Closing while it asks in another thread ends that call, and every later one says that it is closed."""
    with HostileServer("hang") as server:
        router = Router([Tiny(name="silent", base_url=server.url), Tiny(name="fair", base_url=fair)])
        ends = []
        thread = threading.Thread(target=lambda: ends.append(outcome(router, 0.3)))
        thread.start()
        while not server.requests:
            pass
        router.close()
        thread.join()
        begin = time.monotonic()
        after = outcome(router, 5)
        seconds = time.monotonic() - begin

        router.close()

    assert "closed" in ends or "silent" in ends[0]
    assert after == "closed"
    assert seconds < 1


def outcome(router, timeout):
    """Who refused, or that the router is closed."""
    try:
        return {row.connection for row in router.quotes(ASK, timeout=timeout).refusals}
    except ConfigurationError as error:
        return "closed" if "closed" in str(error) else str(error)


def test_a_wrong_setting_is_not_hidden_among_refusals(fair, quotes):
    """A connection that is set up wrongly ends the comparison: an application must notice."""
    with pytest.raises(ConfigurationError, match="TINY_SECRET"):
        quotes([Unset(name="unset", base_url=fair), Tiny(name="fair", base_url=fair)], timeout=5)


def test_an_unforeseen_fault_is_logged_without_its_text(fair, quotes, caplog):
    """Kind and place are enough to find it."""
    quotes([Faulty(name="bad", base_url=fair)], timeout=5)

    (record,) = [record for record in caplog.records if record.msg == "adapter_fault"]
    assert (record.connection, record.kind) == ("bad", "ZeroDivisionError")
    assert record.where.startswith(__file__)
    assert CANARY not in str(vars(record))


HANGING = """
import runpy, socket, sys, threading, time

lookup = socket.getaddrinfo

def slow(host, *rest, **options):
    if host in {"slow.test", b"slow.test"}:
        threading.Event().wait()
    return lookup(host, *rest, **options)

socket.getaddrinfo = slow
tools = runpy.run_path(sys.argv[1])
urls = {"hang": sys.argv[2], "fair": sys.argv[3], "slow": sys.argv[4]}
providers = [tools["Tiny"](name=name, base_url=url) for name, url in urls.items() if url]
print(time.monotonic())
comparison = tools[sys.argv[5]](providers, timeout=0.5)
print([quote.connection for quote in comparison.quotes])
"""


@pytest.mark.parametrize(("face", "slow"), [("sync_quotes", "https://slow.test"), ("async_quotes", "")])
def test_the_process_ends_at_once(fair, face, slow):
    """Neither a server that still hangs nor an endless name lookup keeps the interpreter alive."""
    with HostileServer("hang") as server:
        ended = subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-W", "error", "-c", HANGING, __file__, server.url, fair, slow, face],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    seconds = time.monotonic() - float(ended.stdout.split()[0])

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.split("\n")[1] == "['fair']"
    assert seconds < 0.5 + 1.2


def test_idle_threads_keep_nothing_alive(fair):
    """A router that is dropped leaves neither threads that work nor sockets that leak."""
    before = set(threading.enumerate())
    with Router([Tiny(name=f"f{number}", base_url=fair) for number in range(4)]) as router:
        assert len(router.quotes(ASK, timeout=5).quotes) == 4
    gc.collect()
    ours = [one for one in threading.enumerate() if one.name == "rampkit" and one not in before]
    for thread in ours:
        thread.join(2)

    assert not [thread for thread in ours if thread.is_alive()]
