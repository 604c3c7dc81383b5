"""Which pairs are served, and by which companies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field, TypeAdapter

from rampkit.capabilities import Places, Route
from rampkit.errors import InvalidInputError
from rampkit.http import Request, Response
from rampkit.models import Model, Pair
from rampkit_gnosis import wire
from rampkit_gnosis.assets import CRYPTO, FIAT, asset_of
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.customers import PROJECT

__all__ = [
    "Company",
    "companies_of",
    "companies_request",
    "documented_routes",
    "pairs_request",
    "parse_companies",
    "parse_routes",
]

# No page lists the countries that are served.
_EVERYWHERE = Places(allow=frozenset({"*"}))

_PAIRS = TypeAdapter[list[wire.Pair]](list[wire.Pair])
_COMPANIES = TypeAdapter[list[wire.Provider]](list[wire.Provider])


class Company(Model):
    """A company Gnosis Ramp routes to, e.g. Bridge: the `via` of quotes and orders."""

    id: str
    """What `via` holds."""
    name: str | None = None
    code: str | None = None
    logo: str | None = None
    """Address of a picture; not checked."""
    raw: Any = Field(default=None, repr=False)


def documented_routes() -> tuple[Route, ...]:
    """Every documented fiat currency with every documented token, both ways.

    https://docs.ramp.gnosis.io/intents/currencies-providers
    """
    pairs = [(fiat, token) for fiat in FIAT for token in CRYPTO]
    return tuple(
        Route(pair=pair, places=_EVERYWHERE)
        for source, destination in [*pairs, *((token, fiat) for fiat, token in pairs)]
        if (pair := _pair(source, destination)) is not None
    )


def pairs_request(operation: str = "list_routes") -> Request:
    """Which pairs the project can use.

    https://docs.ramp.gnosis.io/intents/currencies-providers
    """
    return Request(operation=operation, path="/currencies/supported", scope=PROJECT)


def parse_routes(response: Response, at: Connection) -> tuple[Route, ...]:
    """The live corridors. Pairs of currencies rampkit has no word for are left out."""
    with at.reading(response, "list_routes"):
        return tuple(
            Route(pair=pair, places=_EVERYWHERE, via=_ids(row) or ())
            for row in _PAIRS.validate_python(response.json())
            if (pair := _pair(row.from_, row.to)) is not None
        )


def companies_of(pair: Pair, response: Response, at: Connection) -> tuple[str | None, ...]:
    """Who serves *pair*, `None` being somebody unnamed; empty where nobody does."""
    with at.reading(response, "quotes"):
        rows = _PAIRS.validate_python(response.json())
        found: list[str | None] = []
        for row in rows:
            if _pair(row.from_, row.to) == pair:
                ids = _ids(row)
                found.extend([None] if ids is None else ids)
        return tuple(dict.fromkeys(found))


def companies_request() -> Request:
    """Which companies the project routes to.

    https://docs.ramp.gnosis.io/intents/currencies-providers
    """
    return Request(operation="list_providers", path="/providers", scope=PROJECT)


def parse_companies(response: Response, at: Connection) -> Sequence[Company]:
    """The companies the project routes to."""
    with at.reading(response, "list_providers"):
        payload = response.json()
        rows = _COMPANIES.validate_python(payload)
        return tuple(
            Company(id=row.id, name=row.name, code=row.code, logo=row.logo, raw=at.kept(item))
            for row, item in zip(rows, payload, strict=True)
        )


def _pair(source: str, destination: str) -> Pair | None:
    given, got = asset_of(source), asset_of(destination)
    if given is None or got is None:
        return None
    try:
        return Pair(given, got)
    except InvalidInputError:
        return None


def _ids(row: wire.Pair) -> tuple[str, ...] | None:
    if row.providerIds is not None:
        return tuple(row.providerIds)
    return tuple(item.id for item in row.providers) if row.providers is not None else None
