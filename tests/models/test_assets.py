"""Assets, networks, pairs and places: many spellings in, one out."""

import copy
import pickle

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.models import (
    Asset,
    AssetKind,
    Direction,
    Network,
    Pair,
    country_code,
    network,
    networks,
    region_code,
)
from rampkit.models.iso import COUNTRIES, CURRENCY_EXPONENTS

KNOWN = [
    Asset(symbol, item)
    for symbol in ("USDC", "ETH", "BTC", "SOL", "XDAI")
    for item in networks()
    if Asset(symbol, item).identifier
]


@pytest.mark.parametrize("text", ["USD", "usd", "Usd", " usd ", "iso4217:USD", "ISO4217:usd"])
def test_fiat_in_any_case(text):
    """A currency is known by its ISO 4217 code, however it is written."""
    asset = Asset.parse(text)

    assert asset == Asset("USD")
    assert (str(asset), asset.kind, asset.decimals) == ("USD", AssetKind.FIAT, 2)


@pytest.mark.parametrize(
    "text",
    [
        "USDC_GNOSIS",
        "usdc_gnosis",
        "USDC_GNO",
        "usdc_xdai",
        "Usdc_Gnosis_Chain",
        "USDC_gnosis-chain",
        "USDC_eip155:100",
    ],
)
def test_a_token_in_every_spelling(text):
    """Aliases, CAIP-2 and CAIP-19 all name the same token on the same network."""
    asset = Asset.parse(text)

    assert asset == Asset("USDC", "gnosis")
    assert hash(asset) == hash(Asset("USDC", "gnosis"))
    assert (str(asset), asset.kind, asset.decimals) == ("USDC_GNOSIS", AssetKind.CRYPTO, 6)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("USDC_ETH", "USDC_ETHEREUM"),
        ("USDC_POL", "USDC_POLYGON"),
        ("USDC_ARB", "USDC_ARBITRUM"),
        ("USDC_OP", "USDC_OPTIMISM"),
        ("USDT_TRX", "USDT_TRON"),
        ("USDC_AVALANCHE_C_CHAIN", "USDC_AVALANCHE"),
        ("RTEST_ETHEREUM_SEPOLIA", "RTEST_ETHEREUM_SEPOLIA"),
        ("wARS_base", "WARS_BASE"),
    ],
)
def test_aliases(alias, name):
    """The short names providers use lead to one name."""
    assert str(Asset.parse(alias)) == name


def test_the_constructor_reads_the_text_form_too():
    """`Asset("USDC_BASE")` is what people write first."""
    assert Asset("usdc_base") == Asset("USDC", "base") == Asset("USDC", network("base"))


@pytest.mark.parametrize("asset", KNOWN, ids=str)
def test_caip_19_round_trip(asset):
    """An identifier leads back to its asset."""
    assert Asset.parse(asset.identifier) == asset


def test_what_has_no_identifier():
    """A token whose contract rampkit does not know has no identifier, and no invented one."""
    assert Asset("XYZ", "base").identifier is None
    assert Asset("XYZ", "base").decimals is None
    assert Asset("USDC", "tempo").identifier is None
    assert Asset("BRL").identifier == "iso4217:BRL"


def test_identifiers_are_lower_case():
    """CAIP-19 has no canonical form; ours is lower-case hex."""
    contracts = [asset.identifier for asset in KNOWN if "erc20:" in asset.identifier]

    assert contracts == [identifier.lower() for identifier in contracts]


@pytest.mark.parametrize("text", [str(asset) for asset in KNOWN] + sorted(CURRENCY_EXPONENTS))
def test_text_round_trip(text):
    """`parse` reads what `str` writes."""
    assert str(Asset.parse(text)) == text


def test_assets_survive_pickle_and_copy():
    """An asset is a value."""
    asset = Asset("USDC_BASE")

    assert pickle.loads(pickle.dumps(asset)) == asset  # noqa: S301  # our own bytes
    assert copy.deepcopy(asset) == asset


@pytest.mark.parametrize("text", ["USDC", "usdc_", "ETH", "iso4217:USDC"])
def test_a_token_without_its_network(text):
    """A token alone could be on any network, so it is refused with an example."""
    with pytest.raises(
        InvalidInputError,
        match=r"asset: \w+ is not an ISO 4217 currency, and a token needs its network; write e\.g\. \w+_BASE",
    ):
        Asset.parse(text)


def test_an_unknown_network():
    """The refusal lists the networks there are."""
    with pytest.raises(
        InvalidInputError,
        match=r"asset\.network: is not a network rampkit knows; use one of ethereum, gnosis, base",
    ):
        Asset.parse("USDC_NOWHERE")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "_",
        "_BASE",
        "US$",
        "U S D",
        "\uff35\uff33\uff24",
        "ﬁj",
        "USD/EUR",
        "A" * 13,
        "USDC\n\x00",
        "iso4217:USDC_BASE",
    ],
)
def test_what_is_no_asset(text):
    """What is neither a currency nor a token symbol is refused."""
    with pytest.raises(InvalidInputError):
        Asset.parse(text)


@pytest.mark.parametrize("value", [None, 5, 1.5, True, b"USD", ["USD"]])
def test_only_text_names_an_asset(value):
    """Other types are refused in our words."""
    with pytest.raises(InvalidInputError, match=r"asset: must be text; write e\.g\. USDC_BASE"):
        Asset.parse(value)
    with pytest.raises(InvalidInputError, match="asset: must be text"):
        Asset(value)


def test_an_unknown_contract():
    """A CAIP-19 identifier of a contract we do not know is not guessed at."""
    with pytest.raises(InvalidInputError, match="asset: is a CAIP-19 identifier rampkit does not know"):
        Asset.parse("eip155:100/erc20:0x0000000000000000000000000000000000000001")


@given(st.text())
def test_parsing_an_asset_fails_in_one_way(text):
    """Any text is an asset or an InvalidInputError."""
    try:
        asset = Asset.parse(text)
    except InvalidInputError:
        return
    assert Asset.parse(str(asset)) == asset


def test_currencies_are_those_of_iso_4217():
    """The table holds what pycountry holds, without funds, units of account, metals and test codes."""
    funds = {"BOV", "CHE", "CHW", "COU", "MXV", "USN", "UYI", "UYW"}
    units = {"XAD", "XBA", "XBB", "XBC", "XBD", "XDR", "XSU", "XUA"}
    metals = {"XAG", "XAU", "XPD", "XPT"}
    tests = {"XTS", "XXX"}

    assert set(CURRENCY_EXPONENTS) | funds | units | metals | tests == {
        item.alpha_3 for item in pycountry.currencies
    }


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ("CLP", 0),
        ("PYG", 0),
        ("JPY", 0),
        ("KWD", 3),
        ("CLF", 4),
        ("ARS", 2),
        ("COP", 2),
        ("ISK", 0),
        ("UYU", 2),
    ],
)
def test_exponents(code, decimals):
    """Decimals are those of ISO 4217, also where people use fewer."""
    assert Asset(code).decimals == decimals


def test_countries_are_those_of_iso_3166():
    """The table holds exactly what pycountry holds."""
    assert {item.alpha_2 for item in pycountry.countries} == COUNTRIES


@pytest.mark.parametrize("code", ["BR", "br", " Br "])
def test_country_codes_in_any_case(code):
    """A country comes out in upper case."""
    assert country_code(code) == "BR"


@pytest.mark.parametrize("code", ["", "B", "BRA", "XX", "UK", "EU", None, 55, "\uff22\uff32"])
def test_what_is_no_country(code):
    """Two letters of ISO 3166-1, nothing else."""
    with pytest.raises(InvalidInputError, match="is not an ISO 3166-1 country code; write two letters"):
        country_code(code)


@pytest.mark.parametrize(
    ("code", "region"), [("US-NY", "US-NY"), ("us-ny", "US-NY"), ("AR-C", "AR-C"), ("gb-eng", "GB-ENG")]
)
def test_region_codes_in_any_case(code, region):
    """A region comes out in upper case."""
    assert region_code(code) == region


@pytest.mark.parametrize("code", ["NY", "US", "US-", "US-NYCX", "XX-NY", "US_NY", None])
def test_what_is_no_region(code):
    """A country, a hyphen and one to three characters."""
    with pytest.raises(InvalidInputError, match="is not an ISO 3166-2 region code"):
        region_code(code)


@pytest.mark.parametrize(
    "word", ["on_ramp", "ON_RAMP", "On-Ramp", "onramp", "ONRAMP", "on-ramp", "buy", "BUY", Direction.ON_RAMP]
)
def test_directions_in_any_spelling(word):
    """All the field's words for the way in."""
    assert Direction(word) is Direction.ON_RAMP


@pytest.mark.parametrize("word", ["sell", "OFFRAMP", "off-ramp"])
def test_the_other_direction(word):
    """All the field's words for the way out."""
    assert Direction(word) is Direction.OFF_RAMP


@pytest.mark.parametrize("word", ["", "deposit", None, 1])
def test_what_is_no_direction(word):
    """`deposit` means opposite things to a wallet and an exchange."""
    with pytest.raises(ValueError, match="is not a valid Direction"):
        Direction(word)


def test_a_pair_has_a_direction():
    """Fiat given is an on-ramp, fiat got is an off-ramp."""
    buy = Pair.parse("brl/usdc_base")
    sell = Pair("USDC_BASE", Asset("BRL"))

    assert (buy.direction, buy.fiat, buy.crypto) == (Direction.ON_RAMP, Asset("BRL"), Asset("USDC_BASE"))
    assert (sell.direction, sell.fiat, sell.crypto) == (Direction.OFF_RAMP, Asset("BRL"), Asset("USDC_BASE"))
    assert str(buy) == "BRL/USDC_BASE"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("BRL/brl", "destination: is the same as the source; name two different assets"),
        ("USDC_ETH/USDC_ETHEREUM", "destination: is the same as the source"),
        ("BRL/USD", "destination: is fiat like the source; a ramp joins fiat and crypto; name one fiat"),
        ("ETH_BASE/USDC_BASE", "destination: is crypto like the source"),
        ("BRL", r"pair: must name two assets; write e\.g\. BRL/USDC_BASE"),
        ("BRL/USDC", "destination: USDC is not an ISO 4217 currency, and a token needs its network"),
        ("XXX/USDC_BASE", "source: XXX is not an ISO 4217 currency"),
        (5, r"pair: must be text; write e\.g\. BRL/USDC_BASE"),
    ],
)
def test_what_is_no_pair(text, message):
    """A pair joins one fiat currency and one token."""
    with pytest.raises(InvalidInputError, match=message):
        Pair.parse(text)


def test_networks_have_unique_names_and_identifiers():
    """No spelling leads to two networks."""
    identifiers = [item.caip2 for item in networks() if item.caip2]

    assert len({item.name for item in networks()}) == len(networks())
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("base", "base"),
        (" BASE ", "base"),
        ("eip155:8453", "base"),
        ("EIP155:8453", "base"),
        ("base-sepolia", "base_sepolia"),
        ("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "solana"),
    ],
)
def test_finding_a_network(name, found):
    """A network is found by name, alias or CAIP-2 identifier."""
    assert network(name).name == found


def test_a_network_is_found_by_itself():
    """Whoever has the network already may pass it."""
    assert isinstance(network(network("base")), Network)


@pytest.mark.parametrize("name", ["", "bas", "eip155:99999999", None, 1])
def test_what_is_no_network(name):
    """An unknown network is refused with the list of known ones."""
    with pytest.raises(InvalidInputError, match="network: is not a network rampkit knows; use one of"):
        network(name)
