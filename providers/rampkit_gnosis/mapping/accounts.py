"""Accounts stored beforehand: what is sent to store them, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from rampkit.capabilities import Operation
from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, Response, path
from rampkit.models import (
    AccountPair,
    AccountStatus,
    BankAccount,
    CryptoAddress,
    CustomerLink,
    Endpoint,
    Pair,
    RegisteredAccounts,
    StoredAccount,
)
from rampkit_gnosis import wire
from rampkit_gnosis.assets import asset_of, codes_of, rail_of
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.customers import scope_of
from rampkit_gnosis.mapping.details import Details, stored_details

__all__ = [
    "accounts_request",
    "country_of",
    "details_of",
    "list_request",
    "own_path",
    "parse_account_id",
    "parse_accounts",
    "parse_stored",
    "registered",
    "single_request",
]

_REGISTER = Operation.REGISTER_ACCOUNTS
_PATH = "/customers/external-accounts"


def details_of(pair: Pair, accounts: AccountPair, at: Connection) -> Details:
    """Both *accounts* as they are stored.

    Raises:
        AccountNotReadyError: One is missing.
        UnsupportedError: One cannot be told to Gnosis Ramp.
    """
    source, destination = codes_of(pair, connection=at.name, operation=_REGISTER)
    return (
        stored_details("source", accounts.source, source, at),
        stored_details("destination", accounts.destination, destination, at),
    )


def country_of(accounts: AccountPair) -> str:
    """The country of the bank account; empty if there is none."""
    ends = (accounts.source, accounts.destination)
    return next((end.country for end in ends if isinstance(end, BankAccount)), "")


def accounts_request(link: CustomerLink, pair: Pair, details: Details, at: Connection) -> Request:
    """Store a pair of accounts.

    https://docs.ramp.gnosis.io/api-reference/endpoints/external-accounts/create-external-account
    """
    source, destination = codes_of(pair, connection=at.name, operation=_REGISTER)
    body = {"src": source, "dest": destination, "source": details[0], "destination": details[1]}
    return _post(link, _PATH, body)


def single_request(link: CustomerLink, account: Endpoint | None, details: Mapping[str, Any]) -> Request:
    """Store one account, as the first generation does it.

    Page external-accounts/creating of https://gnosisramps.mintlify.app, in its first capture. Its `label` is
    for people, and required: here it is the currency's code.
    """
    label = details["currency"]
    if isinstance(account, BankAccount):
        bank = {"countryCode": account.country, **details}
        return _post(link, _PATH, {"type": "BANK_ACCOUNT", "label": label, "bankAccount": bank})
    return _post(link, _PATH, {"type": "CRYPTO_ADDRESS", "label": label, "cryptoAddress": details})


def own_path(link: CustomerLink) -> str:
    """Where the guide of the first generation, and it alone, stores a customer's accounts."""
    return path("customers", link.provider_customer_id or link.customer_id, "external-accounts")


def _post(link: CustomerLink, where: str, body: dict[str, Any]) -> Request:
    return Request(
        operation=_REGISTER,
        method="POST",
        path=where,
        json=body,
        scope=scope_of(link),
        commits=Commits.RECORD,
    )


def parse_accounts(
    response: Response, pair: Pair, accounts: AccountPair, at: Connection
) -> RegisteredAccounts:
    """The stored pair."""
    with at.reading(response, _REGISTER):
        payload = response.json()
        stored = wire.ExternalAccounts.read(payload)
        return registered(pair, accounts, (stored.source.id, stored.destination.id), payload, at)


def parse_account_id(response: Response, at: Connection) -> str:
    """The id of an account that was stored by itself."""
    with at.reading(response, _REGISTER):
        return wire.ExternalAccount.read(response.json()).id


def registered(
    pair: Pair, accounts: AccountPair, ids: tuple[str, str], payload: Any, at: Connection
) -> RegisteredAccounts:
    """The stored accounts. They can be used at once: no page knows a status of theirs."""
    return RegisteredAccounts(
        connection=at.name,
        pair=pair,
        accounts=accounts,
        status=AccountStatus.USABLE,
        source_id=ids[0],
        destination_id=ids[1],
        raw=at.kept(payload),
    )


def list_request(link: CustomerLink) -> Request:
    """Read every account that is stored of a customer (specification of the generations before the newest).

    https://github.com/henghonglee-hq/docs/blob/c231820/openapi.yaml
    """
    return Request(operation=Operation.LIST_ACCOUNTS, path=_PATH, scope=scope_of(link))


def parse_stored(response: Response, at: Connection) -> tuple[StoredAccount, ...]:
    """The stored accounts of a customer."""
    with at.reading(response, Operation.LIST_ACCOUNTS):
        return tuple(_stored(item, at) for item in wire.items(response.json()))


def _stored(item: Any, at: Connection) -> StoredAccount:
    told = wire.ExternalAccount.read(item)
    fields = told.metadata or {}
    rail = fields.get("rails") or fields.get("rail")
    return StoredAccount(
        connection=at.name,
        account_id=told.id,
        status=AccountStatus.USABLE,
        account=_wallet(told, fields) or _bank(fields),
        rail=rail_of(rail) if isinstance(rail, str) else None,
        created_at=told.createdAt,
        raw=at.kept(item),
    )


def _wallet(told: wire.ExternalAccount, fields: dict[str, Any]) -> CryptoAddress | None:
    """The wallet an account is, if its network is told and its address can be one of it."""
    code = told.currency.code if told.currency and told.currency.code else fields.get("currency")
    asset = asset_of(code) if isinstance(code, str) else None
    address = fields.get("address")
    if asset is None or asset.network is None or not isinstance(address, str):
        return None
    try:
        return CryptoAddress(address=address, network=asset.network.name)
    except InvalidInputError:
        return None


def _bank(fields: dict[str, Any]) -> BankAccount | None:
    """The bank account an account is, if its country is told, which older schemas do not ask for."""
    country, number, holder = (
        fields.get("countryCode"),
        _inner(fields, "accountIdentifier"),
        _inner(fields, "beneficiary"),
    )
    if not isinstance(country, str):
        return None
    told = {
        "identifier": number.get("accountNumber"),
        "routing_number": number.get("routingNumber"),
        "bank": fields.get("institutionName"),
        "holder_name": holder.get("name"),
        "holder_tax_id": holder.get("taxId"),
    }
    try:
        return BankAccount(country=country, check_digits=False, **_texts(told))
    except InvalidInputError:
        return None


def _inner(fields: dict[str, Any], key: str) -> dict[str, Any]:
    inner = fields.get(key)
    return cast("dict[str, Any]", inner) if isinstance(inner, dict) else {}


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if isinstance(value, str)}
