"""What a database may fail with, in our words: its own may quote what was to be written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, exc

from rampkit.errors import ConfigurationError

__all__ = ["shown", "unusable"]

_SQLITE = {
    "SQLITE_READONLY": "it is read-only",
    "SQLITE_PERM": "the file may not be opened",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_NOTADB": "the file is no SQLite database; restore a copy, do not begin an empty one",
    "SQLITE_CORRUPT": "the file is damaged; restore a copy, do not begin an empty one",
    "SQLITE_CANTOPEN": "the file cannot be opened",
    "SQLITE_BUSY": "another process has kept it locked",
    "SQLITE_IOERR": "the disk fails",
}
_POSTGRESQL = {
    "25006": "it is read-only",
    "28": "the server refuses the user or the password",
    "3D": "the server has no such database",
    "42501": "the user may not do that",
    "53100": "the server's disk is full",
    "53300": "the server takes no more connections",
    "55P03": "somebody else has kept it locked",
    "57P": "the server is shutting down",
    "XX": "the server finds its data damaged",
}


def unusable(error: Exception, place: URL) -> ConfigurationError:
    """*error* of a database as one of ours."""
    return ConfigurationError(
        f"the journal {shown(place)} cannot be used: {_cause(error)}. Nothing is sent without it; what was "
        "written before stands: make it usable and call again with the same id"
    )


def shown(place: URL) -> str:
    """*place* without its password."""
    if place.get_backend_name() == "sqlite":
        return repr(place.database)
    return repr(place.set(query={}).render_as_string(hide_password=True))


def _cause(error: Exception) -> str:
    origin: Any = error.orig if isinstance(error, exc.DBAPIError) else error
    for code, causes in (
        (getattr(origin, "sqlite_errorname", None), _SQLITE),
        (getattr(origin, "sqlstate", None), _POSTGRESQL),
    ):
        for prefix, cause in causes.items():
            if code is not None and code.startswith(prefix):
                return cause
    if isinstance(error, exc.TimeoutError):
        return "every connection to it has been in use for too long"
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return "the connection to its server was lost"
    return f"its database fails ({type(origin).__name__})"
