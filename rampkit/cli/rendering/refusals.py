"""Why somebody offers nothing, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rampkit.cli.rendering.tables import Sheet
from rampkit.cli.rendering.values import where
from rampkit.models.quotes import NotAsked, Refusal

__all__ = ["not_asked_json", "refusal_json", "refusals_table"]


def refusal_json(row: Refusal) -> dict[str, Any]:
    """Why one that was asked offers nothing."""
    return {
        "provider": row.provider,
        "connection": row.connection,
        "via": row.via,
        "rail": row.rail,
        "reason": row.reason.value,
        "message": row.message,
    }


def not_asked_json(row: NotAsked) -> dict[str, Any]:
    """Why one was not even asked."""
    return {
        "provider": row.provider,
        "connection": row.connection,
        "reason": row.reason.value,
        "message": row.message,
    }


def refusals_table(title: str, rows: Iterable[Refusal | NotAsked]) -> Sheet:
    """One row each, under a *title*."""
    return Sheet(
        (title, "Reason", "In words"),
        [
            (where(row.connection, row.via if isinstance(row, Refusal) else None), row.reason, row.message)
            for row in rows
        ],
    )
