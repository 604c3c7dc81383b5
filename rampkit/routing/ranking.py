"""The order of offers: what arrives decides, and what is not known never wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any

from rampkit.models.quotes import Binding, Fixed, Quote
from rampkit.routing.policy import Policy
from rampkit.routing.pricing import EXACT, fee_in, net_of

__all__ = ["rank"]

_PERCENT = Decimal("0.01")


class _Tier(IntEnum):
    KNOWN = 0
    UNKNOWN = 1
    UNPRICED = 2


def rank(quotes: Iterable[Quote], *, policy: Policy | None = None, order: Sequence[str] = ()) -> list[Quote]:
    """*quotes*, best first: the same order whatever order they come in.

    What arrives decides (for a fixed destination: what is paid). Between equals a firm price comes first,
    then the smaller known fee, then the connection registered earlier, then company and rail by name. An
    offer whose net is not known comes after every other, one without a price last.

    Args:
        quotes: Answers to one request.
        policy: Weights and preferences; its `ordering` is not applied here.
        order: Names of the connections, in order of registration.
    """
    wanted = policy or Policy()
    place = {name: index for index, name in enumerate(order)}
    offers = list(quotes)
    if len(offers) < 2:  # noqa: PLR2004  # nothing to compare
        return offers
    scored = [_Scored(quote, _score(quote, wanted)) for quote in offers]
    scored.sort(key=lambda one: _key(one, place.get(one.quote.connection, len(place))))
    return [one.quote for one in _preferred_first(scored, wanted)]


@dataclass(frozen=True, slots=True)
class _Scored:
    quote: Quote
    score: Decimal | None
    """The smaller the better; None if not known."""


def _score(quote: Quote, policy: Policy) -> Decimal | None:
    net = net_of(quote)
    if net is None:
        return None
    if quote.fixed == Fixed.SOURCE:
        # copy_negate: a plain minus would round to the caller's decimal context.
        return EXACT.multiply(net, policy.weight(quote)).copy_negate()
    return EXACT.divide(net, policy.weight(quote))


def _key(one: _Scored, place: int) -> tuple[Any, ...]:
    quote = one.quote
    fee = fee_in(quote, quote.pair.source)
    return (
        _tier(one),
        one.score or Decimal(),
        quote.binding != Binding.FIRM,
        fee is None,
        fee or Decimal(),
        place,
        quote.connection,
        str(quote.via or ""),
        str(quote.rail or ""),
        str(quote.payment_method or ""),
        quote.quote_id or "",
        _Content(quote),
    )


def _tier(one: _Scored) -> _Tier:
    if one.quote.binding == Binding.UNPRICED:
        return _Tier.UNPRICED
    return _Tier.UNKNOWN if one.score is None else _Tier.KNOWN


@dataclass(frozen=True, slots=True)
class _Content:
    """Orders offers that nothing else tells apart; written out only when it comes to that."""

    quote: Quote

    def __lt__(self, other: _Content) -> bool:
        return self._text() < other._text()

    def _text(self) -> str:
        return f"{self.quote!r} {self.quote.raw!r}"


def _preferred_first(ranked: Sequence[_Scored], policy: Policy) -> Sequence[_Scored]:
    best = ranked[0].score if ranked else None
    if not policy.prefer or best is None:
        return ranked
    near = {
        index: preference
        for index, one in enumerate(ranked)
        if (preference := policy.preference(one.quote)) is not None
        and _close(one.score, best, policy.prefer_tolerance)
    }
    return [
        ranked[index] for index in sorted(range(len(ranked)), key=lambda i: near.get(i, len(policy.prefer)))
    ]


def _close(score: Decimal | None, best: Decimal, tolerance: Decimal) -> bool:
    if score is None:
        return False
    slack = EXACT.multiply(EXACT.multiply(best.copy_abs(), tolerance), _PERCENT)
    return EXACT.subtract(score, best) <= slack
