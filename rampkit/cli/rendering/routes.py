"""Corridors, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.capabilities import Checkout, Route
from rampkit.cli.rendering.refusals import refusal_json, refusals_table
from rampkit.cli.rendering.tables import Sheet
from rampkit.cli.rendering.values import amount_json
from rampkit.models.quotes import Refusal

__all__ = ["Corridor", "routes_json", "routes_tables"]


@dataclass(frozen=True, slots=True)
class Corridor:
    """A route and the connection that serves it."""

    connection: str
    provider: str
    route: Route


def routes_json(corridors: Iterable[Corridor], refusals: Iterable[Refusal]) -> dict[str, Any]:
    """All corridors as one JSON object, and the connections whose live list could not be read."""
    return {
        "routes": [_route(corridor) for corridor in corridors],
        "refusals": [refusal_json(row) for row in refusals],
    }


def _route(corridor: Corridor) -> dict[str, Any]:
    route = corridor.route
    return {
        "provider": corridor.provider,
        "connection": corridor.connection,
        "source": str(route.pair.source),
        "destination": str(route.pair.destination),
        "direction": route.direction.value,
        "places": {"allow": sorted(route.places.allow), "deny": sorted(route.places.deny)},
        "rails": [rail.value for rail in route.rails],
        "payment_methods": [method.value for method in route.payment_methods],
        "fixes": sorted(side.value for side in route.fixes),
        "checkout": route.checkout.value,
        "minimum": amount_json(route.minimum),
        "maximum": amount_json(route.maximum),
        "via": list(route.via),
        "customer_first": route.customer_first,
    }


def routes_tables(corridors: Sequence[Corridor], refusals: Sequence[Refusal]) -> list[RenderableType]:
    """A row per corridor, then the connections that could not be asked."""
    shown: list[RenderableType] = []
    if corridors:
        headings = ("Connection", "Route", "In words")
        shown.append(Sheet(headings, [_cells(corridor) for corridor in corridors]))
    else:
        shown.append(Text("No connection serves this."))
    if refusals:
        shown.append(refusals_table("Could not be asked; shown as documented", refusals))
    return shown


def _cells(corridor: Corridor) -> Sequence[object]:
    route = corridor.route
    return corridor.connection, route.pair, "; ".join(_words(route))


def _words(route: Route) -> Iterable[str]:
    """Where it is served, within which limits, by whom and how; limits nobody states are not mentioned."""
    served = ", ".join("anywhere" if place == "*" else place for place in sorted(route.places.allow))
    yield f"{served}, but not {', '.join(sorted(route.places.deny))}" if route.places.deny else served
    yield " or ".join(route.rails) or "rail unknown"
    if route.minimum is not None:
        yield f"from {route.minimum}"
    if route.maximum is not None:
        yield f"up to {route.maximum}"
    if route.via:
        yield f"via {' or '.join(route.via)}"
    if route.checkout is not Checkout.API:
        yield f"{route.checkout} checkout"
