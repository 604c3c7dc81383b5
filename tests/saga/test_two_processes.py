"""Two real processes that create the same intents at the same time: one order each."""

from __future__ import annotations

import os

import pytest

from rampkit import SqlJournal
from rampkit.deadline import Deadline
from rampkit.errors import AnswerLostError
from rampkit.saga.creating import create_intent
from rampkit.saga.identity import NAMESPACE
from rampkit.saga.ledger import Bench
from rampkit.saga.runner import SagaRunner

INTENTS = 50


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request):
    """An empty store that processes can share."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("memory_disk") / "ramp.db")
    return request.getfixturevalue("places")()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_two_processes_hammering_make_one_order_for_each_intent(store, new_shop, make_wish, offer_factory):
    """Whoever is later finds the intent taken and sends nothing."""
    names = [f"i{number}" for number in range(INTENTS)]
    SqlJournal(store).close()  # both begin at once

    def created(ids):
        shop = new_shop("shop")
        offers = [offer_factory(one) for one in shop.providers.values()]

        def send(effect):
            if effect.request.operation != "create_order":
                raise AnswerLostError("its order may be in the other process", connection=effect.connection)
            return shop.market.handle(effect.connection, effect.request)

        with SqlJournal(store) as journal:
            bench = Bench(shop.providers, journal, NAMESPACE)
            runner = SagaRunner(send, journal, Deadline.after(30), sleep=lambda _: None)
            for name in ids:
                runner.run(create_intent(bench, name, make_wish(), offers, []))
        return len(shop.orders)

    readers = [_in_child(lambda ids=ids: created(ids)) for ids in (names, names[25:] + names[:25])]
    counts = [_told(*reader) for reader in readers]

    assert sum(counts) == INTENTS
    with SqlJournal(store) as journal:
        assert all(journal.history(name).accepted() for name in names)


def _in_child(work):
    """Start *work* in a forked process; its id and where its result comes from."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writer, str(work()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    return child, reader


def _told(child, reader):
    with os.fdopen(reader) as told:
        text = told.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return int(text)
