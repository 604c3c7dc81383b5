"""What is written down before a byte leaves, and what it adds up to."""

from __future__ import annotations

from rampkit.journal.history import AttemptHistory, History
from rampkit.journal.journal import Claim, Journal
from rampkit.journal.memory import MemoryJournal
from rampkit.journal.records import (
    Absent,
    Closed,
    Ended,
    Errand,
    Observed,
    Opened,
    Record,
    Shown,
    Started,
    Wish,
)

__all__ = [
    "Absent",
    "AttemptHistory",
    "Claim",
    "Closed",
    "Ended",
    "Errand",
    "History",
    "Journal",
    "MemoryJournal",
    "Observed",
    "Opened",
    "Record",
    "Shown",
    "Started",
    "Wish",
]
