"""Rows of what was written: made of records and models, and read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Row

from rampkit.errors import ConfigurationError
from rampkit.journal.forms import made_of, record_of
from rampkit.journal.parting import parted
from rampkit.journal.records import Record
from rampkit.journal.sql.sealing import Seal
from rampkit.journal.text import read, written

__all__ = ["Paper"]

T = TypeVar("T")


class Paper:
    """Writes and reads both parts of whatever a journal keeps."""

    def __init__(self, seal: Seal) -> None:
        self.seal = seal

    def columns(self, value: Any) -> dict[str, str | None]:
        """*value* as the columns that hold it.

        Raises:
            InvalidInputError: It holds something that JSON does not know.
        """
        parts = parted(value)
        return {"public": written(parts.public), "personal": self.seal.kept(parts)}

    def record(self, row: Row[Any]) -> Record:
        """The record of a row.

        Raises:
            ConfigurationError: It is damaged, or was sealed with another key.
        """
        return self._read(row, lambda public, personal: record_of(row.kind, public, personal))

    def model(self, kind: type[T], row: Row[Any]) -> T:
        """The link or account of a row.

        Raises:
            ConfigurationError: It is damaged, or was sealed with another key.
        """
        return self._read(row, lambda public, personal: made_of(kind, public, personal))

    def _read(self, row: Row[Any], make: Callable[[dict[str, Any], dict[str, Any]], T]) -> T:
        try:
            return make(read(row.public), self.seal.told(row.personal))
        except (ValueError, TypeError, AttributeError):
            pass
        raise ConfigurationError(
            "the journal holds something that cannot be read: it is damaged, or a newer rampkit wrote it. "
            "Restore a copy or upgrade; nothing is sent on what cannot be read"
        )
