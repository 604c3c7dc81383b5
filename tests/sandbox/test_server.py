"""How a sandbox listens and how it stops."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import httpx
import pytest

from rampkit.errors import ConfigurationError
from rampkit.sandbox import Fault, Sandbox, serve
from rampkit.sandbox import sandbox as sandbox_module


@pytest.fixture
def elapsed():
    """Measure a duration in seconds from here on."""
    start = perf_counter()
    return lambda: perf_counter() - start


def test_start_and_stop_are_quick(till_class, elapsed):
    """A sandbox listens at once and leaves no thread behind."""
    before = threading.enumerate()

    with Sandbox(emulators=[till_class]) as sandbox:
        answer = httpx.get(f"{sandbox.url}/till/v1/orders", trust_env=False)

    assert answer.status_code == 200
    assert elapsed() < 2
    assert threading.enumerate() == before


@pytest.mark.parametrize("path", ["/till/v1/stuck", "/till/v1/orders"])
def test_stop_is_prompt_while_requests_hang(till_class, path):
    """Neither a handler that never ends nor a hanging fault keeps a sandbox from stopping."""
    with ThreadPoolExecutor() as pool:
        with Sandbox(emulators=[till_class]) as sandbox:
            sandbox.arm(Fault(target="till", kind="hang", times=1, path="/v1/orders"))
            pending = pool.submit(httpx.get, sandbox.url + path, timeout=5, trust_env=False)
            with pytest.raises(httpx.ReadTimeout):
                httpx.get(sandbox.url + "/till/v1/stuck", timeout=0.1, trust_env=False)
            start = perf_counter()
        stopped_after = perf_counter() - start

        assert isinstance(pending.exception(), httpx.RemoteProtocolError)
    assert stopped_after < 2


def test_answers_are_not_held_back(client, elapsed):
    """No request waits the 40 ms of Nagle's algorithm meeting a delayed acknowledgement."""
    answers = [client.post("/till/v1/orders", json={}) for _ in range(100)]

    assert elapsed() < 2
    assert {answer.status_code for answer in answers} == {201}


def test_nothing_listens_after_the_context(till_class):
    """The port is free again once the context has ended."""
    with Sandbox(emulators=[till_class]) as sandbox:
        url = sandbox.url

    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_port_can_be_chosen(till_class):
    """A sandbox listens on the port it is given, on loopback only."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    with Sandbox(port=port, emulators=[till_class]) as sandbox:
        assert sandbox.url == f"http://127.0.0.1:{port}"


def test_taken_port_is_an_error(till_class):
    """A port that is taken raises where the sandbox was started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sandbox = Sandbox(port=taken.getsockname()[1], emulators=[till_class])

        with pytest.raises(OSError, match="in use"):
            sandbox.__enter__()


def test_serving_is_silent(till_class, caplog):
    """Neither start nor requests nor stop log anything, whatever the application has switched on."""
    before = logging.getLogger("uvicorn.access").propagate
    with caplog.at_level(logging.DEBUG), Sandbox(emulators=[till_class]) as sandbox:
        httpx.get(f"{sandbox.url}/till/v1/orders", trust_env=False)

    assert [record.name for record in caplog.records if record.name.startswith(("uvicorn", "rampkit"))] == []
    assert logging.getLogger("uvicorn.access").propagate is before


def test_broken_emulator_answers_500_and_is_logged(till_class, caplog):
    """What goes wrong inside an emulator is logged with its traceback."""
    with Sandbox(emulators=[till_class]) as sandbox:
        response = httpx.get(f"{sandbox.url}/till/v1/broken", trust_env=False)

    assert response.status_code == 500
    assert "the till is jammed" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_foreground_returns_on_a_signal(till_class, monkeypatch, number):
    """Serving in the foreground answers, then returns without an error when it is interrupted."""
    monkeypatch.setattr(sandbox_module, "installed_emulators", lambda: [till_class])
    handler = signal.getsignal(number)
    answers = []

    def listening(sandbox):
        answers.append(httpx.get(f"{sandbox.url}/till/v1/orders", trust_env=False).json())
        os.kill(os.getpid(), number)

    serve(on_listening=listening)

    assert answers == [[]]
    assert signal.getsignal(number) is handler


def test_foreground_without_emulators_is_an_error(monkeypatch):
    """Serving nothing at all is refused before anything listens."""
    monkeypatch.setattr("sys.path", [])

    with pytest.raises(ConfigurationError):
        serve(on_listening=lambda _: None)
