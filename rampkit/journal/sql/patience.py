"""How long anything waits for the database."""

from __future__ import annotations

__all__ = ["PATIENCE"]

PATIENCE = 10
"""Seconds, for a lock, a server or a free connection: the time limit of a call does not reach this far."""
