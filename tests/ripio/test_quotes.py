"""Prices: what is asked and what the answers say."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from rampkit.errors import (
    AnswerLostError,
    AuthenticationError,
    BadResponseError,
    NotSentError,
    UnavailableError,
)
from rampkit.http import Commits
from rampkit.models import Amount, Binding, FeeKind, Quote, Rail, Refusal, RefusalReason
from rampkit.testing import answer, replay

REFUSED = {"code": 20015, "type": "BuyLimit", "detail": {"message": "too much"}, "status": 400}


def only(ripio, desk, payload, direction="on_ramp", **changes):
    """The one row that this answer is read as."""
    [row], _ = replay(ripio.quotes(desk.ask(direction, **changes)), [answer(payload, status=201)])
    return row


def test_the_request(ripio, desk):
    """The exact amount as text, Ripio's words for everything, and no promise."""
    _, [request] = replay(ripio.quotes(desk.ask()), [answer(desk.quote_answer())])

    assert (request.method, request.path) == ("POST", "/api/v1/quotes/")
    assert (request.scope, request.commits) == ("project", Commits.NOTHING)
    assert request.json == {
        "fromCurrency": "ARS",
        "toCurrency": "USDC",
        "fromAmount": "1500",
        "chain": "ETHEREUM_SEPOLIA",
        "paymentMethodType": "bank_transfer",
    }


def test_a_firm_price(ripio, desk):
    """Every field, with every digit."""
    quote = only(ripio, desk, desk.quote_answer())

    assert isinstance(quote, Quote)
    assert (quote.connection, quote.provider, quote.rail) == ("ripio", "ripio", Rail.TRANSFERS_3_0)
    assert (quote.binding, quote.quote_id) == (Binding.FIRM, "8142b065-79c4-4f48-9e33-11b17bc658d4")
    assert quote.source_amount == Amount("1500", "ARS")
    assert quote.destination_amount == Amount("1.32857143", "USDC_ETHEREUM_SEPOLIA")
    assert quote.expires_at == datetime(2026, 2, 1, 12, 0, 30, 702533, tzinfo=UTC)
    assert quote.requested == Amount("1500", "ARS")
    assert quote.raw == desk.quote_answer()


def test_an_indicative_price(ripio, desk):
    """Of an off-ramp, for no page tells how an order would consume it."""
    payload = desk.quote_answer(
        fromCurrency="USDC", toCurrency="ARS", fromAmount="10", finalFromAmount="10", finalToAmount="10500"
    )
    quote = only(ripio, desk, payload, "off_ramp", amount="10")

    assert (quote.binding, quote.destination_amount) == (Binding.INDICATIVE, Amount("10500", "ARS"))


@pytest.mark.parametrize(
    ("final", "paid"),
    [
        ("1500", "1500"),
        ("1500.00000000", "1500"),
        ("1400.00000000", None),
        ("1500.01", None),
        (None, None),
    ],
    ids=["C14-equal", "C14-equal-by-value", "C14-net", "C14-above", "C14-missing"],
)
def test_what_the_person_pays_is_known_only_where_ripio_agrees_with_itself(ripio, desk, final, paid):
    """Two readings of `finalFromAmount` contradict each other."""
    quote = only(ripio, desk, desk.quote_answer(finalFromAmount=final))

    assert quote.source_amount == (None if paid is None else Amount(paid, "ARS"))


@pytest.mark.parametrize(
    "change",
    [
        {"fromAmount": "1499.99"},
        {"fromCurrency": "BRL"},
        {"toCurrency": "USDT"},
        {"chain": "BASE"},
        {"paymentMethodType": "pix"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_offer_for_something_else_is_refused(ripio, desk, change):
    """By the field that differs."""
    row = only(ripio, desk, desk.quote_answer(**change))

    assert isinstance(row, Refusal)
    assert (row.reason, row.rail) == (RefusalReason.QUOTE_MISMATCH, Rail.TRANSFERS_3_0)
    assert next(iter(change)) in row.message


@pytest.mark.parametrize("method", ["bank_transfer", "wire", None])
def test_an_old_name_of_the_rail_is_no_difference(ripio, desk, method):
    """C10: `wire` is what `bank_transfer` was called."""
    assert isinstance(only(ripio, desk, desk.quote_answer(paymentMethodType=method)), Quote)


@pytest.mark.parametrize(
    ("fee", "kind", "included"),
    [
        ({"type": "Gas Price"}, FeeKind.NETWORK, True),
        ({"type": "gas price", "appliesOnFromAmount": False}, FeeKind.NETWORK, True),
        ({"type": "Service"}, FeeKind.OTHER, True),
        ({"type": "Service", "appliesOnToAmount": False}, FeeKind.OTHER, None),
        ({"type": "Service", "appliesOnToAmount": False, "appliesOnFromAmount": False}, FeeKind.OTHER, None),
        ({"type": "Service", "appliesOnToAmount": None, "appliesOnFromAmount": None}, FeeKind.OTHER, None),
        ({"type": None}, FeeKind.OTHER, True),
    ],
)
def test_fees(ripio, desk, fee, kind, included):
    """As printed; inside the price only where the flags say that what arrives is net of it."""
    [printed] = desk.quote_answer()["fees"]
    quote = only(ripio, desk, desk.quote_answer(fees=[{**printed, **fee}]))

    [told] = quote.fees
    assert (told.kind, told.included, told.label) == (kind, included, fee["type"])
    assert told.amount == Amount("0.37", "ARS")


@pytest.mark.parametrize(
    ("currency", "amount"),
    [
        ("ARS", Amount("0.37", "ARS")),
        ("USDC", Amount("0.37", "USDC_ETHEREUM_SEPOLIA")),
        ("ETH", Amount("0.37", "ETH_ETHEREUM_SEPOLIA")),
        ("points", None),
        (None, None),
    ],
)
def test_a_fee_in_unknown_money_has_no_amount(ripio, desk, currency, amount):
    """Unknown is never zero."""
    fee = {"amount": "0.37", "type": "Gas Price", "currency": currency}
    quote = only(ripio, desk, desk.quote_answer(fees=[fee]))

    assert quote.fees[0].amount == amount
    assert quote.total_fee == amount


@pytest.mark.parametrize("fees", [[], None])
def test_no_fees_told(ripio, desk, fees):
    """Leave the total unknown."""
    quote = only(ripio, desk, desk.quote_answer(fees=fees))

    assert (quote.fees, quote.total_fee) == ((), None)


@pytest.mark.parametrize("digits", ["12:00:30Z", "12:00:30.123Z", "12:00:30.123456Z", "12:00:30+00:00"])
def test_any_number_of_fraction_digits(ripio, desk, digits):
    """C45: none, three or six."""
    quote = only(ripio, desk, desk.quote_answer(expiration=f"2026-02-01T{digits}"))

    assert quote.expires_at.replace(microsecond=0) == datetime(2026, 2, 1, 12, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("missing", ["quoteId", "fromAmount", "finalToAmount", "expiration", "fromCurrency"])
def test_an_offer_without_what_it_needs_is_a_row(ripio, desk, missing):
    """An unreadable answer costs its own rail only."""
    payload = desk.quote_answer()
    del payload[missing]
    row = only(ripio, desk, payload)

    assert row.reason == RefusalReason.BAD_RESPONSE
    assert missing in row.message


def test_colombia_is_asked_once_per_rail(ripio_of, desk_of):
    """Four ways in, two ways out; one that fails does not cost the others their prices."""
    ripio, desk = ripio_of("CO"), desk_of("CO")
    good = desk.quote_answer(fromCurrency="COP")
    rows, sent = replay(
        ripio.quotes(desk.ask()),
        [answer(good), answer(REFUSED, status=400), NotSentError("no way"), answer("<html>", status=200)],
    )

    codes = [request.json["paymentMethodType"] for request in sent]
    assert codes == ["bank_transfer", "breb", "r2p_bancolombia", "r2p_nequi"]
    assert [row.rail for row in rows] == [Rail.PSE, Rail.BRE_B, Rail.BANCOLOMBIA, Rail.NEQUI]
    assert [getattr(row, "reason", None) for row in rows] == [
        None,
        RefusalReason.AMOUNT_OUT_OF_RANGE,
        RefusalReason.UNREACHABLE,
        RefusalReason.BAD_RESPONSE,
    ]
    assert "20015" in rows[1].message


def test_two_colombian_rails_pay_out(ripio_of, desk_of):
    """Nothing can be sent to the others."""
    desk = desk_of("CO")
    payload = desk.quote_answer(fromCurrency="USDC", toCurrency="COP", fromAmount="10", finalFromAmount="10")
    rows, _ = replay(ripio_of("CO").quotes(desk.ask("off_ramp", amount="10")), [answer(payload)] * 2)

    assert [row.rail for row in rows] == [Rail.PSE, Rail.BRE_B]


def test_one_rail_if_one_is_asked_for(ripio_of, desk_of):
    """And that one only."""
    desk = desk_of("CO")
    [row], [request] = replay(
        ripio_of("CO").quotes(desk.ask(rail=Rail.BRE_B)), [answer(desk.quote_answer(fromCurrency="COP"))]
    )

    assert (row.rail, request.json["paymentMethodType"]) == (Rail.BRE_B, "breb")


@pytest.mark.parametrize(
    "trouble", [NotSentError("no"), AnswerLostError("no"), UnavailableError("no"), AuthenticationError("no")]
)
def test_one_trouble_on_every_rail_is_the_connections(ripio_of, desk_of, trouble):
    """It is raised, so that nobody reads it as four refusals of a price."""
    with pytest.raises(type(trouble)):
        replay(ripio_of("CO").quotes(desk_of("CO").ask()), [trouble] * 4)


def test_refusals_on_every_rail_stay_rows(ripio_of, desk_of):
    """They say something of the amount, not of the connection."""
    rows, _ = replay(ripio_of("CO").quotes(desk_of("CO").ask()), [answer(REFUSED, status=400)] * 4)

    assert {row.reason for row in rows} == {RefusalReason.AMOUNT_OUT_OF_RANGE}


def test_different_troubles_stay_rows(ripio_of, desk_of):
    """No single one explains all."""
    troubles = [NotSentError("no"), AnswerLostError("no"), NotSentError("no"), NotSentError("no")]
    rows, _ = replay(ripio_of("CO").quotes(desk_of("CO").ask()), troubles)

    assert all(isinstance(row, Refusal) for row in rows)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"country": "BR"}, RefusalReason.COUNTRY_NOT_SERVED),
        ({"pair": "BRL/USDC_BASE"}, RefusalReason.PAIR_NOT_SERVED),
        ({"pair": "ARS/USDC_GNOSIS"}, RefusalReason.PAIR_NOT_SERVED),
        ({"pair": "ARS/BTC_BITCOIN"}, RefusalReason.PAIR_NOT_SERVED),
        ({"amount": Amount("1", "USDC_ETHEREUM_SEPOLIA")}, RefusalReason.SIDE_NOT_FIXABLE),
        ({"rail": Rail.PIX}, RefusalReason.RAIL_NOT_SERVED),
        ({"payment_method": "card"}, RefusalReason.RAIL_NOT_SERVED),
    ],
)
def test_what_cannot_be_asked_is_refused_without_asking(ripio, desk, change, reason):
    """A row says why and what to do."""
    pair = change.get("pair")
    if pair is not None:
        change = {**change, "pair": desk.pair().parse(pair), "amount": Amount("1500", pair[:3])}
    ask = desk.ask(**{key: value for key, value in change.items() if key not in {"amount", "pair"}}).evolve(
        **{key: value for key, value in change.items() if key in {"amount", "pair"}}
    )
    [row], sent = replay(ripio.quotes(ask), [])

    assert (row.reason, sent) == (reason, [])


def test_test_networks_are_for_the_sandbox(ripio_of, desk):
    """Sandbox and live never mix."""
    live = type(ripio_of())("id", "secret", country="AR")
    [row], sent = replay(live.quotes(desk.ask()), [])

    assert (row.reason, sent) == (RefusalReason.PAIR_NOT_SERVED, [])


@pytest.mark.parametrize("method", ["bank_transfer", "mercado_pago"])
def test_mercado_pago_users_transfer_like_anybody(ripio, desk, method):
    """In Argentina, where they are."""
    quote = only(ripio, desk, desk.quote_answer(), payment_method=method)

    assert quote.payment_method == method


def test_a_known_customer_is_told_where_the_application_says_so(ripio, desk):
    """C16: on no page, sent by two clients."""
    ask = desk.ask(provider_options={"ripio": {"customer_id": "abc"}, "other": {"customer_id": "no"}})
    _, [request] = replay(ripio.quotes(ask), [answer(desk.quote_answer(customerId="abc"))])

    assert request.json["customerId"] == "abc"


def test_local_stablecoins_keep_their_spelling(ripio, desk):
    """`wARS` there is WARS here."""
    pair = desk.pair(crypto="WARS_BASE")
    payload = desk.quote_answer(toCurrency="wARS", chain="BASE", finalToAmount="2100")
    [row], [request] = replay(ripio.quotes(desk.ask(pair=pair)), [answer(payload)])

    assert (request.json["toCurrency"], request.json["chain"]) == ("wARS", "BASE")
    assert row.destination_amount.value == Decimal(2100)


def test_no_unreadable_answer_shows_what_it_held(ripio, desk):
    """Not even in the row."""
    row = only(ripio, desk, desk.quote_answer(finalToAmount="canary-7f3a"))

    assert "canary" not in repr(row)
    assert row.reason == BadResponseError.reason


def test_a_rail_no_page_names_is_asked_for_by_name_alone(ripio, desk):
    """One client names Mercado Pago: nobody else's comparison gets a row for it."""
    rail = Rail("mercado_pago")
    _, named = replay(ripio.quotes(desk.ask(rail=rail)), [answer(desk.quote_answer())])
    _, any_rail = replay(ripio.quotes(desk.ask()), [answer(desk.quote_answer())])
    [refusal], _ = replay(ripio.quotes(desk.ask("off_ramp", rail=rail)), [])

    assert [request.json["paymentMethodType"] for request in named] == ["mercado_pago"]
    assert [request.json["paymentMethodType"] for request in any_rail] == ["bank_transfer"]
    assert refusal.reason == RefusalReason.RAIL_NOT_SERVED
