"""The story `rampkit demo` tells, by rampkit's public interface alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    Intent,
    IntentRequest,
    Operation,
    Pair,
    Quote,
    QuoteRequest,
    RampProvider,
    Router,
    TermsAcceptance,
)
from rampkit.capabilities import Replay
from rampkit.cli.person import KNOWN, Person, orders_at
from rampkit.cli.rendering.narration import Narrator
from rampkit.cli.rendering.quotes import comparison_tables
from rampkit.errors import NoRouteError
from rampkit.models import AccountScheme, AccountStatus, VerificationStatus
from rampkit.sandbox import Sandbox

__all__ = ["Story"]

_BUY = QuoteRequest(pair=Pair("BRL", "USDC_BASE"), amount=Amount("500", "BRL"), country="BR")
_SELL = QuoteRequest(pair=Pair("USDC_BASE", "ARS"), amount=Amount("100", "USDC_BASE"), country="AR")
_ANA = Customer(id="ana-1", country="BR", email="ana@example.com")
_BRUNO = Customer(id="bruno-2", country="AR", email="bruno@example.com")
_ANAS_WALLET = CryptoAddress(address="0x52908400098527886E0F7030069857D2E4169EE7", network="base")
_BRUNOS_BANK = BankAccount(country="AR", scheme=AccountScheme.CVU, identifier="0000465160000000070078")
_CONSENT = TermsAcceptance(ip_address="203.0.113.7", user_agent="rampkit demo")
_BACK = "https://example.com/back"
_MOST_STEPS = 12
_TOLERANCE = Decimal("0.99")

_INTRODUCTION = (
    "rampkit demo: Ana in Brazil buys digital dollars, then Bruno in Argentina sells some.",
    "Everything happens between rampkit and imitations of the providers, inside this process.",
    "No account, no network, no real money. Lines with > are calls of rampkit's public interface.",
)
_NEXT_STEPS = (
    "rampkit quotes 500 BRL USDC_BASE --country BR --sandbox",
    "rampkit routes --country AR --sandbox",
    "rampkit sandbox     serves these providers on one address, for programs in any language",
    "rampkit doctor      once you have credentials of your own; the README says how to set them",
)


class Story:
    """A purchase and a sale in one sandbox.

    Args:
        sandbox: Where the providers are played.
        router: Has a connection to each of them, and a journal.
    """

    def __init__(self, sandbox: Sandbox, router: Router) -> None:
        self._sandbox = sandbox
        self._router = router
        self._tell = Narrator()

    def tell(self) -> None:
        """Tell it from beginning to end."""
        for line in _INTRODUCTION:
            self._tell.title(line)
        intents = [self._purchase(), self._broken_line(), self._sale()]
        self._tell.chapter("What happened")
        for intent in intents:
            if intent is not None:
                self._summary(intent)
        self._tell.say(f"Orders that exist at the providers: {self._orders()}.")
        self._tell.chapter("What to try next")
        for line in _NEXT_STEPS:
            self._tell.say(line)

    def _purchase(self) -> Intent:
        self._tell.chapter("Ana asks everybody what they give for 500 reais")
        price = self._best(_BUY)
        ana = Person("Ana", price.provider, self._sandbox)
        self._tell.chapter(f"Ana becomes a customer of {price.connection}, and of nobody else")
        self._registered(_ANA, price.connection, ana)
        self._tell.chapter("One wish, one order")
        accounts = AccountPair(destination=_ANAS_WALLET)
        intent = self._created("purchase-1", _ANA, price, accounts)
        self._tell.say("Has it worked? The application is not sure, and calls again with the same id.")
        intent = self._created("purchase-1", _ANA, price, accounts)
        self._tell.look_at(f"it is the same order; {price.connection} holds {self._held_by(price.provider)}.")
        self._tell.chapter("Ana pays, the provider delivers")
        return self._followed(intent, ana)

    def _broken_line(self) -> Intent | None:
        """The same wish where an answer gets lost, and the provider can tell what became of the order."""
        name = next((one.name for one in self._router.connections.values() if _repeats_its_answer(one)), None)
        if name is None:
            return None
        self._tell.chapter(f"Once more at {name}, where the line breaks as soon as the order is made")
        price = self._best(_BUY, connection=name)
        ana = Person("Ana", price.provider, self._sandbox)
        self._registered(_ANA, name, ana)
        ana.loses_an_answer(name)
        accounts = AccountPair(destination=_ANAS_WALLET)
        intent = self._created("purchase-2", _ANA, price, accounts, only=[name])
        self._tell.look_at(
            f"the order was sent {_times(intent)} under one key, and {name} holds "
            f"{self._held_by(price.provider)}. While one company may have it, rampkit asks no other."
        )
        return self._followed(intent, ana)

    def _sale(self) -> Intent:
        self._tell.chapter("Bruno asks what he gets for 100 digital dollars")
        price = self._best(_SELL)
        bruno = Person("Bruno", price.provider, self._sandbox)
        self._tell.chapter("Bruno says where his pesos go, and gets an address for his dollars")
        self._registered(_BRUNO, price.connection, bruno)
        accounts = AccountPair(destination=_BRUNOS_BANK)
        self._ready_to_receive(price, accounts, bruno)
        self._tell.chapter("Bruno sends his dollars, the provider pays out")
        return self._followed(self._created("sale-1", _BRUNO, price, accounts), bruno)

    def _best(self, request: QuoteRequest, connection: str | None = None) -> Quote:
        """The best price of a provider whose part can be played."""
        where = f', connections=["{connection}"]' if connection else ""
        wish = f'pair="{request.pair}", amount="{request.amount}", country="{request.country}"'
        self._tell.call(f"router.quotes(QuoteRequest({wish}){where})")
        comparison = self._router.quotes(request, connections=None if connection is None else [connection])
        offers = [one for one in comparison.quotes if one.provider in KNOWN and one.destination_amount]
        if not offers:
            raise NoRouteError("nobody in the sandbox has a price for the story", operation="demo")
        if connection is None:
            self._tell.tables(*comparison_tables(comparison))
            why = "more arrives" if len(offers) > 1 else "nobody else has a price"
            self._tell.look_at(
                f"{offers[0].connection} wins, because {why}. What a provider does not say is unknown, "
                "never zero; and whoever offers nothing says why."
            )
        return offers[0]

    def _registered(self, customer: Customer, connection: str, person: Person) -> None:
        """Everything a connection wants to know before it takes an order of *customer*."""
        router, offered = self._router, self._router.connections[connection].operations
        link = router.create_customer(customer, connection=connection)
        self._tell.call(f'router.create_customer("{customer.id}")', f"the link is {link.status}")
        if Operation.ACCEPT_TERMS in offered:
            terms = router.accept_terms(customer.id, _CONSENT, connection=connection)
            self._tell.call("router.accept_terms(...)", f"terms {terms.version} accepted")
        if Operation.VERIFY_CUSTOMER in offered:
            check = router.verify_customer(customer, connection=connection, redirect_url=_BACK)
            if check.status != VerificationStatus.APPROVED:
                person.is_verified(link)
                check = router.get_verification(customer.id, connection=connection)[0]
            self._tell.call("router.verify_customer(...)", f"the identity check is {check.status}")

    def _ready_to_receive(self, price: Quote, accounts: AccountPair, person: Person) -> None:
        """Register the bank account and open a deposit address, where the connection has such things."""
        router, who, pair, where = self._router, _BRUNO.id, price.pair, price.connection
        if Operation.CREATE_DEPOSIT_ACCOUNT not in router.connections[where].operations:
            return
        registered = router.register_accounts(who, pair=pair, accounts=accounts, connection=where)
        self._tell.call("router.register_accounts(...)", f"the bank account is {registered.status}")
        if registered.status == AccountStatus.NEEDS_CONFIRMATION:
            self._tell.say(f"{person.name} sees whom the provider found as the holder, and says it is right.")
            registered = router.confirm_accounts(who, pair=pair, accounts=accounts, connection=where)
            self._tell.call("router.confirm_accounts(...)", f"the bank account is {registered.status}")
        person.gets_enabled(registered)
        registered = router.get_accounts(who, pair=pair, accounts=accounts, connection=where)
        self._tell.call("router.get_accounts(...)", f"the bank account is {registered.status}")
        address = router.create_deposit_account(who, pair=pair, accounts=accounts, connection=where)
        self._tell.call("router.create_deposit_account(...)", f"the deposit address is {address.status}")

    def _created(
        self,
        name: str,
        customer: Customer,
        price: Quote,
        accounts: AccountPair,
        *,
        only: Sequence[str] | None = None,
    ) -> Intent:
        wish = IntentRequest(
            customer_id=customer.id,
            pair=price.pair,
            amount=price.requested,
            country=price.country,
            accounts=accounts,
            at_least=_a_little_less(price),
        )
        self._tell.call(f'router.create_intent(..., at_least="{wish.at_least}", id="{name}")')
        intent = self._router.create_intent(wish, id=name, connections=only)
        self._tell.state(intent)
        return intent

    def _followed(self, intent: Intent, person: Person) -> Intent:
        """Do whatever an intent asks for until it is finished, whichever connection has it."""
        taken: set[str] = set()
        for _ in range(_MOST_STEPS):
            if intent.finished:
                break
            # A provider may go on showing how to pay after it was paid.
            action = next((one for one in intent.actions if one.kind not in taken), None)
            if intent.executable:
                self._tell.call("router.execute_intent(...)")
                intent = self._router.execute_intent(intent.id)
            else:
                if action is None:
                    self._tell.say(person.gets_delivery(intent))
                else:
                    taken.add(action.kind)
                    self._tell.step(action)
                    self._tell.say(person.takes(action, intent))
                self._tell.call("router.get_intent(...)")
                intent = self._router.get_intent(intent.id)
            self._tell.state(intent)
        return intent

    def _held_by(self, provider: str) -> str:
        orders = orders_at(provider, self._sandbox)
        return "1 order" if orders == 1 else f"{orders} orders"

    def _orders(self) -> str:
        played = sorted({one.provider for one in self._sandbox.connections} & KNOWN)
        return ", ".join(f"{code} {orders_at(code, self._sandbox)}" for code in played)

    def _summary(self, intent: Intent) -> None:
        self._tell.say(
            f"{intent.id}: {intent.status} at {intent.connection}, money {intent.money}; {_made(intent)}"
        )


def _made(intent: Intent) -> str:
    """How the order of *intent* came about."""
    if intent.deposit_account_id is not None:
        return "the deposit itself made the order"
    return f"the order was sent {_times(intent)}"


def _times(intent: Intent) -> str:
    """How often the order of *intent* was sent."""
    sends = [send for attempt in intent.attempts for send in attempt.sends]
    count = sum(send.operation == Operation.CREATE_ORDER for send in sends)
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _repeats_its_answer(provider: RampProvider) -> bool:
    """Whether an order sent again under its key gets the first answer again."""
    return provider.code in KNOWN and isinstance(provider.promises().doubt_of(Operation.CREATE_ORDER), Replay)


def _a_little_less(price: Quote) -> Amount:
    """The least that may arrive: one percent below the price, because a price may move."""
    offered = price.destination_amount
    if offered is None:
        raise NoRouteError("the offer names no price", operation="demo")
    step = Decimal(1).scaleb(-(offered.asset.decimals or 0))
    return Amount((offered.value * _TOLERANCE).quantize(step, ROUND_DOWN), offered.asset)
