"""Keep answers' headers out of httpcore's log."""

from __future__ import annotations

import logging
from functools import cache

from rampkit.session.network import under_way

__all__ = ["hush"]

_EVENT = "receive_response_headers.complete"


@cache
def hush() -> None:
    """Cut the header values from the DEBUG records of our own exchanges.

    httpcore logs every answer's headers, cookies and tokens included. Other users of httpcore in this process
    keep their records whole.
    """
    for name in ("httpcore.http11", "httpcore.proxy"):
        logging.getLogger(name).addFilter(_without_headers)


def _without_headers(record: logging.LogRecord) -> bool:
    if under_way() and str(record.msg).startswith(_EVENT):
        record.msg = f"{_EVENT} (headers cut by rampkit)"
    return True
