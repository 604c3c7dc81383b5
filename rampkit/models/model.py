"""What every domain model is: frozen, closed, exact, and clear about bad input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from rampkit.errors import InvalidInputError

__all__ = ["Model", "OpenEnum", "UtcTime"]

_Value = TypeVar("_Value")


class Model(BaseModel):
    """A frozen value with no unknown fields.

    Raises:
        InvalidInputError: A field is missing, unknown or wrong. Names the field; never repeats its value.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        ser_json_inf_nan="strings",
    )

    def __init__(self, /, **data: Any) -> None:
        problem: InvalidInputError
        try:
            super().__init__(**data)
        except ValidationError as error:
            problem = _translated(error)
        else:
            return
        # Raised outside the handler: pydantic's error holds the input and must not be reachable from ours.
        raise problem

    def evolve(self, **changes: Any) -> Self:
        """A copy with *changes*, validated like a new one.

        Raises:
            InvalidInputError: A change does not fit.
        """
        kept = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self)(**{**kept, **changes})

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; changes go through `evolve`, because pydantic would not validate them."""
        return self.evolve(**update) if update else super().model_copy(deep=deep)


def _translated(error: ValidationError) -> InvalidInputError:
    """The first problem pydantic found, without the input it found it in."""
    first, *others = error.errors(include_input=False, include_url=False)
    where = ".".join(str(part) for part in first["loc"])
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, InvalidInputError):
        return cause.within(where) if where else cause
    more = f" (and {len(others)} more problems)" if others else ""
    return InvalidInputError(where, _PROBLEMS.get(first["type"], first["type"].replace("_", " ")) + more)


_PROBLEMS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this model",
    "frozen_instance": "cannot be changed; use evolve()",
    "string_type": "must be text",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "timezone_aware": "must carry a time zone",
    "decimal_type": "must be a Decimal",
}


class OpenEnum(StrEnum):
    """An enumeration that keeps values it does not know, in lower case, instead of failing.

    A value is compared and hashed by its text; `known` tells whether this version has a name for it.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not value:
            return None
        text = value.lower()
        if text in cls._value2member_map_:
            return cls(text)
        unknown = str.__new__(cls, text)
        unknown._name_ = "UNKNOWN_VALUE"
        unknown._value_ = text
        return unknown

    @property
    def known(self) -> bool:
        """Whether this version of rampkit has a name for the value."""
        return self._value_ in type(self)._value2member_map_


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidInputError("", "must carry a time zone", remedy="use datetime.now(UTC)")
    return moment.astimezone(UTC)


UtcTime = Annotated[datetime, AfterValidator(_aware)]
"""A moment with a time zone, kept in UTC."""


def no_float(value: _Value) -> _Value:
    """Refuse binary floats: they cannot hold money."""
    if isinstance(value, float):
        raise InvalidInputError(
            "", "must not be a float", remedy="use Decimal or text, e.g. Decimal('10.50')"
        )
    return value


NoFloat = BeforeValidator(no_float)
