"""One connection as both faces of the session see it: decisions only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rampkit.deadline import Deadline
from rampkit.errors import RampError
from rampkit.http import Commits, Flow, Request, Response, Token
from rampkit.session.failures import too_late
from rampkit.session.origin import origin
from rampkit.session.reports import report_end, report_retry
from rampkit.session.retries import Budget, Outcome, Retry, may_repeat
from rampkit.session.settings import SessionSettings

if TYPE_CHECKING:
    from rampkit.provider import RampProvider

__all__ = ["Channel", "may_sign_again", "settle"]


class Channel:
    """What a session knows about its connection, and what follows from it.

    Raises:
        ConfigurationError: The provider's base URL cannot be trusted with credentials.
    """

    def __init__(self, provider: RampProvider, settings: SessionSettings) -> None:
        self.name = provider.name
        self.settings = settings
        self.url = origin(provider.base_url, connection=provider.name)
        self.base = str(self.url).rstrip("/")
        self._provider = provider

    def deadline(self, timeout: float | None) -> Deadline:
        """The deadline of a call that begins now and may take *timeout* seconds."""
        return Deadline.after(self.settings.timeout if timeout is None else timeout, self.settings.clock)

    def authorize(self, scope: str) -> Flow[Token]:
        """The conversation that gets a token for *scope*."""
        return self._provider.authorize(scope)

    def sign(self, request: Request, token: Token) -> Request:
        """*request* with its credentials."""
        return self._provider.sign(request, token)

    def token_refused(self, outcome: Outcome) -> bool:
        """Whether the provider refused the token."""
        return isinstance(outcome, Response) and self._provider.refuses_token(outcome)

    def too_late(self, operation: str) -> RampError:
        """The error for a request that no time is left for."""
        return too_late(operation, connection=self.name)

    def retry(
        self, request: Request, outcome: Outcome, *, deadline: Deadline, budget: Budget
    ) -> Retry | None:
        """The repeats of *request*; None if *outcome* stands."""
        if not may_repeat(request, outcome):
            return None
        return Retry(
            request,
            outcome,
            deadline=deadline,
            budget=budget,
            settings=self.settings,
            report=partial(report_retry, self.name, request),
        )

    def report_end(self, request: Request, outcome: Outcome) -> None:
        """Log the end of *request*."""
        report_end(self.name, request, outcome)


def may_sign_again(request: Request) -> bool:
    """Whether *request* may go out once more with a new token, without a journal's knowing."""
    return request.commits is not Commits.ORDER and not request.once


def settle(outcome: Outcome) -> Response:
    """The answer.

    Raises:
        RampError: There is none.
    """
    if isinstance(outcome, RampError):
        raise outcome
    return outcome
