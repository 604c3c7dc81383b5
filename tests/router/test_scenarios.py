"""Whole journeys through both faces, on the emulators."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    IntentRequest,
    QuoteRequest,
    Router,
)
from rampkit.errors import (
    AllProvidersFailedError,
    ConfigurationError,
    ConflictingIntentError,
    InvalidInputError,
    NoRouteError,
    NotFoundError,
    OutcomeUnknownError,
    UnsupportedError,
    VerificationRequiredError,
)
from rampkit.models import Money, RefusalReason, Status, TermsAcceptance
from rampkit.sandbox import Fault, Sandbox, SandboxClock
from rampkit_gnosis import GnosisProvider

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WALLET = CryptoAddress(address="0x" + "12" * 20, network="base")
ANA = Customer(id="ana", country="BR", email="ana@example.com")
BRL = QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR")


def wish(**changes):
    """What the application asks for."""
    facts = {
        "customer_id": "ana",
        "pair": "BRL/USDC_BASE",
        "amount": Amount("500", "BRL"),
        "country": "BR",
        "at_least": Amount("10", "USDC_BASE"),
        "accounts": AccountPair(destination=WALLET),
    }
    return IntentRequest(**{**facts, **changes})


def at_gnosis(router):
    """The router, with Ana registered at Gnosis Ramp."""
    router.create_customer(ANA, connection="gnosis")
    return router


def at_ripio(router, connection="ripio-br", customer=ANA):
    """The router, with the customer registered, terms accepted and identity verified at Ripio."""
    router.create_customer(customer, connection=connection)
    router.accept_terms(customer.id, TermsAcceptance(ip_address="192.0.2.7"), connection=connection)
    router.verify_customer(customer, connection=connection, redirect_url="https://app.example/back")
    return router


def orders(sandbox, code):
    """Every order that really exists at the emulator."""
    state = sandbox.control(code, "/state", method="GET")
    if code == "gnosis":
        return state["intents"]
    return [order for account in state["accounts"].values() for order in account["transactions"]]


def test_both_faces_give_equal_quotes(make_router):
    """One request, two faces, one answer; the emulated market moves, so each face gets its own."""
    answers = []
    for face in ("sync", "async"):
        with Sandbox(seed=7, clock=SandboxClock(lambda: NOW)) as market:
            answers.append(make_router(face, sandbox=market).quotes(BRL))

    first, second = answers
    assert plain(first) == plain(second)
    assert {"gnosis", "ripio-br"} == {quote.connection for quote in first.quotes}


def plain(comparison):
    """A comparison without what the emulator numbers anew on each call."""
    return [
        [row.model_dump(exclude={"quote_id", "raw"}) for row in rows]
        for rows in (comparison.quotes, comparison.refusals, comparison.not_asked)
    ]


def test_everybody_who_does_not_quote_says_why(make_router, face):
    """Each connection is a quote, a refusal, or not asked for a reason."""
    router = make_router(face)
    comparison = router.quotes(BRL)

    rows = [*comparison.quotes, *comparison.refusals, *comparison.not_asked]
    assert set(router.connections) == {row.connection for row in rows}
    assert all(row.reason == RefusalReason.PAIR_NOT_SERVED for row in comparison.not_asked)


def test_a_pair_nobody_serves_names_a_reason_for_each(make_router, face):
    """The best quote of nobody is an error that says why, connection by connection."""
    router = make_router(face, only=["ripio-br", "ripio-mx"])

    with pytest.raises(NoRouteError) as caught:
        router.quote(QuoteRequest(pair="JPY/USDC_BASE", amount=Amount("500", "JPY"), country="JP"))

    assert {"ripio-br", "ripio-mx"} == set(caught.value.reasons)


def test_gnosis_on_ramp_from_wish_to_settlement(make_router, sandbox, face):
    """Created, verified, executed, paid, settled: each step shows, and one order exists."""
    router = at_gnosis(make_router(face))

    created = router.create_intent(wish(), id="w1")
    sandbox.control("gnosis", f"/intents/{created.order_id}/open-compliance")
    sandbox.control("gnosis", f"/intents/{created.order_id}/approve")
    approved = router.get_intent("w1")
    sandbox.advance(1)
    executed = router.execute_intent("w1")
    sandbox.control("gnosis", f"/intents/{created.order_id}/pay")
    paid = router.get_intent("w1")
    sandbox.control("gnosis", f"/intents/{created.order_id}/settle")
    settled = router.get_intent("w1")

    statuses = [intent.status for intent in (created, approved, executed, paid, settled)]
    assert statuses == [
        Status.CREATED,
        Status.ACTION_REQUIRED,
        Status.AWAITING_PAYMENT,
        Status.PROCESSING,
        Status.COMPLETED,
    ]
    assert [action.kind for action in created.actions] == ["verify_identity"]
    assert [action.kind for action in executed.actions] == ["scan_code"]
    assert (settled.money, settled.anomalies) == (Money.DELIVERED, ())
    assert len(orders(sandbox, "gnosis")) == 1


def test_ripio_on_ramp_from_wish_to_settlement(make_router, sandbox, face):
    """A firm price, a Pix code with the amount, and delivery."""
    router = at_ripio(make_router(face))

    created = router.create_intent(wish(), id="w1")
    sandbox.control("ripio", f"/orders/{created.order_id}/pay")
    paid = router.get_intent("w1")
    sandbox.control("ripio", f"/orders/{created.order_id}/settle")
    settled = router.get_intent("w1")

    assert (created.connection, created.price_guaranteed) == ("ripio-br", True)
    assert [action.kind for action in created.actions] == ["scan_code"]
    statuses = [intent.status for intent in (created, paid, settled)]
    assert statuses == [Status.AWAITING_PAYMENT, Status.PROCESSING, Status.COMPLETED]
    assert len(orders(sandbox, "ripio")) == 1


def test_ripio_off_ramp_by_a_deposit_account(make_router, sandbox, face):
    """A payout account, a standing address, a deposit on chain, a payout."""
    luz = Customer(id="luz", country="MX", email="luz@example.com")
    router = at_ripio(make_router(face), "ripio-mx", luz)
    pair = "USDC_BASE/MXN"
    accounts = AccountPair(
        destination=BankAccount(country="MX", scheme="clabe", identifier="706180196550550552")
    )
    where = {"pair": pair, "accounts": accounts, "connection": "ripio-mx"}
    registered = router.register_accounts("luz", **where)
    sandbox.control("ripio", f"/fiat-accounts/{registered.destination_id}/enable")
    router.get_accounts("luz", **where)
    account = router.create_deposit_account("luz", **where)

    created = router.create_intent(
        wish(
            customer_id="luz",
            pair=pair,
            amount=Amount("50", "USDC_BASE"),
            country="MX",
            at_least=Amount("100", "MXN"),
            accounts=accounts,
        ),
        id="off1",
    )
    sandbox.control(
        "ripio",
        f"/offramp-sessions/{account.deposit_account_id}/deposit",
        json={"chain": "BASE", "currency": "USDC", "amount": "50"},
    )
    seen = router.get_intent("off1")
    sandbox.control("ripio", f"/orders/{seen.transactions[0].transaction_id}/settle")
    settled = router.get_intent("off1")

    assert (created.actions[0].kind, created.price_guaranteed) == ("send_crypto", False)
    assert created.status == Status.AWAITING_PAYMENT
    assert settled.status == Status.COMPLETED


def test_a_deposit_account_serves_one_open_intent(make_router, sandbox):
    """Deposits carry no reference, so a second wish must wait for the first."""
    luz = Customer(id="luz", country="MX", email="luz@example.com")
    router = at_ripio(make_router(), "ripio-mx", luz)
    accounts = AccountPair(
        destination=BankAccount(country="MX", scheme="clabe", identifier="706180196550550552")
    )
    where = {"pair": "USDC_BASE/MXN", "accounts": accounts, "connection": "ripio-mx"}
    registered = router.register_accounts("luz", **where)
    sandbox.control("ripio", f"/fiat-accounts/{registered.destination_id}/enable")
    router.get_accounts("luz", **where)
    router.create_deposit_account("luz", **where)
    asked = wish(
        customer_id="luz",
        pair="USDC_BASE/MXN",
        amount=Amount("50", "USDC_BASE"),
        country="MX",
        at_least=Amount("100", "MXN"),
        accounts=accounts,
    )
    router.create_intent(asked, id="first")

    with pytest.raises(AllProvidersFailedError) as caught:
        router.create_intent(asked, id="second")

    reasons = {row.connection: row.reason for row in caught.value.refusals}
    assert reasons["ripio-mx"] == RefusalReason.ACCOUNT_NOT_READY


@pytest.mark.parametrize("kind", ["lose_answer", "close_after_commit"])
def test_gnosis_settles_a_lost_answer_by_replay(make_router, sandbox, face, kind):
    """The answer to the order is lost after the commit: resent under its key, one order exists."""
    router = at_gnosis(make_router(face))
    sandbox.arm(Fault(target="gnosis", kind=kind, method="POST", path="/v1/intent$", times=1))

    intent = router.create_intent(wish(), id="w1", timeout=1.5)

    assert intent.connection == "gnosis"
    assert len(orders(sandbox, "gnosis")) == 1
    assert len(orders(sandbox, "ripio")) == 0


def test_ripio_finds_a_lost_order_by_its_reference(make_router, sandbox, face):
    """Ripio keeps no keys: the order is looked up by `externalRef`, never sent again."""
    router = at_gnosis(at_ripio(make_router(face)))
    sandbox.arm(
        Fault(target="ripio", kind="close_after_commit", method="POST", path="/api/v1/onramp/", times=1)
    )

    intent = router.create_intent(wish(), id="w1")

    assert intent.connection == "ripio-br"
    assert len(orders(sandbox, "ripio")) == 1
    assert len(orders(sandbox, "gnosis")) == 0


def test_ripio_reports_an_order_it_cannot_see_as_unknown(make_router, sandbox, face):
    """Not seen is not absent: the outcome is unknown, and nobody else gets the wish."""
    router = at_gnosis(at_ripio(make_router(face)))
    sandbox.arm(
        Fault(target="ripio", kind="close_after_commit", method="POST", path="/api/v1/onramp/", times=1)
    )
    sandbox.arm(Fault(target="ripio", kind="status", path="/api/v1/transactions/", status=503, times=None))

    with pytest.raises(OutcomeUnknownError) as caught:
        router.create_intent(wish(), id="w1", timeout=0.5)

    (intent,) = router.list_intents()
    assert (caught.value.intent_id, caught.value.connection) == ("w1", "ripio-br")
    assert intent.status == Status.UNKNOWN
    assert len(orders(sandbox, "gnosis")) == 0


def test_an_intent_in_doubt_cannot_be_canceled(make_router, sandbox, face):
    """Canceling what may exist would be a lie."""
    router = at_ripio(make_router(face, only=["ripio-br"]))
    sandbox.arm(
        Fault(target="ripio", kind="close_after_commit", method="POST", path="/api/v1/onramp/", times=1)
    )
    sandbox.arm(Fault(target="ripio", kind="status", path="/api/v1/transactions/", status=503, times=None))
    with pytest.raises(OutcomeUnknownError):
        router.create_intent(wish(), id="w1", timeout=0.5)

    with pytest.raises(OutcomeUnknownError, match="settle"):
        router.cancel_intent("w1")


def test_neither_provider_can_cancel(make_router, face):
    """An accepted order cannot be withdrawn here, and rampkit says so."""
    router = at_ripio(make_router(face))
    router.create_intent(wish(), id="w1")

    with pytest.raises(UnsupportedError, match="does not offer cancel_order"):
        router.cancel_intent("w1")


def test_executing_too_early_names_the_missing_step(make_router, face):
    """Before compliance is approved nothing starts, and the error says who acts."""
    router = at_gnosis(make_router(face))
    router.create_intent(wish(), id="w1")

    with pytest.raises(VerificationRequiredError):
        router.execute_intent("w1")


def test_a_known_id_with_another_wish_is_refused_before_any_call(make_router, sandbox, face):
    """The conflict is found in the journal."""
    router = at_ripio(make_router(face))
    router.create_intent(wish(), id="w1")

    with pytest.raises(ConflictingIntentError):
        router.create_intent(wish(amount=Amount("501", "BRL")), id="w1")


def test_a_customer_nobody_registered_is_left_out_everywhere(make_router, face):
    """Rampkit hands a person's data to no company by itself."""
    router = make_router(face)

    with pytest.raises(AllProvidersFailedError) as caught:
        router.create_intent(wish(), id="w1")

    reasons = {row.connection: row.reason for row in caught.value.refusals}
    assert RefusalReason.CUSTOMER_NOT_REGISTERED == reasons["gnosis"] == reasons["ripio-br"]


def test_registering_twice_sends_once(make_router, sandbox, face):
    """A customer already linked is returned from the journal."""
    router = make_router(face)
    first = router.create_customer(ANA, connection="ripio-br")
    second = router.create_customer(ANA, connection="ripio-br")

    assert first == second


def test_an_unknown_intent_is_not_found(make_router, face):
    """The journal says so; nobody is asked."""
    with pytest.raises(NotFoundError, match="journal knows no intent"):
        make_router(face).get_intent("nobody")


def test_without_a_journal_nothing_is_created(sandbox):
    """A router that cannot write down does not send."""
    with Router([GnosisProvider(**sandbox.options("gnosis"))]) as router:
        assert router.quotes(BRL).quotes
        for create in (
            lambda: router.create_intent(wish(), id="w1"),
            lambda: router.create_customer(ANA, connection="gnosis"),
        ):
            with pytest.raises(ConfigurationError, match="journal="):
                create()


def test_a_quote_of_another_router_is_refused(make_router, face):
    """Its connection is not configured here."""
    quote = make_router(face, only=["ripio-br"]).quote(BRL)

    with pytest.raises(InvalidInputError, match="does not have"):
        at_gnosis(make_router(face, only=["gnosis"])).create_intent(wish(quote=quote), id="w1")


def test_a_passed_quote_pins_its_connection(make_router, sandbox, face):
    """The second best is taken when the application chose it."""
    router = at_gnosis(at_ripio(make_router(face)))
    chosen = next(quote for quote in router.quotes(BRL).quotes if quote.connection == "gnosis")

    intent = router.create_intent(wish(quote=chosen, at_least=None), id="w1")

    assert intent.connection == "gnosis"
    assert len(orders(sandbox, "ripio")) == 0


def test_watching_ends_when_the_intent_is_finished(make_router, sandbox):
    """Each change is told once; the end ends the watch."""
    router = at_ripio(make_router())
    created = router.create_intent(wish(), id="w1")
    for control in ("pay", "settle"):
        sandbox.control("ripio", f"/orders/{created.order_id}/{control}")

    told = [intent.status for intent in router.watch("w1", timeout=5)]

    assert told == [Status.COMPLETED]


def test_a_failed_poll_leaves_the_intent_as_it_was(make_router, sandbox, face):
    """A provider that is down makes an intent stale, not failed."""
    router = at_ripio(make_router(face))
    created = router.create_intent(wish(), id="w1")
    sandbox.arm(Fault(target="ripio", kind="status", status=503, times=None))

    polled = router.get_intent("w1", timeout=0.5)

    assert created.status == polled.status
    assert polled.stale_since is not None
