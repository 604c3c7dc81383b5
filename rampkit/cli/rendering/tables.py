"""The one look of every table: columns where there is room, else one line per cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from rampkit.cli.terminal import plain

__all__ = ["Sheet"]

_GAP = 2
_LEAST_FOR_WORDS = 20


class Sheet:
    """Rows under headings. Only the last column wraps: a broken number would be read as another one.

    Args:
        headings: One per column; one that ends in `>` is for numbers.
        rows: Cells of any kind; their text is shown as it is, without markup or escapes.
    """

    def __init__(self, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self._headings = [heading.removesuffix(">") for heading in headings]
        self._numbers = [heading.endswith(">") for heading in headings]
        self._rows = [[Text(plain(cell)) for cell in row] for row in rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Columns if they fit, else blocks."""
        yield from [self._table()] if self._fits(options.max_width) else self._blocks()

    def _fits(self, width: int) -> bool:
        *fixed, last = (
            max(len(line) for cell in column for line in str(cell).split("\n"))
            for column in zip(self._headings, *self._rows, strict=True)
        )
        return sum(fixed) + _GAP * len(fixed) + min(last, _LEAST_FOR_WORDS) <= width

    def _table(self) -> Table:
        table = Table(
            box=box.SIMPLE, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold"
        )
        final = len(self._headings) - 1
        for index, (heading, numbers) in enumerate(zip(self._headings, self._numbers, strict=True)):
            table.add_column(Text(heading), justify="right" if numbers else "left", no_wrap=index < final)
        for row in self._rows:
            table.add_row(*row)
        return table

    def _blocks(self) -> Iterable[RenderableType]:
        for index, row in enumerate(self._rows):
            if index:
                yield Text()
            for heading, cell in zip(self._headings, row, strict=True):
                yield Text(f"{heading}: ", style="bold").append_text(Text(str(cell), style="not bold"))
