"""Blockchain networks: one name each, their aliases and their CAIP-2 identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rampkit.errors import InvalidInputError

__all__ = ["AddressFormat", "Network", "network", "networks"]


class AddressFormat(StrEnum):
    """How addresses of a network are written."""

    EVM = "evm"
    TRON = "tron"
    SOLANA = "solana"
    STELLAR = "stellar"
    BITCOIN = "bitcoin"


@dataclass(frozen=True, slots=True)
class Network:
    """A blockchain network."""

    name: str
    """rampkit's own name, e.g. `base`."""
    caip2: str | None
    """Identifier by CAIP-2, e.g. `eip155:8453`; None where the namespace has none yet."""
    addresses: AddressFormat
    """How its addresses are written."""
    aliases: tuple[str, ...] = ()
    """Other names accepted on input."""
    testnet: bool = False
    """Whether its tokens are worth nothing."""

    @property
    def code(self) -> str:
        """The name as it stands in an asset's text, e.g. `BASE`."""
        return self.name.upper()

    def __hash__(self) -> int:
        return hash(self.name)  # unique, and hashed for every pair that is looked up

    def __str__(self) -> str:
        return self.name


_EVM = AddressFormat.EVM

# Read 2026-11. EVM chain ids: https://github.com/wevm/viem/tree/main/src/chains/definitions, Tempo's also at
# https://docs.tempo.xyz/quickstart/connection-details. Other namespaces:
# https://github.com/ChainAgnostic/namespaces; Tron's is decimal since its pull request 170, the hexadecimal
# spelling is older and still met.
_NETWORKS = (
    Network("ethereum", "eip155:1", _EVM, ("eth", "mainnet")),
    Network("gnosis", "eip155:100", _EVM, ("gno", "xdai", "gnosis_chain")),
    Network("base", "eip155:8453", _EVM),
    Network("polygon", "eip155:137", _EVM, ("pol", "matic")),
    Network("arbitrum", "eip155:42161", _EVM, ("arb", "arbitrum_one")),
    Network("optimism", "eip155:10", _EVM, ("op",)),
    Network("celo", "eip155:42220", _EVM),
    Network("bnb", "eip155:56", _EVM, ("bsc", "binance")),
    Network("avalanche", "eip155:43114", _EVM, ("avax", "avalanche_c_chain")),
    Network("linea", "eip155:59144", _EVM),
    Network("world", "eip155:480", _EVM, ("worldchain",)),
    Network("hyperevm", "eip155:999", _EVM),
    Network("xdc", "eip155:50", _EVM),
    Network("tempo", "eip155:4217", _EVM),
    Network("solana", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", AddressFormat.SOLANA, ("sol",)),
    Network("tron", "tron:728126428", AddressFormat.TRON, ("trx", "tron:0x2b6653dc")),
    Network("stellar", "stellar:pubnet", AddressFormat.STELLAR, ("xlm",)),
    Network("bitcoin", "bip122:000000000019d6689c085ae165831e93", AddressFormat.BITCOIN, ("btc",)),
    Network("ethereum_sepolia", "eip155:11155111", _EVM, ("sepolia",), testnet=True),
    Network("base_sepolia", "eip155:84532", _EVM, testnet=True),
    Network("arbitrum_sepolia", "eip155:421614", _EVM, testnet=True),
    Network("polygon_amoy", "eip155:80002", _EVM, testnet=True),
    Network("stellar_testnet", "stellar:testnet", AddressFormat.STELLAR, testnet=True),
    Network("solana_devnet", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", AddressFormat.SOLANA, testnet=True),
)


def _index() -> dict[str, Network]:
    index: dict[str, Network] = {}
    for item in _NETWORKS:
        for key in (item.name, *item.aliases, *([item.caip2] if item.caip2 else [])):
            if key in index:
                raise AssertionError(f"two networks are called {key}")
            index[key] = item
    return index


_BY_NAME = _index()


def networks() -> tuple[Network, ...]:
    """Every network rampkit knows."""
    return _NETWORKS


def network(name: str | Network) -> Network:
    """The network called *name*: its own name or an alias, in any case, or its CAIP-2 identifier.

    Raises:
        InvalidInputError: No such network is known.
    """
    if isinstance(name, Network):
        return name
    text = str(name).strip()
    found = _BY_NAME.get(text) or _BY_NAME.get(text.lower().replace("-", "_"))
    if found is None:
        known = ", ".join(item.name for item in _NETWORKS if not item.testnet)
        raise InvalidInputError("network", "is not a network rampkit knows", remedy=f"use one of {known}")
    return found
