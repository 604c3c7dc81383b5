"""Lists: a bare array, or a page under one of several keys.

Pages transactions/list-all-orders-on-ramp-&-off-ramp and on-ramp/list-on-ramp-sessions of
https://docs.ripio.com/ramps-api/; older versions of every list are bare arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rampkit.errors import BadResponseError
from rampkit.http import Request
from rampkit_ripio.shapes import list_in, object_in

__all__ = ["LIMIT", "MOST_PAGES", "Part", "Walk", "items_of"]

LIMIT = 100
"""Items asked for at once: Ripio's own default."""
MOST_PAGES = 1000
"""A list longer than this is taken for one that never ends."""

_KEYS = ("results", "transactions", "items", "data", "networks")


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one page that were not on an earlier one, and the way on."""

    items: tuple[Mapping[str, Any], ...]
    following: Walk | None
    """None at the end of the list."""
    total: int | None
    """How many items the whole list has, where Ripio counts them."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through a paged list: what is asked for next, and what was seen before.

    Pages are asked for by our own request and offset: a `next` address in an answer could lead anywhere.
    """

    request: Request
    """For the whole list."""
    key: str
    """The field that names an item: one that comes again, because the list grew meanwhile, counts once."""
    offset: int = 0
    pages: int = 0
    seen: frozenset[str] = field(default=frozenset(), repr=False)
    total: int = 0
    """How many items Ripio counted before."""

    def ask(self) -> Request:
        """The request for the next page."""
        query = {**self.request.query, "limit": str(LIMIT), "offset": str(self.offset)}
        return replace(self.request, query=query)

    def read(self, payload: Any) -> Part:
        """The new items of the page that was asked for.

        Raises:
            BadResponseError: The list repeats itself, does not end, or got shorter, so that an item may have
                slipped onto a page that was read before: what was not seen may well be there.
            TypeError: It is no list of objects.
        """
        items, total = _objects(payload), _count(payload)
        if total is not None and total < self.total:
            raise BadResponseError("the list got shorter while it was read")
        fresh = {
            name: item
            for place, item in enumerate(items)
            if (name := _name(item, self.key, self.offset + place)) not in self.seen
        }
        more, told = _goes_on(payload, self.offset + len(items), full=len(items) >= LIMIT)
        # An old, bare array only suggests by being full that there is more; it may know no offset.
        goes_on = more and (told or bool(fresh))
        if goes_on and (not fresh or self.pages + 1 >= MOST_PAGES):
            raise BadResponseError("the list does not come to an end")
        following = self._after(len(items), fresh.keys(), total or 0) if goes_on else None
        return Part(tuple(fresh.values()), following, total)

    def _after(self, length: int, names: Any, total: int) -> Walk:
        offset, seen = self.offset + length, self.seen | names
        return replace(self, offset=offset, pages=self.pages + 1, seen=seen, total=total)


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


def _objects(payload: Any) -> list[Mapping[str, Any]]:
    items = items_of(payload)
    if not all(isinstance(item, Mapping) for item in items):
        raise TypeError("not a list of objects")
    return items


def _goes_on(payload: Any, read: int, *, full: bool) -> tuple[bool, bool]:
    """Whether there is more after *read* items, and whether the answer itself says so or not."""
    page, count = object_in(payload), _count(payload)
    told = "next" in page or count is not None
    return (bool(page.get("next")) or (count is not None and count > read) if told else full), told


def _count(payload: Any) -> int | None:
    count = object_in(payload).get("count")
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None


def _name(item: Mapping[str, Any], key: str, place: int) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else f"#{place}"
