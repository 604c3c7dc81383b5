"""The one look of every table."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from rampkit.cli.terminal import plain

__all__ = ["cell", "table"]


def table(*headings: str) -> Table:
    """A table with a column for each of *headings*; one that ends in `>` is for numbers.

    Cells wrap where the terminal is narrow; nothing is ever cut off.
    """
    made = Table(box=box.SIMPLE, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        numbers = heading.endswith(">")
        made.add_column(
            Text(heading.removesuffix(">")), justify="right" if numbers else "left", overflow="fold"
        )
    return made


def cell(value: object) -> Text:
    """*value* as plain text: brackets in it are no markup, escapes do nothing."""
    return Text(plain(value))
