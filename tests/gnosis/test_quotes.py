"""Prices: what is asked and what the answers say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rampkit.errors import BadResponseError, UnavailableError
from rampkit.http import Commits
from rampkit.models import Amount, Binding, FeeKind, Pair, Quote, QuoteRequest, Rail, RefusalReason
from rampkit.testing import answer, replay

FEES = {
    "currencyCode": "USD",
    "totalFee": "1.50",
    "networkFee": "0.50",
    "processingFee": "0.75",
    "partnerFee": "0.25",
}
PRICED = {
    "providerId": "bridge",
    "type": "ONRAMP",
    "rail": "ACH",
    "hasIndicativePrice": True,
    "destAmount": "98.50",
    "exchangeRate": "0.9850",
    "fees": FEES,
}
BARE = {
    "providerId": "banxa",
    "type": "ONRAMP",
    "rail": "WIRE",
    "hasIndicativePrice": False,
    "destAmount": None,
    "exchangeRate": None,
    "fees": None,
}
ASK = QuoteRequest(pair="USD/USDC_GNO", amount=Amount("100", "USD"), country="US", region="US-NY")


def rows_of(gnosis, quotes, ask=ASK):
    """The rows that these quotes are read as."""
    rows, _ = replay(gnosis.quotes(ask), [answer({"quotes": quotes})])
    return rows


def test_a_price_is_asked_for_with_the_exact_amount(gnosis):
    """As the project, leaving nothing behind."""
    _, [request] = replay(gnosis.quotes(ASK), [answer({"quotes": []})])

    assert (request.method, request.path, request.scope) == ("GET", "/intent/quote", "project")
    assert request.commits is Commits.NOTHING
    assert request.query == {
        "srcCurrencyCode": "USD",
        "destCurrencyCode": "USDC_GNO",
        "srcAmount": "100.00",
        "countryCode": "US",
    }


def test_an_off_ramp_amount_has_the_tokens_decimals(gnosis):
    """Six for USDC."""
    ask = QuoteRequest(pair="USDC_POL/USD", amount=Amount("100.5", "USDC_POL"), country="US")

    _, [request] = replay(gnosis.quotes(ask), [answer({"quotes": []})])

    assert request.query["srcAmount"] == "100.500000"
    assert request.query["srcCurrencyCode"] == "USDC_POL"


def test_a_priced_row_is_indicative(gnosis):
    """Every field of the answer is where the neutral quote has it."""
    [quote] = rows_of(gnosis, [PRICED])

    assert isinstance(quote, Quote)
    assert (quote.connection, quote.provider, quote.via, quote.rail) == (
        "gnosis",
        "gnosis",
        "bridge",
        Rail.ACH,
    )
    assert (quote.pair, quote.country, quote.region) == (Pair("USD", "USDC_GNO"), "US", "US-NY")
    assert quote.binding == Binding.INDICATIVE
    assert quote.source_amount == quote.requested == Amount("100", "USD")
    assert quote.destination_amount == Amount("98.50", "USDC_GNO")
    assert quote.rate == Decimal("0.985")
    assert (quote.quote_id, quote.expires_at) == (None, None)
    assert quote.raw == PRICED


def test_fees_are_a_total_and_its_parts(gnosis):
    """Adding the parts to the total would count them twice."""
    [quote] = rows_of(gnosis, [PRICED])

    assert [(fee.kind, fee.amount, fee.parent) for fee in quote.fees] == [
        (FeeKind.TOTAL, Amount("1.50", "USD"), None),
        (FeeKind.NETWORK, Amount("0.50", "USD"), FeeKind.TOTAL),
        (FeeKind.PROCESSING, Amount("0.75", "USD"), FeeKind.TOTAL),
        (FeeKind.PARTNER, Amount("0.25", "USD"), FeeKind.TOTAL),
    ]
    assert quote.total_fee == Amount("1.50", "USD")
    assert {fee.included for fee in quote.fees} == {None}


def test_a_fee_that_is_not_told_is_not_zero(gnosis):
    """A null part is left out; a null total or an unknown currency is an unknown amount."""
    cases = [
        ({**FEES, "networkFee": None, "partnerFee": None}, Amount("1.50", "USD"), 2),
        ({**FEES, "totalFee": None}, None, 4),
        ({**FEES, "currencyCode": "DOGE_MOON"}, None, 4),
    ]
    for fees, total, count in cases:
        [quote] = rows_of(gnosis, [{**PRICED, "fees": fees}])

        assert quote.total_fee == total
        assert len(quote.fees) == count


def test_a_company_without_a_price_is_still_offered(gnosis):
    """Unpriced is not free and not refused."""
    [quote] = rows_of(gnosis, [BARE])

    assert quote.binding == Binding.UNPRICED
    assert (quote.via, quote.rail) == ("banxa", Rail.WIRE)
    assert quote.source_amount == Amount("100", "USD")
    assert quote.destination_amount is None
    assert quote.rate is None
    assert quote.fees == ()


@pytest.mark.parametrize("row", [{**PRICED, "destAmount": None}, {**PRICED, "hasIndicativePrice": False}])
def test_half_a_price_is_none(gnosis, row):
    """Where the flag and the amount disagree, no price is claimed."""
    [quote] = rows_of(gnosis, [row])

    assert quote.binding == Binding.UNPRICED
    assert quote.destination_amount is None


def test_nobody_offering_anything_is_one_refusal(gnosis):
    """The row says why, in words of our own."""
    [refusal] = rows_of(gnosis, [])

    assert refusal.reason == RefusalReason.PAIR_NOT_SERVED
    assert (refusal.connection, refusal.provider) == ("gnosis", "gnosis")


def test_only_the_rail_that_was_asked_for_is_kept(gnosis):
    """Rows of other rails, or of none, are no answer to the question."""
    ask = ASK.evolve(rail=Rail.ACH)

    rows = rows_of(gnosis, [PRICED, BARE, {**PRICED, "rail": None}], ask)
    none = rows_of(gnosis, [PRICED], ASK.evolve(rail=Rail.PIX))

    assert [(row.via, row.rail) for row in rows] == [("bridge", Rail.ACH)]
    assert [(row.reason, row.rail) for row in none] == [(RefusalReason.RAIL_NOT_SERVED, Rail.PIX)]


def test_a_rail_nobody_has_heard_of_is_kept_under_its_own_name(gnosis):
    """Rails appear without notice."""
    [quote] = rows_of(gnosis, [{**PRICED, "rail": "TELEPATHY"}])

    assert quote.rail == Rail("telepathy")
    assert not quote.rail.known


def test_a_price_for_the_other_direction_is_refused(gnosis):
    """The only thing an answer repeats of the question must fit it."""
    [refusal] = rows_of(gnosis, [{**PRICED, "type": "OFFRAMP"}])

    assert refusal.reason == RefusalReason.QUOTE_MISMATCH
    assert refusal.via == "bridge"


def test_a_row_that_cannot_be_read_costs_no_other(gnosis):
    """It becomes a refusal that shows nothing of what it held."""
    rows = rows_of(gnosis, [{**PRICED, "destAmount": "secret-98"}, PRICED, "nonsense"])

    assert [row.reason for row in (rows[0], rows[2])] == [RefusalReason.BAD_RESPONSE] * 2
    assert "secret" not in rows[0].message
    assert isinstance(rows[1], Quote)


@pytest.mark.parametrize(
    "body", ["<html>", "", "[]", '{"quotes": null}', '{"quotes": {}}', '{"quotes": "x"}']
)
def test_an_answer_that_is_no_list_of_prices_is_bad(gnosis, body):
    """Nothing is made up from it."""
    with pytest.raises(BadResponseError):
        replay(gnosis.quotes(ASK), [answer(body)])


def test_a_fixed_destination_is_refused_without_asking(gnosis):
    """There is no way to ask."""
    rows, sent = replay(gnosis.quotes(ASK.evolve(amount=Amount("90", "USDC_GNO"))), [])

    assert sent == []
    assert [row.reason for row in rows] == [RefusalReason.SIDE_NOT_FIXABLE]


def test_a_network_without_a_code_is_refused_without_asking(gnosis):
    """Nor is there a way to name it."""
    ask = QuoteRequest(pair="USD/USDC_CELO", amount=Amount("90", "USD"), country="US")

    rows, sent = replay(gnosis.quotes(ask), [])

    assert sent == []
    assert [row.reason for row in rows] == [RefusalReason.PAIR_NOT_SERVED]


def test_a_fault_is_raised(gnosis):
    """It is the router that turns it into a row."""
    with pytest.raises(UnavailableError):
        replay(gnosis.quotes(ASK), [answer(status=503)])


def test_a_generation_without_prices_names_who_serves_the_pair(older):
    """Companies of the live list, unpriced, by no rail in particular."""
    pairs = [
        {"from": "USD", "to": "USDC_GNO", "providerIds": ["banxa", "bridge"]},
        {"from": "EUR", "to": "USDC_GNO", "providerIds": ["noah"]},
    ]

    rows, [request] = replay(older.quotes(ASK.evolve(rail=Rail.ACH)), [answer(pairs)])

    assert (request.operation, request.path) == ("quotes", "/currencies/supported")
    assert [(row.via, row.rail, row.binding) for row in rows] == [
        ("banxa", None, Binding.UNPRICED),
        ("bridge", None, Binding.UNPRICED),
    ]


@pytest.mark.parametrize(
    ("pairs", "vias"),
    [
        ([{"from": "USD", "to": "USDC_GNO"}], [None]),
        ([{"from": "USD", "to": "USDC_GNO", "providerIds": []}], []),
        ([], []),
    ],
)
def test_an_unnamed_company_is_not_nobody(older, pairs, vias):
    """A pair listed without companies is served by somebody; an empty list of them is nobody."""
    rows, _ = replay(older.quotes(ASK), [answer(pairs)])

    assert [row.via for row in rows if isinstance(row, Quote)] == vias
    assert vias or [row.reason for row in rows] == [RefusalReason.PAIR_NOT_SERVED]
