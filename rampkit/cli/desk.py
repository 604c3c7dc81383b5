"""The desk of one connection: every call that a command makes there for a customer.

It keeps nothing, because there is no journal behind it: whoever uses it carries the provider's ids from one
command to the next.
"""

from __future__ import annotations

import shlex
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rampkit.capabilities import Operation
from rampkit.cli.doubt import done_or_in_doubt
from rampkit.cli.sources import NOTHING_CONFIGURED, Source, settings_of
from rampkit.configuration import ConnectionSettings, build
from rampkit.errors import ConfigurationError, InvalidInputError, NotFoundError
from rampkit.http import Flow
from rampkit.models.accounts import (
    AccountPair,
    AccountStatus,
    RegisteredAccounts,
    Requirements,
    StoredAccount,
)
from rampkit.models.assets import Pair
from rampkit.models.customers import (
    Customer,
    CustomerLink,
    LinkStatus,
    Terms,
    TermsAcceptance,
    Verification,
    VerificationRequirements,
)
from rampkit.models.rails import Rail
from rampkit.provider import RampProvider
from rampkit.registry import load
from rampkit.session.session import Session

__all__ = ["Desk", "desk_of"]

T = TypeVar("T")


@contextmanager
def desk_of(connection: str, source: Source, *, timeout: float) -> Generator[Desk]:
    """The desk of a *connection* of *source*, for as long as the block runs.

    Raises:
        InvalidInputError: There is no such connection; names those that there are.
        ConfigurationError: There is none at all, or it is set up wrongly.
    """
    with settings_of(source) as found:
        provider = build(_chosen(connection, found))
        with Session(provider) as session:
            yield Desk(provider, session, source, others=found, timeout=timeout)


def _chosen(connection: str, found: Sequence[ConnectionSettings]) -> ConnectionSettings:
    if not found:
        raise ConfigurationError(NOTHING_CONFIGURED)
    for settings in found:
        if settings.name == connection:
            return settings
    known = ", ".join(settings.name for settings in found)
    raise InvalidInputError(
        "--connection", f"{connection!r} is no connection here", remedy=f"use one of {known}"
    )


class Desk:
    """One connection, and what can be asked there. A call that leaves something behind is sent once.

    Args:
        provider: The connection.
        session: Sends for it.
        source: Where the connection was found, to be named in the next command.
        others: Everything that was found there.
        timeout: Seconds for each call.
    """

    def __init__(
        self,
        provider: RampProvider,
        session: Session,
        source: Source,
        *,
        others: Sequence[ConnectionSettings],
        timeout: float,
    ) -> None:
        self.provider = provider
        """The connection itself."""
        self._session = session
        self._source = source
        self._others = others
        self._timeout = timeout

    def __str__(self) -> str:
        return f"{self.provider.name} ({self.provider.environment})"

    def command(self, words: str, *arguments: str) -> str:
        """A command line about this connection, ready to be copied."""
        where = ("--connection", self.provider.name, *self._source.arguments())
        return f"rampkit {words} {shlex.join([*arguments, *where])}"

    def offers(self, operation: Operation) -> bool:
        """Whether the provider has such a call."""
        return operation in self.provider.operations

    def require(self, operation: Operation) -> None:
        """Refuse what the provider has no call for.

        Raises:
            InvalidInputError: It has none; names the connections that do.
        """
        if self.offers(operation):
            return
        able = [one.name for one in self._others if operation in load(one.provider).operations]
        raise InvalidInputError(
            "--connection",
            f"{self.provider.title} does not offer {operation}",
            remedy=f"use one of {', '.join(able)}" if able else "see `rampkit providers`",
        )

    def create_customer(self, customer: Customer) -> CustomerLink:
        """Register a customer. Sends personal data to this company, and to no other."""
        self.require(Operation.REGISTER_CUSTOMER)
        known = Operation.REGISTER_CUSTOMER in self.provider.promises().repeatable
        title = self.provider.title
        way_out = f"ask {title} whether it knows the customer first, or there may be two"
        if known:
            way_out = f"run the same command again, {title} recognises the customer"
        flow = self.provider.register_customer(customer)
        return self._done(flow, what="the customer", way_out=way_out)

    def get_customer(self, customer_id: str) -> CustomerLink:
        """Read the provider's record of a customer, from its list where it shows no single one.

        Raises:
            NotFoundError: There is none.
        """
        if self.offers(Operation.GET_CUSTOMER) or not self.offers(Operation.LIST_CUSTOMERS):
            self.require(Operation.GET_CUSTOMER)
            return self._read(self.provider.get_customer(self.link(customer_id)))
        for link in self._session.each(self.provider.list_customers(), timeout=self._timeout):
            if link.provider_customer_id == customer_id:
                return link
        raise NotFoundError(
            f"{self.provider.title} lists no such customer",
            connection=self.provider.name,
            operation=Operation.LIST_CUSTOMERS.value,
        )

    def get_verification(self, customer_id: str) -> Sequence[Verification]:
        """Read how far identity checks are."""
        return self._read(self.provider.get_verification(self.link(customer_id)))

    def verification_requirements(self, customer_id: str) -> VerificationRequirements:
        """Ask what the provider wants to know about a person."""
        self.require(Operation.VERIFICATION_REQUIREMENTS)
        return self._read(self.provider.verification_requirements(self.link(customer_id)))

    def verify_customer(
        self, customer_id: str, customer: Customer, *, redirect_url: str | None
    ) -> Verification:
        """Start an identity check."""
        flow = self.provider.verify_customer(self.link(customer_id), customer, redirect_url=redirect_url)
        way_out = f"look with `{self.command('customer show', customer_id)}`"
        return self._done(flow, what="the identity check", way_out=way_out)

    def get_terms(self, customer_id: str | None) -> Terms:
        """Read the terms in force and, given a customer, whether they are accepted."""
        self.require(Operation.GET_TERMS)
        return self._read(self.provider.get_terms(None if customer_id is None else self.link(customer_id)))

    def accept_terms(self, customer_id: str, acceptance: TermsAcceptance) -> Terms:
        """Record that the person accepted the terms."""
        self.require(Operation.ACCEPT_TERMS)
        flow = self.provider.accept_terms(self.link(customer_id), acceptance)
        way_out = f"look with `{self.command('customer terms', customer_id)}`"
        return self._done(flow, what="the acceptance", way_out=way_out)

    def requirements(self, pair: Pair, *, country: str, rail: Rail | None, via: str | None) -> Requirements:
        """Ask what the provider wants to know about the accounts of a pair."""
        self.require(Operation.REQUIREMENTS)
        return self._read(self.provider.requirements(pair, country=country, rail=rail, via=via))

    def register_accounts(self, customer_id: str, pair: Pair, accounts: AccountPair) -> RegisteredAccounts:
        """Store a customer's accounts."""
        self.require(Operation.REGISTER_ACCOUNTS)
        flow = self.provider.register_accounts(self.link(customer_id), pair, accounts)
        return self._done(flow, what="the account", way_out=self._look_at_accounts(customer_id))

    def confirm_accounts(self, customer_id: str, pair: Pair, account_id: str) -> RegisteredAccounts:
        """Confirm a stored destination after the person has looked at it."""
        self.require(Operation.CONFIRM_ACCOUNTS)
        stored = RegisteredAccounts(
            connection=self.provider.name,
            pair=pair,
            accounts=AccountPair(),
            status=AccountStatus.NEEDS_CONFIRMATION,
            destination_id=account_id,
        )
        flow = self.provider.confirm_accounts(self.link(customer_id), stored)
        return self._done(flow, what="the confirmation", way_out=self._look_at_accounts(customer_id))

    def list_accounts(self, customer_id: str) -> Iterator[StoredAccount]:
        """Every account the provider keeps of a customer."""
        self.require(Operation.LIST_ACCOUNTS)
        flow = self.provider.list_accounts(self.link(customer_id))
        return self._session.each(flow, timeout=self._timeout)

    def link(self, customer_id: str) -> CustomerLink:
        """The link to a customer of whom nothing but the provider's id is known.

        Raises:
            InvalidInputError: The id is empty.
        """
        if not customer_id.strip():
            raise InvalidInputError("CUSTOMER", "is empty", remedy="use the id `customer create` printed")
        return CustomerLink(
            connection=self.provider.name,
            customer_id=customer_id,
            provider_customer_id=customer_id,
            status=LinkStatus.ACTIVE,
        )

    def _look_at_accounts(self, customer_id: str) -> str:
        if self.offers(Operation.LIST_ACCOUNTS):
            return f"look with `{self.command('accounts list', '--customer', customer_id)}`"
        return f"ask {self.provider.title} before you do it again"

    def _read(self, flow: Flow[T]) -> T:
        return self._session.run(flow, timeout=self._timeout)

    def _done(self, flow: Flow[T], *, what: str, way_out: str) -> T:
        return done_or_in_doubt(self._read, flow, what=what, way_out=way_out)
