"""A journal as an application names it: the thing itself, or where it is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from rampkit.errors import ConfigurationError

if TYPE_CHECKING:
    from rampkit.journal.journal import Journal
    from rampkit.journal.sql import SqlJournal

__all__ = ["JournalPlace", "journal_at", "require_journal"]

JournalPlace: TypeAlias = str | os.PathLike[str]
"""A path, or a URL beginning with `sqlite:///` or `postgresql://`."""


def journal_at(place: JournalPlace) -> SqlJournal:
    """The journal kept at *place*, opened.

    Raises:
        ConfigurationError: It cannot be used, or the extra `journal` is not installed.
    """
    from rampkit.journal.sql import SqlJournal  # noqa: PLC0415  # only who keeps one loads a database

    return SqlJournal(place)


def require_journal(journal: object) -> Journal:
    """*journal*, if it is one: callers without a type checker are told at once.

    Raises:
        ConfigurationError: It is none.
    """
    if not hasattr(journal, "claim"):
        raise ConfigurationError("journal must be a path, a URL or a journal, e.g. MemoryJournal()")
    return journal  # type: ignore[return-value]  # whatever has this method was meant as one
