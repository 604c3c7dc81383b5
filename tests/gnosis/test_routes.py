"""Corridors, companies and codes."""

from __future__ import annotations

import pytest

from rampkit.capabilities import Checkout, Served
from rampkit.errors import BadResponseError, UnsupportedError
from rampkit.models import Asset, Direction, Fixed, Pair, Rail
from rampkit.testing import answer, replay
from rampkit_gnosis import assets


def test_every_documented_pair_is_a_route_both_ways(gnosis):
    """Five fiat currencies, five tokens, two directions."""
    routes = gnosis.routes()

    assert len(routes) == len({route.pair for route in routes}) == 50
    assert {route.pair.fiat.symbol for route in routes} == {"USD", "EUR", "GBP", "BRL", "ARS"}
    assert {str(route.pair.crypto) for route in routes} == {
        "USDC_GNOSIS",
        "USDC_ETHEREUM",
        "USDC_BASE",
        "USDC_POLYGON",
        "USDT_ETHEREUM",
    }
    assert {route.direction for route in routes} == set(Direction)


def test_a_route_claims_only_what_a_page_says(gnosis):
    """No page lists countries, rails or limits."""
    for route in gnosis.routes():
        assert route.places.serve("BR", None) is Served.YES
        assert route.rails == ()
        assert (route.minimum, route.maximum) == (None, None)
        assert route.fixes == {Fixed.SOURCE}
        assert route.checkout is Checkout.API
        assert route.customer_first


def test_the_live_routes_name_their_companies(gnosis):
    """Pairs rampkit has no word for are left out, not guessed."""
    pairs = [
        {"from": "USD", "to": "USDC_GNO", "providerIds": ["banxa", "bridge"]},
        {"from": "USDC_GNO", "to": "USD", "providerIds": ["bridge"]},
        {"from": "USD", "to": "USDC_MOON", "providerIds": ["x"]},
        {"from": "USD", "to": "EUR", "providerIds": ["x"]},
        {"from": "USDC_GNO", "to": "USDC_ETH", "providerIds": ["x"]},
        {"from": "???", "to": "USD", "providerIds": ["x"]},
    ]

    routes, [request] = replay(gnosis.list_routes(), [answer(pairs)])

    assert (request.path, request.scope) == ("/currencies/supported", "project")
    assert [(str(route.pair), route.via) for route in routes] == [
        ("USD/USDC_GNOSIS", ("banxa", "bridge")),
        ("USDC_GNOSIS/USD", ("bridge",)),
    ]


def test_a_list_that_is_none_is_a_bad_answer(gnosis):
    """An object where a list should be proves nothing about routes."""
    with pytest.raises(BadResponseError):
        replay(gnosis.list_routes(), [answer({"pairs": []})])


def test_the_companies_of_a_project_can_be_listed(gnosis):
    """Their ids are what quotes call `via`."""
    payload = [
        {"id": "banxa", "name": "Banxa", "code": "banxa", "logo": "https://cdn.example/banxa.png"},
        {"id": "bridge", "name": "Bridge", "code": "bridge", "logo": None},
    ]

    companies, [request] = replay(gnosis.list_providers(), [answer(payload)])

    assert (request.path, request.scope) == ("/providers", "project")
    assert [(item.id, item.name, item.code, item.logo) for item in companies] == [
        ("banxa", "Banxa", "banxa", "https://cdn.example/banxa.png"),
        ("bridge", "Bridge", "bridge", None),
    ]
    assert companies[0].raw == payload[0]


@pytest.mark.parametrize("code", [*assets.FIAT, *assets.CRYPTO])
def test_a_documented_code_survives_the_way_there_and_back(code):
    """One code, one asset."""
    asset = assets.asset_of(code)

    assert asset is not None
    assert assets.code_of(asset) == code


@pytest.mark.parametrize(
    ("code", "asset"),
    [
        ("usdc_gno", Asset("USDC", "gnosis")),
        ("USDC_GNOSIS", Asset("USDC", "gnosis")),
        ("USDC_ETHEREUM", Asset("USDC", "ethereum")),
        ("USDC_ARB", Asset("USDC", "arbitrum")),
        ("usd", Asset("USD")),
        ("USDC", None),
        ("USDC_", None),
        ("USDC_MOON", None),
        ("USDC_GNO_2", None),
        ("_GNO", None),
        ("", None),
        ("US D", None),
    ],
)
def test_codes_are_read_in_every_spelling_and_guessed_in_none(code, asset):
    """A code that names no asset is None, never another asset."""
    assert assets.asset_of(code) == asset


def test_no_two_codes_stand_for_one_thing():
    """The check that runs at import refuses such a table."""
    assert assets.inverted({"A": 1, "B": 2}) == {1: "A", 2: "B"}
    with pytest.raises(AssertionError):
        assets.inverted({"A": 1, "B": 1})


def test_a_network_without_a_code_is_unsupported():
    """The error names the pair and the way out."""
    with pytest.raises(UnsupportedError, match="USDC_CELO"):
        assets.codes_of(Pair("USD", "USDC_CELO"), connection="gnosis", operation="quotes")


@pytest.mark.parametrize(
    ("code", "rail"), [("ACH", Rail.ACH), ("pix", Rail.PIX), ("NEW_ONE", Rail("new_one"))]
)
def test_rails_have_their_names_in_capitals(code, rail):
    """Unknown ones are passed on."""
    assert assets.rail_of(code) == rail
    assert assets.rail_code(rail) == code.upper()


@pytest.mark.parametrize("code", [None, "", "  "])
def test_no_rail_is_none(code):
    """Silence is no rail."""
    assert assets.rail_of(code) is None
