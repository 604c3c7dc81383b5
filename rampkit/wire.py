"""How an adapter reads a provider's JSON: blind to new fields, strict about what it needs."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from rampkit.errors import BadResponseError, ConfigurationError, InvalidInputError
from rampkit.http import Response
from rampkit.models.money import plain_decimal

__all__ = ["Exact", "Moment", "Wire", "reading"]


def _exact(value: object) -> Decimal:
    # Reading it as text bounds its length, whatever exponent a JSON number carries.
    number = None
    if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        number = plain_decimal(str(value))
    if number is None:
        raise ValueError("not an exact decimal")
    return number


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime | str):
        raise ValueError("not a time")  # noqa: TRY004  # pydantic turns ValueErrors into its own
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        pass
    raise ValueError("not a time")


Exact = Annotated[Decimal, BeforeValidator(_exact)]
"""A number, written as text or as a JSON number, with every digit; at most 64 characters, all ASCII."""

Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A time in ISO 8601, with any number of fraction digits (six are kept); without a zone it is UTC.

`0001-01-01T00:00:00Z` stays what it says: an adapter whose provider writes it for "not yet" has to know.
"""


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


# What code that takes an answer apart raises when something is missing or of another kind. Anything else, a
# NameError say, is a fault of ours and must look like one.
_MISREAD = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)


@contextmanager
def reading(response: Response, *, connection: str, operation: str) -> Generator[None]:
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
    except ConfigurationError as error:
        # A library that checks what the answer holds is missing: what was sent is sent all the same.
        problem = str(error)
    except _MISREAD:
        problem = "it is not shaped as documented"
    else:
        return
    failure = BadResponseError(
        f"the answer cannot be read: {problem}",
        connection=connection,
        operation=operation,
        status=response.status,
    )
    try:
        raise failure
    finally:
        # A `with` statement raises while the first error, which holds the input, is still being handled.
        failure.__context__ = None


def _fields(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_context=False, include_url=False)
    places = (".".join(str(part) for part in problem["loc"]) for problem in problems[:5])
    return "missing or wrong: " + ", ".join(places)
