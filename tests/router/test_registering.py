"""Registering a customer: nobody twice, nobody lost, whatever interrupts it."""

from __future__ import annotations

import pytest

from rampkit import Customer, MemoryJournal
from rampkit.errors import AnswerLostError, InvalidInputError, RejectedError
from rampkit.models import LinkStatus
from rampkit.sandbox import Fault

ANA = Customer(id="ana", country="BR", email="ana@example.com")
REGISTRATION = {"target": "ripio", "method": "POST", "path": "/api/v1/customers/"}


def customers(sandbox):
    """Every customer that really exists at Ripio."""
    accounts = sandbox.control("ripio", "/state", method="GET")["accounts"]
    return [customer for account in accounts.values() for customer in account["customers"]]


def test_a_lost_answer_leaves_a_doubt_that_stops_the_next_call(make_router, sandbox, face):
    """The customer may exist at Ripio, which has no way to recognise it: only a person can tell."""
    journal = MemoryJournal()
    router = make_router(face, journal=journal)
    sandbox.arm(Fault(kind="close_after_commit", **REGISTRATION))

    for _ in range(2):
        with pytest.raises(AnswerLostError):
            router.create_customer(ANA, connection="ripio-br")

    assert journal.link("ripio-br", "ana").status == LinkStatus.UNKNOWN
    assert len(customers(sandbox)) == 1


def test_who_has_asked_the_provider_may_register_again(make_router, sandbox, face):
    """`again=True` is the way out of the doubt."""
    router = make_router(face)
    sandbox.arm(Fault(kind="close", **REGISTRATION))
    with pytest.raises(AnswerLostError):
        router.create_customer(ANA, connection="ripio-br")

    link = router.create_customer(ANA, connection="ripio-br", again=True)

    assert link.status == LinkStatus.ACTIVE
    assert len(customers(sandbox)) == 1


def test_a_provider_that_recognises_the_customer_is_asked_again(make_router, sandbox, face):
    """At Gnosis Ramp the same id is the same customer, so the doubt ends by itself."""
    router = make_router(face)
    sandbox.arm(Fault(target="gnosis", kind="close_after_commit", path="/v1/customers", times=3))
    with pytest.raises(AnswerLostError):
        router.create_customer(ANA, connection="gnosis")

    assert router.create_customer(ANA, connection="gnosis").status == LinkStatus.ACTIVE


def test_the_doubt_is_written_down_before_anything_leaves(make_router, sandbox):
    """A process that dies while the request is under way leaves the doubt behind."""
    journal = MemoryJournal()
    router = make_router(journal=journal)
    seen = []
    keep = journal.save_link
    journal.save_link = lambda link: (seen.append((link.status, len(customers(sandbox)))), keep(link))

    router.create_customer(ANA, connection="ripio-br")

    assert seen == [(LinkStatus.UNKNOWN, 0), (LinkStatus.ACTIVE, 1)]


@pytest.mark.parametrize(
    ("customer", "fault", "error"),
    [
        (ANA, Fault(kind="status", status=400, **REGISTRATION), RejectedError),
        (Customer(id="ana", country="BR"), None, InvalidInputError),
    ],
    ids=["refused", "bad input"],
)
def test_a_registration_that_cannot_exist_leaves_no_trace(  # noqa: PLR0917  # fixtures and a table
    make_router, sandbox, face, customer, fault, error
):
    """A proved refusal is no doubt: the next call is free to try."""
    journal = MemoryJournal()
    router = make_router(face, journal=journal)
    if fault is not None:
        sandbox.arm(fault)

    with pytest.raises(error):
        router.create_customer(customer, connection="ripio-br")

    assert journal.link("ripio-br", "ana") is None
