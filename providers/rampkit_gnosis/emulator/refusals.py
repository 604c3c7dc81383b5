"""How the provider says no."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.switches import Switches


@dataclass(frozen=True, slots=True)
class WrongScale:
    """An amount with the wrong number of decimals, for the shapes that say more about it."""

    field: str
    currency_code: str
    allowed: int
    provided: int


class Refusal(Exception):  # noqa: N818  # a refusal is the provider's answer, not a failure of the emulator
    """An answer of 4xx; raised by a handler, worded by `refusal_answer`."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        wrong_scale: WrongScale | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.wrong_scale = wrong_scale
        self.headers = headers


def bad_request(message: str = "Invalid request parameters") -> Refusal:
    """A request that cannot be served (sample of the older openapi.yaml)."""
    return Refusal(400, "BAD_REQUEST", message)


def invalid(message: str) -> Refusal:
    """A body that breaks a rule (docs.ramp.gnosis.io/intents/amount-formatting names the code)."""
    return Refusal(400, "VALIDATION_ERROR", message)


def wrong_scale(field: str, currency_code: str, allowed: int, provided: int) -> Refusal:
    """An amount with the wrong number of decimals (docs.ramp.gnosis.io/intents/amount-formatting)."""
    return Refusal(
        400,
        "VALIDATION_ERROR",
        f"{field} has invalid precision for currency {currency_code}. Expected {allowed} decimals.",
        wrong_scale=WrongScale(field, currency_code, allowed, provided),
    )


def unauthorized(scheme: str = "Bearer", code: str = "UNAUTHORIZED") -> Refusal:
    """Credentials that are missing, wrong or expired; code and message are invented."""
    message = "Missing or invalid bearer token" if scheme == "Bearer" else "Missing or invalid credentials"
    challenge = f'{scheme} realm="gnosis-ramp"'
    return Refusal(401, code, message, headers={"WWW-Authenticate": challenge})


def not_found(message: str = "Not found") -> Refusal:
    """Something that is not there, or is somebody else's; code and message are invented."""
    return Refusal(404, "NOT_FOUND", message)


def key_reused() -> Refusal:
    """An idempotency key that came with another body before; code and message are invented."""
    return Refusal(422, "IDEMPOTENCY_KEY_REUSED", "Idempotency key was used with a different body")


def refusal_answer(refusal: Refusal, switches: Switches) -> Response:
    """Word a refusal in the error shape in force."""
    return json_answer(_body(refusal, switches), refusal.status, refusal.headers)


def _body(refusal: Refusal, switches: Switches) -> dict[str, Any]:
    scale = refusal.wrong_scale
    if switches.error_shape == "code":
        if scale is None:
            return {"code": refusal.code, "message": refusal.message}
        message = f"amount exceeds allowed precision of {scale.allowed} decimal places"
        return {"code": "PAYMENT_AMOUNT_INVALID", "message": message}
    if switches.error_shape == "details" and scale is not None:
        ticker = scale.currency_code.partition("_")[0]
        return {
            "error": HTTPStatus(refusal.status).phrase,
            "message": f"amount exceeds allowed precision of {scale.allowed} decimal places for {ticker}",
            "details": {
                "field": "amount",
                "currencyCode": ticker,
                "maxDecimals": scale.allowed,
                "providedDecimals": scale.provided,
            },
        }
    return {"error": refusal.code, "message": refusal.message}
