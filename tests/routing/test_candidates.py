"""Who can be asked, and what is said of the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.capabilities import Operation, Places
from rampkit.errors import ConfigurationError, InvalidInputError
from rampkit.models import Amount, Fixed, PaymentMethod, Rail
from rampkit.routing import Corridors, Policy, candidates


def names(found):
    """Who is asked."""
    return [one.provider.name for one in found.asked]


def refused(found):
    """Who is not, and why."""
    return {row.connection: str(row.reason) for row in found.not_asked}


def test_a_connection_that_serves_the_wish_is_asked_with_the_routes_that_fit(till, route, ask):
    """Only the routes that fit the wish come with a candidate."""
    fits, other = route(rails=(Rail.PIX,)), route(rails=(Rail.TED,))

    found = candidates([till("one", fits, other)], ask(rail=Rail.PIX))

    assert found.asked[0].routes == (fits,)
    assert found.not_asked == ()


def test_everybody_is_accounted_for_in_order_of_registration(till, route, ask):
    """Each connection is asked or has a reason, in the order they were registered."""
    elsewhere = route(places=Places(frozenset({"AR"})))
    found = candidates([till("b"), till("d", elsewhere), till("a"), till("c", elsewhere)], ask())

    assert names(found) == ["b", "a"]
    assert [row.connection for row in found.not_asked] == ["d", "c"]


@pytest.mark.parametrize(
    ("facts", "wish", "reason", "way_out"),
    [
        ({"pair": "BRL/USDC_GNOSIS"}, {}, "pair_not_served", "for BRL there is USDC_GNOSIS"),
        ({"pair": "ARS/USDC_BASE"}, {}, "pair_not_served", "nor is anything else for BRL"),
        ({"places": Places(frozenset({"AR"}))}, {}, "country_not_served", "it is in AR"),
        (
            {"places": Places(frozenset({"*"}), frozenset({"BR"}))},
            {},
            "country_not_served",
            "other countries",
        ),
        (
            {"places": Places(frozenset({"BR"}), frozenset({"BR-SP"}))},
            {"region": "BR-SP"},
            "region_not_served",
            "other parts of BR",
        ),
        ({"places": Places(frozenset({"BR-SP"}))}, {}, "region_required", "give the region, BR-..."),
        ({"rails": (Rail.TED,)}, {"rail": Rail.PIX}, "rail_not_served", "name ted, or no rail"),
        (
            {"payment_methods": (PaymentMethod.CARD,)},
            {"payment_method": PaymentMethod.APPLE_PAY},
            "rail_not_served",
            "name card, or no payment method",
        ),
        ({"fixes": frozenset({Fixed.DESTINATION})}, {}, "side_not_fixable", "give the amount in USDC_BASE"),
        ({"minimum": Amount(600, "BRL")}, {}, "amount_out_of_range", "at least 600.00 BRL"),
        ({"maximum": Amount(400, "BRL")}, {}, "amount_out_of_range", "at most 400.00 BRL"),
    ],
)
def test_who_is_not_asked_says_why_and_names_the_way_out(till, route, ask, *, facts, wish, reason, way_out):
    """Each obstacle has its reason and a message with the way around it."""
    (row,) = candidates([till("one", route(**facts))], ask(**wish)).not_asked

    assert (row.connection, row.provider, row.reason) == ("one", "till", reason)
    assert way_out in row.message


def test_all_ranges_are_named_when_the_amount_fits_none(till, route, ask):
    """Limits that differ by route are all told, the smaller ones first."""
    large = route(minimum=Amount(1000, "BRL"), maximum=Amount(9000, "BRL"))
    small = route(minimum=Amount(10, "BRL"), maximum=Amount(100, "BRL"))

    (row,) = candidates([till("one", large, small)], ask()).not_asked

    assert row.message.endswith("10.00 to 100.00 BRL or 1000.00 to 9000.00 BRL")


@pytest.mark.parametrize(("amount", "served"), [("9.99", 0), ("10", 1), ("100", 1), ("100.01", 0)])
def test_limits_belong_to_what_is_served(till, route, ask, amount, served):
    """An amount equal to a limit is inside it."""
    limited = route(minimum=Amount(10, "BRL"), maximum=Amount(100, "BRL"))

    assert len(candidates([till("one", limited)], ask(f"{amount} BRL")).asked) == served


def test_a_limit_in_the_other_asset_is_left_to_the_provider(till, route, ask):
    """A limit that cannot be compared with the amount is no reason not to ask."""
    limited = route(maximum=Amount(1, "USDC_BASE"))

    assert names(candidates([till("one", limited)], ask())) == ["one"]


def test_what_a_route_does_not_say_is_no_obstacle(till, ask):
    """A route without rails or payment methods may have any: it is asked."""
    found = candidates([till("one")], ask(rail=Rail.PIX, payment_method=PaymentMethod.CARD))

    assert names(found) == ["one"]


def test_the_most_specific_reason_wins_when_routes_fail_differently(till, route, ask):
    """Limits are told before region, region before rail, rail before side."""
    failing = {
        "amount_out_of_range": route(minimum=Amount(600, "BRL"), rails=(Rail.PIX,)),
        "region_required": route(places=Places(frozenset({"BR-SP"}))),
        "country_not_served": route(places=Places(frozenset({"AR"}))),
        "rail_not_served": route(rails=(Rail.TED,)),
        "side_not_fixable": route(fixes=frozenset({Fixed.DESTINATION})),
    }
    left = list(failing.items())
    while left:
        routes = [one for _, one in reversed(left)]
        found = candidates([till("one", *routes)], ask(rail=Rail.PIX))
        assert refused(found) == {"one": left[0][0]}
        left.pop(0)


@given(
    allow=st.frozensets(st.sampled_from(["*", "US", "US-NY", "US-CA", "AR"]), min_size=1),
    deny=st.frozensets(st.sampled_from(["*", "US", "US-NY", "US-CA", "AR"])),
    region=st.sampled_from([None, "US-NY", "US-CA", "US-TX"]),
)
def test_region_table(till, route, ask, *, allow, deny, region):
    """The most specific rule wins, deny wins ties, and a region that matters is asked for, never assumed."""
    asked = candidates(
        [till("one", route("USD/USDC_BASE", Places(allow, deny)))],
        ask("500 USD", "USD/USDC_BASE", "US", region=region),
    ).asked

    def served(places):
        rule = next((place for place in places if place in allow | deny), None)
        return rule is not None and rule not in deny

    parts = [region] if region else [*(place for place in allow | deny if place[:3] == "US-"), None]
    assert bool(asked) == all(served([part, "US", "*"]) for part in parts)


def test_only_the_named_connections_are_asked(till, ask):
    """A connection's name selects it, a provider's code all of its connections."""
    fleet = [till("pix-a", code="pix"), till("pix-b", code="pix"), till("ted")]

    assert names(candidates(fleet, ask(), only=["pix-b"])) == ["pix-b"]
    assert names(candidates(fleet, ask(), only=["pix"])) == ["pix-a", "pix-b"]
    assert refused(candidates(fleet, ask(), only="ted")) == dict.fromkeys(["pix-a", "pix-b"], "not_selected")


def test_a_name_nobody_has_is_refused_with_those_there_are(till, ask):
    """A mistyped connection is an error, not an empty answer."""
    with pytest.raises(InvalidInputError, match=r"'rippio' is no connection here; name some of ripio, ted"):
        candidates([till("ted"), till("ripio")], ask(), only=["rippio"])


def test_policy_leaves_out_whom_it_denies(till, route, ask):
    """Connections, codes and companies behind a provider can be denied."""
    fleet = [
        till("a"),
        till("b", code="pix"),
        till("c", route(via=("noah",))),
        till("d", route(via=("noah", "x"))),
    ]

    found = candidates(fleet, ask(), policy=Policy(deny=["A", "pix", "via:noah"]))

    assert names(found) == ["d"]
    assert refused(found) == dict.fromkeys("abc", "denied_by_policy")


def test_policy_that_allows_a_company_asks_who_may_route_to_it(till, route, ask):
    """A provider that does not say whom it routes to may still route to the allowed company."""
    fleet = [till("a"), till("b", route(via=("noah",))), till("c", route(via=("banxa",)))]

    assert names(candidates(fleet, ask(), policy=Policy(allow=["via:noah"]))) == ["a", "b"]


def test_who_lacks_an_operation_is_not_asked(till, ask):
    """A connection without the operations that are needed is left out by name of the operation."""
    needed = frozenset({Operation.QUOTES, Operation.CREATE_ORDER})

    found = Corridors([till("one")]).candidates(ask(), operations=needed)

    assert found.not_asked[0].message == "Till does not offer create_order"
    assert refused(found) == {"one": "unsupported"}


def test_live_routes_replace_the_known_ones(till, route, ask):
    """What a connection lists live counts instead of what is known without asking, even if it is nothing."""
    fleet = [till("one"), till("two"), till("three", route("ARS/USDC_BASE"))]

    found = candidates(fleet, ask(), routes={"one": [], "three": [route()]})

    assert names(found) == ["two", "three"]


def test_routes_are_read_once_however_often_is_asked(till, route, ask):
    """Asking again costs no walk over the routes: they were arranged by pair at the start."""
    reads = []
    one = till("one")
    one.routes = lambda: reads.append("routes") or [route()]
    corridors = Corridors([one])

    assert corridors.candidates(ask()) is corridors.candidates(ask("501 BRL"))
    assert reads == ["routes"]


def test_two_connections_of_one_name_are_refused(till):
    """Names tell rows apart, so they cannot repeat."""
    with pytest.raises(ConfigurationError, match="'one'"):
        Corridors([till("one"), till("one")])


@given(
    amounts=st.lists(st.integers(1, 60), min_size=1, max_size=30),
    low=st.integers(5, 50),
    width=st.integers(0, 20),
)
def test_answers_do_not_depend_on_what_was_asked_before(till, route, ask, *, amounts, low, width):
    """A corridor that has answered for other amounts answers like a fresh one."""
    fleet = [
        till("one", route(minimum=Amount(low, "BRL"), maximum=Amount(low + width, "BRL"))),
        till("two", route(maximum=Amount(30, "BRL")), route(minimum=Amount(40, "BRL"))),
    ]
    used = Corridors(fleet)

    for amount in amounts:
        assert used.candidates(ask(f"{amount} BRL")) == candidates(fleet, ask(f"{amount} BRL"))
