"""A connection to the emulator through a real session, and a person who does what only people can."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from rampkit.clock import SystemClock
from rampkit.http import Flow
from rampkit.models import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    Order,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    QuoteRequest,
    Rail,
)
from rampkit.sandbox import Sandbox
from rampkit.session import Deadline, Session
from rampkit_gnosis import GnosisProvider

PERSON = Customer(id="user-12345", country="US")
WALLET = "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"
US_BANK = BankAccount(
    country="US",
    rail=Rail.ACH,
    identifier="123456789012",
    routing_number="021000021",
    bank="Chase Bank",
    holder_name="Jane Doe",
)


class Desk:
    """One connection to the emulator, and a person who moves what only the outside world can."""

    def __init__(self, sandbox: Sandbox, **settings: Any) -> None:
        self.sandbox = sandbox
        options: dict[str, Any] = sandbox.options("gnosis")
        self.gnosis = GnosisProvider(**{**options, "webhook_secrets": (), **settings})
        self.session = Session(self.gnosis)
        self.link = self.run(self.gnosis.register_customer(PERSON))

    def run(self, flow: Flow[Any]) -> Any:
        """Drive *flow*, orders included: what the journal would do around them is no business here."""
        deadline = Deadline.after(20, SystemClock())
        with closing(flow):
            try:
                request = next(flow)
                while True:
                    request = flow.send(self.session.send(request, deadline=deadline))
            except StopIteration as stop:
                return stop.value

    def control(self, path: str, body: Any = None) -> Any:
        """Call a control of the emulator."""
        return self.sandbox.control("gnosis", path, body)

    def switch(self, **changes: Any) -> None:
        """Let the emulator answer in another shape."""
        self.control("switches", changes)

    def quote(self, pair: str, amount: str, country: str = "US", rail: Rail | None = None) -> Quote:
        """The first price offered."""
        given = Pair.parse(pair)
        ask = QuoteRequest(pair=given, amount=Amount(amount, given.source), country=country, rail=rail)
        rows = self.run(self.gnosis.quotes(ask))
        return next(row for row in rows if isinstance(row, Quote))

    def request(self, quote: Quote, accounts: AccountPair, number: int = 1, **changes: Any) -> OrderRequest:
        """An order at that price."""
        return OrderRequest(
            reference=f"00000000-0000-4000-8000-00000000000{number}",
            idempotency_key=f"00000000-0000-4000-9000-00000000000{number}",
            quote=quote,
            customer=self.link,
            accounts=accounts,
            opened_at="2026-03-29T10:00:00Z",
            **changes,
        )

    def ref(self, order: Order, request: OrderRequest) -> OrderRef:
        """What names the order again."""
        return OrderRef(
            order_id=order.order_id,
            reference=request.reference,
            customer=self.link,
            pair=request.pair,
            requested=request.amount,
            opened_at=request.opened_at,
        )

    def wallet(self, network: str = "gnosis") -> CryptoAddress:
        """The person's wallet."""
        return CryptoAddress(address=WALLET, network=network)

    def on_ramp(self, number: int = 1, **changes: Any) -> OrderRequest:
        """100 dollars into USDC."""
        quote = self.quote("USD/USDC_GNO", "100", rail=Rail.ACH)
        return self.request(quote, AccountPair(destination=self.wallet()), number, **changes)

    def off_ramp(self, number: int = 1) -> OrderRequest:
        """100 USDC into dollars."""
        quote = self.quote("USDC_GNO/USD", "100", rail=Rail.ACH)
        return self.request(quote, AccountPair(source=self.wallet(), destination=US_BANK), number)


@pytest.fixture(scope="module")
def sandbox():
    """One sandbox for all."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def new_desk(sandbox):
    """Makes connections to an emulator that remembers nothing and answers as the guides say."""
    fresh, made = sandbox.control("gnosis", "switches", None, "GET"), []

    def make(**settings: Any) -> Desk:
        made.append(Desk(sandbox, **settings))
        return made[-1]

    yield make
    for desk in made:
        desk.session.close()
    sandbox.control("gnosis", "switches", fresh)
    sandbox.control("gnosis", "reset")


@pytest.fixture
def desk(new_desk):
    """A connection of the newest generation."""
    return new_desk()


@pytest.fixture
def bank() -> BankAccount:
    """The person's bank account."""
    return US_BANK
