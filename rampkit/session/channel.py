"""One connection as both faces of the session see it: decisions only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rampkit.deadline import Deadline
from rampkit.errors import RampError, RateLimitedError
from rampkit.health.health import Health
from rampkit.health.kinds import kind_of
from rampkit.http import Commits, Flow, Request, Response, Token
from rampkit.session.failures import too_late
from rampkit.session.observing import Observing
from rampkit.session.origin import origin
from rampkit.session.reports import report_end, report_retry
from rampkit.session.retries import Budget, Outcome, Retry, may_repeat
from rampkit.session.settings import SessionSettings
from rampkit.session.tokens import unsent

if TYPE_CHECKING:
    from rampkit.health.turn import Turn
    from rampkit.provider import RampProvider

__all__ = ["Channel", "may_sign_again", "settle"]


class Channel:
    """What a session knows about its connection, and what follows from it.

    Raises:
        ConfigurationError: The provider's base URL cannot be trusted with credentials.
    """

    def __init__(self, provider: RampProvider, settings: SessionSettings, health: Health | None) -> None:
        self.name = provider.name
        self.settings = settings
        self.url = origin(provider.base_url, connection=provider.name)
        self.base = str(self.url).rstrip("/")
        self._provider = provider
        self._health = health or Health(provider.name, provider.rate_limits, settings.clock)

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
        if not may_repeat(request, outcome) or not self._health.admits(kind_of(request)):
            return None
        return Retry(
            request,
            outcome,
            deadline=deadline,
            budget=budget,
            settings=self.settings,
            report=partial(report_retry, self.name, request),
        )

    def observing(self, request: Request, deadline: Deadline) -> Observing:
        """Watches the call that *request* begins."""
        return Observing(self._health, request, deadline)

    def turn(self, request: Request) -> Turn | None:
        """The wait for the declared rate limits; None if none holds for *request*."""
        return self._health.turn(kind_of(request))

    def queue_too_long(self, request: Request) -> RampError:
        """The error for a request whose turn comes after the deadline."""
        return unsent(
            RateLimitedError(
                "its declared rate limit leaves no room before the deadline; nothing was sent",
                connection=self.name,
                operation=request.operation,
            )
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
