"""Write the tables of the reference that come from the code: `python docs/generate.py`.

A page marks the place of a table with two comments; what is between them is replaced. `tests/test_docs.py`
checks that every table is current.
"""
# ruff: noqa: INP001  # a script, not a package

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import typer

from rampkit import Operation, RampProvider, Status, errors
from rampkit.capabilities import Doubt, LookUp, Never, Replay
from rampkit.cli.app import app
from rampkit.errors import NextStep, RampError
from rampkit.models import HARD_TERMINAL, SOFT_TERMINAL, Asset, PayIn, PayOut, may_follow
from rampkit.models import Money as MoneyIs
from rampkit.routing.refusals import EXPLANATIONS
from rampkit.sandbox import Sandbox

DOCS = Path(__file__).parent
ORDER_OPERATIONS = (Operation.CREATE_ORDER, Operation.EXECUTE_ORDER)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def first_sentence(documented: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    text = inspect.getdoc(documented) or ""
    return " ".join(text.partition("\n\n")[0].split())


def words_backwards(kind: type[StrEnum]) -> Iterator[tuple[str, str]]:
    """The same as `words_of`, from the last to the first: a docstring is met before its value."""
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


def words_of(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enumeration, each with the docstring below it."""
    return list(words_backwards(kind))[::-1]


def yes(value: object) -> str:
    """A truth value as a word."""
    return "yes" if value else "no"


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
                first_sentence(kind),
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
    return table(["Error", "Meaning"], ([f"`{kind.__name__}`", first_sentence(kind)] for kind in kinds))


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
            [f"`{word}`", end(Status(word)), ", ".join(followers(Status(word))) or "nothing", told]
            for word, told in words_of(Status)
        ),
    )


def followers(status: Status) -> list[str]:
    """The statuses that may follow, as code."""
    if status == Status.UNKNOWN:
        return ["anything"]
    return [f"`{other}`" for other in Status if other != status and may_follow(status, other)]


def word_lists() -> str:
    """The words of both legs, and where the money is."""
    lists = (("pay_in", PayIn), ("pay_out", PayOut), ("money", MoneyIs))
    return table(
        ["Field", "Words"],
        ([f"`{field}`", ", ".join(f"`{word}`" for word, _ in words_of(kind))] for field, kind in lists),
    )


def providers() -> list[type[RampProvider]]:
    """The installed adapters."""
    return [
        point.load() for point in sorted(entry_points(group="rampkit.providers"), key=lambda one: one.name)
    ]


def operation_table() -> str:
    """Which adapter offers which operation."""
    kinds = providers()
    return table(
        ["Operation", *(kind.title for kind in kinds), "What it is"],
        (
            [
                f"`{operation}`",
                *("yes" if operation in kind.operations else "" for kind in kinds),
                first_sentence(getattr(RampProvider, operation.value)),
            ]
            for operation in Operation
        ),
    )


def connections() -> list[RampProvider]:
    """A connection of every kind that the sandbox knows; nothing is sent through it."""
    sandbox = Sandbox()
    kinds = {kind.code: kind for kind in providers()}
    return [kinds[one.provider](**sandbox.options(one.name)) for one in sandbox.connections]


def route_table() -> str:
    """What each connection serves, as far as is known without asking."""
    return table(
        ["Connection", "Fiat", "Tokens", "Directions", "Rails", "Checkout"],
        (
            [
                f"`{one.name}`",
                listed(str(route.pair.fiat) for route in one.routes()),
                tokens(route.pair.crypto for route in one.routes()),
                listed(route.direction for route in one.routes()),
                listed(rail for route in one.routes() for rail in route.rails) or "not known without asking",
                listed(route.checkout for route in one.routes()),
            ]
            for one in connections()
        ),
    )


def listed(words: Iterable[str]) -> str:
    """Each word once, in order, as code."""
    return ", ".join(f"`{word}`" for word in sorted(set(words)))


def tokens(assets: Iterable[Asset]) -> str:
    """Tokens with the networks they are on: `USDC`, `USDT` (base, polygon)."""
    networks: dict[str, set[str]] = defaultdict(set)
    for asset in assets:
        networks[asset.symbol].add(str(asset.network))
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for symbol in sorted(networks):
        alike[tuple(sorted(networks[symbol]))].append(symbol)
    return "; ".join(f"{listed(symbols)} ({', '.join(where)})" for where, symbols in alike.items())


def doubt_table() -> str:
    """How a doubt about an order ends, per connection and operation."""
    return table(
        ["Connection", *(f"`{operation}`" for operation in ORDER_OPERATIONS)],
        (
            [f"`{one.name}`", *(doubt_of(one, operation) for operation in ORDER_OPERATIONS)]
            for one in connections()
        ),
    )


def doubt_of(connection: RampProvider, operation: Operation) -> str:
    """How a doubt about *operation* ends, in words."""
    if operation not in connection.operations:
        return "not offered"
    return told(connection.promises().doubt_of(operation))


def told(doubt: Doubt) -> str:
    """A doubt's end in words."""
    match doubt:
        case Replay():
            hours = int(doubt.key_ttl.total_seconds() // 3600)
            return f"by sending the same request again, within {hours} hours"
        case LookUp(absence_final_after=None):
            return f"by finding it by `{doubt.by}`; not finding it proves nothing"
        case LookUp():
            return f"by finding it by `{doubt.by}`, or by not finding it after {doubt.absence_final_after}"
        case Never():
            return "only by a person"


def settings_table(code: str) -> str:
    """The settings of a provider's class."""
    (kind,) = (kind for kind in providers() if kind.code == code)
    required = [
        name
        for name, one in inspect.signature(kind).parameters.items()
        if one.default is one.empty and one.kind is not one.VAR_KEYWORD
    ]
    return table(
        ["Setting", "Needed", "Meaning"],
        (
            [f"`{name}`", yes(name in required), meaning]
            for name, meaning in documented_arguments(kind)
            if name != "name"
        ),
    )


def documented_arguments(kind: type) -> Iterator[tuple[str, str]]:
    """Names and meanings of the section `Args` of a docstring."""
    text = inspect.getdoc(kind) or ""
    section = re.search(r"^Args:\n(.*?)(?=\n\S|\Z)", text, re.MULTILINE | re.DOTALL)
    for found in re.finditer(r"^    (\w+): (.*?)(?=^    \w|\Z)", section[1] if section else "", _EACH):
        yield found[1], " ".join(found[2].split())


_EACH = re.MULTILINE | re.DOTALL


def command_pages() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    return "\n\n".join(command_page(name, command) for name, command in commands_below(group))


def commands_below(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of a group, those of the groups in it after these."""
    for name, command in group.commands.items():
        yield prefix + name, command
        yield from commands_below(command, f"{prefix}{name} ") if hasattr(command, "commands") else ()


def command_page(name: str, command: Any) -> str:
    """One command."""
    params = [param for param in command.params if param.name != "help"]
    arguments = [param.metavar or param.name.upper() for param in params if not is_option(param)]
    options = ["[OPTIONS]"] if len(arguments) < len(params) else []
    parts = [
        f"### rampkit {name}",
        f"```shell\n{' '.join(['rampkit', name, *arguments, *options])}\n```",
        inspect.cleandoc(command.help or ""),
    ]
    if params:
        parts.append(table(["", "Meaning"], ([usage_of(param), param.help] for param in params)))
    return "\n\n".join(parts)


def is_option(param: Any) -> bool:
    """Whether *param* is written with dashes."""
    return bool(param.param_type_name == "option")


def usage_of(param: Any) -> str:
    """How a parameter is written."""
    if not is_option(param):
        return f"`{param.metavar or param.name.upper()}`"
    flag = " / ".join(param.opts)
    return f"`{flag}`" if param.is_flag else f"`{flag} {param.metavar or param.name.upper()}`"


SECTIONS: dict[str, dict[str, Callable[[], str]]] = {
    "reference/errors.md": {
        "errors": error_table,
        "outside": outside_table,
        "next-steps": next_step_table,
    },
    "reference/refusals.md": {"refusals": refusal_table},
    "reference/statuses.md": {"statuses": status_table, "legs": word_lists},
    "reference/capabilities.md": {
        "operations": operation_table,
        "routes": route_table,
        "doubt": doubt_table,
    },
    "reference/configuration.md": {
        "gnosis": partial(settings_table, "gnosis"),
        "ripio": partial(settings_table, "ripio"),
    },
    "reference/cli.md": {"commands": command_pages},
}


def renewed(page: str, sections: dict[str, Callable[[], str]]) -> str:
    """The page with its tables as they have to be."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for name, make in sections.items():
        begin, end = f"<!-- generated: {name} -->", "<!-- end -->"
        pattern = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
        if len(pattern.findall(text)) != 1:
            raise LookupError(f"{page} has no place for {name}: {begin} ... {end}")
        head, tail = pattern.split(text)
        text = f"{head}{begin}\n\n{make()}\n\n{end}{tail}"
    return text


def outdated() -> list[str]:
    """The pages whose tables are not what the code says."""
    return [
        page
        for page, sections in SECTIONS.items()
        if renewed(page, sections) != (DOCS / page).read_text(encoding="utf-8")
    ]


if __name__ == "__main__":
    for page in outdated():
        print(page)  # noqa: T201  # says what it changed
        (DOCS / page).write_text(renewed(page, SECTIONS[page]), encoding="utf-8")
