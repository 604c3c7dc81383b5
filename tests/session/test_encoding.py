"""Requests as bytes."""

from __future__ import annotations

import email
import email.policy
import re
import traceback
from decimal import Decimal

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.http import Request, Upload, path
from rampkit.session.encoding import encode

BASE = "https://api.acme.test/gnosis/v1"


def encoded(**fields):
    """A request as httpx gets it."""
    return encode(Request(operation="read", **{"path": "/x", **fields}), base=BASE, timeouts={})


def test_nothing_but_the_request():
    """Only rampkit's own headers are added, and nothing about the machine."""
    assert dict(encoded().headers) == {
        "host": "api.acme.test",
        "user-agent": encoded().headers["user-agent"],
        "accept": "application/json",
        "accept-encoding": "gzip",
    }
    assert encoded().headers["user-agent"].startswith("rampkit")


def test_json():
    """A JSON body keeps every digit of a Decimal."""
    request = encoded(method="POST", json={"amount": Decimal("1.10"), "name": "Ana"})

    assert request.content == b'{"amount":1.10,"name":"Ana"}'
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == "28"


def test_form():
    """A form is sent URL-encoded."""
    request = encoded(method="POST", form={"grant_type": "a b"})

    assert request.content == b"grant_type=a+b"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


def test_multipart_arrives(server, connect):
    """Texts and files arrive as an independent parser reads them."""
    files = [Upload("document", 'pass"port\r\n.pdf', b"\x00\r\n--x", "application/pdf")]
    upload = Request(operation="upload", method="POST", path="/d", files=files, fields={"kind": "é"})
    connect(server.url).send(upload)
    _, _, headers, body = server.requests[0]
    head = f"Content-Type: {headers['content-type']}\r\n\r\n".encode()
    text, document = email.message_from_bytes(head + body, policy=email.policy.HTTP).iter_parts()

    assert text.get_payload(decode=True).decode() == "é"
    assert text.get_param("name", header="content-disposition") == "kind"
    assert document.get_filename() == "pass%22port%0D%0A.pdf"
    assert document.get_content_type() == "application/pdf"
    assert document.get_payload(decode=True) == b"\x00\r\n--x"


def test_multipart_repeats_itself():
    """Equal uploads are equal bytes, so that a resend is one."""
    first, second = (encoded(method="POST", fields={"a": "1"}).content for _ in range(2))

    assert first == second


def test_own_headers_win():
    """A request may say what it accepts and what its body is."""
    request = encoded(
        method="POST", json=1, headers={"Accept": "text/csv", "Content-Type": "application/ld+json"}
    )

    assert request.headers.get_list("accept") == ["text/csv"]
    assert request.headers.get_list("content-type") == ["application/ld+json"]


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "x"},
        {"path": "/a?b"},
        {"path": "/a#b"},
        {"path": "/a b"},
        {"path": "/a/../b"},
        {"path": "/.."},
        {"path": "/%2E%2e/b"},
        {"path": "/%zz"},
        {"path": "/é"},
        {"method": "get"},
        {"method": "GET /x"},
        {"headers": {"host": "evil.test"}},
        {"headers": {"Content-Length": "3"}},
        {"headers": {"transfer-encoding": "chunked"}},
        {"headers": {"a b": "c"}},
        {"headers": {"": "c"}},
        {"json": {}, "form": {}},
        {"form": {}, "fields": {}},
        {"files": [Upload("f", "f", b"", "text/plain\r\nx: y")]},
        {"json": 1.5},
        {"query": {"q": "x" * 70_000}},
    ],
    ids=str,
)
def test_refused(fields):
    """What would not be the one request it claims to be is refused before anything is sent."""
    with pytest.raises(InvalidInputError):
        encoded(**fields)


@given(st.text())
def test_header_values(value):
    """A header value is sent as it is, or refused; it never becomes another header."""
    try:
        request = encoded(headers={"x-key": value})
    except InvalidInputError as error:
        assert not re.fullmatch(r"[!-~]+", value)
        refusal = str(error)
    else:
        assert request.headers["x-key"] == value
        return

    assert refusal.startswith("headers.x-key")


@given(st.lists(st.text(min_size=1), min_size=1))
def test_paths_are_literal(segments):
    """Whatever an identifier holds, the path sent is the base path and one encoded segment each."""
    try:
        made = path(*segments)
    except InvalidInputError:
        return

    assert encoded(path=made).url.raw_path == b"/gnosis/v1" + made.encode()


@given(st.dictionaries(st.text(), st.text(), min_size=1))
def test_queries_stay_queries(query):
    """No parameter can change the path or end the query."""
    url = encoded(query=query).url

    assert url.path == "/gnosis/v1/x"
    assert url.fragment == ""
    assert dict(httpx.QueryParams(url.query)) == query


def test_refusals_forget_the_body():
    """The error for a body that cannot be written refers to nothing of it."""
    request = Request(operation="log_in", path="/x", json={"client_secret": "canary", "amount": 1.5})
    with pytest.raises(InvalidInputError) as caught:
        encode(request, base=BASE, timeouts={})
    trace = traceback.TracebackException.from_exception(caught.value, capture_locals=True)

    assert "canary" not in "".join(trace.format())
    assert caught.value.__context__ is None
