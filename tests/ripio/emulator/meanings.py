"""What valid requests must mean besides, so that schemathesis can ask for what exists.

The contract's schemas admit any text where only a few mean something: a currency that is traded, a quote that
lives, the terms in force, a customer who passed the checks, an object that can still make the step. Each
request that schemathesis generated to be valid is given such meaning just before it is sent, and keeps
everything else that was generated. So no call has to be excused when it refuses the rest.

`contract.py` hands this file to schemathesis and tells it by `RIPIO_EMULATOR` where and who to be. pytest
does not collect it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import copy
from itertools import cycle
from typing import Any
from uuid import uuid4

import httpx
import schemathesis

_SETTINGS = json.loads(os.environ["RIPIO_EMULATOR"])
_HTTP = httpx.Client(base_url=_SETTINGS["address"], headers={"Authorization": f"Bearer {_SETTINGS['token']}"})
_WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
_RAIL = "bank_transfer"
_TOKEN = {"depositCurrency": "USDC", "depositNetwork": "BASE"}
_QUOTE = {"fromCurrency": "ARS", "toCurrency": "USDC", "fromAmount": "150000", "chain": "BASE"}
_FIELDS = {"alias_or_cvu_destination": "0100000000000000000001"}
_PERSON = {
    "country": "AR",
    "first_name": "Mateo",
    "last_name": "Romero",
    "gender": "M",
    "birthday": "1990-01-25",
    "nationality": "AR",
    "id_number_type": "DNI",
    "id_number": "11122233",
    "cuit": "20111222330",
    "address": "Libertad",
    "address_number": "333",
    "postal_code": "1012",
    "city": "Trelew",
    "state": "AR.CH",
    "phone": "+542211228855",
}


def _post(path: str, body: object = None) -> Any:
    answer = _HTTP.post(f"/api/v1{path}", json=body).raise_for_status()
    return answer.json() if answer.content else None


def _control(path: str) -> Any:
    return _HTTP.post(f"/_sandbox{path}", json={}).raise_for_status().json()


def _terms_id() -> str:
    return str(_HTTP.get("/api/v1/termsAndConditions/").raise_for_status().json()["termsId"])


def _stranger() -> str:
    return str(_post("/customers/", {"email": "a@example.com", "type": "INDIVIDUAL"})["customerId"])


def _known() -> str:
    """A customer whose e-mail has passed Ripio's checks elsewhere."""
    customer_id = _stranger()
    _control(f"/customers/{customer_id}/reusable-kyc")
    return customer_id


def _approved() -> str:
    customer_id = _stranger()
    _post(f"/customers/{customer_id}/acceptTerms/", {"termsId": _terms_id(), "ipAddress": "192.0.2.1"})
    _post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
    return customer_id


def _new_fiat_account() -> str:
    body = {"customerId": _CUSTOMER, "paymentMethodType": _RAIL, "accountFields": _FIELDS}
    return str(_post("/fiatAccounts/", body)["fiatAccountId"])


def _enabled_fiat_account() -> str:
    fiat_account_id = _new_fiat_account()
    _control(f"/fiat-accounts/{fiat_account_id}/enable")
    return fiat_account_id


def _new_payment() -> str:
    body = {"customerId": _CUSTOMER, "qrCode": "test_qr_code", "paymentCurrency": "ARS", **_TOKEN}
    return str(_post("/sellAndPays/", body)["id"])


_CUSTOMER = _approved()
_FIAT_ACCOUNT = _enabled_fiat_account()
_SESSION = {
    "customerId": _CUSTOMER,
    "paymentMethodType": _RAIL,
    "chain": "BASE",
    "currency": "USDC",
    "depositAddress": _WALLET,
}


def _account_number() -> str:
    """Where money for the customer's session goes, ready or not."""
    session_id = _post("/onrampSession/", _SESSION)["sessionId"]
    _control(f"/onramp-sessions/{session_id}/enable")
    return str(_post("/onrampSession/", _SESSION)["fiatPaymentInstructions"]["cvu"])


_CVU = _account_number()


def _new_customer(case: Any) -> None:
    if "customerId" in case.body:
        case.body["customerId"] = str(uuid4())


def _somebody_new(case: Any) -> None:
    case.path_parameters["customerId"] = _stranger()


def _the_customer(case: Any) -> None:
    case.path_parameters["customerId"] = _CUSTOMER


def _deposit_account(case: Any) -> None:
    _the_customer(case)
    case.body["paymentMethodType"] = _RAIL


def _consent(case: Any) -> None:
    _somebody_new(case)
    case.body["termsId"] = _terms_id()


def _check(case: Any) -> None:
    """The fields of the country where some were generated, else a page to come back to."""
    _somebody_new(case)
    if "kycSubmission" in case.body:
        case.body["kycSubmission"] = {**case.body["kycSubmission"], **_PERSON}
    else:
        case.body.setdefault("redirectUrl", "https://example.com/")


def _reuse(case: Any) -> None:
    case.path_parameters["customerId"] = _known()


def _code(case: Any) -> None:
    _reuse(case)
    _post(f"/customers/{case.path_parameters['customerId']}/checkKyc/")
    case.body["code"] = "123456"


def _requirements(case: Any) -> None:
    case.query["paymentMethod"] = _RAIL


def _fiat_account(case: Any) -> None:
    fields = {**case.body["accountFields"], **_FIELDS}
    case.body |= {"customerId": _CUSTOMER, "paymentMethodType": _RAIL, "accountFields": fields}


def _confirmable(case: Any) -> None:
    case.path_parameters["fiatAccountId"] = _new_fiat_account()


def _quote(case: Any) -> None:
    case.body |= {**_QUOTE, "paymentMethodType": _RAIL}
    if "customerId" in case.body:
        case.body["customerId"] = _CUSTOMER


def _order(case: Any) -> None:
    quote_id = _post("/quotes/", {**_QUOTE, "paymentMethodType": _RAIL})["quoteId"]
    case.body |= {
        "customerId": _CUSTOMER,
        "quoteId": quote_id,
        "depositAddress": _WALLET,
        "externalRef": str(uuid4()),
    }


def _on_ramp_session(case: Any) -> None:
    case.body |= _SESSION


def _off_ramp_session(case: Any) -> None:
    meaning = {
        "fiatAccountId": _FIAT_ACCOUNT,
        "customerId": _CUSTOMER,
        "toCurrency": "ARS",
        "paymentMethodType": _RAIL,
    }
    case.body |= {name: value for name, value in meaning.items() if name in case.body}


def _deposit(case: Any) -> None:
    case.body["amount"] = "2100.00" if isinstance(case.body["amount"], str) else 2100
    case.body["alias_or_cvu"] = _CVU
    if "paymentMethodType" in case.body:
        case.body["paymentMethodType"] = _RAIL


def _payment(case: Any) -> None:
    case.body |= {"customerId": _CUSTOMER, "paymentCurrency": "ARS"}
    _tokens(case.body)


def _changed_payment(case: Any) -> None:
    case.path_parameters["sell_and_pay_id"] = _new_payment()
    if "amount" in case.body:
        case.body["amount"] = "10000.50"
    _tokens(case.body)


def _tokens(body: Any) -> None:
    body |= {name: value for name, value in _TOKEN.items() if name in body}


def _executable(case: Any) -> None:
    case.path_parameters["sell_and_pay_id"] = _new_payment()


def _ticket(case: Any) -> None:
    case.body["customerId"] = _CUSTOMER


def _every_other(name: str, value: str) -> Callable[[Any], None]:
    """A living id in every other call, where the same parameter names two kinds of things."""
    turns = cycle((True, False))

    def meaning(case: Any) -> None:
        if next(turns):
            case.path_parameters[name] = value

    return meaning


_ON_RAMP_ORDER, _OFF_RAMP_ORDER = _SETTINGS["ids"]["orderId"]
_ON_RAMP_SESSION, _OFF_RAMP_SESSION = _SETTINGS["ids"]["sessionId"]


MEANINGS: dict[str, Callable[[Any], None]] = {
    "createCustomer": _new_customer,
    "deactivateCustomer": _somebody_new,
    "createDepositAccount": _deposit_account,
    "acceptTerms": _consent,
    "submitKyc": _check,
    "submitKyb": _somebody_new,
    "checkKyc": _reuse,
    "validateOtp": _code,
    "getFiatAccountRequirements": _requirements,
    "createFiatAccount": _fiat_account,
    "confirmFiatAccount": _confirmable,
    "createQuote": _quote,
    "createOnRampOrder": _order,
    "createOnRampSession": _on_ramp_session,
    "createOffRampSession": _off_ramp_session,
    "simulateDeposit": _deposit,
    "createSellAndPay": _payment,
    "updateSellAndPay": _changed_payment,
    "executeSellAndPay": _executable,
    "createSupportTicket": _ticket,
    "retrieveOnRampOrder": _every_other("orderId", _ON_RAMP_ORDER),
    "retrieveOffRampOrder": _every_other("orderId", _OFF_RAMP_ORDER),
    "retrieveOnRampSession": _every_other("sessionId", _ON_RAMP_SESSION),
    "retrieveOffRampSession": _every_other("sessionId", _OFF_RAMP_SESSION),
}
"""What gives each operation's requests their meaning."""


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Give a request that was generated to be valid its meaning."""
    operation = context.operation
    valid = case.meta is not None and case.meta.generation.mode.is_positive
    meaning = MEANINGS.get(operation.definition.raw["operationId"])
    if meaning is None or not valid or case.method.lower() != operation.method.lower():
        return
    # Generated cases share their parts.
    case.body, case.query = copy(case.body), copy(case.query)
    case.path_parameters = copy(case.path_parameters)
    meaning(case)
