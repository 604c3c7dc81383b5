"""Everybody's answers put side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from rampkit.errors import ConfigurationError, UnsupportedError
from rampkit.models.money import Amount
from rampkit.models.quotes import NotAsked, Quote, QuoteComparison, QuoteRequest, Refusal, RefusalReason
from rampkit.routing.candidates import Candidate
from rampkit.routing.policy import Ordering, Policy, policy_of
from rampkit.routing.pricing import fee_in, fee_percent
from rampkit.routing.ranking import rank
from rampkit.routing.refusals import refusal_of, refused_offer

__all__ = ["Answer", "compare"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a connection that was asked said: offers and refusals, or an error instead of both."""

    candidate: Candidate
    said: Sequence[Quote | Refusal] | Exception


def compare(
    request: QuoteRequest,
    answers: Sequence[Answer],
    *,
    not_asked: Sequence[NotAsked] = (),
    policy: Policy | Ordering | None = None,
    asked_at: datetime | None = None,
) -> QuoteComparison:
    """Rank *answers*; whoever offered nothing usable is a refusal, so that every row is accounted for.

    Args:
        request: What was asked.
        answers: In order of registration, one per connection that was asked.
        not_asked: Who was not asked, and why.
        policy: What the application permits, pays at most, prefers.
        asked_at: When the answers came (UTC-aware).

    Raises:
        ConfigurationError: The policy's `ordering` returned something it was not given.
    """
    wanted = policy_of(policy)
    order = [answer.candidate.provider.name for answer in answers]
    rows = [_judged(row, request, answer.candidate, wanted) for answer in answers for row in _rows(answer)]
    ranked = rank((row for row in rows if isinstance(row, Quote)), policy=wanted, order=order)
    kept = ranked if wanted.ordering is None else _reordered(ranked, wanted.ordering)
    refusals = [row for row in rows if isinstance(row, Refusal)] + _dropped(ranked, kept)
    return QuoteComparison(
        request=request,
        quotes=tuple(kept),
        refusals=tuple(sorted(refusals, key=lambda row: _place(row, order))),
        not_asked=tuple(not_asked),
        asked_at=asked_at,
    )


def _rows(answer: Answer) -> Sequence[Quote | Refusal]:
    provider = answer.candidate.provider
    if isinstance(answer.said, Exception):
        return [refusal_of(answer.said, connection=provider.name, provider=provider.code)]
    if answer.said:
        return answer.said
    nothing = UnsupportedError("it was asked and offered nothing")
    return [refusal_of(nothing, connection=provider.name, provider=provider.code)]


def _judged(row: Quote | Refusal, request: QuoteRequest, of: Candidate, policy: Policy) -> Quote | Refusal:
    """*row*, or the refusal it becomes: the first thing that is wrong with it."""
    if isinstance(row, Refusal):
        return row
    if (row.connection, row.pair, row.requested) != (of.provider.name, request.pair, request.amount):
        return refused_offer(row, RefusalReason.QUOTE_MISMATCH, "the offer is not for what was asked")
    denial = _denial(row, of, policy)
    if denial is not None:
        return refused_offer(row, RefusalReason.DENIED_BY_POLICY, denial)
    excess = _excess(row, policy.maximum_fee)
    return row if excess is None else refused_offer(row, RefusalReason.TOO_EXPENSIVE, excess)


def _denial(quote: Quote, of: Candidate, policy: Policy) -> str | None:
    """Why the policy does not permit *quote*; one that hides its company must be fine by each."""
    vias: list[str | None] = [quote.via] if quote.via is not None else [*sorted(of.vias)] or [None]
    denied = [via for via in vias if not policy.permits(quote.connection, quote.provider, via)]
    if not denied:
        return None
    if quote.via is None and denied[0] is not None:
        return f"it does not say which company it goes through, and the policy does not permit {denied[0]}"
    return f"the policy does not permit {quote.via or quote.connection}; change allow or deny"


def _excess(quote: Quote, most: Amount | Decimal | None) -> str | None:
    """Why the fees of *quote* are more than *most*; None if they are not."""
    if most is None:
        return None
    amount = most if isinstance(most, Amount) else None
    fee = fee_percent(quote) if amount is None else fee_in(quote, amount.asset)
    limit = most if isinstance(most, Decimal) else most.value
    text = str(amount) if amount is not None else f"{limit:f} %"
    if fee is None:
        return f"all its fees together are not known, and the policy's maximum_fee is {text}"
    return f"its fees are above the policy's maximum_fee of {text}" if fee > limit else None


def _reordered(ranked: Sequence[Quote], ordering: Ordering) -> Sequence[Quote]:
    kept = tuple(ordering(tuple(ranked)))
    given = {id(quote) for quote in ranked}
    if len({id(quote) for quote in kept} & given) < len(kept):
        raise ConfigurationError(
            "the policy's ordering returned a quote twice or one it was not given; return some of its own"
        )
    return kept


def _dropped(ranked: Sequence[Quote], kept: Sequence[Quote]) -> list[Refusal]:
    staying = {id(quote) for quote in kept}
    message = "the policy's ordering dropped it"
    return [
        refused_offer(quote, RefusalReason.DENIED_BY_POLICY, message)
        for quote in ranked
        if id(quote) not in staying
    ]


def _place(row: Refusal, order: Sequence[str]) -> tuple[int, str, str, str]:
    known = order.index(row.connection) if row.connection in order else len(order)
    return known, row.via or "", row.rail or "", row.reason
