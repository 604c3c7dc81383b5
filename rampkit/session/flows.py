"""One step of a flow that may not send orders."""

from __future__ import annotations

from typing import TypeVar

from rampkit.errors import ConfigurationError, InvalidInputError, RampError
from rampkit.flows import Finished, advance, require_unused
from rampkit.http import Commits, Flow, Request
from rampkit.session.retries import Outcome

__all__ = ["next_step"]

T = TypeVar("T")


def next_step(flow: Flow[T], outcome: Outcome | None) -> Request | Finished[T]:
    """Hand *outcome* to *flow* (None to start it) and return what it does next.

    Raises:
        ConfigurationError: It wants to send an order.
        RampError: The flow ended in this error.
        InvalidInputError: The flow was run before, or a value of the caller's cannot be used.
    """
    if outcome is None:
        require_unused(flow)
    try:
        step = advance(flow, outcome)
    except (RampError, ConfigurationError, InvalidInputError) as error:
        # The frames of an adapter hold whole answers, and a traceback may print local variables.
        failure = error.with_traceback(None)
    else:
        return _without_order(step)
    raise failure


def _without_order(step: Request | Finished[T]) -> Request | Finished[T]:
    if isinstance(step, Request) and step.commits is Commits.ORDER:
        raise ConfigurationError(
            f"{step.operation} can move money, so it is sent through the journal alone; "
            "use router.create_intent(...), router.execute_intent(...) or router.run(...)"
        )
    return step
