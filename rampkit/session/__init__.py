"""Sending requests: the only place in rampkit that does HTTP."""

from rampkit.session.async_session import AsyncSession
from rampkit.session.deadline import Deadline
from rampkit.session.session import Session
from rampkit.session.settings import SessionSettings

__all__ = ["AsyncSession", "Deadline", "Session", "SessionSettings"]
