"""Standing accounts: a person pays in again and again, and every deposit is converted by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from rampkit.errors import AccountNotReadyError, AlreadyExistsError, NotFoundError, UnsupportedError
from rampkit.http import Flow
from rampkit.models import (
    AccountPair,
    AccountStatus,
    CustomerLink,
    DepositAccount,
    Direction,
    Pair,
    Rail,
    RegisteredAccounts,
)
from rampkit.pages import Page
from rampkit_ripio.flows.readiness import Readiness
from rampkit_ripio.mapping import session_lists, sessions
from rampkit_ripio.mapping.accounts import one_rail
from rampkit_ripio.mapping.pages import Walk
from rampkit_ripio.mapping.preparing import is_under_way, prepare_request
from rampkit_ripio.mapping.routes import assets_on, networks_request, parse_networks, require_served
from rampkit_ripio.shapes import object_in

__all__ = ["DepositAccounts"]

T = TypeVar("T")

_CREATE, _LIST = "create_deposit_account", "list_deposit_accounts"


class DepositAccounts(Readiness):
    """Where money is paid in."""

    def create_deposit_account(
        self,
        link: CustomerLink,
        pair: Pair,
        accounts: AccountPair,
        /,
        *,
        rail: Rail | None = None,
        registered: RegisteredAccounts | None = None,
        replace: bool = False,
    ) -> Flow[DepositAccount]:
        """Create what a person can pay into again and again.

        An off-ramp gets deposit addresses that pay out to the registered account; a customer has one on-ramp
        account at most, and creating is an upsert (page on-ramp/create-on-ramp-session). What exists already
        with the same target is returned as it is, and so a lost answer is settled by calling again.

        Raises:
            AccountNotReadyError: The payout account cannot be used (yet); nothing was sent.
            AlreadyExistsError: It exists with another target and *replace* is false.
            CustomerInactiveError: Ripio has deactivated the customer.
            TermsNotAcceptedError: The customer has not accepted the terms, which `actions` names.
            UnsupportedError: The pair is not exchanged, or the rail has no standing accounts.
        """
        customer_id = self._view.customer_id(link)
        require_served(pair, self._view.country, self._view, _CREATE)
        if pair.direction is Direction.OFF_RAMP:
            made = self._deposit_addresses(customer_id, pair, accounts, registered)
        else:
            made = self._virtual_account(customer_id, pair, accounts, rail, replace=replace)
        return (yield from self._saying_which_terms(self._saying_whose_end(made, link, _CREATE), _CREATE))

    def get_deposit_account(self, account: DepositAccount, /) -> Flow[DepositAccount]:
        """Read a standing account again, with the target it has now.

        Where that is no longer the target of *account*, `actions` is empty: nobody should pay in.
        """
        direction, asked = account.pair.direction, account.deposit_account_id
        request = sessions.read_request(asked, direction, "get_deposit_account")
        customer_id, view = account.customer_id, self._view
        if direction is Direction.OFF_RAMP:
            addresses = partial(sessions.parse_off_ramp, pair=account.pair, target=account.target)
            return (
                yield from self._read(
                    request, partial(addresses, customer_id=customer_id, view=view, asked=asked)
                )
            )
        parse = partial(sessions.parse_on_ramp, customer_id=customer_id, view=view, asked=asked)
        now = yield from self._read(request, parse)
        return now if sessions.has_target(now, account.pair, account.target) else now.evolve(actions=())

    def list_deposit_accounts(self, link: CustomerLink | None = None, /) -> Flow[Page[DepositAccount]]:
        """The standing accounts of a customer, or of all: virtual accounts first, then deposit addresses.

        Pages on-ramp/list-on-ramp-sessions and off-ramp/list-off-ramp-sessions. Ripio filters by nobody:
        every page is asked for, and what is not wanted left out, as is what rampkit has no words for. Deposit
        addresses take every token that Ripio names for their networks, one step in `actions` for each, and
        `pair` is that of the first; to whom they pay out is told by `target_id` alone.
        """
        customer_id = None if link is None else self._view.customer_id(link)
        addresses = partial(self._addresses, customer_id)
        parse = partial(session_lists.parse_virtual_account, view=self._view, customer_id=customer_id)
        request = session_lists.sessions_request(Direction.ON_RAMP, _LIST)
        own = None if customer_id is None else (yield from self._own_session(customer_id, _LIST))
        if own is not None:
            account = self._parsed(request, partial(parse, own))
            return Page(() if account is None else (account,), addresses)
        return (yield from _chained(self._page(Walk(request, "sessionId"), parse), addresses))

    def prepare_deposit_account(self, link: CustomerLink, /, *, rail: Rail | None = None) -> Flow[bool]:
        """Have the customer's virtual account made now, so that the first on-ramp need not wait for it.

        Page customers/create-deposit-account, which does not show the path of its call. The customer's
        identity has to be verified. A lost answer is not repeated.

        Args:
            link: Whose.
            rail: Of which rail of the country, where it has several.

        Returns:
            Whether an account is being made; false: the rail needs none beforehand.

        Raises:
            UnsupportedError: The connection may not guess paths; nothing was sent.
            InvalidInputError: The rail is none of the country's; nothing was sent.
        """
        customer_id = self._view.customer_id(link)
        if not self._guessed_paths:
            raise UnsupportedError(
                "no page shows the path of this call; create_deposit_account makes the account as well, or "
                "set guessed_paths once Ripio has confirmed the path",
                connection=self.name,
                operation="prepare_deposit_account",
            )
        one = one_rail(rail, Direction.ON_RAMP, self._view)
        return is_under_way((yield from self._ask(prepare_request(customer_id, one, self._view))))

    def _deposit_addresses(
        self, customer_id: str, pair: Pair, accounts: AccountPair, registered: RegisteredAccounts | None
    ) -> Flow[DepositAccount]:
        account_id = None if registered is None else registered.destination_id
        if registered is None or account_id is None or registered.status != AccountStatus.USABLE:
            raise AccountNotReadyError(
                "the payout account cannot be used (yet); register, confirm and read it with get_accounts",
                actions=() if registered is None else registered.actions,
                connection=self.name,
                operation=_CREATE,
            )
        target = registered.accounts.destination or accounts.destination
        parse = partial(
            sessions.parse_off_ramp,
            pair=pair,
            customer_id=customer_id,
            target=target,
            view=self._view,
            payout_id=account_id,
        )
        listed = session_lists.sessions_request(Direction.OFF_RAMP, _CREATE)
        existing = yield from self._first(listed, "sessionId", partial(sessions.pays_to, account_id), parse)
        return existing or (yield from self._read(sessions.off_ramp_request(account_id), parse))

    def _virtual_account(
        self, customer_id: str, pair: Pair, accounts: AccountPair, rail: Rail | None, *, replace: bool
    ) -> Flow[DepositAccount]:
        standing = sessions.standing_rail(rail, self._view)
        target = sessions.Target(customer_id, pair, sessions.wallet_of(accounts, pair))
        existing = yield from self._existing(target)
        if existing is not None and not target.is_in(existing) and not replace:
            raise AlreadyExistsError(
                "the customer's account has another target, and money under way would be redirected; pass "
                "replace=True to do that",
                connection=self.name,
                operation=_CREATE,
            )
        parse = partial(sessions.parse_on_ramp, customer_id=customer_id, view=self._view, target=target)
        if existing is not None and target.is_in(existing):
            session_id = str(existing.get("sessionId"))
            request = sessions.read_request(session_id, Direction.ON_RAMP, _CREATE)
        else:
            request = sessions.on_ramp_request(target, standing, self._view)
        return (yield from self._read(request, parse))

    def _existing(self, target: sessions.Target) -> Flow[Mapping[str, Any] | None]:
        """The customer's session, whatever its target. That there is none is believed of the list alone."""
        own = yield from self._own_session(target.customer_id, _CREATE)
        if own is not None:
            return own
        request = session_lists.sessions_request(Direction.ON_RAMP, _CREATE)
        items = yield from self._items(request, "sessionId", until=target.is_of_customer)
        return next(filter(target.is_of_customer, items), None)

    def _own_session(self, customer_id: str, operation: str) -> Flow[Mapping[str, Any] | None]:
        """The customer's session, read by a path that may be a wrong one: None proves nothing."""
        if not self._guessed_paths:
            return None
        request = session_lists.customers_session_request(customer_id, operation)
        try:
            found = yield from self._read(request, object_in)
        except NotFoundError:
            return None
        return found if sessions.is_of(customer_id, found) else None

    def _addresses(self, customer_id: str | None) -> Flow[Page[DepositAccount]]:
        taken = yield from self._read(networks_request(_LIST, "depositNetworks"), parse_networks)
        parse = partial(
            session_lists.parse_addresses,
            view=self._view,
            customer_id=customer_id,
            tokens=assets_on(taken),
        )
        walk = Walk(session_lists.sessions_request(Direction.OFF_RAMP, _LIST), "sessionId")
        return (yield from self._page(walk, parse))


def _chained(flow: Flow[Page[T]], after: Callable[[], Flow[Page[T]]]) -> Flow[Page[T]]:
    """The pages of *flow*, and then those that *after* begins."""
    page = yield from flow
    following = page.following
    return Page(page.items, after if following is None else lambda: _chained(following(), after))
