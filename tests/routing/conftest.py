"""Connections, routes, requests and offers for tests of routing."""

from __future__ import annotations

import pytest

from rampkit.capabilities import Operation, Places, Route
from rampkit.models import Amount, Pair, Quote, QuoteRequest
from rampkit.provider import RampProvider

BRAZIL = Places(frozenset({"BR"}))


class Till(RampProvider):
    """A provider that only knows its routes."""

    code = "till"
    title = "Till"
    operations = frozenset({Operation.QUOTES})

    def __init__(self, name, routes, code="till"):
        super().__init__(name=name, base_url="https://till.example")
        self.code = code
        self._routes = routes

    def routes(self):
        """The given ones."""
        return self._routes

    def authorize(self, scope):
        """Never needed here."""
        raise NotImplementedError

    def sign(self, request, token):
        """Never needed here."""
        raise NotImplementedError

    def parse_error(self, response, request):
        """Never needed here."""
        raise NotImplementedError


@pytest.fixture(scope="session")
def route():
    """Make a route; BRL to USDC on Base in Brazil unless told otherwise."""

    def make(pair="BRL/USDC_BASE", places=BRAZIL, **facts):
        return Route(Pair.parse(pair), places, **facts)

    return make


@pytest.fixture(scope="session")
def till(route):
    """Make a connection with the given routes; one ordinary route unless told otherwise."""

    def make(name="till", *routes, code="till"):
        return Till(name, routes or (route(),), code)

    return make


@pytest.fixture(scope="session")
def ask():
    """Make a request; 500 BRL to USDC on Base in Brazil unless told otherwise."""

    def make(amount="500 BRL", pair="BRL/USDC_BASE", country="BR", **facts):
        return QuoteRequest(pair=pair, amount=Amount.parse(amount), country=country, **facts)

    return make


@pytest.fixture(scope="session")
def offer():
    """Make an offer of *got* for 500 BRL, firm unless told otherwise."""

    def make(connection="till", got="90", **facts):
        told = {
            "connection": connection,
            "provider": "till",
            "pair": "BRL/USDC_BASE",
            "country": "BR",
            "requested": "500 BRL",
            "binding": "firm",
            "source_amount": "500 BRL",
            "destination_amount": None if got is None else f"{got} USDC_BASE",
        }
        return Quote(**(told | facts))

    return make


@pytest.fixture(scope="session")
def bill():
    """Make an offer of 90 USDC for *cost* BRL: the amount that arrives is fixed."""

    def make(connection="till", cost="500", **facts):
        told = {
            "connection": connection,
            "provider": "till",
            "pair": "BRL/USDC_BASE",
            "country": "BR",
            "requested": "90 USDC_BASE",
            "binding": "firm",
            "source_amount": None if cost is None else f"{cost} BRL",
            "destination_amount": "90 USDC_BASE",
        }
        return Quote(**(told | facts))

    return make
