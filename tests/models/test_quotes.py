"""Quotes: one number per side, no fee counted twice, nothing unknown turned into zero."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.models import (
    Amount,
    Asset,
    Binding,
    Direction,
    Fee,
    FeeKind,
    Fixed,
    NotAsked,
    Quote,
    QuoteComparison,
    QuoteRequest,
    Refusal,
    RefusalReason,
)

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


def quote(**changes):
    """100 USD for 98.50 USDC at Gnosis, changed as told."""
    fields = {
        "connection": "gnosis",
        "provider": "gnosis",
        "pair": "USD/USDC_GNOSIS",
        "country": "US",
        "requested": "100 USD",
        "binding": Binding.INDICATIVE,
        "source_amount": "100 USD",
        "destination_amount": "98.50 USDC_GNOSIS",
    }
    return Quote(**{**fields, **changes})


def test_rate_is_destination_per_source():
    """All that is paid over all that arrives, fees inside."""
    assert quote().rate == Decimal("0.985")


def test_rate_of_an_off_ramp():
    """The same rule the other way round."""
    sold = quote(
        pair="USDC_BASE/CLP",
        requested="208.31 USDC_BASE",
        source_amount="200 USDC_BASE",
        destination_amount="189440 CLP",
    )

    assert sold.rate == Decimal("947.2")


def test_rate_has_18_digits():
    """A price that never ends is cut where nobody notices."""
    assert (
        str(quote(source_amount="3 USD", destination_amount="1 USDC_GNOSIS").rate) == "0.333333333333333333"
    )


@pytest.mark.parametrize(
    "unknown", [{"source_amount": None}, {"destination_amount": None}, {"source_amount": "0 USD"}]
)
def test_rate_of_an_unknown_amount(unknown):
    """Without both amounts there is no price."""
    assert quote(**unknown).rate is None


@pytest.mark.parametrize(("asset", "side"), [("USD", Fixed.SOURCE), ("USDC_GNOSIS", Fixed.DESTINATION)])
def test_the_fixed_side(asset, side):
    """The side the asked amount is of is the fixed one."""
    asked = f"100 {asset}"

    assert quote(requested=asked).fixed == side
    assert QuoteRequest(pair="USD/USDC_GNOSIS", amount=asked, country="US").fixed == side


@pytest.mark.parametrize(
    ("fees", "total"),
    [
        ([], None),
        ([Fee(kind="network", amount="0.50 USD")], "0.50 USD"),
        ([Fee(kind="network", amount="0.50 USD"), Fee(kind="provider", amount="1 USD")], "1.50 USD"),
        ([Fee(kind="network", amount="0.50 USD"), Fee(kind="provider")], None),
        ([Fee(kind="network", amount="0.50 USD"), Fee(kind="provider", amount="1 USDC_GNOSIS")], None),
        ([Fee(kind="network", amount="0 USD")], "0.00 USD"),
        (
            [Fee(kind="total", amount="1.50 USD"), Fee(kind="network", amount="0.50 USD", parent="total")],
            "1.50 USD",
        ),
        ([Fee(kind="total", amount="1.50 USD"), Fee(kind="tax", amount="0.50 USDC_GNOSIS")], "1.50 USD"),
        ([Fee(kind="total"), Fee(kind="network", amount="0.50 USD", parent="total")], None),
        (
            [Fee(kind="provider", amount="1 USD"), Fee(kind="partner", amount="0.25 USD", parent="provider")],
            "1.00 USD",
        ),
        ([Fee(kind="partner", amount="0.25 USD", parent="provider")], "0.25 USD"),
        (
            [
                Fee(kind="network", amount="0.50 USD", parent="total"),
                Fee(kind="processing", amount="0.75 USD", parent="total"),
            ],
            "1.25 USD",
        ),
    ],
)
def test_total_fee(fees, total):
    """A stated total counts alone, a part only without its whole; one unknown makes all unknown."""
    assert quote(fees=fees).total_fee == (total and Amount.parse(total))


def test_no_fee_stated_is_not_no_fee():
    """A provider that names none may still take one."""
    assert quote(fees=()).total_fee is None


@given(st.lists(st.decimals(0, 10**15, places=18), min_size=1, max_size=5))
def test_fees_are_added_exactly(values):
    """No digit of a fee is rounded away by the sum."""
    fees = [Fee(kind=FeeKind.OTHER, amount=Amount(value, "ETH_GNOSIS")) for value in values]

    assert Fraction(quote(fees=fees).total_fee.value) == sum(map(Fraction, values))


def test_expiry():
    """An offer is over at its time; one without a time is never over."""
    firm = quote(binding="firm", expires_at=NOON)

    assert firm.expired(NOON)
    assert not firm.expired(NOON - timedelta(microseconds=1))
    assert not quote().expired(NOON)


@pytest.mark.parametrize(
    ("field", "value"),
    [("source_amount", "100 USDC_GNOSIS"), ("destination_amount", "98 USDC_BASE"), ("requested", "1 EUR")],
)
def test_amounts_on_the_wrong_side(field, value):
    """A mapping that mixes up the sides is caught where it happens."""
    with pytest.raises(InvalidInputError, match=f"^{field}: is in .*, which is not its side of"):
        quote(**{field: value})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"pair": "USD/USDC"},
            r"^pair\.destination: USDC is not an ISO 4217 currency.*write e\.g\. USDC_BASE",
        ),
        ({"amount": "0 USD"}, "^amount: is zero; send an amount greater than zero"),
        ({"amount": "1.001 USD"}, r"^amount: has more decimals than USD has \(2\); round it yourself"),
        ({"amount": "1 EUR"}, "^amount: is in EUR, which is not part of USD/USDC_GNOSIS; use USD"),
        ({"country": "USA"}, "^country: is not an ISO 3166-1 country code; write two letters"),
        ({"region": "BR-SP"}, r"^region: is not a part of US; write US-\.\.\."),
        ({"amount": 100}, "^amount: must be an Amount"),
        ({"rail": ""}, "^rail: "),
    ],
)
def test_what_cannot_be_priced(changes, message):
    """A bad wish is refused before anybody is asked, with the field and the way out."""
    fields = {"pair": "USD/USDC_GNOSIS", "amount": "100 USD", "country": "US"}

    with pytest.raises(InvalidInputError, match=message):
        QuoteRequest(**{**fields, **changes})


def test_a_request_in_lower_case():
    """Case does not matter on input."""
    request = QuoteRequest(pair="usd/usdc_gno", amount="100 usd", country="us", region="us-ny", rail="ACH")

    assert (str(request.pair), request.country, request.region, request.rail) == (
        "USD/USDC_GNOSIS",
        "US",
        "US-NY",
        "ach",
    )
    assert request.direction == Direction.ON_RAMP


def test_a_comparison_shows_everybody():
    """The best is the first; who offered nothing says why."""
    request = QuoteRequest(pair="USD/USDC_GNOSIS", amount="100 USD", country="US")
    refusal = Refusal(
        connection="ripio-ar",
        provider="ripio",
        reason=RefusalReason.PAIR_NOT_SERVED,
        message="does not serve USD",
    )
    left_out = NotAsked(connection="x", provider="x", reason="denied_by_policy", message="not allowed here")
    comparison = QuoteComparison(request=request, quotes=[quote()], refusals=[refusal], not_asked=[left_out])

    assert comparison.best == quote()
    assert comparison.assets == (Asset("USD"), Asset("USDC_GNOSIS"))
    assert comparison.evolve(quotes=()).best is None
