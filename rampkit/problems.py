"""What is wrong with the caller's own values, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

__all__ = ["FieldProblem", "InvalidInputError"]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field."""

    field: str
    """Its path, e.g. `amount` or `accounts.destination.address`."""
    problem: str
    """What is wrong with it."""
    remedy: str = ""
    """What to write instead."""

    def __str__(self) -> str:
        text = f"{self.field}: {self.problem}" if self.field else self.problem
        return f"{text}; {self.remedy}" if self.remedy else text

    def within(self, outer: str) -> FieldProblem:
        """The same, seen from the object that holds the field under the name *outer*."""
        # An amount kept as `amount` is one place, not `amount.amount`.
        inner = "" if self.field == outer.rpartition(".")[2] else self.field
        return replace(self, field=".".join(part for part in (outer, inner) if part))


class InvalidInputError(ValueError):
    """A value of the caller's cannot be used; nothing was sent.

    The message names every wrong field, what is wrong with it and the way out, and never repeats a value that
    could be personal.
    """

    def __init__(
        self, field: str, problem: str, *, remedy: str = "", others: Sequence[FieldProblem] = ()
    ) -> None:
        self.fields = (FieldProblem(field, problem, remedy), *others)
        """Every wrong field that was found."""
        super().__init__(field, problem, remedy)

    @property
    def field(self) -> str:
        """Path of the first wrong field, e.g. `amount` or `accounts.destination.address`."""
        return self.fields[0].field

    @property
    def problem(self) -> str:
        """What is wrong with it."""
        return self.fields[0].problem

    @property
    def remedy(self) -> str:
        """What to write instead."""
        return self.fields[0].remedy

    def __str__(self) -> str:
        return " | ".join(map(str, self.fields))

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_of, (type(self), self.fields)

    @classmethod
    def of(cls, fields: Sequence[FieldProblem]) -> Self:
        """The error of all these *fields*, of which there is at least one."""
        first, *others = fields
        return cls(first.field, first.problem, remedy=first.remedy, others=others)

    def within(self, outer: str) -> Self:
        """The same error, seen from the object that holds the fields under the name *outer*."""
        return type(self).of([field.within(outer) for field in self.fields])


def _made_of(kind: type[InvalidInputError], fields: Sequence[FieldProblem]) -> InvalidInputError:
    return kind.of(fields)
