"""Payout accounts: where an off-ramp pays to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import (
    AccountPair,
    AccountScheme,
    AccountStatus,
    Action,
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
    "FIELDS",
    "WHERE",
    "account_fields",
    "account_request",
    "accounts_request",
    "confirm_request",
    "is_same",
    "one_rail",
    "parse_account",
    "payout_account",
    "register_request",
    "require_named",
    "steps_of",
]

# Page fiat-accounts/create-fiat-account; the fields of other countries are on no page: `requirements` asks.
FIELDS = {"AR": "alias_or_cvu_destination", "MX": "clabe_destination"}
"""What a country's account is named by."""

_SCHEMES = {
    "AR": (AccountScheme.ALIAS, AccountScheme.CBU, AccountScheme.CVU),
    "MX": (AccountScheme.CLABE,),
}
WHERE = "accounts.destination"
"""What a caller calls the account."""


def payout_account(accounts: AccountPair, view: View) -> BankAccount:
    """The account an off-ramp pays to.

    Raises:
        InvalidInputError: There is none, or it is in another country than the credentials.
    """
    account = accounts.destination
    if not isinstance(account, BankAccount):
        raise InvalidInputError(WHERE, "is not a bank account", remedy="say where the money goes")
    if account.country != view.country:
        raise InvalidInputError(
            f"{WHERE}.country", f"is not {view.country}", remedy="use a connection for that country"
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


def account_fields(account: BankAccount, asked: Sequence[wire.RequiredField], view: View) -> dict[str, Any]:
    """The account in Ripio's words: `details` as given, and the identifier under the name it has there.

    That is the one field that is *asked* for, or else the one that is known of the country. Ripio's own
    samples have wrong check digits: to use them, make the account with `check_digits=False`.

    Raises:
        InvalidInputError: The identifier cannot be one of the country, or nothing names the account.
    """
    fields, identifier = dict(account.details), _identifier(account, view.country)
    required = [field.fieldName for field in asked if field.required]
    name = required[0] if len(required) == 1 else FIELDS.get(view.country)
    if identifier is not None and name is not None:
        fields.setdefault(name, identifier)
    if not fields and not asked:
        raise _nameless()
    return fields


def require_named(account: BankAccount, view: View) -> None:
    """Refuse an account that cannot be told to Ripio, whatever it asks for.

    Raises:
        InvalidInputError: The identifier cannot be one of the country, or nothing names the account.
    """
    if _identifier(account, view.country) is None and not account.details:
        raise _nameless()


def register_request(customer_id: str, rail: Rail, fields: Mapping[str, Any], view: View) -> Request:
    """Create a payout account (page fiat-accounts/create-fiat-account)."""
    return Request(
        operation="register_accounts",
        method="POST",
        path=path("api", "v1", "fiatAccounts", ""),
        json={
            "customerId": customer_id,
            "paymentMethodType": assets.rail_code(view.country, rail),
            "accountFields": dict(fields),
        },
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def account_request(account_id: str, operation: str) -> Request:
    """Read a payout account. Named in passing only, on page customers/deactivate-customer."""
    return Request(operation=operation, path=path("api", "v1", "fiatAccounts", account_id, ""), scope=SCOPE)


def accounts_request(customer_id: str, operation: str) -> Request:
    """List a customer's payout accounts. No page describes this call; a public client makes it."""
    return Request(
        operation=operation,
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
    return RegisteredAccounts(
        connection=view.connection,
        pair=pair,
        accounts=accounts,
        status=status,
        destination_id=account.fiatAccountId,
        actions=steps_of(status, account),
        provider_status=account.status,
        raw=view.keep(payload),
    )


def steps_of(status: AccountStatus, account: wire.FiatAccount) -> tuple[Action, ...]:
    """What the person does next: in Argentina `metadata` holds the holder who was found for the account."""
    confirm = Confirm(what="account", details=account.metadata or {})
    return (confirm,) if status == AccountStatus.NEEDS_CONFIRMATION else ()


def is_same(item: Mapping[str, Any], customer_id: str, account: BankAccount) -> bool:
    """Whether a listed account is the customer's and has all that names *account*.

    Two people may have stored the same account, and no page says that the list obeys its filter.
    """
    stored = object_in(item.get("fiatAccountFields"))
    identifier = (account.identifier or "").strip()
    named = bool(identifier or account.details) and (not identifier or identifier in stored.values())
    details = all(stored.get(name) == value for name, value in account.details.items())
    return item.get("customerId", customer_id) == customer_id and named and details


def _nameless() -> InvalidInputError:
    return InvalidInputError(
        f"{WHERE}.details", "is empty", remedy="fill in the fields that `requirements` names"
    )


def _identifier(account: BankAccount, country: str) -> str | None:
    if account.identifier is None:
        return None
    served = _SCHEMES.get(country, ())
    if account.scheme is None and len(served) == 1:
        account = _given_by(served[0], account)
    if served and account.scheme is not None and account.scheme not in served:
        raise InvalidInputError(
            f"{WHERE}.scheme", f"is not used in {country}", remedy=f"use {', '.join(served)}"
        )
    text = (account.identifier or "").strip()
    if not text:
        raise InvalidInputError(f"{WHERE}.identifier", "is empty", remedy="give the number of the account")
    return text


def _given_by(scheme: AccountScheme, account: BankAccount) -> BankAccount:
    try:
        return account.evolve(scheme=scheme)
    except InvalidInputError as error:
        problem = error.within(WHERE)
    raise problem
