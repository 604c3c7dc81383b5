"""What a provider wants to know, as a table of fields."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.forms import Form, FormField
from rampkit.cli.rendering.tables import Sheet

__all__ = ["form_lines"]

_MORE = "There is more to it than fits a table; --json shows all the provider says."


def form_lines(title: str, form: Form) -> Iterable[RenderableType]:
    """A row per field under a *title*."""
    if form.fields:
        yield Sheet((title, "Needed", "Type", "In words"), [_row(field) for field in form.fields])
    if form.says_more:
        yield Text(_MORE if form.fields else f"{title}: {_MORE}")


def _row(field: FormField) -> tuple[str, str, str, str]:
    choices = f"one of {', '.join(field.choices)}" if len(field.choices) > 1 else "".join(field.choices)
    words = "; ".join(part for part in (choices, field.note) if part)
    return field.name, "yes" if field.required else "no", " or ".join(field.types), words
