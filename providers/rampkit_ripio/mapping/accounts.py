"""Payout accounts: where an off-ramp pays to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import (
    AccountPair,
    AccountScheme,
    AccountStatus,
    BankAccount,
    Confirm,
    Direction,
    Pair,
    Rail,
    RegisteredAccounts,
)
from rampkit_ripio import assets, statuses, wire
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in

__all__ = [
    "account_fields",
    "account_request",
    "accounts_request",
    "confirm_request",
    "one_rail",
    "parse_account",
    "payout_account",
    "register_request",
]

# Page fiat-accounts/create-fiat-account; the fields of other countries are on no page: `requirements` asks.
_FIELDS = {"AR": "alias_or_cvu_destination", "MX": "clabe_destination"}
_SCHEMES = {
    "AR": (AccountScheme.ALIAS, AccountScheme.CBU, AccountScheme.CVU),
    "MX": (AccountScheme.CLABE,),
}
_WHERE = "accounts.destination"


def payout_account(accounts: AccountPair, view: View) -> BankAccount:
    """The account an off-ramp pays to.

    Raises:
        InvalidInputError: There is none, or it is in another country than the credentials.
    """
    account = accounts.destination
    if not isinstance(account, BankAccount):
        raise InvalidInputError(_WHERE, "is not a bank account", remedy="say where the money goes")
    if account.country != view.country:
        raise InvalidInputError(
            f"{_WHERE}.country", f"is not {view.country}", remedy="use a connection for that country"
        )
    return account


def one_rail(rail: Rail | None, direction: Direction, view: View, *, field: str = "rail") -> Rail:
    """*rail*, or the only one there is.

    Raises:
        InvalidInputError: There are several and none was named, or the named one is not served.
    """
    served = assets.rails(view.country, direction)
    if rail is None and len(served) == 1:
        return served[0]
    if rail is None or rail not in served:
        problem = "is missing" if rail is None else "is not served"
        raise InvalidInputError(field, problem, remedy=f"name one of {', '.join(served)}")
    return rail


def account_fields(account: BankAccount, view: View) -> dict[str, Any]:
    """The account in Ripio's words: `details` as given, and the identifier where its name is known.

    Ripio's own samples have wrong check digits: to use them, make the account with `check_digits=False`.

    Raises:
        InvalidInputError: The identifier cannot be one of the country, or nothing names the account.
    """
    fields = dict(account.details)
    if account.identifier is not None and view.country in _FIELDS:
        fields.setdefault(_FIELDS[view.country], _identifier(account, view.country))
    if not fields:
        raise InvalidInputError(
            f"{_WHERE}.details", "is empty", remedy="fill in the fields that `requirements` names"
        )
    return fields


def register_request(customer_id: str, account: BankAccount, view: View) -> Request:
    """Create a payout account (page fiat-accounts/create-fiat-account)."""
    rail = one_rail(account.rail, Direction.OFF_RAMP, view, field=f"{_WHERE}.rail")
    return Request(
        operation="register_accounts",
        method="POST",
        path=path("api", "v1", "fiatAccounts", ""),
        json={
            "customerId": customer_id,
            "paymentMethodType": assets.rail_code(view.country, rail),
            "accountFields": account_fields(account, view),
        },
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def account_request(account_id: str) -> Request:
    """Read a payout account. Named in passing only, on page customers/deactivate-customer."""
    return Request(
        operation="get_accounts", path=path("api", "v1", "fiatAccounts", account_id, ""), scope=SCOPE
    )


def accounts_request(customer_id: str) -> Request:
    """List a customer's payout accounts. No page describes this call; a public client makes it."""
    return Request(
        operation="get_accounts",
        path=path("api", "v1", "fiatAccounts", ""),
        query={"customerId": customer_id},
        scope=SCOPE,
    )


def confirm_request(account_id: str) -> Request:
    """Confirm a payout account (page fiat-accounts/confirm-fiat-account)."""
    return Request(
        operation="confirm_accounts",
        method="POST",
        path=path("api", "v1", "fiatAccounts", account_id, "confirm", ""),
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def parse_account(
    payload: Any, pair: Pair, accounts: AccountPair, customer_id: str, view: View, *, asked: str | None = None
) -> RegisteredAccounts:
    """What Ripio made of the payout account.

    Raises:
        ValueError: It is not the account *asked* for, or another customer's.
    """
    account = wire.FiatAccount.read(payload)
    if asked not in {None, account.fiatAccountId} or account.customerId not in {None, customer_id}:
        raise ValueError("another account")
    status = statuses.account_status(account.status)
    # In Argentina `metadata` holds the holder found for the account: what the person has to look at.
    confirm = Confirm(what="account", details=account.metadata or {})
    return RegisteredAccounts(
        connection=view.connection,
        pair=pair,
        accounts=accounts,
        status=status,
        destination_id=account.fiatAccountId,
        actions=(confirm,) if status == AccountStatus.NEEDS_CONFIRMATION else (),
        provider_status=account.status,
        raw=view.keep(payload),
    )


def is_same(item: Mapping[str, Any], customer_id: str, fields: Mapping[str, Any]) -> bool:
    """Whether a listed account is the customer's and has all the *fields* we would send.

    Two people may have stored the same account, and no page says that the list obeys its filter.
    """
    stored = object_in(item.get("fiatAccountFields"))
    return item.get("customerId", customer_id) == customer_id and all(
        stored.get(name) == value for name, value in fields.items()
    )


def _identifier(account: BankAccount, country: str) -> str:
    served = _SCHEMES[country]
    if account.scheme is None and len(served) == 1:
        account = _given_by(served[0], account)
    if account.scheme is not None and account.scheme not in served:
        raise InvalidInputError(
            f"{_WHERE}.scheme", f"is not used in {country}", remedy=f"use {', '.join(served)}"
        )
    text = (account.identifier or "").strip()
    if not text:
        raise InvalidInputError(f"{_WHERE}.identifier", "is empty", remedy="give the number of the account")
    return text


def _given_by(scheme: AccountScheme, account: BankAccount) -> BankAccount:
    try:
        return account.evolve(scheme=scheme)
    except InvalidInputError as error:
        problem = error.within(_WHERE)
    raise problem
