"""An order of which the journal kept no personal data, made whole by the application's own request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.capabilities import Replay
from rampkit.errors import OutcomeUnknownError
from rampkit.models.intents import Outcome

if TYPE_CHECKING:
    from rampkit.journal.history import AttemptHistory
    from rampkit.models.intents import IntentRequest
    from rampkit.models.orders import OrderRequest
    from rampkit.provider import RampProvider

__all__ = ["completed", "require_whole", "waits_for_request"]

_CREATE = "create_order"


def completed(attempt: AttemptHistory, request: IntentRequest | None) -> OrderRequest:
    """What was asked of the provider, as far as the journal and *request* tell.

    Whether the bytes come out the same is seen by their digest, before they are sent.
    """
    order = attempt.asked
    if attempt.whole or request is None:
        return order
    accounts = request.accounts
    return order.evolve(
        accounts=accounts,
        registered=order.registered.evolve(accounts=accounts) if order.registered else None,
        redirect_url=request.redirect_url,
        options=request.provider_options.get(attempt.connection, {}),
    )


def waits_for_request(attempt: AttemptHistory, provider: RampProvider) -> bool:
    """Whether only a resend can end the doubt about an order, and the journal cannot make its bytes."""
    in_doubt = attempt.outcome(_CREATE) == Outcome.UNKNOWN
    return in_doubt and not attempt.whole and isinstance(provider.promises().doubt_of(_CREATE), Replay)


def require_whole(attempt: AttemptHistory, provider: RampProvider, intent_id: str) -> None:
    """Refuse to go on without the bytes of a resend.

    Raises:
        OutcomeUnknownError: Only the application has them.
    """
    if waits_for_request(attempt, provider):
        raise OutcomeUnknownError(
            "the request was sent and no reliable answer came, and the journal keeps no personal data to "
            "send it again with; call create_intent with the same id and request, and send nothing elsewhere",
            connection=provider.name,
            operation=_CREATE,
            intent_id=intent_id,
            reference=attempt.first.reference,
        )
