"""Reading a provider's JSON: exact, blind to what is new, and discreet about what is wrong."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rampkit.errors import BadResponseError, InvalidInputError, QuoteMismatchError
from rampkit.extras import needs_extra
from rampkit.http import Response, json_text
from rampkit.models import Amount
from rampkit.wire import Exact, Moment, Wire, reading

CANARY = "canary-7f3a"
ANSWER = Response(status=201, body=CANARY.encode())


class Quote(Wire):
    """A quote as some provider writes it."""

    fromAmount: Exact  # noqa: N815  # the provider's spelling
    expiration: Moment | None = None
    parts: tuple["Quote", ...] = ()


def read(payload):
    """*payload* as a quote, the way an adapter reads it."""
    with reading(ANSWER, connection="ripio-ar", operation="quotes"):
        return Quote.read(payload)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=18))
def test_numbers_keep_every_digit(value):
    """As text or as a JSON number, a provider's amount is what it wrote."""
    number = Response(status=200, body=json_text({"fromAmount": value}).encode()).json()

    assert read({"fromAmount": format(value, "f")}).fromAmount == value
    assert read(number).fromAmount == value


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("1500.00000000", "1500.00000000"),
        (1500, "1500"),
        (Decimal("0.10"), "0.10"),
        ("1e-7", "1E-7"),
        ("-5", "-5"),
        ("0", "0"),
        (10**60, "1" + "0" * 60),
    ],
)
def test_exact_numbers(value, digits):
    """Text, whole numbers and Decimals are read with their digits."""
    assert str(read({"fromAmount": value}).fromAmount) == digits


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        True,
        None,
        "",
        " 1",
        "1_000",
        "1,5",
        "\u0661",
        "NaN",
        "Infinity",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E-99999"),
        "1e99999",
        "1" * 65,
        10**5000,
        [1],
        {"amount": 1},
    ],
    ids=lambda value: str(value)[:12] if not isinstance(value, int) else "int",
)
def test_what_is_no_exact_number(value):
    """A float, a word and a number without end are not amounts."""
    with pytest.raises(BadResponseError, match="missing or wrong: fromAmount"):
        read({"fromAmount": value})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-01T12:00:00Z", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("2026-02-01T12:00:00.508Z", datetime(2026, 2, 1, 12, 0, 0, 508000, tzinfo=UTC)),
        ("2026-02-01T12:00:00.544453Z", datetime(2026, 2, 1, 12, 0, 0, 544453, tzinfo=UTC)),
        ("2026-02-01T12:00:00.1234567Z", datetime(2026, 2, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2026-02-01T09:00:00-03:00", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("2026-02-01T12:00:00", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("2026-02-01 12:00:00+00:00", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        (datetime(2026, 2, 1, 12), datetime(2026, 2, 1, 12, tzinfo=UTC)),  # noqa: DTZ001  # the point
    ],
)
def test_times(text, moment):
    """Any number of fraction digits, any zone; none is UTC, whatever zone this machine is in."""
    read_ = read({"fromAmount": 1, "expiration": text}).expiration

    assert read_ == moment
    assert read_.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+05:00", 1712958191, 1.5, True, ["2026"]],
)
def test_what_is_no_time(value):
    """Numbers are left to the adapter that knows their unit."""
    with pytest.raises(BadResponseError, match="missing or wrong: expiration"):
        read({"fromAmount": 1, "expiration": value})


def test_unknown_fields_are_ignored():
    """A provider may add what it likes."""
    assert read({"fromAmount": "1", "new": {"a": 1}}).model_dump() == {
        "fromAmount": 1,
        "expiration": None,
        "parts": (),
    }


def test_missing_and_wrong_fields_are_named():
    """With their whole path, and at most five of them."""
    with pytest.raises(BadResponseError) as caught:
        read({"expiration": CANARY, "parts": [{"fromAmount": CANARY}, {}]})

    assert str(caught.value) == (
        "ripio-ar/quotes: the answer cannot be read: missing or wrong: "
        "fromAmount, expiration, parts.0.fromAmount, parts.1.fromAmount [HTTP 201]"
    )


@pytest.mark.parametrize(
    "error",
    [
        ValueError(CANARY),
        TypeError(CANARY),
        KeyError(CANARY),
        IndexError(CANARY),
        AttributeError(CANARY),
        ArithmeticError(CANARY),
        InvalidOperation(CANARY),
        ZeroDivisionError(CANARY),
        OverflowError(CANARY),
        RecursionError(CANARY),
        StopIteration(CANARY),
        UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_goes_wrong_is_a_bad_response(error):
    """One error comes out, without the other's text and without the other."""
    with (
        pytest.raises(BadResponseError, match="it is not shaped as documented") as caught,
        reading(ANSWER, connection="ripio-ar", operation="quotes"),
    ):
        raise error
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert CANARY not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Amount("-1", "USD"), "amount is negative"),
        (ANSWER.json, "the answer is not JSON"),
        (lambda: Quote.read({}), "missing or wrong: fromAmount"),
    ],
)
def test_our_own_words_are_kept(build, words):
    """What we know about the fault is said; what holds the answer is not chained."""
    with (
        pytest.raises(BadResponseError, match=words) as caught,
        reading(ANSWER, connection="ripio-ar", operation="quotes"),
    ):
        build()
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert (caught.value.connection, caught.value.operation, caught.value.status) == (
        "ripio-ar",
        "quotes",
        201,
    )


def test_a_missing_library_loses_no_order():
    """What was sent is sent: the answer counts as unread, and the message says what to install."""
    with (
        pytest.raises(BadResponseError, match=r"checking the address needs base58.*rampkit\[validation\]"),
        reading(ANSWER, connection="ripio-ar", operation="create_order"),
        needs_extra("validation", purpose="checking the address"),
    ):
        raise ModuleNotFoundError(name="base58")


@pytest.mark.parametrize(
    "error", [NameError("x"), NotImplementedError(), KeyboardInterrupt(), QuoteMismatchError("x")]
)
def test_what_is_not_about_the_answer_passes(error):
    """A fault of the adapter must look like one, and a meaning it found in the answer is kept."""
    with (
        pytest.raises(type(error)) as caught,
        reading(ANSWER, connection="ripio-ar", operation="quotes"),
    ):
        raise error
    assert caught.value is error


def test_nothing_wrong_changes_nothing():
    """The block is as if it were not there."""
    assert read({"fromAmount": "1.50"}).fromAmount == Decimal("1.50")


def test_wire_objects_are_frozen():
    """What was answered stays what was answered."""
    with pytest.raises(ValidationError):
        read({"fromAmount": "1"}).fromAmount = Decimal(2)


def test_only_reading_translates():
    """Outside the block pydantic's own error comes out: it holds the answer, so do not."""
    with pytest.raises(ValidationError):
        Quote.read({})
    with pytest.raises(InvalidInputError):
        Amount("x", "USD")
