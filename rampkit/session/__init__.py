"""Sending requests: the only place in rampkit that does HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.lazily import lazy

if TYPE_CHECKING:
    from rampkit.deadline import Deadline
    from rampkit.session.async_session import AsyncSession
    from rampkit.session.session import Session
    from rampkit.session.settings import SessionSettings

__all__ = ["AsyncSession", "Deadline", "Session", "SessionSettings"]

_HOMES = {
    "rampkit.session.async_session": ("AsyncSession",),
    "rampkit.deadline": ("Deadline",),
    "rampkit.session.session": ("Session",),
    "rampkit.session.settings": ("SessionSettings",),
}

__getattr__, __dir__ = lazy(__name__, _HOMES)
