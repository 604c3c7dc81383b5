"""The payout accounts that Ripio keeps of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.models import AccountScheme, BankAccount, Rail, StoredAccount
from rampkit_ripio import assets, statuses, wire
from rampkit_ripio.mapping.accounts import FIELDS, steps_of
from rampkit_ripio.mapping.view import View

__all__ = ["parse_stored"]


def parse_stored(item: Mapping[str, Any], customer_id: str, view: View) -> StoredAccount | None:
    """One of the customer's accounts; None if it is another customer's, in case the list is not filtered."""
    stored = wire.FiatAccount.read(item)
    if stored.customerId not in {None, customer_id}:
        return None
    status = statuses.account_status(stored.status)
    rail = assets.rail_of(view.country, stored.paymentMethodType)
    return StoredAccount(
        connection=view.connection,
        account_id=stored.fiatAccountId,
        status=status,
        account=_account(stored.fiatAccountFields or {}, rail, view),
        rail=rail,
        provider_status=stored.status,
        actions=steps_of(status, stored),
        created_at=stored.createdAt,
        raw=view.keep(item),
    )


def _account(fields: Mapping[str, Any], rail: Rail | None, view: View) -> BankAccount | None:
    """The account itself: by its identifier where the field is known, else by all of its fields."""
    if not fields:
        return None
    account = BankAccount(country=view.country, rail=rail, check_digits=False, details=fields)
    name = FIELDS.get(view.country)
    value = None if name is None else fields.get(name)
    if not isinstance(value, str):
        return account
    others = {key: field for key, field in fields.items() if key != name}
    try:
        return account.evolve(scheme=_scheme(value, view), identifier=value, details=others)
    except InvalidInputError:
        return account


def _scheme(value: str, view: View) -> AccountScheme | None:
    if view.country == "MX":
        return AccountScheme.CLABE
    # Twenty-two digits are a CBU or a CVU; which of them, Ripio does not say.
    return None if value.isdigit() else AccountScheme.ALIAS
