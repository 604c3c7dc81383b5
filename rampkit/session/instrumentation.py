"""Stamina's own reports of repeats: process-wide, so only an application may switch them off."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from stamina import instrumentation

__all__ = ["without_reports"]


@contextmanager
def without_reports() -> Generator[None]:
    """Keep stamina quiet while the block runs; rampkit's own log tells of every repeat.

    Where structlog is not configured, stamina's reports go to standard output.
    """
    before = instrumentation.get_on_retry_hooks()
    instrumentation.set_on_retry_hooks([])
    try:
        yield
    finally:
        instrumentation.set_on_retry_hooks(before)
