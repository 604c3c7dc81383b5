"""What a policy permits and refuses to be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.models import Amount
from rampkit.routing import Policy, policy_of

NAMES = st.frozensets(st.sampled_from(["a", "p", "via:x", "b", "via:y"]))


@given(allow=NAMES, deny=NAMES, via=st.sampled_from([None, "x"]))
def test_deny_wins_ties(allow, deny, via):
    """What is both allowed and denied, by whatever name, is denied."""
    names = {"a", "p"} | ({"via:x"} if via else set())

    permitted = Policy(allow=allow, deny=deny).permits("A", "P", via)

    assert permitted == (not names & deny and (not allow or bool(names & allow)))


def test_names_are_read_in_any_case():
    """Case does not matter in names."""
    assert not Policy(deny=[" Via:Noah "]).permits("one", "till", "NOAH")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"deny": "ripio"}, "deny: must be a collection of names"),
        ({"allow": [""]}, "allow: holds an empty name"),
        ({"prefer_tolerance": 0.5}, "prefer_tolerance: must be a number"),
        ({"prefer_tolerance": -1}, "prefer_tolerance: must be a number"),
        ({"maximum_fee": Decimal("NaN")}, "maximum_fee: must be a number"),
        ({"maximum_fee": "much"}, "maximum_fee: must be a number"),
        ({"maximum_fee": 101}, "maximum_fee: is more than 100 percent"),
        ({"weights": {"a": 0}}, "weights: holds a zero"),
        ({"weights": {"a": True}}, "weights: must be a number"),
    ],
)
def test_settings_that_mean_nothing_are_refused(settings, problem):
    """A policy that would silently do something else is refused with the name of the setting."""
    with pytest.raises(InvalidInputError, match=problem):
        Policy(**settings)


def test_a_policy_is_a_value():
    """Equal settings make equal, hashable policies."""
    one, two = (Policy(deny=["b"], weights={"a": "1.5"}, maximum_fee=Amount(5, "BRL")) for _ in range(2))

    assert one == two
    assert hash(one) == hash(two)
    assert one.weights == {"a": Decimal("1.5")}


def test_an_ordering_alone_is_a_policy():
    """A function may stand wherever a policy may; nothing at all permits everybody."""
    assert policy_of(sorted) == Policy(ordering=sorted)
    assert policy_of(None) == Policy()
    assert policy_of(Policy(deny=["a"])).deny == {"a"}


@pytest.mark.parametrize("wanted", ["gnosis", ["gnosis"], 5])
def test_anything_else_is_no_policy(wanted):
    """It is told at once, not when the first prices have come."""
    with pytest.raises(InvalidInputError, match="policy: is neither a Policy nor an ordering; "):
        policy_of(wanted)
