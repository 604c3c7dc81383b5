"""Everything that can go wrong, by meaning.

```
ConfigurationError                  outside the tree: failover must never swallow it
InvalidInputError                   outside the tree: the caller's own values, before any network call
RampError                           a provider, or the way to it
├── UnsupportedError                not offered here
│   └── NoRouteError                nobody serves this; one reason per connection
├── RejectedError                   understood and refused; nothing happened
│   ├── InvalidRequestError         the provider names the fields
│   ├── AmountOutOfRangeError       limits, where the provider tells them
│   ├── CountryNotServedError
│   ├── QuoteExpiredError
│   ├── QuoteMismatchError          their copy of the wish differs from ours
│   ├── CustomerNotReadyError       the person has a step to take
│   │   ├── CustomerNotRegisteredError  TermsNotAcceptedError  VerificationRequiredError
│   │   └── AccountNotReadyError
│   ├── CustomerInactiveError
│   ├── NotFoundError
│   ├── AlreadyExistsError          what we asked for is there already
│   ├── PermissionDeniedError
│   └── AuthenticationError         our credentials
├── UnavailableError                nothing is known to have happened; try again
│   ├── NotSentError                proved by the transport: no byte of the request left
│   │   ├── DeadlineExceededError   the time was over before the request could leave
│   │   └── RestingError            it failed lately, so it is left alone for a while
│   ├── AnswerLostError             the request may have been handled
│   └── RateLimitedError
├── BadResponseError                an answer we cannot read
├── OutcomeUnknownError             an order may exist; settle it before anything else
├── ConflictingIntentError          the id already stands for another wish
├── IntentBusyError                 another worker holds the intent
└── AllProvidersFailedError         every candidate refused; all reasons are kept
```

`str(error)` is made of our own words and the provider's code. What the provider wrote may name a person, so
it is only in `provider_message`, which neither `args` nor a pickle carries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rampkit.problems import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from uuid import UUID

    from rampkit.models.actions import Action
    from rampkit.models.money import Amount
    from rampkit.models.quotes import Refusal

__all__ = [
    "AccountNotReadyError",
    "AllProvidersFailedError",
    "AlreadyExistsError",
    "AmountOutOfRangeError",
    "AnswerLostError",
    "AuthenticationError",
    "BadResponseError",
    "ConfigurationError",
    "ConflictingIntentError",
    "CountryNotServedError",
    "CustomerInactiveError",
    "CustomerNotReadyError",
    "CustomerNotRegisteredError",
    "DeadlineExceededError",
    "FieldProblem",
    "IntentBusyError",
    "InvalidInputError",
    "InvalidRequestError",
    "NextStep",
    "NoRouteError",
    "NotFoundError",
    "NotSentError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "QuoteExpiredError",
    "QuoteMismatchError",
    "RampError",
    "RateLimitedError",
    "RejectedError",
    "RestingError",
    "TermsNotAcceptedError",
    "UnavailableError",
    "UnsupportedError",
    "VerificationRequiredError",
]


class NextStep(StrEnum):
    """Who has to act so that the same wish can succeed."""

    NONE = "none"
    """Nobody: this way is closed."""
    FIX_REQUEST = "fix_request"
    """The application: change what it asked for."""
    CUSTOMER_ACTS = "customer_acts"
    """The person: accept, verify, confirm or pay something."""
    RETRY_LATER = "retry_later"
    """Time: the same call may succeed later."""
    REQUOTE = "requote"
    """The application: take a new quote."""
    RECONCILE = "reconcile"
    """rampkit: find out what became of a request before anything else is sent."""
    OPERATOR_ACTS = "operator_acts"
    """Whoever runs the application: credentials, permissions, configuration."""


class ConfigurationError(Exception):
    """The application is set up wrongly; the message names the setting and the way out."""


class RampError(Exception):
    """Anything that went wrong at, or on the way to, a provider.

    Args:
        message: Our own words: what happened and the way out. Never a provider's text.
        connection: The connection it happened at.
        operation: What was being done, e.g. `create_order`.
        code: The provider's own error code.
        status: The HTTP status of the answer, where there was one.
        request_id: The provider's identifier of the exchange, for its support.
        provider_message: The provider's own text. May name a person; kept out of `str`, `args` and pickle.
    """

    retryable: bool = False
    """The same call, unchanged, may succeed later."""
    failover_safe: bool = False
    """Nothing happened at this provider, so another one may be asked."""
    next_step: NextStep = NextStep.NONE
    """Who has to act."""
    not_sent: bool = False
    """Proved: the request this error is about never left."""
    reason: str = "error"
    """Word from the closed list of refusal reasons."""

    def __init__(
        self,
        message: str,
        *,
        connection: str | None = None,
        operation: str | None = None,
        code: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        provider_message: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.connection = connection
        self.operation = operation
        self.code = code
        self.status = status
        self.request_id = request_id
        self._provider_message = provider_message

    @property
    def provider_message(self) -> str | None:
        """What the provider wrote, if anything. May name a person: do not log it."""
        return self._provider_message

    def __str__(self) -> str:
        where = "/".join(part for part in (self.connection, self.operation) if part)
        facts = [f"HTTP {self.status}"] if self.status is not None else []
        if self.code:
            facts.append(f"code {self.code}")
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} [{', '.join(facts)}]" if facts else text

    def __reduce__(self) -> tuple[Any, ...]:
        state = {key: value for key, value in self.__dict__.items() if key != "_provider_message"}
        return _restore, (type(self), self.args, {**state, "_provider_message": None})


def _restore(kind: type[RampError], args: tuple[Any, ...], state: Mapping[str, Any]) -> RampError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class UnsupportedError(RampError):
    """This provider does not offer the operation, or not for these values; nothing was sent."""

    failover_safe = True
    next_step = NextStep.FIX_REQUEST
    reason = "unsupported"


class NoRouteError(UnsupportedError):
    """No connection serves the wish.

    Args:
        message: The most actionable reason.
        reasons: Why not, one text per connection.
    """

    reason = "no_route"

    def __init__(self, message: str, *, reasons: Mapping[str, str] | None = None, **context: Any) -> None:
        super().__init__(message, **context)
        self.reasons = dict(reasons or {})


class RejectedError(RampError):
    """The provider understood and said no; nothing was created."""

    failover_safe = True
    next_step = NextStep.FIX_REQUEST
    reason = "rejected"


class InvalidRequestError(RejectedError):
    """The provider refuses the values sent.

    Args:
        message: Our own words.
        fields: Names of the refused fields, as the provider spells them.
    """

    reason = "invalid_request"

    def __init__(self, message: str, *, fields: Sequence[str] = (), **context: Any) -> None:
        super().__init__(message, **context)
        self.fields = tuple(fields)


class AmountOutOfRangeError(RejectedError):
    """The amount is outside what this provider moves.

    Args:
        message: Our own words.
        minimum: The smallest amount served, None if the provider does not say.
        maximum: The largest amount served, None if the provider does not say.
    """

    reason = "amount_out_of_range"

    def __init__(
        self,
        message: str,
        *,
        minimum: Amount | None = None,
        maximum: Amount | None = None,
        **context: Any,
    ) -> None:
        super().__init__(message, **context)
        self.minimum = minimum
        self.maximum = maximum


class CountryNotServedError(RejectedError):
    """The provider does not serve the country or region."""

    reason = "country_not_served"


class QuoteExpiredError(RejectedError):
    """The quote is past its time; a new one is needed."""

    next_step = NextStep.REQUOTE
    reason = "quote_expired"


class QuoteMismatchError(RejectedError):
    """The provider's copy of the wish, or its payment instruction, does not say what was asked."""

    next_step = NextStep.REQUOTE
    reason = "quote_mismatch"


class CustomerNotReadyError(RejectedError):
    """The person has a step to take before this provider will act.

    Args:
        message: Our own words.
        actions: What the person does next.
    """

    next_step = NextStep.CUSTOMER_ACTS
    reason = "customer_not_ready"

    def __init__(self, message: str, *, actions: Sequence[Action] = (), **context: Any) -> None:
        super().__init__(message, **context)
        self.actions = tuple(actions)


class CustomerNotRegisteredError(CustomerNotReadyError):
    """The customer has no usable link to this connection; call `create_customer` first."""

    next_step = NextStep.FIX_REQUEST
    reason = "customer_not_registered"


class TermsNotAcceptedError(CustomerNotReadyError):
    """The customer has not accepted the provider's terms."""

    reason = "terms_not_accepted"


class VerificationRequiredError(CustomerNotReadyError):
    """The customer's identity is not verified at this provider."""

    reason = "verification_required"


class AccountNotReadyError(CustomerNotReadyError):
    """An account of the pair is missing, unconfirmed or disabled at this provider."""

    reason = "account_not_ready"


class CustomerInactiveError(RejectedError):
    """The customer was deactivated at this provider, for good."""

    next_step = NextStep.OPERATOR_ACTS
    reason = "customer_inactive"


class NotFoundError(RejectedError):
    """The provider knows no such thing. Proves nothing about an order that was just sent."""

    reason = "not_found"


class AlreadyExistsError(RejectedError):
    """What was to be created is there already; it has to be read and compared."""

    failover_safe = False
    next_step = NextStep.RECONCILE
    reason = "already_exists"


class PermissionDeniedError(RejectedError):
    """Our credentials are good, but this is not allowed to them."""

    next_step = NextStep.OPERATOR_ACTS
    reason = "permission_denied"


class AuthenticationError(RejectedError):
    """The provider refuses our credentials."""

    next_step = NextStep.OPERATOR_ACTS
    reason = "authentication"


class UnavailableError(RampError):
    """The provider did not do its part; the same call may succeed later."""

    retryable = True
    failover_safe = True
    next_step = NextStep.RETRY_LATER
    reason = "unavailable"


class NotSentError(UnavailableError):
    """The transport proves that the request never reached the provider."""

    not_sent = True
    reason = "unreachable"


class AnswerLostError(UnavailableError):
    """The request left and no readable answer came: it may have been handled.

    Harmless for a read. An order in this state becomes `OutcomeUnknownError`.
    """

    reason = "answer_lost"


class DeadlineExceededError(NotSentError):
    """The time the caller gave ran out before the request was sent."""

    reason = "deadline_exceeded"


class RestingError(NotSentError):
    """The connection failed lately and is left alone for a while; another one can be asked."""

    reason = "resting"


class RateLimitedError(UnavailableError):
    """The provider asks us to slow down.

    Args:
        message: Our own words.
        retry_after: Seconds the provider asks us to wait, None if it did not say.
    """

    reason = "rate_limited"

    def __init__(self, message: str, *, retry_after: int | None = None, **context: Any) -> None:
        super().__init__(message, **context)
        self.retry_after = retry_after


class BadResponseError(RampError):
    """The answer cannot be read: not JSON, cut short, or without what it must hold."""

    retryable = True
    failover_safe = True
    next_step = NextStep.RETRY_LATER
    reason = "bad_response"


class OutcomeUnknownError(RampError):
    """An order may exist at a provider; no other provider is asked until that is settled.

    Args:
        message: Our own words.
        intent_id: The application's id of the intent.
        reference: The reference the order was sent under.
    """

    next_step = NextStep.RECONCILE
    reason = "outcome_unknown"

    def __init__(
        self, message: str, *, intent_id: str | None = None, reference: UUID | None = None, **context: Any
    ) -> None:
        super().__init__(message, **context)
        self.intent_id = intent_id
        self.reference = reference


class ConflictingIntentError(RampError):
    """The intent id, or an order found under its reference, stands for another wish."""

    next_step = NextStep.FIX_REQUEST
    reason = "conflicting_intent"


class IntentBusyError(RampError):
    """Another worker is acting on the intent right now; nothing of this call is unaccounted for."""

    retryable = True
    next_step = NextStep.RETRY_LATER
    reason = "intent_busy"


class AllProvidersFailedError(RampError):
    """Every candidate refused or could not be reached; nothing was created anywhere.

    Args:
        message: The most actionable of the failures.
        failures: Every error met, by connection.
        refusals: Why each connection did not take the wish, those that were never asked included.
        next_step: Who can act on the most actionable of them.
    """

    failover_safe = True
    reason = "all_failed"

    def __init__(
        self,
        message: str,
        *,
        failures: Mapping[str, RampError | InvalidInputError] | None = None,
        refusals: Sequence[Refusal] = (),
        next_step: NextStep = NextStep.NONE,
        **context: Any,
    ) -> None:
        super().__init__(message, **context)
        self.next_step = next_step
        self.failures = dict(failures or {})
        self.refusals = tuple(refusals)
