"""Does a mapping fit a JSON Schema that somebody else wrote? Every wrong field at once, never a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit.errors import BadResponseError, InvalidInputError
from rampkit.extras import needs_extra
from rampkit.schemas.admission import UnusableSchemaError, admit, plain

__all__ = ["check"]


def check(
    value: Mapping[str, Any],
    schema: Mapping[str, Any],
    *,
    field: str = "",
    connection: str | None = None,
    operation: str | None = None,
) -> None:
    """See whether *value* fits *schema*, of the draft that its `$schema` names, else of 2020-12.

    Nothing is fetched, and no schema takes more than a bounded number of steps.

    Args:
        value: What is about to be sent.
        schema: As a provider served it.
        field: What the caller calls *value*, e.g. `accounts.destination`; the problems' paths begin with it.
        connection: Name of the connection that the schema is of.
        operation: What is being done, e.g. `create_order`.

    Raises:
        InvalidInputError: It does not fit; `fields` holds every problem, with what was expected.
        BadResponseError: The schema cannot be used: it is none, points elsewhere, or costs too much.
        ConfigurationError: The library that reads schemas is not installed.
    """
    with needs_extra("validation", purpose="checking fields against a provider's schema"):
        from rampkit.schemas.validating import problems_of  # noqa: PLC0415  # an extra

    fields = _plain(value, field)
    # A traceback may print local variables.
    del value
    try:
        problems = problems_of(fields, admit(schema, fields), field)
    except UnusableSchemaError as error:
        unusable = f"the schema of {field or 'the fields'} cannot be used: {error}"
    else:
        del fields
        if problems:
            raise InvalidInputError.of(problems)
        return
    del fields
    raise BadResponseError(unusable, connection=connection, operation=operation)


def _plain(value: Mapping[str, Any], field: str) -> Any:
    try:
        return plain(value)
    except InvalidInputError as error:
        problem = error.within(field)
    del value
    raise problem
