"""Lists: a bare array, or a page under one of several keys.

Pages transactions/list-all-orders-on-ramp-&-off-ramp and on-ramp/list-on-ramp-sessions of
https://docs.ripio.com/ramps-api/; older versions of every list are bare arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rampkit.http import Request
from rampkit_ripio.shapes import list_in, object_in

__all__ = ["LIMIT", "MOST_PAGES", "Page", "at_offset", "items_of", "parse_page"]

LIMIT = 100
"""Items asked for at once: Ripio's own default."""
MOST_PAGES = 1000
"""A list longer than this is taken for one that never ends."""

_KEYS = ("results", "transactions", "items", "data", "networks")


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list."""

    items: tuple[Mapping[str, Any], ...]
    more: bool
    """Whether the list goes on."""
    told: bool
    """Whether the answer says so; an old, bare array only suggests it by being full."""


def items_of(payload: Any) -> list[Any]:
    """The items of a list, whatever its shape.

    Raises:
        TypeError: It is no list.
    """
    page = object_in(payload)
    for candidate in (payload, *(page.get(key) for key in _KEYS)):
        items = list_in(candidate)
        if items is not None:
            return items
    raise TypeError("not a list")


def parse_page(payload: Any, *, offset: int) -> Page:
    """The items from *offset* on, and whether there are more.

    Raises:
        TypeError: It is no list of objects.
    """
    items = items_of(payload)
    if not all(isinstance(item, Mapping) for item in items):
        raise TypeError("not a list of objects")
    page = object_in(payload)
    count = page.get("count")
    told = "next" in page or isinstance(count, int)
    further = isinstance(count, int) and count > offset + len(items)
    more = (bool(page.get("next")) or further) if told else len(items) >= LIMIT
    return Page(tuple(items), more, told)


def at_offset(request: Request, offset: int) -> Request:
    """*request* for the items from *offset* on.

    Built from our own request: a `next` address in an answer could lead anywhere.
    """
    return replace(request, query={**request.query, "limit": str(LIMIT), "offset": str(offset)})
