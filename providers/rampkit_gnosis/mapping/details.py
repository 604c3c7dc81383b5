"""Accounts in Gnosis Ramp's words: inline in an order, or to be stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from rampkit.errors import AccountNotReadyError, UnsupportedError
from rampkit.models import BankAccount, CryptoAddress, Endpoint, Rail
from rampkit_gnosis.assets import rail_code
from rampkit_gnosis.mapping.connection import Connection

__all__ = ["Details", "bank_details", "crypto_details", "merged_rail", "stored_details"]

Details: TypeAlias = tuple[dict[str, Any], dict[str, Any]]
"""Both accounts of a pair in Gnosis Ramp's words, the source first."""


def crypto_details(
    side: str, account: Endpoint | None, code: str, override: Mapping[str, Any], at: Connection
) -> dict[str, Any]:
    """A wallet address (https://docs.ramp.gnosis.io/intents/creating-intent).

    The schemas require `currency` beside it; the samples leave it out, and none is known to forbid it.

    Raises:
        AccountNotReadyError: There is no address.
        UnsupportedError: The address has a memo, which no documented field holds.
    """
    details: dict[str, Any] = {"currency": code}
    if isinstance(account, CryptoAddress):
        _check_memo(side, account, override, at)
        details["address"] = account.address
    details |= override
    if not details.get("address"):
        raise AccountNotReadyError(
            f"the wallet address is missing; give accounts.{side} as a CryptoAddress", connection=at.name
        )
    return details


def _check_memo(side: str, account: CryptoAddress, override: Mapping[str, Any], at: Connection) -> None:
    if account.memo is not None and not override:
        raise UnsupportedError(
            f"no documented field takes the memo of accounts.{side}; use an address without one, or name "
            "the field in the provider options",
            connection=at.name,
        )


def bank_details(
    account: Endpoint | None,
    code: str,
    override: Mapping[str, Any],
    *,
    country: str,
    rail: Rail | None,
    receives: bool,
) -> dict[str, Any]:
    """A bank account: where and by which rail; and, if it *receives*, which one it is.

    A paying account is asked for by routing fields alone, so nothing else leaves unless `details` says so:
    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-intent-requirements
    """
    built: dict[str, Any] = {"countryCode": country, "currency": code}
    said = dict(override)
    if isinstance(account, BankAccount):
        built["countryCode"] = account.country
        built |= _identity(account) if receives else {}
        said = {**account.details, **override}
    # Some schemas call it `rails`; who has read them says it so, and it is not said twice.
    if rail is not None and "rails" not in said:
        built["rail"] = rail_code(rail)
    return {**built, **said}


def stored_details(side: str, account: Endpoint | None, code: str, at: Connection) -> dict[str, Any]:
    """An account as it is stored; `rails` is what older schemas call the rail.

    https://gnosisramps.mintlify.app/external-accounts/requirements

    Raises:
        AccountNotReadyError: There is no account.
    """
    if isinstance(account, BankAccount):
        rails = {"rails": rail_code(account.rail)} if account.rail else {}
        return {"currency": code, **rails, **_identity(account), **account.details}
    if account is None:
        raise AccountNotReadyError(
            f"both accounts are needed to store a pair; give accounts.{side}", connection=at.name
        )
    return crypto_details(side, account, code, {}, at)


def merged_rail(account: Endpoint | None, quoted: Rail | None, at: Connection) -> Rail | None:
    """The rail that the quote and the account agree on.

    Raises:
        UnsupportedError: They name two.
    """
    own = account.rail if isinstance(account, BankAccount) else None
    if own is not None and quoted is not None and own != quoted:
        raise UnsupportedError(
            f"the quote is for {quoted}, the account for {own}; quote again with rail={own.value!r}",
            connection=at.name,
        )
    return own or quoted


def _identity(account: BankAccount) -> dict[str, Any]:
    """Which account, under the only names a page shows.

    https://docs.ramp.gnosis.io/api-reference/endpoints/external-accounts/create-external-account
    """
    number = _given(routingNumber=account.routing_number, accountNumber=account.identifier)
    holder = _given(name=account.holder_name, taxId=account.holder_tax_id)
    parts = {"institutionName": account.bank, "accountIdentifier": number, "beneficiary": holder}
    return {name: value for name, value in parts.items() if value}


def _given(**fields: str | None) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}
