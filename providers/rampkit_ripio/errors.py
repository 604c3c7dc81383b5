"""One table of what Ripio's unsuccessful answers mean: status first, then code, type and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rampkit.errors import (
    AlreadyExistsError,
    AmountOutOfRangeError,
    AuthenticationError,
    BadResponseError,
    CustomerNotReadyError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    QuoteExpiredError,
    RampError,
    RateLimitedError,
    RejectedError,
    TermsNotAcceptedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.http import Request, Response
from rampkit.models import AcceptTerms, Action, VerifyIdentity
from rampkit_ripio.complaint import Complaint
from rampkit_ripio.promises import EXISTING_REFERENCE

__all__ = ["ROWS", "Row", "parse_error"]

_PAGES = "https://docs.ripio.com/ramps-api/"
_SPEC = _PAGES + "customers/create-customer"
_TERMS = _PAGES + "terms-and-conditions/introduction"
_TOKEN = _PAGES + "authentication/acquire-access-token"
_CHECK_KYC = _PAGES + "kyc/check-kyc-status-&-send-otp"
_TICKETS = _PAGES + "support-tickets/create-support-ticket"
_DEACTIVATE = _PAGES + "customers/deactivate-customer"
_SIBLING = "https://docs.ripio.com/overview/introduction"
_CLIENT = "https://github.com/jessepollak/home/tree/main/apps/web/server/funding/providers/ripio"
_HTTP = "https://www.rfc-editor.org/rfc/rfc9110#section-15"

_CUSTOMER_ACTIONS: dict[type[RampError], tuple[Action, ...]] = {
    TermsNotAcceptedError: (AcceptTerms(),),
    VerificationRequiredError: (VerifyIdentity(),),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; a condition that is None is met by everything."""

    means: type[RampError]
    words: str
    source: str
    statuses: range | None = None
    code: str | None = None
    type: str | None = None
    operation: str | None = None
    names: str | None = None
    """A field the answer complains about, by key or in its text."""
    code_as: str | None = None
    """The code the error carries instead of Ripio's."""

    def fits(self, status: int, operation: str, complaint: Complaint) -> bool:
        """Whether every condition is met."""
        return (
            (self.statuses is None or status in self.statuses)
            and self.code in {None, complaint.code}
            and self.type in {None, complaint.type}
            and self.operation in {None, operation}
            and (self.names is None or complaint.names(self.names))
        )


def _only(status: int) -> range:
    return range(status, status + 1)


_REFUSALS = range(400, 500)

ROWS = (
    # What HTTP itself says outranks any body.
    Row(UnavailableError, "Ripio is not available; try again later", _HTTP, range(500, 600)),
    Row(RateLimitedError, "Ripio asks to slow down", _HTTP, _only(429)),
    # Whatever code comes with it, a repeated reference means that the order may be there already.
    Row(
        AlreadyExistsError,
        "Ripio refuses the reference: an order may stand under it already",
        _CLIENT,
        _only(400),
        operation="create_order",
        names=EXISTING_REFERENCE,
        code_as=EXISTING_REFERENCE,
    ),
    # By code.
    Row(AuthenticationError, "Ripio refuses the access token", _SPEC, _REFUSALS, code="40001"),
    Row(
        TermsNotAcceptedError,
        "the customer has not accepted Ripio's terms; show them, then call accept_terms",
        _TERMS,
        _REFUSALS,
        code="20039",
    ),
    Row(QuoteExpiredError, "the quote's time is over; take a new one", _SIBLING, _REFUSALS, code="20010"),
    Row(
        AlreadyExistsError,
        "the quote was executed before; find the order it made",
        _SIBLING,
        _REFUSALS,
        code="20011",
    ),
    Row(RejectedError, "not enough balance at Ripio", _SIBLING, _REFUSALS, code="20012"),
    Row(RateLimitedError, "too many purchases in a period", _SIBLING, _REFUSALS, code="20013"),
    Row(RateLimitedError, "too many sales in a period", _SIBLING, _REFUSALS, code="20014"),
    Row(
        AmountOutOfRangeError,
        "the amount is above Ripio's limit, which it does not tell",
        _SIBLING,
        _REFUSALS,
        code="20015",
    ),
    Row(
        PermissionDeniedError,
        "support tickets are not enabled for this account; ask Ripio",
        _TICKETS,
        _REFUSALS,
        code="20061",
    ),
    Row(
        AuthenticationError,
        "Ripio refuses client_id and client_secret; check them, their country and environment",
        _TOKEN,
        _REFUSALS,
        code="invalid_client",
    ),
    # By type, where no page gives the code.
    Row(
        TermsNotAcceptedError,
        "the customer has not accepted Ripio's terms; show them, then call accept_terms",
        _TERMS,
        _REFUSALS,
        type="TermsAndConditionsNotAcceptedException",
    ),
    Row(
        VerificationRequiredError,
        "the customer's identity is not verified at Ripio; call verify_customer",
        _CHECK_KYC,
        _REFUSALS,
        type="KycNotApprovedException",
    ),
    Row(
        AlreadyExistsError,
        "the customer's identity is verified already",
        _CHECK_KYC,
        _REFUSALS,
        type="KycAlreadyApprovedException",
    ),
    Row(
        PermissionDeniedError,
        "support tickets are not enabled for this account; ask Ripio",
        _TICKETS,
        _REFUSALS,
        type="SupportTicketsNotEnabledException",
    ),
    Row(AuthenticationError, "Ripio refuses the access token", _SPEC, _REFUSALS, type="NotAuthenticated"),
    Row(InvalidRequestError, "Ripio refuses a value of the request", _SIBLING, _REFUSALS, code="20000"),
    Row(InvalidRequestError, "Ripio cannot read the request", _SIBLING, _REFUSALS, code="20001"),
    # By status alone.
    Row(
        AuthenticationError,
        "Ripio refuses to give a token; check client_id and client_secret",
        _TOKEN,
        range(400, 404),
        operation="authorize",
    ),
    Row(InvalidRequestError, "Ripio refuses a value of the request", _SPEC, _only(400)),
    Row(AuthenticationError, "Ripio refuses the access token", _SPEC, _only(401)),
    Row(PermissionDeniedError, "these credentials may not do this", _HTTP, _only(403)),
    Row(
        NotFoundError,
        "Ripio knows no such thing, or it belongs to a customer who was deactivated",
        _DEACTIVATE,
        _only(404),
    ),
    Row(NotFoundError, "Ripio no longer has this", _HTTP, _only(410)),
    Row(UnavailableError, "Ripio did not take the whole request in time", _HTTP, _only(408)),
    Row(AlreadyExistsError, "it conflicts with something Ripio has already", _HTTP, _only(409)),
    Row(InvalidRequestError, "Ripio refuses a value of the request", _HTTP, _only(422)),
    Row(UnavailableError, "Ripio is not ready for this request; try again later", _HTTP, _only(425)),
    Row(RejectedError, "Ripio refuses the request", _HTTP, _REFUSALS),
    Row(BadResponseError, "Ripio answered with something that is neither a success nor a refusal", _HTTP),
)
"""First fitting row wins; the last fits everything. Codes of the sibling API share the envelope."""


def parse_error(response: Response, request: Request, *, connection: str) -> RampError:
    """What an unsuccessful answer means. Never raises, whatever the body holds.

    Pages customers/create-customer (the envelope) and authentication/acquire-access-token (OAuth's shape).
    """
    complaint = Complaint.of(response)
    row = next(row for row in ROWS if row.fits(response.status, request.operation, complaint))
    wrong = complaint.fields if issubclass(row.means, InvalidRequestError) else ()
    return row.means(
        f"{row.words}: {', '.join(wrong)}" if wrong else row.words,
        connection=connection,
        operation=request.operation,
        code=row.code_as or complaint.code or complaint.type,
        status=response.status,
        provider_message=complaint.text,
        **_more(row.means, complaint, response.headers),
    )


def _more(means: type[RampError], complaint: Complaint, headers: Mapping[str, str]) -> dict[str, Any]:
    if issubclass(means, InvalidRequestError):
        return {"fields": complaint.fields}
    if issubclass(means, RateLimitedError):
        return {"retry_after": _seconds(headers.get("retry-after", ""))}
    if issubclass(means, CustomerNotReadyError):
        return {"actions": _CUSTOMER_ACTIONS.get(means, ())}
    return {}


def _seconds(text: str) -> int | None:
    # A date would need a clock.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None  # noqa: PLR2004  # a year in seconds
