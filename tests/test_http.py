"""Requests, responses and the JSON between them: exact both ways, and discreet."""

import json
from decimal import Decimal
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.http import Commits, Request, Response, Token, Upload, done, json_text, path, query_string, send
from rampkit.secrets import Secret

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def answer(body):
    """A response with *body*."""
    return Response(status=200, body=body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"1", 1),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        (b"1.10", Decimal("1.10")),
        (b"123456789012345678.25", Decimal("123456789012345678.25")),
        (b"0.123456789012345678", Decimal("0.123456789012345678")),
        (b"1e-18", Decimal("1E-18")),
        (b"1E5", Decimal("1E+5")),
        (b'"1.10"', "1.10"),
        (b"null", None),
        (b"\xef\xbb\xbf{}", {}),
        (b' {"a": [true, 1.5]}\n', {"a": [True, Decimal("1.5")]}),
        ('"José"'.encode(), "José"),
    ],
)
def test_reading_json_keeps_every_digit(body, value):
    """Whole numbers are ints, all others Decimals; nothing goes through a binary float."""
    read = answer(body).json()

    assert read == value
    assert type(read) is type(value)
    assert str(read) == str(value)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>502</body></html>",
        b'{"status": "COMPLE',
        b"NaN",
        b'{"a": Infinity}',
        b"[-Infinity]",
        b"1e99999999999999999999999999",
        b"9" * 5000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe\xfd",
        b"{'a': 1}",
    ],
    ids=["html", "cut", "nan", "inf", "minus", "exponent", "long", "lists", "objects", "bytes", "quotes"],
)
def test_what_is_no_json(body):
    """Whatever cannot be read is one error, which does not show what it was and hangs on no other."""
    with pytest.raises(BadResponseError, match=r"^the answer is not JSON \[HTTP 200\]$") as caught:
        answer(body).json()
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_answer(body):
    """Nothing is not even bad JSON."""
    with pytest.raises(BadResponseError, match="the answer is empty"):
        answer(body).json()


def test_a_key_named_twice():
    """The last value counts, as in every common reader."""
    assert answer(b'{"a": 1, "a": 2}').json() == {"a": 2}


@given(values)
def test_writing_json_keeps_every_digit(value):
    """What is written reads back as it was, to the last digit."""
    read = answer(json_text(value).encode()).json()

    assert read == value


@given(numbers)
def test_numbers_are_written_plainly(value):
    """No exponent is ever sent: some providers do not read them."""
    assert set(json_text(value)) <= set("-0123456789.")
    assert Decimal(json_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E-18"), "0.000000000000000001"),
        ({"amount": Decimal(2100), "alias": None}, '{"amount":2100,"alias":null}'),
        ([1, True, "a"], '[1,true,"a"]'),
        ((), "[]"),
        ({}, "{}"),
        ("José \U0001f600 \"'\n", '"José \U0001f600 \\"\'\\n"'),
        ({'a"b': 1}, '{"a\\"b":1}'),
        (Commits.ORDER, '"order"'),
    ],
)
def test_json_is_compact(value, text):
    """No spaces, no exponents, no escapes that are not needed."""
    assert json_text(value) == text


@pytest.mark.parametrize("value", [1.5, 1.0, float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_numbers_that_are_not_exact(value):
    """A float in a body fails before anything is sent, however deep it sits."""
    with pytest.raises(InvalidInputError, match="json: holds a number that is not an exact finite decimal"):
        json_text({"a": [{"b": value}]})


@pytest.mark.parametrize("key", [1, None, True, Decimal(1), ("a",)])
def test_keys_that_are_not_text(key):
    """JSON has no other keys."""
    with pytest.raises(InvalidInputError, match="json: holds a key that is not text"):
        json_text({key: 1})


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["ok", "a\ud83d"]])
def test_half_a_character(value):
    """Text that no encoding can carry is refused in our words."""
    with pytest.raises(InvalidInputError, match="json: holds half a character"):
        json_text(value)


def test_what_json_has_no_word_for():
    """An object is not guessed at."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        json_text({"a": object()})


@given(st.text())
def test_any_text_is_one_segment_or_refused(text):
    """No identifier can change the path it is put into."""
    try:
        built = path("orders", text, "cancel")
    except InvalidInputError:
        return
    first, second, encoded, last = built.split("/")

    assert (first, second, last) == ("", "orders", "cancel")
    assert unquote(encoded) == text
    assert set(encoded) & set("?#\\:@ ") == set()
    assert built.isascii()


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a\n", "\x00", "\x7f", "a\u2028b", "\ud800", "a\u202eb", "\t"]
)
def test_segments_that_are_refused(text):
    """Dots climb, nothing disappears, and control characters split requests."""
    with pytest.raises(
        InvalidInputError, match=r"^id: cannot be part of a URL; use the identifier exactly as"
    ):
        path("orders", text, "cancel")


@pytest.mark.parametrize(
    ("segments", "built"),
    [
        (("api", "v1", "customers", ""), "/api/v1/customers/"),
        (("intent", "int_abc"), "/intent/int_abc"),
        (("a/b",), "/a%2Fb"),
        (("a?b#c",), "/a%3Fb%23c"),
        (("%2e%2e",), "/%252e%252e"),
        (("...",), "/..."),
        (("ana@example.com",), "/ana%40example.com"),
        (("josé",), "/jos%C3%A9"),
        (("",), "/"),
        ((), "/"),
    ],
)
def test_paths(segments, built):
    """Each segment is encoded once; an empty last one is a trailing slash."""
    assert path(*segments) == built


def test_query_strings():
    """Parameters are encoded; none gives nothing."""
    assert query_string({"a": "1&2", "b": "x y/é"}) == "?a=1%262&b=x+y%2F%C3%A9"
    assert query_string({}) == ""


def test_a_printed_request_names_nobody():
    """Operation and method are enough for a log; ids, addresses, headers and bodies are not in it."""
    request = Request(
        operation="create_order",
        method="POST",
        path=path("accounts", "canary-1"),
        query={"email": "canary-2"},
        json={"name": "canary-3"},
        form={"name": "canary-4"},
        fields={"name": "canary-5"},
        files=[Upload(part="file", filename="canary-6.pdf", content=b"canary-7")],
        headers={"Authorization": "canary-8"},
    )

    assert "canary" not in f"{request!r}{request}"
    assert "create_order" in repr(request)
    assert "POST" in repr(request)


def test_a_printed_response_shows_its_status_only():
    """Headers hold cookies, bodies hold people."""
    response = Response(status=201, headers={"set-cookie": "canary"}, body=b"canary")

    assert "canary" not in f"{response!r}{response}"
    assert "201" in repr(response)


def test_a_printed_token_shows_no_secret():
    """A token is a secret with a time."""
    assert "canary" not in repr(Token(Secret("canary")))


def test_headers_are_added_to_a_copy():
    """A request is a value."""
    request = Request(operation="quotes", path="/quotes", headers={"a": "1"})
    signed = request.with_headers({"b": "2"})

    assert (request.headers, signed.headers) == ({"a": "1"}, {"a": "1", "b": "2"})
    assert signed.operation == "quotes"


@pytest.mark.parametrize(
    ("status", "ok"), [(199, False), (200, True), (202, True), (299, True), (300, False), (500, False)]
)
def test_success_is_any_2xx(status, ok):
    """Providers answer 200, 201 and 202 where others answer the next."""
    assert Response(status=status).ok is ok


def test_text_never_fails():
    """A body in no encoding is still readable for a person."""
    assert answer(b"caf\xff").text() == "caf\ufffd"


def test_a_flow_that_needs_no_request():
    """`done` is a flow that asks nothing."""
    flow = done(5)

    with pytest.raises(StopIteration) as stop:
        next(flow)
    assert stop.value.value == 5


def test_a_flow_of_one_request():
    """`send` yields its request and returns the answer, whatever its status."""
    request, response = Request(operation="quotes", path="/"), Response(status=500)
    flow = send(request)

    assert next(flow) is request
    with pytest.raises(StopIteration) as stop:
        flow.send(response)
    assert stop.value.value is response


def test_json_of_a_number_is_what_python_would_write():
    """For ints the writer is json's own."""
    assert json_text(10**30) == json.dumps(10**30)
