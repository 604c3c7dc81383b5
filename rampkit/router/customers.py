"""Customers: making a provider know a person, and what the person has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rampkit.capabilities import Operation
from rampkit.errors import AnswerLostError
from rampkit.models.customers import (
    Customer,
    CustomerLink,
    LinkStatus,
    Terms,
    TermsAcceptance,
    Verification,
    VerificationRequirements,
)
from rampkit.router.doubt import FAILURES, may_have_happened
from rampkit.router.script import Ask, Consult, Script, do

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rampkit.router.core import Core

__all__ = [
    "accept_terms",
    "continue_customer",
    "create_customer",
    "deactivate_customer",
    "get_customer",
    "get_terms",
    "get_verification",
    "update_customer",
    "verification_requirements",
    "verify_customer",
]


def create_customer(core: Core, customer: Customer, connection: str, *, again: bool) -> Script[CustomerLink]:
    """Register *customer* at one connection, once.

    A link with status `unknown` is in the journal before anything leaves: whatever interrupts the call,
    nobody is registered twice unnoticed, and nobody is lost. Such a doubt ends by registering again where the
    provider recognises the person; elsewhere only somebody who has asked the provider can say *again*.
    """
    provider, journal = core.provider(connection), core.journal
    known = yield from do(Consult(lambda: journal.link(connection, customer.id)))
    if known is not None and known.status != LinkStatus.UNKNOWN:
        return known
    if known is not None and not again and not _recognises(core, connection):
        raise AnswerLostError(
            "an earlier registration may have happened; ask the provider whether it knows this customer, "
            "and if not call with again=True",
            connection=connection,
            operation=Operation.REGISTER_CUSTOMER.value,
        )
    doubtful = CustomerLink(connection=connection, customer_id=customer.id, status=LinkStatus.UNKNOWN)
    yield from _kept(core, doubtful)
    try:
        link = yield from do(Ask(connection, provider.register_customer(customer)))
    except FAILURES as error:
        failure = error
    else:
        yield from _kept(core, link)
        return link
    if known is None and not may_have_happened(failure):
        yield from do(Consult(lambda: journal.forget_link(connection, customer.id)))
    raise failure


def _recognises(core: Core, connection: str) -> bool:
    return Operation.REGISTER_CUSTOMER in core.provider(connection).promises().repeatable


def _kept(core: Core, link: CustomerLink) -> Script[None]:
    journal = core.journal
    yield from do(Consult(lambda: journal.save_link(link)))


def continue_customer(
    core: Core, customer_id: str, answers: Mapping[str, Any], connection: str
) -> Script[CustomerLink]:
    """Go on with a registration after a step of the person's own."""
    provider, journal = core.provider(connection), core.journal
    known = yield from do(Consult(lambda: journal.link(connection, customer_id)))
    link = known or CustomerLink(connection=connection, customer_id=customer_id, status=LinkStatus.PENDING)
    link = yield from do(Ask(connection, provider.continue_customer(link, answers)))
    yield from _kept(core, link)
    return link


def get_customer(core: Core, customer_id: str, connection: str) -> Script[CustomerLink]:
    """Read the provider's record of a customer again."""
    provider = core.provider(connection)
    link = yield from core.link(connection, customer_id)
    if Operation.GET_CUSTOMER not in provider.operations:
        return link
    link = yield from do(Ask(connection, provider.get_customer(link)))
    yield from _kept(core, link)
    return link


def update_customer(core: Core, customer: Customer, connection: str) -> Script[CustomerLink]:
    """Tell a provider what has changed about a customer."""
    link = yield from core.link(connection, customer.id)
    link = yield from do(Ask(connection, core.provider(connection).update_customer(link, customer)))
    yield from _kept(core, link)
    return link


def deactivate_customer(core: Core, customer_id: str, connection: str) -> Script[CustomerLink]:
    """End a customer's record at a provider."""
    link = yield from core.link(connection, customer_id)
    link = yield from do(Ask(connection, core.provider(connection).deactivate_customer(link)))
    yield from _kept(core, link)
    return link


def verification_requirements(
    core: Core, customer_id: str, connection: str
) -> Script[VerificationRequirements]:
    """Ask what a provider wants to know about a person."""
    link = yield from core.link(connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).verification_requirements(link))))


def get_terms(core: Core, customer_id: str, connection: str) -> Script[Terms]:
    """Read the terms in force and whether the customer accepted them."""
    link = yield from core.link(connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).get_terms(link))))


def accept_terms(core: Core, customer_id: str, acceptance: TermsAcceptance, connection: str) -> Script[Terms]:
    """Record that the person accepted the terms."""
    link = yield from core.link(connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).accept_terms(link, acceptance))))


def verify_customer(
    core: Core, customer: Customer, connection: str, redirect_url: str | None
) -> Script[Verification]:
    """Start an identity check."""
    link = yield from core.link(connection, customer.id)
    provider = core.provider(connection)
    flow = provider.verify_customer(link, customer, redirect_url=redirect_url)
    return (yield from do(Ask(connection, flow)))


def get_verification(core: Core, customer_id: str, connection: str) -> Script[Sequence[Verification]]:
    """Read how far identity checks are."""
    link = yield from core.link(connection, customer_id)
    return (yield from do(Ask(connection, core.provider(connection).get_verification(link))))
