"""How an adapter reads a provider's JSON: blind to new fields, strict about what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.http import Response

__all__ = ["Exact", "Moment", "Wire", "reading"]

_MAX_DIGITS = 64


def _exact(value: object) -> Decimal:
    if (
        isinstance(value, Decimal | int | str)
        and not isinstance(value, bool)
        and len(str(value)) <= _MAX_DIGITS
    ):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise ValueError("not an exact decimal")


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if not isinstance(value, str):
        raise ValueError("not a time")  # noqa: TRY004  # pydantic turns ValueErrors into its own
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


Exact = Annotated[Decimal, BeforeValidator(_exact)]
"""A number, written as text or as a JSON number, with every digit."""

Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A time in ISO 8601, with any number of fraction digits; without a zone it is UTC."""


class Wire(BaseModel):
    """A provider's object, its fields spelled as the provider spells them. Unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, hide_input_in_errors=True)

    @classmethod
    def read(cls, payload: Any) -> Self:
        """*payload* as this object.

        Raises:
            pydantic.ValidationError: A needed field is missing or of another type; use inside `reading`.
        """
        return cls.model_validate(payload)


@contextmanager
def reading(response: Response, *, connection: str, operation: str) -> Iterator[None]:
    """Whatever goes wrong while an answer is being read becomes a `BadResponseError`.

    Raises:
        BadResponseError: Names the field where that is known; never shows what the answer held.
    """
    try:
        yield
    except ValidationError as error:
        problem = _fields(error)
    except InvalidInputError as error:
        problem = f"{error.field or 'a value'} {error.problem}"
    except BadResponseError as error:
        problem = error.message
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        problem = "it is not shaped as documented"
    else:
        return
    raise BadResponseError(
        f"the answer cannot be read: {problem}",
        connection=connection,
        operation=operation,
        status=response.status,
    )


def _fields(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_context=False, include_url=False)
    places = (".".join(str(part) for part in problem["loc"]) for problem in problems[:5])
    return "missing or wrong: " + ", ".join(places)
