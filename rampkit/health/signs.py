"""What the end of a call says about the connection's health."""

from __future__ import annotations

from enum import Enum, auto

from rampkit.errors import BadResponseError, RampError, RateLimitedError, RestingError, UnavailableError
from rampkit.http import Response

__all__ = ["PATIENCE", "Sign", "sign_of"]

PATIENCE = 5.0
"""Seconds of silence that are the provider's fault; a deadline that ends sooner was short."""

_FIRST_FAULT = 500
_SLOWER_PLEASE = frozenset({408, 429})


class Sign(Enum):
    """One observation."""

    GOOD = auto()
    """It answered in order; a refusal of what we asked is such an answer."""
    FAULT = auto()
    """It did not do its part."""
    NOTHING = auto()
    """It says nothing: our own doing, or a request to slow down."""


def sign_of(outcome: Response | RampError, *, waited: float, cut_short: bool) -> Sign:
    """What *outcome* says.

    Args:
        outcome: An answer of any status, or why there is none.
        waited: Seconds since the call began.
        cut_short: Whether it was our own deadline that ended it.
    """
    if isinstance(outcome, Response):
        if outcome.status in _SLOWER_PLEASE:
            return Sign.NOTHING
        return Sign.FAULT if outcome.status >= _FIRST_FAULT else Sign.GOOD
    if isinstance(outcome, BadResponseError):
        return Sign.FAULT
    if not isinstance(outcome, UnavailableError) or isinstance(outcome, RateLimitedError | RestingError):
        return Sign.NOTHING
    return Sign.NOTHING if cut_short and waited < PATIENCE else Sign.FAULT
