"""Recording and replaying with vcrpy."""

from __future__ import annotations

import gzip

import pytest
import vcr
from vcr.errors import CannotOverwriteExistingCassetteException

from rampkit.errors import NotSentError
from rampkit.http import send


def test_record_and_replay(server, connect, wish, tmp_path):
    """What vcrpy recorded it replays without a connection, compressed bodies and request bodies included."""
    server.answers = {"content-encoding": "gzip", "content-type": "application/json"}
    server.body = gzip.compress(b'{"rate": "0.94"}')
    record = wish.record(json={"name": "Ana"})
    face = connect(server.url)
    with vcr.use_cassette(tmp_path / "tape.yaml", match_on=["method", "uri", "body"]):
        recorded = face.run(send(record))
    with vcr.use_cassette(
        tmp_path / "tape.yaml", match_on=["method", "uri", "body"], record_mode="none"
    ) as tape:
        replayed = face.run(send(record))

    assert recorded.json() == replayed.json() == {"rate": "0.94"}
    assert tape.all_played
    assert len(server.requests) == 1


def test_missing_recording(connect, wish, tmp_path):
    """A request that was not recorded fails with vcrpy's own words."""
    with (
        vcr.use_cassette(tmp_path / "tape.yaml", record_mode="none"),
        pytest.raises(CannotOverwriteExistingCassetteException),
    ):
        connect("https://api.acme.test").run(send(wish.get()))


def test_nothing_is_recorded_of_failures(connect, wish, tmp_path):
    """A connection that failed leaves no recording."""
    with vcr.use_cassette(tmp_path / "tape.yaml") as tape, pytest.raises(NotSentError):
        connect("http://127.0.0.1:1", attempts=1).run(send(wish.get()))

    assert len(tape) == 0
