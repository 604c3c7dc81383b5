"""What is asked about accounts, as JSON Schemas, in the calls of every generation."""

from __future__ import annotations

from typing import Any

from rampkit.capabilities import Operation
from rampkit.errors import BadResponseError
from rampkit.http import Request, Response
from rampkit.models import Asset, Pair, Rail, Requirements
from rampkit_gnosis import wire
from rampkit_gnosis.assets import asset_of, blockchain_of, codes_of, rail_code
from rampkit_gnosis.generations import Generation
from rampkit_gnosis.mapping.connection import Connection
from rampkit_gnosis.mapping.customers import PROJECT

__all__ = ["end_request", "pair_request", "parse_ends", "parse_requirements"]

_REQUIREMENTS = Operation.REQUIREMENTS
_STORED = "/external-accounts/requirements"


def pair_request(
    pair: Pair, generation: Generation, at: Connection, *, rail: Rail | None, via: str | None
) -> Request:
    """Ask for the JSON Schemas of both accounts of a pair.

    https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-intent-requirements; before it,
    https://gnosisramps.mintlify.app/external-accounts/requirements, which can be narrowed by nothing.
    """
    source, destination = codes_of(pair, connection=at.name, operation=_REQUIREMENTS)
    if not generation.inline:
        return _request(_STORED, {"src": source, "dest": destination})
    query = {"srcCurrencyCode": source, "destCurrencyCode": destination}
    query |= {} if rail is None else {"rail": rail_code(rail)}
    query |= {} if via is None else {"providerId": via}
    return _request("/intent/requirements", query)


def end_request(asset: Asset, country: str, at: Connection) -> Request:
    """Ask for the JSON Schema of one account, as the first generation has it: by country or by chain.

    Page external-accounts/requirements of https://gnosisramps.mintlify.app, in its first capture. That guide
    signs as a customer; the specification beside it, and every later page, as the project.

    Raises:
        UnsupportedError: There is no name for the chain.
    """
    if asset.is_fiat:
        return _request(_STORED, {"countryCode": country})
    return _request(_STORED, {"blockchain": blockchain_of(asset, connection=at.name)})


def _request(path: str, query: dict[str, str]) -> Request:
    return Request(operation=_REQUIREMENTS, path=path, query=query, scope=PROJECT)


def parse_requirements(
    response: Response, pair: Pair, generation: Generation, at: Connection
) -> Requirements:
    """The schemas of both accounts."""
    with at.reading(response, _REQUIREMENTS):
        payload = response.json()
        if generation.inline:
            asked = wire.Requirements.read(payload)
            _same(pair, asked)
            return _requirements(pair, asked.src.schema_, asked.dest.schema_, payload, at)
        stored = wire.StoredRequirements.read(payload)
        return _requirements(pair, stored.source, stored.destination, payload, at)


def parse_ends(source: Response, destination: Response, pair: Pair, at: Connection) -> Requirements:
    """The schemas of both accounts, each from an answer of its own."""
    ends = [_end(response, at) for response in (source, destination)]
    return _requirements(pair, ends[0], ends[1], [source.json(), destination.json()], at)


def _end(response: Response, at: Connection) -> dict[str, Any]:
    with at.reading(response, _REQUIREMENTS):
        return wire.Requirement.read(response.json()).schema_


def _same(pair: Pair, asked: wire.Requirements) -> None:
    for ours, theirs in ((pair.source, asked.src), (pair.destination, asked.dest)):
        if theirs.currencyCode is not None and asset_of(theirs.currencyCode) != ours:
            raise BadResponseError("it is about another pair")


def _requirements(
    pair: Pair, source: dict[str, Any], destination: dict[str, Any], payload: Any, at: Connection
) -> Requirements:
    return Requirements(
        connection=at.name, pair=pair, source=source, destination=destination, raw=at.kept(payload)
    )
