"""The part of `AsyncRouter` about customers and their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rampkit.models.assets import Pair
from rampkit.router import accounts as account_scripts
from rampkit.router import customers
from rampkit.router.accounts import Subject
from rampkit.router.async_performer import AsyncPerformer
from rampkit.router.core import Core

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

__all__ = ["AsyncParties"]


class AsyncParties:
    """Customers and their accounts: what a face needs to know before it can create an intent."""

    _core: Core
    _performer: AsyncPerformer

    async def create_customer(
        self, customer: Customer, *, connection: str, again: bool = False, timeout: float | None = None
    ) -> CustomerLink:
        """Same as `Router.create_customer`."""
        script = customers.create_customer(self._core, customer, connection, again=again)
        return await self._performer.run(script, timeout)

    async def continue_customer(
        self,
        customer_id: str,
        answers: Mapping[str, Any],
        *,
        connection: str,
        timeout: float | None = None,
    ) -> CustomerLink:
        """Same as `Router.continue_customer`."""
        return await self._performer.run(
            customers.continue_customer(self._core, customer_id, answers, connection), timeout
        )

    async def get_customer(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> CustomerLink:
        """Same as `Router.get_customer`."""
        return await self._performer.run(customers.get_customer(self._core, customer_id, connection), timeout)

    async def update_customer(
        self, customer: Customer, *, connection: str, timeout: float | None = None
    ) -> CustomerLink:
        """Same as `Router.update_customer`."""
        return await self._performer.run(customers.update_customer(self._core, customer, connection), timeout)

    async def deactivate_customer(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> CustomerLink:
        """Same as `Router.deactivate_customer`."""
        return await self._performer.run(
            customers.deactivate_customer(self._core, customer_id, connection), timeout
        )

    async def verification_requirements(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> VerificationRequirements:
        """Same as `Router.verification_requirements`."""
        script = customers.verification_requirements(self._core, customer_id, connection)
        return await self._performer.run(script, timeout)

    async def get_terms(self, customer_id: str, *, connection: str, timeout: float | None = None) -> Terms:
        """Same as `Router.get_terms`."""
        return await self._performer.run(customers.get_terms(self._core, customer_id, connection), timeout)

    async def accept_terms(
        self,
        customer_id: str,
        acceptance: TermsAcceptance,
        *,
        connection: str,
        timeout: float | None = None,
    ) -> Terms:
        """Same as `Router.accept_terms`."""
        return await self._performer.run(
            customers.accept_terms(self._core, customer_id, acceptance, connection), timeout
        )

    async def verify_customer(
        self,
        customer: Customer,
        *,
        connection: str,
        redirect_url: str | None = None,
        timeout: float | None = None,
    ) -> Verification:
        """Same as `Router.verify_customer`."""
        return await self._performer.run(
            customers.verify_customer(self._core, customer, connection, redirect_url), timeout
        )

    async def get_verification(
        self, customer_id: str, *, connection: str, timeout: float | None = None
    ) -> Sequence[Verification]:
        """Same as `Router.get_verification`."""
        return await self._performer.run(
            customers.get_verification(self._core, customer_id, connection), timeout
        )

    async def requirements(
        self,
        pair: Pair | str,
        *,
        country: str,
        connection: str,
        rail: Rail | None = None,
        via: str | None = None,
        timeout: float | None = None,
    ) -> Requirements:
        """Same as `Router.requirements`."""
        script = account_scripts.requirements(
            self._core, Pair.parse(pair), connection, country=country, rail=rail, via=via
        )
        return await self._performer.run(script, timeout)

    async def register_accounts(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        again: bool = False,
        timeout: float | None = None,
    ) -> RegisteredAccounts:
        """Same as `Router.register_accounts`."""
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.register_accounts(self._core, subject, again=again)
        return await self._performer.run(script, timeout)

    async def get_accounts(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        timeout: float | None = None,
    ) -> RegisteredAccounts:
        """Same as `Router.get_accounts`."""
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.get_accounts(self._core, subject)
        return await self._performer.run(script, timeout)

    async def confirm_accounts(
        self,
        customer_id: str,
        *,
        pair: Pair | str,
        accounts: AccountPair,
        connection: str,
        timeout: float | None = None,
    ) -> RegisteredAccounts:
        """Same as `Router.confirm_accounts`."""
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.confirm_accounts(self._core, subject)
        return await self._performer.run(script, timeout)

    async def create_deposit_account(
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
        """Same as `Router.create_deposit_account`."""
        subject = Subject(customer_id, Pair.parse(pair), accounts, connection)
        script = account_scripts.create_deposit_account(self._core, subject, rail=rail, replace=replace)
        return await self._performer.run(script, timeout)
