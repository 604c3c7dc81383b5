"""Lists in print: count, links to the neighbours, and the items under their key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from rampkit_ripio.emulator import query
from rampkit_ripio.emulator.resource import Call

_DEFAULT_LIMIT = 100


class Dated(Protocol):
    """Anything with a moment of creation."""

    created_at: datetime


T = TypeVar("T")
D = TypeVar("D", bound=Dated)


def page(
    call: Call, items: Sequence[T], show: Callable[[T], object], key: str, style: str | None = None
) -> object:
    """The slice of *items* that `limit` and `offset` ask for, in *style* or as the switch says.

    A `bare` list has no envelope, as all of them once had.
    Page: docs.ripio.com/ramps-api/off-ramp/list-off-ramp-orders.
    """
    style = style or call.account.stage.switches.lists
    limit = query.integer(call, "limit", _DEFAULT_LIMIT, least=1)
    offset = query.integer(call, "offset", 0, least=0)
    shown = [show(item) for item in items[offset : offset + limit]]
    if style == "bare":
        return shown
    return {
        "count": len(items),
        "next": _link(call, limit, offset + limit) if offset + limit < len(items) else None,
        "previous": _link(call, limit, max(offset - limit, 0)) if offset else None,
        key if style == "page" else style: shown,
    }


def created_between(call: Call, items: Sequence[D]) -> list[D]:
    """The items whose creation lies between `startDate` and `endDate`."""
    start, end = query.moment(call, "startDate"), query.moment(call, "endDate")
    return [
        item
        for item in items
        if (start is None or item.created_at >= start) and (end is None or item.created_at <= end)
    ]


def _link(call: Call, limit: int, offset: int) -> str:
    return str(call.request.url.include_query_params(limit=limit, offset=offset))
