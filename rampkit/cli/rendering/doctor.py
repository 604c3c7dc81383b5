"""What the doctor found, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.tables import Sheet
from rampkit.models.quotes import RefusalReason

__all__ = ["Finding", "doctor_json", "doctor_tables"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    """Name of a connection, or `configuration`."""
    provider: str | None
    """The provider's code, for a connection."""
    well: bool
    """Whether nothing is wrong with it."""
    message: str
    """What was found, and the way out."""
    reason: RefusalReason | None = None
    """Why a provider refused, as one word."""


def doctor_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Everything as one JSON object."""
    return {
        "ok": all(finding.well for finding in findings),
        "findings": [
            {
                "subject": finding.subject,
                "provider": finding.provider,
                "ok": finding.well,
                "reason": finding.reason,
                "message": finding.message,
            }
            for finding in findings
        ],
    }


def doctor_tables(findings: Sequence[Finding]) -> list[RenderableType]:
    """A row per thing that was looked at, then the verdict."""
    rows = [("ok" if finding.well else "WRONG", finding.subject, finding.message) for finding in findings]
    wrong = sum(not finding.well for finding in findings)
    verdict = {0: "All is well.", 1: "One thing is wrong."}.get(wrong, f"{wrong} things are wrong.")
    return [Sheet(("State", "Subject", "In words"), rows), Text(), Text(verdict)]
