"""Identity checks on Ripio's own page (https://docs.ripio.com/ramps-api/kyc/kyc-with-ripio)."""

from __future__ import annotations

from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Commits, Request, path
from rampkit.models import Verification, VerificationStatus, VerifyIdentity
from rampkit_ripio import statuses, wire
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in

__all__ = ["not_started", "parse_start", "parse_submission", "start_request", "submission_request"]


def start_request(customer_id: str, redirect_url: str | None) -> Request:
    """Start a check that Ripio's page makes; the person comes back to *redirect_url*.

    Page kyc/submit-kyc-information. No identity data are sent: the hosted page asks for them.

    Raises:
        InvalidInputError: There is no *redirect_url*.
    """
    if not redirect_url:
        raise InvalidInputError(
            "redirect_url", "is missing", remedy="say where Ripio's page sends the person afterwards"
        )
    return Request(
        operation="verify_customer",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "kyc", ""),
        json={"redirectUrl": redirect_url},
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def parse_start(payload: Any, view: View) -> Verification | None:
    """The check with the page to open; None where there is no page: the sandbox approves by itself."""
    start = wire.KycStart.read(payload)
    if not start.providerUrl:
        return None
    page = VerifyIdentity(url=start.providerUrl, host_known=view.knows_host(start.providerUrl))
    return Verification(
        connection=view.connection,
        status=VerificationStatus.ACTION_REQUIRED,
        actions=(page,),
        verification_id=start.submissionId,
        updated_at=start.createdAt,
        raw=view.keep(payload),
    )


def submission_request(customer_id: str, operation: str) -> Request:
    """Read the latest submission (page kyc/retrieve-kyc-submission)."""
    where = path("api", "v1", "customers", customer_id, "kycSubmissions", "")
    return Request(operation=operation, path=where, scope=SCOPE)


def parse_submission(payload: Any, customer_id: str, view: View) -> Verification:
    """How far the check is; a list counts by its first item.

    Raises:
        ValueError: It is another customer's.
    """
    items = [payload] if "status" in object_in(payload) else items_of(payload)
    if not items:
        return not_started(view)
    submission = wire.KycSubmission.read(items[0])
    if submission.customerId not in {None, customer_id}:
        raise ValueError("another customer")
    return Verification(
        connection=view.connection,
        status=statuses.verification_status(submission.status),
        provider_status=submission.status,
        updated_at=submission.createdAt,
        raw=view.keep(payload),
    )


def not_started(view: View) -> Verification:
    """A customer without a submission."""
    return Verification(connection=view.connection, status=VerificationStatus.NOT_STARTED)
