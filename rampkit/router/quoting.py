"""Routes and prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rampkit.capabilities import Operation, Route
from rampkit.errors import AllProvidersFailedError, InvalidInputError, NextStep, NoRouteError
from rampkit.router.resting import asking
from rampkit.router.script import Ask, AskAll, Script, do
from rampkit.routing import Answer, compare, most_actionable, refusal_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rampkit.http import Flow
    from rampkit.models.accounts import AccountPair
    from rampkit.models.quotes import NotAsked, Quote, QuoteComparison, QuoteRequest, Refusal
    from rampkit.provider import RampProvider
    from rampkit.router.core import Core

__all__ = ["RouteTable", "lock_quote", "quote", "quotes", "routes"]


@dataclass(frozen=True, slots=True)
class RouteTable:
    """What each connection serves, and who could not be asked."""

    routes: Mapping[str, tuple[Route, ...]]
    """By connection: listed live where the provider lists them, else as known without asking."""
    refusals: tuple[Refusal, ...] = field(default=())
    """Connections whose live list could not be read; their known routes are shown instead."""


def routes(core: Core, connections: Collection[str] | None) -> Script[RouteTable]:
    """Ask every chosen connection for its corridors; what they list is used from now on."""
    chosen = _chosen(core, connections)
    listing = [name for name in chosen if Operation.LIST_ROUTES in core.providers[name].operations]
    listed = yield from do(AskAll({name: _listed(core.providers[name]) for name in listing}))
    table: dict[str, tuple[Route, ...]] = {}
    refusals: list[Refusal] = []
    for name in chosen:
        answer: Sequence[Route] | Exception | None = listed.get(name)
        if isinstance(answer, Exception):
            refusals.append(refusal_of(answer, connection=name, provider=core.providers[name].code))
        elif answer is not None:
            core.learn_routes(name, answer)
        known = (
            answer
            if answer is not None and not isinstance(answer, Exception)
            else core.providers[name].routes()
        )
        table[name] = tuple(known)
    return RouteTable(table, tuple(refusals))


def _chosen(core: Core, connections: Collection[str] | None) -> list[str]:
    if connections is None:
        return list(core.providers)
    wanted = {connections} if isinstance(connections, str) else set(connections)
    unknown = wanted - {key for provider in core.providers.values() for key in (provider.name, provider.code)}
    if unknown:
        raise InvalidInputError(
            "connections",
            f"{min(unknown)!r} is no connection here",
            remedy=f"name some of {', '.join(core.providers)}",
        )
    return [name for name, provider in core.providers.items() if {name, provider.code} & wanted]


def quotes(core: Core, request: QuoteRequest, connections: Collection[str] | None) -> Script[QuoteComparison]:
    """Ask everybody who serves *request* for a price, at once."""
    core.require_options(request.provider_options)
    asked_at = core.settings.clock.now()
    chosen = core.candidates(request, connections)
    answers: Mapping[str, Sequence[Quote | Refusal] | Exception] = {}
    with asking(core, chosen) as chosen:
        flows = {one.provider.name: _quoted(one.provider, request) for one in chosen.asked}
        if flows:
            answers = yield from do(AskAll(flows))
    return compare(
        request,
        [Answer(one, answers[one.provider.name]) for one in chosen.asked],
        not_asked=chosen.not_asked,
        policy=core.policy,
        asked_at=asked_at,
    )


def _listed(provider: RampProvider) -> Flow[Sequence[Route]]:
    """The provider's flow, made only when it runs: what fails in the making is that connection's alone."""
    return (yield from provider.list_routes())


def _quoted(provider: RampProvider, request: QuoteRequest) -> Flow[Sequence[Quote | Refusal]]:
    """Likewise."""
    return (yield from provider.quotes(request))


def quote(core: Core, request: QuoteRequest, connections: Collection[str] | None) -> Script[Quote]:
    """The best price.

    Raises:
        NoRouteError: Nobody serves this.
        AllProvidersFailedError: Everybody who serves it refused or failed.
    """
    comparison = yield from quotes(core, request, connections)
    if comparison.best is not None:
        return comparison.best
    if comparison.refusals:
        best = most_actionable(comparison.refusals, amount=request.amount)
        raise AllProvidersFailedError(
            _told(best),
            refusals=comparison.refusals,
            next_step=best.next_step if best else NextStep.NONE,
            operation="quotes",
        )
    nearest = most_actionable(comparison.not_asked, amount=request.amount)
    reasons = {row.connection: row.message for row in comparison.not_asked}
    raise NoRouteError(_told(nearest), reasons=reasons, operation="quotes")


def _told(row: Refusal | NotAsked | None) -> str:
    return f"{row.connection}: {row.message}" if row else "no connection serves this"


def lock_quote(core: Core, quote: Quote, customer_id: str, accounts: AccountPair) -> Script[Quote]:
    """Turn an indicative quote into a firm one at its own connection."""
    link = yield from core.link(quote.connection, customer_id)
    provider = core.provider(quote.connection)
    return (yield from do(Ask(provider.name, provider.lock_quote(quote, link, accounts))))
