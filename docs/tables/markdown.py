"""How a table and its cells are written."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

__all__ = ["code", "first_paragraph", "listed", "source", "table", "yes"]


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def yes(value: object) -> str:
    """A truth value as a word."""
    return "yes" if value else "no"


def code(word: object) -> str:
    """*word* as code; nothing for None."""
    return "" if word is None else f"`{word}`"


def listed(words: Iterable[object]) -> str:
    """Each word once, in order, as code."""
    return ", ".join(f"`{word}`" for word in sorted({str(word) for word in words}))


def first_paragraph(documented: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    text = inspect.getdoc(documented) or ""
    return " ".join(text.partition("\n\n")[0].split())


def source(url: str) -> str:
    """A link to the page that says so, named by the end of its address, or by its repository."""
    parts = urlsplit(url)
    steps = parts.path.strip("/").split("/")
    chosen = steps[:2] if parts.hostname == "github.com" else steps[-2:]
    return f"[{'/'.join(chosen)}]({url})"
