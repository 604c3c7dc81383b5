"""Lost answers to calls that leave something behind: told plainly, and left to a person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from rampkit.cli.status import ExitStatus
from rampkit.errors import AlreadyExistsError, RampError
from rampkit.flows import advance
from rampkit.http import Commits, Flow, Request, Response
from rampkit.router.doubt import may_have_happened

__all__ = ["InDoubtError", "done_or_in_doubt"]

T = TypeVar("T")


class InDoubtError(Exception):
    """Something may have been created, and nobody here knows; the message says how to find out."""

    def __init__(self, message: str, status: ExitStatus) -> None:
        super().__init__(message)
        self.status = status
        """What the command ends with."""


def done_or_in_doubt(run: Callable[[Flow[T]], T], flow: Flow[T], *, what: str, way_out: str) -> T:
    """*run* a flow that leaves something behind, and tell a lost answer from a refusal.

    Args:
        run: What sends the requests of a flow.
        flow: What to run.
        what: What may exist afterwards, e.g. `the customer`.
        way_out: How to find out whether it does.

    Raises:
        InDoubtError: It may have happened.
        RampError: Nothing has happened.
    """
    footprint = _Footprint()
    try:
        return run(footprint.of(flow))
    except RampError as error:
        if not footprint.remains(error):
            raise
        problem, status = f"{error}; {what} may exist all the same", ExitStatus.IN_DOUBT
    except KeyboardInterrupt:
        if not footprint.sent:
            raise
        problem, status = f"interrupted while it was under way; {what} may exist", ExitStatus.INTERRUPTED
    once = "" if footprint.repeatable else "nothing was sent twice: "
    raise InDoubtError(f"{problem}; {once}{way_out}", status)


class _Footprint:
    """What the requests of a flow may have left at a provider."""

    def __init__(self) -> None:
        self.sent = False
        """Whether a request that leaves something behind was handed over."""
        self.repeatable = False
        """Whether the session may have sent it again, as the provider allows."""
        self._accepted = False

    def of(self, flow: Flow[T]) -> Flow[T]:
        """The same flow, watched."""
        with closing(flow):
            step = advance(flow)
            while isinstance(step, Request):
                reply = yield from self._asked(step)
                step = advance(flow, reply)
        return step.value

    def remains(self, error: RampError) -> bool:
        """Whether something may exist although the flow ended in *error*."""
        lost = may_have_happened(error) and not isinstance(error, AlreadyExistsError)
        return self._accepted or (self.sent and lost)

    def _asked(self, request: Request) -> Flow[Response | RampError]:
        commits = request.commits is not Commits.NOTHING
        self.sent |= commits
        self.repeatable |= request.repeatable
        try:
            response = yield request
        except RampError as error:
            return error
        self._accepted |= commits and response.ok
        return response
