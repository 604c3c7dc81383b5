"""Which requests are sent again, when, and how many in all."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import AnswerLostError, NotSentError
from rampkit.http import Commits, Response
from rampkit.session import SessionSettings
from rampkit.session.retries import retry_after

NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)


class Script:
    """Answers with each of *outcomes* in turn, then with 200."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.calls = 0

    def __call__(self, request):
        """Answer."""
        self.calls += 1
        outcome = self.outcomes.pop(0) if self.outcomes else 200
        if isinstance(outcome, type):
            raise outcome("", request=request)
        return outcome if isinstance(outcome, httpx.Response) else httpx.Response(outcome)


@pytest.mark.parametrize("outcome", [408, 429, 500, 502, 503, 504, httpx.ConnectError, httpx.ReadError])
def test_reads_are_repeated(outcome, answering, wish, no_waits):
    """What leaves nothing behind is sent again after a passing failure."""
    script = Script(outcome, outcome)

    assert answering(script).send(wish.get()).status == 200
    assert script.calls == 3


@pytest.mark.parametrize("status", [200, 204, 302, 400, 403, 404, 409, 422, 501])
def test_answers_that_stand(status, answering, wish, no_waits):
    """Any other answer is the answer."""
    script = Script(status)

    assert answering(script).send(wish.get()).status == status
    assert script.calls == 1


def test_last_answer_is_returned(answering, wish, no_waits):
    """When every attempt fails the last outcome counts, whatever it is."""
    assert answering(Script(500, httpx.ReadError, 503)).send(wish.get()).status == 503
    with pytest.raises(AnswerLostError) as caught:
        answering(Script(500, 500, httpx.ReadError)).send(wish.get())

    assert caught.value.__context__ is caught.value.__cause__ is None


@pytest.mark.parametrize("outcome", [500, httpx.ReadError, httpx.ConnectError])
@pytest.mark.parametrize(
    "fields",
    [
        {"commits": Commits.ORDER},
        {"commits": Commits.ORDER, "idempotency_key": "k", "repeatable": True},
        {"commits": Commits.RECORD, "repeatable": True, "once": True},
        {"commits": Commits.NOTHING, "once": True},
    ],
)
def test_never_repeated(outcome, fields, answering, wish, no_waits):
    """Orders and one-time codes go out once, whatever happens and whatever else is declared."""
    script = Script(outcome)
    with suppress(AnswerLostError, NotSentError):
        answering(script).send(wish.get(**fields))

    assert script.calls == 1


@pytest.mark.parametrize(
    ("outcome", "repeatable", "calls"),
    [(500, False, 1), (httpx.ReadError, False, 1), (httpx.ConnectError, False, 2), (500, True, 2)],
)
def test_records(outcome, repeatable, calls, answering, wish, no_waits):  # noqa: PLR0917  # fixtures
    """A record is sent again only if it provably never left, or if the provider makes that safe."""
    script = Script(outcome)
    with suppress(AnswerLostError):
        answering(script).send(wish.record(repeatable=repeatable))

    assert script.calls == calls


def test_stamina_can_be_switched_off(answering, wish):
    """An application's tests turn repeats off with stamina's own switch."""
    script = Script(500)
    stamina.set_active(False)
    try:
        assert answering(script).send(wish.get()).status == 500
    finally:
        stamina.set_active(True)

    assert script.calls == 1


def test_success_never_enters_stamina(answering, wish, monkeypatch):
    """The way of every successful call does not pay for repeats."""
    monkeypatch.setattr(stamina, "retry_context", None)

    assert answering(Script()).send(wish.get()).status == 200


def test_long_wait_is_not_waited(answering, wish):
    """A provider that wants more patience than the caller has is not asked again."""
    script = Script(httpx.Response(503, headers={"retry-after": "3600"}))

    assert answering(script).send(wish.get()).status == 503
    assert script.calls == 1


@pytest.fixture
def waits(monkeypatch):
    """The waits stamina was told, none of them waited."""
    told = []
    context = stamina.retry_context

    def spying(on, **options):
        def hook(error):
            answer = on(error)
            told.append(answer)
            return answer

        return context(on=hook, **options)

    monkeypatch.setattr(stamina, "retry_context", spying)
    with stamina.set_testing(True, attempts=3):
        yield told


@pytest.mark.parametrize(
    ("asked", "wait"), [("2", 2.0), ("0", 0.25), ("nan", 0.25), ("-5", 0.25), ("", 0.25)]
)
def test_providers_wish_counts(asked, wait, answering, wish, clock, waits):  # noqa: PLR0917  # fixtures
    """The provider's wait is never undercut; nonsense leaves our own."""
    script = Script(httpx.Response(429, headers={"retry-after": asked}))
    answering(script, clock=clock, random=lambda: 0.0).send(wish.get())

    assert waits == [wait]


def test_own_waits_grow(answering, wish, clock, waits):
    """Without a word from the provider each wait is about twice the one before."""
    answering(Script(500, 500), clock=clock, random=lambda: 0.0).send(wish.get())

    assert waits == [0.25, 0.5]


def test_budget(answering, wish):
    """A provider that is down gets at most a tenth more requests than there are calls."""
    script = Script(*[500] * 6_000)
    face = answering(script)

    def many():
        for _ in range(2_000):
            yield wish.get()

    with stamina.set_testing(True, attempts=3):
        face.run(many(), timeout=600)

    assert 2_000 < script.calls <= 2_200


def test_what_stamina_may_log(answering, wish):
    """The application's hook sees the kind of failure and nothing of the request."""
    seen = []
    stamina.instrumentation.set_on_retry_hooks([seen.append])
    try:
        with stamina.set_testing(True, attempts=3):
            secret = {"x-api-key": wish.canary}
            answering(Script(500, httpx.ReadError)).send(wish.get(f"/{wish.canary}", headers=secret))
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)

    assert [repr(details.caused_by) for details in seen] == [
        "AgainError('HTTP 500')",
        "AgainError('AnswerLostError')",
    ]
    assert wish.canary not in repr(seen)


def seconds(text):
    """What a `Retry-After` of *text* means."""
    return retry_after(Response(status=503, headers={"retry-after": text}), NOW)


@given(st.integers(0, 10**12))
def test_retry_after_in_seconds(asked):
    """A number of seconds is taken as it is."""
    assert seconds(str(asked)) == asked


@given(st.integers(-(10**9), 10**9))
def test_retry_after_as_date(ahead):
    """A date means the time until then, and nothing if it is past."""
    moment = NOW + timedelta(seconds=ahead)

    assert seconds(format_datetime(moment, usegmt=True)) == max(0, ahead)


@given(st.text())
def test_retry_after_garbage(text):
    """Whatever else it says, the wait is a number that is not negative."""
    assert seconds(text) >= 0


def test_defaults():
    """Three attempts within thirty seconds."""
    assert (SessionSettings().attempts, SessionSettings().timeout) == (3, 30)
