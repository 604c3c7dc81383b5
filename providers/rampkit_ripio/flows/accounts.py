"""Payout accounts: where an off-ramp pays to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from rampkit.errors import AccountNotReadyError, InvalidRequestError, NotFoundError
from rampkit.http import Flow, done
from rampkit.models import (
    AccountPair,
    AccountStatus,
    BankAccount,
    CustomerLink,
    Direction,
    Pair,
    Rail,
    RegisteredAccounts,
    Requirements,
    StoredAccount,
)
from rampkit.pages import Page
from rampkit.schemas import check
from rampkit_ripio.flows.connection import RipioConnection
from rampkit_ripio.mapping import accounts as payouts
from rampkit_ripio.mapping import requirements as wanted
from rampkit_ripio.mapping import stored_accounts
from rampkit_ripio.mapping.fields import schema_of
from rampkit_ripio.mapping.pages import Walk
from rampkit_ripio.mapping.routes import require_served

__all__ = ["Accounts"]

_CONFIRM = "confirm_accounts"
_SETTLED = frozenset({AccountStatus.PENDING, AccountStatus.USABLE, AccountStatus.DISABLED})
"""What no confirmation changes."""


class Accounts(RipioConnection):
    """Where money goes to."""

    def requirements(
        self,
        pair: Pair,
        /,
        *,
        country: str,
        rail: Rail | None = None,
        via: str | None = None,  # noqa: ARG002  # there is no company behind Ripio
    ) -> Flow[Requirements]:
        """What Ripio wants to know about the destination: the fields of a payout account, or a wallet.

        Page fiat-accounts/retrieve-fiat-account-requirements.

        Raises:
            CountryNotServedError: The credentials are for another country; nothing was sent.
            UnsupportedError: The pair is not exchanged there; nothing was sent.
            InvalidInputError: The country has several rails and none was named.
        """
        require_served(pair, country, self._view, "requirements")
        if pair.direction is Direction.ON_RAMP:
            return (yield from done(wanted.wallet_requirements(pair, self._view)))
        one = payouts.one_rail(rail, Direction.OFF_RAMP, self._view)
        parse = partial(wanted.parse_requirements, pair=pair, view=self._view)
        request = wanted.requirements_request(one, self._view, "requirements")
        return (yield from self._read(request, parse))

    def register_accounts(
        self, link: CustomerLink, pair: Pair, accounts: AccountPair, /
    ) -> Flow[RegisteredAccounts]:
        """Store the account an off-ramp pays to; an on-ramp has nothing to store.

        Page fiat-accounts/create-fiat-account. The fields Ripio asks for are read first and the account is
        held against them; where Ripio refuses to tell them, for its pages dispute how to ask, only Ripio
        judges. In Argentina the person then looks at the holder that was found and confirms: see `actions`.
        Payouts to somebody else's account are allowed in Argentina, Brazil and Colombia, not in Mexico
        (https://ai.ripio.com/context.md).

        A lost answer is not repeated: `get_accounts` looks for the account.

        Raises:
            InvalidInputError: The account cannot be one of the country, with every wrong or missing field;
                nothing of it was sent.
        """
        customer_id = self._view.customer_id(link)
        if pair.direction is Direction.ON_RAMP:
            ready = RegisteredAccounts(
                connection=self.name, pair=pair, accounts=accounts, status=AccountStatus.USABLE
            )
            return (yield from done(ready))
        account = payouts.payout_account(accounts, self._view)
        rail = payouts.one_rail(account.rail, Direction.OFF_RAMP, self._view, field=f"{payouts.WHERE}.rail")
        payouts.require_named(account, self._view)
        fields = yield from self._checked_fields(account, rail)
        request = payouts.register_request(customer_id, rail, fields, self._view)
        stored = RegisteredAccounts(
            connection=self.name, pair=pair, accounts=accounts, status=AccountStatus.UNKNOWN
        )
        return (yield from self._read(request, self._account_parser(customer_id, stored)))

    def get_accounts(self, link: CustomerLink, registered: RegisteredAccounts, /) -> Flow[RegisteredAccounts]:
        """Read whether the payout account can be used by now; Ripio tells it by no event.

        One whose creation was in doubt is looked for among the customer's accounts, by its fields; if it is
        not seen, its status stays unknown.
        """
        customer_id = self._view.customer_id(link)
        if registered.pair.direction is Direction.ON_RAMP:
            return (yield from done(registered))
        if registered.destination_id is not None:
            return (yield from self._stored(customer_id, registered, "get_accounts"))
        account = payouts.payout_account(registered.accounts, self._view)
        parse = self._account_parser(customer_id, registered)
        found = yield from self._listed(
            customer_id, lambda item: payouts.is_same(item, customer_id, account), parse, "get_accounts"
        )
        return found or registered

    def confirm_accounts(
        self, link: CustomerLink, registered: RegisteredAccounts, /
    ) -> Flow[RegisteredAccounts]:
        """Confirm the payout account after the person has looked at it.

        Page fiat-accounts/confirm-fiat-account. The account is read first: one that does not wait for a
        confirmation (any more) is returned as it is, for no page says what a second one does. Where it cannot
        be read, by calls that no page describes, Ripio judges. After a lost answer call this again.

        Raises:
            AccountNotReadyError: There is no account to confirm; nothing was sent.
        """
        customer_id, asked = self._view.customer_id(link), registered.destination_id
        if asked is None:
            raise AccountNotReadyError(
                "there is no account to confirm; call register_accounts first",
                connection=self.name,
                operation=_CONFIRM,
            )
        try:
            now = yield from self._stored(customer_id, registered, _CONFIRM)
        except NotFoundError:
            now = registered.evolve(status=AccountStatus.UNKNOWN)
        if now.status in _SETTLED:
            return now
        parse = self._account_parser(customer_id, registered, asked=asked)
        return (yield from self._read(payouts.confirm_request(asked), parse))

    def list_accounts(self, link: CustomerLink, /) -> Flow[Page[StoredAccount]]:
        """The payout accounts Ripio keeps of a customer; those of a deactivated one are gone.

        No page describes this call; a public client makes it. Only accounts that are `usable` can be paid to.
        """
        customer_id = self._view.customer_id(link)
        parse = partial(stored_accounts.parse_stored, customer_id=customer_id, view=self._view)
        walk = Walk(payouts.accounts_request(customer_id, "list_accounts"), "fiatAccountId")
        return (yield from self._page(walk, parse))

    def _checked_fields(self, account: BankAccount, rail: Rail) -> Flow[Mapping[str, Any]]:
        """The account in Ripio's words, held against what Ripio asks for."""
        request = wanted.requirements_request(rail, self._view, "register_accounts")
        try:
            asked = yield from self._read(request, wanted.parse_fields)
        except (InvalidRequestError, NotFoundError):
            return payouts.account_fields(account, (), self._view)
        fields = payouts.account_fields(account, asked, self._view)
        check(
            fields,
            schema_of(asked),
            field=f"{payouts.WHERE}.details",
            connection=self.name,
            operation="register_accounts",
        )
        return fields

    def _account_parser(
        self, customer_id: str, registered: RegisteredAccounts, *, asked: str | None = None
    ) -> Callable[[Any], RegisteredAccounts]:
        return partial(
            payouts.parse_account,
            pair=registered.pair,
            accounts=registered.accounts,
            customer_id=customer_id,
            view=self._view,
            asked=asked,
        )

    def _stored(
        self, customer_id: str, registered: RegisteredAccounts, operation: str
    ) -> Flow[RegisteredAccounts]:
        """The payout account by its id.

        Raises:
            NotFoundError: Ripio shows it neither alone nor among the customer's.
        """
        asked = registered.destination_id or ""
        parse = self._account_parser(customer_id, registered, asked=asked)
        try:
            return (yield from self._read(payouts.account_request(asked, operation), parse))
        except NotFoundError as error:
            missing = error
        # No page describes the call that reads one account, so its absence is believed only of the list.
        found = yield from self._listed(
            customer_id, lambda item: item.get("fiatAccountId") == asked, parse, operation
        )
        if found is None:
            raise missing
        return found

    def _listed(
        self,
        customer_id: str,
        wanted: Callable[[Mapping[str, Any]], bool],
        parse: Callable[[Any], RegisteredAccounts],
        operation: str,
    ) -> Flow[RegisteredAccounts | None]:
        request = payouts.accounts_request(customer_id, operation)
        return (yield from self._first(request, "fiatAccountId", wanted, parse))
