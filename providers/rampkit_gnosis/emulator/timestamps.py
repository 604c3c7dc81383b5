"""Moments, written the way the provider writes them."""

from __future__ import annotations

from datetime import datetime


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z` (docs.ramp.gnosis.io/customers/creating-customer)."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
