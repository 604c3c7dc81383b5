"""Whether an intent still holds its deposit account, so that no other one may have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.errors import AccountNotReadyError
from rampkit.evidence import projected
from rampkit.models.statuses import HARD_TERMINAL, SOFT_TERMINAL

if TYPE_CHECKING:
    from rampkit.journal.history import History

__all__ = ["held", "still_open"]


def still_open(history: History) -> bool:
    """Whether money may still come for the intent: it is in doubt, or its order has not ended."""
    if history.canceled:
        return False
    attempt = history.accepted()
    if attempt is None:
        return history.in_doubt() is not None
    return projected(attempt.observations).status not in SOFT_TERMINAL | HARD_TERMINAL


def held(connection: str) -> AccountNotReadyError:
    """The error that says that another intent has it."""
    return AccountNotReadyError(
        "the deposit account is held by another open intent; finish that one first", connection=connection
    )
