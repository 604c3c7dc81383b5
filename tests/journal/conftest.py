"""Every implementation of `Journal`, and records to put into one."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from rampkit import Amount, CustomerLink, Journal, MemoryJournal, Pair, SqlJournal
from rampkit.journal import Absent, Closed, Ended, Observed, Opened, Shown, Started, Wish
from rampkit.models import LinkStatus, Order, PayIn, PayOut, Quote, Refusal, Status
from rampkit.models.intents import Outcome
from rampkit.models.orders import OrderRequest

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAIR = Pair("BRL", "USDC_BASE")
BRL = Amount("500", "BRL")
LINK = CustomerLink(connection="a", customer_id="c", provider_customer_id="theirs", status=LinkStatus.ACTIVE)

KEY = "bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE="
STORES = {"memory": None, "sqlite": "files", "postgresql": "places"}
"""The fixture that makes empty stores for each kind of journal. Another kind is one more line."""


@pytest.fixture
def files(memory_disk):
    """Makes names of new files."""
    counter = itertools.count()
    return lambda: str(memory_disk / f"{next(counter)}.db")


@pytest.fixture(params=STORES.values(), ids=STORES.keys())
def new_journal(request):
    """Makes as many journals of one kind as a test wants."""
    if request.param is None:
        yield MemoryJournal
        return
    new_store = request.getfixturevalue(request.param)
    with ExitStack() as opened:
        yield lambda: opened.enter_context(SqlJournal(new_store(), seal=KEY))


@pytest.fixture
def journal(new_journal) -> Journal:
    """An empty journal."""
    return new_journal()


def at(seconds):
    """A moment."""
    return START + timedelta(seconds=seconds)


class Paper:
    """Makes records."""

    at = staticmethod(at)
    link = LINK
    pair = PAIR

    @staticmethod
    def wish(**changes):
        """What an id stands for."""
        return Wish(**{"customer_id": "c", "pair": PAIR, "amount": BRL, "accounts": "digest", **changes})

    def opened(self, seconds=0, **changes):
        """An opening."""
        return Opened(wish=self.wish(**changes), at=at(seconds))

    @staticmethod
    def asked(connection="a", deposit_account_id=None):
        """What a send is made from."""
        return OrderRequest(
            reference=UUID(int=1),
            idempotency_key=UUID(int=2),
            quote=Quote(
                connection=connection,
                provider="toy",
                pair=PAIR,
                country="BR",
                requested=BRL,
                binding="firm",
                source_amount=BRL,
            ),
            customer=LINK.evolve(connection=connection),
            accounts={},
            opened_at=START,
            deposit_account_id=deposit_account_id,
        )

    def started(self, seconds=1, *, attempt=1, operation="create_order", number=1, **changes):
        """The start of a send."""
        connection = changes.pop("connection", "a")
        return Started(
            send=f"{attempt}.{operation}.{number}",
            attempt=attempt,
            connection=connection,
            environment="sandbox",
            operation=operation,
            reference=UUID(int=attempt),
            digest="bytes",
            order=changes.pop("order", None)
            or self.asked(connection, changes.pop("deposit_account_id", None)),
            at=at(seconds),
        )

    @staticmethod
    def ended(outcome, seconds=2, *, attempt=1, operation="create_order", number=1, order_id=None):
        """The end of a send."""
        return Ended(
            send=f"{attempt}.{operation}.{number}",
            outcome=Outcome(outcome),
            order_id=order_id,
            code=None,
            status=None,
            at=at(seconds),
        )

    @staticmethod
    def absent(seconds=5, *, attempt=1, operation="create_order", number=1):
        """A send that finally made nothing."""
        return Absent(send=f"{attempt}.{operation}.{number}", at=at(seconds))

    @staticmethod
    def order(status="awaiting_payment", **changes):
        """An order as told."""
        facts = {
            "order_id": "o1",
            "status": Status(status),
            "provider_status": status,
            "pay_in": PayIn.EXPECTED,
            "pay_out": PayOut.NONE,
        }
        return Order(**{**facts, **changes})

    def observed(self, status="awaiting_payment", seconds=3, *, attempt=1, **changes):
        """What a provider said."""
        return Observed(attempt=attempt, order=self.order(status, **changes), at=at(seconds))

    @staticmethod
    def shown(seconds=4, *, attempt=1):
        """A way to pay was handed out."""
        return Shown(attempt=attempt, kinds=("scan_code",), at=at(seconds))

    @staticmethod
    def closed(seconds=9, *, canceled=False, reasons=()):
        """Nobody took the wish."""
        refusals = tuple(
            Refusal(connection="a", provider="toy", reason=reason, message=reason) for reason in reasons
        )
        return Closed(refusals=refusals, canceled=canceled, at=at(seconds))


@pytest.fixture
def paper():
    """Makes records."""
    return Paper()


@pytest.fixture
def open_journal():
    """Opens journals in a database, and closes them after the test."""
    with ExitStack() as opened:
        yield lambda where, **options: opened.enter_context(SqlJournal(where, **options))


@pytest.fixture
def key() -> str:
    """A key to seal with."""
    return KEY
