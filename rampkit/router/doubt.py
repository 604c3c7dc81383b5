"""Whether a record may have come about although the call for it failed."""

from __future__ import annotations

from rampkit.errors import (
    AlreadyExistsError,
    BadResponseError,
    ConfigurationError,
    InvalidInputError,
    RampError,
    UnavailableError,
)

__all__ = ["FAILURES", "may_have_happened"]

FAILURES = (ConfigurationError, InvalidInputError, RampError)
"""What a call that makes a record may fail with and still be understood; a bug leaves the doubt standing."""


def may_have_happened(error: Exception) -> bool:
    """Whether the provider may hold the record: there was no readable answer, or it is there already."""
    return isinstance(error, UnavailableError | BadResponseError | AlreadyExistsError) and not error.not_sent
