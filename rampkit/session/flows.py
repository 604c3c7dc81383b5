"""One step of a flow: give it what came back, get what it wants next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from rampkit.errors import ConfigurationError, RampError
from rampkit.http import Commits, Flow, Request
from rampkit.session.retries import Outcome

__all__ = ["Ended", "advance"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """The flow is over."""

    value: T


def advance(flow: Flow[T], outcome: Outcome | None) -> Request | Ended[T]:
    """Hand *outcome* to *flow* (None to start it) and return what it does next.

    Raises:
        ConfigurationError: It wants to send an order.
        RampError: The flow ended in this error.
    """
    try:
        request = _resume(flow, outcome)
    except StopIteration as stop:
        return Ended(stop.value)
    if request.commits is Commits.ORDER:
        raise ConfigurationError(
            f"{request.operation} can move money, so it is sent through the journal alone; "
            "use router.create_intent(...) or router.run(...)"
        )
    return request


def _resume(flow: Flow[T], outcome: Outcome | None) -> Request:
    if outcome is None:
        return next(flow)
    if isinstance(outcome, RampError):
        return flow.throw(outcome)
    return flow.send(outcome)
