"""Corridors, networks, rates and pretended deposits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rampkit.capabilities import Checkout, Places
from rampkit.errors import BadResponseError, InvalidInputError, UnsupportedError
from rampkit.http import Commits, json_text
from rampkit.models import Amount, Asset, Direction, Fixed, OpenUrl, Pair, PayToAccount, Rail
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider, assets

SEPOLIA = {
    "network_name": "ETHEREUM_SEPOLIA",
    "assets": [{"name": "RTEST", "contract_address": "0x0472eDf217331A7809e33AA0920b8ab864EEB437"}],
}
CAMEL = {
    "networkName": "BASE",
    "assets": [{"name": "wARS", "contractAddress": "0x0dc4F92879B7670e5f4e4e6e3c801D229129D90D"}],
}
RATE = {
    "pair": "ETH_ARS",
    "last_buy_rate": Decimal("1312.1"),
    "last_sell_rate": Decimal("1311.1"),
    "final_buy_rate": Decimal("1320.1"),
    "final_sell_rate": Decimal("1320.1"),
}
RAILS = {
    "AR": ((Rail.TRANSFERS_3_0,), (Rail.TRANSFERS_3_0,)),
    "BR": ((Rail.PIX,), (Rail.PIX,)),
    "CO": ((Rail.PSE, Rail.BRE_B, Rail.BANCOLOMBIA, Rail.NEQUI), (Rail.PSE, Rail.BRE_B)),
    "MX": ((Rail.SPEI,), (Rail.SPEI,)),
}


@pytest.mark.parametrize("country", RAILS)
def test_known_corridors(ripio_of, country):
    """The country's money against every documented token, both ways."""
    routes = ripio_of(country).routes()
    ways_in = [route for route in routes if route.direction is Direction.ON_RAMP]
    ways_out = [route for route in routes if route.direction is Direction.OFF_RAMP]

    assert len(ways_in) == len(ways_out) == len({route.pair for route in ways_in})
    assert {route.places for route in routes} == {Places(frozenset({country}))}
    assert {route.fixes for route in routes} == {frozenset({Fixed.SOURCE})}
    assert ({route.rails for route in ways_in}, {route.rails for route in ways_out}) == (
        {RAILS[country][0]},
        {RAILS[country][1]},
    )
    assert {route.checkout for route in ways_in} == {Checkout.API}
    assert {route.checkout for route in ways_out} == {Checkout.STANDING}


def test_test_tokens_are_for_the_sandbox(ripio):
    """RTEST lives there alone."""
    test_token = Asset("RTEST", "ethereum_sepolia")
    live = RipioProvider("id", "secret", country="AR")

    assert test_token in {route.pair.crypto for route in ripio.routes()}
    assert not [route for route in live.routes() if route.pair.crypto.network.testnet]


def test_live_corridors(ripio):
    """What is delivered makes on-ramps, what is taken makes off-ramps; unknown words are left out."""
    unknown = {"network_name": "GNOSIS_CHAIN", "assets": [{"name": "wARS"}]}
    odd = {"network_name": "BASE", "assets": [{"name": "wFOO"}, {"name": "USDC"}, {"name": "USDC"}]}
    routes, sent = replay(ripio.list_routes(), [answer([SEPOLIA, unknown]), answer([odd])])

    assert [request.path for request in sent] == ["/api/v1/withdrawalNetworks/", "/api/v1/depositNetworks/"]
    assert {request.query["include_currency"] for request in sent} == {"true"}
    assert [route.pair for route in routes] == [
        Pair("ARS", "RTEST_ETHEREUM_SEPOLIA"),
        Pair("USDC_BASE", "ARS"),
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda items: items,
        lambda items: {"networks": items},
        lambda items: {"results": items},
        lambda items: {"items": items},
        lambda items: {"data": items},
    ],
    ids=["C44-array", "C44-networks", "C44-results", "C44-items", "C44-data"],
)
def test_every_shape_of_the_network_lists(ripio, wrap):
    """An array or a page, in snake_case or camelCase."""
    networks, _ = replay(ripio.withdrawal_networks(), [answer(wrap([SEPOLIA, CAMEL]))])

    assert [(one.chain, one.tokens) for one in networks] == [
        ("ETHEREUM_SEPOLIA", {"RTEST": "0x0472eDf217331A7809e33AA0920b8ab864EEB437"}),
        ("BASE", {"wARS": "0x0dc4F92879B7670e5f4e4e6e3c801D229129D90D"}),
    ]


@pytest.mark.parametrize("payload", [{}, {"networks": None}, "x", [1], [{"assets": []}]], ids=repr)
def test_what_is_no_network_list(ripio, payload):
    """Is said to be unreadable."""
    with pytest.raises(BadResponseError):
        replay(ripio.deposit_networks(), [answer(payload if payload != "x" else '"x"')])


def test_rates(ripio):
    """Exact, and in Ripio's own words for pairs."""
    [rate], [request] = replay(ripio.rates(), [answer([RATE])])

    assert (request.path, request.commits) == ("/api/v1/rates/", Commits.NOTHING)
    assert (rate.pair, rate.last_buy, rate.final_sell) == ("ETH_ARS", Decimal("1312.1"), Decimal("1320.1"))


CVU = PayToAccount(scheme="cvu", identifier="1573308578877835214906")
ALIAS = PayToAccount(scheme="alias", identifier="juan.perez")
CLABE = PayToAccount(scheme="clabe", identifier="706180196550550550")
PAGE = OpenUrl(url="https://example.com/payment/abc123", host_known=False)


@pytest.mark.parametrize(
    ("country", "pays_into", "name", "value"),
    [
        ("AR", CVU, "alias_or_cvu", "1573308578877835214906"),
        ("AR", ALIAS, "alias_or_cvu", "juan.perez"),
        ("AR", {"alias_or_cvu": "x"}, "alias_or_cvu", "x"),
        ("MX", CLABE, "clabe", "706180196550550550"),
        ("CO", PAGE, "payment_url", "https://example.com/payment/abc123"),
    ],
)
def test_a_pretended_deposit(ripio_of, country, pays_into, name, value):
    """C27: the newest form, with the amount as a JSON number."""
    _, [request] = replay(ripio_of(country).simulate_deposit(pays_into, "2100.50"), [answer({})])

    assert request.json == {"paymentMethodType": "bank_transfer", "amount": Decimal("2100.50"), name: value}
    assert '"amount":2100.50' in json_text(request.json)
    assert (request.path, request.commits, request.repeatable) == (
        "/api/v1/simulateDeposit/",
        Commits.RECORD,
        False,
    )


@pytest.mark.parametrize(
    ("country", "pays_into", "amount"),
    [
        ("AR", CLABE, "1"),
        ("AR", PAGE, "1"),
        ("AR", {"clabe": "x"}, "1"),
        ("BR", {"brCode": "x"}, "1"),
        ("CO", PayToAccount(scheme="bre_b_key", identifier="@A"), "1"),
        ("AR", CVU, "0"),
        ("AR", CVU, Amount("1", "USD")),
    ],
)
def test_what_cannot_be_pretended(ripio_of, country, pays_into, amount):
    """Is refused before anything is sent."""
    with pytest.raises(InvalidInputError):
        replay(ripio_of(country).simulate_deposit(pays_into, amount), [])


def test_no_pretending_with_real_money():
    """A live connection has no such call."""
    with pytest.raises(UnsupportedError):
        replay(RipioProvider("id", "secret", country="AR").simulate_deposit(CVU, "1"), [])


@pytest.mark.parametrize("country", assets.COUNTRIES)
@pytest.mark.parametrize("direction", Direction)
def test_rails_go_both_ways(country, direction):
    """Ripio's word for a rail is read as that rail."""
    served = assets.rails(country, direction)

    assert [assets.rail_of(country, assets.rail_code(country, rail)) for rail in served] == list(served)


@pytest.mark.parametrize(
    ("country", "word", "rail"),
    [
        ("AR", "wire", Rail.TRANSFERS_3_0),
        ("AR", "CBU_ALIAS_AR", Rail.TRANSFERS_3_0),
        ("BR", "PIX_BR", Rail.PIX),
        ("MX", "wire", Rail.SPEI),
        ("AR", "mercado_pago", Rail("mercado_pago")),
        ("AR", "debin", None),
        ("AR", None, None),
    ],
)
def test_old_words_for_rails(country, word, rail):
    """C10, C11, C47: read as what replaced them; unknown ones as nothing."""
    assert assets.rail_of(country, word) == rail


@pytest.mark.parametrize("asset", assets.known_assets(sandbox=True), ids=str)
def test_tokens_go_both_ways(asset):
    """Ripio's words for a token are read as that token."""
    assert assets.asset_of(assets.asset_code(asset), assets.chain_code(Pair("ARS", asset))) == asset


@pytest.mark.parametrize(
    ("code", "chain", "asset"),
    [
        ("DAI", "BASE", Asset("DAI", "base")),
        ("WARS", "BASE", None),
        ("wFOO", "BASE", None),
        ("USDC", "GNOSIS", None),
        ("USDC", "base", None),
        ("USDC", None, None),
        (None, "BASE", None),
        ("A" * 13, "BASE", None),
        ("U$DC", "BASE", None),
    ],
)
def test_unknown_words_for_tokens(code, chain, asset):
    """A new symbol in capitals is itself; nothing else is guessed."""
    assert assets.asset_of(code, chain) == asset
