"""Calls to the sandbox's own controls, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
from starlette.types import ASGIApp

T = TypeVar("T")


class ControlError(Exception):
    """A control call was refused; the message is the answer."""

    def __init__(self, call: str, status: int, answer: str) -> None:
        self.status = status
        """The HTTP status of the answer."""
        self.answer = answer
        """The body of the answer."""
        super().__init__(call, status, answer)

    def __str__(self) -> str:
        call, status, answer = self.args
        return f"{call} answered {status}: {answer}"


async def call_control(app: ASGIApp, method: str, url: str, payload: Any) -> Any:
    """Call a control of *app* and return its JSON answer, or None if that is empty.

    What a control raises arrives here as it is.

    Raises:
        ControlError: It answered with a status of 400 or more.
    """
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport) as client:
        response = await client.request(method, url, json=payload)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        raise ControlError(f"{method} {response.url.path}", response.status_code, response.text)
    return response.json() if response.content else None


def run_aside(work: Coroutine[Any, Any, T]) -> T:
    """Run *work* in an event loop of its own, also where one is running already, and wait for the outcome."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
