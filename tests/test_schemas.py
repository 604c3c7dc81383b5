"""Schemas of strangers: every wrong field is told at once, and none of them can hurt us."""

import sys
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import BadResponseError, ConfigurationError, InvalidInputError
from rampkit.models import Requirements
from rampkit.schemas import check
from rampkit.schemas.patterns import MOST_WAYS, ways

CANARY = "canary-7f3a"
ACCOUNT = {
    "type": "object",
    "properties": {
        "rail": {"enum": ["ACH", "WIRE"]},
        "accountIdentifier": {
            "type": "object",
            "properties": {
                "routingNumber": {"type": "string", "pattern": "^[0-9]{9}$"},
                "accountNumber": {"type": "string", "minLength": 4, "maxLength": 17},
            },
            "required": ["routingNumber", "accountNumber"],
        },
        "limit": {"type": "number", "minimum": 1, "multipleOf": Decimal("0.01")},
        "email": {"format": "email"},
        "opened": {"format": "date-time"},
        "holders": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
    },
    "required": ["rail", "accountIdentifier"],
    "additionalProperties": False,
}
GOOD = {
    "rail": "ACH",
    "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "12345678"},
    "limit": Decimal("10.50"),
    "holders": ("Ana", "Luz"),
    "opened": "2026-01-31T12:00:00Z",
}


def problems(value, schema, **more):
    """What is wrong with *value*, by path."""
    with pytest.raises(InvalidInputError) as caught:
        check(value, schema, **more)
    return {item.field: item.problem for item in caught.value.fields}


def test_what_fits():
    """Decimals are numbers and tuples are lists."""
    check(GOOD, ACCOUNT)


def test_every_wrong_field_is_told():
    """With what was expected, and never with what was there."""
    found = problems(
        {
            "rail": CANARY,
            "accountIdentifier": {"routingNumber": CANARY},
            "limit": Decimal("0.001"),
            "email": CANARY,
            "opened": CANARY,
            "holders": [CANARY, CANARY, 5],
            "nickname": CANARY,
        },
        ACCOUNT,
        field="accounts.destination",
    )

    assert found == {
        "accounts.destination.rail": 'must be one of ["ACH", "WIRE"]',
        "accounts.destination.accountIdentifier.routingNumber": 'must match "^[0-9]{9}$"',
        "accounts.destination.accountIdentifier.accountNumber": "is missing",
        "accounts.destination.limit": "must be a multiple of 0.01",
        "accounts.destination.email": 'is not written as: "email"',
        "accounts.destination.opened": 'is not written as: "date-time"',
        "accounts.destination.holders": "must not have an entry twice",
        "accounts.destination.holders.2": "must be text",
        "accounts.destination.nickname": "is not asked for",
    }


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"oneOf": [{"required": ["x", "y"]}, {"required": ["z"]}]}, {"z": "is missing"}),
        ({"oneOf": [{}, {}]}, {"": "fits more than one of the shapes it may have"}),
        ({"dependencies": {"a": ["b"], "q": ["r"]}}, {"b": "is missing"}),
        ({"dependentRequired": {"a": ["b"], "q": ["r"]}}, {"b": "is missing"}),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"b": "is missing"}),
        ({"patternProperties": {"^b": {}}, "additionalProperties": False}, {"a": "is not asked for"}),
        ({"properties": {"a": {"const": "x"}}}, {"a": 'must be "x"'}),
        ({"properties": {"a": {"type": ["integer", "null"]}}}, {"a": "must be a whole number or empty"}),
        ({"$ref": "#/$defs/b", "$defs": {"b": {"required": ["b"]}}}, {"b": "is missing"}),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "required": ["b"]}, {"b": "is missing"}),
        ({"not": {}}, {"": "is not allowed so"}),
    ],
)
def test_other_words(schema, expected):
    """Alternatives are judged by the one that is nearest; older keywords count too."""
    assert problems({"a": CANARY}, schema) == expected


def nested(depth):
    """A schema of that many objects in each other."""
    return {"properties": {"a": nested(depth - 1)}} if depth else {}


def bomb(**more):
    """Two references a level: 2^40 ways down."""
    levels = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}
    return {"$defs": {**levels, "d40": {}}, "$ref": "#/$defs/d0", **more}


@pytest.mark.parametrize(
    "schema",
    [
        "text",
        ["a list"],
        None,
        {"$ref": "http://127.0.0.1:9/schema.json"},
        {"$ref": "file:///etc/hostname"},
        {"$id": "http://[bad", "$ref": "x"},
        {"$dynamicRef": "#nowhere"},
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}, {"$ref": "#"}]},
        {"$schema": 5},
        {"type": "nonsense"},
        {"properties": ["a"]},
        {"properties": {"a": "text"}},
        {"required": True},
        {"patternProperties": ["("]},
        {"properties": {"a": {"multipleOf": 0}}},
        {"properties": {"a": {"pattern": "("}}},
        {"properties": {"a": {"pattern": "a)"}}},
        {"properties": {"a": {"pattern": "[[a]"}}},
        {"properties": {"a": {"pattern": "^(a+)+$"}}},
        {"properties": {"a": {"pattern": "(?x)^(a+) +$"}}},
        {"properties": {"a": {"pattern": "^(a{1,9}|)(?#c){1,9}$"}}},
        {"patternProperties": {"^(a|a)*$": {}}},
        {"properties": {"a": {"pattern": "a" * 2_000}}},
        {"enum": list(range(50_000))},
        nested(500),
        bomb(unevaluatedProperties=False),
    ],
    ids=range(27),
)
def test_a_hostile_schema(schema):
    """Is refused in words of ours: nothing is fetched, nothing hangs, nothing foreign is raised."""
    with pytest.raises(
        BadResponseError, match=r"^gnosis/create_order: the schema of x cannot be used: "
    ) as told:
        check({"a": "a" * 40 + CANARY}, schema, field="x", connection="gnosis", operation="create_order")

    assert told.value.failover_safe
    assert CANARY not in str(told.value)
    assert (told.value.__cause__, told.value.__context__) == (None, None)


def test_a_schema_that_multiplies(monkeypatch):
    """Ends after a bounded number of steps."""
    monkeypatch.setattr("rampkit.schemas.validating._MOST_STEPS", 500)

    with pytest.raises(BadResponseError, match="it takes too many steps"):
        check({}, bomb())


def test_a_value_that_holds_itself():
    """Is the caller's own fault."""
    value = {}
    value["a"] = value

    assert problems(value, {}, field="x") == {"x": "is nested too deeply"}


KEYWORDS = (
    *("type", "properties", "items", "required", "enum", "allOf", "oneOf", "$ref", "$id", "$schema", "not"),
    *("additionalProperties", "pattern", "patternProperties", "minimum", "if", "format", "$defs", "a"),
)
words = st.sampled_from(KEYWORDS)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(words, json_like, max_size=4), st.dictionaries(words, json_like, max_size=3))
def test_no_schema_raises_anything_else(schema, value):
    """Whatever is in it."""
    with suppress(InvalidInputError, BadResponseError):
        check(value, schema)


@pytest.mark.parametrize(
    ("pattern", "length", "expected"),
    [
        ("^[0-9]{9}$", 9, 1),
        ("^[0-9]{4,17}$", 40, 14),
        (r"^(\d{3}-)?\d{3}$", 7, 2),
        (r"^[^@\s]+@[^@\s]+\.[^@\s]+$", 77, 77**3),
        ("^[a-z]{}*$", 10, 11),
        ("^([A-Z0-9]{4}){2,7}$", 30, 6),
        ("[]a-z]+", 10, 11 * 10),
        ("(a+)+$", 30, MOST_WAYS),
        ("^(a|a)*$", 40, MOST_WAYS),
        ("^(a|ab)(c|bcd)(d*)$", 5, 6 * 2 * 2 * 6),
        (r"^(\w+\.?)*$", 30, MOST_WAYS),
        ("^((a{0,9}){0,9}){0,9}$", 30, MOST_WAYS),
        ("^a*a*a*a*a*b$", 40, MOST_WAYS),
        (r"\(a+\)", 9, 10 * 9),
    ],
)
def test_how_many_ways_a_pattern_has(pattern, length, expected):
    """What multiplies is counted; what is bounded, escaped or in a class is not."""
    assert ways(pattern, length) == expected


REQUIREMENTS = Requirements(connection="gnosis", pair="USD/USDC_BASE", source=ACCOUNT, destination=None)


def test_the_fields_of_a_form():
    """Both sides are told together; what is not asked for or not given is not looked at."""
    REQUIREMENTS.check(source=GOOD, destination={"anything": 1})
    REQUIREMENTS.check()
    both = REQUIREMENTS.evolve(destination={"required": ["address"]})

    with pytest.raises(InvalidInputError) as caught:
        both.check(source={**GOOD, "rail": CANARY}, destination={})

    assert [item.field for item in caught.value.fields] == ["source.rail", "destination.address"]
    assert CANARY not in str(caught.value)


def test_without_the_library(monkeypatch):
    """Nothing passes unseen: the message names what to install."""
    monkeypatch.delitem(sys.modules, "rampkit.schemas.validating", raising=False)
    monkeypatch.setitem(sys.modules, "jsonschema", None)

    with pytest.raises(ConfigurationError, match=r"needs jsonschema.*pip install 'rampkit\[validation\]'"):
        check({}, {})
