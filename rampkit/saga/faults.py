"""What an adapter, or a request it made, does that it never should."""

from __future__ import annotations

from rampkit import logs
from rampkit.errors import InvalidInputError, RampError, UnsupportedError

__all__ = ["fault", "report_fault", "unsendable"]


def fault(error: Exception, connection: str) -> RampError:
    """*error* of an adapter's flow as one of ours: what it did to a request must not go unsettled."""
    report_fault(error, connection)
    return RampError(
        f"the adapter failed unexpectedly ({type(error).__name__}); see the log", connection=connection
    )


def report_fault(error: Exception, connection: str) -> None:
    """Log *error* by its kind and place: its text may hold anything."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
    logs.log.error("adapter_fault", connection=connection, kind=type(error).__name__, where=where)


def unsendable(error: InvalidInputError, connection: str) -> RampError:
    """*error* of a session: the request cannot be written down as HTTP, so none of it left."""
    failure = UnsupportedError(f"its request cannot be sent: {error}", connection=connection)
    failure.not_sent = True
    return failure
