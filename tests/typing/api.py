"""The public interface as type checkers see it. Never executed: mypy and pyright read it, strictly.

What must not type-check carries an ignore, which both report if nothing needs it.
"""
# ruff: noqa: B018, D103  # expressions are the point; nothing here runs
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import assert_never, assert_type
from uuid import UUID

from rampkit import (
    AccountPair,
    Amount,
    Asset,
    AsyncRouter,
    AsyncSession,
    BankAccount,
    ConfigurationError,
    CryptoAddress,
    Customer,
    CustomerLink,
    DepositAccount,
    Direction,
    Environment,
    Intent,
    IntentRequest,
    InvalidInputError,
    Journal,
    MemoryJournal,
    Operation,
    OutcomeUnknownError,
    Pair,
    PaymentMethod,
    Policy,
    Quote,
    QuoteComparison,
    QuoteRequest,
    Rail,
    RampError,
    RampProvider,
    Route,
    Router,
    Session,
    SessionSettings,
    Status,
    TermsAcceptance,
)
from rampkit.errors import AllProvidersFailedError, AmountOutOfRangeError, NextStep, RateLimitedError
from rampkit.http import Flow, Request, Response, Token, done
from rampkit.models import (
    AcceptTerms,
    Action,
    Confirm,
    Fee,
    NotAsked,
    OpenUrl,
    Order,
    OrderRequest,
    PayToAccount,
    Refusal,
    RefusalReason,
    RegisteredAccounts,
    ScanCode,
    SendCrypto,
    SignTransaction,
    StoredAccount,
    Terms,
    Transaction,
    Verification,
    VerificationRequirements,
    VerifyIdentity,
    Wait,
)
from rampkit.pages import Page
from rampkit.sandbox import Sandbox
from rampkit.secrets import Secret
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider, SellAndPay


def values() -> None:
    assert_type(Amount("10.50", "BRL").value, Decimal)
    assert_type(Amount(Decimal("10.50"), Asset("BRL")).asset, Asset)
    assert_type(Amount.parse("10.50 BRL"), Amount)
    Amount(10.5, "BRL")  # type: ignore[arg-type]

    pair = Pair("BRL", "USDC_BASE")
    assert_type(pair.source, Asset)
    assert_type(pair.direction, Direction)
    Pair("BRL")  # type: ignore[call-arg]

    request = QuoteRequest(pair=pair, amount=Amount("500", "BRL"), country="BR", rail=Rail.PIX)
    assert_type(request.region, str | None)
    assert_type(request.payment_method, PaymentMethod | None)
    QuoteRequest(pair=pair, amount=Amount("500", "BRL"))  # type: ignore[call-arg]
    QuoteRequest(pair=pair, amount=500, country="BR")  # type: ignore[arg-type]


def connections() -> Sequence[RampProvider]:
    gnosis = GnosisProvider("id", "secret", environment=Environment.SANDBOX)
    ripio = RipioProvider("id", Secret("secret"), country="AR", name="ripio-ar", environment="sandbox")
    assert_type(gnosis.routes(), Sequence[Route])
    assert_type(ripio.operations, frozenset[Operation])
    GnosisProvider("id")  # type: ignore[call-arg]
    RipioProvider("id", "secret")  # type: ignore[call-arg]
    RampProvider(base_url="https://api.example")  # type: ignore[abstract]
    return [gnosis, ripio]


def sandboxed(sandbox: Sandbox) -> Sequence[RampProvider]:
    """What the sandbox gives fits every provider's class."""
    return [GnosisProvider(**sandbox.options("gnosis")), RipioProvider(**sandbox.options("ripio-br"))]


def prices(router: Router, request: QuoteRequest) -> None:
    comparison = router.quotes(request, connections=["gnosis"], timeout=5)
    assert_type(comparison, QuoteComparison)
    assert_type(comparison.quotes, tuple[Quote, ...])
    assert_type(comparison.refusals, tuple[Refusal, ...])
    assert_type(comparison.not_asked, tuple[NotAsked, ...])
    assert_type(comparison.best, Quote | None)
    comparison.best.connection  # type: ignore[union-attr]

    quote = router.quote(request)
    assert_type(quote, Quote)
    assert_type(quote.destination_amount, Amount | None)
    assert_type(quote.rate, Decimal | None)
    assert_type(quote.fees, tuple[Fee, ...])
    assert_type(quote.total_fee, Amount | None)
    assert_type(quote.expires_at, datetime | None)
    # An amount that may be unknown cannot be used as if it were known.
    quote.destination_amount.value  # type: ignore[union-attr]
    assert_type(router.lock_quote(quote, customer_id="u-1", accounts=AccountPair()), Quote)
    router.quotes(request, ["gnosis"])  # type: ignore[call-arg]


def people(router: Router) -> None:
    customer = Customer(id="u-1", country="BR", email="ana@example.com")
    assert_type(router.create_customer(customer, connection="gnosis"), CustomerLink)
    assert_type(router.continue_customer("u-1", {"code": "123456"}, connection="gnosis"), CustomerLink)
    assert_type(router.get_terms("u-1", connection="ripio-ar"), Terms)
    assert_type(router.accept_terms("u-1", TermsAcceptance(), connection="ripio-ar"), Terms)
    assert_type(router.verify_customer(customer, connection="ripio-ar"), Verification)
    assert_type(router.get_verification("u-1", connection="ripio-ar"), Sequence[Verification])
    assert_type(router.update_customer(customer, connection="ripio-ar"), CustomerLink)
    assert_type(router.deactivate_customer("u-1", connection="ripio-ar"), CustomerLink)
    assert_type(router.verification_requirements("u-1", connection="ripio-ar"), VerificationRequirements)
    router.create_customer(customer)  # type: ignore[call-arg]

    accounts = AccountPair(
        source=BankAccount(country="AR"), destination=CryptoAddress(address="0x0", network="base")
    )
    assert_type(
        router.register_accounts("u-1", pair="USDC_BASE/ARS", accounts=accounts, connection="ripio-ar"),
        RegisteredAccounts,
    )
    assert_type(
        router.create_deposit_account("u-1", pair="USDC_BASE/ARS", accounts=accounts, connection="ripio-ar"),
        DepositAccount,
    )


def intents(router: Router, wish: IntentRequest) -> None:
    intent = router.create_intent(wish, id="order-1")
    assert_type(intent, Intent)
    assert_type(intent.status, Status)
    assert_type(intent.reference, UUID | None)
    assert_type(intent.actions, tuple[Action, ...])
    assert_type(router.get_intent("order-1"), Intent)
    assert_type(router.list_intents(customer_id="u-1"), tuple[Intent, ...])
    assert_type(router.execute_intent("order-1"), Intent)
    assert_type(router.cancel_intent("order-1"), Intent)
    assert_type(router.watch("order-1"), Iterator[Intent])
    # The wish has to be named.
    router.create_intent(wish)  # type: ignore[call-arg]
    router.create_intent(wish, "order-1")  # type: ignore[call-arg]
    for action in intent.actions:
        steps(action)


def lists(router: Router, since: datetime) -> None:
    assert_type(router.list_customers(connection="gnosis"), Iterator[CustomerLink])
    assert_type(router.list_accounts("u-1", connection="ripio-ar"), Iterator[StoredAccount])
    assert_type(router.list_deposit_accounts(connection="ripio-ar"), Iterator[DepositAccount])
    assert_type(router.list_orders(connection="ripio-ar", since=since), Iterator[Order])
    assert_type(
        router.list_history("u-1", direction=Direction.ON_RAMP, connection="ripio-ar"), Iterator[Transaction]
    )
    router.list_orders()  # type: ignore[call-arg]


def errands(router: Router, ripio: RipioProvider) -> None:
    """What only one provider has."""
    assert_type(router.run(ripio.execute_sell_and_pay("42"), connection="ripio-ar", id="bill-7"), SellAndPay)
    # The order has to be named, and so has whose it is.
    router.run(ripio.execute_sell_and_pay("42"), connection="ripio-ar")  # type: ignore[call-arg]
    router.run(ripio.execute_sell_and_pay("42"), id="bill-7")  # type: ignore[call-arg]


def steps(action: Action) -> str:  # noqa: PLR0911  # one for each kind
    """Every kind of step, told apart completely."""
    match action:
        case OpenUrl():
            return assert_type(action.url, str)
        case PayToAccount():
            return str(assert_type(action.amount, Amount | None))
        case ScanCode():
            return assert_type(action.code, str)
        case SendCrypto():
            return str(assert_type(action.asset, Asset))
        case VerifyIdentity() | AcceptTerms():
            return str(assert_type(action.url, str | None))
        case Confirm():
            return action.what
        case SignTransaction():
            return action.network
        case Wait():
            return action.kind
        case _:
            assert_never(action)


def failures(error: RampError) -> None:
    assert_type(error.retryable, bool)
    assert_type(error.failover_safe, bool)
    assert_type(error.next_step, NextStep)
    assert_type(error.provider_message, str | None)
    match error:
        case OutcomeUnknownError():
            assert_type(error.reference, UUID | None)
        case AllProvidersFailedError():
            assert_type(error.refusals, tuple[Refusal, ...])
            assert_type(error.refusals[0].reason, RefusalReason)
        case RateLimitedError():
            assert_type(error.retry_after, int | None)
        case AmountOutOfRangeError():
            assert_type(error.minimum, Amount | None)
        case _:
            pass


def outside() -> None:
    """Neither of these is caught with `RampError`."""
    configuration: type[RampError] = ConfigurationError  # type: ignore[assignment]
    invalid: type[RampError] = InvalidInputError  # type: ignore[assignment]
    del configuration, invalid


def construction() -> None:
    journal: Journal = MemoryJournal()
    settings = SessionSettings(timeout=10)
    with Router(connections(), journal=journal, policy=Policy(deny=["ripio"]), settings=settings) as router:
        assert_type(router, Router)
        assert_type(router.connections, Mapping[str, RampProvider])
        assert_type(router.session("gnosis"), Session)
    Router(connections(), MemoryJournal())  # type: ignore[call-arg]
    Router(connections(), journal=object())  # type: ignore[arg-type]


async def awaited(request: QuoteRequest, wish: IntentRequest) -> None:
    async with AsyncRouter(connections(), journal=MemoryJournal()) as router:
        assert_type(router, AsyncRouter)
        assert_type(await router.quotes(request), QuoteComparison)
        assert_type(await router.create_intent(wish, id="order-1"), Intent)
        assert_type(router.watch("order-1"), AsyncIterator[Intent])
        assert_type(router.session("gnosis"), AsyncSession)
        async for intent in router.watch("order-1"):
            assert_type(intent, Intent)
        assert_type(router.list_orders(connection="gnosis"), AsyncIterator[Order])
        assert_type(router.list_customers(connection="gnosis"), AsyncIterator[CustomerLink])
        assert_type(await router.run(done("value"), connection="gnosis", id="errand-1"), str)


def price(pair: str) -> Flow[Decimal]:
    """An adapter's flow."""
    response = yield Request(operation="get_price", path="/price", query={"pair": pair})
    assert_type(response, Response)
    return Decimal(response.json())


def whole(pair: str) -> Flow[int]:
    """A flow inside another."""
    exact = yield from price(pair)
    assert_type(exact, Decimal)
    return int(exact)


def page_of(items: Sequence[int]) -> Flow[Page[int]]:
    """A flow of a list."""
    return done(Page(tuple(items), following=lambda: page_of(items), total=2))


def pages(page: Page[int]) -> None:
    assert_type(page.items, tuple[int, ...])
    assert_type(page[0], int)
    assert_type(page[1:], Sequence[int])
    assert_type(page.total, int | None)
    assert_type([*page], list[int])


def flows(session: Session, provider: RampProvider, order: OrderRequest) -> None:
    assert_type(session.run(whole("BRL")), int)
    assert_type(session.run(done("value")), str)
    assert_type(session.run(provider.create_order(order)), Order)
    assert_type(session.run(provider.authorize("project")), Token)
    assert_type(replay(price("BRL"), [answer("5.31")]), tuple[Decimal, list[Request]])
    assert_type(session.each(page_of([1, 2])), Iterator[int])
    session.run(price)  # type: ignore[arg-type]
    session.each(price("BRL"))  # type: ignore[arg-type]


async def async_flows(session: AsyncSession) -> None:
    assert_type(await session.run(whole("BRL")), int)
    assert_type(session.each(page_of([1, 2])), AsyncIterator[int])
