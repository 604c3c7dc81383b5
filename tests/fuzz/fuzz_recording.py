"""Every call of both adapters, with the answers it really got from the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    Pair,
    QuoteRequest,
    Rail,
    RampProvider,
    Session,
    SessionSettings,
    TermsAcceptance,
)
from rampkit.clock import SystemClock
from rampkit.errors import RampError
from rampkit.flows import advance
from rampkit.http import Flow, Request, Response
from rampkit.models import CustomerLink, Direction, Order, OrderRef, OrderRequest, Quote
from rampkit.sandbox import Sandbox, SandboxClock
from rampkit.session import Deadline
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
NAMESPACE = uuid5(NAMESPACE_DNS, "rampkit.example")
PATIENCE = 20.0
US_BANK = BankAccount(
    country="US",
    rail=Rail.ACH,
    identifier="123456789012",
    routing_number="021000021",
    bank="Chase Bank",
    holder_name="Jane Doe",
)

Make = Callable[[], Flow[Any]]


@dataclass(frozen=True)
class Scene:
    """One call, and what was answered to each of its requests."""

    name: str
    provider: RampProvider
    make: Make
    answers: tuple[Response, ...]
    order: OrderRequest | None = None
    """What is ordered, where the call can lead to money moving."""


@dataclass
class Stage:
    """A connection to a sandbox whose every exchange is written down."""

    sandbox: Sandbox
    provider: Any
    prefix: str
    scenes: list[Scene] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._session = Session(self.provider, settings=SessionSettings(clock=StillClock()))

    def close(self) -> None:
        """Close the session."""
        self._session.close()

    def play(self, name: str, make: Make, *, order: OrderRequest | None = None) -> Any:
        """Drive a call and keep it as a scene; its value, or the `RampError` it ended in."""
        answers: list[Response] = []
        outcome: Any
        with closing(make()) as flow:
            try:
                step = advance(flow)
                while isinstance(step, Request):
                    answers.append(self._session.send(step, deadline=Deadline.after(PATIENCE, SystemClock())))
                    step = advance(flow, answers[-1])
                outcome = step.value
            except RampError as error:
                outcome = error
        if answers:
            scene = Scene(f"{self.prefix}/{name}", self.provider, make, tuple(answers), order)
            self.scenes.append(scene)
        return outcome

    def control(self, path: str, body: Any = None) -> Any:
        """Let the emulator do what only the outside world can."""
        return self.sandbox.control(self.provider.code, path, body)

    def quote(self, pair: Pair, amount: str, country: str, rail: Rail | None = None) -> Quote:
        """The first price offered."""
        ask = QuoteRequest(pair=pair, amount=Amount(amount, pair.source), country=country, rail=rail)
        rows = self.play(f"quotes {pair}", lambda: self.provider.quotes(ask))
        return next(row for row in rows if isinstance(row, Quote))

    def order(self, quote: Quote, link: CustomerLink, accounts: AccountPair, **more: Any) -> OrderRequest:
        """An order at that price; every scene has a reference of its own."""
        ours = uuid5(NAMESPACE, f"{self.prefix} {len(self.scenes)}")
        return OrderRequest(
            reference=ours,
            idempotency_key=uuid5(ours, "create_order"),
            quote=quote,
            customer=link,
            accounts=accounts,
            opened_at=NOW,
            **more,
        )


class StillClock:
    """The sandbox's time, which stands still; deadlines are real."""

    def now(self) -> datetime:
        """The only moment there is."""
        return NOW

    def monotonic(self) -> float:
        """Real seconds."""
        return SystemClock().monotonic()


def ref_of(request: OrderRequest, order: Order | None = None) -> OrderRef:
    """The name of an order."""
    return OrderRef(
        order_id=order.order_id if order else None,
        reference=request.reference,
        customer=request.customer,
        pair=request.pair,
        requested=request.amount,
        opened_at=request.opened_at,
        deposit_account_id=request.deposit_account_id,
    )


def record(code: str, seed: int = 0) -> list[Scene]:
    """Every scene of one adapter; equal seeds give equal scenes."""
    with Sandbox(seed=seed, clock=SandboxClock(lambda: NOW)) as sandbox:
        return {"gnosis": _gnosis, "ripio": _ripio}[code](sandbox)


def _gnosis(sandbox: Sandbox) -> list[Scene]:
    options: dict[str, Any] = sandbox.options("gnosis")
    scenes: list[Scene] = []
    stage = Stage(sandbox, GnosisProvider(**{**options, "webhook_secrets": ()}), "g3")
    _gnosis_orders(stage)
    stage.close()
    scenes += stage.scenes
    older = GnosisProvider(**{**options, "webhook_secrets": (), "generation": "g2b"})
    stage = Stage(sandbox, older, "g2b")
    _gnosis_stored(stage)
    stage.close()
    return scenes + stage.scenes


def _gnosis_orders(stage: Stage) -> None:
    gnosis, play = stage.provider, stage.play
    wallet = CryptoAddress(address=WALLET, network="gnosis")
    on_ramp, off_ramp = Pair("USD", "USDC_GNO"), Pair("USDC_GNO", "USD")
    person = Customer(id="user-1", country="US")
    link = play("register_customer", lambda: gnosis.register_customer(person))
    play("authorize", lambda: gnosis.authorize("customer:user-1"))
    play("list_customers", gnosis.list_customers)
    play("list_routes", gnosis.list_routes)
    play("list_providers", gnosis.list_providers)
    play("requirements", lambda: gnosis.requirements(on_ramp, country="US", rail=Rail.ACH))
    for pair, accounts in (
        (on_ramp, AccountPair(destination=wallet)),
        (off_ramp, AccountPair(source=wallet, destination=US_BANK)),
    ):
        quote = stage.quote(pair, "100", "US", Rail.ACH)
        # What the schemas ask for is no answer about the order.
        request = stage.order(quote, link, accounts, options={"check_accounts": False})
        made = play("create_order", lambda request=request: gnosis.create_order(request), order=request)
        ref = ref_of(request, made)

        def execute(name: str, ref: OrderRef = ref, request: OrderRequest = request) -> None:
            key = f"{ref.order_id} {name}"
            play(
                f"execute_order {name}",
                lambda: gnosis.execute_order(ref, idempotency_key=key),
                order=request,
            )

        def read(name: str, ref: OrderRef = ref) -> None:
            play(f"get_order {name}", lambda: gnosis.get_order(ref))

        read("created")
        play("list_transactions none", lambda ref=ref: gnosis.list_transactions(ref))
        execute("too early")
        stage.control(f"intents/{made.order_id}/open-compliance")
        read("verifying")
        stage.control(f"intents/{made.order_id}/approve")
        read("approved")
        execute("now")
        read("executed")
        execute("again")
        stage.control(f"intents/{made.order_id}/pay")
        read("paid")
        stage.control(f"intents/{made.order_id}/settle")
        read("settled")
        play("list_transactions", lambda ref=ref: gnosis.list_transactions(ref))
    play("list_orders", lambda: gnosis.list_orders(link))
    play("get_order unknown", lambda: gnosis.get_order(ref_of(request, made.evolve(order_id="int_none"))))


def _gnosis_stored(stage: Stage) -> None:
    gnosis, play = stage.provider, stage.play
    link = play("register_customer", lambda: gnosis.register_customer(Customer(id="user-2", country="US")))
    pair, wallet = Pair("USD", "USDC_GNO"), CryptoAddress(address=WALLET, network="gnosis")
    accounts = AccountPair(source=US_BANK, destination=wallet)
    stage.quote(pair, "100", "US")
    play("requirements", lambda: gnosis.requirements(pair, country="US"))
    play("register_accounts", lambda: gnosis.register_accounts(link, pair, accounts))
    play("list_accounts", lambda: gnosis.list_accounts(link))


AMOUNTS = {"AR": "150000", "BR": "100.50", "CO": "400000", "MX": "2000"}
IDENTITY = {
    "birthday": "1990-01-25",
    "nationality": "AR",
    "gender": "X",
    "id_number_type": "DNI",
    **dict.fromkeys(("first_name", "last_name", "id_number", "address", "address_number"), "anything"),
    **dict.fromkeys(("postal_code", "city", "state", "phone"), "anything"),
}
FIATS = {"AR": "ARS", "BR": "BRL", "CO": "COP", "MX": "MXN"}
BANKS = {
    "AR": BankAccount(country="AR", scheme="cvu", identifier="0100000000000000000001", check_digits=False),
    "MX": BankAccount(country="MX", scheme="clabe", identifier="706180196550550550", check_digits=False),
}


def _ripio(sandbox: Sandbox) -> list[Scene]:
    scenes: list[Scene] = []
    for country in FIATS:
        stage = Stage(sandbox, RipioProvider(**sandbox.options(f"ripio-{country.lower()}")), country)
        link = _ripio_customer(stage, country)
        _ripio_on_ramp(stage, country, link)
        if country in BANKS:
            _ripio_off_ramp(stage, country, link)
        if country == "AR":
            _ripio_kept(stage, link)
            _ripio_people(stage)
            _ripio_alone(stage, link)
        stage.close()
        scenes += stage.scenes
    return scenes


def _ripio_customer(stage: Stage, country: str) -> CustomerLink:
    ripio, play = stage.provider, stage.play
    person = Customer(id="user-1", country=country, email="person@example.com")
    play("authorize", lambda: ripio.authorize("project"))
    play("list_routes", ripio.list_routes)
    play("rates", ripio.rates)
    link: CustomerLink = play("register_customer", lambda: ripio.register_customer(person))
    play("get_terms", ripio.get_terms)
    play("get_terms not accepted", lambda: ripio.get_terms(link))
    acceptance = TermsAcceptance(ip_address="192.0.2.7", user_agent="Browser/1.0")
    play("accept_terms", lambda: ripio.accept_terms(link, acceptance))
    play("get_terms accepted", lambda: ripio.get_terms(link))
    play("get_verification none", lambda: ripio.get_verification(link))
    back = "https://app.example/back"
    play("verify_customer", lambda: ripio.verify_customer(link, person, redirect_url=back))
    play("get_verification", lambda: ripio.get_verification(link))
    play("get_customer", lambda: ripio.get_customer(link))
    pair = Pair("USDC_BASE", FIATS[country])
    rail = Rail.PSE if country == "CO" else None
    play("requirements", lambda: ripio.requirements(pair, country=country, rail=rail))
    return link


def _ripio_on_ramp(stage: Stage, country: str, link: CustomerLink) -> None:
    ripio, play = stage.provider, stage.play
    pair, here = Pair(FIATS[country], "USDC_BASE"), CryptoAddress(address=WALLET, network="base")
    rails = ripio.routes()[0].rails
    options = {"callback": "https://app.example/back", "bank_code": "1001"}
    for rail in rails:
        quote = stage.quote(pair, AMOUNTS[country], country, rail)
        request = stage.order(quote, link, AccountPair(destination=here), options=options)
        made = play("create_order", lambda request=request: ripio.create_order(request), order=request)
        play("create_order again", lambda request=request: ripio.create_order(request), order=request)
        ref = ref_of(request, made)
        play("get_order", lambda ref=ref: ripio.get_order(ref))
        play("find_order", lambda request=request: ripio.find_order(ref_of(request)))
        stage.control(f"orders/{made.order_id}/pay")
        play("get_order paid", lambda ref=ref: ripio.get_order(ref))
        stage.control(f"orders/{made.order_id}/settle")
        play("get_order settled", lambda ref=ref: ripio.get_order(ref))
        play("list_transactions", lambda ref=ref: ripio.list_transactions(ref))
        play("get_on_ramp_order", lambda made=made: ripio.get_on_ramp_order(made.order_id))
    play("list_orders", lambda: ripio.list_orders(link))
    play("list_history", lambda: ripio.list_history(link, Direction.ON_RAMP))
    if country != "BR":
        accounts = AccountPair(destination=here)
        standing = play("create_deposit_account", lambda: ripio.create_deposit_account(link, pair, accounts))
        play("create_deposit_account again", lambda: ripio.create_deposit_account(link, pair, accounts))
        play("get_deposit_account", lambda: ripio.get_deposit_account(standing))


def _ripio_off_ramp(stage: Stage, country: str, link: CustomerLink) -> None:
    ripio, play = stage.provider, stage.play
    pair, accounts = Pair("USDC_BASE", FIATS[country]), AccountPair(destination=BANKS[country])
    stored = play("register_accounts", lambda: ripio.register_accounts(link, pair, accounts))
    play("confirm_accounts", lambda: ripio.confirm_accounts(link, stored))
    stage.control(f"fiat-accounts/{stored.destination_id}/enable")
    usable = play("get_accounts", lambda: ripio.get_accounts(link, stored))
    account = play(
        "create_deposit_account off",
        lambda: ripio.create_deposit_account(link, pair, accounts, registered=usable),
    )
    play("get_deposit_account off", lambda: ripio.get_deposit_account(account))
    quote = stage.quote(pair, "10", country)
    request = stage.order(
        quote, link, accounts, registered=usable, deposit_account_id=account.deposit_account_id
    )
    play("create_order standing", lambda: ripio.create_order(request))
    deposit = {"chain": "BASE", "currency": "USDC", "amount": "10"}
    stage.control(f"offramp-sessions/{account.deposit_account_id}/deposit", deposit)
    seen = play("get_order standing", lambda: ripio.get_order(ref_of(request)))
    stage.control(f"orders/{seen.order_id}/settle")
    play("get_order standing settled", lambda: ripio.get_order(ref_of(request)))
    play("list_transactions standing", lambda: ripio.list_transactions(ref_of(request)))
    play("get_off_ramp_order", lambda: ripio.get_off_ramp_order(seen.order_id))


def _ripio_kept(stage: Stage, link: CustomerLink) -> None:
    """What Ripio keeps of somebody, and of everybody."""
    ripio, play = stage.provider, stage.play
    play("list_accounts", lambda: ripio.list_accounts(link))
    play("list_deposit_accounts", lambda: ripio.list_deposit_accounts(link))
    play("list_on_ramp_orders", ripio.list_on_ramp_orders)
    play("list_off_ramp_orders", ripio.list_off_ramp_orders)
    play("list_history off", lambda: ripio.list_history(link, Direction.OFF_RAMP))


def _ripio_people(stage: Stage) -> None:
    """Somebody whom Ripio knows from elsewhere, and who leaves."""
    ripio, play = stage.provider, stage.play
    person = Customer(id="user-2", country="AR", email="other@example.com", identity=IDENTITY)
    link = play("register_customer", lambda: ripio.register_customer(person))
    play("update_customer", lambda: ripio.update_customer(link, person))
    play("request_verification_reuse stranger", lambda: ripio.request_verification_reuse(link))
    stage.control(f"customers/{link.provider_customer_id}/reusable-kyc")
    play("request_verification_reuse", lambda: ripio.request_verification_reuse(link))
    play("confirm_verification_reuse", lambda: ripio.confirm_verification_reuse(link, "123456"))
    play("verification_requirements", lambda: ripio.verification_requirements(link))
    play("verify_customer identity", lambda: ripio.verify_customer(link, person))
    play("deactivate_customer", lambda: ripio.deactivate_customer(link))


def _ripio_alone(stage: Stage, link: CustomerLink) -> None:
    """What no other provider has: merchants' codes, and questions to the support."""
    ripio, play = stage.provider, stage.play
    play("validate_qr_code", lambda: ripio.validate_qr_code("qr"))
    bare = play("create_sell_and_pay", lambda: ripio.create_sell_and_pay(link, "open-amount", "ARS"))
    this = bare.sell_and_pay_id
    changes = {"amount": "2500.75", "deposit": "USDC_BASE"}
    play("update_sell_and_pay", lambda: ripio.update_sell_and_pay(this, **changes))
    play("execute_sell_and_pay", lambda: ripio.execute_sell_and_pay(this))
    stage.control(f"sell-and-pays/{this}/deposit")
    stage.control(f"sell-and-pays/{this}/settle")
    play("get_sell_and_pay", lambda: ripio.get_sell_and_pay(this))
    play("list_sell_and_pays", ripio.list_sell_and_pays)
    ticket = play("create_support_ticket", lambda: ripio.create_support_ticket(link, "a", "b"))
    play("get_support_ticket", lambda: ripio.get_support_ticket(ticket.ticket_id))
