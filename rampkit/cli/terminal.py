"""Where output goes: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

__all__ = ["is_watched", "plain", "print_error", "print_json", "show", "unbroken", "waiting"]

_WIDTH_IN_A_PIPE = 100


def show(*items: RenderableType) -> None:
    """Print *items* for a person, a blank line before each table; text is never taken for markup."""
    console = _console(sys.stdout)
    for item in items:
        if not isinstance(item, Text | Padding):
            console.print()
        console.print(item, soft_wrap=isinstance(item, Text) and item.no_wrap)


def unbroken(text: object, style: str = "") -> Text:
    """One line that stays one, however narrow the terminal is: it will be copied, or read as one value."""
    return Text(plain(text), style=style, no_wrap=True)


def is_watched() -> bool:
    """Whether results go to a terminal, and not into a file or another program."""
    return sys.stdout.isatty()


def print_json(value: Any) -> None:
    """Print *value* for a program: ASCII, never wrapped."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")
    sys.stdout.flush()


def print_error(message: str) -> None:
    """Print one sentence on standard error, on one line however narrow the terminal is."""
    _console(sys.stderr).print(plain(f"rampkit: {message}"), soft_wrap=True)


@contextmanager
def waiting(what: str) -> Generator[None]:
    """Turn a spinner while the block runs, if somebody watches."""
    console = _console(sys.stderr)
    if not console.is_terminal:
        yield
        return
    # The default spinner is not ASCII.
    with console.status(plain(what), spinner="line"):
        yield


def plain(text: object) -> str:
    """*text* without characters that a terminal would obey: some of it was written by providers."""
    return "".join(char if char.isprintable() or char == "\n" else "?" for char in str(text))


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDTH_IN_A_PIPE
    return Console(file=stream, markup=False, highlight=False, emoji=False, width=width)
