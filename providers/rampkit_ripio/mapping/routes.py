"""Corridors, networks and reference rates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rampkit.capabilities import Checkout, Places, Route
from rampkit.errors import CountryNotServedError, UnsupportedError
from rampkit.http import Request, path
from rampkit.models import Asset, Direction, Fixed, Pair
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = [
    "MarketRate",
    "TokenNetwork",
    "assets_on",
    "known_routes",
    "networks_request",
    "parse_networks",
    "parse_rates",
    "rates_request",
    "require_served",
    "routes_for",
]


@dataclass(frozen=True, slots=True)
class TokenNetwork:
    """A network of this account and the tokens on it, in Ripio's words."""

    chain: str
    tokens: dict[str, str | None]
    """Token symbol to contract address, None where Ripio does not say."""


@dataclass(frozen=True, slots=True)
class MarketRate:
    """A reference rate, fiat per unit of crypto. Nothing is held at it."""

    pair: str
    """Ripio's word, e.g. `ETH_ARS`."""
    last_buy: Decimal | None
    last_sell: Decimal | None
    final_buy: Decimal | None
    """With Ripio's charges."""
    final_sell: Decimal | None


def known_routes(country: str, *, sandbox: bool) -> tuple[Route, ...]:
    """What the documentation names for *country*; which of it an account may use, `list_routes` asks.

    Source: https://ai.ripio.com/context.md
    """
    known = assets.known_assets(sandbox=sandbox)
    return (*routes_for(country, Direction.ON_RAMP, known), *routes_for(country, Direction.OFF_RAMP, known))


def routes_for(country: str, direction: Direction, tokens: Iterable[Asset]) -> tuple[Route, ...]:
    """A corridor between the money of *country* and each of *tokens*.

    Only the amount given can be fixed: page quotes/create-quote has no field for the amount got. An off-ramp
    goes through a standing address, because no page describes the call that makes an off-ramp order.
    """
    fiat, on_ramp = assets.fiat_of(country), direction is Direction.ON_RAMP
    return tuple(
        Route(
            pair=Pair(fiat, token) if on_ramp else Pair(token, fiat),
            places=Places(frozenset({country})),
            rails=assets.rails(country, direction),
            fixes=frozenset({Fixed.SOURCE}),
            checkout=Checkout.API if on_ramp else Checkout.STANDING,
        )
        for token in dict.fromkeys(tokens)
    )


def require_served(pair: Pair, country: str, view: View, operation: str) -> None:
    """Refuse a pair or country that this connection cannot even ask for.

    Raises:
        CountryNotServedError: The credentials are for another country.
        UnsupportedError: The pair is not one of the country, or nobody has seen Ripio's word for its network.
    """
    if country.strip().upper() != view.country:
        raise CountryNotServedError(
            f"this connection's credentials are for {view.country}",
            connection=view.connection,
            operation=operation,
        )
    if pair.fiat != view.fiat or assets.chain_code(pair) is None:
        raise UnsupportedError(
            f"{pair} is not exchanged; look at the routes", connection=view.connection, operation=operation
        )


def networks_request(operation: str, kind: str) -> Request:
    """Ask for `depositNetworks` (crypto taken) or `withdrawalNetworks` (crypto delivered), with tokens."""
    return Request(
        operation=operation, path=path("api", "v1", kind, ""), query={"include_currency": "true"}, scope=SCOPE
    )


def parse_networks(payload: Any) -> tuple[TokenNetwork, ...]:
    """Either network list: an array or a page, in snake_case or camelCase."""
    read = [wire.Network.read(item) for item in items_of(payload)]
    return tuple(
        TokenNetwork(one.network_name, {token.name: token.contract_address for token in one.assets})
        for one in read
    )


def assets_on(networks: Sequence[TokenNetwork]) -> tuple[Asset, ...]:
    """The tokens rampkit has words for; a network nobody has documented is left out."""
    found = [assets.asset_of(token, one.chain) for one in networks for token in one.tokens]
    return tuple(asset for asset in found if asset is not None)


def rates_request() -> Request:
    """Ask for reference rates (page rates/get-market-rates)."""
    return Request(operation="rates", path=path("api", "v1", "rates", ""), scope=SCOPE)


def parse_rates(payload: Any) -> tuple[MarketRate, ...]:
    """Every pair of this account."""
    return tuple(
        MarketRate(
            pair=rate.pair,
            last_buy=rate.last_buy_rate,
            last_sell=rate.last_sell_rate,
            final_buy=rate.final_buy_rate,
            final_sell=rate.final_sell_rate,
        )
        for rate in map(wire.Rate.read, items_of(payload))
    )
