"""Runs a saga in the calling thread. Its asynchronous twin is the only other code about money like it."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

from rampkit import logs
from rampkit.errors import ConfigurationError, InvalidInputError, RampError
from rampkit.flows import Finished, advance
from rampkit.saga.effects import Append, Effect, Now, Saga, Send, Sleep, TakeClaim
from rampkit.saga.faults import unsendable

if TYPE_CHECKING:
    from collections.abc import Callable

    from rampkit.clock import Clock
    from rampkit.deadline import Deadline
    from rampkit.http import Response
    from rampkit.journal.journal import Claim, Journal

__all__ = ["SagaRunner", "recorded", "released"]

T = TypeVar("T")


class SagaRunner:
    """Performs a saga's effects in the calling thread.

    Args:
        send: Sends a request through a connection; raises what the session raises.
        journal: Where records are written.
        deadline: When the call has to be over.
        sleep: Lets seconds pass.
    """

    def __init__(
        self,
        send: Callable[[Send], Response],
        journal: Journal,
        deadline: Deadline,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._send = send
        self._journal = journal
        self._deadline = deadline
        self._sleep = sleep

    def run(self, saga: Saga[T]) -> T:
        """Run *saga* to its end; claims it took are given back, however it ends."""
        claims: list[Claim] = []
        try:
            with closing(saga):
                step = advance(saga)
                while not isinstance(step, Finished):
                    step = advance(saga, self._performed(step, claims))
                return step.value
        finally:
            released(claims, self._journal)

    def _performed(self, effect: Effect[Any], claims: list[Claim]) -> Any:
        try:
            match effect:
                case Send():
                    return self._sent(effect)
                case Sleep():
                    return self._slept(effect.seconds)
                case _:
                    return recorded(effect, self._journal, self._deadline.clock, claims)
        except RampError as error:
            return error

    def _sent(self, effect: Send) -> Response | RampError:
        try:
            return self._send(effect)
        except InvalidInputError as error:
            return unsendable(error, effect.connection)

    def _slept(self, seconds: float) -> bool:
        if self._deadline.remaining() <= seconds:
            return False
        if seconds:
            self._sleep(seconds)
        return True


def released(claims: list[Claim], journal: Journal) -> None:
    """Give *claims* back; one that the store keeps must not hide how the call ended."""
    for claim in claims:
        try:
            journal.release(claim)
        except ConfigurationError:
            logs.log.warning("claim_kept", operation="release")


def recorded(effect: Effect[Any], journal: Journal, clock: Clock, claims: list[Claim]) -> Any:
    """Perform an effect on the journal or the clock."""
    match effect:
        case Append():
            return journal.append(effect.intent_id, effect.record, fence=effect.fence)
        case TakeClaim():
            claim = journal.claim(effect.intent_id)
            if claim is not None:
                claims.append(claim)
            return claim
        case Now():
            return clock.now()
        case _:
            raise TypeError(f"a saga may not ask for {type(effect).__name__}")
