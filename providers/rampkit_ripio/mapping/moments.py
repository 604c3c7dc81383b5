"""Moments as Ripio prints and takes them: UTC, with none, three or six digits after the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rampkit.errors import InvalidInputError

__all__ = ["Span", "is_before"]


def is_before(printed: datetime, moment: datetime) -> bool:
    """Whether *printed* by Ripio is before *moment*.

    Some times come without fractions: what was made in the same second must not seem to be older.
    """
    return printed < (moment if printed.microsecond else moment.replace(microsecond=0))


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, until just before another; None for no bound.

    Raises:
        InvalidInputError: A moment has no time zone.
    """

    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        for name, moment in (("since", self.since), ("until", self.until)):
            if moment is not None and moment.tzinfo is None:
                raise InvalidInputError(name, "must carry a time zone", remedy="use datetime.now(UTC)")

    def holds(self, made: datetime | None) -> bool:
        """Whether *made* lies in it; a time that Ripio does not tell may."""
        if made is None:
            return True
        return not (
            (self.since is not None and is_before(made, self.since))
            or (self.until is not None and made >= self.until)
        )

    def query(self) -> dict[str, str]:
        """The same for Ripio (page off-ramp/list-off-ramp-orders), which does not say if bounds count."""
        bounds = {"startDate": self.since, "endDate": self.until}
        return {name: _written(moment) for name, moment in bounds.items() if moment is not None}


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
