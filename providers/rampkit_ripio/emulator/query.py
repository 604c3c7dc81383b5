"""Reading a query string: one value per name, of the right kind."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from rampkit_ripio.emulator.refusals import invalid
from rampkit_ripio.emulator.resource import Call

_INTEGER = re.compile(r"[0-9]{1,100}")
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})",
    re.ASCII,
)


def integer(call: Call, name: str, default: int, *, least: int) -> int:
    """A whole number not below *least*."""
    text = call.request.query_params.get(name)
    if text is None:
        return default
    if not _INTEGER.fullmatch(text) or int(text) < least:
        raise invalid({name: [f"Ensure this value is a number greater than or equal to {least}."]})
    return int(text)


def choice(call: Call, name: str, allowed: Collection[str]) -> str | None:
    """One of *allowed*, or None when it was not asked for."""
    text = call.request.query_params.get(name)
    if text is not None and text not in allowed:
        raise invalid({name: [f'"{text}" is not a valid choice.']})
    return text


def moment(call: Call, name: str) -> datetime | None:
    """A date and time with its offset, or None when it was not asked for."""
    text = call.request.query_params.get(name)
    if text is None:
        return None
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        raise invalid({name: ["Enter a valid date/time."]})
    day, minute, second, _, offset = parts.groups()
    try:
        # Datetime knows no leap second; comparing with the second before it is exact enough.
        return datetime.fromisoformat(f"{day}T{minute}:{min(int(second), 59):02}{offset.upper()}")
    except ValueError:
        raise invalid({name: ["Enter a valid date/time."]}) from None
