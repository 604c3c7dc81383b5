"""What is given and got: fiat currencies and tokens on a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from rampkit.errors import InvalidInputError
from rampkit.models.iso import CURRENCY_EXPONENTS
from rampkit.models.networks import Network, network

__all__ = ["Asset", "AssetKind", "Direction", "Pair"]


class AssetKind(StrEnum):
    """Fiat money or crypto."""

    FIAT = "fiat"
    CRYPTO = "crypto"


class Direction(StrEnum):
    """Which way value goes; derived from a pair. `buy` and `sell` are accepted as input."""

    ON_RAMP = "on_ramp"
    OFF_RAMP = "off_ramp"

    @classmethod
    def _missing_(cls, value: object) -> Direction | None:
        aliases = {"buy": cls.ON_RAMP, "sell": cls.OFF_RAMP, "onramp": cls.ON_RAMP, "offramp": cls.OFF_RAMP}
        return aliases.get(str(value).lower().replace("-", "").replace("_", ""))


# What Circle itself issues, checked 2026-11:
# https://developers.circle.com/stablecoins/usdc-contract-addresses
# Gnosis Chain has none. Two bridged tokens go by that name there, and no provider says which one it means: a
# guess would send money to the wrong contract.
_USDC_CONTRACTS = {
    "ethereum": "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
    "base": "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",
    "polygon": "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359",
    "arbitrum": "0xaf88d065e77c8cc2239327c5edb3a432268e5831",
    "optimism": "0x0b2c639c533813f4aa9d7837caf62653d097ff85",
    "celo": "0xceba9300f2b948710d2653dd7b07f33a8b32118c",
}
_NATIVE = {  # symbol, network -> SLIP-44 index
    ("ETH", "ethereum"): 60,
    ("ETH", "base"): 60,
    ("BTC", "bitcoin"): 0,
    ("SOL", "solana"): 501,
    ("XDAI", "gnosis"): 700,
}
_DECIMALS = {
    **dict.fromkeys(["USDC", "USDT", "EURC", "PYUSD"], 6),
    **dict.fromkeys(["ETH", "DAI", "XDAI", "MATIC", "OP", "EURE"], 18),
    **dict.fromkeys(["WARS", "WBRL", "WMXN", "WCOP", "WCLP", "WPEN"], 18),
    "BTC": 8,
    "SOL": 9,
}
_MAX_SYMBOL = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A fiat currency, or a token on one network.

    `Asset("USD")`, `Asset("USDC", "base")` or `Asset("USDC_BASE")`; case does not matter on input.

    Raises:
        InvalidInputError: No such currency; or a token without a network, or on an unknown one.
    """

    symbol: str
    """Upper case: an ISO 4217 code, or a token symbol."""
    network: Network | None = None
    """Where a token lives; None for fiat."""

    def __init__(self, symbol: str, network: str | Network | None = None) -> None:
        name = _text(symbol, "asset", "USD or USDC_BASE").strip()
        if network is None:
            name, _, chain = name.partition("_")
            network = chain or None
        # Other scripts have letters whose upper case is ASCII.
        object.__setattr__(self, "symbol", name.upper() if name.isascii() else "")
        object.__setattr__(self, "network", None if network is None else _network(network))
        self._check()

    def _check(self) -> None:
        if not (self.symbol.isascii() and self.symbol.isalnum() and len(self.symbol) <= _MAX_SYMBOL):
            raise InvalidInputError(
                "asset", "is not a currency or token symbol", remedy="write e.g. USD or USDC_BASE"
            )
        if self.network is None and self.symbol not in CURRENCY_EXPONENTS:
            raise InvalidInputError(
                "asset",
                f"{self.symbol} is not an ISO 4217 currency, and a token needs its network",
                remedy=f"write e.g. {self.symbol}_BASE",
            )

    @classmethod
    def parse(cls, text: str | Asset) -> Asset:
        """The asset written as *text*: `USD`, `iso4217:USD`, `USDC_BASE` or a known CAIP-19 identifier.

        Raises:
            InvalidInputError: The text names no asset.
        """
        return text if isinstance(text, Asset) else _parse(_text(text, "asset", "USDC_BASE"))

    @property
    def kind(self) -> AssetKind:
        """Fiat or crypto."""
        return AssetKind.FIAT if self.network is None else AssetKind.CRYPTO

    @property
    def is_fiat(self) -> bool:
        """Whether this is a fiat currency."""
        return self.network is None

    @property
    def decimals(self) -> int | None:
        """Decimals of the smallest unit; None where rampkit does not know the token's."""
        if self.network is None:
            return CURRENCY_EXPONENTS[self.symbol]
        if self.symbol in {"USDC", "USDT"} and self.network.name == "bnb":
            return 18
        return _DECIMALS.get(self.symbol)

    @property
    def identifier(self) -> str | None:
        """CAIP-19 for a token (`iso4217:USD` for fiat); None where rampkit does not know the contract."""
        if self.network is None:
            return f"iso4217:{self.symbol}"
        native = _NATIVE.get((self.symbol, self.network.name))
        if native is not None:
            return f"{self.network.caip2}/slip44:{native}"
        contract = _USDC_CONTRACTS.get(self.network.name) if self.symbol == "USDC" else None
        return f"{self.network.caip2}/erc20:{contract}" if contract else None

    def __str__(self) -> str:
        return self.symbol if self.network is None else f"{self.symbol}_{self.network.code}"

    def __repr__(self) -> str:
        return f"Asset({str(self)!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return value_schema(cls.parse)


def _network(name: str | Network) -> Network:
    try:
        return network(name)
    except InvalidInputError as error:
        problem = error.within("asset")
    raise problem


@lru_cache(maxsize=1024)
def _parse(text: str) -> Asset:
    plain = text.strip()
    if plain.lower().startswith("iso4217:"):
        plain = plain[8:]
        if "_" in plain:
            raise InvalidInputError("asset", "is not an ISO 4217 currency", remedy="write e.g. iso4217:USD")
    return _by_identifier(plain) if "/" in plain else Asset(plain)


def _by_identifier(text: str) -> Asset:
    chain, _, token = text.partition("/")
    where = _network(chain)
    for (symbol, name), index in _NATIVE.items():
        if name == where.name and token == f"slip44:{index}":
            return Asset(symbol, where)
    contract = _USDC_CONTRACTS.get(where.name)
    if contract and token.lower() == f"erc20:{contract}":
        return Asset("USDC", where)
    raise InvalidInputError(
        "asset", "is a CAIP-19 identifier rampkit does not know", remedy="write e.g. USDC_BASE"
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """What is given and what is got, one of them fiat.

    Raises:
        InvalidInputError: Both are the same, or both are of one kind.
    """

    source: Asset
    """What is given."""
    destination: Asset
    """What is got."""

    def __init__(self, source: Asset | str, destination: Asset | str) -> None:
        object.__setattr__(self, "source", _side("source", source))
        object.__setattr__(self, "destination", _side("destination", destination))
        self._check()

    def _check(self) -> None:
        if self.source == self.destination:
            raise InvalidInputError(
                "destination", "is the same as the source", remedy="name two different assets"
            )
        if self.source.kind is self.destination.kind:
            raise InvalidInputError(
                "destination",
                f"is {self.destination.kind} like the source; a ramp joins fiat and crypto",
                remedy="name one fiat currency and one token, e.g. BRL and USDC_BASE",
            )

    @property
    def direction(self) -> Direction:
        """On-ramp if fiat is given, off-ramp if it is got."""
        return Direction.ON_RAMP if self.source.is_fiat else Direction.OFF_RAMP

    @property
    def fiat(self) -> Asset:
        """The fiat side."""
        return self.source if self.source.is_fiat else self.destination

    @property
    def crypto(self) -> Asset:
        """The crypto side."""
        return self.destination if self.source.is_fiat else self.source

    def __str__(self) -> str:
        return f"{self.source}/{self.destination}"

    @classmethod
    def parse(cls, text: str | Pair) -> Pair:
        """The pair written as `SOURCE/DESTINATION`.

        Raises:
            InvalidInputError: The text names no pair.
        """
        if isinstance(text, Pair):
            return text
        source, slash, destination = _text(text, "pair", "BRL/USDC_BASE").partition("/")
        if not slash:
            raise InvalidInputError("pair", "must name two assets", remedy="write e.g. BRL/USDC_BASE")
        return cls(source, destination)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return value_schema(cls.parse)


def _text(value: object, field: str, example: str) -> str:
    if isinstance(value, str):
        return value
    raise InvalidInputError(field, "must be text", remedy=f"write e.g. {example}")


def _side(name: str, asset: Asset | str) -> Asset:
    try:
        return Asset.parse(asset)
    except InvalidInputError as error:
        problem = InvalidInputError(name, error.problem, remedy=error.remedy)
    raise problem


def value_schema(parse: Callable[[Any], Any]) -> CoreSchema:
    """Accept whatever *parse* accepts; write the value's text."""
    return core_schema.no_info_plain_validator_function(
        parse, serialization=core_schema.to_string_ser_schema()
    )
