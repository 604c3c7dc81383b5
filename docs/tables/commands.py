"""The pages of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from rampkit.cli.app import app
from tables.markdown import table

__all__ = ["command_pages"]


def command_pages() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    return "\n\n".join(_command_page(name, command) for name, command in _commands_below(group))


def _commands_below(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of a group, those of the groups in it after these."""
    for name, command in group.commands.items():
        yield prefix + name, command
        yield from _commands_below(command, f"{prefix}{name} ") if hasattr(command, "commands") else ()


def _command_page(name: str, command: Any) -> str:
    params = [param for param in command.params if param.name != "help"]
    arguments = [param.metavar or param.name.upper() for param in params if not _is_option(param)]
    options = ["[OPTIONS]"] if len(arguments) < len(params) else []
    parts = [
        f"### rampkit {name}",
        f"```shell\n{' '.join(['rampkit', name, *arguments, *options])}\n```",
        inspect.cleandoc(command.help or ""),
    ]
    if params:
        parts.append(table(["", "Meaning"], ([_usage_of(param), param.help] for param in params)))
    return "\n\n".join(parts)


def _is_option(param: Any) -> bool:
    return bool(param.param_type_name == "option")


def _usage_of(param: Any) -> str:
    """How a parameter is written."""
    if not _is_option(param):
        return f"`{param.metavar or param.name.upper()}`"
    flag = " / ".join(param.opts)
    return f"`{flag}`" if param.is_flag else f"`{flag} {param.metavar or param.name.upper()}`"
