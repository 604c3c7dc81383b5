"""What Gnosis Ramp's refusals mean."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from rampkit.errors import (
    AlreadyExistsError,
    AuthenticationError,
    BadResponseError,
    ConflictingIntentError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RampError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.http import Request, Response
from rampkit_gnosis import pages
from rampkit_gnosis.promises import TRANSACTION_EXISTS
from rampkit_gnosis.said import Said, said_by, sent_field

__all__ = ["ROWS", "Row", "parse_error"]

_HTTP = "https://www.rfc-editor.org/rfc/rfc9110#section-15"
_OAUTH = "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"
_ANY = range(1000)
_REFUSALS = range(400, 500)
_FAULTS = range(500, 600)
_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One meaning, and the answers that have it. What is None matches anything."""

    kind: type[RampError]
    message: str
    source: str
    """The page that says so."""
    statuses: Container[int] = _REFUSALS
    codes: frozenset[str] | None = None
    text: re.Pattern[str] | None = None
    """Found in the provider's message."""
    keyed: bool | None = None
    """Whether the request carried an idempotency key."""
    fields: tuple[str, ...] = ()
    """What is refused, as the provider spells it, unless the answer names it."""

    def fits(self, response: Response, request: Request, said: Said) -> bool:
        """Whether *response* has this meaning."""
        return (
            response.status in self.statuses
            and (self.codes is None or said.code in self.codes)
            and (self.keyed is None or self.keyed is (request.idempotency_key is not None))
            and (self.text is None or bool(self.text.search(said.message or "", 0, _LONGEST_TEXT)))
        )


_PRECISION = re.compile(r"\bprecision\b|\bdecimal places\b", re.IGNORECASE)
_NO_PROVIDER = re.compile(r"\bno provider can handle\b", re.IGNORECASE)
_BAD_PROVIDER = re.compile(r"\bpreferred provider\b.*\bnot a valid candidate\b", re.IGNORECASE | re.DOTALL)
_OUR_CREDENTIALS = frozenset({"invalid_client", "unauthorized_client", "invalid_grant", "invalid_token"})
_TOO_PRECISE = "the amount must have exactly the decimals of its currency"

ROWS: tuple[Row, ...] = (
    Row(
        kind=AuthenticationError,
        message="the credentials, or a signature or token sent along, are wrong or no longer valid; check "
        "client id and client secret",
        source=pages.AUTHENTICATION,
        statuses={401},
    ),
    Row(
        kind=AuthenticationError,
        message="the client credentials are refused; check client id and client secret",
        source=_OAUTH,
        statuses={400},
        codes=_OUR_CREDENTIALS,
    ),
    Row(
        kind=VerificationRequiredError,
        message="the customer's identity check is not finished; show the order's verification step",
        source=pages.EXECUTE,
        codes=frozenset({"COMPLIANCE_NOT_COMPLETE"}),
    ),
    Row(
        kind=AlreadyExistsError,
        message="the order has its one transaction already; read it",
        source=pages.EXECUTE,
        codes=frozenset({TRANSACTION_EXISTS}),
    ),
    Row(
        kind=InvalidRequestError,
        message=_TOO_PRECISE,
        source=pages.OLD_SPEC,
        codes=frozenset({"PAYMENT_AMOUNT_INVALID"}),
        fields=("srcAmount",),
    ),
    Row(
        kind=InvalidRequestError,
        message=_TOO_PRECISE,
        source=pages.AMOUNTS,
        codes=frozenset({"VALIDATION_ERROR"}),
        text=_PRECISION,
        fields=("srcAmount",),
    ),
    Row(
        kind=InvalidRequestError,
        message="a field is not as the requirements want it",
        source=pages.AMOUNTS,
        codes=frozenset({"VALIDATION_ERROR"}),
    ),
    Row(
        kind=InvalidRequestError,
        message=_TOO_PRECISE,
        source=pages.OLD_AMOUNTS,
        statuses={400},
        text=_PRECISION,
        fields=("srcAmount",),
    ),
    Row(
        kind=RejectedError,
        message="no company behind Gnosis Ramp serves this; try another pair, rail, country or network",
        source=pages.OLD_LIFECYCLE,
        statuses={400},
        text=_NO_PROVIDER,
    ),
    Row(
        kind=InvalidRequestError,
        message="the chosen company does not serve this path; take a new quote",
        source=pages.OLD_LIFECYCLE,
        statuses={400},
        text=_BAD_PROVIDER,
        fields=("providerId",),
    ),
    Row(
        kind=InvalidRequestError,
        message="the request is refused; compare its values with the requirements",
        source=pages.OLD_SPEC,
        statuses={400},
    ),
    Row(
        kind=NotFoundError,
        message="there is no such thing, or it belongs to another customer",
        source=pages.OLD_SPEC,
        statuses={404},
    ),
    Row(
        kind=ConflictingIntentError,
        message="the idempotency key already stands for another body",
        source=pages.CREATE_INTENT_REFERENCE,
        statuses={422},
        keyed=True,
    ),
    Row(
        kind=InvalidRequestError,
        message="the request is refused; compare its values with the requirements",
        source=_HTTP,
        statuses={422},
    ),
    Row(
        kind=PermissionDeniedError,
        message="the project may not do this; ask Gnosis Ramp to allow it",
        source=_HTTP,
        statuses={403},
    ),
    Row(
        kind=AlreadyExistsError,
        message="it conflicts with something that exists; read what is there",
        source=_HTTP,
        statuses={409},
    ),
    Row(
        kind=RateLimitedError,
        message="too many requests; wait before the next one",
        source=_HTTP,
        statuses={429},
    ),
    Row(
        kind=UnavailableError,
        message="did not answer in time",
        source=_HTTP,
        statuses={408},
    ),
    Row(kind=RejectedError, message="refused", source=_HTTP),
    Row(
        kind=UnavailableError,
        message="is out of order; try again later",
        source=pages.OLD_SPEC,
        statuses=_FAULTS,
    ),
    Row(
        kind=BadResponseError,
        message="answered with neither a result nor a refusal; check the base URL",
        source=_HTTP,
        statuses=_ANY,
    ),
)
"""Every meaning; the first row that fits counts: status, then code, then text."""

_LAST = ROWS[-1]


def parse_error(response: Response, request: Request, *, connection: str) -> RampError:
    """The error that *response* to *request* is. Never raises, whatever the body holds."""
    said = said_by(response)
    row = next((row for row in ROWS if row.fits(response, request, said)), _LAST)
    context: dict[str, Any] = {
        "connection": connection,
        "operation": request.operation,
        "code": said.code,
        "status": response.status,
        "provider_message": said.message,
    }
    message = row.message
    if row.kind is InvalidRequestError:
        sent = sent_field(said.message, request)
        named = said.field or sent
        context["fields"] = (named,) if named else row.fields
        message += f": {sent}" if sent and not row.fields else ""
    if row.kind is RateLimitedError:
        context["retry_after"] = _seconds(response.headers.get("retry-after", ""))
    return row.kind(message, **context)


def _seconds(text: str) -> int | None:
    """The wait a `Retry-After` asks for; a date would need a clock."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip()) else None
