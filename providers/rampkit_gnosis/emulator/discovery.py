"""The calls that tell what can be done: pairs, companies, requirements, prices."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from rampkit_gnosis.emulator.amounts import check_length
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.bodies import AMOUNT_PATTERN, CODE_PATTERN
from rampkit_gnosis.emulator.corridors import COMPANIES, CORRIDORS, Corridor, RampCompany, find_corridor
from rampkit_gnosis.emulator.gate import Gate
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.quotes import quote_rows
from rampkit_gnosis.emulator.refusals import bad_request
from rampkit_gnosis.emulator.requirements import destination_schema, narrowed, no_company, source_schema

_CODE = re.compile(CODE_PATTERN)
_AMOUNT = re.compile(AMOUNT_PATTERN)
_CODE_LENGTHS = range(2, 21)
_COUNTRY_LENGTH = 2


class DiscoveryCalls:
    """docs.ramp.gnosis.io/intents/currencies-providers, /intents/requirements and /intents/getting-quote."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._gate = Gate(ledger)

    async def pairs(self, request: Request) -> Response:
        """`GET /currencies/supported`: who serves which pair."""
        self._gate.project(request)
        return json_answer([self._pair(corridor) for corridor in CORRIDORS])

    async def companies(self, request: Request) -> Response:
        """`GET /providers`: the companies of the project."""
        self._gate.project(request)
        return json_answer([_company(each) for each in COMPANIES.values()])

    async def requirements(self, request: Request) -> Response:
        """`GET /intent/requirements`: what the details of both sides must hold."""
        self._gate.project(request)
        rail, company_id = request.query_params.get("rail"), request.query_params.get("providerId")
        corridor, switches = narrowed(_asked_corridor(request), rail, company_id), self._ledger.switches
        source = {"currencyCode": corridor.source.code, "schema": source_schema(corridor, switches)}
        dest = {"currencyCode": corridor.destination.code, "schema": destination_schema(corridor, switches)}
        return json_answer({"src": source, "dest": dest})

    async def quote(self, request: Request) -> Response:
        """`GET /intent/quote`: indicative prices, never binding; amounts may have any scale."""
        self._gate.project(request)
        amount, country = _asked(request, "srcAmount"), _asked(request, "countryCode")
        if not _AMOUNT.fullmatch(amount):
            raise bad_request("srcAmount must be a decimal number")
        check_length(amount, "srcAmount")
        if len(country) != _COUNTRY_LENGTH:
            raise bad_request("countryCode must be an ISO 3166-1 alpha-2 code")
        corridor, switches = _asked_corridor(request), self._ledger.switches
        seed = self._ledger.world.seed
        return json_answer({"quotes": quote_rows(corridor, Decimal(amount), country, switches, seed)})

    def _pair(self, corridor: Corridor) -> dict[str, Any]:
        pair: dict[str, Any] = {"from": corridor.source.code, "to": corridor.destination.code}
        if self._ledger.switches.pair_companies == "ids":
            return pair | {"providerIds": list(corridor.company_ids)}
        return pair | {"providers": [_company(COMPANIES[each]) for each in corridor.company_ids]}


def _company(company: RampCompany) -> dict[str, str | None]:
    return {"id": company.id, "name": company.name, "code": company.code, "logo": company.logo}


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name)
    if value is None:
        raise bad_request(f"{name} is required")
    return value


def _asked_corridor(request: Request) -> Corridor:
    codes = [_asked(request, name) for name in ("srcCurrencyCode", "destCurrencyCode")]
    for code in codes:
        if len(code) not in _CODE_LENGTHS or not _CODE.fullmatch(code):
            raise bad_request(f"'{code}' is not a currency code")
    corridor = find_corridor(*codes)
    if corridor is None:
        raise no_company()
    return corridor
