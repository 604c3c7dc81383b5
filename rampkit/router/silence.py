"""What becomes of a connection that did not answer in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rampkit.errors import DeadlineExceededError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GRACE", "everybody"]

GRACE = 0.05
"""Seconds a deadline is stretched, so that a session can report its own time-out."""


def everybody(asked: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """An answer for each connection asked: those still silent are too late."""
    return {
        name: answers[name]
        if name in answers
        else DeadlineExceededError("no answer within the time given", connection=name)
        for name in asked
    }
