"""Sending what can lead to money moving: one journalled record per send, and nothing else may do it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rampkit.capabilities import Replay, Verdict, verdict_of
from rampkit.errors import (
    AlreadyExistsError,
    ConflictingIntentError,
    InvalidInputError,
    OutcomeUnknownError,
    RampError,
)
from rampkit.http import Commits, Flow, Request, Response
from rampkit.journal.records import Ended, Observed, Started
from rampkit.models.intents import Outcome
from rampkit.saga.effects import Now, Saga, Send, attempted, do, stepped
from rampkit.saga.identity import request_digest

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from rampkit.capabilities import Doubt
    from rampkit.journal.history import AttemptHistory
    from rampkit.models.orders import Order, OrderRequest
    from rampkit.provider import RampProvider
    from rampkit.saga.ledger import Ledger

__all__ = ["UNAUTHORIZED", "Placement", "accepted", "placed"]

UNAUTHORIZED = 401
"""HTTP: the token was refused, so nothing was done."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One ORDER operation of one attempt."""

    ledger: Ledger
    provider: RampProvider
    attempt: int
    operation: str
    reference: UUID
    order: OrderRequest

    @property
    def history(self) -> AttemptHistory:
        """The attempt as known now."""
        return self.ledger.attempt(self.attempt)

    @property
    def in_doubt(self) -> bool:
        """Whether nobody knows what became of it."""
        return self.history.outcome(self.operation) == Outcome.UNKNOWN

    @property
    def doubt(self) -> Doubt:
        """How doubt about it ends."""
        return self.provider.promises().doubt_of(self.operation)

    def unknown(self) -> OutcomeUnknownError:
        """The error that says so."""
        return OutcomeUnknownError(
            "the request was sent and no reliable answer came, so an order may exist; call again with the "
            "same id to find out, and send nothing elsewhere",
            connection=self.provider.name,
            operation=self.operation,
            intent_id=self.ledger.intent_id,
            reference=self.reference,
        )


def placed(placement: Placement, flow: Flow[Order]) -> Saga[Order]:
    """Run an order flow; its ORDER requests are journalled before they leave and after they are answered.

    Raises:
        OutcomeUnknownError: A request left and its outcome is not known.
        RampError: The provider refused, or nothing was sent: the attempt holds no order.
        InvalidInputError: A value of the caller's cannot be used: the attempt holds no order.
    """
    failure: RampError | InvalidInputError
    try:
        order = yield from _driven(placement, flow)
    except (RampError, InvalidInputError) as error:
        failure = placement.unknown() if placement.in_doubt else error
    else:
        yield from _accepted(placement, order)
        return order
    raise failure


def _driven(placement: Placement, flow: Flow[Order]) -> Saga[Order]:
    with closing(flow):
        step = stepped(flow, None, placement.provider.name)
        while isinstance(step, Request):
            reply = yield from _answered(placement, step)
            step = stepped(flow, reply, placement.provider.name)
        return step.value


def _answered(placement: Placement, request: Request) -> Saga[Response | RampError]:
    if request.commits is not Commits.ORDER:
        return (yield from attempted(Send(placement.provider.name, request)))
    reply = yield from _journalled(placement, request)
    refused_token = isinstance(reply, Response) and reply.status == UNAUTHORIZED and not placement.in_doubt
    if refused_token and not request.once:
        # The session has dropped the token; the refusal proves that nothing was created.
        reply = yield from _journalled(placement, request)
    return reply


def _journalled(placement: Placement, request: Request) -> Saga[Response | RampError]:
    send = yield from _started(placement, request_digest(request, placement.ledger.bench.journal))
    reply = yield from attempted(Send(placement.provider.name, request))
    if isinstance(reply, RampError):
        if reply.not_sent:
            yield from _ended(placement, send, Outcome.NOT_SENT, code=reply.code, status=reply.status)
    elif not reply.ok:
        yield from _judged(placement, send, reply, request)
    return reply


def _started(placement: Placement, digest: str) -> Saga[str]:
    ledger = placement.ledger
    earlier = placement.history.starts_of(placement.operation)
    _require_repeatable(placement, digest)
    send = f"{placement.attempt}.{placement.operation}.{len(earlier) + 1}"
    now = yield from do(Now())
    yield from ledger.write(
        Started(
            send=send,
            attempt=placement.attempt,
            connection=placement.provider.name,
            environment=placement.provider.environment.value,
            operation=placement.operation,
            reference=placement.reference,
            digest=digest,
            order=placement.order,
            at=now,
        )
    )
    return send


def _require_repeatable(placement: Placement, digest: str) -> None:
    """Refuse a send while an earlier one is in doubt, unless it is the same under a key the provider keeps.

    An adapter's flow that sends twice ends here too.

    Raises:
        OutcomeUnknownError: The provider could take both.
        ConflictingIntentError: The bytes differ: an adapter that makes them anew each time, or a newer one.
    """
    doubtful = placement.history.open_sends(placement.operation)
    if doubtful and not isinstance(placement.doubt, Replay):
        raise placement.unknown()
    if any(start.digest != digest for start in doubtful):
        raise ConflictingIntentError(
            "the request differs from the one in doubt, so it is not sent",
            connection=placement.provider.name,
            operation=placement.operation,
        )


def _judged(placement: Placement, send: str, response: Response, request: Request) -> Saga[None]:
    """Write down what a refusal proves. Whatever the connection's table does not name proves nothing."""
    error = placement.provider.parse_error(response, request)
    rules = placement.provider.promises().answers
    verdict = verdict_of(rules, placement.operation, response.status, error.code)
    if verdict is Verdict.REFUSED and not isinstance(error, AlreadyExistsError):
        yield from _ended(placement, send, Outcome.REJECTED, code=error.code, status=response.status)


def _ended(
    placement: Placement,
    send: str,
    outcome: Outcome,
    *,
    order_id: str | None = None,
    code: str | None = None,
    status: int | None = None,
) -> Saga[None]:
    now = yield from do(Now())
    yield from placement.ledger.write(
        Ended(send=send, outcome=outcome, order_id=order_id, code=code, status=status, at=now)
    )


def _accepted(placement: Placement, order: Order) -> Saga[None]:
    if not placement.in_doubt:
        # A standing account: nothing was ordered, yet from now on the account waits for this intent's money.
        yield from _started(placement, digest="")
    send = placement.history.open_sends(placement.operation)[-1]
    yield from accepted(placement, send.send, order, at=send.at)


def accepted(placement: Placement, send: str, order: Order, *, at: datetime) -> Saga[None]:
    """Write down that the order of *send* exists, and how it stood when our request left, *at*.

    How it stands goes first: some providers tell how to pay only once, and a crash in between must not lose
    that. It proves the acceptance as well.
    """
    yield from placement.ledger.write(Observed(attempt=placement.attempt, order=order, at=at))
    yield from _ended(placement, send, Outcome.ACCEPTED, order_id=order.order_id)
