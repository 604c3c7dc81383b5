"""Errors: one tree, each class an answer to who has to act."""

import inspect
import pickle
import re
from uuid import UUID

import pytest

from rampkit import errors
from rampkit.errors import (
    AllProvidersFailedError,
    AmountOutOfRangeError,
    ConfigurationError,
    CustomerNotReadyError,
    FieldProblem,
    InvalidInputError,
    InvalidRequestError,
    NextStep,
    NoRouteError,
    OutcomeUnknownError,
    RampError,
    RateLimitedError,
)
from rampkit.models import AcceptTerms, Amount, RefusalReason

TREE = {
    item.__name__: item
    for item in vars(errors).values()
    if inspect.isclass(item) and issubclass(item, Exception)
}
RAMP = [item for item in TREE.values() if issubclass(item, RampError)]
CANARY = "canary-7f3a"
CONTEXT = {
    "connection": "ripio-ar",
    "operation": "create_order",
    "code": "20039",
    "status": 400,
    "request_id": "req-1",
    "provider_message": CANARY,
}


def drawn():
    """Every class drawn in the module's docstring, with the class it hangs under."""
    drawing = errors.__doc__.split("```")[1]
    above = {-1: "Exception"}
    for line in drawing.strip().splitlines():
        depth = len(re.match(r"[│├└─ ]*", line)[0]) // 4
        for name in re.findall(r"\w+Error\b", line):
            above[depth] = name
            yield name, above[depth - 1]


def test_the_drawing_is_the_tree():
    """What the module draws is what there is, and the other way round."""
    tree = {name: item.__mro__[1].__name__ for name, item in TREE.items()}
    tree["InvalidInputError"] = "Exception"  # a ValueError, drawn outside the tree

    assert dict(drawn()) == tree
    assert set(TREE) | {"FieldProblem", "NextStep"} == set(errors.__all__)


@pytest.mark.parametrize("kind", RAMP, ids=lambda kind: kind.__name__)
def test_every_error_answers_as_data(kind):
    """Code decides by attributes, never by text."""
    assert isinstance(kind.retryable, bool)
    assert isinstance(kind.failover_safe, bool)
    assert isinstance(kind.not_sent, bool)
    assert isinstance(kind.next_step, NextStep)
    assert kind.__doc__


@pytest.mark.parametrize("kind", RAMP, ids=lambda kind: kind.__name__)
def test_every_reason_is_on_the_closed_list(kind):
    """A reason is a word of `RefusalReason`, so one table translates both."""
    assert RefusalReason(kind.reason).known


def test_reasons_tell_the_classes_apart():
    """No two classes give the same reason."""
    assert len({kind.reason for kind in RAMP}) == len(RAMP)


# Everything else an application may do depends on these rows.
ANSWERS = {
    "RampError": "no no none",
    "UnsupportedError": "no safe fix_request",
    "NoRouteError": "no safe fix_request",
    "RejectedError": "no safe fix_request",
    "InvalidRequestError": "no safe fix_request",
    "AmountOutOfRangeError": "no safe fix_request",
    "CountryNotServedError": "no safe fix_request",
    "QuoteExpiredError": "no safe requote",
    "QuoteMismatchError": "no safe requote",
    "CustomerNotReadyError": "no safe customer_acts",
    "CustomerNotRegisteredError": "no safe fix_request",
    "TermsNotAcceptedError": "no safe customer_acts",
    "VerificationRequiredError": "no safe customer_acts",
    "AccountNotReadyError": "no safe customer_acts",
    "CustomerInactiveError": "no safe operator_acts",
    "NotFoundError": "no safe fix_request",
    "AlreadyExistsError": "no no reconcile",
    "PermissionDeniedError": "no safe operator_acts",
    "AuthenticationError": "no safe operator_acts",
    "UnavailableError": "retry safe retry_later",
    "NotSentError": "retry safe retry_later",
    "DeadlineExceededError": "retry safe retry_later",
    "RestingError": "retry safe retry_later",
    "AnswerLostError": "retry safe retry_later",
    "RateLimitedError": "retry safe retry_later",
    "BadResponseError": "retry safe retry_later",
    "OutcomeUnknownError": "no no reconcile",
    "ConflictingIntentError": "no no fix_request",
    "IntentBusyError": "retry no retry_later",
    "AllProvidersFailedError": "no safe none",
}


@pytest.mark.parametrize("kind", RAMP, ids=lambda kind: kind.__name__)
def test_what_each_error_answers(kind):
    """Retry, fail over, and who has to act."""
    retry, safe, step = ANSWERS[kind.__name__].split()

    assert (kind.retryable, kind.failover_safe, kind.next_step) == (retry == "retry", safe == "safe", step)


def test_only_the_transport_proves_that_nothing_was_sent():
    """No provider's answer can."""
    unsent = {kind.__name__ for kind in RAMP if kind.not_sent}

    assert unsent == {"NotSentError", "DeadlineExceededError", "RestingError"}


@pytest.mark.parametrize("kind", [ConfigurationError, InvalidInputError])
def test_the_callers_own_faults_are_outside(kind):
    """Failover catches `RampError`, and must never swallow these."""
    assert not issubclass(kind, RampError)


@pytest.mark.parametrize("kind", RAMP, ids=lambda kind: kind.__name__)
def test_the_providers_text_is_in_no_printout(kind):
    """It may name a person, so it has to be asked for."""
    error = kind("was refused", **CONTEXT)

    assert error.provider_message == CANARY
    assert CANARY not in f"{error!s}{error!r}{error.args}"
    assert str(error) == "ripio-ar/create_order: was refused [HTTP 400, code 20039]"


@pytest.mark.parametrize("kind", RAMP, ids=lambda kind: kind.__name__)
def test_pickling_keeps_our_words_and_drops_the_providers(kind):
    """A task queue stores what went wrong, not what the provider wrote."""
    error = kind("was refused", **CONTEXT)
    stored = pickle.dumps(error)
    again = pickle.loads(stored)  # noqa: S301  # our own bytes

    assert CANARY.encode() not in stored
    assert again.provider_message is None
    assert (type(again), str(again), again.args) == (kind, str(error), error.args)
    assert (again.status, again.code, again.request_id) == (400, "20039", "req-1")


@pytest.mark.parametrize(
    ("error", "facts"),
    [
        (NoRouteError("x", reasons={"ripio-ar": "limit"}), {"reasons": {"ripio-ar": "limit"}}),
        (InvalidRequestError("x", fields=["email"]), {"fields": ("email",)}),
        (
            AmountOutOfRangeError("x", minimum=Amount("1", "USD")),
            {"minimum": Amount("1", "USD"), "maximum": None},
        ),
        (CustomerNotReadyError("x", actions=[AcceptTerms()]), {"actions": (AcceptTerms(),)}),
        (RateLimitedError("x", retry_after=5), {"retry_after": 5}),
        (
            OutcomeUnknownError("x", intent_id="wish-1", reference=UUID(int=1)),
            {"intent_id": "wish-1", "reference": UUID(int=1)},
        ),
    ],
)
def test_what_errors_carry_survives_pickling(error, facts):
    """Facts beside the message are part of the error."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes

    assert {name: getattr(again, name) for name in facts} == facts


def test_errors_inside_errors_drop_the_providers_text_too():
    """The failures of all connections are stored by the same rule."""
    failed = AllProvidersFailedError("nobody took it", failures={"ripio-ar": RampError("no", **CONTEXT)})

    assert CANARY.encode() not in pickle.dumps(failed)
    assert failed.failures["ripio-ar"].provider_message == CANARY


def test_a_message_without_context_stands_alone():
    """Nothing is printed that is not known."""
    assert str(RampError("was refused")) == "was refused"
    assert str(RampError("was refused", connection="ripio-ar")) == "ripio-ar: was refused"
    assert str(RampError("was refused", code="20039")) == "was refused [code 20039]"


def test_invalid_input_survives_pickling():
    """Field, problem and way out are kept."""
    error = InvalidInputError(
        "amount",
        "is zero",
        remedy="send an amount greater than zero",
        others=[FieldProblem("country", "is missing")],
    )
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes

    told = "amount: is zero; send an amount greater than zero | country: is missing"
    assert str(again) == str(error) == told
    assert again.fields == error.fields
    assert (again.field, again.problem, again.remedy) == (error.field, error.problem, error.remedy)
    assert isinstance(again, ValueError)
