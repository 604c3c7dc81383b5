"""Everybody's answers side by side."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import ConfigurationError, RateLimitedError
from rampkit.models import Amount, Fee, NotAsked, Refusal
from rampkit.routing import Answer, Candidate, Policy, compare

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEE = Fee(kind="total", amount="5 BRL")


@pytest.fixture(scope="session")
def answer(till):
    """Make the answer of a connection."""

    def make(name, *said, vias=()):
        (route,) = till("any").routes()
        routes = tuple(route for _ in vias) or (route,)
        routes = tuple(_via(one, via) for one, via in zip(routes, vias, strict=True)) if vias else routes
        return Answer(Candidate(till(name), routes), said[0] if isinstance(said[0], Exception) else said)

    return make


def _via(route, via):
    return type(route)(route.pair, route.places, via=(via,))


def reasons(comparison):
    """Who refused, and why."""
    return [(row.connection, str(row.reason)) for row in comparison.refusals]


def test_every_connection_has_a_row(answer, ask, offer, till):
    """Quotes, refusals, errors, empty answers and those not asked: nobody is missing."""
    refusal = Refusal(connection="b", provider="till", reason="rejected", message="no")
    left_out = NotAsked(connection="e", provider="till", reason="pair_not_served", message="no")
    silent = Answer(Candidate(till("d"), ()), [])

    comparison = compare(
        ask(),
        [answer("a", offer("a")), answer("b", refusal), answer("c", RateLimitedError("slow down")), silent],
        not_asked=[left_out],
        asked_at=NOON,
    )

    assert comparison.best == offer("a")
    assert reasons(comparison) == [("b", "rejected"), ("c", "rate_limited"), ("d", "unsupported")]
    assert comparison.not_asked == (left_out,)
    assert comparison.asked_at == NOON


def test_refusals_stand_in_order_of_registration(answer, ask, offer):
    """Refusals the policy makes stand beside those that came, by connection, company and rail."""
    late = Refusal(connection="a", provider="till", via="x", reason="rejected", message="no")

    comparison = compare(
        ask(), [answer("b", offer("b")), answer("a", late, offer("a"))], policy=Policy(deny=["till"])
    )

    assert [(row.connection, row.via) for row in comparison.refusals] == [
        ("b", None),
        ("a", None),
        ("a", "x"),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"connection": "other"},
        {"pair": "BRL/USDC_GNOSIS", "destination_amount": "90 USDC_GNOSIS"},
        {"requested": "501 BRL"},
    ],
)
def test_an_offer_for_something_else_is_not_an_offer(answer, ask, offer, facts):
    """A quote for another amount, pair or connection is refused, not ranked."""
    comparison = compare(ask(), [answer("a", offer(**{"connection": "a"} | facts))])

    assert comparison.quotes == ()
    assert [reason for _, reason in reasons(comparison)] == ["quote_mismatch"]


def test_a_denied_company_is_refused_by_name(answer, ask, offer):
    """Of one provider's offers only those through denied companies fall away."""
    said = answer("a", offer("a", via="noah"), offer("a", via="banxa"))

    comparison = compare(ask(), [said], policy=Policy(deny=["via:noah"]))

    assert [quote.via for quote in comparison.quotes] == ["banxa"]
    assert comparison.refusals[0].message == "the policy does not permit noah; change allow or deny"


def test_an_offer_that_hides_its_company_must_be_fine_by_each(answer, ask, offer):
    """Where an offer could go through a denied company and does not say, it is refused."""
    hidden = answer("a", offer("a"), vias=["noah", "banxa"])

    refused = compare(ask(), [hidden], policy=Policy(deny=["via:noah"]))
    fine = compare(ask(), [hidden], policy=Policy(deny=["via:bridge"]))

    assert "does not say which company" in refused.refusals[0].message
    assert len(fine.quotes) == 1


@pytest.mark.parametrize(
    ("most", "fees", "fine"),
    [
        (Decimal(1), [FEE], True),
        (Decimal("0.99"), [FEE], False),
        (Amount(5, "BRL"), [FEE], True),
        (Amount("4.99", "BRL"), [FEE], False),
        (Amount("0.9", "USDC_BASE"), [FEE], True),
        (Amount("0.89", "USDC_BASE"), [FEE], False),
        (Amount(100, "USD"), [FEE], False),
        (Decimal(100), [], False),
        (Decimal(100), [Fee(kind="network")], False),
        (None, [], True),
    ],
)
def test_fees_above_the_maximum_or_not_known_are_refused(answer, ask, offer, *, most, fees, fine):
    """With a maximum, only an offer whose fees are known and within it is an offer."""
    comparison = compare(ask(), [answer("a", offer("a", fees=fees))], policy=Policy(maximum_fee=most))

    assert bool(comparison.quotes) is fine
    assert reasons(comparison) == ([] if fine else [("a", "too_expensive")])


def test_a_percentage_is_of_what_was_asked_where_the_payment_is_disputed(answer, ask, offer):
    """The amount asked for is the least that is paid, so the percentage is never understated."""
    disputed = offer("a", source_amount=None, fees=[FEE])

    assert compare(ask(), [answer("a", disputed)], policy=Policy(maximum_fee=1)).quotes == (disputed,)


def test_an_ordering_has_the_last_word(answer, ask, offer):
    """It gets the ranked offers, may turn them round, and what it drops is a refusal."""
    answers = [answer(name, offer(name, got)) for name, got in (("a", "1"), ("b", "3"), ("c", "2"))]

    comparison = compare(ask(), answers, policy=lambda ranked: ranked[:0:-1])

    assert [quote.connection for quote in comparison.quotes] == ["a", "c"]
    assert reasons(comparison) == [("b", "denied_by_policy")]


@given(st.lists(st.integers(0, 3), max_size=5))
def test_a_policy_never_makes_up_offers(answer, ask, offer, picked):
    """An ordering that repeats an offer or returns one of its own is an error, not a price."""
    answers = [answer(name, offer(name)) for name in "abc"]

    def ordering(ranked):
        return [[*ranked, offer("a", "1000")][index] for index in picked]

    if len(set(picked)) < len(picked) or 3 in picked:
        with pytest.raises(ConfigurationError, match="not given"):
            compare(ask(), answers, policy=ordering)
    else:
        comparison = compare(ask(), answers, policy=ordering)
        assert [quote.connection for quote in comparison.quotes] == ["abc"[index] for index in picked]
        assert len(comparison.quotes) + len(comparison.refusals) == 3


def test_nobody_answers_nothing(ask):
    """Without answers there is no best quote."""
    assert compare(ask(), []).best is None
