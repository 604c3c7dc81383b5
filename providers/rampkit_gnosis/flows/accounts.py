"""Accounts stored beforehand, which orders of older generations name by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rampkit.capabilities import Operation
from rampkit.errors import UnsupportedError
from rampkit.http import Flow, Response
from rampkit.models import (
    AccountPair,
    CustomerLink,
    Endpoint,
    Pair,
    RegisteredAccounts,
    StoredAccount,
)
from rampkit.pages import Page
from rampkit_gnosis.flows.connection import NOT_FOUND
from rampkit_gnosis.flows.requirements import AccountRequirements
from rampkit_gnosis.mapping import accounts
from rampkit_gnosis.mapping.details import Details

__all__ = ["Accounts"]


class Accounts(AccountRequirements):
    """The stored accounts of a customer."""

    def register_accounts(
        self, link: CustomerLink, pair: Pair, given: AccountPair, /
    ) -> Flow[RegisteredAccounts]:
        """Store a pair of accounts, which orders of older generations name by id.

        Calling twice stores twice. Both accounts are compared with the live requirements first, if those can
        be read; needs the extra `validation`. The first generation stores each account by itself; if the
        second one is refused, the first one stays.

        Raises:
            UnsupportedError: The generation is the newest, whose orders carry their accounts.
            InvalidInputError: Fields are missing or wrong; `fields` names every one. Nothing was stored.
            AccountNotReadyError: An account is missing.
        """
        self._require_stored()
        details = accounts.details_of(pair, given, self._here)
        yield from self._check(pair, details, country=accounts.country_of(given))
        if self._generation.listed:
            request = accounts.accounts_request(link, pair, details, self._here)
            response = yield from self._ask(request)
            return accounts.parse_accounts(response, pair, given, self._here)
        return (yield from self._registered_singly(link, pair, given, details))

    def list_accounts(self, link: CustomerLink, /) -> Flow[Page[StoredAccount]]:
        """Read every stored account of a customer, on one page.

        The newest generation describes no such call, though it stores the accounts of orders too.
        """
        response = yield from self._ask(accounts.list_request(link))
        return Page(accounts.parse_stored(response, self._here))

    def _require_stored(self) -> None:
        if self._generation.inline:
            raise UnsupportedError(
                "orders carry their accounts, so none are stored beforehand; put both into the order, with "
                "the fields that `requirements` names (a deployment that stores them is of an older one)",
                connection=self.name,
                operation=Operation.REGISTER_ACCOUNTS,
            )

    def _registered_singly(
        self, link: CustomerLink, pair: Pair, given: AccountPair, details: Details
    ) -> Flow[RegisteredAccounts]:
        source = yield from self._single(link, given.source, details[0])
        destination = yield from self._single(link, given.destination, details[1])
        ids = [accounts.parse_account_id(response, self._here) for response in (source, destination)]
        answers = [source.json(), destination.json()]
        return accounts.registered(pair, given, (ids[0], ids[1]), answers, self._here)

    def _single(
        self, link: CustomerLink, account: Endpoint | None, details: Mapping[str, Any]
    ) -> Flow[Response]:
        """Store one account where the specification has it; if nothing is there, where the guide has it."""
        request = accounts.single_request(link, account, details)
        response = yield request
        if response.status == NOT_FOUND:
            return (yield from self._ask(replace(request, path=accounts.own_path(link))))
        return self._succeeded(response, request)
