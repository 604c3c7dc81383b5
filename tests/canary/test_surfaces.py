"""What an application holds, prints or stores without thinking: no secret is in it."""

from __future__ import annotations

import copy
import json
import traceback

import pytest

from rampkit import MemoryJournal
from rampkit.__main__ import main
from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.http import Request, Response, Token, Upload
from rampkit.models import Customer
from rampkit.saga.effects import stepped
from rampkit.sandbox import Sandbox
from rampkit.secrets import Secret
from rampkit.session.flows import next_step
from rampkit.testing.disguise import Disguise

SECRET = "wrong-secret-canary-77aa"
EMAIL = "amelie.davila@canary.example"


def test_objects_with_credentials_cannot_be_pickled_into_the_open(make_router, watch):
    """They refuse, or hold no secret."""
    router = make_router("gnosis", "ripio-br", journal=MemoryJournal())
    router.create_customer(Customer(id="user-1", country="BR", email=EMAIL), connection="ripio-br")
    objects = [router, *router.connections.values(), *map(router.session, router.connections)]

    assert sum("token" in name for name in watch.planted) > 1
    assert [found for each in objects for found in watch.found_in_pickle(each)] == []
    assert watch.found_in_values(*objects, vars(router), *map(vars, router.connections.values())) == []


@pytest.mark.parametrize(
    "value",
    [
        Request(operation="get", path=f"/{SECRET}", query={"a": SECRET}, headers={"a": SECRET}, json=EMAIL),
        Request(operation="get", path="/", form={"a": SECRET}, files=[Upload("a", EMAIL, SECRET.encode())]),
        Response(status=200, headers={"set-cookie": SECRET}, body=EMAIL.encode()),
        Token(Secret(SECRET)),
        Secret(SECRET),
    ],
    ids=lambda value: type(value).__name__,
)
def test_exchanges_show_nothing(watch, value):
    """Requests, answers and tokens are local variables of many frames."""
    assert watch.found_in_values(value, copy.copy(value), [value], {"v": value}) == []


@pytest.mark.parametrize("drive", [lambda flow: next_step(flow, None), lambda flow: stepped(flow, None, "a")])
@pytest.mark.parametrize("error", [BadResponseError("unreadable"), InvalidInputError("field", "is wrong")])
def test_the_frames_of_an_adapter_are_cut_off(drive, error):
    """They hold answers as they came, tokens included."""

    def parse():
        raise error
        yield

    with pytest.raises(type(error)) as raised:
        drive(parse())

    assert "parse" not in [frame.name for frame in traceback.extract_tb(raised.tb)]


@pytest.fixture(params=["environment", "file"])
def configured(request, sandbox, monkeypatch, tmp_path):
    """A connection with secrets of ours, which its provider refuses."""
    options = {**sandbox.options("gnosis"), "client_secret": SECRET, "webhook_secrets": SECRET}
    del options["name"]
    table = "".join(f"{key} = {json.dumps(value)}\n" for key, value in options.items())
    monkeypatch.chdir(tmp_path)
    if request.param == "file":
        (tmp_path / "rampkit.toml").write_text(f"[connections.gnosis]\n{table}", encoding="utf-8")
    else:
        for key, value in options.items():
            monkeypatch.setenv(f"RAMPKIT_GNOSIS_{key.upper()}", value)


@pytest.mark.parametrize("command", ["providers", "doctor"])
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_the_command_line_prints_no_secret(configured, watch, capfd, command, form):
    """Whether a connection works or not."""
    main([command, *form])
    printed = capfd.readouterr()

    assert "gnosis" in printed.out
    assert watch.found_in(printed.out + printed.err) == []
    assert watch.found_in_log() == []


def test_no_recording_holds_a_secret_of_the_sandbox(pytestconfig):
    """In no encoding."""
    secrets = {
        f"<{key} of {one.name}>": value
        for one in Sandbox().connections
        for key, value in one.options.items()
        if "secret" in key
    }
    recordings = list((pytestconfig.rootpath / "cassettes").rglob("*.yaml"))

    assert recordings
    for recording in recordings:
        assert Disguise(secrets).found_in(recording.read_text(encoding="utf-8")) == ()
