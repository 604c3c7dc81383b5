"""Recording and replaying: what is kept, what is matched, what fails."""

from __future__ import annotations

import gzip
import json
import logging
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from urllib.parse import quote

import httpx
import pytest

from rampkit import Session, SessionSettings
from rampkit.errors import ConfigurationError
from rampkit.http import Request, Token, send
from rampkit.secrets import Secret
from rampkit.testing.cassettes import CassetteError, Cassettes, scan
from rampkit.testing.disguise import Disguise

SECRET = "s3cr3t?/Känguru+9="
NAME = "Ana Ñandú-Lima"
HIDE = {"<secret>": SECRET, "<name>": NAME}
SHOWN = "https://api.acme.invalid"
REAL = "https://10.0.0.7:8443/live"


class Provider:
    """A connection with a token."""

    rate_limits = ()

    name = "acme"

    def __init__(self, base_url):
        self.base_url = base_url

    def authorize(self, scope):
        return Token(Secret(SECRET.encode().hex()))
        yield

    def refuses_token(self, response):
        """Never."""
        return False

    def sign(self, request, token):
        return request.with_headers({"Authorization": f"Bearer {token.secret.reveal()}"})


def tape(folder, **settings):
    """Recordings in this folder."""
    return Cassettes(folder, **{"source": "a test", "addresses": {SHOWN: REAL}, "hide": HIDE, **settings})


def ask(request, *, base_url=SHOWN, answer=None):
    """The answer to one request; the given one, while recording."""
    transport = httpx.MockTransport(lambda _: answer) if answer is not None else None
    with Session(Provider(base_url), settings=SessionSettings(transport=transport, attempts=1)) as session:
        return session.run(send(request))


def wish(**fields):
    """A request that tells everything."""
    return Request(
        operation="get_order",
        method="POST",
        path=f"/people/{quote(NAME, safe='')}",
        query={"key": SECRET, "name": NAME},
        headers={"x-api-key": "anything", "idempotency-key": SECRET.encode().hex()},
        scope="project",
        **{"json": {"name": NAME, "client_secret": "abc", "id": 7}, **fields},
    )


@pytest.fixture
def recorded(tmp_path, spelled):
    """A recording of an exchange that tells everything, in every encoding."""
    told = {**{f"{n} name": s for n, s in spelled(NAME).items()}, "accessToken": "opaque", "at": REAL}
    told |= {f"{n} secret": spelling for n, spelling in spelled(SECRET).items()}
    answer = httpx.Response(
        200,
        headers={
            "set-cookie": SECRET.encode(),
            "date": "today",
            "content-encoding": "gzip",
            "retry-after": "3",
        },
        content=gzip.compress(json.dumps(told, ensure_ascii=False).encode()),
    )
    with tape(tmp_path, record=True).use("order"):
        ask(wish(), base_url=REAL, answer=answer)
    return tmp_path / "order.yaml"


def test_a_recording_holds_nothing_private(recorded):
    """No text to hide in any encoding, no credential, no other header, no address but the one shown."""
    found = scan(recorded, hosts=["api.acme.invalid"], hide=HIDE)

    assert found == ()
    assert "opaque" not in recorded.read_text()
    assert "10.0.0.7" not in recorded.read_text()


def test_a_recording_says_where_it_comes_from(recorded):
    """In its first line."""
    assert recorded.read_text().startswith("# Recorded from a test\n")


def test_a_replay_finds_its_request_and_shows_what_was_hidden(recorded, tmp_path):
    """Cut before it is matched; what is not a credential is there again."""
    with tape(tmp_path, addresses={}).use("order"):
        answer = ask(wish()).json()

    assert (answer["plain name"], answer["json name"]) == (NAME, NAME)
    assert (answer["accessToken"], answer["at"]) == ("cut", SHOWN)


@pytest.mark.parametrize(
    "changed",
    [
        {"json": {"name": NAME, "client_secret": "abc", "id": 8}},
        {"json": {"name": NAME + "!", "client_secret": "abc", "id": 7}},
        {"method": "PUT"},
        {"path": "/people/other"},
        {"query": {"key": SECRET}},
        {"scope": None},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_another_request_is_not_in_the_recording(recorded, tmp_path, changed):
    """Method, path, query, body and credentials count; the error shows nothing private."""
    request = wish()
    fields = {
        name: getattr(request, name) for name in ("method", "path", "query", "headers", "json", "scope")
    }

    with pytest.raises(CassetteError) as failed, tape(tmp_path).use("order"):
        ask(Request(operation="get_order", **{**fields, **changed}))

    leaks = "".join(traceback.format_exception(failed.value)) + repr(vars(failed.value.__context__))
    assert Disguise(HIDE).found_in(leaks) == ()


def test_numbers_match_to_the_last_digit(tmp_path):
    """Where a comparison through binary floats would be blind."""
    answer = httpx.Response(200, json={})
    with tape(tmp_path, record=True).use("order"):
        ask(wish(json={"amount": 1, "x": "1.10"}), base_url=REAL, answer=answer)

    with pytest.raises(CassetteError), tape(tmp_path).use("order"):
        ask(wish(json={"amount": 1, "x": "1.1"}))


def test_an_answer_nobody_asked_for_fails(recorded, tmp_path):
    """A recording has to be played out."""
    with (
        pytest.raises(CassetteError, match="1 of 1 answers were never asked for"),
        tape(tmp_path).use("order"),
    ):
        pass


def test_a_failure_in_the_block_is_told_as_it_is(recorded, tmp_path):
    """Not as a recording that was not played out."""
    with pytest.raises(ZeroDivisionError), tape(tmp_path).use("order"):
        _ = 1 / 0


def test_without_a_recording_nothing_is_sent(tmp_path):
    """The default is to replay."""
    with pytest.raises(CassetteError, match="doesn't exist"), tape(tmp_path).use("none"):
        ask(wish())


def test_recording_again_replaces_what_was_recorded(recorded, tmp_path):
    """And leaves the same bytes for the same exchange."""
    before = recorded.read_bytes()
    for _ in range(2):
        with tape(tmp_path, record=True).use("order"):
            ask(wish(json={}), base_url=REAL, answer=httpx.Response(204))
    again = recorded.read_bytes()

    assert again != before
    assert again.count(b"request:") == 1


def test_a_recording_that_fails_leaves_the_old_one(recorded, tmp_path):
    """Half of one is worth nothing."""
    before = recorded.read_bytes()
    with suppress(ZeroDivisionError), tape(tmp_path, record=True).use("order"):
        ask(wish(json={}), base_url=REAL, answer=httpx.Response(204))
        _ = 1 / 0

    assert recorded.read_bytes() == before


def test_other_addresses_are_not_recorded(tmp_path):
    """What a test sends elsewhere, to move things on, is no part of the exchange."""
    with tape(tmp_path, record=True).use("order"):
        ask(wish(), base_url=REAL, answer=httpx.Response(204))
        ask(wish(), base_url="https://elsewhere.invalid", answer=httpx.Response(204))

    assert (tmp_path / "order.yaml").read_text().count("request:") == 1


@pytest.mark.parametrize("record", [True, False])
def test_the_log_of_vcrpy_is_silent(recorded, tmp_path, caplog, record):
    """It would tell addresses and whole answers."""
    with caplog.at_level(logging.DEBUG), tape(tmp_path, record=record).use("order"):
        ask(wish(), base_url=REAL if record else SHOWN, answer=httpx.Response(204) if record else None)

    assert not [record for record in caplog.records if record.name.startswith("vcr.")]


def test_without_vcrpy_the_rest_of_the_kit_works(monkeypatch):
    """Only cassettes need it, and say so."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "vcr"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "rampkit.testing.cassettes")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert import_module("rampkit.testing").replay
    with pytest.raises(ConfigurationError, match=r'pip install "rampkit\[testing\]"'):
        import_module("rampkit.testing.cassettes")
