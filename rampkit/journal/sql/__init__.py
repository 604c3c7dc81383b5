"""A journal in a database."""

from __future__ import annotations

from rampkit.extras import needs_extra

with needs_extra(
    "journal",
    purpose="keeping a journal in a database",
    otherwise="use MemoryJournal() where everything may be forgotten",
):
    from rampkit.journal.sql.journal import SqlJournal

__all__ = ["SqlJournal"]
