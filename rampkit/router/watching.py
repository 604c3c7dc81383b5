"""How often a watched intent is read: at first quickly, then ever more slowly."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["intervals"]

_FIRST = (1.0, 2.0, 3.0, 5.0, 5.0, 5.0, 10.0, 10.0, 15.0, 30.0)
_LATER = 60.0


def intervals() -> Iterator[float]:
    """Seconds to wait before each further read."""
    return chain(_FIRST, repeat(_LATER))
