"""The scanner finds each planted leak, and nothing in a clean recording."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode

import pytest

from rampkit.testing.cassettes import scan

NAME = "Ana Ñandú-Lima"
TOKEN = "q7x2v9k4m1z8w3p6t5r0y2n8"


def recording(request=None, response=None, comment="# Recorded from a test"):
    """A clean recording but for what is given, as YAML (of which JSON is a part)."""
    interaction = {
        "request": {
            "method": "GET",
            "uri": "https://api.acme.invalid/v1/orders/0f8fad5b-d9cb-469f-a165-70867728950e",
            "body": None,
            "headers": {"accept": ["application/json"], "authorization": ["Bearer cut"]},
            **(request or {}),
        },
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"content-type": ["application/json"]},
            "body": {"string": '{"wallet":"0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"}'},
            **(response or {}),
        },
    }
    return f"{comment}\n{json.dumps({'version': 1, 'interactions': [interaction]})}"


@pytest.fixture
def problems(tmp_path):
    """What is wrong with a recording of this text."""

    def look(text):
        file = tmp_path / "tape.yaml"
        file.write_text(text, encoding="utf-8")
        found = scan(file, hosts=["api.acme.invalid"], hide={"<name>": NAME}, secret_fields=["pin"])
        return {finding.problem for finding in found}

    return look


def body(text):
    """An answer of this text."""
    return {"body": {"string": text}}


def test_a_clean_recording_has_no_findings(problems):
    """Identifiers and addresses are no tokens."""
    assert problems(recording()) == set()


def test_a_planted_text_is_found_in_every_encoding_and_place(problems, spelled):
    """In the address, a header's value, either body, a comment, the reason phrase."""
    for spelling in spelled(NAME).values():
        places = [
            recording({"uri": f"https://api.acme.invalid/v1?name={spelling}"}),
            recording({"body": f'{{"name":"{spelling}"}}'}),
            recording({"headers": {"idempotency-key": [spelling]}}),
            recording(response=body(f'{{"a":["{spelling}"]}}')),
            recording(response={"headers": {"content-type": [spelling]}}),
            recording(response={"status": {"code": 400, "message": spelling}}),
            recording(comment=f"# {spelling}"),
        ]
        for place in places:
            assert "holds <name>" in problems(place), place


@pytest.mark.parametrize("compress", [gzip.compress, bytes], ids=["gzip", "plain"])
def test_binary_bodies_are_read(problems, compress):
    """Also where they are compressed."""
    data = b64encode(compress(NAME.encode())).decode()
    text = recording().replace('"body": null', f'"body": !!binary "{data}"')

    assert problems(text) == {"holds <name>"}


@pytest.mark.parametrize(
    ("leak", "problem"),
    [
        ({"headers": {"x-api-key": ["k"]}}, "holds the header x-api-key"),
        ({"headers": {"Cookie": ["k"]}}, "holds the header Cookie"),
        ({"headers": {"authorization": ["Bearer abcdef"]}}, "holds credentials"),
        ({"headers": {"authorization": ["abcdef"]}}, "holds credentials"),
        ({"uri": "https://other.invalid/v1"}, "is addressed to an unknown host"),
        ({"uri": "https://api.acme.invalid.evil.example/"}, "is addressed to an unknown host"),
        ({"uri": "https://me:it@api.acme.invalid/"}, "holds credentials in its address"),
        ({"uri": f"https://api.acme.invalid/?a={TOKEN}"}, "holds what looks like a token"),
        ({"uri": "https://api.acme.invalid/?access_token=abc"}, "holds a field with a credential"),
        ({"body": "grant=a&client_secret=abc"}, "holds a field with a credential"),
        ({"body": '{"pin": "1234"}'}, "holds a field with a credential"),
        ({"body": '{"pin": 1234}'}, "holds a field with a credential"),
        ({"body": r'{"a": "{\"pin\": \"1234\"}"}'}, "holds a field with a credential"),
        ({"body": 'x; name="pin"\r\n\r\n1234\r\n'}, "holds a field with a credential"),
        ({"body": "eyJhbGciOiJIUzI1.eyJpc3MiOiJn.c2ln"}, "holds a JSON web token"),
        ({"body": "-----BEGIN PRIVATE KEY-----"}, "holds a key"),
        ({"body": "Authorization: Basic YTpiYzpk"}, "holds credentials"),
        ({"body": "ab" * 8 + "01" * 8}, "holds what looks like a token"),
        ({"body": '{"next":"http://127.0.0.1:80/"}'}, "holds an address of this machine"),
        ({"body": '{"next":"http://localhost/"}'}, "holds an address of this machine"),
    ],
)
def test_each_kind_of_leak_in_a_request(problems, leak, problem):
    """Is found by its kind."""
    assert problem in problems(recording(leak))


@pytest.mark.parametrize(
    ("leak", "problem"),
    [
        ({"headers": {"set-cookie": ["a=b"]}}, "holds the header set-cookie"),
        ({"headers": {"date": ["today"]}}, "holds the header date"),
        (body('{"accessToken":"abc"}'), "holds a field with a credential"),
        (body(f'{{"value":"{TOKEN}"}}'), "holds what looks like a token"),
    ],
)
def test_each_kind_of_leak_in_an_answer(problems, leak, problem):
    """Is found by its kind."""
    assert problem in problems(recording(response=leak))


def test_findings_say_where_and_repeat_nothing(tmp_path):
    """They can be shown and logged."""
    file = tmp_path / "tape.yaml"
    file.write_text(recording(response=body(NAME)), encoding="utf-8")
    [finding] = scan(file, hosts=["api.acme.invalid"], hide={"<name>": NAME})

    assert (finding.cassette, finding.where) == ("tape.yaml", "exchange 1, response, body, string")
    assert NAME not in repr(finding)


def test_a_recording_that_would_run_something_is_refused(tmp_path):
    """It is data, whoever wrote it."""
    file = tmp_path / "tape.yaml"
    file.write_text("interactions: !!python/object/apply:os.getcwd []", encoding="utf-8")

    with pytest.raises(Exception, match="could not determine a constructor"):
        scan(file, hosts=[])
