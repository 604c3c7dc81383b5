"""Ripio's networks and rates.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

from __future__ import annotations

from pydantic import AliasChoices, Field

from rampkit.wire import Exact, Wire
from rampkit_ripio.wire.values import Maybe

__all__ = ["Network", "NetworkAsset", "Rate"]


class NetworkAsset(Wire):
    """A token of a network, in either style of names."""

    name: str
    contract_address: Maybe[str] = Field(
        None, validation_alias=AliasChoices("contract_address", "contractAddress")
    )


class Network(Wire):
    """A network of either network list, in either style of names. No page describes these lists."""

    network_name: str = Field(validation_alias=AliasChoices("network_name", "networkName"))
    assets: list[NetworkAsset] = Field([])


class Rate(Wire):
    """A reference rate (`rates/get-market-rates`): snake_case, JSON numbers."""

    pair: str
    last_buy_rate: Exact | None = None
    last_sell_rate: Exact | None = None
    final_buy_rate: Exact | None = None
    final_sell_rate: Exact | None = None
