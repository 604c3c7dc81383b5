"""What refusals say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit import errors
from rampkit.errors import (
    AmountOutOfRangeError,
    AuthenticationError,
    ConfigurationError,
    CountryNotServedError,
    InvalidInputError,
    NextStep,
    RampError,
    RejectedError,
    UnavailableError,
    VerificationRequiredError,
)
from rampkit.models import Amount, Rail, Refusal, RefusalReason
from rampkit.routing import EXPLANATIONS, most_actionable, reason_of, refusal_of

WHERE = {"connection": "till-br", "provider": "till"}
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, RampError | ConfigurationError | ValueError)
]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, RampError)])
def test_every_error_has_a_reason_in_the_closed_list(kind):
    """Each class of the tree is told by its own word, which the list knows."""
    assert reason_of(kind("no")) == kind.reason
    assert reason_of(kind("no")) in EXPLANATIONS


def test_every_reason_is_explained():
    """The list of explanations is the list of reasons, complete."""
    assert set(EXPLANATIONS) == set(RefusalReason)


def test_a_word_of_an_adapters_own_gives_way():
    """A reason outside the list is told by the nearest class that has one, so that the list stays closed."""
    error = RejectedError("no")
    error.reason = "odd"

    assert reason_of(error) is RefusalReason.REJECTED


def test_a_refusal_carries_limits_place_and_next_step():
    """What the error knows as data, the refusal knows as data."""
    error = AmountOutOfRangeError("too small", minimum=Amount(10, "BRL"), status=422, code="E7")

    assert refusal_of(error, **WHERE, via="noah", rail=Rail.PIX) == Refusal(
        **WHERE,
        via="noah",
        rail="pix",
        reason="amount_out_of_range",
        message="too small [HTTP 422, code E7]",
        next_step=NextStep.FIX_REQUEST,
        minimum="10 BRL",
    )


def test_the_providers_own_text_stays_out():
    """What the provider wrote may name a person: a refusal never repeats it."""
    error = RejectedError("refused", provider_message="Maria Silva is blocked")

    assert "Maria" not in repr(refusal_of(error, **WHERE))


def test_an_error_without_words_is_explained_by_its_reason():
    """An empty message is replaced by the meaning of the reason and the way out."""
    assert (
        refusal_of(UnavailableError(""), **WHERE).message == "it is not available right now; try again later"
    )


def test_a_fault_in_an_adapter_is_told_without_its_text():
    """An unexpected exception may hold anything, so only its class is named."""
    refusal = refusal_of(KeyError("password"), **WHERE)

    assert refusal.reason is RefusalReason.ERROR
    assert refusal.next_step is NextStep.OPERATOR_ACTS
    assert refusal.message.startswith("unexpected KeyError")
    assert "password" not in refusal.message


def test_what_an_adapter_cannot_say_to_its_provider_is_an_invalid_request():
    """A value that one provider cannot be told is a refusal of that connection, in rampkit's words."""
    refusal = refusal_of(InvalidInputError("rail", "is unknown", remedy="use pix"), **WHERE)

    assert (refusal.reason, refusal.message) == ("invalid_request", "rail: is unknown; use pix")


def test_a_wrong_setting_is_for_the_operator():
    """A configuration error keeps its message, which names the setting."""
    refusal = refusal_of(ConfigurationError("base_url is wrong"), **WHERE)

    assert (refusal.message, refusal.next_step) == ("base_url is wrong", NextStep.OPERATOR_ACTS)


def test_the_most_actionable_reason_is_told():
    """Limits before place before credentials before what only time cures."""
    ladder = [
        AmountOutOfRangeError("limits"),
        CountryNotServedError("country"),
        VerificationRequiredError("person"),
        AuthenticationError("credentials"),
        UnavailableError("time"),
        errors.UnsupportedError("never"),
    ]
    while ladder:
        assert most_actionable(reversed(ladder)) is ladder[0]
        ladder.pop(0)
    assert most_actionable(ladder) is None


def test_the_nearest_limit_is_told():
    """Of several limits, the one the amount is nearest to; one that is not known comes last."""
    small = AmountOutOfRangeError("", minimum=Amount(1, "BRL"), maximum=Amount(100, "BRL"))
    large = refusal_of(AmountOutOfRangeError("", minimum=Amount(50, "BRL")), **WHERE)
    other = AmountOutOfRangeError("", maximum=Amount(1, "USD"))

    assert most_actionable([other, small, large], amount=Amount(20, "BRL")) is small
    assert most_actionable([other, small, large], amount=Amount(0, "BRL")) is small
    assert most_actionable([other, large, small], amount=Amount(40, "BRL")) is small
    assert most_actionable([other, small, large], amount=Amount(500, "BRL")) is large
    assert most_actionable([other, small]) is other


@given(st.permutations([reason for reason in RefusalReason if reason.known]))
def test_the_choice_does_not_depend_on_the_order(reasons):
    """Whatever the order of several refusals, the same reason is told."""
    refusals = [Refusal(**WHERE, reason=reason, message="") for reason in reasons]

    assert most_actionable(refusals).reason is RefusalReason.AMOUNT_OUT_OF_RANGE
