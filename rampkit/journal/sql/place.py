"""Where a journal is kept, as the application names it: a path, or the URL of a database."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from rampkit.errors import ConfigurationError

__all__ = ["place_of"]

_POSTGRESQL = {"postgresql", "postgres", "postgresql+psycopg"}
_KINDS = "a path such as 'ramp.db', or a URL such as 'postgresql://user@host/database'"


def place_of(where: str | os.PathLike[str]) -> URL:
    """The database that *where* names; a new file is made readable to its owner alone.

    Raises:
        ConfigurationError: It is no path and no URL of a database that can keep a journal.
    """
    given: Any = where
    if isinstance(given, os.PathLike) or (isinstance(given, str) and "://" not in given):
        return _file(URL.create("sqlite", database=os.fspath(where)))
    url = _url(given) if isinstance(given, str) else None
    if url is None:
        raise ConfigurationError(f"a journal is kept at {_KINDS}")
    if url.drivername == "sqlite":
        return _file(url)
    if url.drivername not in _POSTGRESQL:
        raise ConfigurationError(f"a journal cannot be kept in {url.drivername!r}; name {_KINDS}")
    return url.set(drivername="postgresql+psycopg")


def _url(text: str) -> URL | None:
    with suppress(ArgumentError):
        return make_url(text)
    return None


def _file(url: URL) -> URL:
    name = url.database
    if name in {None, "", ":memory:"}:
        raise ConfigurationError(f"a journal needs a file; name {_KINDS}, or use MemoryJournal()")
    if url.query:
        return url  # a file by URI, which says itself how it is opened
    path = Path(str(name))
    if path.is_dir():
        raise ConfigurationError(f"the journal {str(name)!r} is a directory; name a file in it")
    if not path.parent.is_dir():
        raise ConfigurationError(f"the journal {str(name)!r} cannot be made: its directory does not exist")
    # SQLite gives its own companions the rights of the file, and would let the group read it.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    return url
