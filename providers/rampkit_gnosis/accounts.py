"""What is asked about accounts, and accounts stored beforehand."""

from __future__ import annotations

from rampkit.errors import BadResponseError
from rampkit.http import Commits, Request, Response
from rampkit.models import (
    AccountPair,
    AccountStatus,
    CustomerLink,
    Pair,
    Rail,
    RegisteredAccounts,
    Requirements,
)
from rampkit_gnosis import wire
from rampkit_gnosis.assets import asset_of, codes_of, rail_code
from rampkit_gnosis.connection import Connection
from rampkit_gnosis.customers import PROJECT, scope_of
from rampkit_gnosis.details import stored_details
from rampkit_gnosis.generations import Generation

__all__ = ["accounts_request", "parse_accounts", "parse_requirements", "requirements_request"]


def requirements_request(
    pair: Pair, generation: Generation, at: Connection, *, rail: Rail | None, via: str | None
) -> Request:
    """Ask for the JSON Schemas of both accounts of a pair.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-intent-requirements; before it,
    https://gnosisramps.mintlify.app/external-accounts/requirements, which can be narrowed by nothing.
    """
    source, destination = codes_of(pair, connection=at.name, operation="requirements")
    if generation.inline:
        path, query = "/intent/requirements", {"srcCurrencyCode": source, "destCurrencyCode": destination}
        query |= {} if rail is None else {"rail": rail_code(rail)}
        query |= {} if via is None else {"providerId": via}
    else:
        path, query = "/external-accounts/requirements", {"src": source, "dest": destination}
    return Request(operation="requirements", path=path, query=query, scope=PROJECT)


def parse_requirements(
    response: Response, pair: Pair, generation: Generation, at: Connection
) -> Requirements:
    """The schemas of both accounts."""
    with at.reading(response, "requirements"):
        payload = response.json()
        if generation.inline:
            asked = wire.Requirements.read(payload)
            _same(pair, asked)
            source, destination = asked.src.schema_, asked.dest.schema_
        else:
            stored = wire.StoredRequirements.read(payload)
            source, destination = stored.source, stored.destination
        return Requirements(
            connection=at.name, pair=pair, source=source, destination=destination, raw=at.kept(payload)
        )


def _same(pair: Pair, asked: wire.Requirements) -> None:
    for ours, theirs in ((pair.source, asked.src), (pair.destination, asked.dest)):
        if theirs.currencyCode is not None and asset_of(theirs.currencyCode) != ours:
            raise BadResponseError("it is about another pair")


def accounts_request(link: CustomerLink, pair: Pair, accounts: AccountPair, at: Connection) -> Request:
    """Store a pair of accounts.

    https://docs.ramp.gnosis.io/api-reference/endpoints/external-accounts/create-external-account
    """
    source, destination = codes_of(pair, connection=at.name, operation="register_accounts")
    body = {
        "src": source,
        "dest": destination,
        "source": stored_details("source", accounts.source, source, at),
        "destination": stored_details("destination", accounts.destination, destination, at),
    }
    return Request(
        operation="register_accounts",
        method="POST",
        path="/customers/external-accounts",
        json=body,
        scope=scope_of(link),
        commits=Commits.RECORD,
    )


def parse_accounts(
    response: Response, pair: Pair, accounts: AccountPair, at: Connection
) -> RegisteredAccounts:
    """The stored accounts. They can be used at once: no page knows a status of theirs."""
    with at.reading(response, "register_accounts"):
        payload = response.json()
        stored = wire.ExternalAccounts.read(payload)
        return RegisteredAccounts(
            connection=at.name,
            pair=pair,
            accounts=accounts,
            status=AccountStatus.USABLE,
            source_id=stored.source.id,
            destination_id=stored.destination.id,
            raw=at.kept(payload),
        )
