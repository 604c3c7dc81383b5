"""Drive an adapter's flow with canned responses: no network, no mock, no event loop."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import TypeVar

from rampkit.flows import advance
from rampkit.http import Flow, Request, Response, json_text

__all__ = ["answer", "replay"]

T = TypeVar("T")


def answer(payload: object = None, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A response whose body is *payload* as JSON (text and bytes as they are)."""
    if isinstance(payload, bytes):
        body = payload
    elif isinstance(payload, str):
        body = payload.encode()
    else:
        body = b"" if payload is None else json_text(payload).encode()
    return Response(status=status, headers=headers or {}, body=body)


def replay(flow: Flow[T], responses: Iterable[Response | Exception]) -> tuple[T, list[Request]]:
    """Run *flow*, answering its requests in order, and return its result and what it asked for.

    An exception among the responses is thrown into the flow, as the session would.

    Raises:
        AssertionError: The flow asks more often than there are responses, or less often.
    """
    sent: list[Request] = []
    remaining = list(responses)
    with closing(flow):
        step = advance(flow)
        while isinstance(step, Request):
            sent.append(step)
            assert remaining, f"no response left for {step.operation}"  # noqa: S101  # a test tool
            step = advance(flow, remaining.pop(0))
    assert not remaining, f"{len(remaining)} responses were never asked for"  # noqa: S101  # a test tool
    return step.value, sent
