"""How the API says no: the error envelope and every refusal it is used for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rampkit_ripio.emulator import invented


class Refusal(Exception):  # noqa: N818  # what the API says, not a defect of the emulator
    """An answer other than success, in the envelope of docs.ripio.com/ramps-api/customers/create-customer."""

    def __init__(
        self,
        status: int,
        code: int,
        kind: str,
        message: str,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers: dict[str, str] = {}
        self.envelope: dict[str, object] = {
            "code": code,
            "type": kind,
            "detail": {"message": message, **(detail or {})},
            "status": status,
        }


def not_authenticated(status: int = 401) -> Refusal:
    """The token is missing, unknown or expired (docs.ripio.com/ramps-api/customers/create-customer)."""
    message = "Authentication credentials were not provided."
    return Refusal(status, 40001, "NotAuthenticated", message, {"code": "not_authenticated"})


def invalid(problems: Mapping[str, Sequence[str]]) -> Refusal:
    """The input is wrong: one key per wrong field.

    Code 20000 is the sibling API's (docs.ripio.com/overview/introduction).
    """
    detail: dict[str, object] = dict(problems)
    if "code" in problems:
        # The envelope has a `code` of its own there, and that one is a string.
        detail["code"] = " ".join(problems["code"])
    return Refusal(400, 20000, "ValidationError", "Invalid input.", detail)


def malformed(reason: str) -> Refusal:
    """The body cannot be read at all; the sibling API's code (docs.ripio.com/overview/introduction)."""
    return Refusal(400, 20001, "ParseError", f"Malformed request: {reason}.")


def not_found() -> Refusal:
    """The id is unknown, or its customer inactive.

    Page: docs.ripio.com/ramps-api/customers/deactivate-customer.
    """
    return Refusal(404, invented.CODE_NOT_FOUND, "NotFound", "Not found.")


def method_not_allowed(method: str, allowed: Sequence[str]) -> Refusal:
    """The path exists, the method does not."""
    message = f'Method "{method}" not allowed.'
    refusal = Refusal(405, invented.CODE_METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
    refusal.headers["Allow"] = ", ".join(allowed)
    return refusal


def unsupported_media_type(media_type: str) -> Refusal:
    """The body is not of the kind this call reads."""
    message = f'Unsupported media type "{media_type}" in request.'
    return Refusal(415, invented.CODE_UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message)


def terms_not_accepted(customer_id: str, email: str) -> Refusal:
    """The customer has not accepted the terms.

    Page: docs.ripio.com/ramps-api/terms-and-conditions/introduction.
    """
    message = f"Customer '{customer_id} - {email}' has not accepted the current Terms and Conditions."
    return Refusal(400, 20039, "TermsAndConditionsNotAcceptedException", message)


def kyc_not_approved() -> Refusal:
    """The customer has no approved KYC (docs.ripio.com/ramps-api/kyc/check-kyc-status-&-send-otp)."""
    message = "The customer has no approved KYC."
    return Refusal(400, invented.CODE_KYC_NOT_APPROVED, "KycNotApprovedException", message)


def kyc_already_approved() -> Refusal:
    """The customer is approved here already (docs.ripio.com/ramps-api/kyc/check-kyc-status-&-send-otp)."""
    message = "The customer's KYC is already approved."
    return Refusal(400, invented.CODE_KYC_ALREADY_APPROVED, "KycAlreadyApprovedException", message)


def quote_expired() -> Refusal:
    """The quote is past its expiration; the sibling API's code (docs.ripio.com/overview/introduction)."""
    return Refusal(400, 20010, "ExpiredQuoteException", "The quote has expired.")


def quote_already_executed() -> Refusal:
    """The quote has made an order before; the sibling API's code (docs.ripio.com/overview/introduction)."""
    return Refusal(400, 20011, "AlreadyExecutedQuoteException", "The quote was already executed.")


def above_limit() -> Refusal:
    """The amount is above the limit; the sibling API's code (docs.ripio.com/overview/introduction)."""
    return Refusal(400, 20015, "BuyLimitAmountException", "The amount is above the limit.")


def support_tickets_not_enabled() -> Refusal:
    """The account has no support tickets (docs.ripio.com/ramps-api/support-tickets/create-support-ticket)."""
    message = "Support tickets are not enabled for this account."
    return Refusal(403, 20061, "SupportTicketsNotEnabledException", message)


def sell_and_pay_not_enabled() -> Refusal:
    """Sell and Pay is offered in some countries only."""
    message = "Sell and Pay is not enabled for this account."
    return Refusal(403, invented.CODE_FORBIDDEN, "PermissionDenied", message)
