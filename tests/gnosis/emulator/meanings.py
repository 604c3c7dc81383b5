"""What valid requests must mean besides, so that schemathesis can ask for what exists.

The contract's schemas admit any text where only a few mean something: a pair that is served, a token, a
signed message, a stored account. Each request that schemathesis generated to be valid is given such meaning
just before it is sent, and keeps everything else that was generated. So no call has to be excused when it
refuses the rest.

`contract.py` hands this file to schemathesis and tells it by `GNOSIS_EMULATOR` where and who to be. pytest
does not collect it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import copy
from itertools import count, cycle
from typing import Any

import httpx
import schemathesis

from rampkit_gnosis.emulator.corridors import CORRIDORS, Corridor
from rampkit_gnosis.emulator.currencies import CURRENCIES

_SETTINGS = json.loads(os.environ["GNOSIS_EMULATOR"])
_HTTP = httpx.Client(base_url=_SETTINGS["address"])
_BEARER = {"Authorization": f"Bearer {_SETTINGS['token']}"}
_CUSTOMER = _SETTINGS["customer"]

_CORRIDORS = cycle(CORRIDORS)
_KEYS = count(1)
_CHAINS = cycle(["ETH", "BTC", "SOL", "TRON", "BASE", "POL", "ARB", "OP", "GNOSIS"])
_COUNTRIES = cycle(["US", "BR", "DE"])
_CRYPTO = cycle(code for code, currency in CURRENCIES.items() if currency.chain)
_WALLET = "0x742d35Cc6634C0532925a3b844Bc9e7595f42aB4"
_LONGEST_WHOLE = 40
_ACCOUNTS = {
    "USD": {
        "institutionName": "Chase Bank",
        "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
        "beneficiary": {"name": "Jane Doe"},
    },
    "BRL": {"pixKey": "jane@example.com", "beneficiary": {"name": "Jane Doe"}},
    "EUR": {"iban": "DE89370400440532013000"},
}


def _subject_token(case: Any) -> None:
    if "subject_token" in case.body:
        case.body["subject_token"] = _control("/subject-tokens", {"subject": _CUSTOMER})["token"]


def _challenge(case: Any) -> None:
    """A message with a fresh nonce; the signature, taken on trust, is made of the generated one."""
    nonce = _HTTP.get("/v1/gnosispay/auth/nonce").text
    case.body["message"] = (
        f"app.example wants you to sign in with your Ethereum account:\n{_WALLET}\n\n"
        "Sign in with Ethereum to Gnosis Pay\n\nURI: https://api.gnosispay.com/\nVersion: 1\nChain ID: 100\n"
        f"Nonce: {nonce}\nIssued At: 2026-03-29T10:00:00Z"
    )
    case.body["signature"] = "0x00" + case.body["signature"].encode("utf-8", "replace").hex()
    if "ttlInSeconds" in case.body:
        case.body["ttlInSeconds"] = 60 + int(case.body["ttlInSeconds"]) % (86400 - 60)


def _pair(case: Any) -> None:
    corridor = next(_CORRIDORS)
    case.query["srcCurrencyCode"], case.query["destCurrencyCode"] = _codes(corridor)
    if "rail" in case.query:
        case.query["rail"] = corridor.rails[-1]
    if "providerId" in case.query:
        case.query["providerId"] = corridor.company_ids[-1]
    if len(case.query.get("srcAmount", "")) > _LONGEST_WHOLE:
        case.query["srcAmount"] = case.query["srcAmount"][:_LONGEST_WHOLE].rstrip(".")


def _order(case: Any) -> None:
    _web_addresses(case.body)
    if {"src", "dest", "srcAmount"} <= set(case.body):
        _inline_order(case.body)
    else:
        _stored_order(case.body)


def _inline_order(body: Any) -> None:
    corridor = next(_CORRIDORS)
    body.pop("srcExternalAccountId", None)
    for side, currency in (("src", corridor.source), ("dest", corridor.destination)):
        meaning = _details(corridor) if currency.chain is None else {"address": _WALLET}
        details = {**body[side]["details"], **meaning, "currency": currency.code}
        body[side] = {**body[side], "currencyCode": currency.code, "details": details}
    body["srcAmount"] = _amount(body["srcAmount"], corridor.source.decimals)
    if body.get("providerId") is not None:
        body["providerId"] = corridor.company_ids[0]


def _stored_order(body: Any) -> None:
    corridor = CORRIDORS[0]
    answer = _HTTP.post("/v1/customers/external-accounts", json=_account_pair(corridor), headers=_BEARER)
    stored = answer.raise_for_status().json()
    body["srcExternalAccountId"], body["destExternalAccountId"] = (
        stored["source"]["id"],
        stored["destination"]["id"],
    )
    body["amount"] = _amount(body["amount"], corridor.source.decimals)
    for name, value in (("customerId", _CUSTOMER), ("currencyCode", corridor.source.code)):
        if name in body:
            body[name] = value
    if body.get("providerId") is not None:
        body["providerId"] = corridor.company_ids[0]


def _executable(case: Any) -> None:
    """An intent of one's own, past compliance, that nobody has executed."""
    body: dict[str, Any] = {"src": {"details": {}}, "dest": {"details": {}}, "srcAmount": "1"}
    _inline_order(body)
    created = _HTTP.post("/v1/intent", json=body, headers=_BEARER).raise_for_status().json()
    case.path_parameters["intentId"] = created["intent"]["id"]
    if created.get("onboardingUrl") or created.get("frontendUrl"):
        _control(f"/intents/{created['intent']['id']}/approve", {})


def _old_requirements(case: Any) -> None:
    """One of the three forms, that of a parameter which was generated where there is one."""
    if case.query.get("countryCode") is not None:
        case.query = {"countryCode": next(_COUNTRIES)}
    elif case.query.get("blockchain") is not None:
        case.query = {"blockchain": next(_CHAINS)}
    else:
        case.query = dict(zip(("src", "dest"), _codes(next(_CORRIDORS)), strict=True))


def _accounts(case: Any) -> None:
    if "source" in case.body or "src" in case.body:
        meaning = _account_pair(next(_CORRIDORS))
        for side in ("source", "destination"):
            case.body[side] |= meaning.pop(side)
        case.body |= meaning
    elif case.body["type"] == "BANK_ACCOUNT":
        case.body["bankAccount"] |= {
            "countryCode": "US",
            "rails": "ACH",
            "currency": "USD",
            **_ACCOUNTS["USD"],
        }
    else:
        case.body["cryptoAddress"]["currency"] = next(_CRYPTO)


def _account_for_customer(case: Any) -> None:
    case.path_parameters["customerId"] = _CUSTOMER
    case.body = {name: value for name, value in case.body.items() if name not in {"source", "src"}}
    _accounts(case)


MEANINGS: dict[str, Callable[[Any], None]] = {
    "verifyGnosisPayChallenge": _challenge,
    "createCustomer": _subject_token,
    "exchangeCustomerToken": _subject_token,
    "getIntentRequirements": _pair,
    "getIndicativeQuotes": _pair,
    "createIntent": _order,
    "executeIntentTransaction": _executable,
    "getExternalAccountRequirements": _old_requirements,
    "createExternalAccounts": _accounts,
    "createExternalAccountForCustomer": _account_for_customer,
}
"""What gives each operation's requests their meaning."""


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Give a request that was generated to be valid its meaning, and a key of its own where it has one."""
    operation = context.operation
    valid = case.meta is not None and case.meta.generation.mode.is_positive
    if not valid or case.method.lower() != operation.method.lower():
        return
    meaning = MEANINGS.get(operation.definition.raw["operationId"])
    if meaning is not None:
        # Generated cases share their parts.
        case.body, case.query = copy(case.body), copy(case.query)
        meaning(case)
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"key-{next(_KEYS)}"


def _control(path: str, body: object) -> Any:
    return _HTTP.post(f"/_sandbox{path}", json=body).raise_for_status().json()


def _codes(corridor: Corridor) -> tuple[str, str]:
    return corridor.source.code, corridor.destination.code


def _details(corridor: Corridor) -> dict[str, Any]:
    """All that any flavour of the served schemas asks of a bank account."""
    account = {
        "countryCode": corridor.countries[0],
        "rail": corridor.rails[0],
        **_ACCOUNTS[corridor.fiat.code],
    }
    return {**account, "providerId": corridor.company_ids[0]}


def _account_pair(corridor: Corridor) -> dict[str, Any]:
    bank = {"rails": corridor.rails[0], "currency": corridor.fiat.code, **_ACCOUNTS[corridor.fiat.code]}
    wallet = {"address": _WALLET, "currency": corridor.crypto.code}
    source, destination = (bank, wallet) if corridor.direction == "ONRAMP" else (wallet, bank)
    src, dest = _codes(corridor)
    return {"src": src, "dest": dest, "source": source, "destination": destination}


def _amount(generated: str, decimals: int) -> str:
    """The generated amount, above nothing and at the scale of its currency."""
    whole, _, part = generated.partition(".")
    return f"1{whole[:_LONGEST_WHOLE]}.{part[:decimals]:0<{decimals}}"


def _web_addresses(body: Any) -> None:
    """The contract says `uri`, its text says http or https."""
    for name in ("redirectUrl", "onboardingRedirectUrl", "checkoutRedirectUrl"):
        if body.get(name) is not None and not body[name].startswith(("http://", "https://")):
            body[name] = "https://shop.example/back"
