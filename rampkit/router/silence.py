"""Connections asked at once: how long silence is borne, and what becomes of those that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rampkit.deadline import Deadline
from rampkit.errors import ConfigurationError, DeadlineExceededError, InvalidInputError
from rampkit.http import Commits, Request
from rampkit.saga.faults import report_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GRACE", "everybody", "fault", "patience"]

GRACE = 0.05
"""Seconds a deadline is stretched, so that a session can report its own time-out."""


def everybody(asked: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """An answer for each connection asked: those still silent are too late.

    Raises:
        ConfigurationError: The application is set up wrongly, which no comparison may hide.
    """
    for answer in answers.values():
        if isinstance(answer, ConfigurationError):
            raise answer
    return {
        name: answers[name]
        if name in answers
        else DeadlineExceededError("no answer within the time given", connection=name)
        for name in asked
    }


def fault(error: Exception, connection: str) -> Exception:
    """*error* of an adapter's flow, as that connection's answer: it must not cost the others theirs.

    What nobody foresaw is logged.
    """
    if not isinstance(error, ConfigurationError | InvalidInputError):
        report_fault(error, connection)
    return error


def patience(request: Request, deadline: Deadline) -> Deadline:
    """How long to wait for the answer to *request*.

    An order gets half of what is left: its answer may be lost, and then time is needed to find out.
    """
    if request.commits is not Commits.ORDER:
        return deadline
    return Deadline.after(deadline.remaining() / 2, deadline.clock)
