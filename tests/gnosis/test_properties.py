"""What holds for every amount, pair and address."""

from __future__ import annotations

import re
import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.models import Amount, Asset, Binding, Pair, QuoteRequest
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider, assets

GNOSIS = GnosisProvider("client_abc", "secret_xyz")
FIAT = st.sampled_from(assets.FIAT)
TOKENS = st.sampled_from(assets.CRYPTO)
UNITS = st.integers(min_value=1, max_value=10**15)
CHAINS = st.sampled_from(sorted(assets.NETWORKS))


@given(fiat=FIAT, token=TOKENS, units=UNITS, sells=st.booleans())
def test_an_amount_is_sent_whole_and_with_the_exact_scale(fiat, token, units, sells):
    """Nothing is rounded, and no exponent is ever written."""
    code, decimals = (token, 6) if sells else (fiat, 2)
    asset = assets.asset_of(code)
    assert asset is not None
    value = Decimal(units).scaleb(-decimals)
    other = assets.asset_of(fiat if sells else token)
    ask = QuoteRequest(pair=Pair(asset, other), amount=Amount(value, asset), country="US")

    _, [request] = replay(GNOSIS.quotes(ask), [answer({"quotes": []})])

    text = request.query["srcAmount"]
    assert re.fullmatch(rf"[0-9]+\.[0-9]{{{decimals}}}", text)
    assert Decimal(text) == value


@given(units=UNITS, scale=st.integers(min_value=0, max_value=18))
def test_a_price_is_read_with_every_digit(units, scale):
    """However many decimals it has."""
    told = format(Decimal(units).scaleb(-scale), "f")
    ask = QuoteRequest(pair="USD/USDC_GNO", amount=Amount("100", "USD"), country="US")
    row = {"providerId": "b", "type": "ONRAMP", "rail": "ACH", "hasIndicativePrice": True}

    [quote], _ = replay(GNOSIS.quotes(ask), [answer({"quotes": [{**row, "destAmount": told}]})])

    assert quote.binding == Binding.INDICATIVE
    assert quote.destination_amount is not None
    assert quote.destination_amount.value == Decimal(told)


@given(symbol=st.text(string.ascii_uppercase, min_size=3, max_size=6), chain=CHAINS)
def test_every_token_has_one_code_and_every_code_one_token(symbol, chain):
    """There and back is the same."""
    token = Asset(symbol, assets.NETWORKS[chain])

    assert assets.code_of(token) == f"{symbol}_{chain}"
    assert assets.asset_of(f"{symbol}_{chain}") == token


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_none(text):
    """Reading a code never fails, and what is read can be written."""
    asset = assets.asset_of(text)

    assert asset is None or assets.asset_of(assets.code_of(asset) or "") == asset


@given(one=UNITS, two=UNITS)
def test_only_the_amount_that_was_asked_for_is_to_be_paid(one, two):
    """Any other one leaves the amount open and stops execution."""
    asked, told = Decimal(one).scaleb(-2), Decimal(two).scaleb(-2)
    order = _order(asked, told)

    assert order.executable is (asked == told)
    assert order.source_amount == (Amount(asked, "USD") if asked == told else None)


def _order(asked: Decimal, told: Decimal):
    from datetime import UTC, datetime  # noqa: PLC0415  # used by one property
    from uuid import UUID  # noqa: PLC0415  # likewise

    from rampkit.models import CustomerLink, LinkStatus, OrderRef  # noqa: PLC0415  # likewise

    link = CustomerLink(
        connection="gnosis", customer_id="1", provider_customer_id="1", status=LinkStatus.ACTIVE
    )
    ref = OrderRef(
        order_id="int_1",
        reference=UUID(int=1),
        customer=link,
        pair="USD/USDC_GNO",
        requested=Amount(asked, "USD"),
        opened_at=datetime(2026, 3, 29, tzinfo=UTC),
    )
    intent = {"id": "int_1", "status": "PENDING_PAYMENT", "srcAmount": format(told, "f")}
    order, _ = replay(GNOSIS.get_order(ref), [answer({"intent": intent, "transaction": None})])
    return order


@pytest.mark.parametrize("segment", ["../x", "a/b", "a b", "ü", "a?b=c", "%2e"])
def test_an_order_id_stays_one_segment_of_the_path(gnosis, desk, segment):
    """No identifier can change which call is made."""
    _, [request] = replay(gnosis.get_order(desk.ref(order_id=segment)), [answer(desk.order())])

    assert request.path.startswith("/intent/")
    assert request.path.count("/") == 2
    assert "?" not in request.path
