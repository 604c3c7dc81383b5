"""Which kind of call a request is."""

from __future__ import annotations

from rampkit.capabilities import CallKind, Operation
from rampkit.http import Commits, Request

__all__ = ["READING", "kind_of"]

READING = frozenset({CallKind.PRICES, CallKind.READS})
"""Calls that leave nothing behind: they alone may find out whether a connection is back."""

_PRICES = frozenset({Operation.QUOTES.value, Operation.LOCK_QUOTE.value, Operation.LIST_ROUTES.value})
_BY_COMMITS = {Commits.RECORD: CallKind.RECORDS, Commits.ORDER: CallKind.ORDERS}


def kind_of(request: Request) -> CallKind:
    """What *request* is for."""
    if request.commits is not Commits.NOTHING:
        return _BY_COMMITS[request.commits]
    return CallKind.PRICES if request.operation in _PRICES else CallKind.READS
