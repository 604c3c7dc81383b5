"""What a refusal says: the closed list of reasons, and which of several helps the reader most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from rampkit.errors import (
    AmountOutOfRangeError,
    ConfigurationError,
    InvalidInputError,
    NextStep,
    RampError,
)
from rampkit.models.money import Amount
from rampkit.models.quotes import NotAsked, Quote, Refusal, RefusalReason
from rampkit.models.rails import Rail
from rampkit.routing.pricing import EXACT

__all__ = ["EXPLANATIONS", "Explanation", "most_actionable", "reason_of", "refusal_of", "refused_offer"]

_Failure = TypeVar("_Failure", bound=Exception | Refusal | NotAsked)

_R = RefusalReason
_S = NextStep


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a reason means, the way out, and who has to take it."""

    meaning: str
    way_out: str
    next_step: NextStep

    def __str__(self) -> str:
        return f"{self.meaning}; {self.way_out}"


EXPLANATIONS: Mapping[RefusalReason, Explanation] = {
    _R.AMOUNT_OUT_OF_RANGE: Explanation(
        "the amount is outside what is served", "ask for an amount inside the limits", _S.FIX_REQUEST
    ),
    _R.BELOW_MINIMUM: Explanation(
        "less would arrive than was demanded", "lower at_least or wait for a better price", _S.FIX_REQUEST
    ),
    _R.TOO_EXPENSIVE: Explanation(
        "the fees are above the policy's maximum, or not known", "raise maximum_fee", _S.FIX_REQUEST
    ),
    _R.REGION_REQUIRED: Explanation(
        "whether it is served depends on the part of the country", "give the region", _S.FIX_REQUEST
    ),
    _R.REGION_NOT_SERVED: Explanation(
        "this part of the country is not served", "use another connection", _S.NONE
    ),
    _R.COUNTRY_NOT_SERVED: Explanation("the country is not served", "use another connection", _S.NONE),
    _R.RAIL_NOT_SERVED: Explanation(
        "the rail or payment method is not served", "name another one, or none", _S.FIX_REQUEST
    ),
    _R.SIDE_NOT_FIXABLE: Explanation(
        "the amount cannot be given for this side", "give it in the other asset", _S.FIX_REQUEST
    ),
    _R.CUSTOMER_NOT_REGISTERED: Explanation(
        "the customer is not registered there", "call create_customer first", _S.FIX_REQUEST
    ),
    _R.CUSTOMER_NOT_READY: Explanation(
        "the person has a step to take first", "show the customer's actions", _S.CUSTOMER_ACTS
    ),
    _R.TERMS_NOT_ACCEPTED: Explanation(
        "the customer has not accepted the terms", "show them, then call accept_terms", _S.CUSTOMER_ACTS
    ),
    _R.VERIFICATION_REQUIRED: Explanation(
        "the customer's identity is not verified", "call verify_customer", _S.CUSTOMER_ACTS
    ),
    _R.CUSTOMER_INACTIVE: Explanation(
        "the customer was deactivated there", "ask the provider", _S.OPERATOR_ACTS
    ),
    _R.ACCOUNT_NOT_READY: Explanation(
        "an account is missing, unconfirmed or disabled", "register or confirm it", _S.CUSTOMER_ACTS
    ),
    _R.QUOTE_EXPIRED: Explanation("the quote is past its time", "take a new one", _S.REQUOTE),
    _R.QUOTE_MISMATCH: Explanation("the offer is not for what was asked", "take a new quote", _S.REQUOTE),
    _R.OUTCOME_UNKNOWN: Explanation(
        "an order may exist", "settle it before anything else is sent", _S.RECONCILE
    ),
    _R.ALREADY_EXISTS: Explanation("it is there already", "read and compare it", _S.RECONCILE),
    _R.CONFLICTING_INTENT: Explanation("the id stands for another wish", "use another id", _S.FIX_REQUEST),
    _R.INTENT_BUSY: Explanation("another worker acts on the intent", "try again later", _S.RETRY_LATER),
    _R.INVALID_REQUEST: Explanation(
        "a value of the request is not accepted", "correct the request", _S.FIX_REQUEST
    ),
    _R.REJECTED: Explanation("it was refused", "use another connection", _S.NONE),
    _R.AUTHENTICATION: Explanation(
        "the credentials are refused", "check the connection's credentials", _S.OPERATOR_ACTS
    ),
    _R.PERMISSION_DENIED: Explanation(
        "the credentials may not do this", "ask the provider for the permission", _S.OPERATOR_ACTS
    ),
    _R.RATE_LIMITED: Explanation("it asks to slow down", "try again later", _S.RETRY_LATER),
    _R.UNAVAILABLE: Explanation("it is not available right now", "try again later", _S.RETRY_LATER),
    _R.RESTING: Explanation(
        "it failed lately and is left alone for a while", "name it alone or try again later", _S.RETRY_LATER
    ),
    _R.UNREACHABLE: Explanation("it cannot be reached", "try again later", _S.RETRY_LATER),
    _R.ANSWER_LOST: Explanation("no answer came", "try again later", _S.RETRY_LATER),
    _R.DEADLINE_EXCEEDED: Explanation(
        "it had not answered when the time was over", "give more time or try again", _S.RETRY_LATER
    ),
    _R.BAD_RESPONSE: Explanation("its answer cannot be read", "try again later", _S.RETRY_LATER),
    _R.ERROR: Explanation("something else went wrong", "see the error and the log", _S.OPERATOR_ACTS),
    _R.NOT_FOUND: Explanation("it does not know what was asked for", "check the identifiers", _S.FIX_REQUEST),
    _R.UNPRICED: Explanation(
        "it serves this but names no price", "use another connection, or its own page", _S.NONE
    ),
    _R.DENIED_BY_POLICY: Explanation(
        "the application's policy does not permit it", "change the policy", _S.OPERATOR_ACTS
    ),
    _R.NOT_SELECTED: Explanation("the call named other connections", "name it too, or none", _S.FIX_REQUEST),
    _R.PAIR_NOT_SERVED: Explanation(
        "the pair is not exchanged there", "ask for another pair", _S.FIX_REQUEST
    ),
    _R.ALL_FAILED: Explanation("everybody refused", "see each refusal", _S.NONE),
    _R.NO_ROUTE: Explanation("nobody serves the wish", "see each reason", _S.NONE),
    _R.UNSUPPORTED: Explanation("this is not offered there", "use another connection", _S.NONE),
}
"""Every reason, the most actionable first: an amount can be changed, a missing feature cannot."""

_RANK = {reason: index for index, reason in enumerate(EXPLANATIONS)}


def reason_of(error: Exception) -> RefusalReason:
    """The reason in the closed list that *error* comes nearest to, by its own word or its ancestors'."""
    if isinstance(error, InvalidInputError):
        return RefusalReason.INVALID_REQUEST
    words = [getattr(error, "reason", None), *(getattr(kind, "reason", None) for kind in type(error).__mro__)]
    known = (RefusalReason(word) for word in words if isinstance(word, str) and word in _RANK)
    return next(known, RefusalReason.ERROR)


def refusal_of(
    error: Exception, *, connection: str, provider: str, via: str | None = None, rail: Rail | None = None
) -> Refusal:
    """*error* as a refusal.

    The message is rampkit's own words or those of the adapter; an unexpected exception gives only the name
    of its class, because its text may hold anything.
    """
    reason = reason_of(error)
    limits = error if isinstance(error, AmountOutOfRangeError) else None
    return Refusal(
        connection=connection,
        provider=provider,
        via=via,
        rail=rail,
        reason=reason,
        message=_message(error, reason),
        next_step=error.next_step if isinstance(error, RampError) else EXPLANATIONS[reason].next_step,
        minimum=limits.minimum if limits else None,
        maximum=limits.maximum if limits else None,
    )


def refused_offer(quote: Quote, reason: RefusalReason, message: str) -> Refusal:
    """An offer that came but cannot be used, as a refusal."""
    return Refusal(
        connection=quote.connection,
        provider=quote.provider,
        via=quote.via,
        rail=quote.rail,
        reason=reason,
        message=message,
        next_step=EXPLANATIONS[reason].next_step,
    )


def most_actionable(failures: Iterable[_Failure], *, amount: Amount | None = None) -> _Failure | None:
    """The one of *failures* that helps the reader most; the first of equals, None if there are none.

    The order is that of `EXPLANATIONS`: what the caller can change (amount, place, rail), then what the
    person has to do, prices, credentials, what time may cure, and what is simply not offered. Among amounts
    out of range it is the one whose limit is nearest to *amount*.
    """
    return min(failures, key=lambda failure: _urgency(failure, amount), default=None)


def _message(error: Exception, reason: RefusalReason) -> str:
    if isinstance(error, RampError):
        return _with_facts(error.message or str(EXPLANATIONS[reason]), error)
    if isinstance(error, InvalidInputError | ConfigurationError):
        return str(error)
    return f"unexpected {type(error).__name__}: a fault in the adapter or in rampkit; see the log"


def _with_facts(message: str, error: RampError) -> str:
    facts = [f"HTTP {error.status}"] if error.status is not None else []
    if error.code:
        facts.append(f"code {error.code}")
    return f"{message} [{', '.join(facts)}]" if facts else message


def _urgency(failure: Exception | Refusal | NotAsked, amount: Amount | None) -> tuple[int, Decimal]:
    reason = reason_of(failure) if isinstance(failure, Exception) else failure.reason
    return _RANK.get(reason, _RANK[RefusalReason.ERROR]), _distance(failure, amount)


def _distance(failure: Exception | Refusal | NotAsked, amount: Amount | None) -> Decimal:
    """How far *amount* is from the limits of *failure*; infinite where either is not known."""
    if amount is None or not isinstance(failure, AmountOutOfRangeError | Refusal):
        return Decimal("Infinity")
    low, high = failure.minimum, failure.maximum
    gaps: list[Decimal] = []
    if low is not None and low.asset == amount.asset:
        gaps.append(EXACT.subtract(low.value, amount.value))
    if high is not None and high.asset == amount.asset:
        gaps.append(EXACT.subtract(amount.value, high.value))
    return max(gaps, default=Decimal("Infinity"))
