"""Fields that Ripio asks for, of a person or of an account, as one JSON Schema.

Pages kyc/retrieve-kyc-requirements and fiat-accounts/retrieve-fiat-account-requirements of
https://docs.ripio.com/ramps-api/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rampkit_ripio import wire

__all__ = ["schema_of"]

_TYPES: dict[str, dict[str, Any]] = {
    "TEXT": {"type": "string"},
    # An account number may begin with a zero, so text is as good as a number.
    "NUMBER": {"type": ["number", "string"]},
    "DATE": {"type": "string", "format": "date"},
}


def schema_of(fields: Sequence[wire.RequiredField]) -> dict[str, Any]:
    """The schema of an object with *fields*; one of a type nobody has documented may hold anything."""
    return {
        "type": "object",
        "properties": {field.fieldName: _property(field) for field in fields},
        "required": [field.fieldName for field in fields if field.required],
    }


def _property(field: wire.RequiredField) -> dict[str, Any]:
    schema = dict(_TYPES.get((field.type or "").upper(), {}))
    if field.choices:
        schema["oneOf"] = [_choice(one) for one in field.choices]
    return schema


def _choice(choice: wire.Choice) -> dict[str, Any]:
    return {"const": choice.value, **({"title": choice.label} if choice.label else {})}
