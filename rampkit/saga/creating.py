"""Creating an intent: settle what is in doubt, return what exists, else try the offers one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from rampkit import logs
from rampkit.errors import (
    AllProvidersFailedError,
    ConflictingIntentError,
    IntentBusyError,
    InvalidInputError,
    NextStep,
    NotFoundError,
    OutcomeUnknownError,
    QuoteExpiredError,
    RampError,
)
from rampkit.journal.records import Closed, Opened, Wish
from rampkit.models.orders import Order, OrderRequest
from rampkit.models.quotes import Binding, Quote, QuoteRequest, Refusal, RefusalReason
from rampkit.routing.refusals import most_actionable, refusal_of, refused_offer
from rampkit.saga.completing import completed, require_whole
from rampkit.saga.effects import Now, Saga, Sleep, call, do
from rampkit.saga.identity import idempotency_key, reference, wish_of
from rampkit.saga.ledger import Bench, Ledger, claimed
from rampkit.saga.placing import Placement, placed
from rampkit.saga.reading import ref_of, refreshed, shown
from rampkit.saga.settling import settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rampkit.journal.history import AttemptHistory, History
    from rampkit.models.accounts import RegisteredAccounts
    from rampkit.models.customers import CustomerLink
    from rampkit.models.intents import Intent, IntentRequest
    from rampkit.provider import RampProvider

__all__ = ["Offer", "check_wish_of", "create_intent", "quote_request", "settle_doubt", "settle_intent"]

CREATE = "create_order"
_Failures: TypeAlias = "dict[str, RampError | InvalidInputError]"
"""What each connection's try ended in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A connection that may take the wish, with its price and what it knows of the customer."""

    provider: RampProvider
    quote: Quote
    link: CustomerLink
    registered: RegisteredAccounts | None = None
    deposit_account_id: str | None = None


def create_intent(
    bench: Bench,
    intent_id: str,
    request: IntentRequest,
    offers: Sequence[Offer],
    left_out: Sequence[Refusal],
) -> Saga[Intent]:
    """Make sure that one provider, and never two, takes the wish; one that was withdrawn stays so.

    Args:
        bench: What to work with.
        intent_id: The application's name of the wish.
        request: The wish.
        offers: Who may take it, best first.
        left_out: Why everybody else may not.

    Raises:
        ConflictingIntentError: The id already stands for another wish.
        OutcomeUnknownError: An order may exist, and that could not be settled in time.
        InvalidInputError: A value of the wish's suits none of the providers that were tried.
        AllProvidersFailedError: Everybody refused; nothing exists anywhere.
    """
    ledger = yield from claimed(bench, intent_id, request)
    yield from _opened(ledger, wish_of(request, bench.journal))
    yield from settle_doubt(ledger)
    if ledger.history.accepted() is not None or ledger.history.canceled:
        return (yield from refreshed(ledger))
    refusals = list(left_out)
    failures: _Failures = {}
    for offer in offers:
        refusal = yield from _tried(ledger, offer, request, failures)
        if refusal is None:
            return (yield from shown(ledger))
        refusals.append(refusal)
    return (yield from _closed(ledger, refusals, failures))


def check_wish_of(history: History, wish: Wish) -> None:
    """Refuse another wish under a known id.

    Raises:
        ConflictingIntentError: The id already stands for another wish.
    """
    if history.stands_for not in {None, wish}:
        raise ConflictingIntentError(
            f"intent {history.intent_id!r} already stands for another customer, pair, amount or accounts; "
            "choose another id for another wish"
        )


def _opened(ledger: Ledger, wish: Wish) -> Saga[None]:
    check_wish_of(ledger.history, wish)
    if ledger.history.wish is None:
        now = yield from do(Now())
        yield from ledger.write(Opened(wish=wish, at=now))


def settle_doubt(ledger: Ledger) -> Saga[None]:
    """End the doubt about an earlier attempt, if there is one.

    Raises:
        OutcomeUnknownError: It could not be ended.
    """
    attempt = ledger.history.in_doubt()
    if attempt is not None:
        placement = _placement_of(ledger, attempt)
        if ledger.request is None:
            require_whole(attempt, placement.provider, ledger.intent_id)
        yield from _settled(placement)


def _placement_of(ledger: Ledger, attempt: AttemptHistory) -> Placement:
    first = attempt.first
    provider = ledger.bench.provider(first.connection, first.environment)
    order = completed(attempt, ledger.request)
    return Placement(ledger, provider, attempt.number, CREATE, first.reference, order)


def settle_intent(bench: Bench, intent_id: str, request: IntentRequest) -> Saga[None]:
    """End the doubt about an intent's earlier attempt, so that others may be asked if it came to nothing.

    Raises:
        OutcomeUnknownError: It could not be ended.
    """
    ledger = yield from claimed(bench, intent_id, request)
    yield from settle_doubt(ledger)


def _settled(placement: Placement) -> Saga[Order | None]:
    provider, order = placement.provider, placement.order
    return (
        yield from settled(
            placement,
            again=lambda: provider.create_order(order.evolve(resent=True)),
            find=lambda: provider.find_order(ref_of(placement.history)),
        )
    )


def _tried(ledger: Ledger, offer: Offer, request: IntentRequest, failures: _Failures) -> Saga[Refusal | None]:
    """Let one connection take the wish; its refusal, or None if its order exists now."""
    provider = offer.provider
    try:
        priced = yield from _priced(offer, request)
        if isinstance(priced, Refusal):
            return priced
        order = yield from _ordered(ledger, replace(offer, quote=priced), request)
    except (RampError, InvalidInputError) as error:
        failure: RampError | InvalidInputError = error
    else:
        if order is not None:
            return None
        failure = NotFoundError("the order was looked up and does not exist", connection=provider.name)
    if ledger.history.in_doubt() is not None or isinstance(failure, IntentBusyError):
        raise failure  # somebody else decides, or nobody can: nothing may be sent elsewhere
    if isinstance(failure, RampError) and failure.reason == RefusalReason.AUTHENTICATION:
        logs.log.error("authentication_failed", connection=provider.name, operation=CREATE)
    failures[provider.name] = failure
    return refusal_of(
        failure, connection=provider.name, provider=provider.code, via=offer.quote.via, rail=offer.quote.rail
    )


def _priced(offer: Offer, request: IntentRequest) -> Saga[Quote | Refusal]:
    """The price now, or why it cannot be used."""
    quote = offer.quote
    if not (yield from do(Sleep(0))):
        return refused_offer(quote, RefusalReason.DEADLINE_EXCEEDED, "the time was over before its turn")
    now = yield from do(Now())
    if quote.expired(now):
        if request.quote is not None:
            raise QuoteExpiredError("the quote's time is over; take a new one", connection=quote.connection)
        quote = yield from _requoted(offer, request)
    return _acceptable(quote, request)


def _requoted(offer: Offer, request: IntentRequest) -> Saga[Quote]:
    provider, old = offer.provider, offer.quote
    answers = yield from call(provider.name, provider.quotes(quote_request(request)))
    for answer in answers:
        if isinstance(answer, Quote) and (answer.via, answer.rail) == (old.via, old.rail):
            return answer
    raise QuoteExpiredError("the quote's time is over, and no new one was given", connection=provider.name)


def quote_request(request: IntentRequest) -> QuoteRequest:
    """The price question behind a wish."""
    return QuoteRequest(
        pair=request.pair,
        amount=request.amount,
        country=request.country,
        region=request.region,
        rail=request.rail,
        payment_method=request.payment_method,
        provider_options=request.provider_options,
    )


def _acceptable(quote: Quote, request: IntentRequest) -> Quote | Refusal:
    """The quote, unless it gives less than the application wants or cannot be told."""
    if request.quote is not None:
        return quote
    if quote.binding == Binding.UNPRICED or quote.destination_amount is None:
        return refused_offer(
            quote, RefusalReason.UNPRICED, "names no price; pass its quote explicitly to use it anyway"
        )
    if quote.source_amount is None:
        return refused_offer(
            quote,
            RefusalReason.QUOTE_MISMATCH,
            "contradicts itself about what the person pays; look at the quote and pass it explicitly",
        )
    if request.at_least is not None and quote.destination_amount.value < request.at_least.value:
        return refused_offer(quote, RefusalReason.BELOW_MINIMUM, "gives less than at_least")
    return quote


def _ordered(ledger: Ledger, offer: Offer, request: IntentRequest) -> Saga[Order | None]:
    """Place the order; after a lost answer, find out; None if it finally does not exist."""
    now = yield from do(Now())
    placement = _placement(ledger, offer, request, now)
    try:
        return (yield from placed(placement, placement.provider.create_order(placement.order)))
    except OutcomeUnknownError:
        pass
    return (yield from _settled(placement))


def _placement(ledger: Ledger, offer: Offer, request: IntentRequest, now: datetime) -> Placement:
    provider, number = offer.provider, ledger.history.next_attempt()
    ours = reference(ledger.bench.namespace, ledger.intent_id, provider.name, number)
    order = OrderRequest(
        reference=ours,
        idempotency_key=idempotency_key(ours, CREATE),
        quote=offer.quote,
        customer=offer.link,
        accounts=request.accounts,
        registered=offer.registered,
        deposit_account_id=offer.deposit_account_id,
        # Not when the intent was opened: until now a standing account may have served another intent.
        opened_at=now,
        redirect_url=request.redirect_url,
        options=request.provider_options.get(provider.name, {}),
    )
    return Placement(ledger, provider, number, CREATE, ours, order)


def _closed(ledger: Ledger, refusals: list[Refusal], failures: _Failures) -> Saga[Intent]:
    now = yield from do(Now())
    yield from ledger.write(Closed(refusals=tuple(refusals), at=now))
    unfit = [failure for failure in failures.values() if isinstance(failure, InvalidInputError)]
    if unfit and len(unfit) == len(failures):
        raise unfit[0]  # it names the fields, and nobody could take them as they are
    best = most_actionable(refusals)
    raise AllProvidersFailedError(
        f"nobody took the intent; {best.connection}: {best.message}"
        if best
        else "no connection serves the intent",
        failures=failures,
        refusals=refusals,
        next_step=best.next_step if best else NextStep.NONE,
    )
