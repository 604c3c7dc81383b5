"""A sandbox that another process serves."""

from __future__ import annotations

import json
from contextlib import closing
from decimal import Decimal
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit

from rampkit.errors import ConfigurationError, InvalidInputError, RejectedError

__all__ = ["RunningSandbox"]

_SECONDS = 5.0
_LARGEST = 1_000_000
_UNREADABLE = (OSError, HTTPException, ValueError, LookupError, TypeError)


class RunningSandbox:
    """The sandbox at an address.

    Args:
        url: Where it answers.
        given_by: The option or variable that says so, for messages.

    Raises:
        InvalidInputError: That is no address.
    """

    def __init__(self, url: str, *, given_by: str = "--sandbox-url") -> None:
        self._url = url.rstrip("/")
        self._address = _address(self._url, given_by)

    def connections(self) -> list[tuple[str, dict[str, Any]]]:
        """Every connection: its provider's code and the options it is built with.

        Raises:
            ConfigurationError: No sandbox answers.
        """
        try:
            rows = json.loads(self._asked("GET", "connections")[1])
            return [(str(row["provider"]), {"name": row["name"], **row["options"]}) for row in rows]
        except _UNREADABLE:
            pass
        raise self._silent()

    def pay(self, order: str, *, amount: Decimal | None, late: bool) -> dict[str, str]:
        """Let the person pay an order, and return what became of it.

        Raises:
            InvalidInputError: No provider there knows the order.
            RejectedError: It cannot be paid like that.
            ConfigurationError: No sandbox answers.
        """
        payment = {"order": order, "amount": None if amount is None else format(amount, "f"), "late": late}
        try:
            status, answer = self._asked("POST", "payments", json.dumps(payment))
            if status == HTTPStatus.CREATED:
                receipt = json.loads(answer)
                return {name: str(receipt[name]) for name in _RECEIPT}
        except _UNREADABLE:
            raise self._silent() from None
        if status == HTTPStatus.NOT_FOUND:
            raise InvalidInputError(
                "ORDER", answer.decode("utf-8", "replace"), remedy="use the provider's id of the order"
            )
        raise RejectedError(answer.decode("utf-8", "replace"), operation="pay", status=status)

    def _asked(self, method: str, control: str, body: str | None = None) -> tuple[int, bytes]:
        address = self._address
        headers = {} if body is None else {"Content-Type": "application/json"}
        # Closed on Ctrl-C too; and unlike urllib.request it never asks a proxy for a loopback address.
        with closing(HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)) as line:
            line.request(method, f"{address.path}/_sandbox/{control}", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(_LARGEST)

    def _silent(self) -> ConfigurationError:
        return ConfigurationError(f"no sandbox answers at {self._url}; start one with `rampkit sandbox`")


_RECEIPT = ("provider", "order", "amount", "currency", "status")


def _address(url: str, given_by: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme != "http" or not parts.hostname:
        raise InvalidInputError(given_by, "is no address", remedy="write e.g. http://127.0.0.1:8700")
    return parts
