"""Journeys from nothing to settlement, each recorded whole; they look by themselves at what they pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from rampkit.http import Flow
from rampkit.models import (
    AccountPair,
    Amount,
    Customer,
    CustomerLink,
    Money,
    Order,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    QuoteRequest,
    Rail,
    Status,
    money,
)

OPENED = "2026-03-01T12:00:00Z"


class Traveller:
    """A person, the application that acts for them, and what both see of an order on its way."""

    def __init__(self, desk: Any) -> None:
        self.provider, self.control, self._desk = desk.provider, desk.control, desk
        country, email = desk.provider.country or "US", "amelie.davila+ramp@example.com"
        self.person = Customer(id="user-12345", country=country, email=email)
        self.seen: list[Order] = []
        self._made = 0

    def run(self, flow: Flow[Any]) -> Any:
        """Drive *flow* to its value."""
        return self._desk.run(flow)

    def register(self) -> CustomerLink:
        """Become known to the provider."""
        self.link: CustomerLink = self.run(self.provider.register_customer(self.person))
        assert self.link.usable
        return self.link

    def ask(self, pair: str, amount: str, rail: Rail | None = None, via: str | None = None) -> Quote:
        """The one price there is, for all of the amount."""
        given = Pair.parse(pair)
        ask = QuoteRequest(
            pair=given, amount=Amount(amount, given.source), country=self.person.country, rail=rail
        )
        [quote] = [row for row in self.run(self.provider.quotes(ask)) if row.via == via]
        assert quote.requested == ask.amount
        return quote

    def order(self, quote: Quote, accounts: AccountPair, **more: Any) -> Order:
        """Order what was quoted."""
        self._made += 1
        self.seen.clear()
        self.request = OrderRequest(
            reference=f"00000000-0000-4000-8000-00000000000{self._made}",
            idempotency_key=f"00000000-0000-4000-9000-00000000000{self._made}",
            quote=quote,
            customer=self.link,
            accounts=accounts,
            opened_at=OPENED,
            redirect_url="https://shop.example/back",
            **more,
        )
        return self._see(self.run(self.provider.create_order(self.request)))

    def execute(self) -> Order:
        """Let the movement start."""
        key = f"execute-{self._made}"
        return self._see(self.run(self.provider.execute_order(self.ref, idempotency_key=key)))

    def look(self) -> Order:
        """How far the order is now."""
        return self._see(self.run(self.provider.get_order(self.ref)))

    @property
    def ref(self) -> OrderRef:
        """What names the order again."""
        return OrderRef(
            order_id=self.seen[-1].order_id,
            reference=self.request.reference,
            customer=self.link,
            pair=self.request.pair,
            requested=self.request.amount,
            opened_at=self.request.opened_at,
            deposit_account_id=self.request.deposit_account_id,
        )

    @property
    def statuses(self) -> list[Status]:
        """What the order has passed."""
        return [order.status for order in self.seen]

    @property
    def money(self) -> Money:
        """Where the money is now."""
        return money(self.seen[-1].pay_in, self.seen[-1].pay_out)

    def _see(self, order: Order) -> Order:
        """Whoever is asked to pay, is asked for what was quoted."""
        told = {order.source_amount, *(getattr(step, "amount", None) for step in order.actions)}
        assert told <= {None, self.request.amount}
        assert (order.unmapped, order.failure_reason) == (False, None)
        self.seen.append(order)
        return order


@pytest.fixture
def journey(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    """A journey, made by a traveller."""

    @wraps(request.param)
    def call(desk: Any) -> Any:
        return request.param(Traveller(desk))

    return call


@pytest.fixture
def studio(make_studio: Any, journey: Any) -> Any:
    """Where *journey* is recorded."""
    code = journey.connection.partition("-")[0]
    return make_studio(journey.connection, shelf=f"journeys/{code}", webhook_secrets=())
