"""Accounts: what a provider wants to know about them, and what it made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rampkit.capabilities import Operation
from rampkit.errors import AccountNotReadyError, AnswerLostError, InvalidInputError
from rampkit.models.accounts import AccountStatus, RegisteredAccounts
from rampkit.models.places import country_code
from rampkit.router.doubt import FAILURES, may_have_happened
from rampkit.router.script import Ask, Consult, Script, do
from rampkit.saga.identity import accounts_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from rampkit.models.accounts import AccountPair, DepositAccount, RegisteredAccounts, Requirements
    from rampkit.models.assets import Pair
    from rampkit.models.customers import CustomerLink
    from rampkit.models.rails import Rail
    from rampkit.router.core import Core

__all__ = [
    "Subject",
    "confirm_accounts",
    "create_deposit_account",
    "get_accounts",
    "register_accounts",
    "requirements",
]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose accounts, for what, where."""

    customer_id: str
    pair: Pair
    accounts: AccountPair
    connection: str


def requirements(
    core: Core, pair: Pair, connection: str, *, country: str, rail: Rail | None, via: str | None
) -> Script[Requirements]:
    """Ask what a provider wants to know about the accounts of a pair."""
    provider = core.provider(connection)
    flow = provider.requirements(pair, country=_country(country), rail=rail, via=via)
    return (yield from do(Ask(connection, flow)))


def _country(country: str) -> str:
    try:
        return country_code(country)
    except InvalidInputError as error:
        problem = error.within("country")
    raise problem


def register_accounts(core: Core, subject: Subject, *, again: bool) -> Script[RegisteredAccounts]:
    """Store a customer's accounts at a provider, once.

    That they may be there is in the journal before anything leaves. Such a doubt ends by finding them at the
    provider; where they are not seen, only somebody who has asked the provider can say *again*.
    """
    provider, journal = core.provider(subject.connection), core.journal
    link = yield from core.link(subject.connection, subject.customer_id)
    known = yield from _known(core, subject)
    if known is not None and not again:
        return (yield from _found(core, subject, link, known))
    yield from _kept(core, subject, _doubtful(subject))
    try:
        registered = yield from do(
            Ask(provider.name, provider.register_accounts(link, subject.pair, subject.accounts))
        )
    except FAILURES as error:
        failure = error
    else:
        yield from _kept(core, subject, registered)
        return registered
    if known is None and not may_have_happened(failure):
        digest = accounts_digest(subject.accounts, journal)
        yield from do(
            Consult(
                lambda: journal.forget_accounts(subject.connection, subject.customer_id, subject.pair, digest)
            )
        )
    raise failure


def _doubtful(subject: Subject) -> RegisteredAccounts:
    return RegisteredAccounts(
        connection=subject.connection,
        pair=subject.pair,
        accounts=subject.accounts,
        status=AccountStatus.UNKNOWN,
    )


def _found(
    core: Core, subject: Subject, link: CustomerLink, known: RegisteredAccounts
) -> Script[RegisteredAccounts]:
    """What is known of registered accounts; of those in doubt, what the provider shows."""
    provider = core.provider(subject.connection)
    if known != _doubtful(subject):
        return known
    if Operation.GET_ACCOUNTS in provider.operations:
        found = yield from do(Ask(provider.name, provider.get_accounts(link, known)))
        if found != known:
            yield from _kept(core, subject, found)
            return found
    raise AnswerLostError(
        "an earlier registration of these accounts may have happened; ask the provider whether it has them, "
        "and if not call with again=True",
        connection=subject.connection,
        operation=Operation.REGISTER_ACCOUNTS.value,
    )


def get_accounts(core: Core, subject: Subject) -> Script[RegisteredAccounts]:
    """Read whether registered accounts can be used by now."""
    return (yield from _updated(core, subject, "get_accounts"))


def confirm_accounts(core: Core, subject: Subject) -> Script[RegisteredAccounts]:
    """Confirm registered accounts after the person has looked at them."""
    return (yield from _updated(core, subject, "confirm_accounts"))


def _updated(core: Core, subject: Subject, operation: str) -> Script[RegisteredAccounts]:
    link = yield from core.link(subject.connection, subject.customer_id)
    known = yield from _known(core, subject)
    if known is None:
        raise AccountNotReadyError(
            "these accounts are not registered here; call register_accounts first",
            connection=subject.connection,
        )
    method: Callable[..., Any] = getattr(core.provider(subject.connection), operation)
    registered: RegisteredAccounts = yield from do(Ask(subject.connection, method(link, known)))
    yield from _kept(core, subject, registered)
    return registered


def create_deposit_account(
    core: Core, subject: Subject, *, rail: Rail | None, replace: bool
) -> Script[DepositAccount]:
    """Create a standing account and keep it in the journal."""
    journal, provider = core.journal, core.provider(subject.connection)
    link = yield from core.link(subject.connection, subject.customer_id)
    registered = yield from _known(core, subject)
    flow = provider.create_deposit_account(
        link, subject.pair, subject.accounts, rail=rail, registered=registered, replace=replace
    )
    account = yield from do(Ask(provider.name, flow))
    yield from do(Consult(lambda: journal.save_deposit_account(subject.customer_id, account)))
    return account


def _known(core: Core, subject: Subject) -> Script[RegisteredAccounts | None]:
    journal = core.journal
    digest = accounts_digest(subject.accounts, journal)
    return (
        yield from do(
            Consult(lambda: journal.accounts(subject.connection, subject.customer_id, subject.pair, digest))
        )
    )


def _kept(core: Core, subject: Subject, registered: RegisteredAccounts) -> Script[None]:
    journal = core.journal
    digest = accounts_digest(subject.accounts, journal)
    yield from do(Consult(lambda: journal.save_accounts(subject.customer_id, digest, registered)))
