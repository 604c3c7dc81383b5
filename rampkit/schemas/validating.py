"""The validator of the library, held to a number of steps and to what is in memory.

Imported only through `rampkit.schemas.check`: it needs the extra `validation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError
from referencing import Registry

from rampkit.errors import FieldProblem
from rampkit.schemas.admission import UnusableSchemaError
from rampkit.schemas.wording import told

__all__ = ["problems_of"]

_MOST_STEPS = 50_000
_FORMATS = FormatChecker(formats=("date", "email", "ipv4", "ipv6", "uuid"))

Keyword = Callable[..., Iterator[ValidationError] | None]


@_FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def problems_of(value: Any, schema: dict[str, Any], field: str) -> Sequence[FieldProblem]:
    """Everything that is wrong with *value*, whose own path is *field*.

    Raises:
        UnusableSchemaError: The library cannot work with *schema*.
    """
    try:
        draft: Any = validators.validator_for(schema, default=Draft202012Validator)
        draft.check_schema(schema)
        validator: Any = _bounded(draft)(schema, registry=Registry[Any](), format_checker=_FORMATS)
        return tuple(dict.fromkeys(told(validator.iter_errors(value), field)))
    except UnusableSchemaError as error:
        problem = str(error)
    except Exception as error:  # noqa: BLE001  # the library lets out whatever a schema makes it stumble over
        problem = f"{type(error).__name__.lstrip('_')} while it was read"
    raise UnusableSchemaError(problem)


def _bounded(draft: Any) -> Any:
    """*draft*, each of whose keywords counts as a step. `dependencies` is older and still met."""
    steps = count()
    keywords = {"dependencies": Draft7Validator.VALIDATORS["dependencies"], **draft.VALIDATORS}
    library: Any = validators  # what it annotates, it annotates in part
    return library.extend(draft, {name: _counted(keyword, steps) for name, keyword in keywords.items()})


def _counted(keyword: Keyword, steps: Iterator[int]) -> Keyword:
    def run(*arguments: Any) -> Iterator[ValidationError]:
        if next(steps) > _MOST_STEPS:
            raise UnusableSchemaError("it takes too many steps")
        yield from keyword(*arguments) or ()

    return run
