"""Standing accounts: a person pays in again and again, and every deposit is converted by itself."""

from __future__ import annotations

from functools import partial

from rampkit.errors import AccountNotReadyError, AlreadyExistsError
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
from rampkit_ripio.flows.readiness import Readiness
from rampkit_ripio.mapping import sessions
from rampkit_ripio.mapping.routes import require_served

__all__ = ["DepositAccounts"]

_CREATE = "create_deposit_account"


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

        An off-ramp gets new deposit addresses that pay out to the registered account. A customer has one
        on-ramp account at most, and creating is an upsert: an account that exists with the same target is
        returned as it is (page on-ramp/create-on-ramp-session).

        Raises:
            AccountNotReadyError: The payout account cannot be used (yet); nothing was sent.
            AlreadyExistsError: It exists with another target and *replace* is false.
            TermsNotAcceptedError: The customer has not accepted the terms, which `actions` names.
            UnsupportedError: The pair is not exchanged, or the rail has no standing accounts.
        """
        customer_id = self._view.customer_id(link)
        require_served(pair, self._view.country, self._view, _CREATE)
        if pair.direction is Direction.OFF_RAMP:
            made = self._deposit_addresses(customer_id, pair, accounts, registered)
        else:
            made = self._virtual_account(customer_id, pair, accounts, rail, replace=replace)
        return (yield from self._saying_which_terms(made, _CREATE))

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
            pays_to=account_id,
        )
        return (yield from self._read(sessions.off_ramp_request(account_id), parse))

    def _virtual_account(
        self, customer_id: str, pair: Pair, accounts: AccountPair, rail: Rail | None, *, replace: bool
    ) -> Flow[DepositAccount]:
        standing = sessions.standing_rail(rail, self._view)
        target = sessions.Target(customer_id, pair, sessions.wallet_of(accounts, pair))
        items = yield from self._items(sessions.sessions_request(), "sessionId", until=target.is_of_customer)
        existing = next(filter(target.is_of_customer, items), None)
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
            request = sessions.on_ramp_request(target, standing, self._view, fresh=existing is None)
        return (yield from self._read(request, parse))
