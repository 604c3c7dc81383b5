"""The order of offers."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.models import Amount, Fee
from rampkit.routing import Policy, rank
from rampkit.routing.pricing import net_of

FEES = st.lists(
    st.builds(
        Fee,
        kind=st.sampled_from(["total", "network", "provider"]),
        amount=st.sampled_from([None, "0 BRL", "3 BRL", "1 USDC_BASE", "1 USD"]),
        included=st.sampled_from([None, True, False]),
        parent=st.sampled_from([None, "provider"]),
    ),
    max_size=2,
)
FACTS = {
    "connection": st.sampled_from(["a", "b", "c"]),
    "binding": st.sampled_from(["firm", "indicative", "unpriced"]),
    "via": st.sampled_from([None, "x", "y"]),
    "rail": st.sampled_from([None, "pix", "ted"]),
    "quote_id": st.sampled_from([None, "1", "2"]),
    "fees": FEES,
    "raw": st.sampled_from([None, {"n": 1}, {"n": 2}]),
}
POLICIES = st.builds(
    Policy,
    prefer=st.lists(st.sampled_from(["a", "b", "via:x", "till"]), unique=True),
    prefer_tolerance=st.sampled_from([0, 1, 10, 100]),
    weights=st.dictionaries(st.sampled_from(["a", "b", "till"]), st.sampled_from(["0.5", "1", "1.01"])),
)


@st.composite
def offers(draw, make, amount):
    """Offers that are alike in many ways."""
    drawn = st.fixed_dictionaries({"amount": st.sampled_from([None, "0", "1", "90", "90.00", "91"]), **FACTS})
    rows = draw(st.lists(drawn, max_size=8))
    return [make(**{("got" if amount == "got" else "cost"): row.pop("amount"), **row}) for row in rows]


def order_of(quotes):
    """Whose offers they are."""
    return [quote.connection for quote in quotes]


@given(st.data(), POLICIES, st.booleans())
def test_order_does_not_depend_on_the_order_of_the_answers(offer, bill, data, policy, fixed_source):
    """Any permutation of the answers gives the same order, and no answer is lost or made up."""
    kind = (offer, "got") if fixed_source else (bill, "cost")
    quotes = data.draw(offers(*kind))
    shuffled = data.draw(st.permutations(quotes))

    ranked = rank(quotes, policy=policy, order=["b", "a"])

    assert rank(shuffled, policy=policy, order=["b", "a"]) == ranked
    assert sorted(map(id, ranked)) == sorted(map(id, quotes))


@given(st.data(), POLICIES, st.booleans())
def test_what_is_not_known_never_beats_what_is_known(offer, bill, data, policy, fixed_source):
    """Offers without a known net amount come after every other one, those without a price last."""
    kind = (offer, "got") if fixed_source else (bill, "cost")
    ranked = rank(data.draw(offers(*kind)), policy=policy)

    def tier(quote):
        return 2 if quote.binding == "unpriced" else int(net_of(quote) is None)

    tiers = [tier(quote) for quote in ranked]
    assert tiers == sorted(tiers)


def test_more_is_better_for_a_fixed_source(offer):
    """Where the payment is fixed, whoever delivers more is first."""
    assert order_of(rank([offer("a", "89"), offer("b", "91"), offer("c", "90")])) == ["b", "c", "a"]


def test_cheaper_is_better_for_a_fixed_destination(bill):
    """Where the delivery is fixed, whoever takes less is first."""
    assert order_of(rank([bill("a", "501"), bill("b", "499"), bill("c", "500")])) == ["b", "c", "a"]


def test_a_firm_price_comes_before_an_equal_indicative_one(offer):
    """Between equals a promise is worth more than an estimate; a better estimate still wins."""
    quotes = [
        offer("a", "90", binding="indicative"),
        offer("b", "90.0"),
        offer("c", "91", binding="indicative"),
    ]

    assert order_of(rank(quotes, order=["a", "b", "c"])) == ["c", "b", "a"]


def test_ties_go_to_the_smaller_known_fee(offer):
    """An unknown fee never counts as the cheapest, and fees in the other asset are converted."""
    unknown = offer("a", fees=[Fee(kind="network"), Fee(kind="provider", amount="1 BRL")])
    dear = offer("b", fees=[Fee(kind="total", amount="1 USDC_BASE")])
    cheap = offer("c", fees=[Fee(kind="total", amount="5 BRL")])

    assert order_of(rank([unknown, dear, cheap])) == ["c", "b", "a"]


def test_ties_then_go_by_registration_company_and_rail(offer):
    """What nothing else tells apart stands in order of registration, then by name."""
    quotes = [offer("a", rail="ted"), offer("a", rail="pix"), offer("a", via="x"), offer("b"), offer("z")]

    ranked = rank(quotes, order=["b", "a"])

    assert [(one.connection, one.via, one.rail) for one in ranked] == [
        ("b", None, None),
        ("a", None, "pix"),
        ("a", None, "ted"),
        ("a", "x", None),
        ("z", None, None),
    ]


def test_a_fee_that_comes_on_top_counts(offer, bill):
    """Fees outside the amounts are taken off what arrives or added to what is paid."""
    on_top = Fee(kind="network", amount="2 USDC_BASE", included=False)
    assert order_of(rank([offer("a", "91", fees=[on_top]), offer("b", "90")])) == ["b", "a"]

    on_top = Fee(kind="network", amount="2 BRL", included=False)
    assert order_of(rank([bill("a", "499", fees=[on_top]), bill("b", "500")])) == ["b", "a"]


@pytest.mark.parametrize(
    "facts",
    [
        {"fees": [Fee(kind="network", included=False)]},
        {"fees": [Fee(kind="network", amount="1 BRL", included=False)]},
        {"fees": [Fee(kind="network", amount="999 USDC_BASE", included=False)]},
        {"source_amount": "501 BRL"},
    ],
)
def test_an_offer_that_cannot_be_compared_never_wins(offer, facts):
    """Unknown fees on top, or another payment than was asked make the net unknown."""
    assert order_of(rank([offer("a", "99", **facts), offer("b", "1")])) == ["b", "a"]


def test_a_price_of_nothing_is_not_a_price(bill):
    """A zero where the payment should stand is unknown, not a gift."""
    assert order_of(rank([bill("a", "0"), bill("b", "900")])) == ["b", "a"]


def test_the_callers_decimal_context_changes_nothing(offer):
    """Digits beyond the precision the application works with still decide."""
    quotes = [offer("a", "90.000001"), offer("b", "90.000002")]

    with localcontext(prec=3):
        assert order_of(rank(quotes, policy=Policy(weights={"a": 1}))) == ["b", "a"]


def test_weights_decide_the_order_but_touch_no_amount(offer, bill):
    """A weight multiplies the net for ranking only; the connection's own comes before its provider's."""
    policy = Policy(weights={"a": "1.1", "till": "1.05"})
    quotes = [offer("a", "90"), offer("b", "93")]

    assert order_of(rank(quotes, policy=policy)) == ["a", "b"]
    assert order_of(rank([bill("b", "500"), bill("a", "510")], policy=policy)) == ["a", "b"]
    assert quotes[0].destination_amount == Amount(90, "USDC_BASE")


@pytest.mark.parametrize(("tolerance", "first"), [("0", "a"), ("0.99", "a"), ("1", "b"), ("50", "b")])
def test_a_preferred_connection_is_first_within_the_tolerance(offer, tolerance, first):
    """Preference outweighs at most the given percentage of the best net amount."""
    policy = Policy(prefer=["b"], prefer_tolerance=tolerance)

    assert order_of(rank([offer("a", "100"), offer("b", "99")], policy=policy))[0] == first


def test_the_tolerance_holds_for_payments_too(bill):
    """Where the delivery is fixed, the tolerance is a percentage of the smallest payment."""
    quotes = [bill("a", "100"), bill("b", "101"), bill("c", "101.01")]

    ranked = rank(quotes, policy=Policy(prefer=["c", "b"], prefer_tolerance=1))

    assert order_of(ranked) == ["b", "a", "c"]


def test_preferences_are_in_order(offer):
    """Of several preferred offers the one named first leads, whatever the others bring."""
    quotes = [offer("a", "100"), offer("b", "99.5"), offer("c", "99.9"), offer("d", "100", via="x")]

    ranked = rank(quotes, policy=Policy(prefer=["b", "via:X", "c"], prefer_tolerance=1))

    assert order_of(ranked) == ["b", "d", "c", "a"]


def test_preference_alone_decides_between_equals(offer):
    """Without a tolerance a preferred offer is still first among equals, even if it is not firm."""
    quotes = [offer("a", "90"), offer("b", "90", binding="indicative")]

    assert order_of(rank(quotes, policy=Policy(prefer=["b"]))) == ["b", "a"]


def test_nothing_ranks_as_nothing():
    """No offers, no order, whatever the policy."""
    assert rank([], policy=Policy(prefer=["a"], weights={"a": Decimal(2)})) == []
