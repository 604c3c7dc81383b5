"""Many connections behind one interface: two thin faces over one set of scripts."""

from __future__ import annotations

from rampkit.router.async_router import AsyncRouter
from rampkit.router.router import Router

__all__ = ["AsyncRouter", "Router"]
