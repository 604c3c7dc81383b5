"""Intents: who may take one, and the sagas that see to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.capabilities import Checkout, Route
from rampkit.errors import InvalidInputError, NotFoundError, QuoteExpiredError, UnsupportedError
from rampkit.journal.records import Observed
from rampkit.models.customers import LinkStatus
from rampkit.models.quotes import Quote, Refusal, RefusalReason
from rampkit.router.quoting import quotes
from rampkit.router.resting import awake
from rampkit.router.script import Act, Ask, Consult, Script, do
from rampkit.routing.refusals import refused_offer
from rampkit.saga.creating import Offer, check_wish_of, create_intent, quote_request, settle_intent
from rampkit.saga.executing import execute_intent
from rampkit.saga.identity import accounts_digest, check_id, wish_of
from rampkit.saga.ledger import Ledger
from rampkit.saga.reading import all_shown, ref_of, refreshed, told
from rampkit.saga.withdrawing import require_no_doubt, waits_for_deposit, withdraw_intent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from rampkit.http import Flow
    from rampkit.journal.history import AttemptHistory, History
    from rampkit.models.accounts import DepositAccount
    from rampkit.models.customers import CustomerLink
    from rampkit.models.intents import Intent, IntentRequest
    from rampkit.models.orders import Order
    from rampkit.provider import RampProvider
    from rampkit.router.core import Core

__all__ = ["cancel", "create", "execute", "list_all", "read", "report_payment"]


def create(
    core: Core,
    request: IntentRequest,
    intent_id: str,
    connections: Collection[str] | None,
) -> Script[Intent]:
    """Make sure that one provider, and never two, takes the wish named *intent_id*."""
    check_id(intent_id)
    core.require_options(request.provider_options)
    bench, journal = core.bench, core.journal
    history = yield from do(Consult(lambda: journal.history(intent_id)))
    check_wish_of(history, wish_of(request, journal))
    if history.in_doubt() is not None:
        yield from do(Act(settle_intent(bench, intent_id, request)))
        history = yield from do(Consult(lambda: journal.history(intent_id)))
    offers: Sequence[Offer] = ()
    left_out: Sequence[Refusal] = ()
    if history.accepted() is None and history.in_doubt() is None and not history.canceled:
        offers, left_out = yield from _offers(core, request, connections)
    skippable = frozenset(offer.provider.name for offer in offers[:-1])
    saga = create_intent(bench, intent_id, request, offers, left_out)
    return (yield from do(Act(saga, skippable)))


def _offers(
    core: Core, request: IntentRequest, connections: Collection[str] | None
) -> Script[tuple[list[Offer], list[Refusal]]]:
    prices, left_out = yield from _prices(core, request, connections)
    offers: list[Offer] = []
    for quote in prices:
        found = yield from _prepared(core, request, quote)
        if isinstance(found, Offer):
            offers.append(found)
        else:
            left_out.append(found)
    able, left_alone = awake(core, offers)
    return able, [*left_out, *left_alone]


def _prices(
    core: Core, request: IntentRequest, connections: Collection[str] | None
) -> Script[tuple[list[Quote], list[Refusal]]]:
    """One quote per connection, best first: with a given quote that one alone, else everybody asked anew."""
    if request.quote is not None:
        _check_quote(core, request.quote, connections)
        return [request.quote], []
    comparison = yield from quotes(core, quote_request(request), connections)
    left_out = [*comparison.refusals, *(Refusal(**dict(row)) for row in comparison.not_asked)]
    best: dict[str, Quote] = {}
    for offer in comparison.quotes:
        best.setdefault(offer.connection, offer)
    return list(best.values()), left_out


def _check_quote(core: Core, quote: Quote, connections: Collection[str] | None) -> None:
    if quote.connection not in core.providers:
        raise InvalidInputError(
            "quote",
            f"is of connection {quote.connection!r}, which this router does not have",
            remedy="take a new quote",
        )
    chosen = {connections} if isinstance(connections, str) else connections
    if chosen is not None and not {quote.connection, quote.provider} & set(chosen):
        raise InvalidInputError("quote", "is of none of the named connections", remedy="name its connection")
    if quote.expired(core.settings.clock.now()):
        raise QuoteExpiredError("the quote's time is over; take a new one", connection=quote.connection)


def _prepared(core: Core, request: IntentRequest, quote: Quote) -> Script[Offer | Refusal]:
    """The connection of *quote* with its link and accounts, or what is missing there."""
    provider, journal = core.providers[quote.connection], core.journal
    link = yield from do(Consult(lambda: journal.link(provider.name, request.customer_id)))
    if link is None or not link.usable:
        return refused_offer(quote, *_missing_of(link))
    digest = accounts_digest(request.accounts, journal)
    registered = yield from do(
        Consult(lambda: journal.accounts(provider.name, request.customer_id, request.pair, digest))
    )
    account: DepositAccount | None = None
    if _checkout(core, quote) is Checkout.STANDING:
        account = yield from do(
            Consult(lambda: journal.deposit_account(provider.name, request.customer_id, request.pair))
        )
        if account is None:
            return refused_offer(
                quote,
                RefusalReason.ACCOUNT_NOT_READY,
                "it needs a deposit account; call create_deposit_account",
            )
    return Offer(provider, quote, link, registered, account.deposit_account_id if account else None)


def _missing_of(link: CustomerLink | None) -> tuple[RefusalReason, str]:
    """Why nothing can be ordered for the customer of *link*."""
    if link is not None and link.status == LinkStatus.INACTIVE:
        return RefusalReason.CUSTOMER_INACTIVE, "the customer was deactivated there, for good"
    return RefusalReason.CUSTOMER_NOT_REGISTERED, "the customer is not registered; call create_customer"


def _checkout(core: Core, quote: Quote) -> Checkout:
    routes: Sequence[Route] = core.routes_of(quote.connection)
    fitting = [route for route in routes if route.pair == quote.pair]
    # Some providers take orders on one rail of a pair and deposits to a standing account on another.
    fitting.sort(key=lambda route: quote.rail not in route.rails)
    return fitting[0].checkout if fitting else Checkout.API


def read(core: Core, intent_id: str) -> Script[Intent]:
    """The intent after one read of its order; if that fails, as it was, marked stale."""
    history = yield from _history(core, intent_id)
    return (yield from do(Act(refreshed(Ledger(core.bench, history)))))


def _history(core: Core, intent_id: str) -> Script[History]:
    journal = core.journal
    history = yield from do(Consult(lambda: journal.history(intent_id)))
    if history.wish is None:
        raise NotFoundError(f"the journal knows no intent {intent_id!r}", operation="get_intent")
    return history


def list_all(core: Core, customer_id: str | None) -> Script[tuple[Intent, ...]]:
    """Every intent of the journal as last known, oldest first; asks no provider."""
    journal = core.journal

    def histories() -> list[History]:
        return [journal.history(intent_id) for intent_id in journal.intent_ids(customer_id=customer_id)]

    found = yield from do(Consult(histories))
    bench = core.bench
    return (yield from do(Act(all_shown([Ledger(bench, history) for history in found if history.wish]))))


def execute(core: Core, intent_id: str) -> Script[Intent]:
    """Start the movement of an intent's order, unless it has been started."""
    yield from _history(core, intent_id)
    return (yield from do(Act(execute_intent(core.bench, intent_id))))


def cancel(core: Core, intent_id: str) -> Script[Intent]:
    """Withdraw an intent: at its provider, or here if nobody has taken it or nothing was deposited.

    Raises:
        OutcomeUnknownError: An order may exist; settle that first.
        UnsupportedError: The provider cannot cancel, or a deposit has come.
    """
    history = yield from _history(core, intent_id)
    require_no_doubt(history)
    attempt = history.accepted()
    if attempt is None or history.canceled or waits_for_deposit(attempt):
        return (yield from do(Act(withdraw_intent(core.bench, intent_id))))
    return (yield from _asked(core, history, attempt, lambda one: one.cancel_order(ref_of(attempt))))


def report_payment(core: Core, intent_id: str, tx_hash: str) -> Script[Intent]:
    """Tell the provider which chain transaction pays the intent."""
    history = yield from _history(core, intent_id)
    attempt = history.accepted()
    if attempt is None or history.canceled:
        raise UnsupportedError("the intent has no order that could be paid", operation="report_payment")
    return (
        yield from _asked(core, history, attempt, lambda one: one.report_payment(ref_of(attempt), tx_hash))
    )


def _asked(
    core: Core, history: History, attempt: AttemptHistory, ask: Callable[[RampProvider], Flow[Order]]
) -> Script[Intent]:
    """Ask the provider that has the order, and write down how it says the order stands."""
    provider = core.bench.provider(attempt.connection, attempt.first.environment)
    asked_at = core.settings.clock.now()
    order = yield from do(Ask(provider.name, ask(provider)))
    observed = Observed(attempt=attempt.number, order=order, at=asked_at)
    return (yield from do(Act(told(Ledger(core.bench, history), observed))))
