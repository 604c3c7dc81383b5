"""What may be seen from outside."""

from __future__ import annotations

import io
import json
import logging
import timeit
import traceback

import httpx
import pytest
import stamina
import structlog

from rampkit.errors import RampError
from rampkit.http import Token, Upload, send
from rampkit.logs import enabled
from rampkit.sandbox.hostile import HostileServer
from rampkit.secrets import Secret


@pytest.fixture
def everything():
    """Every log record of every logger, down to DEBUG, attributes included."""
    seen = io.StringIO()

    class Keep(logging.Handler):
        def emit(self, record):
            seen.write(f"{record.getMessage()} {vars(record)}\n")

    root, handler = logging.getLogger(), Keep()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield seen
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def telling(wish):
    """A request that carries the canary wherever a request can."""
    return wish.get(
        f"/customers/{wish.canary}",
        method="POST",
        query={"api_key": wish.canary},
        headers={"x-api-key": wish.canary},
        form={"client_secret": wish.canary},
        scope="project",
    )


@pytest.fixture
def traces():
    """Exceptions as structlog's JSON set-up writes them: with the local variables of every frame."""
    rendered = io.StringIO()

    def write(error):
        entry = structlog.processors.dict_tracebacks(None, "error", {"exc_info": error})
        rendered.write(json.dumps(entry, default=repr))
        rendered.write(
            "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format())
        )
        rendered.write(repr((error, str(error), error.args, vars(error), error.__context__, error.__cause__)))

    write.seen = rendered
    return write


def test_no_log_tells(everything, connect, telling, wish, server):
    """No logger says a secret of a request or of an answer, not even at DEBUG."""
    server.body = json.dumps({"token": wish.canary}).encode()
    server.answers = {"set-cookie": f"session={wish.canary}", "x-token": wish.canary}
    with stamina.set_testing(True, attempts=2):
        face = connect(server.url)
        face.run(send(telling))
        server.status = 500
        face.run(send(telling))

    assert "'operation': 'get_quote'" in everything.getvalue()
    assert "receive_response_headers.complete" in everything.getvalue()
    assert wish.canary not in everything.getvalue()


def test_other_users_of_httpcore_keep_their_logs(everything, connect, wish, server):
    """Only our own exchanges are cut from httpcore's log."""
    server.answers = {"x-token": wish.canary}
    connect(server.url).run(send(wish.get()))
    httpx.get(server.url, trust_env=False)

    assert everything.getvalue().count(wish.canary) > 0


@pytest.mark.parametrize("mode", ["hang", "refuse", "reset", "garbage", "drip_body", "gzip_bomb"])
def test_no_trace_tells(mode, connect, telling, wish, traces):
    """No error refers to a secret: not by its text, attributes or chain, nor by any frame's variables."""

    class Provider:
        rate_limits = ()
        name = "acme"

        def authorize(self, scope):
            return Token(Secret(wish.canary))
            yield

        def sign(self, request, token):
            return request.with_headers({"authorization": f"Bearer {token.secret.reveal()}"})

    with HostileServer(mode) as server:
        provider = Provider()
        provider.base_url = server.url
        face = connect(provider, attempts=1)
        with pytest.raises(RampError) as caught:
            face.run(send(telling), timeout=0.2)
    traces(caught.value)

    assert "rampkit" in traces.seen.getvalue()
    assert wish.canary not in traces.seen.getvalue()


def test_uploads_do_not_tell(connect, wish, traces):
    """The content of a document stays out of errors."""
    with HostileServer("reset") as server, pytest.raises(RampError) as caught:
        connect(server.url).send(
            wish.record(files=[Upload("file", "a.pdf", wish.canary.encode())], fields={"name": wish.canary})
        )
    traces(caught.value)

    assert wish.canary not in traces.seen.getvalue()


def test_events(caplog, answering, wish):
    """A refused call is logged as an attempt, its repeat and its end, with nothing but plain facts."""
    with caplog.at_level(logging.DEBUG, logger="rampkit"), stamina.set_testing(True, attempts=2):
        answering(lambda _: httpx.Response(503)).run(send(wish.get()))
    events = [
        (record.getMessage(), getattr(record, "attempt", None), record.status) for record in caplog.records
    ]

    assert [event for event in events if event[0] in {"request", "retry", "refusal"}] == [
        ("request", 1, 503),
        ("retry", 2, 503),
        ("request", 2, 503),
        ("refusal", None, 503),
    ]
    assert {
        (record.connection, record.operation) for record in caplog.records if record.name == "rampkit"
    } == {("acme", "get_quote")}


def test_silent_by_default(capfd, answering, wish):
    """An application that configured no logging hears nothing."""
    answering(lambda _: httpx.Response(400)).run(send(wish.get()))

    assert capfd.readouterr() == ("", "")


def test_context_of_the_application(caplog, answering, wish):
    """What the application bound to structlog's context is logged too, whatever it is called."""
    with (
        caplog.at_level(logging.DEBUG, logger="rampkit"),
        structlog.contextvars.bound_contextvars(name="job", message="m", args=(1,), trace="t1"),
    ):
        answering(lambda _: httpx.Response(200)).run(send(wish.get()))
    record = next(record for record in caplog.records if record.name == "rampkit")

    assert (record.trace, record.name_, record.message_, record.args_) == ("t1", "job", "m", (1,))


def test_structlog_set_up_by_the_application(caplog, answering, wish):
    """The application's own structlog set-up does not reach the library's logger."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        with caplog.at_level(logging.DEBUG, logger="rampkit"):
            answering(lambda _: httpx.Response(200)).run(send(wish.get()))
    finally:
        structlog.configure(**before)
        structlog.reset_defaults()

    assert [record.getMessage() for record in caplog.records if record.name == "rampkit"] == ["request"]


def test_logging_off_costs_nothing():
    """The question whether anybody listens takes far less than 3 microseconds."""
    assert not enabled(logging.DEBUG)
    assert min(timeit.repeat(lambda: enabled(logging.DEBUG), number=1000, repeat=5)) < 0.003


def test_use_changes_no_global_state(answering, wish):
    """Root logger, structlog and stamina are as they were."""

    def state():
        root = logging.getLogger()
        return root.level, root.handlers[:], structlog.get_config(), stamina.is_active(), stamina.is_testing()

    before = state()
    answering(lambda _: httpx.Response(500), attempts=1).run(send(wish.get()))

    assert state() == before
