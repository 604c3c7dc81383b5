"""Taking over an identity check that Ripio made of the same person before, for somebody else."""

from __future__ import annotations

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, Response, path
from rampkit.models import Confirm, Verification, VerificationStatus
from rampkit_ripio.complaint import Complaint
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["approved", "code_request", "code_sent", "is_approved_already", "reuse_request"]

_REFUSED = range(400, 500)


def reuse_request(customer_id: str) -> Request:
    """Have a code mailed to a person whom Ripio has checked (page kyc/check-kyc-status-&-send-otp)."""
    return Request(
        operation="request_verification_reuse",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "checkKyc", ""),
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def is_approved_already(response: Response) -> bool:
    """Whether the refusal says that this very customer is verified; its number is on no page, its name is."""
    return response.status in _REFUSED and Complaint.of(response).type == "KycAlreadyApprovedException"


def code_sent(view: View) -> Verification:
    """The person has mail, with a code in it."""
    return Verification(
        connection=view.connection,
        status=VerificationStatus.ACTION_REQUIRED,
        actions=(Confirm(what="code"),),
    )


def code_request(customer_id: str, code: str) -> Request:
    """Hand in the code (page kyc/validate-otp-for-kyc-reuse).

    Raises:
        InvalidInputError: There is none.
    """
    given = code.strip()
    if not given:
        raise InvalidInputError("code", "is empty", remedy="ask the person for the code in Ripio's mail")
    return Request(
        operation="confirm_verification_reuse",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "otp", ""),
        json={"code": given},
        scope=SCOPE,
        commits=Commits.RECORD,
        once=True,
    )


def approved(view: View) -> Verification:
    """A customer who is verified, by what Ripio's pages say of the answer."""
    return Verification(connection=view.connection, status=VerificationStatus.APPROVED)
