"""The library's logger: silent until the application configures logging, structured once it does."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger
    from structlog.typing import EventDict, WrappedLogger

__all__ = ["enabled", "log"]

_STDLIB = logging.getLogger("rampkit")
_STDLIB.addHandler(logging.NullHandler())
# logging raises KeyError for an extra of one of these names.
_RESERVED = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def _rename_reserved(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What an application bound to structlog's context may be called anything; none of it may fail a call."""
    for name in _RESERVED.intersection(event):
        event[f"{name}_"] = event.pop(name)
    return event


enabled = _STDLIB.isEnabledFor
"""Whether a level is wanted. Ask before building an event: a call that nobody logs should cost nothing."""

if TYPE_CHECKING:
    log: BoundLogger
    """Events carry connection, operation, status, attempt and elapsed time; never a URL, header or body."""


def __getattr__(name: str) -> Any:
    if name != "log":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    logger = globals()["log"] = _structured()
    return logger


def _structured() -> BoundLogger:
    """The logger itself, made when the first event is due: structlog is a third of a cold start."""
    import structlog  # noqa: PLC0415  # see above

    logger: BoundLogger = structlog.wrap_logger(
        _STDLIB,
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            _rename_reserved,
            structlog.stdlib.render_to_log_kwargs,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return logger
