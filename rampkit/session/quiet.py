"""Keep answers' headers out of httpcore's log."""

from __future__ import annotations

import logging
import re
from functools import cache

from rampkit.session.network import under_way

__all__ = ["hush"]

_EVENTS = re.compile(r"receive_response_headers\.(?:complete|failed)")


@cache
def hush() -> None:
    """Cut the header values from the DEBUG records of our own exchanges.

    httpcore logs every answer's headers, cookies and tokens included. Other users of httpcore in this process
    keep their records whole.
    """
    for name in ("httpcore.http11", "httpcore.proxy"):
        logging.getLogger(name).addFilter(_without_headers)


def _without_headers(record: logging.LogRecord) -> bool:
    event = _EVENTS.match(str(record.msg))
    if event and under_way():
        record.msg = f"{event.group()} (cut by rampkit)"
    return True
