"""Gnosis Ramp's codes for currencies, networks and rails, and rampkit's words for them.

Currency codes are a ticker for fiat and `{TICKER}_{CHAIN}` for crypto
(https://docs.ramp.gnosis.io/intents/currencies-providers).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import TypeVar

from rampkit.errors import InvalidInputError, UnsupportedError
from rampkit.models import Asset, Pair, Rail

__all__ = [
    "CRYPTO",
    "FIAT",
    "asset_of",
    "blockchain_of",
    "code_of",
    "codes_of",
    "network_of",
    "rail_code",
    "rail_of",
]

T = TypeVar("T", bound=Hashable)

FIAT = ("USD", "EUR", "GBP", "BRL", "ARS")
"""Fiat codes the pages show; the live list is `list_routes`.

https://docs.ramp.gnosis.io/intents/currencies-providers, https://gnosisramps.mintlify.app/currencies/supported
"""

CRYPTO = ("USDC_GNO", "USDC_ETH", "USDC_BASE", "USDC_POL", "USDT_ETH")
"""Crypto codes the pages show; the live list is `list_routes`.

https://docs.ramp.gnosis.io/intents/currencies-providers,
https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-intent-requirements,
https://gnosisramps.mintlify.app/external-accounts/requirements
"""

# The first four appear in currency codes; the others only as `blockchain` of the first generation:
# https://gnosisramps.mintlify.app/external-accounts/requirements
NETWORKS: Mapping[str, str] = MappingProxyType(
    {
        "GNO": "gnosis",
        "ETH": "ethereum",
        "BASE": "base",
        "POL": "polygon",
        "ARB": "arbitrum",
        "OP": "optimism",
        "SOL": "solana",
        "TRON": "tron",
        "BTC": "bitcoin",
    }
)
# Second spellings; only the first generation is ever sent one: https://gnosisramps.mintlify.app/external-accounts/requirements
ALIASES: Mapping[str, str] = MappingProxyType({"GNOSIS": "GNO", "ETHEREUM": "ETH"})
# https://docs.ramp.gnosis.io/intents/requirements and, for SWIFT, the page named above
RAILS: Mapping[str, Rail] = MappingProxyType(
    {"ACH": Rail.ACH, "WIRE": Rail.WIRE, "PIX": Rail.PIX, "SWIFT": Rail.SWIFT}
)


def inverted(table: Mapping[str, T]) -> dict[T, str]:
    """*table* the other way round.

    Raises:
        AssertionError: Two codes stand for one thing, so the way back would be a guess.
    """
    inverse = {meaning: code for code, meaning in table.items()}
    if len(inverse) != len(table):
        raise AssertionError("two codes stand for one thing")
    return inverse


_CHAIN_CODES = inverted(NETWORKS)
_RAIL_CODES = inverted(RAILS)


def network_of(chain: str) -> str | None:
    """The network Gnosis Ramp calls *chain*, by rampkit's name; None if we know none."""
    code = chain.strip().upper()
    return NETWORKS.get(ALIASES.get(code, code))


def asset_of(code: str) -> Asset | None:
    """The asset a currency code stands for, in any case and spelling; None if we know none."""
    symbol, separator, chain = code.partition("_")
    network = network_of(chain) if separator else None
    if separator and network is None:
        return None
    try:
        return Asset(symbol, network)
    except InvalidInputError:
        return None


def code_of(asset: Asset) -> str | None:
    """Gnosis Ramp's code for *asset*; None for a token on a network it has no code for."""
    if asset.network is None:
        return asset.symbol
    chain = _CHAIN_CODES.get(asset.network.name)
    return f"{asset.symbol}_{chain}" if chain else None


def codes_of(pair: Pair, *, connection: str, operation: str) -> tuple[str, str]:
    """The codes of both sides of *pair*.

    Raises:
        UnsupportedError: One is on a network Gnosis Ramp has no code for.
    """
    source, destination = code_of(pair.source), code_of(pair.destination)
    if source is None or destination is None:
        raise UnsupportedError(
            f"Gnosis Ramp has no code for the network of {pair}; choose another network",
            connection=connection,
            operation=operation,
        )
    return source, destination


def blockchain_of(asset: Asset, *, connection: str) -> str:
    """What the first generation calls the chain of a token: as in currency codes, but GNOSIS.

    Page external-accounts/requirements of https://gnosisramps.mintlify.app, in its first capture.

    Raises:
        UnsupportedError: There is no name for it.
    """
    chain = _CHAIN_CODES.get(asset.network.name) if asset.network else None
    if chain is None:
        raise UnsupportedError(
            f"Gnosis Ramp has no code for the network of {asset}; choose another network",
            connection=connection,
            operation="requirements",
        )
    return "GNOSIS" if chain == "GNO" else chain


def rail_of(code: str | None) -> Rail | None:
    """The rail a code stands for, a new word for one that is unknown; None for none."""
    text = (code or "").strip()
    return (RAILS.get(text.upper()) or Rail(text)) if text else None


def rail_code(rail: Rail) -> str:
    """Gnosis Ramp's code for *rail*; its codes are the names in capitals."""
    return _RAIL_CODES.get(rail) or rail.value.upper()
