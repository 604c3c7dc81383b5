"""What is served, by whom, and at which price."""

from __future__ import annotations

from collections.abc import Sequence

from rampkit.capabilities import Operation, Route
from rampkit.errors import UnsupportedError
from rampkit.http import Flow
from rampkit.models import Fixed, Pair, Quote, QuoteRequest, Refusal, RefusalReason
from rampkit_gnosis.assets import code_of
from rampkit_gnosis.flows.connection import GnosisConnection
from rampkit_gnosis.mapping import quotes, routes
from rampkit_gnosis.mapping.routes import Company

__all__ = ["Prices"]


class Prices(GnosisConnection):
    """Pairs, companies and indicative prices."""

    def routes(self) -> Sequence[Route]:
        """Every documented pair, everywhere; `list_routes` asks which the project really has."""
        return routes.documented_routes()

    def list_routes(self) -> Flow[Sequence[Route]]:
        """Ask which pairs the project has, and by which companies.

        Raises:
            UnsupportedError: The deployment is of the first generation, which does not say.
        """
        self._require_lists(Operation.LIST_ROUTES)
        response = yield from self._ask(routes.pairs_request())
        return routes.parse_routes(response, self._here)

    def list_providers(self) -> Flow[Sequence[Company]]:
        """Ask which companies the project routes to; their ids are the `via` of quotes.

        Raises:
            UnsupportedError: The deployment is of the first generation, which does not say.
        """
        self._require_lists("list_providers")
        response = yield from self._ask(routes.companies_request())
        return routes.parse_companies(response, self._here)

    def quotes(self, request: QuoteRequest, /) -> Flow[Sequence[Quote | Refusal]]:
        """Ask every company of a pair for an indicative price of a source amount.

        Older generations have no prices: there, each company that serves the pair is an unpriced quote with
        no rail. The first one does not even say who serves what: any documented pair is one unpriced quote.
        """
        source, destination = code_of(request.pair.source), code_of(request.pair.destination)
        if source is None or destination is None:
            return (quotes.refusal(request, RefusalReason.PAIR_NOT_SERVED, self._here),)
        if request.fixed != Fixed.SOURCE:
            return (quotes.refusal(request, RefusalReason.SIDE_NOT_FIXABLE, self._here),)
        if self._generation.inline:
            response = yield from self._ask(quotes.quote_request(request, source, destination))
            return quotes.parse_quotes(response, request, self._here)
        return quotes.unpriced(request, (yield from self._companies(request.pair)), self._here)

    def _companies(self, pair: Pair) -> Flow[tuple[str | None, ...]]:
        """Who serves *pair*, as far as the generation tells."""
        if not self._generation.listed:
            return (None,) if any(route.pair == pair for route in self.routes()) else ()
        response = yield from self._ask(routes.pairs_request("quotes"))
        return routes.companies_of(pair, response, self._here)

    def _require_lists(self, operation: str) -> None:
        if not self._generation.listed:
            raise UnsupportedError(
                "the first generation lists neither pairs nor companies",
                connection=self.name,
                operation=operation,
            )
