"""Tables of rampkit's own words: errors, refusals, statuses."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator

from rampkit import Status, errors
from rampkit.errors import NextStep, RampError
from rampkit.models import HARD_TERMINAL, SOFT_TERMINAL, OpenEnum, PayIn, PayOut, may_follow
from rampkit.models import Money as MoneyIs
from rampkit.routing.refusals import EXPLANATIONS
from tables.markdown import first_paragraph, table, yes

__all__ = [
    "error_table",
    "leg_table",
    "next_step_table",
    "outside_table",
    "refusal_table",
    "status_table",
    "words_of",
]


def words_of(kind: type) -> list[tuple[str, str]]:
    """The values of an enumeration or the fields of a model, each with the docstring below it."""
    return list(_words_backwards(kind))[::-1]


def _words_backwards(kind: type) -> Iterator[tuple[str, str]]:
    """The same, from the last to the first: a docstring is met before its value."""
    (definition,) = (
        node
        for node in ast.parse(inspect.getsource(sys.modules[kind.__module__])).body
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    )
    told = ""
    for node in reversed(definition.body):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                told = " ".join(text.split())
            case ast.Assign(value=ast.Constant(value=str(word))):
                yield word, told
                told = ""
            case ast.AnnAssign(target=ast.Name(id=field)):
                yield field, told
                told = ""


def error_table() -> str:
    """Every error with its three answers, children below their parents."""

    def below(kind: type[RampError], depth: int) -> Iterator[tuple[int, type[RampError]]]:
        yield depth, kind
        for child in sorted(kind.__subclasses__(), key=order.index):
            yield from below(child, depth + 1)

    order = [item for item in vars(errors).values() if inspect.isclass(item) and issubclass(item, RampError)]
    return table(
        ["Error", "Meaning", "`reason`", "`retryable`", "`failover_safe`", "`next_step`"],
        (
            [
                "&emsp;" * depth + f"`{kind.__name__}`",
                first_paragraph(kind),
                f"`{kind.reason}`",
                yes(kind.retryable),
                yes(kind.failover_safe),
                f"`{kind.next_step}`",
            ]
            for depth, kind in below(RampError, 0)
        ),
    )


def outside_table() -> str:
    """The errors that are no `RampError`."""
    kinds = (errors.ConfigurationError, errors.InvalidInputError)
    return table(["Error", "Meaning"], ([f"`{kind.__name__}`", first_paragraph(kind)] for kind in kinds))


def next_step_table() -> str:
    """Who acts."""
    return table(["`next_step`", "Who acts"], ([f"`{word}`", told] for word, told in words_of(NextStep)))


def refusal_table() -> str:
    """Every reason of a refusal, the most actionable first."""
    return table(
        ["Reason", "What it means", "The way out", "Who acts"],
        (
            [f"`{reason}`", told.meaning, told.way_out, f"`{told.next_step}`"]
            for reason, told in EXPLANATIONS.items()
        ),
    )


def status_table() -> str:
    """Every status, and what may come after it."""

    def end(status: Status) -> str:
        return "final" if status in HARD_TERMINAL else "an end" if status in SOFT_TERMINAL else "under way"

    return table(
        ["Status", "", "What may follow", "Meaning"],
        (
            [f"`{word}`", end(Status(word)), ", ".join(_followers(Status(word))) or "nothing", told]
            for word, told in words_of(Status)
        ),
    )


def _followers(status: Status) -> list[str]:
    """The statuses that may follow, as code."""
    if status == Status.UNKNOWN:
        return ["anything"]
    return [f"`{other}`" for other in Status if other != status and may_follow(status, other)]


def leg_table() -> str:
    """The words of both legs, and where the money is."""
    lists: dict[str, type[OpenEnum]] = {"pay_in": PayIn, "pay_out": PayOut, "money": MoneyIs}
    return table(
        ["Field", "Words"],
        (
            [f"`{field}`", ", ".join(f"`{word}`" for word, _ in words_of(kind))]
            for field, kind in lists.items()
        ),
    )
