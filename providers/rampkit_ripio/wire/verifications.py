"""Ripio's identity checks.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from rampkit.wire import Moment, Wire
from rampkit_ripio.wire.accounts import RequiredField
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["KycRequirements", "KycStart", "KycSubmission"]


class KycRequirements(Wire):
    """What Ripio wants to know of a person (`kyc/retrieve-kyc-requirements`)."""

    kycRequiredFields: list[RequiredField]


class KycStart(Wire):
    """Answer to starting KYC (`kyc/submit-kyc-information`); in production it leads to a hosted page."""

    submissionId: Maybe[Id] = None
    providerUrl: str | None = None
    createdAt: Maybe[Moment] = None


class KycSubmission(Wire):
    """The latest submission (`kyc/retrieve-kyc-submission`)."""

    customerId: Maybe[Id] = None
    status: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    createdAt: Maybe[Moment] = None
