"""Forms: JSON Schemas of strangers, field by field."""

from __future__ import annotations

import pytest

from rampkit.cli.forms import Form

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


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"$ref": "#/a"},
        {**SCHEMA, "anyOf": [{"required": ["via"]}]},
        {"properties": {"home": {"oneOf": [{"type": "string"}, {"type": "object"}]}}},
        {"properties": {"phones": {"type": "array", "items": {"type": "string"}}}},
    ],
)
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
    assert {field.required for field in Form(schema).fields} <= {False}
