"""Corridors, prices, and the provider's own calls about networks, rates and pretended deposits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from rampkit.capabilities import Route
from rampkit.errors import AuthenticationError, RampError, UnavailableError, UnsupportedError
from rampkit.http import Flow
from rampkit.models import Amount, Direction, Quote, QuoteRequest, Rail, Refusal
from rampkit.provider import Environment
from rampkit_ripio import assets
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import quotes, routes, simulation
from rampkit_ripio.mapping.routes import MarketRate, TokenNetwork
from rampkit_ripio.mapping.simulation import PaysInto

__all__ = ["Prices"]


class Prices(RipioConnection):
    """What is exchanged, and for how much."""

    def routes(self) -> Sequence[Route]:
        """What the documentation names for the country; which of it the account may use, `list_routes` asks.

        Source: https://ai.ripio.com/context.md
        """
        return routes.known_routes(self._view.country, sandbox=self.environment is Environment.SANDBOX)

    def list_routes(self) -> Flow[Sequence[Route]]:
        """The corridors of this account right now; networks rampkit has no word for are left out."""
        delivered = yield from self.withdrawal_networks()
        taken = yield from self.deposit_networks()
        country = self._view.country
        return (
            *routes.routes_for(country, Direction.ON_RAMP, routes.assets_on(delivered)),
            *routes.routes_for(country, Direction.OFF_RAMP, routes.assets_on(taken)),
        )

    def quotes(self, request: QuoteRequest, /) -> Flow[Sequence[Quote | Refusal]]:
        """One price per rail of the country, or of the rail asked for (page quotes/create-quote).

        A firm on-ramp price waits for its order until `expires_at`; an off-ramp price is indicative. A rail
        that fails is a refusal and costs the others nothing.

        Raises:
            AuthenticationError: Every rail failed for the credentials.
            UnavailableError: Every rail failed on the way, in the same manner.
        """
        live = self.environment is Environment.LIVE
        obstacle = quotes.obstacle(request, self._view, live=live)
        if obstacle is not None:
            return [obstacle]
        rows: list[Quote | Refusal] = []
        failures: list[RampError] = []
        asked = (
            assets.rails(self._view.country, request.direction) if request.rail is None else (request.rail,)
        )
        for rail in asked:
            answer = yield from self._priced(request, rail)
            if isinstance(answer, RampError):
                failures.append(answer)
                rows.append(quotes.refusal(answer, rail, self._view))
            else:
                rows.append(answer)
        if len(failures) == len(rows) and _is_one_trouble(failures):
            raise failures[0]
        return rows

    def rates(self) -> Flow[Sequence[MarketRate]]:
        """Reference rates of every pair of this account (page rates/get-market-rates). Nothing is held."""
        return (yield from self._read(routes.rates_request(), routes.parse_rates))

    def deposit_networks(self) -> Flow[Sequence[TokenNetwork]]:
        """The networks and tokens an off-ramp takes. No page describes the call; public clients make it."""
        request = routes.networks_request("deposit_networks", "depositNetworks")
        return (yield from self._read(request, routes.parse_networks))

    def withdrawal_networks(self) -> Flow[Sequence[TokenNetwork]]:
        """The networks and tokens an on-ramp delivers. No page describes the call; public clients make it."""
        request = routes.networks_request("withdrawal_networks", "withdrawalNetworks")
        return (yield from self._read(request, routes.parse_networks))

    def simulate_deposit(self, pays_into: PaysInto, amount: Amount | Decimal | int | str, /) -> Flow[None]:
        """Pretend that a person has paid an order or into a standing account, in the sandbox alone.

        Page sandbox/simulate-deposit-for-on-ramp-sandbox: ARS, MXN and COP by `bank_transfer`.

        Args:
            pays_into: The action the person would take, or Ripio's field and value, e.g. `{"clabe": ...}`.
            amount: How much, in the country's money where it is a bare number.

        Raises:
            UnsupportedError: This connection is not a sandbox.
            InvalidInputError: It cannot be paid that way.
        """
        if self.environment is not Environment.SANDBOX:
            raise UnsupportedError(
                "deposits are simulated in the sandbox only",
                connection=self.name,
                operation="simulate_deposit",
            )
        paid = amount if isinstance(amount, Amount) else Amount(amount, self._view.fiat)
        yield from self._ask(simulation.simulate_request(pays_into, paid, self._view))

    def _priced(self, request: QuoteRequest, rail: Rail) -> Flow[Quote | Refusal | RampError]:
        ask = quotes.quote_request(request, rail, self._view)
        parse = partial(quotes.parse_quote, ask=request, rail=rail, view=self._view)
        try:
            return (yield from self._read(ask, parse))
        except RampError as error:
            return error


def _is_one_trouble(failures: Sequence[RampError]) -> bool:
    """Whether all failed alike, in a way that says something of the connection and nothing of the rails."""
    kinds = {type(failure) for failure in failures}
    return len(kinds) == 1 and issubclass(kinds.pop(), AuthenticationError | UnavailableError)
