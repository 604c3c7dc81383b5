"""Forms: JSON Schemas of strangers, as fields and as a check."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rampkit.cli.forms import Form
from rampkit.errors import InvalidInputError

SCHEMA = {
    "type": "object",
    "required": ["name", "gender", "home"],
    "properties": {
        "name": {"type": "string", "description": "As on the document"},
        "gender": {"enum": ["M", "F", "X"]},
        "country": {"const": "AR"},
        "via": {"oneOf": [{"const": "noah", "title": "Noah"}, {"const": "bridge"}]},
        "income": {"type": ["number", "string"]},
        "home": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}},
    },
    "additionalProperties": False,
}
GOOD = {"name": "Ana", "gender": "F", "income": Decimal("1.50"), "home": {"city": "Salta"}}


def test_fields_are_told_in_order():
    """Names with their place, what is needed, what may stand there."""
    told = [(one.name, one.required, one.types, one.choices) for one in Form(SCHEMA).fields]

    assert told == [
        ("name", True, ("string",), ()),
        ("gender", True, (), ("M", "F", "X")),
        ("country", False, (), ("AR",)),
        ("via", False, (), ("noah", "bridge")),
        ("income", False, ("number", "string"), ()),
        ("home", True, ("object",), ()),
        ("home.city", True, ("string",), ()),
    ]
    assert Form(SCHEMA).says_more is False


@pytest.mark.parametrize("schema", [{}, {"$ref": "#/a"}, {**SCHEMA, "anyOf": [{"required": ["via"]}]}])
def test_what_is_not_shown_is_not_hidden(schema):
    """Rules that are no fields are announced."""
    assert Form(schema).says_more is True


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": []},
        {"properties": {"a": None, "b": {"type": {}, "enum": 3, "oneOf": [1]}}},
        {"required": "name", "properties": {"name": {"properties": {"x": True}}}},
    ],
)
def test_nonsense_is_survived(schema):
    """A provider may send anything."""
    Form(schema).check({"a": 1, "b": "2", "name": "Ana"}, "--identity")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": None}, "misses name"),
        ({"name": None, "home": {}}, "misses name, home.city"),
        ({"home": "Salta"}, "home is no object"),
        ({"gender": "canary"}, "gender is not one of M, F, X"),
        ({"income": True}, "income is no number or string"),
        ({"nickname": "canary"}, "nickname is not asked for"),
    ],
)
def test_what_is_surely_wrong_is_named(changes, problem):
    """Every such field by its name, no value at all."""
    Form(SCHEMA).check(GOOD, "--identity")
    with pytest.raises(InvalidInputError) as caught:
        Form(SCHEMA).check({**GOOD, **changes}, "--identity")

    assert (caught.value.field, caught.value.problem) == ("--identity", problem)
