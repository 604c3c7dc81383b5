"""Registering a customer: nobody twice, nobody lost, whatever interrupts it."""

from __future__ import annotations

import pytest

from rampkit import AccountPair, BankAccount, Customer, MemoryJournal
from rampkit.errors import AnswerLostError, InvalidInputError, RejectedError
from rampkit.models import LinkStatus, TermsAcceptance
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


ACCOUNTS = AccountPair(destination=BankAccount(country="MX", scheme="clabe", identifier="706180196550550552"))
LUZ = Customer(id="luz", country="MX", email="luz@example.com")
WHERE = {"pair": "USDC_BASE/MXN", "accounts": ACCOUNTS, "connection": "ripio-mx"}


@pytest.fixture
def known(make_router, face):
    """A router at which Luz is ready to name a payout account."""
    router = make_router(face)
    router.create_customer(LUZ, connection="ripio-mx")
    router.accept_terms("luz", TermsAcceptance(ip_address="192.0.2.7"), connection="ripio-mx")
    router.verify_customer(LUZ, connection="ripio-mx", redirect_url="https://app.example/back")
    return router


def test_an_account_whose_answer_was_lost_is_found_at_the_provider(known, sandbox):
    """Equal accounts are not sent twice: the one in doubt is recognised by what it holds."""
    sandbox.arm(Fault(target="ripio", kind="close_after_commit", method="POST", path="/api/v1/fiatAccounts/"))
    with pytest.raises(AnswerLostError):
        known.register_accounts("luz", **WHERE)

    registered = known.register_accounts("luz", **WHERE)

    accounts = sandbox.control("ripio", "/state", method="GET")["accounts"]["MX"]["fiatAccounts"]
    assert len(accounts) == 1
    assert registered.destination_id is not None


def test_an_account_that_is_not_seen_needs_somebody_who_asked(known, sandbox):
    """Not seen is not absent; `again=True` says that the provider does not have it."""
    sandbox.arm(Fault(target="ripio", kind="close", method="POST", path="/api/v1/fiatAccounts/"))
    for _ in range(2):
        with pytest.raises(AnswerLostError):
            known.register_accounts("luz", **WHERE)

    assert known.register_accounts("luz", **WHERE, again=True).destination_id is not None
