"""Values that many of Ripio's objects hold."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import StringConstraints, ValidationError, ValidatorFunctionWrapHandler
from pydantic.functional_validators import WrapValidator

__all__ = ["Id", "Maybe"]

T = TypeVar("T")


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except (ValidationError, ArithmeticError, TypeError):
        return None


Maybe: TypeAlias = Annotated[T | None, WrapValidator(_or_none)]
"""A value that is None where it is missing or unreadable."""

Id: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""An identifier; declared as UUID almost everywhere, but customers' are printed otherwise."""
