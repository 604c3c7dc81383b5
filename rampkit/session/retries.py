"""Which failed requests are sent again, when, and how many in all."""

from __future__ import annotations

import re
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeAlias

import stamina

from rampkit.deadline import Deadline
from rampkit.errors import AnswerLostError, NotSentError, RampError
from rampkit.http import Commits, Request, Response
from rampkit.session.settings import SessionSettings

__all__ = ["AgainError", "Budget", "Outcome", "Retry", "may_repeat", "retry_after"]

Outcome: TypeAlias = Response | RampError
"""How a request ended: with an answer of any status, or with the reason why there is none."""

_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 5.0


def may_repeat(request: Request, outcome: Outcome) -> bool:
    """Whether sending *request* once more can do no harm and may help."""
    if request.once or request.commits is Commits.ORDER:
        return False
    if isinstance(outcome, NotSentError):
        return True
    if request.commits is Commits.RECORD and not request.repeatable:
        return False
    if isinstance(outcome, Response):
        return outcome.status in _TRANSIENT
    return isinstance(outcome, AnswerLostError)


def retry_after(response: Response, now: datetime) -> float:
    """Seconds the provider asks us to wait; 0 if it asks for nothing that makes sense."""
    text = response.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (_aware(moment) - now).total_seconds())
    except (TypeError, ValueError, OverflowError, IndexError):
        return 0.0


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Budget:
    """How many repeats one connection may cause: a provider that is down is not asked ever more often.

    Each call earns a share of a repeat, and ten can be saved up: 10,000 calls that all fail cause at most
    910 repeats.
    """

    _SHARE = 0.09
    _MOST = 10.0

    def __init__(self) -> None:
        self._balance = self._MOST
        self._lock = threading.Lock()

    def earn(self) -> None:
        """Count a call."""
        with self._lock:
            self._balance = min(self._MOST, self._balance + self._SHARE)

    def allows(self) -> bool:
        """Whether a repeat can be afforded."""
        return self._balance >= 1

    def spend(self) -> None:
        """Count a repeat."""
        with self._lock:
            self._balance -= 1


class AgainError(Exception):
    """What stamina sees of a failed attempt: nothing of the request, and of the answer only the status."""


class Attempts(Protocol):
    """What stamina hands out; both kinds of loop work."""

    def __iter__(self) -> Iterator[stamina.Attempt]: ...

    def __aiter__(self) -> AsyncIterator[stamina.Attempt]: ...


class Report(Protocol):
    """Told about every repeat: why, and the how manieth attempt it is."""

    def __call__(self, outcome: Outcome, *, number: int) -> None: ...


class Retry:
    """The repeats of one request.

    Stamina runs them, so an application can observe or switch them off with stamina's own means. By default
    its instrumentation logs each one through structlog's global logger, which is process-wide and therefore
    the application's to change: `stamina.instrumentation.set_on_retry_hooks`.
    """

    def __init__(
        self,
        request: Request,
        outcome: Outcome,
        *,
        deadline: Deadline,
        budget: Budget,
        settings: SessionSettings,
        report: Report,
    ) -> None:
        self.outcome = outcome
        """How the latest attempt ended."""
        self.attempt = 1
        """How many attempts there were."""
        self._request = request
        self._deadline = deadline
        self._budget = budget
        self._settings = settings
        self._report = report
        self._entered = False

    def attempts(self) -> Attempts:
        """The attempts, the one that has already failed being the first."""
        return stamina.retry_context(on=self._wait, attempts=self._settings.attempts, timeout=None)

    def is_due(self) -> bool:
        """Whether the request has to be sent now: at every attempt but the first, which is made already."""
        if not self._entered:
            self._entered = True
            return False
        self.attempt += 1
        self._budget.spend()
        self._report(self.outcome, number=self.attempt)
        return True

    def check(self) -> None:
        """Tell stamina about a failed attempt.

        Raises:
            AgainError: The request may be sent again.
        """
        if may_repeat(self._request, self.outcome):
            raise AgainError(_summary(self.outcome))

    def _wait(self, error: Exception) -> bool | float:
        """Stamina's question: whether to send again, and after how many seconds."""
        if not isinstance(error, AgainError) or not self._budget.allows():
            return False
        wait = max(self._own_wait(), self._asked_wait())
        return wait if wait < self._deadline.remaining() else False

    def _own_wait(self) -> float:
        longest: float = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (self.attempt - 1))
        return longest * (1 + self._settings.random()) / 2

    def _asked_wait(self) -> float:
        if not isinstance(self.outcome, Response):
            return 0.0
        return retry_after(self.outcome, self._settings.clock.now())


def _summary(outcome: Outcome) -> str:
    return f"HTTP {outcome.status}" if isinstance(outcome, Response) else type(outcome).__name__
