"""Running an errand: a call that only one provider has and that can lead to money moving, made once."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from rampkit.capabilities import Operation
from rampkit.errors import (
    AlreadyExistsError,
    ConfigurationError,
    ConflictingIntentError,
    InvalidInputError,
    RampError,
)
from rampkit.flows import require_unused
from rampkit.http import Commits, Flow, Request, Response
from rampkit.journal.records import Errand, Opened
from rampkit.models.intents import Outcome
from rampkit.saga.effects import Now, Saga, Send, attempted, do, stepped
from rampkit.saga.identity import reference, request_digest
from rampkit.saga.ledger import Bench, Ledger, claimed
from rampkit.saga.sending import Sending, answered, ended

if TYPE_CHECKING:
    from rampkit.provider import RampProvider

__all__ = ["run_errand"]

T = TypeVar("T")

_ATTEMPT = 1
"""An errand belongs to one connection: it is tried there or nowhere."""


def run_errand(bench: Bench, errand_id: str, provider: RampProvider, flow: Flow[T]) -> Saga[T]:
    """Run *flow*, whose one ORDER request leaves once for ever.

    A flow that ends in a value without asking for its order has seen that it was done: that settles a doubt.

    Raises:
        ConfigurationError: It wants to make or start the order of an intent.
        ConflictingIntentError: The id already stands for something else.
        AlreadyExistsError: The order was accepted before.
        OutcomeUnknownError: The order left, and what became of it is not known.
        RampError: The provider refused, or nothing was sent.
        InvalidInputError: The flow was run before, or a value of the caller's cannot be used.
    """
    require_unused(flow)
    failure: RampError | InvalidInputError
    with closing(flow):
        ledger = yield from claimed(bench, errand_id)
        _require_errand_at(ledger, provider)
        try:
            value = yield from _driven(ledger, provider, flow)
        except (RampError, InvalidInputError) as error:
            failure = _unknown(ledger, provider) or error
        else:
            yield from _settled(ledger, provider)
            return value
    raise failure


def _require_errand_at(ledger: Ledger, provider: RampProvider) -> None:
    known = ledger.history.stands_for
    if known is not None and not (isinstance(known, Errand) and known.connection == provider.name):
        raise _conflict(ledger, provider)
    for start in ledger.attempt(_ATTEMPT).starts:
        ledger.bench.provider(start.connection, start.environment)


def _conflict(ledger: Ledger, provider: RampProvider) -> ConflictingIntentError:
    return ConflictingIntentError(
        f"id {ledger.intent_id!r} already stands for something else; choose another id for another order",
        connection=provider.name,
    )


def _driven(ledger: Ledger, provider: RampProvider, flow: Flow[T]) -> Saga[T]:
    step = stepped(flow, None, provider.name)
    while isinstance(step, Request):
        reply = yield from _answered(ledger, provider, step)
        step = stepped(flow, reply, provider.name)
    return step.value


def _answered(ledger: Ledger, provider: RampProvider, request: Request) -> Saga[Response | RampError]:
    if request.commits is not Commits.ORDER:
        return (yield from attempted(Send(provider.name, request)))
    _require_no_intents(request)
    yield from _opened(ledger, provider, request)
    sending = _sending(ledger, provider, request.operation)
    if sending.history.outcome(request.operation) == Outcome.ACCEPTED:
        raise AlreadyExistsError(
            "it was accepted before; read it instead", connection=provider.name, operation=request.operation
        )
    return (yield from answered(sending, request))


def _require_no_intents(request: Request) -> None:
    """Under an id of its own, an intent's order would not be told from another."""
    if request.operation in set(Operation):
        raise ConfigurationError(
            f"{request.operation} is for intents; use router.create_intent(...) or router.execute_intent(...)"
        )


def _opened(ledger: Ledger, provider: RampProvider, request: Request) -> Saga[None]:
    digest = request_digest(request, ledger.bench.journal)
    errand = Errand(provider.name, request.operation, digest)
    if ledger.history.stands_for is None:
        now = yield from do(Now())
        yield from ledger.write(Opened(wish=errand, at=now))
    elif ledger.history.stands_for != errand:
        raise _conflict(ledger, provider)


def _sending(ledger: Ledger, provider: RampProvider, operation: str) -> Sending:
    ours = reference(ledger.bench.namespace, ledger.intent_id, provider.name, _ATTEMPT)
    return Sending(ledger, provider, _ATTEMPT, operation, ours, None)


def _unknown(ledger: Ledger, provider: RampProvider) -> RampError | None:
    """The error that says that an order may exist, if one may."""
    errand = ledger.history.stands_for
    sending = _sending(ledger, provider, errand.operation) if isinstance(errand, Errand) else None
    return sending.unknown() if sending is not None and sending.in_doubt else None


def _settled(ledger: Ledger, provider: RampProvider) -> Saga[None]:
    errand = ledger.history.stands_for
    if isinstance(errand, Errand):
        sending = _sending(ledger, provider, errand.operation)
        for start in sending.history.open_sends(errand.operation)[-1:]:
            yield from ended(sending, start.send, Outcome.ACCEPTED)
