"""One record as lines of labels and values, and the commands that come next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.values import UNKNOWN
from rampkit.cli.terminal import unbroken
from rampkit.provider import RampProvider

__all__ = ["fact_lines", "next_lines", "place_json"]


def place_json(provider: RampProvider) -> dict[str, Any]:
    """Where a record is."""
    return {
        "connection": provider.name,
        "provider": provider.code,
        "environment": provider.environment.value,
    }


def fact_lines(*facts: tuple[str, object]) -> list[RenderableType]:
    """A line each, never broken: an identifier will be copied. What is None is not known."""
    width = max(len(label) for label, _ in facts)
    return [unbroken(f"  {label:<{width}}  {UNKNOWN if value is None else value}") for label, value in facts]


def next_lines(commands: Sequence[str], why: str = "Next") -> Iterable[RenderableType]:
    """Commands to be copied; nothing if there are none."""
    if commands:
        yield from (
            Text(),
            Text(f"{why}:"),
            *(unbroken(f"  {command}", style="cyan") for command in commands),
        )
