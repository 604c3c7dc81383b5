"""What every domain model is: frozen, closed, exact, and clear about bad input."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Never, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from rampkit.errors import FieldProblem, InvalidInputError

__all__ = ["Model", "OpenEnum", "UtcTime"]


class Model(BaseModel):
    """A frozen value with no unknown fields.

    It can be a key or a member of a set, whatever its mappings and `raw` hold.

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
        # Raised outside the handler: pydantic's error holds the input and must be out of reach; a traceback
        # that prints local variables should not show it either.
        del data
        raise problem

    # pydantic's mark on its own __init__. Without it a model in a model is made by calling this one, which
    # knows no context and would tell only the first of its problems.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """*obj*, a mapping or a model, as this model.

        Raises:
            InvalidInputError: It does not fit.
        """
        problem: InvalidInputError
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            problem = _translated(error)
        raise problem

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """What `model_dump_json` wrote, with every digit: pydantic's own reader goes through binary floats.

        Raises:
            InvalidInputError: It is not JSON, or does not fit.
        """
        try:
            payload = json.loads(json_data, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError):
            payload = None
        if not isinstance(payload, dict):
            raise InvalidInputError("", "is not a JSON object", remedy="pass what model_dump_json() wrote")
        return cls.model_validate(payload, **options)

    if not TYPE_CHECKING:  # for a type checker no field can be set at all

        def __setattr__(self, name: str, value: object) -> Never:
            raise InvalidInputError(name, "cannot be changed", remedy="use evolve() to get a changed copy")

        def __delattr__(self, name: str) -> Never:
            raise InvalidInputError(name, "cannot be changed", remedy="use evolve() to get a changed copy")

    def __hash__(self) -> int:
        # Equal models have equal hashes; what cannot be hashed (mappings, raw) adds nothing.
        return hash((type(self), *(value for value in self.__dict__.values() if isinstance(value, Hashable))))

    def evolve(self, **changes: Any) -> Self:
        """A copy with *changes*, validated like a new one.

        Raises:
            InvalidInputError: A change does not fit.
        """
        kept = {name: getattr(self, name) for name in self.model_fields_set}
        try:
            return type(self)(**{**kept, **changes})
        except InvalidInputError as error:
            problem = error
        # A traceback may print local variables.
        del kept, changes
        raise problem.with_traceback(None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; changes go through `evolve`, because pydantic would not validate them."""
        return self.evolve(**update) if update else super().model_copy(deep=deep)


def _translated(error: ValidationError) -> InvalidInputError:
    """Every problem pydantic found, without the input it found it in."""
    found = error.errors(include_input=False, include_url=False)
    return InvalidInputError.of([problem for item in found for problem in _problems(item)])


def _problems(item: ErrorDetails) -> Sequence[FieldProblem]:
    where = ".".join(str(part) for part in item["loc"])
    cause = item.get("ctx", {}).get("error")
    # The problems alone: the traceback of the cause holds the frames that hold the input.
    if isinstance(cause, InvalidInputError):
        return cause.within(where).fields
    return (FieldProblem(where, _PROBLEMS.get(item["type"], "does not fit")),)


_PROBLEMS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this model",
    "enum": "is not one of the words known here",
    "literal_error": "is not one of the words known here",
    "union_tag_invalid": "is of an unknown kind",
    "union_tag_not_found": "does not say its kind",
    "string_type": "must be text",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "mapping_type": "must be a mapping",
    "dict_type": "must be a mapping",
    "tuple_type": "must be a tuple or list",
    "uuid_type": "must be a UUID",
    "uuid_parsing": "must be a UUID",
    "datetime_type": "must be a date and time",
    "datetime_parsing": "must be a date and time, e.g. 2026-01-31T12:00:00Z",
    "datetime_from_date_parsing": "must be a date and time, e.g. 2026-01-31T12:00:00Z",
    "model_type": "must be a mapping or a model",
    "model_attributes_type": "must be a mapping or a model",
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
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        pass
    raise InvalidInputError("", "is outside the years 1 to 9999", remedy="use datetime.now(UTC)")


UtcTime = Annotated[datetime, AfterValidator(_aware)]
"""A moment with a time zone, kept in UTC."""


def _exact(value: Mapping[str, Any]) -> Mapping[str, Any]:
    where = _float_in(value)
    if where is not None:
        raise InvalidInputError(where, "must not be a float", remedy="use Decimal or text, e.g. '10.50'")
    return value


def _float_in(value: object) -> str | None:
    """The path of the first binary float in *value*; None if there is none."""
    if isinstance(value, float):
        return ""
    items: list[tuple[object, object]] = []
    if isinstance(value, Mapping):
        items = list(value.items())  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    elif isinstance(value, list | tuple):
        items = list(enumerate(value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    for key, item in items:
        inner = _float_in(item)
        if inner is not None:
            return f"{key}.{inner}" if inner else str(key)
    return None


Details: TypeAlias = Annotated[Mapping[str, Any], AfterValidator(_exact)]
"""Free fields under somebody else's names; binary floats are refused, because they cannot hold money."""
