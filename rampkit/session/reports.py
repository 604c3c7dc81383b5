"""What the log is told about sending: connection, operation, status, attempt, time; nothing else ever."""

from __future__ import annotations

import logging

from rampkit import logs
from rampkit.http import Request, Response
from rampkit.session.retries import Outcome

__all__ = ["report_attempt", "report_end", "report_retry"]

_FIRST_REFUSAL = 400


def report_attempt(
    connection: str, request: Request, outcome: Outcome, *, number: int, elapsed: float
) -> None:
    """One exchange is over; *elapsed* in seconds."""
    if logs.enabled(logging.DEBUG):
        facts = _facts(connection, request, outcome)
        logs.log.debug("request", **facts, attempt=number, elapsed=round(elapsed, 4))


def report_retry(connection: str, request: Request, outcome: Outcome, *, number: int) -> None:
    """Because of *outcome* the request is sent again, for the *number*th time."""
    if logs.enabled(logging.WARNING):
        logs.log.warning("retry", **_facts(connection, request, outcome), attempt=number)


def report_end(connection: str, request: Request, outcome: Outcome) -> None:
    """The request ended in a refusal or without an answer."""
    if logs.enabled(logging.INFO) and not _is_success(outcome):
        logs.log.info("refusal", **_facts(connection, request, outcome))


def _facts(connection: str, request: Request, outcome: Outcome) -> dict[str, str | int]:
    status = outcome.status if isinstance(outcome, Response) else outcome.reason
    return {"connection": connection, "operation": request.operation, "status": status}


def _is_success(outcome: Outcome) -> bool:
    return isinstance(outcome, Response) and outcome.status < _FIRST_REFUSAL
