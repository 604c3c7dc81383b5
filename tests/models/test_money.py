"""Money is exact: every digit in, every digit out."""

import copy
import pickle
from decimal import ROUND_DOWN, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.models import Amount, Asset, Return, ReturnKind
from rampkit.models.money import decimals_of, plain_decimal

sums = st.decimals(
    min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False, places=18
) | st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False, places=2)
assets = st.sampled_from(["USD", "CLP", "CLF", "USDC_BASE", "ETH_ETHEREUM", "XYZ_POLYGON"])


@given(sums, assets)
def test_the_value_is_kept_as_given(value, asset):
    """An amount is the number it was made of, to the last digit."""
    assert Amount(value, asset).value == value


@given(sums, assets)
def test_no_exponent_is_ever_written(value, asset):
    """Text of an amount is plain digits, however small or large the value."""
    text = Amount(value, asset).text()

    assert set(text) <= set("0123456789.")
    assert Decimal(text) == value


@given(sums, assets)
def test_text_reads_back(value, asset):
    """`parse` reads what `str` writes."""
    amount = Amount(value, asset)

    assert Amount.parse(str(amount)) == amount


@given(sums)
def test_exact_text_has_the_decimals_of_the_asset_and_every_digit(value):
    """A token with 18 decimals is always written with 18 of them."""
    text = Amount(value, "ETH_ETHEREUM").exact_text()

    assert len(text.partition(".")[2]) == 18
    assert Decimal(text) == value


@given(sums)
def test_json_keeps_every_digit(value):
    """A model written to JSON and read back holds the same amount."""
    sent_back = Return(kind=ReturnKind.REFUND, amount=Amount(value, "DAI_GNOSIS"))

    assert Return.model_validate_json(sent_back.model_dump_json()).amount == sent_back.amount


@given(sums, assets)
def test_pickling_keeps_every_digit(value, asset):
    """An amount survives pickle and copy."""
    amount = Amount(value, asset)

    assert pickle.loads(pickle.dumps(amount)) == amount  # noqa: S301  # our own bytes
    assert copy.deepcopy(amount) == amount


@given(sums)
def test_the_context_of_the_caller_changes_nothing(value):
    """A thread that works with four digits still gets them all."""
    with localcontext() as context:
        context.prec = 4
        context.rounding = ROUND_DOWN
        text = Amount(value, "ETH_ETHEREUM").exact_text()

    assert Decimal(text) == value


@pytest.mark.parametrize(
    ("given_", "value"),
    [
        ("10.50", "10.50"),
        ("10", "10"),
        ("10.", "10"),
        ("+10", "10"),
        ("007", "7"),
        (" 10.50\n", "10.50"),
        ("1E+3", "1000"),
        ("1e-18", "0.000000000000000001"),
        (10, "10"),
        (Decimal("10.500"), "10.500"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_what_is_a_number(given_, value):
    """Plain digits, a point, a short exponent and surrounding spaces are understood."""
    assert Amount(given_, "USD").value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ".5",
        "-",
        "e5",
        "1e",
        "1e9999",
        "0x10",
        "1_000",
        "1,000",
        "10,50",
        "1 000",
        "1.2.3",
        "--1",
        "١٢",
        "\uff11\uff12",
        "²",
        "10 USD",
        "ten",
        "1" * 65,
        "0." + "1" * 64,
    ],
)
def test_what_is_no_number(text):
    """Anything a reader could take for another number is refused, as is what has no end."""
    with pytest.raises(InvalidInputError, match="amount: is not a number; write plain digits"):
        Amount(text, "USD")


@pytest.mark.parametrize("value", [1.5, 1.0, float("nan"), True, False, None, b"1", [1], (0, (1,), 0)])
def test_only_exact_types_are_taken(value):
    """Floats, booleans and whatever else is no exact number are refused."""
    with pytest.raises(InvalidInputError, match="amount: must be a Decimal, an int or text, not a float"):
        Amount(value, "USD")


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_finite(value):
    """A Decimal that is no number is no amount; as text it is not even read."""
    with pytest.raises(InvalidInputError, match="amount: is not a finite number"):
        Amount(Decimal(value), "USD")
    with pytest.raises(InvalidInputError, match="amount: is not a number"):
        Amount(value, "USD")


@pytest.mark.parametrize("value", ["-1", "-0.01", Decimal("-1E-18"), -5])
def test_negative(value):
    """An amount has no sign."""
    with pytest.raises(InvalidInputError, match="amount: is negative; send an amount greater than zero"):
        Amount(value, "USD")


@pytest.mark.parametrize("value", ["1e24", 10**24, 10**30, Decimal("1E+400")])
def test_absurdly_large(value):
    """What no ramp moves is a slip of the unit."""
    with pytest.raises(InvalidInputError, match=r"amount: is larger than any ramp moves .*; check the unit"):
        Amount(value, "USD")


def test_a_number_too_long_to_print():
    """An integer that Python itself would refuse to write down is refused in our words."""
    with pytest.raises(InvalidInputError, match="amount: is larger than any ramp moves"):
        Amount(10**5000, "USD")


@pytest.mark.parametrize("value", ["1e-37", Decimal("1E-99999"), "0." + "0" * 36 + "1"])
def test_absurdly_small(value):
    """More decimals than any token has are refused before somebody prints them."""
    with pytest.raises(InvalidInputError, match="amount: has more decimals than any token"):
        Amount(value, "USD")


@pytest.mark.parametrize("value", ["0", "-0", "0.00", "-0.00", Decimal("-0"), Decimal("0E+20"), "0E-20"])
def test_zero_has_no_sign_and_no_tail(value):
    """Every zero is the same zero."""
    zero = Amount(value, "USD")

    assert zero.exact_text() == "0.00"
    assert str(zero) == "0.00 USD"


def test_zero_is_not_positive():
    """Whoever needs more than nothing can say so."""
    with pytest.raises(InvalidInputError, match="amount: is zero; send an amount greater than zero"):
        Amount("0", "USD").require_positive()


@pytest.mark.parametrize(
    ("value", "asset", "text"),
    [
        ("100", "USD", "100.00"),
        ("100.5", "USD", "100.50"),
        ("100.500", "USD", "100.50"),
        ("100", "CLP", "100"),
        ("100", "KWD", "100.000"),
        ("100", "CLF", "100.0000"),
        ("100", "USDC_GNO", "100.000000"),
        ("50.25", "USDC_GNO", "50.250000"),
        ("50.25", "ETH_ETHEREUM", "50.250000000000000000"),
        ("1.5", "USDC_BNB", "1.500000000000000000"),
        ("1.50", "XYZ_POLYGON", "1.50"),
    ],
)
def test_exact_text(value, asset, text):
    """Exact text has the asset's own number of decimals; as many as given where that is unknown."""
    assert Amount(value, asset).exact_text() == text


@pytest.mark.parametrize(
    ("value", "asset", "allowed"),
    [
        ("1.001", "USD", 2),
        ("1.5", "CLP", 0),
        ("0.0000001", "USDC_BASE", 6),
        ("0.0000000000000000001", "XYZ_POLYGON", 18),
    ],
)
def test_digits_are_never_rounded_away(value, asset, allowed):
    """An amount finer than its asset is refused where the scale matters."""
    with pytest.raises(
        InvalidInputError, match=rf"amount: has more decimals than .* has \({allowed}\); round it yourself"
    ):
        Amount(value, asset).exact_text()


@pytest.mark.parametrize(
    ("value", "asset", "text"),
    [
        ("10.5", "USD", "10.50 USD"),
        ("10.505", "USD", "10.505 USD"),
        ("10", "CLP", "10 CLP"),
        ("98.50", "USDC_GNO", "98.50 USDC_GNOSIS"),
    ],
)
def test_text_for_people(value, asset, text):
    """Fiat shows its usual decimals, and never fewer digits than it has."""
    assert str(Amount(value, asset)) == text
    assert repr(Amount(value, asset)) == "Amount({!r}, {!r})".format(*text.split())


def test_equality_and_hash_go_by_value():
    """Trailing zeros make no other amount; another asset does."""
    assert Amount("10.50", "USD") == Amount("10.5", Asset("usd"))
    assert hash(Amount("10.50", "USD")) == hash(Amount("10.5", "USD"))
    assert Amount("10.50", "USD") != Amount("10.50", "EUR")
    assert Amount("1", "USDC_BASE") != Amount("1", "USDC_GNOSIS")


def test_an_amount_cannot_be_changed():
    """An amount is a value."""
    amount = Amount("1", "USD")

    with pytest.raises(AttributeError):
        amount.value = Decimal(2)


@pytest.mark.parametrize("text", ["10.50", "USD 10.50", "10.50USD", "", "10.50 USDC", "10.50 USD extra"])
def test_text_without_a_number_and_an_asset_is_refused(text):
    """An amount is always of something."""
    with pytest.raises(InvalidInputError):
        Amount.parse(text)


@pytest.mark.parametrize("value", [10.5, 10, True, Decimal("10.5"), {"value": "1"}])
def test_a_field_takes_no_bare_number(value):
    """A model's amount is an Amount or its text; a float least of all."""
    with pytest.raises(InvalidInputError, match=r"amount: must be an Amount; Amount\('10.50', 'BRL'\)"):
        Return(kind=ReturnKind.REFUND, amount=value)


@pytest.mark.parametrize(
    ("value", "count"),
    [("1", 0), ("1.10", 1), ("1.100", 1), ("1E+5", 0), ("1E-7", 7), ("0.000", 0), ("100", 0)],
)
def test_needed_decimals(value, count):
    """Trailing zeros need no decimals."""
    assert decimals_of(Decimal(value)) == count


@given(st.text(max_size=80))
def test_reading_a_number_never_fails(text):
    """Any text is a finite number or none."""
    number = plain_decimal(text)

    assert number is None or number.is_finite()
