"""The commands put together, and what becomes of their errors."""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from rampkit.cli.accounts import accounts
from rampkit.cli.customer import customer
from rampkit.cli.demo import demo
from rampkit.cli.doctor import doctor
from rampkit.cli.doubt import InDoubtError
from rampkit.cli.providers import providers
from rampkit.cli.quotes import quotes
from rampkit.cli.routes import routes
from rampkit.cli.sandbox import sandbox
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_error
from rampkit.errors import (
    ConfigurationError,
    FieldProblem,
    InvalidInputError,
    InvalidRequestError,
    RampError,
)

__all__ = ["app", "run"]

_TRACEBACK = "--traceback"
_BEGINS_A_SENTENCE = ("is ", "has ", "must ", "cannot ", "does ")
_ONE_TOO_MANY = "Got unexpected extra argument"
_NEGATIVE = re.compile(r"-[.0-9]")
# Click's own class, which newer versions of typer keep to themselves: the parent of every complaint.
_UsageError = typer.BadParameter.__mro__[2]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Crypto on/off-ramp providers from the shell: compare them, and bring customers to them. "
    "Begin with: rampkit demo",
)
for _command in (demo, quotes, routes, providers, doctor):
    app.command()(_command)
for _name, _group in (("customer", customer), ("accounts", accounts), ("sandbox", sandbox)):
    app.add_typer(_group, name=_name)


def _version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it so
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # slow, and rarely wanted

        typer.echo(f"rampkit {version('rampkit')}")
        raise typer.Exit


@app.callback()
def settings(
    *,
    traceback: Annotated[  # read by `run`, which sees every error
        bool, typer.Option(_TRACEBACK, help="Show where an unexpected error happened.")
    ] = False,
    version: Annotated[  # acts by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """What holds for every command."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; every error becomes one sentence on standard error and an exit status."""
    try:
        result = app(list(arguments), standalone_mode=False, prog_name="rampkit")
    except (typer.Abort, KeyboardInterrupt):
        return ExitStatus.INTERRUPTED
    except Exception as error:
        message, status = _told(error)
        if status is ExitStatus.TROUBLE and _TRACEBACK in arguments:
            raise
        if message:
            print_error(message)
        return status
    return int(result) if isinstance(result, int) else ExitStatus.DONE


def _told(error: Exception) -> tuple[str, ExitStatus]:
    """What a person should know of *error*, and the exit status that goes with it."""
    match error:
        case InvalidRequestError(fields=(_, *_)):
            return f"{error}; it names {', '.join(error.fields)}", ExitStatus.TROUBLE
        case InDoubtError() | ConfigurationError() | RampError():
            return str(error), _status(error)
        case InvalidInputError():
            return _sentence(error), ExitStatus.BAD_INPUT
        case _ if isinstance(error, _UsageError):
            return _usage(error), ExitStatus.BAD_INPUT
        case OSError(errno=errno.ENOSPC, strerror=problem):
            return f"the output cannot be written: {problem}", ExitStatus.TROUBLE
        case _:
            # Its text may hold anything, a credential included.
            name = type(error).__name__
            where = "run `rampkit --traceback ...` to see where"
            return f"unexpected {name}, a fault in rampkit or in an adapter; {where}", ExitStatus.TROUBLE


def _status(error: InDoubtError | ConfigurationError | RampError) -> ExitStatus:
    if isinstance(error, InDoubtError):
        return error.status
    return ExitStatus.BAD_INPUT if isinstance(error, ConfigurationError) else ExitStatus.TROUBLE


def _sentence(error: InvalidInputError) -> str:
    return "; ".join(_clause(one) for one in error.fields)


def _clause(one: FieldProblem) -> str:
    if not one.field or not one.problem.startswith(_BEGINS_A_SENTENCE):
        return str(one)
    return f"{one.field} {one.problem}" + (f"; {one.remedy}" if one.remedy else "")


def _usage(error: Any) -> str:
    """What is wrong with the command line; nothing if its help has just been shown instead."""
    if _NEGATIVE.match(getattr(error, "option_name", None) or ""):
        return "amount is negative; send an amount greater than zero"
    message = str(error.format_message()).strip().rstrip(".").replace("Value error, ", "")
    if message.startswith(_ONE_TOO_MANY):
        # Which one may be personal.
        message = "there is an argument too many; put quotes around a value with spaces"
    context = getattr(error, "ctx", None)
    return f"{message}; see `{context.command_path if context else 'rampkit'} --help`" if message else ""
