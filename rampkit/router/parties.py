"""The part of `Router` about customers and their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rampkit.models.assets import Pair
from rampkit.router import accounts as account_scripts
from rampkit.router import customers
from rampkit.router.accounts import Subject
from rampkit.router.core import Core
from rampkit.router.performer import Performer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rampkit.models.accounts import AccountPair, DepositAccount, RegisteredAccounts, Requirements
    from rampkit.models.customers import (
        Customer,
        CustomerLink,
        Terms,
        TermsAcceptance,
        Verification,
        VerificationRequirements,
    )
    from rampkit.models.rails import Rail

__all__ = ["Parties"]


class Parties:
    """Customers and their accounts: what a face needs to know before it can create an intent."""

    _core: Core
    _performer: Performer

    def create_customer(
        self, customer: Customer, *, connection: str, again: bool = False, timeout: float | None = None
    ) -> CustomerLink:
        """Register a customer at one connection. Sends personal data to that company, and to no other.

        Safe to repeat: a customer already registered is not sent again.

        Args:
            customer: Whom to register.
            connection: Where.
            again: Register although an earlier answer was lost: only after the provider said it does not know
                the customer.
            timeout: Seconds for the call.

        Raises:
            AnswerLostError: The answer was lost; the journal holds the doubt.
            RejectedError: The provider refuses the customer.
        """
        script = customers.create_customer(self._core, customer, connection, again=again)
        return self._performer.run(script, timeout)

    def continue_customer(
        self,
        customer_id: str,
        answers: Mapping[str, Any],
        *,
        connection: str,
        timeout: float | None = None,
    ) -> CustomerLink:
        """Go on with a registration after the person has taken a step.

        Args:
            customer_id: The application's id of the customer.
            answers: What the step brought, e.g. an id from a redirect.
            connection: Where.
            timeout: Seconds for the call.
        """
        return self._performer.run(
            customers.continue_customer(self._core, customer_id, answers, connection), timeout
        )

    def get_customer(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> CustomerLink:
        """Read a provider's record of a customer again.

        Raises:
            CustomerNotRegisteredError: There is none.
        """
        return self._performer.run(customers.get_customer(self._core, customer_id, connection), timeout)

    def update_customer(
        self, customer: Customer, *, connection: str, timeout: float | None = None
    ) -> CustomerLink:
        """Tell one provider what has changed about a customer. Sends personal data to that company alone.

        Args:
            customer: As the person is now.
            connection: Where.
            timeout: Seconds for the call.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider takes no changes.
        """
        return self._performer.run(customers.update_customer(self._core, customer, connection), timeout)

    def deactivate_customer(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> CustomerLink:
        """End a customer's record at one provider; there may be no way back.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider has no such call.
        """
        return self._performer.run(
            customers.deactivate_customer(self._core, customer_id, connection), timeout
        )

    def verification_requirements(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> VerificationRequirements:
        """Ask what a provider wants to know about a person; it goes into `Customer.identity`.

        Raises:
            CustomerNotRegisteredError: The customer is not registered there.
            UnsupportedError: The provider asks on pages of its own.
        """
        script = customers.verification_requirements(self._core, customer_id, connection)
        return self._performer.run(script, timeout)

    def get_terms(self, customer_id: str, *, connection: str, timeout: float | None = None) -> Terms:
        """Read the terms in force and whether the customer accepted them."""
        return self._performer.run(customers.get_terms(self._core, customer_id, connection), timeout)

    def accept_terms(
        self,
        customer_id: str,
        acceptance: TermsAcceptance,
        *,
        connection: str,
        timeout: float | None = None,
    ) -> Terms:
        """Record that the person accepted a provider's terms."""
        return self._performer.run(
            customers.accept_terms(self._core, customer_id, acceptance, connection), timeout
        )

    def verify_customer(
        self,
        customer: Customer,
        *,
        connection: str,
        redirect_url: str | None = None,
        timeout: float | None = None,
    ) -> Verification:
        """Start an identity check; what the person does next is in `Verification.actions`.

        Sends `Customer.identity` to that company, where it is given and the provider takes it.
        """
        return self._performer.run(
            customers.verify_customer(self._core, customer, connection, redirect_url), timeout
        )

    def get_verification(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> Sequence[Verification]:
        """Read how far identity checks are, one per scope."""
        return self._performer.run(customers.get_verification(self._core, customer_id, connection), timeout)

    def requirements(
        self,
        pair: Pair | str,
        *,
        country: str,
        connection: str,
        rail: Rail | None = None,
        via: str | None = None,
        timeout: float | None = None,
    ) -> Requirements:
        """Ask what a provider wants to know about the accounts of a pair."""
        script = account_scripts.requirements(
            self._core, Pair.parse(pair), connection, country=country, rail=rail, via=via
        )
        return self._performer.run(script, timeout)

    def register_accounts(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        again: bool = False,
        timeout: float | None = None,
    ) -> RegisteredAccounts:
        """Store a customer's accounts at a provider. Safe to repeat: equal accounts are not sent again.

        Args:
            customer_id: The application's id of the customer.
            pair: What the accounts are for.
            accounts: Where money comes from and goes.
            connection: Where.
            again: Register although an earlier answer was lost and the provider does not show them.
            timeout: Seconds for the call.

        Raises:
            AnswerLostError: The answer was lost; the journal holds the doubt.
        """
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.register_accounts(self._core, subject, again=again)
        return self._performer.run(script, timeout)

    def get_accounts(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        timeout: float | None = None,
    ) -> RegisteredAccounts:
        """Read whether registered accounts can be used by now."""
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.get_accounts(self._core, subject)
        return self._performer.run(script, timeout)

    def confirm_accounts(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        timeout: float | None = None,
    ) -> RegisteredAccounts:
        """Confirm registered accounts after the person has looked at what the provider found."""
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.confirm_accounts(self._core, subject)
        return self._performer.run(script, timeout)

    def create_deposit_account(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        rail: Rail | None = None,
        replace: bool = False,
        timeout: float | None = None,
    ) -> DepositAccount:
        """Create a standing account of a customer.

        Args:
            customer_id: The application's id of the customer.
            pair: What is sent to it, and what comes out.
            accounts: Where converted money goes.
            connection: Where.
            rail: How fiat moves, where there is a choice.
            replace: Allow that an existing account gets another target: money under way goes there too.
            timeout: Seconds for the call.

        Raises:
            AlreadyExistsError: It exists with another target and `replace` is false.
            AccountNotReadyError: An account it builds on cannot be used yet.
        """
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.create_deposit_account(self._core, subject, rail=rail, replace=replace)
        return self._performer.run(script, timeout)
