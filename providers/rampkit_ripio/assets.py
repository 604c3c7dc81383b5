"""Ripio's words for assets, networks and rails, and ours: injective, checked when this is imported."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rampkit.models import Asset, Direction, Pair, Rail

__all__ = [
    "COUNTRIES",
    "asset_code",
    "asset_of",
    "chain_code",
    "fiat_of",
    "fiat_or_crypto",
    "known_assets",
    "may_be_asked",
    "network_code",
    "network_of",
    "rail_code",
    "rail_of",
    "rails",
]

# Countries and their money: https://ai.ripio.com/context.md (1.4)
COUNTRIES: Mapping[str, str] = MappingProxyType({"AR": "ARS", "BR": "BRL", "CO": "COP", "MX": "MXN"})
"""The countries this API serves, with their currency."""

# USDC, RTEST, ETH: pages quotes/create-quote, on-ramp/create-on-ramp-session, rates/get-market-rates;
# USDT and the local stablecoins: https://ai.ripio.com/context.md
_SYMBOLS = {
    "USDC": "USDC",
    "USDT": "USDT",
    "ETH": "ETH",
    "RTEST": "RTEST",
    "wARS": "WARS",
    "wBRL": "WBRL",
    "wMXN": "WMXN",
    "wCOP": "WCOP",
    "wCLP": "WCLP",
    "wPEN": "WPEN",
}

# ETHEREUM_SEPOLIA, ETHEREUM: page quotes/create-quote; POLYGON: page
# transactions/list-customer-offramp-transactions; BASE and CELO: public clients only. Other chains are
# announced, but nobody has seen how Ripio spells them, and a wrong guess loses money: they are left out.
_CHAINS = {
    "ETHEREUM": "ethereum",
    "POLYGON": "polygon",
    "BASE": "base",
    "CELO": "celo",
    "ETHEREUM_SEPOLIA": "ethereum_sepolia",
}
_SANDBOX_TOKENS = (("RTEST", "ETHEREUM_SEPOLIA"), ("USDC", "ETHEREUM_SEPOLIA"))

# https://ai.ripio.com/context.md; the Colombian words also on page on-ramp/create-on-ramp-order
_RAILS: dict[str, dict[str, Rail]] = {
    "AR": {"bank_transfer": Rail.TRANSFERS_3_0, "mercado_pago": Rail("mercado_pago")},
    "BR": {"pix": Rail.PIX},
    "CO": {
        "bank_transfer": Rail.PSE,
        "breb": Rail.BRE_B,
        "r2p_bancolombia": Rail.BANCOLOMBIA,
        "r2p_nequi": Rail.NEQUI,
    },
    "MX": {"bank_transfer": Rail.SPEI},
}
# One public client names it, no page does, and https://ai.ripio.com/context.md says that its users transfer
# like everybody else: asked for only where the application wants just that.
_BY_NAME_ALONE = frozenset({"mercado_pago"})
_PAYS_OUT = frozenset({"bank_transfer", "breb", "pix"})

# Older words for the same: pages on-ramp/list-on-ramp-sessions and fiat-accounts/create-fiat-account
_OLD_RAILS = {"wire": "bank_transfer", "CBU_ALIAS_AR": "bank_transfer", "PIX_BR": "pix"}


def _inverted(table: Mapping[str, str]) -> dict[str, str]:
    inverse = {value: key for key, value in table.items()}
    if len(inverse) < len(table):
        raise AssertionError("two of Ripio's words mean the same here")
    return inverse


_SYMBOL_CODES = _inverted(_SYMBOLS)
_CHAIN_CODES = _inverted(_CHAINS)
_RAIL_CODES = {country: _inverted(table) for country, table in _RAILS.items()}


def fiat_of(country: str) -> Asset:
    """The currency of *country*, which must be one of `COUNTRIES`."""
    return Asset(COUNTRIES[country])


def asset_of(code: str | None, chain: str | None) -> Asset | None:
    """The token Ripio calls *code* on *chain*; None where either word is not known here.

    A symbol that is new here but written in capitals is itself: `DAI` is DAI, while `wDAI` stays unknown.
    """
    if code is None or chain is None or chain not in _CHAINS:
        return None
    symbol = _SYMBOLS.get(code)
    if symbol is None and _is_plain(code) and code not in _SYMBOL_CODES:
        symbol = code
    return None if symbol is None else Asset(symbol, _CHAINS[chain])


def network_of(chain: str | None) -> str | None:
    """Our name of the network Ripio calls *chain*; None where the word is not known."""
    return None if chain is None else _CHAINS.get(chain)


def asset_code(asset: Asset) -> str:
    """Ripio's word for *asset*; a symbol without an entry is its own word, as in `asset_of`."""
    return asset.symbol if asset.is_fiat else _SYMBOL_CODES.get(asset.symbol, asset.symbol)


def chain_code(pair: Pair) -> str | None:
    """Ripio's word for the network of *pair*; None where nobody has seen one."""
    return network_code(pair.crypto)


def network_code(asset: Asset) -> str | None:
    """Ripio's word for the network of *asset*; None where it has none, or nobody has seen one."""
    return None if asset.network is None else _CHAIN_CODES.get(asset.network.name)


def fiat_or_crypto(code: str | None, chain: str | None) -> Asset | None:
    """The asset Ripio calls *code*: money of one of its countries, or a token on *chain*."""
    return Asset(code) if code is not None and code in COUNTRIES.values() else asset_of(code, chain)


def known_assets(*, sandbox: bool) -> tuple[Asset, ...]:
    """Every token and network the documentation names, and in the sandbox its test tokens."""
    chains = [name for code, name in _CHAINS.items() if code != "ETHEREUM_SEPOLIA"]
    symbols = [symbol for symbol in _SYMBOLS.values() if symbol != "RTEST"]
    known = [Asset(symbol, name) for symbol in symbols for name in chains]
    if sandbox:
        known += [Asset(symbol, _CHAINS[chain]) for symbol, chain in _SANDBOX_TOKENS]
    return tuple(known)


def rails(country: str, direction: Direction) -> tuple[Rail, ...]:
    """The rails of *country* in one direction that the documentation names, in Ripio's order."""
    named = {code: rail for code, rail in _RAILS[country].items() if code not in _BY_NAME_ALONE}
    return tuple(rail for code, rail in named.items() if direction is Direction.ON_RAMP or code in _PAYS_OUT)


def may_be_asked(country: str, direction: Direction, rail: Rail) -> bool:
    """Whether a price by *rail* can be asked for at all."""
    by_name = direction is Direction.ON_RAMP and _RAIL_CODES[country].get(rail) in _BY_NAME_ALONE
    return by_name or rail in rails(country, direction)


def rail_code(country: str, rail: Rail) -> str:
    """Ripio's word for a rail of *country* that may be asked for."""
    return _RAIL_CODES[country][rail]


def rail_of(country: str, code: str | None) -> Rail | None:
    """The rail Ripio calls *code*, old words included; None where the word is not known."""
    return None if code is None else _RAILS[country].get(_OLD_RAILS.get(code, code))


def _is_plain(code: str) -> bool:
    return code.isascii() and code.isalnum() and code == code.upper() and len(code) <= 12  # noqa: PLR2004  # Asset's own limit
