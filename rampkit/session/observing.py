"""What the end of each call tells about the connection's health."""

from __future__ import annotations

from typing import TypeVar

from rampkit.deadline import Deadline
from rampkit.errors import BadResponseError
from rampkit.flows import Finished
from rampkit.health.health import Health
from rampkit.health.kinds import kind_of
from rampkit.health.signs import Sign, sign_of
from rampkit.http import Flow, Request, Response
from rampkit.session.flows import next_step
from rampkit.session.retries import Outcome, retry_after

__all__ = ["Observing"]

T = TypeVar("T")

_FIRST_REFUSAL = 400
_JUST_OVER = 0.05
"""Seconds before a deadline in which a read that it limited may end."""


class Observing:
    """Watches one call, repeats and log-in included, and tells *health* how it ended.

    A call whose caller has left is not heard of: it says nothing.
    """

    def __init__(self, health: Health, request: Request, deadline: Deadline) -> None:
        self._health = health
        self._kind = kind_of(request)
        self._deadline = deadline
        self._at_first = deadline.remaining()

    def heard(self, outcome: Outcome) -> Outcome:
        """The call ended in *outcome*, which is returned."""
        if isinstance(outcome, Response) and outcome.status < _FIRST_REFUSAL:
            self._health.observe(self._kind, Sign.GOOD)
            return outcome
        left = self._deadline.remaining()
        sign = sign_of(outcome, waited=self._at_first - left, cut_short=left <= _JUST_OVER)
        self._health.observe(self._kind, sign, asked=self._asked(outcome))
        return outcome

    def handed(self, flow: Flow[T], outcome: Outcome) -> Request | Finished[T]:
        """Hand *outcome* to *flow*, which alone knows whether it can be read.

        Raises:
            ConfigurationError: It wants to send an order.
            RampError: The flow ended in this error.
        """
        try:
            step = next_step(flow, outcome)
        except BadResponseError:
            if isinstance(outcome, Response) and outcome.ok:
                self._health.observe(self._kind, Sign.FAULT)
            else:
                self.heard(outcome)
            raise
        except Exception:
            self.heard(outcome)
            raise
        self.heard(outcome)
        return step

    def _asked(self, outcome: Outcome) -> float:
        return retry_after(outcome, self._deadline.clock.now()) if isinstance(outcome, Response) else 0.0
