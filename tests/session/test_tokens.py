"""The credentials a session holds."""

from __future__ import annotations

import concurrent.futures
import copy
import threading
from datetime import timedelta

import httpx
import pytest

from rampkit.errors import (
    AnswerLostError,
    AuthenticationError,
    ConfigurationError,
    DeadlineExceededError,
    RampError,
    UnavailableError,
)
from rampkit.http import Commits, Token, send
from rampkit.sandbox.hostile import HostileServer
from rampkit.secrets import Secret
from rampkit.session import Session, SessionSettings
from rampkit.session.tokens import TokenStore, shared


class Bank:
    """Issues numbered tokens and refuses those it has revoked."""

    def __init__(self):
        self.issued = 0
        self.seen = []
        self.revoked = set()
        self.fail = []
        self.refusal = 401
        self.lock = threading.Lock()

    def __call__(self, request):
        """Answer."""
        with self.lock:
            return self._answer(request)

    def _answer(self, request):
        if request.url.path == "/v1/token":
            if self.fail:
                return self._failed(request, self.fail.pop(0))
            self.issued += 1
            return httpx.Response(200, json={"token": f"t{self.issued}"})
        token = request.headers.get("authorization")
        self.seen.append(token)
        return httpx.Response(self.refusal if token in self.revoked else 200, json={})

    @staticmethod
    def _failed(request, failure):
        if isinstance(failure, int):
            return httpx.Response(failure)
        raise failure("", request=request)


@pytest.fixture
def bank():
    """The provider's side."""
    return Bank()


@pytest.fixture
def timed(provider, clock):
    """Makes connections whose tokens live for a while."""

    def make(seconds):
        made = provider("https://api.acme.test/v1", lifetime=timedelta(seconds=seconds))
        made.clock = clock
        return made

    return make


def test_token_is_kept(bank, answering, wish):
    """One log-in serves many requests of its scope, and none of another."""
    face = answering(bank)
    for scope in ("project", "project", "customer:1", None):
        face.run(send(wish.get(scope=scope)))

    assert bank.seen == ["Bearer t1", "Bearer t1", "Bearer t2", None]


@pytest.mark.parametrize(
    ("life", "passed", "renewed"), [(600, 539, 1), (600, 540, 2), (30, 29, 1), (30, 30, 2)]
)
def test_renewal_in_time(life, passed, renewed, bank, answering, wish, clock, timed):  # noqa: PLR0917  # fixtures
    """A token is renewed a minute before its end, a short-lived one at its end."""
    face = answering(bank, provider=timed(life), clock=clock)
    face.run(send(wish.get(scope="project")))
    clock.advance(passed)
    face.run(send(wish.get(scope="project")))

    assert bank.issued == renewed


def test_stampede(bank, answering, wish, clock, timed):
    """A crowd that meets an expired token causes exactly one log-in."""
    face = answering(bank, provider=timed(600), clock=clock)
    face.run(send(wish.get(scope="project")))
    clock.advance(600)
    results = face.crowd(1000, lambda: wish.get(scope="project"))

    assert {result.status for result in results} == {200}
    assert bank.issued == 2


def test_stampede_after_revocation(bank, answering, wish):
    """A crowd whose token is refused causes exactly one log-in."""
    face = answering(bank)
    face.run(send(wish.get(scope="project")))
    bank.revoked.add("Bearer t1")
    results = face.crowd(100, lambda: wish.get(scope="project"))

    assert {result.status for result in results} == {200}
    assert bank.issued == 2


def test_thousand_threads(wish):
    """Among a thousand threads one leads and the others wait."""
    store = TokenStore(concurrent.futures.Future, limit=10)
    start, seats = threading.Barrier(1000), []

    def look():
        start.wait()
        seats.append(store.look("project", stale=None, now=None))

    threads = [threading.Thread(target=look) for _ in range(1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(seat.leads for seat in seats) == 1
    assert len({id(seat.flight) for seat in seats}) == 1


@pytest.mark.parametrize("commits", [Commits.NOTHING, Commits.RECORD])
def test_refused_token_is_replaced_once(commits, bank, answering, wish):
    """After a 401 the request goes out once more with a new token; a second 401 is the answer."""
    bank.revoked = {"Bearer t1", "Bearer t2"}
    response = answering(bank).send(wish.get(scope="project", commits=commits))

    assert response.status == 401
    assert bank.seen == ["Bearer t1", "Bearer t2"]


def test_a_provider_may_refuse_a_token_in_its_own_way(bank, answering, wish, provider):
    """What means that a token is not accepted is the adapter's to say."""

    class Forbidding(provider):
        def refuses_token(self, response):
            """By 403."""
            return response.status == 403

    bank.refusal, bank.revoked = 403, {"Bearer t1"}
    face = answering(bank, provider=Forbidding("https://api.acme.test/v1"))

    assert face.send(wish.get(scope="project")).status == 200
    assert bank.seen == ["Bearer t1", "Bearer t2"]


def test_refused_token_of_an_order(bank, answering, wish):
    """An order is not sent again behind the journal's back, but the next send has a new token."""
    bank.revoked = {"Bearer t1"}
    face = answering(bank)
    statuses = [face.send(wish.order(scope="project")).status for _ in range(2)]

    assert statuses == [401, 200]
    assert bank.seen == ["Bearer t1", "Bearer t2"]


def test_refused_token_of_a_one_time_request(bank, answering, wish):
    """A nonce or one-time code is spent by a refusal."""
    bank.revoked = {"Bearer t1"}

    assert answering(bank).send(wish.get(scope="project", once=True)).status == 401
    assert bank.seen == ["Bearer t1"]


@pytest.mark.parametrize(
    ("failure", "kind"), [(403, AuthenticationError), (httpx.ReadError, AnswerLostError)]
)
def test_failed_log_in(failure, kind, bank, answering, wish, no_waits):  # noqa: PLR0917  # fixtures
    """A failed log-in proves that the request itself was not sent, and spoils nothing."""
    bank.fail = [failure] * 3
    face = answering(bank)
    with pytest.raises(kind) as caught:
        face.send(wish.order(scope="project"))
    bank.fail.clear()

    assert caught.value.not_sent
    assert caught.value.operation in {"log_in", None}
    assert face.send(wish.order(scope="project")).status == 200


def test_log_in_may_need_another_token(bank, answering, wish):
    """A customer's log-in is signed with the project's token."""
    answering(bank).run(send(wish.get(scope="project>customer")))

    assert bank.issued == 2


def test_log_in_that_needs_itself(answering, wish, provider):
    """A log-in that goes in circles is an adapter's mistake and said to be one."""

    class Circular(provider):
        def authorize(self, scope):
            yield wish.get(scope=scope)

    face = answering(lambda _: httpx.Response(200), provider=Circular("https://api.acme.test"))
    for _ in range(2):  # the failure leaves nothing behind
        with pytest.raises(ConfigurationError, match="that very scope"):
            face.run(send(wish.get(scope="project")))


def test_store_is_bounded():
    """The least recently used token goes first."""
    store = TokenStore(_Flight, limit=2)
    for scope in "ab":
        _kept(store, scope)
    store.look("a", stale=None, now=None)
    _kept(store, "c")

    assert [_has(store, scope) for scope in "abc"] == [True, False, True]


def test_stale_means_that_very_token():
    """A token that equals the refused one, but is another, is used; dropping an old one spares the new."""
    store = TokenStore(_Flight, limit=2)
    token = _kept(store, "project")
    twin = copy.copy(token)
    store.drop("project", twin)

    assert store.look("project", stale=twin, now=None) is token
    assert store.look("project", stale=token, now=None).leads


def test_what_followers_take_over():
    """A refusal meets everybody alike; a leader's bad luck is its own."""
    refusal = AuthenticationError("no")
    copied = shared(refusal)

    assert (type(copied), str(copied)) == (AuthenticationError, "no")
    assert copied is not refusal
    assert shared(UnavailableError("down")) is None


def test_impatient_leader(wish, provider):
    """A leader that runs out of time fails alone; those who waited elect another."""
    begun, release, calls, results = threading.Event(), threading.Event(), [], []

    class Slow(provider):
        def authorize(self, scope):
            calls.append(scope)
            if len(calls) == 1:
                begun.set()
                release.wait(5)
                raise DeadlineExceededError("too late")
            return Token(Secret("t"))
            yield

    settings = SessionSettings(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    session = Session(Slow("https://api.acme.test"), settings=settings)

    def call():
        try:
            results.append(session.run(send(wish.get(scope="project"))).status)
        except DeadlineExceededError:
            results.append("too late")

    threads = [threading.Thread(target=call) for _ in range(20)]
    threads[0].start()
    begun.wait(5)
    for thread in threads[1:]:
        thread.start()
    release.set()
    for thread in threads:
        thread.join()

    assert len(calls) == 2
    assert results.count("too late") == 1
    assert results.count(200) == 19


def test_followers_wait_with_their_own_deadline(connect, wish, provider):
    """Who waits for somebody else's log-in still ends at its own time."""
    with HostileServer("hang") as server:
        face = connect(provider(server.url), timeout=0.2, attempts=1)
        results = face.crowd(5, lambda: wish.get(scope="project"), timeout=0.2)

    assert all(isinstance(result, RampError) and result.not_sent for result in results)


class _Flight:
    def set_result(self, result):
        pass


def _kept(store, scope):
    token = Token(Secret(scope))
    store.land(scope, store.look(scope, stale=None, now=None), token, now=None)
    return token


def _has(store, scope):
    return isinstance(store.look(scope, stale=None, now=None), Token)
