"""Who can be asked for a wish, and why the others are not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rampkit.capabilities import Operation, Route
from rampkit.errors import ConfigurationError, InvalidInputError
from rampkit.models.assets import Asset, Pair
from rampkit.models.money import Amount
from rampkit.models.quotes import NotAsked, QuoteRequest, RefusalReason
from rampkit.provider import RampProvider
from rampkit.routing.obstacles import Obstacle, Wish, explain, obstacle, outside_limits
from rampkit.routing.policy import Ordering, Policy, may_permit, policy_of

__all__ = ["Candidate", "Candidates", "Corridors", "candidates"]

_QUOTING = frozenset({Operation.QUOTES})
_PLANS_KEPT = 1024
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A connection worth asking, with its routes that fit."""

    provider: RampProvider
    routes: tuple[Route, ...]

    @property
    def vias(self) -> frozenset[str]:
        """The companies these routes name."""
        return frozenset(via for route in self.routes for via in route.via)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every connection, in order of registration: asked, or not and why."""

    asked: tuple[Candidate, ...]
    not_asked: tuple[NotAsked, ...]


class Corridors:
    """The routes of several connections, arranged so that candidates are found fast.

    Values of a moment: where live routes replace known ones, make a new one.

    Args:
        providers: The connections, in order of registration.
        live: Routes that were listed live, by connection; they replace those known without asking.

    Raises:
        ConfigurationError: Two connections have one name.
    """

    def __init__(
        self, providers: Iterable[RampProvider], *, live: Mapping[str, Sequence[Route]] | None = None
    ) -> None:
        listed = live or {}
        self._lines = tuple(_Line(one, listed.get(one.name)) for one in providers)
        counted = Counter(line.provider.name for line in self._lines)
        self._names = frozenset(counted)
        for name, times in counted.items():
            if times > 1:
                raise ConfigurationError(f"{times} connections are called {name!r}; give each its own name")
        self._plan = lru_cache(maxsize=_PLANS_KEPT)(self._decided)

    def candidates(
        self,
        request: QuoteRequest,
        *,
        policy: Policy | Ordering | None = None,
        only: Collection[str] | None = None,
        operations: frozenset[Operation] = _QUOTING,
    ) -> Candidates:
        """Who can be asked for *request*.

        Args:
            request: What to price.
            policy: Whom the application permits.
            only: Names of connections, or codes of providers (all their connections); None for everybody.
            operations: What a connection must offer to be of use.

        Raises:
            InvalidInputError: `only` names nobody here.
        """
        permitted = policy_of(policy)
        chosen = None if only is None else self._chosen(only)
        plan = self._plan(Wish.of(request), permitted.allow, permitted.deny, chosen, operations)
        return plan.at(request.amount)

    def _chosen(self, only: Collection[str]) -> frozenset[str]:
        names = frozenset([only] if isinstance(only, str) else only)
        unknown = names - self._names - {line.provider.code for line in self._lines}
        if unknown:
            known = ", ".join(sorted(self._names))
            raise InvalidInputError(
                "connections", f"{min(unknown)!r} is no connection here", remedy=f"name some of {known}"
            )
        return names

    def _decided(
        self,
        wish: Wish,
        allow: frozenset[str],
        deny: frozenset[str],
        only: frozenset[str] | None,
        operations: frozenset[Operation],
    ) -> _Plan:
        gate = _Gate(allow, deny, only, operations)
        return _Plan(wish, tuple(line.fit(wish, gate) for line in self._lines))


def candidates(
    providers: Iterable[RampProvider],
    request: QuoteRequest,
    *,
    policy: Policy | Ordering | None = None,
    routes: Mapping[str, Sequence[Route]] | None = None,
    only: Collection[str] | None = None,
) -> Candidates:
    """Who can be asked for *request*; to ask this often, keep a `Corridors`."""
    return Corridors(providers, live=routes).candidates(request, policy=policy, only=only)


class _Gate(NamedTuple):
    """What the caller wants, apart from the wish itself."""

    allow: frozenset[str]
    deny: frozenset[str]
    only: frozenset[str] | None
    operations: frozenset[Operation]


class _Fit(NamedTuple):
    """What one connection has for a wish: routes that fit any amount within their limits, or why none."""

    provider: RampProvider
    routes: tuple[Route, ...]
    refused: NotAsked | None


class _Line:
    """The routes of one connection, by pair."""

    def __init__(self, provider: RampProvider, live: Sequence[Route] | None) -> None:
        self.provider = provider
        by_pair: defaultdict[Pair, list[Route]] = defaultdict(list)
        for route in provider.routes() if live is None else live:
            by_pair[route.pair].append(route)
        self._by_pair = dict(by_pair)
        self._got_for: defaultdict[Asset, list[str]] = defaultdict(list)
        for pair in self._by_pair:
            self._got_for[pair.source].append(str(pair.destination))

    def fit(self, wish: Wish, gate: _Gate) -> _Fit:
        """The routes that fit *wish*, or why none does."""
        routes = self._by_pair.get(wish.pair, [])
        refused = self._shut_out(routes, gate)
        if refused is not None:
            return _Fit(self.provider, (), refused)
        found = [(obstacle(route, wish), route) for route in routes]
        fitting = tuple(route for what, route in found if what is None)
        return _Fit(self.provider, fitting, None if fitting else self._nearest_miss(found, wish))

    def _shut_out(self, routes: Iterable[Route], gate: _Gate) -> NotAsked | None:
        provider = self.provider
        if gate.only is not None and gate.only.isdisjoint({provider.name, provider.code}):
            chosen = ", ".join(sorted(gate.only))
            return not_asked(provider, RefusalReason.NOT_SELECTED, f"only {chosen} was to be asked")
        vias = {via for route in routes for via in route.via}
        if not may_permit(gate.allow, gate.deny, provider.name, provider.code, vias):
            return not_asked(provider, RefusalReason.DENIED_BY_POLICY, "the policy does not permit it")
        lacking = sorted(gate.operations - provider.operations)
        if lacking:
            problem = f"{provider.title} does not offer {', '.join(lacking)}"
            return not_asked(provider, RefusalReason.UNSUPPORTED, problem)
        return None

    def _nearest_miss(self, found: Sequence[tuple[Obstacle | None, Route]], wish: Wish) -> NotAsked:
        nearest = min((what for what, _ in found if what is not None), default=None)
        if nearest is None:
            return not_asked(self.provider, RefusalReason.PAIR_NOT_SERVED, self._other_pairs(wish.pair))
        missing = [route for what, route in found if what is nearest]
        return not_asked(self.provider, nearest.reason, explain(nearest, missing, wish))

    def _other_pairs(self, pair: Pair) -> str:
        got = self._got_for.get(pair.source, [])
        if not got:
            return f"{pair} is not served, nor is anything else for {pair.source}"
        more = f" and {len(got) - _SHOWN} more" if len(got) > _SHOWN else ""
        return f"{pair} is not served; for {pair.source} there is {', '.join(got[:_SHOWN])}{more}"


class _Plan:
    """All that is decided about a wish before its amount is known.

    Between two neighbouring limits every amount has the same answer, so each such answer is made once.
    """

    def __init__(self, wish: Wish, fits: tuple[_Fit, ...]) -> None:
        self._wish = wish
        self._fits = fits
        self._limits = _limits_in(wish.fixed_asset, (route for fit in fits for route in fit.routes))
        self._answers: dict[tuple[int, int], Candidates] = {}

    def at(self, amount: Amount) -> Candidates:
        """Who can be asked for *amount*."""
        cell = bisect_left(self._limits, amount.value), bisect_right(self._limits, amount.value)
        answer = self._answers.get(cell)
        if answer is None:
            answer = self._answers[cell] = self._answer(amount)
        return answer

    def _answer(self, amount: Amount) -> Candidates:
        judged = [self._judge(fit, amount) for fit in self._fits]
        return Candidates(
            tuple(one for one in judged if isinstance(one, Candidate)),
            tuple(one for one in judged if isinstance(one, NotAsked)),
        )

    def _judge(self, fit: _Fit, amount: Amount) -> Candidate | NotAsked:
        if fit.refused is not None:
            return fit.refused
        within = tuple(route for route in fit.routes if not outside_limits(route, amount))
        if within:
            return Candidate(fit.provider, within)
        limits = explain(Obstacle.LIMITS, fit.routes, self._wish)
        return not_asked(fit.provider, Obstacle.LIMITS.reason, limits)


def _limits_in(asset: Asset, routes: Iterable[Route]) -> list[Decimal]:
    limits = (limit for route in routes for limit in (route.minimum, route.maximum))
    return sorted({limit.value for limit in limits if limit is not None and limit.asset == asset})


def not_asked(provider: RampProvider, reason: RefusalReason, message: str) -> NotAsked:
    """The row of a connection that is left out."""
    return NotAsked(connection=provider.name, provider=provider.code, reason=reason, message=message)
