"""Request bodies: JSON objects, checked against a schema."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from rampkit_gnosis.emulator.records import JsonObject
from rampkit_gnosis.emulator.refusals import bad_request, invalid

MESSAGE_LENGTH = 200
"""Longest text of a schema error in an answer; the validator would quote the whole body."""

AMOUNT_PATTERN = r"^[0-9]+(\.[0-9]+)?$"
"""docs.ramp.gnosis.io, reference of create-payment-intent."""

CODE_PATTERN = "^[A-Za-z0-9_]+$"
"""Currency codes, 2 to 20 characters (docs.ramp.gnosis.io, reference of get-intent-requirements)."""

OPTIONAL_TEXT: Mapping[str, Any] = {"type": ["string", "null"]}
"""A text that may be null."""

_SIDE: Mapping[str, Any] = {
    "type": "object",
    "required": ["currencyCode", "details"],
    "properties": {
        "currencyCode": {"type": "string", "minLength": 2, "maxLength": 20, "pattern": CODE_PATTERN},
        "details": {"type": "object"},
    },
}

CREATE_CUSTOMER: Mapping[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "metadata": {"type": ["object", "null"]},
        "subject_token": {"type": "string"},
    },
}
"""docs.ramp.gnosis.io/customers/creating-customer."""

TOKEN_EXCHANGE: Mapping[str, Any] = {
    "type": "object",
    "required": ["subject_token"],
    "properties": {"subject_token": {"type": "string", "minLength": 1}},
}
"""gnosisramps.mintlify.app/auth/token-exchange."""

CHALLENGE: Mapping[str, Any] = {
    "type": "object",
    "required": ["message", "signature"],
    "properties": {
        "message": {"type": "string"},
        "signature": {"type": "string"},
        "ttlInSeconds": {"type": "integer", "minimum": 60, "maximum": 86400},
    },
}
"""docs.ramp.gnosis.io/customers/creating-customer-with-external-auth; bounds as at docs.gnosispay.com."""

CREATE_INTENT: Mapping[str, Any] = {
    "type": "object",
    "required": ["src", "dest", "srcAmount"],
    "properties": {
        "src": _SIDE,
        "dest": _SIDE,
        "srcAmount": {"type": "string", "pattern": AMOUNT_PATTERN},
        "onboardingRedirectUrl": OPTIONAL_TEXT,
        "checkoutRedirectUrl": OPTIONAL_TEXT,
        "autoExecute": {"type": "boolean"},
        "providerId": OPTIONAL_TEXT,
    },
}
"""docs.ramp.gnosis.io, reference of create-payment-intent."""

CREATE_OLD_INTENT: Mapping[str, Any] = {
    "type": "object",
    "required": ["srcExternalAccountId", "destExternalAccountId", "amount"],
    "properties": {
        "srcExternalAccountId": {"type": "string"},
        "destExternalAccountId": {"type": "string"},
        "amount": {"type": "string", "pattern": AMOUNT_PATTERN},
        "autoExecute": {"type": "boolean"},
        "redirectUrl": OPTIONAL_TEXT,
        "onboardingRedirectUrl": OPTIONAL_TEXT,
        "checkoutRedirectUrl": OPTIONAL_TEXT,
        "providerId": {"type": ["string", "null"], "maxLength": 255},
        "customerId": {"type": "string"},
        "currencyCode": {"type": "string"},
    },
}
"""github.com/henghonglee-hq/docs openapi.yaml, with the redirects of the captures after it."""

ACCOUNT_PAIR: Mapping[str, Any] = {
    "type": "object",
    "required": ["src", "dest", "source", "destination"],
    "properties": {
        "src": {"type": "string"},
        "dest": {"type": "string"},
        "source": {"type": "object"},
        "destination": {"type": "object"},
    },
}
"""gnosisramps.mintlify.app/external-accounts/creating."""

SINGLE_ACCOUNT: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "label"],
    "properties": {"type": {"enum": ["BANK_ACCOUNT", "CRYPTO_ADDRESS"]}, "label": {"type": "string"}},
    "if": {"properties": {"type": {"const": "BANK_ACCOUNT"}}},
    "then": {
        "required": ["bankAccount"],
        "properties": {
            "bankAccount": {
                "type": "object",
                "required": ["countryCode"],
                "properties": {"countryCode": {"type": "string", "minLength": 2, "maxLength": 2}},
            }
        },
    },
    "else": {
        "required": ["cryptoAddress"],
        "properties": {
            "cryptoAddress": {
                "type": "object",
                "required": ["address", "currency"],
                "properties": {"address": {"type": "string"}, "currency": {"type": "string"}},
            }
        },
    },
}
"""gnosisramps.mintlify.app/external-accounts/creating, first capture."""


def json_object(content_type: str, raw: bytes) -> JsonObject:
    """Read a JSON object from a request body.

    Raises:
        Refusal: 400, the body is not labelled as JSON, not JSON, or not an object.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise bad_request("Content-Type must be application/json")
    try:
        content: Any = json.loads(raw, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise bad_request("Request body is not valid JSON") from None
    if not isinstance(content, dict):
        raise bad_request("Request body must be a JSON object")
    return cast("JsonObject", content)


def check(schema: Mapping[str, Any], value: JsonObject, where: str = "") -> None:
    """Check *value* against a JSON Schema.

    Raises:
        Refusal: 400, it does not fit; the message names the place.
    """
    validator: Any = Draft202012Validator(schema)
    error: ValidationError | None = next(validator.iter_errors(value), None)
    if error is not None:
        place = ".".join([where, *map(str, error.absolute_path)]).strip(".") or "body"
        raise invalid(f"{place}: {error.message[:MESSAGE_LENGTH]}")


def web_address(body: JsonObject, field: str) -> str | None:
    """Return an optional redirect address of a checked body.

    Raises:
        Refusal: 400, it is not an http or https address (reference of create-payment-intent).
    """
    text: str | None = body.get(field)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        raise invalid(f"{field} must be a URL") from None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise invalid(f"{field} must be an http or https URL")
    return text


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _finite(text: str) -> float:
    """Read a number that is no money: amounts are strings (docs.ramp.gnosis.io/intents/amount-formatting)."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("number out of range")
    return number
