"""Every call of the adapter through a real session, against the emulator on loopback."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_DNS, uuid5

import pytest

from rampkit import IntentRequest, MemoryJournal, Router, Session, SessionSettings
from rampkit.capabilities import verdict_of
from rampkit.errors import (
    AccountNotReadyError,
    AllProvidersFailedError,
    AlreadyExistsError,
    AuthenticationError,
    InvalidInputError,
    InvalidRequestError,
    NotFoundError,
    QuoteExpiredError,
    TermsNotAcceptedError,
    UnsupportedError,
    VerificationRequiredError,
)
from rampkit.http import Commits, Flow, Request, path, send
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    Direction,
    LinkStatus,
    Money,
    OrderRef,
    OrderRequest,
    Pair,
    PayToAccount,
    Quote,
    QuoteRequest,
    Rail,
    Refusal,
    ScanCode,
    SendCrypto,
    Status,
    TermsAcceptance,
    VerificationStatus,
    VerifyIdentity,
)
from rampkit.models import money as where
from rampkit.sandbox import Fault, Sandbox
from rampkit_ripio import RipioProvider

WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
NAMESPACE = uuid5(NAMESPACE_DNS, "rampkit.example")
AMOUNTS = {"AR": "150000", "BR": "100.50", "CO": "400000", "MX": "2000"}
FIATS = {"AR": "ARS", "BR": "BRL", "CO": "COP", "MX": "MXN"}
EXTRA = {"callback": "https://app.example/back", "bank_code": "1001"}
FACES = [
    {"token_names": "camel"},
    {"token_names": "snake"},
    {"customer_shows_activity": False},
    {"terms": "results"},
    {"kyc_submissions": "list"},
    {"kyc_submissions": "results"},
    {"rail_names": "retired"},
    {"fiat_account_type": "accountType", "rail_names": "retired"},
    {"confirmation_omits_rail": True},
    {"quote_final_from": "net"},
    {"quote_echoes_customer": True},
    {"first_status": "CREATED"},
    {"first_status": "WITHDRAWAL_PENDING"},
    {"order_instructions": "list"},
    {"order_detail": "order"},
    {"transaction_hash": "absent"},
    {"refund_fields": True},
    {"off_ramp_amount": "crypto"},
    {"session_items": "orders"},
    {"session_instructions": "without_status"},
    {"lists": "bare"},
    {"off_ramp_orders": "page"},
    {"networks": "object"},
    {"networks": "camel"},
    {"fraction_digits": 0},
    {"fraction_digits": 3},
    {"simulate_deposit": "message"},
    {"legacy": True},
]
"""Where the documentation and its readers disagree: each is a setting of the emulator."""


def unguarded(flow: Flow) -> Flow:
    """*flow* with its orders passed off as records."""
    try:
        request = next(flow)
        while True:
            request = flow.send((yield replace(request, commits=Commits.RECORD)))
    except StopIteration as stop:
        return stop.value


class Counter:
    """One country's connection, with a customer who may do everything."""

    def __init__(self, sandbox: Sandbox, settings: SessionSettings, country: str) -> None:
        self.sandbox, self.country = sandbox, country
        self.ripio = RipioProvider(**sandbox.options(f"ripio-{country.lower()}"))
        self.session = Session(self.ripio, settings=settings)

    def run(self, flow: Flow):
        """The value of *flow*, its orders included: a session alone refuses them, for want of a journal."""
        return self.session.run(unguarded(flow))

    def settle(self, order_id: str) -> None:
        """Let Ripio convert and deliver what was paid."""
        self.sandbox.control("ripio", f"orders/{order_id}/settle")

    def customer(self, *, accepts: bool = True):
        """A registered customer, verified and with the terms accepted."""
        person = Customer(id="user-1", country=self.country, email="person@example.com")
        link = self.session.run(self.ripio.register_customer(person))
        if accepts:
            acceptance = TermsAcceptance(ip_address="192.0.2.7", user_agent="Browser/1.0")
            self.session.run(self.ripio.accept_terms(link, acceptance))
        self.session.run(self.ripio.verify_customer(link, person, redirect_url="https://app.example/back"))
        return link

    def sold(self, link, quote: Quote):
        """The request that a payout account and its deposit addresses are ready for."""
        ripio, run, pair = self.ripio, self.session.run, self.pair("off_ramp")
        bank = BankAccount(
            country="AR", scheme="cvu", identifier="0100000000000000000001", check_digits=False
        )
        stored = run(ripio.register_accounts(link, pair, AccountPair(destination=bank)))
        run(ripio.confirm_accounts(link, stored))
        self.sandbox.control("ripio", f"fiat-accounts/{stored.destination_id}/enable")
        usable = run(ripio.get_accounts(link, stored))
        account = run(ripio.create_deposit_account(link, pair, usable.accounts, registered=usable))
        return self.request(
            link, quote, accounts=usable.accounts, deposit_account_id=account.deposit_account_id
        )

    def send(self, request: OrderRequest, amount: str = "10") -> str:
        """Send crypto to the deposit address; the id of what that becomes."""
        where = f"offramp-sessions/{request.deposit_account_id}/deposit"
        deposit = {"chain": "BASE", "currency": "USDC", "amount": amount}
        return self.sandbox.control("ripio", where, deposit)["transactionId"]

    def pair(self, direction: str = "on_ramp") -> Pair:
        """The country's money and the sandbox's token."""
        fiat, token = FIATS[self.country], "USDC_BASE"
        return Pair(fiat, token) if direction == "on_ramp" else Pair(token, fiat)

    def quotes(self, direction: str = "on_ramp", **more):
        """Prices, one per rail."""
        pair = self.pair(direction)
        amount = AMOUNTS[self.country] if direction == "on_ramp" else "10"
        ask = QuoteRequest(pair=pair, amount=Amount(amount, pair.source), country=self.country, **more)
        return self.session.run(self.ripio.quotes(ask))

    def request(self, link, quote: Quote, **more) -> OrderRequest:
        """An order of *quote*."""
        facts = {
            "reference": uuid5(NAMESPACE, "one"),
            "idempotency_key": uuid5(NAMESPACE, "key"),
            "quote": quote,
            "customer": link,
            "accounts": AccountPair(destination=CryptoAddress(address=WALLET, network="base")),
            "opened_at": datetime(2026, 1, 15, 9, 59, tzinfo=UTC),
            "options": EXTRA,
        }
        return OrderRequest(**{**facts, **more})

    def ref(self, request: OrderRequest, order_id: str | None = None) -> OrderRef:
        """The name of that order."""
        return OrderRef(
            order_id=order_id,
            reference=request.reference,
            customer=request.customer,
            pair=request.pair,
            requested=request.amount,
            opened_at=request.opened_at,
            deposit_account_id=request.deposit_account_id,
        )


@pytest.fixture(params=["AR", "BR", "CO", "MX"])
def counter(request, sandbox, sandbox_settings) -> Generator[Counter]:
    """A connection of each country."""
    counter = Counter(sandbox, sandbox_settings, request.param)
    with counter.session:
        yield counter


@pytest.fixture
def argentina(sandbox, sandbox_settings) -> Generator[Counter]:
    """The Argentine connection."""
    counter = Counter(sandbox, sandbox_settings, "AR")
    with counter.session:
        yield counter


def test_live_corridors_are_among_the_known_words(counter):
    """Both directions, with the country's rails, and nothing an order could not be made of."""
    routes = counter.session.run(counter.ripio.list_routes())

    assert {route.direction.value for route in routes} == {"on_ramp", "off_ramp"}
    assert {route.pair.fiat.symbol for route in routes} == {FIATS[counter.country]}
    assert counter.pair() in {route.pair for route in routes}


def test_there_is_a_price_per_rail(counter):
    """One of Colombia's, for instance, for each of its four rails."""
    rows = counter.quotes()

    assert not [row for row in rows if isinstance(row, Refusal)]
    assert [row.rail for row in rows] == list(counter.ripio.routes()[0].rails)
    assert {row.source_amount for row in rows} == {Amount(AMOUNTS[counter.country], counter.pair().source)}


def test_an_on_ramp_goes_from_quote_to_delivery(counter):
    """Registered, priced, ordered, paid, delivered, and found by every way."""
    link = counter.customer()
    request = counter.request(link, counter.quotes()[0])
    order = counter.run(counter.ripio.create_order(request))

    assert order.status == Status.AWAITING_PAYMENT
    assert order.reference == request.reference
    assert order.failure_reason is None
    [action] = order.actions

    if counter.country == "BR":
        assert isinstance(action, ScanCode)
        assert action.amount == request.amount
        counter.sandbox.control("ripio", f"orders/{order.order_id}/pay")
    else:
        counter.session.run(counter.ripio.simulate_deposit(action, AMOUNTS[counter.country]))
    counter.settle(order.order_id)

    ref = counter.ref(request, order.order_id)
    done = counter.session.run(counter.ripio.get_order(ref))
    assert done.status == Status.COMPLETED
    assert done.destination_amount == request.quote.destination_amount
    assert counter.session.run(counter.ripio.find_order(counter.ref(request))) == done
    assert [one.order_id for one in counter.session.run(counter.ripio.list_orders(link))] == [order.order_id]
    [movement] = counter.session.run(counter.ripio.list_transactions(ref))
    assert movement.tx_hash


@pytest.mark.parametrize("rail", [Rail.PSE, Rail.BRE_B, Rail.BANCOLOMBIA, Rail.NEQUI])
def test_each_colombian_rail_tells_its_own_step(sandbox, sandbox_settings, rail):
    """A page, a key, a page and a question on the phone."""
    counter = Counter(sandbox, sandbox_settings, "CO")
    with counter.session:
        link = counter.customer()
        [quote] = counter.quotes(rail=rail)
        order = counter.run(counter.ripio.create_order(counter.request(link, quote)))
    steps = {Rail.PSE: "open_url", Rail.BRE_B: "pay_to_account", Rail.BANCOLOMBIA: "open_url"}

    assert [action.kind for action in order.actions] == [steps.get(rail, "confirm")]


def test_an_off_ramp_goes_from_account_to_payout(argentina):
    """Stored, confirmed, enabled, deposited to, paid out."""
    ripio, run = argentina.ripio, argentina.session.run
    link, pair = argentina.customer(), argentina.pair("off_ramp")
    bank = BankAccount(country="AR", scheme="cvu", identifier="0100000000000000000001", check_digits=False)
    stored = run(ripio.register_accounts(link, pair, AccountPair(destination=bank)))
    assert stored.status == AccountStatus.NEEDS_CONFIRMATION
    with pytest.raises(AccountNotReadyError):
        run(ripio.create_deposit_account(link, pair, stored.accounts, registered=stored))
    assert run(ripio.confirm_accounts(link, stored)).status == AccountStatus.PENDING
    argentina.sandbox.control("ripio", f"fiat-accounts/{stored.destination_id}/enable")
    usable = run(ripio.get_accounts(link, stored))
    account = run(ripio.create_deposit_account(link, pair, usable.accounts, registered=usable))
    assert run(ripio.get_deposit_account(account)).actions == account.actions
    again = run(ripio.create_deposit_account(link, pair, usable.accounts, registered=usable))
    assert again.deposit_account_id == account.deposit_account_id
    assert run(ripio.confirm_accounts(link, stored)).status == AccountStatus.USABLE

    [quote] = argentina.quotes("off_ramp")
    request = argentina.request(
        link,
        quote,
        accounts=usable.accounts,
        registered=usable,
        deposit_account_id=account.deposit_account_id,
    )
    waiting = run(ripio.create_order(request))

    assert waiting.order_id is None
    [step] = waiting.actions
    assert isinstance(step, SendCrypto)
    assert step.amount == request.amount

    deposit = {"chain": "BASE", "currency": "USDC", "amount": "10"}
    argentina.sandbox.control("ripio", f"offramp-sessions/{account.deposit_account_id}/deposit", deposit)
    argentina.settle(run(ripio.get_order(argentina.ref(request))).order_id)
    paid = run(ripio.get_order(argentina.ref(request)))

    assert paid.status == Status.COMPLETED
    assert [one.transaction_id for one in paid.transactions] == [paid.order_id]
    assert run(ripio.list_transactions(argentina.ref(request))) == paid.transactions
    assert run(ripio.list_orders(link))[0].order_id == paid.order_id


def test_a_virtual_account_is_made_once_and_turns_on_request_only(argentina):
    """The same target is the same account; another one needs `replace`."""
    ripio, run = argentina.ripio, argentina.session.run
    link, pair = argentina.customer(), argentina.pair()
    here = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
    there = AccountPair(destination=CryptoAddress(address=WALLET.lower()[:-1] + "3", network="base"))
    account = run(ripio.create_deposit_account(link, pair, here))

    [step] = account.actions
    assert isinstance(step, PayToAccount)
    assert run(ripio.create_deposit_account(link, pair, here)).actions == account.actions
    with pytest.raises(AlreadyExistsError):
        run(ripio.create_deposit_account(link, pair, there))
    moved = run(ripio.create_deposit_account(link, pair, there, replace=True))
    assert moved.target == there.destination
    assert run(ripio.get_deposit_account(account)).actions == ()

    run(ripio.simulate_deposit(step, "150000"))
    argentina.settle(run(ripio.list_orders(link))[0].order_id)
    [order] = run(ripio.list_orders(link))
    assert order.status == Status.COMPLETED


def test_terms_come_before_standing_accounts(argentina):
    """And the error says what the person has to do."""
    link = argentina.customer(accepts=False)
    here = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
    with pytest.raises(TermsNotAcceptedError) as caught:
        argentina.session.run(argentina.ripio.create_deposit_account(link, argentina.pair(), here))

    assert [action.kind for action in caught.value.actions] == ["accept_terms"]
    assert "person@example.com" not in str(caught.value)
    assert argentina.session.run(argentina.ripio.get_terms(link)).accepted is False


def test_customers_terms_and_checks_can_be_read(argentina):
    """As they stand at Ripio."""
    link, run = argentina.customer(), argentina.session.run

    assert run(argentina.ripio.get_customer(link)).status == LinkStatus.ACTIVE
    assert run(argentina.ripio.get_terms()).country == "AR"
    assert run(argentina.ripio.get_terms(link)).accepted is True
    [check] = run(argentina.ripio.get_verification(link))
    assert check.status == VerificationStatus.APPROVED


def test_a_check_on_the_hosted_page(argentina):
    """As production makes it: a page of Ripio's, whose address is kept out of `raw`."""
    argentina.sandbox.control("ripio", "switches", {"kyc_provider_url": True, "kyc": "review"})
    person = Customer(id="user-2", country="AR", email="other@example.com")
    link = argentina.session.run(argentina.ripio.register_customer(person))
    check = argentina.session.run(
        argentina.ripio.verify_customer(link, person, redirect_url="https://app.example/back")
    )

    assert isinstance(check.actions[0], VerifyIdentity)
    assert check.actions[0].host_known
    assert "providerUrl" not in check.raw


def test_requirements_name_the_fields(counter):
    """They are those under which the emulator stores an account."""
    rail = Rail.PSE if counter.country == "CO" else None
    flow = counter.ripio.requirements(counter.pair("off_ramp"), country=counter.country, rail=rail)
    wanted = counter.session.run(flow)

    assert wanted.destination["required"]


def test_a_quote_dies(argentina):
    """And the order that comes too late is refused for just that."""
    link, [quote] = argentina.customer(), argentina.quotes()
    argentina.sandbox.control("ripio", f"quotes/{quote.quote_id}/expire")
    with pytest.raises(QuoteExpiredError) as caught:
        argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))

    assert caught.value.code == "20010"


def test_a_repeated_reference_is_not_a_refusal(argentina):
    """Neither the executed quote nor the used reference proves that nothing exists."""
    link, [quote] = argentina.customer(), argentina.quotes()
    argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))
    with pytest.raises(AlreadyExistsError):
        argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))
    [fresh] = argentina.quotes()
    with pytest.raises(AlreadyExistsError):
        argentina.run(argentina.ripio.create_order(argentina.request(link, fresh)))


def test_rates_and_networks(argentina):
    """Reference only."""
    run = argentina.session.run

    assert run(argentina.ripio.rates())[0].pair.endswith("_ARS")
    assert run(argentina.ripio.deposit_networks())[0].tokens
    assert run(argentina.ripio.withdrawal_networks())[0].tokens


def test_what_is_not_there(argentina):
    """Unknown orders are not found, and a look-up that sees nothing says so."""
    link, [quote] = argentina.customer(), argentina.quotes()
    request = argentina.request(link, quote)
    with pytest.raises(NotFoundError):
        argentina.session.run(argentina.ripio.get_order(argentina.ref(request, str(request.reference))))

    assert argentina.session.run(argentina.ripio.find_order(argentina.ref(request))) is None


def test_wrong_credentials(sandbox, sandbox_settings):
    """Are told apart from everything else."""
    options = {**sandbox.options("ripio-ar"), "client_secret": "wrong"}
    ripio = RipioProvider(**options)
    with Session(ripio, settings=sandbox_settings) as session, pytest.raises(AuthenticationError) as caught:
        session.run(ripio.rates())

    assert caught.value.code == "invalid_client"


def test_the_old_shapes(argentina):
    """Bare arrays, listed instructions, `wire` and the rest read the same."""
    argentina.sandbox.control("ripio", "switches", {"legacy": True})
    link, [quote] = argentina.customer(), argentina.quotes()
    order = argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))
    here = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
    account = argentina.session.run(argentina.ripio.create_deposit_account(link, argentina.pair(), here))

    assert isinstance(order.actions[0], PayToAccount)
    assert account.status == AccountStatus.USABLE
    assert argentina.session.run(argentina.ripio.list_orders(link))[0].order_id == order.order_id


@pytest.mark.parametrize("face", FACES, ids=lambda face: " ".join(f"{k}-{v}" for k, v in face.items()))
def test_every_face_of_the_api_reads_the_same(argentina, face):
    """Both ways through, with one disputed shape at a time."""
    argentina.sandbox.control("ripio", "switches", face)
    ripio, run, link = argentina.ripio, argentina.session.run, argentina.customer()
    here = {"ripio": {"customer_id": link.provider_customer_id}}
    [quote], [sale] = argentina.quotes(provider_options=here), argentina.quotes("off_ramp")
    disputed = face.get("quote_final_from") == "net"
    assert quote.source_amount == (None if disputed else quote.requested)

    request = argentina.request(link, quote)
    order = argentina.run(ripio.create_order(request))
    [step] = order.actions
    assert (order.status, order.reference, order.failure_reason) == (
        Status.AWAITING_PAYMENT,
        request.reference,
        None,
    )
    assert (step.identifier is not None, step.amount) == (True, quote.source_amount)
    run(ripio.simulate_deposit(step, AMOUNTS["AR"]))
    argentina.settle(order.order_id)
    done = run(ripio.find_order(argentina.ref(request)))
    assert (done.order_id, done.status) == (order.order_id, Status.COMPLETED)

    sold = argentina.sold(link, sale)
    argentina.settle(argentina.send(sold))
    paid = run(ripio.get_order(argentina.ref(sold)))
    assert (paid.status, paid.destination_amount) == (Status.COMPLETED, None)
    assert {one.order_id for one in run(ripio.list_orders(link))} == {order.order_id, paid.order_id}

    assert run(ripio.get_customer(link)).status == LinkStatus.ACTIVE
    assert run(ripio.get_verification(link))[0].status == VerificationStatus.APPROVED
    assert argentina.pair() in {route.pair for route in run(ripio.list_routes())}


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_died_early_is_renewed(argentina, status):
    """A read goes on with a new one; C6: whichever status says so."""
    argentina.sandbox.control("ripio", "switches", {"unauthenticated_status": status})
    argentina.session.run(argentina.ripio.rates())
    argentina.sandbox.control("ripio", "tokens/expire")

    assert argentina.session.run(argentina.ripio.rates())


@pytest.mark.parametrize("status", [401, 403])
def test_a_call_without_credentials(argentina, status):
    """C6: either status means the same."""
    argentina.sandbox.control("ripio", "switches", {"unauthenticated_status": status})
    bare = Request(operation="rates", path=path("api", "v1", "rates", ""))
    answer = argentina.session.run(send(bare))
    error = argentina.ripio.parse_error(answer, bare)

    assert (type(error), error.code, error.status) == (AuthenticationError, "40001", status)


def test_a_virtual_account_that_is_not_ready(argentina):
    """C9: shown only once Ripio calls it enabled."""
    argentina.sandbox.control("ripio", "switches", {"session_instructions": "processing"})
    ripio, run, link = argentina.ripio, argentina.session.run, argentina.customer()
    here = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
    early = run(ripio.create_deposit_account(link, argentina.pair(), here))
    argentina.sandbox.advance(3600)

    assert (early.status, early.actions) == (AccountStatus.PENDING, ())
    assert run(ripio.get_deposit_account(early)).status == AccountStatus.USABLE


@pytest.mark.parametrize(
    ("lands", "status"),
    [("review", VerificationStatus.IN_REVIEW), ("fail", VerificationStatus.REJECTED)],
)
def test_a_check_that_does_not_pass_at_once(argentina, lands, status):
    """And what it keeps the customer from, said in the customer's terms."""
    argentina.sandbox.control("ripio", "switches", {"kyc": lands})
    link = argentina.customer()
    [quote] = argentina.quotes()
    with pytest.raises(VerificationRequiredError) as caught:
        argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))

    assert argentina.session.run(argentina.ripio.get_verification(link))[0].status == status
    assert [action.kind for action in caught.value.actions] == ["verify_identity"]
    argentina.sandbox.control("ripio", f"customers/{link.provider_customer_id}/approve")
    assert argentina.run(argentina.ripio.create_order(argentina.request(link, quote))).order_id


def test_an_order_whose_answer_was_lost_is_found_and_told_honestly(argentina):
    """Ripio repeats how it is paid nowhere: the found order says how far it is, and nothing to pay."""
    link, [quote] = argentina.customer(), argentina.quotes()
    request = argentina.request(link, quote)
    made = argentina.run(argentina.ripio.create_order(request))
    found = argentina.session.run(argentina.ripio.find_order(argentina.ref(request)))

    assert made.actions
    assert found.actions == ()
    assert (found.order_id, found.reference, found.status) == (made.order_id, made.reference, made.status)
    assert (found.pay_in, found.pay_out) == (made.pay_in, made.pay_out)


def test_a_second_order_under_one_reference(argentina):
    """Where Ripio allows it, a look-up still finds one that is for our wish."""
    argentina.sandbox.control("ripio", "switches", {"repeated_external_ref": "accept"})
    link, [first], [second] = argentina.customer(), argentina.quotes(), argentina.quotes()
    made = [
        argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))
        for quote in (first, second)
    ]
    found = argentina.session.run(argentina.ripio.find_order(argentina.ref(argentina.request(link, first))))

    assert found.order_id in {order.order_id for order in made}


def test_an_unknown_quote_proves_nothing(argentina):
    """Ripio says "not found": that is none of the three statuses that prove a refusal."""
    link, [quote] = argentina.customer(), argentina.quotes()
    stranger = quote.evolve(quote_id=str(uuid5(NAMESPACE, "no quote")))
    with pytest.raises(NotFoundError) as caught:
        argentina.run(argentina.ripio.create_order(argentina.request(link, stranger)))

    assert verdict_of(argentina.ripio.promises().answers, "create_order", 404, caught.value.code) is None


def test_deposits_are_counted_from_the_opening_on(argentina):
    """None, one, several: the first is the order, and one from before is somebody else's."""
    run, ripio = argentina.session.run, argentina.ripio
    link, [quote] = argentina.customer(), argentina.quotes("off_ramp")
    request = argentina.sold(link, quote)
    early = argentina.send(request, "3")
    argentina.sandbox.advance(5)
    ref = argentina.ref(request).evolve(opened_at=datetime(2026, 1, 15, 10, 0, 5, tzinfo=UTC))

    assert run(ripio.get_order(ref)).order_id is None
    assert run(ripio.list_transactions(ref)) == ()
    first = argentina.send(request)
    argentina.sandbox.advance(5)
    second = argentina.send(request)
    order = run(ripio.get_order(ref))
    assert (order.order_id, order.status, order.actions) == (first, Status.PROCESSING, ())
    assert [one.transaction_id for one in order.transactions] == [first, second]
    assert early not in {one.transaction_id for one in order.transactions}


def test_an_order_is_found_however_short_the_pages_are(argentina, monkeypatch):
    """One by one if need be, and no more of them than there are."""
    monkeypatch.setattr("rampkit_ripio.mapping.pages.LIMIT", 1)
    link = argentina.customer()
    requests = [
        argentina.request(link, argentina.quotes()[0], reference=uuid5(NAMESPACE, f"order {number}"))
        for number in range(3)
    ]
    made = [argentina.run(argentina.ripio.create_order(request)) for request in requests]
    found = [argentina.session.run(argentina.ripio.find_order(argentina.ref(one))) for one in requests]
    stranger = argentina.ref(requests[0]).evolve(reference=uuid5(NAMESPACE, "nobody's"))

    assert [order.order_id for order in found] == [order.order_id for order in made]
    assert argentina.session.run(argentina.ripio.find_order(stranger)) is None
    assert len(list(argentina.session.each(argentina.ripio.list_orders(link)))) == 3


@pytest.mark.parametrize(
    ("move", "status", "money"),
    [
        (["cancel"], Status.CANCELED, Money.UNKNOWN),
        (["pay"], Status.PROCESSING, Money.WITH_PROVIDER),
        (["pay", "refund"], Status.REFUNDED, Money.RETURNED),
        (["pay", "fail"], Status.FAILED, Money.UNKNOWN),
    ],
)
def test_what_becomes_of_an_order(argentina, move, status, money):
    """In rampkit's words, and where the money is."""
    link, [quote] = argentina.customer(), argentina.quotes()
    order = argentina.run(argentina.ripio.create_order(argentina.request(link, quote)))
    for step in move:
        argentina.sandbox.control("ripio", f"orders/{order.order_id}/{step}")
    ref = argentina.ref(argentina.request(link, quote), order.order_id)
    now = argentina.session.run(argentina.ripio.get_order(ref))

    assert (now.status, where(now.pay_in, now.pay_out), now.actions) == (status, money, ())


def test_a_deactivated_customer(argentina):
    """Stays readable, and nothing of theirs is."""
    ripio, run, link = argentina.ripio, argentina.session.run, argentina.customer()
    request = argentina.request(link, argentina.quotes()[0])
    order = argentina.run(ripio.create_order(request))
    link = run(ripio.deactivate_customer(link))

    assert link.status == run(ripio.get_customer(link)).status == LinkStatus.INACTIVE
    moved = Customer(id="user-1", country="AR", email="new@example.com")
    assert run(ripio.update_customer(link, moved)).status == LinkStatus.INACTIVE
    assert not run(ripio.list_orders(link))
    assert run(ripio.find_order(argentina.ref(request))) is None
    for flow in (
        ripio.get_order(argentina.ref(request, order.order_id)),
        ripio.get_verification(link),
        ripio.accept_terms(link, TermsAcceptance(ip_address="192.0.2.7")),
        ripio.verify_customer(link, moved, redirect_url="https://app.example/back"),
        ripio.confirm_verification_reuse(link, "123456"),
        ripio.list_history(link, Direction.ON_RAMP),
    ):
        with pytest.raises(NotFoundError):
            run(flow)


@pytest.mark.parametrize("country", ["AR", "BR", "CO", "MX"])
def test_an_intent_whose_answer_was_lost_stays_honest(sandbox, sandbox_settings, country):
    """One order, its id known, still to be paid; how, nobody can say any more, and no step is made up."""
    ripio = RipioProvider(**sandbox.options(f"ripio-{country.lower()}"))
    with Router([ripio], journal=MemoryJournal(), settings=sandbox_settings) as router:
        person = Customer(id="user-1", country=country, email="person@example.com")
        router.create_customer(person, connection=ripio.name)
        router.accept_terms(person.id, TermsAcceptance(ip_address="192.0.2.7"), connection=ripio.name)
        router.verify_customer(person, connection=ripio.name, redirect_url="https://app.example/back")
        fiat = FIATS[country]
        wish = IntentRequest(
            customer_id=person.id,
            pair=Pair(fiat, "USDC_BASE"),
            amount=Amount(AMOUNTS[country], fiat),
            country=country,
            at_least=Amount("1", "USDC_BASE"),
            accounts=AccountPair(destination=CryptoAddress(address=WALLET, network="base")),
            provider_options={ripio.name: EXTRA},
        )
        lost = Fault(target="ripio", kind="close_after_commit", method="POST", path="/api/v1/onramp/")
        sandbox.arm(lost)
        found = router.create_intent(wish, id="w1")
        again = router.get_intent("w1")

    made = [
        order
        for account in sandbox.control("ripio", "state", method="GET")["accounts"].values()
        for order in account["transactions"]
    ]
    assert [order["transactionId"] for order in made] == [found.order_id]
    assert (found.status, found.money) == (Status.AWAITING_PAYMENT, Money.UNTOUCHED)
    assert (found.actions, again.actions) == ((), ())
    assert again.order_id == found.order_id


def test_lists_of_both_directions(argentina, monkeypatch):
    """Page by page, in one direction, of a span of time, of one customer with the whole way."""
    monkeypatch.setattr("rampkit_ripio.mapping.pages.LIMIT", 1)
    ripio, each, link = argentina.ripio, argentina.session.each, argentina.customer()
    [quote], [sale] = argentina.quotes(), argentina.quotes("off_ramp")
    bought = argentina.run(ripio.create_order(argentina.request(link, quote))).order_id
    request = argentina.sold(link, sale)
    sales = [argentina.send(request), argentina.send(request)]
    argentina.settle(sales[0])
    now = datetime(2026, 1, 15, 10, tzinfo=UTC)

    def ids(flow):
        return [one.order_id for one in each(flow)]

    assert sorted(ids(ripio.list_orders())) == sorted([bought, *sales])
    assert ids(ripio.list_on_ramp_orders()) == [bought]
    assert set(ids(ripio.list_off_ramp_orders(since=now))) == set(sales)
    assert argentina.run(ripio.get_on_ramp_order(bought)).order_id == bought
    assert argentina.run(ripio.get_off_ramp_order(sales[0])).status == Status.COMPLETED
    assert ids(ripio.list_off_ramp_orders(until=now)) == ids(ripio.list_orders(until=now)) == []
    [buy] = each(ripio.list_history(link, Direction.ON_RAMP))
    sold = {one.transaction_id: one for one in each(ripio.list_history(link, Direction.OFF_RAMP))}
    paid, waits = (sold[one] for one in sales)
    assert (buy.pair, buy.destination.address) == (argentina.pair(), WALLET)
    assert {step.provider_status for step in buy.timeline} == {"not_started"}
    assert (paid.status, paid.source_amount) == (Status.COMPLETED, Amount("10", "USDC_BASE"))
    assert [step.name for step in paid.timeline] == ["cryptoReceived", "fundsSent", "fundsConfirmed"]
    assert all(step.at for step in paid.timeline)
    assert not all(step.at for step in waits.timeline)
    assert paid.destination.identifier == "0100000000000000000001"


def test_a_check_with_fields_of_our_own(counter):
    """Those the country asks for, and nothing leaves as long as one of them is wrong."""
    ripio, run = counter.ripio, counter.session.run
    person = Customer(id="user-1", country=counter.country, email="person@example.com")
    link = run(ripio.register_customer(person))
    schema = run(ripio.verification_requirements(link)).identity
    given = {name: filled(schema["properties"][name]) for name in schema["required"]}
    with pytest.raises(InvalidInputError) as caught:
        run(ripio.verify_customer(link, person.evolve(identity={"birthday": "25/01/1990"})))
    [before] = run(ripio.get_verification(link))
    check = run(ripio.verify_customer(link, person.evolve(identity=given)))

    assert len(caught.value.fields) == len(schema["required"])
    assert (before.status, check.status) == (VerificationStatus.NOT_STARTED, VerificationStatus.APPROVED)


def filled(field):
    """Something that fits one field."""
    return (
        field["oneOf"][0]["const"] if "oneOf" in field else "1990-01-25" if "format" in field else "12345678"
    )


def test_a_check_is_taken_over(argentina):
    """By the code that Ripio mails to somebody it knows; somebody it does not know goes through a check."""
    ripio, run = argentina.ripio, argentina.session.run
    link = run(ripio.register_customer(Customer(id="user-1", country="AR", email="person@example.com")))
    with pytest.raises(VerificationRequiredError):
        run(ripio.request_verification_reuse(link))
    argentina.sandbox.control("ripio", f"customers/{link.provider_customer_id}/reusable-kyc")
    [step] = run(ripio.request_verification_reuse(link)).actions
    with pytest.raises(InvalidRequestError):
        run(ripio.confirm_verification_reuse(link, "654321"))

    assert step.what == "code"
    assert run(ripio.confirm_verification_reuse(link, "123456")).status == VerificationStatus.APPROVED
    assert run(ripio.get_verification(link))[0].status == VerificationStatus.APPROVED
    assert run(ripio.request_verification_reuse(link)).status == VerificationStatus.APPROVED


def test_a_company_is_registered_and_checked_elsewhere(argentina):
    """Its customer record is like anybody's; the check is Ripio's own business."""
    ripio, run = argentina.ripio, argentina.session.run
    company = Customer(id="firm-1", country="AR", email="firm@example.com", type="business")
    link = run(ripio.register_customer(company))
    with pytest.raises(UnsupportedError):
        run(ripio.verify_customer(link, company, redirect_url="https://app.example/back"))
    argentina.sandbox.control("ripio", f"customers/{link.provider_customer_id}/approve")

    assert run(ripio.get_verification(link))[0].status == VerificationStatus.APPROVED


PAYOUTS = {
    "AR": {"scheme": "alias", "identifier": "juan.perez"},
    "BR": {"scheme": "pix_key", "identifier": "x@y.example"},
    "CO": {"rail": "bre_b", "scheme": "bre_b_key", "identifier": "@ABC123"},
    "MX": {"scheme": "clabe", "identifier": "706180196550550550"},
}


def test_payout_accounts_of_every_country(counter):
    """Stored by their identifier alone, under whatever name Ripio has for it; read back from the list."""
    ripio, run, link = counter.ripio, counter.session.run, counter.customer()
    bank = BankAccount(country=counter.country, check_digits=False, **PAYOUTS[counter.country])
    made = run(ripio.register_accounts(link, counter.pair("off_ramp"), AccountPair(destination=bank)))
    [stored] = counter.session.each(ripio.list_accounts(link))

    assert (stored.account_id, stored.status, stored.actions) == (
        made.destination_id,
        made.status,
        made.actions,
    )
    assert stored.account.identifier in {None, bank.identifier}
    assert bank.identifier in {stored.account.identifier, *stored.account.details.values()}
    assert stored.rail == (bank.rail or ripio.routes()[0].rails[0])


def test_a_colombian_bank_account_is_checked_before_it_is_sent(sandbox, sandbox_settings):
    """Every field that is missing at once; then it is stored."""
    counter = Counter(sandbox, sandbox_settings, "CO")
    with counter.session:
        link, run, pair = counter.customer(), counter.session.run, counter.pair("off_ramp")
        some = BankAccount(country="CO", rail="pse", details={"bank_code": "1001"})
        with pytest.raises(InvalidInputError) as caught:
            run(counter.ripio.register_accounts(link, pair, AccountPair(destination=some)))
        missing = [problem.field.rpartition(".")[2] for problem in caught.value.fields]
        whole = some.evolve(details={**some.details, **dict.fromkeys(missing, "12345678")})
        stored = run(counter.ripio.register_accounts(link, pair, AccountPair(destination=whole)))

    assert (len(missing), stored.status) == (2, AccountStatus.PENDING)


def test_an_account_that_was_suspended(argentina):
    """Cannot be paid to until it is enabled again; it is on the list all the time."""
    ripio, run, link = argentina.ripio, argentina.session.run, argentina.customer()
    bank = BankAccount(country="AR", scheme="alias", identifier="juan.perez")
    made = run(ripio.register_accounts(link, argentina.pair("off_ramp"), AccountPair(destination=bank)))
    run(ripio.confirm_accounts(link, made))
    told = []
    for move in ("enable", "suspend", "enable"):
        argentina.sandbox.control("ripio", f"fiat-accounts/{made.destination_id}/{move}")
        told += [one.status for one in argentina.session.each(ripio.list_accounts(link))]

    assert told == [AccountStatus.USABLE, AccountStatus.DISABLED, AccountStatus.USABLE]


def test_standing_accounts_are_listed(argentina, monkeypatch):
    """Both kinds, page by page, of one customer; each can be read by what the list says of it."""
    monkeypatch.setattr("rampkit_ripio.mapping.pages.LIMIT", 1)
    ripio, run, each = argentina.ripio, argentina.session.run, argentina.session.each
    link, [sale] = argentina.customer(), argentina.quotes("off_ramp")
    here = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
    account = run(ripio.create_deposit_account(link, argentina.pair(), here))
    sold = argentina.sold(link, sale)
    stranger = run(ripio.register_customer(Customer(id="user-2", country="AR", email="other@example.com")))
    virtual, addresses = each(ripio.list_deposit_accounts(link))

    assert virtual == account
    assert addresses.deposit_account_id == sold.deposit_account_id
    assert argentina.pair().crypto in addresses.accepts
    assert run(ripio.get_deposit_account(addresses)).actions == addresses.actions[:1]
    assert len(list(each(ripio.list_deposit_accounts()))) == 2
    assert list(each(ripio.list_deposit_accounts(stranger))) == []


def test_guessed_paths(sandbox, sandbox_settings):
    """Where they are right, an account is made ahead, and a customer's own is read without everybody's."""
    ripio = RipioProvider(**sandbox.options("ripio-ar"), guessed_paths=True)
    with Session(ripio, settings=sandbox_settings) as session:
        person = Customer(id="user-1", country="AR", email="person@example.com")
        link = session.run(ripio.register_customer(person))
        with pytest.raises(VerificationRequiredError):
            session.run(ripio.prepare_deposit_account(link))
        session.run(ripio.verify_customer(link, person, redirect_url="https://app.example/back"))
        session.run(ripio.accept_terms(link, TermsAcceptance(ip_address="192.0.2.7")))
        assert session.run(ripio.prepare_deposit_account(link)) is True
        assert list(session.each(ripio.list_deposit_accounts(link))) == []
        here = AccountPair(destination=CryptoAddress(address=WALLET, network="base"))
        account = session.run(ripio.create_deposit_account(link, Pair("ARS", "USDC_BASE"), here))

        assert list(session.each(ripio.list_deposit_accounts(link))) == [account]


@pytest.mark.parametrize(
    "face",
    [
        {"customer_ids": "plain"},
        {"terms": "list"},
        {"terms": "id"},
        {"terms": "none"},
        {"terms_gate": "everywhere"},
        {"kyc_field_names": "requirements"},
        {"check_kyc": "object"},
        {"first_fiat_account_status": "PROCESSING"},
        {"usable_fiat_account": "ACTIVE"},
        {"requirements_parameter": "paymentMethodType"},
        {"stray_failure_reason": True},
        {"lists": "bare"},
        {"lists": "items"},
        {"lists": "data"},
        {"fraction_digits": 0},
        {"legacy": True},
    ],
    ids=lambda face: " ".join(f"{k}-{v}" for k, v in face.items()),
)
def test_people_accounts_and_lists_read_the_same(argentina, face):
    """From the terms to the history, with one disputed shape at a time."""
    argentina.sandbox.control("ripio", "switches", face)
    ripio, run, each = argentina.ripio, argentina.session.run, argentina.session.each
    person = Customer(id="user-1", country="AR", email="person@example.com")
    link = run(ripio.register_customer(person))
    assert run(ripio.accept_terms(link, TermsAcceptance(ip_address="192.0.2.7"))).accepted is True
    argentina.sandbox.control("ripio", f"customers/{link.provider_customer_id}/reusable-kyc")
    assert [step.what for step in run(ripio.request_verification_reuse(link)).actions] == ["code"]
    fields = run(ripio.verification_requirements(link)).identity
    identity = {name: filled(fields["properties"][name]) for name in fields["required"]}
    check = run(ripio.verify_customer(link, person.evolve(identity=identity)))
    assert check.status == VerificationStatus.APPROVED

    bank = BankAccount(country="AR", scheme="alias", identifier="juan.perez")
    pair = argentina.pair("off_ramp")
    stored = run(ripio.register_accounts(link, pair, AccountPair(destination=bank)))
    argentina.sandbox.control("ripio", f"fiat-accounts/{stored.destination_id}/enable")
    [account] = each(ripio.list_accounts(link))
    assert (account.status, account.account.identifier) == (AccountStatus.USABLE, "juan.perez")
    usable = run(ripio.get_accounts(link, stored))
    addresses = run(ripio.create_deposit_account(link, pair, usable.accounts, registered=usable))
    deposit = {"chain": "BASE", "currency": "USDC", "amount": "10"}
    where = f"offramp-sessions/{addresses.deposit_account_id}/deposit"
    sold = argentina.sandbox.control("ripio", where, deposit)["transactionId"]
    argentina.settle(sold)

    assert [one.deposit_account_id for one in each(ripio.list_deposit_accounts(link))] == [
        addresses.deposit_account_id
    ]
    assert [one.order_id for one in each(ripio.list_off_ramp_orders())] == [sold]
    [movement] = each(ripio.list_history(link, Direction.OFF_RAMP))
    assert (movement.status, movement.source_amount) == (Status.COMPLETED, Amount("10", "USDC_BASE"))
    assert run(ripio.update_customer(link, person)).status == LinkStatus.ACTIVE


def test_a_sale_pays_the_bank_account_it_names(sandbox, sandbox_settings):
    """Of a customer with two, whichever got its deposit addresses last; those of the other come back."""
    ripio = RipioProvider(**sandbox.options("ripio-ar"))
    with Router([ripio], journal=MemoryJournal(), settings=sandbox_settings) as router:
        person = Customer(id="user-1", country="AR", email="person@example.com")
        router.create_customer(person, connection="ripio-ar")
        router.accept_terms(person.id, TermsAcceptance(ip_address="192.0.2.7"), connection="ripio-ar")
        router.verify_customer(person, connection="ripio-ar", redirect_url="https://app.example/back")

        def sale(bank, name):
            wish = IntentRequest(
                customer_id=person.id,
                pair=Pair("USDC_BASE", "ARS"),
                amount=Amount("10", "USDC_BASE"),
                country="AR",
                at_least=Amount("1", "ARS"),
                accounts=bank,
            )
            return router.create_intent(wish, id=name)

        def addressed(bank):
            stored = {"pair": "USDC_BASE/ARS", "accounts": bank, "connection": "ripio-ar"}
            account = router.register_accounts(person.id, **stored)
            sandbox.control("ripio", f"fiat-accounts/{account.destination_id}/enable")
            router.get_accounts(person.id, **stored)
            return router.create_deposit_account(person.id, **stored)

        first, second = (
            AccountPair(destination=BankAccount(country="AR", scheme="alias", identifier=alias))
            for alias in ("juan.perez", "juan.ahorros")
        )
        ours, theirs = addressed(first), addressed(second)
        for name, bank in (("s1", first), ("s2", AccountPair())):
            with pytest.raises(AllProvidersFailedError, match="another account"):
                sale(bank, name)
        assert addressed(first).deposit_account_id == ours.deposit_account_id
        intent = sale(first, "s1")

    assert ours.deposit_account_id != theirs.deposit_account_id
    assert [step.address for step in intent.actions] == [step.address for step in ours.actions]


def test_a_customer_who_was_deactivated_is_not_told_to_register(sandbox, sandbox_settings):
    """It would not help: no call brings them back."""
    ripio = RipioProvider(**sandbox.options("ripio-ar"))
    with Router([ripio], journal=MemoryJournal(), settings=sandbox_settings) as router:
        person = Customer(id="user-1", country="AR", email="person@example.com")
        router.create_customer(person, connection="ripio-ar")
        router.deactivate_customer(person.id, connection="ripio-ar")
        wish = IntentRequest(
            customer_id=person.id,
            pair=Pair("ARS", "USDC_BASE"),
            amount=Amount("150000", "ARS"),
            country="AR",
            at_least=Amount("1", "USDC_BASE"),
            accounts=AccountPair(destination=CryptoAddress(address=WALLET, network="base")),
        )
        with pytest.raises(AllProvidersFailedError, match="deactivated") as caught:
            router.create_intent(wish, id="w1")

    assert [row.reason for row in caught.value.refusals] == ["customer_inactive"]
