"""What a router's lists ask of a provider, and how they go from page to page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from rampkit import AsyncRouter, CustomerLink, Direction, MemoryJournal, Operation, RampProvider, Router
from rampkit.errors import RampError
from rampkit.http import Token, done
from rampkit.models import LinkStatus
from rampkit.pages import Page
from rampkit.secrets import Secret

SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
ANA = CustomerLink(
    connection="library", customer_id="ana", provider_customer_id="theirs", status=LinkStatus.ACTIVE
)
CALLS = [
    (lambda router: router.list_customers(connection="library"), ("customers",)),
    (lambda router: router.list_accounts("ana", connection="library"), ("accounts", ANA)),
    (lambda router: router.list_deposit_accounts(connection="library"), ("deposit accounts", None)),
    (
        lambda router: router.list_deposit_accounts(connection="library", customer_id="ana"),
        ("deposit accounts", ANA),
    ),
    (lambda router: router.list_orders(connection="library"), ("orders", None, None, None)),
    (
        lambda router: router.list_orders(connection="library", customer_id="ana", since=SINCE, until=UNTIL),
        ("orders", ANA, SINCE, UNTIL),
    ),
    (
        lambda router: router.list_history("ana", direction=Direction.OFF_RAMP, connection="library"),
        ("history", ANA, Direction.OFF_RAMP),
    ),
]


class Library(RampProvider):
    """A provider whose lists have two pages and an empty one between: what was asked, and `the rest`."""

    code = "library"
    title = "Library"
    operations = frozenset(
        {
            Operation.LIST_CUSTOMERS,
            Operation.LIST_ACCOUNTS,
            Operation.LIST_DEPOSIT_ACCOUNTS,
            Operation.LIST_ORDERS,
            Operation.LIST_HISTORY,
        }
    )

    def __init__(self):
        super().__init__(base_url="https://library.example")

    def routes(self):
        return []

    def authorize(self, scope):
        return done(Token(Secret(scope)))

    def sign(self, request, token):
        return request

    def parse_error(self, response, request):
        return RampError("no")

    def list_customers(self):
        return pages("customers")

    def list_accounts(self, link):
        return pages("accounts", link)

    def list_deposit_accounts(self, link=None):
        return pages("deposit accounts", link)

    def list_orders(self, link=None, *, since=None, until=None):
        return pages("orders", link, since, until)

    def list_history(self, link, direction):
        return pages("history", link, direction)


def pages(*asked):
    """The first of three pages."""
    last = Page(("the rest",))
    return done(Page((asked,), lambda: done(Page((), lambda: done(last)))))


def made(kind):
    """A router of *kind* that knows Ana."""
    journal = MemoryJournal()
    journal.save_link(ANA)
    return kind([Library()], journal=journal)


async def collected(call):
    """What the asynchronous face gives, to the end."""
    async with made(AsyncRouter) as router:
        return [item async for item in call(router)]


@pytest.mark.parametrize(("call", "asked"), CALLS, ids=lambda value: value[0] if type(value) is tuple else "")
def test_a_list_asks_for_what_the_caller_asks_for_and_gives_every_page(call, asked):
    """Whose, of which time and direction reaches the provider unchanged, by both faces."""
    with made(Router) as router:
        assert list(call(router)) == [asked, "the rest"]
    assert asyncio.run(collected(call)) == [asked, "the rest"]
