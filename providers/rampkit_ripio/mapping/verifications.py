"""Identity checks: on Ripio's own page, by fields the application collects, or from an earlier check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit.errors import InvalidInputError, UnsupportedError
from rampkit.http import Commits, Request, path
from rampkit.models import (
    Customer,
    CustomerType,
    Verification,
    VerificationRequirements,
    VerificationStatus,
    VerifyIdentity,
)
from rampkit_ripio import statuses, wire
from rampkit_ripio.mapping.fields import schema_of
from rampkit_ripio.mapping.pages import items_of
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.shapes import object_in

__all__ = [
    "not_started",
    "parse_requirements",
    "parse_start",
    "parse_submission",
    "require_person",
    "requirements_request",
    "start_request",
    "submission_request",
]


def require_person(customer: Customer, view: View) -> None:
    """Refuse to check a company: of that call nothing but the end of its path, `/kyb/`, is on any page.

    Page customers/deactivate-customer.

    Raises:
        UnsupportedError: It is one.
    """
    if customer.type == CustomerType.BUSINESS:
        raise UnsupportedError(
            "how a company is checked is on none of Ripio's pages: send its papers to Ripio, then read "
            "get_verification",
            connection=view.connection,
            operation="verify_customer",
        )


def requirements_request(operation: str) -> Request:
    """Ask which fields the check of a person in the country has (page kyc/retrieve-kyc-requirements)."""
    return Request(operation=operation, path=path("api", "v1", "kycRequirements", ""), scope=SCOPE)


def parse_requirements(payload: Any, view: View) -> VerificationRequirements:
    """The fields, under the very names they are to be sent with."""
    fields = wire.KycRequirements.read(payload).kycRequiredFields
    return VerificationRequirements(
        connection=view.connection, identity=schema_of(fields), raw=view.keep(payload)
    )


def start_request(customer_id: str, identity: Mapping[str, Any], redirect_url: str | None) -> Request:
    """Start a check, with the fields of *identity* or, without any, on Ripio's page alone.

    Pages kyc/submit-kyc-information and kyc/kyc-with-ripio, newest version of the body.

    Raises:
        InvalidInputError: There is neither *identity* nor *redirect_url*.
    """
    if not redirect_url and not identity:
        raise InvalidInputError(
            "redirect_url", "is missing", remedy="say where Ripio's page sends the person afterwards"
        )
    return Request(
        operation="verify_customer",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "kyc", ""),
        json={
            **({"kycSubmission": dict(identity)} if identity else {}),
            **({"redirectUrl": redirect_url} if redirect_url else {}),
        },
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def parse_start(payload: Any, view: View) -> Verification:
    """The check that was started, with the page to open where there is one: the sandbox has none."""
    start = wire.KycStart.read(payload)
    page = start.providerUrl or None
    steps = () if page is None else (VerifyIdentity(url=page, host_known=view.knows_host(page)),)
    return Verification(
        connection=view.connection,
        status=VerificationStatus.ACTION_REQUIRED if steps else VerificationStatus.UNKNOWN,
        actions=steps,
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
