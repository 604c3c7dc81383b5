"""What stands between a route and a wish, and the way around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from rampkit.capabilities import Places, Route, Served
from rampkit.models.assets import Asset, Pair
from rampkit.models.money import Amount
from rampkit.models.quotes import Fixed, QuoteRequest, RefusalReason
from rampkit.models.rails import PaymentMethod, Rail

__all__ = ["Obstacle", "Wish", "explain", "obstacle", "outside_limits"]

_SHOWN = 8


class Wish(NamedTuple):
    """A request without its amount: what decides which routes fit at all."""

    pair: Pair
    country: str
    region: str | None
    rail: Rail | None
    payment_method: PaymentMethod | None
    fixed: Fixed

    @classmethod
    def of(cls, request: QuoteRequest) -> Wish:
        """The wish in *request*."""
        return cls(
            request.pair,
            request.country,
            request.region,
            request.rail,
            request.payment_method,
            request.fixed,
        )

    @property
    def fixed_asset(self) -> Asset:
        """The asset the amount is given in."""
        return self.pair.source if self.fixed == Fixed.SOURCE else self.pair.destination

    @property
    def other_asset(self) -> Asset:
        """The asset the amount is not given in."""
        return self.pair.destination if self.fixed == Fixed.SOURCE else self.pair.source


class Obstacle(IntEnum):
    """Why a route does not fit, the most specific first: that one is told where routes differ."""

    LIMITS = 0
    REGION_UNKNOWN = 1
    REGION = 2
    COUNTRY = 3
    RAIL = 4
    PAYMENT_METHOD = 5
    SIDE = 6

    @property
    def reason(self) -> RefusalReason:
        """The word for it in a refusal."""
        return _REASONS[self]


_REASONS = {
    Obstacle.LIMITS: RefusalReason.AMOUNT_OUT_OF_RANGE,
    Obstacle.REGION_UNKNOWN: RefusalReason.REGION_REQUIRED,
    Obstacle.REGION: RefusalReason.REGION_NOT_SERVED,
    Obstacle.COUNTRY: RefusalReason.COUNTRY_NOT_SERVED,
    Obstacle.RAIL: RefusalReason.RAIL_NOT_SERVED,
    Obstacle.PAYMENT_METHOD: RefusalReason.RAIL_NOT_SERVED,
    Obstacle.SIDE: RefusalReason.SIDE_NOT_FIXABLE,
}


def obstacle(route: Route, wish: Wish) -> Obstacle | None:
    """What keeps *route* from serving *wish*, whatever the amount; None if nothing does.

    What a route does not say (its rails, its payment methods) is no obstacle: the provider is asked.
    """
    where = _where(route.places, wish)
    if where is not None:
        return where
    if wish.rail is not None and route.rails and wish.rail not in route.rails:
        return Obstacle.RAIL
    methods = route.payment_methods
    if wish.payment_method is not None and methods and wish.payment_method not in methods:
        return Obstacle.PAYMENT_METHOD
    return None if wish.fixed in route.fixes else Obstacle.SIDE


def outside_limits(route: Route, amount: Amount) -> bool:
    """Whether *amount* is outside the limits *route* declares in the same asset."""
    low, high = route.minimum, route.maximum
    too_small = low is not None and low.asset == amount.asset and amount.value < low.value
    too_large = high is not None and high.asset == amount.asset and amount.value > high.value
    return too_small or too_large


def explain(found: Obstacle, routes: Sequence[Route], wish: Wish) -> str:
    """What is wrong and the way out, where *routes* all fail by *found*."""
    return _EXPLAINED[found](routes, wish)


def _where(places: Places, wish: Wish) -> Obstacle | None:
    match places.serve(wish.country, wish.region):
        case Served.YES:
            return None
        case Served.ASK_REGION:
            return Obstacle.REGION_UNKNOWN
        case Served.NO:
            elsewhere = wish.region is not None and places.serve(wish.country, None) is not Served.NO
            return Obstacle.REGION if elsewhere else Obstacle.COUNTRY


def _limits(routes: Sequence[Route], wish: Wish) -> str:
    return f"the amount is outside what is served: {_ranges(routes, wish.fixed_asset)}"


def _region_unknown(_routes: Sequence[Route], wish: Wish) -> str:
    return f"it depends on the part of {wish.country}; give the region, {wish.country}-..."


def _region(_routes: Sequence[Route], wish: Wish) -> str:
    return f"{wish.region} is not served, though other parts of {wish.country} are"


def _country(routes: Sequence[Route], wish: Wish) -> str:
    served = {place for route in routes for place in route.places.allow} - {"*"}
    elsewhere = f"it is in {_listed(served)}" if served else "other countries are"
    return f"{wish.pair} is not served in {wish.country}; {elsewhere}"


def _rail(routes: Sequence[Route], wish: Wish) -> str:
    served = _listed({rail for route in routes for rail in route.rails})
    return f"{wish.rail} is not served here; name {served}, or no rail"


def _payment_method(routes: Sequence[Route], wish: Wish) -> str:
    taken = _listed({method for route in routes for method in route.payment_methods})
    return f"{wish.payment_method} is not taken here; name {taken}, or no payment method"


def _side(_routes: Sequence[Route], wish: Wish) -> str:
    return f"no price is given for a fixed {wish.fixed} amount; give the amount in {wish.other_asset}"


_EXPLAINED: dict[Obstacle, Callable[[Sequence[Route], Wish], str]] = {
    Obstacle.LIMITS: _limits,
    Obstacle.REGION_UNKNOWN: _region_unknown,
    Obstacle.REGION: _region,
    Obstacle.COUNTRY: _country,
    Obstacle.RAIL: _rail,
    Obstacle.PAYMENT_METHOD: _payment_method,
    Obstacle.SIDE: _side,
}


def _ranges(routes: Iterable[Route], asset: Asset) -> str:
    bounds = {(_bound(route.minimum, asset), _bound(route.maximum, asset)) for route in routes}
    ordered = sorted(bounds, key=lambda bound: tuple(0 if end is None else end.value for end in bound))
    return " or ".join(_range(low, high) for low, high in ordered)


def _bound(limit: Amount | None, asset: Asset) -> Amount | None:
    return limit if limit is not None and limit.asset == asset else None


def _range(low: Amount | None, high: Amount | None) -> str:
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else f"{low.text()} to {high}"


def _listed(names: Iterable[object]) -> str:
    ordered = sorted(str(name) for name in names)
    more = f" and {len(ordered) - _SHOWN} more" if len(ordered) > _SHOWN else ""
    return ", ".join(ordered[:_SHOWN]) + more
