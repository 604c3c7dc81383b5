"""Sending what can lead to money moving: one journalled record per send, and nothing else may do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rampkit.capabilities import Replay, Verdict, verdict_of
from rampkit.errors import AlreadyExistsError, ConflictingIntentError, OutcomeUnknownError, RampError
from rampkit.http import Commits, Request, Response
from rampkit.journal.records import Ended, Started
from rampkit.models.intents import Outcome
from rampkit.saga.effects import Now, Saga, Send, attempted, do
from rampkit.saga.identity import request_digest

if TYPE_CHECKING:
    from uuid import UUID

    from rampkit.capabilities import Doubt
    from rampkit.journal.history import AttemptHistory
    from rampkit.models.orders import OrderRequest
    from rampkit.provider import RampProvider
    from rampkit.saga.ledger import Ledger

__all__ = ["Sending", "answered", "ended", "key_lives", "started"]

_KEY_MARGIN = timedelta(minutes=5)
"""A key this close to its end is not used again: clocks differ."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One ORDER operation of one attempt."""

    ledger: Ledger
    provider: RampProvider
    attempt: int
    operation: str
    reference: UUID
    order: OrderRequest | None
    """What the bytes are made from, where it is an order of an intent."""

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


def answered(sending: Sending, request: Request) -> Saga[Response | RampError]:
    """Send *request*, journalled if it is an ORDER, and return its answer or the error instead of one."""
    if request.commits is not Commits.ORDER:
        return (yield from attempted(Send(sending.provider.name, request)))
    reply = yield from _journalled(sending, request)
    refused_token = (
        isinstance(reply, Response) and sending.provider.refuses_token(reply) and not sending.in_doubt
    )
    if refused_token and not request.once:
        # The session has dropped the token; the refusal proves that nothing was created.
        reply = yield from _journalled(sending, request)
    return reply


def _journalled(sending: Sending, request: Request) -> Saga[Response | RampError]:
    send = yield from started(sending, request_digest(request, sending.ledger.bench.journal))
    reply = yield from attempted(Send(sending.provider.name, request))
    if isinstance(reply, RampError):
        if reply.not_sent:
            yield from ended(sending, send, Outcome.NOT_SENT, code=reply.code, status=reply.status)
    elif not reply.ok:
        yield from _judged(sending, send, reply, request)
    return reply


def started(sending: Sending, digest: str) -> Saga[str]:
    """Write down that a request may leave from now on; returns the name of the send."""
    ledger = sending.ledger
    earlier = sending.history.starts_of(sending.operation)
    now = yield from do(Now())
    _require_repeatable(sending, digest, now)
    send = f"{sending.attempt}.{sending.operation}.{len(earlier) + 1}"
    yield from ledger.write(
        Started(
            send=send,
            attempt=sending.attempt,
            connection=sending.provider.name,
            environment=sending.provider.environment.value,
            operation=sending.operation,
            reference=sending.reference,
            digest=digest,
            order=sending.order,
            at=now,
        )
    )
    return send


def _require_repeatable(sending: Sending, digest: str, now: datetime) -> None:
    """Refuse a send while an earlier one is in doubt, unless it is the same under a key the provider keeps.

    An adapter's flow that sends twice ends here too.

    Raises:
        OutcomeUnknownError: The provider could take both.
        ConflictingIntentError: The bytes differ: an adapter that makes them anew each time, or a newer one.
    """
    doubtful, doubt = sending.history.open_sends(sending.operation), sending.doubt
    if doubtful and not (
        isinstance(doubt, Replay) and key_lives(sending.history, sending.operation, doubt, now)
    ):
        raise sending.unknown()
    if any(start.digest != digest for start in doubtful):
        raise ConflictingIntentError(
            "the request differs from the one in doubt, so it is not sent",
            connection=sending.provider.name,
            operation=sending.operation,
        )


def key_lives(attempt: AttemptHistory, operation: str, doubt: Replay, now: datetime) -> bool:
    """Whether the provider still has the key of the doubtful sends: earlier rounds had keys of their own."""
    first = min(start.at for start in attempt.open_sends(operation))
    return now + _KEY_MARGIN < first + doubt.key_ttl


def _judged(sending: Sending, send: str, response: Response, request: Request) -> Saga[None]:
    """Write down what a refusal proves. Whatever the connection's table does not name proves nothing."""
    error = sending.provider.parse_error(response, request)
    rules = sending.provider.promises().answers
    verdict = verdict_of(rules, sending.operation, response.status, error.code)
    if verdict is Verdict.REFUSED and not isinstance(error, AlreadyExistsError):
        yield from ended(sending, send, Outcome.REJECTED, code=error.code, status=response.status)


def ended(
    sending: Sending,
    send: str,
    outcome: Outcome,
    *,
    order_id: str | None = None,
    code: str | None = None,
    status: int | None = None,
) -> Saga[None]:
    """Write down what became of a send."""
    now = yield from do(Now())
    yield from sending.ledger.write(
        Ended(send=send, outcome=outcome, order_id=order_id, code=code, status=status, at=now)
    )
