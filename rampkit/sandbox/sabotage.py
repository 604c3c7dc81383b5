"""The middleware that makes armed faults happen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rampkit.sandbox.dropping import drop, until_gone
from rampkit.sandbox.faults import ArmedFaults, Fault, FaultKind

_PAGE = """<!DOCTYPE html>
<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>
"""


class Sabotage:
    """Lets each request through to the emulators unless an armed fault catches it."""

    def __init__(self, app: ASGIApp, faults: ArmedFaults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, well or badly."""
        fault = self._faults.take(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await _HAPPENINGS[fault.kind](_Exchange(self._app, scope, receive, send), fault)


@dataclass(slots=True)
class _Answer:
    """What the emulator would have answered."""

    start: Message = field(default_factory=dict[str, object])
    body: bytearray = field(default_factory=bytearray)

    async def collect(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A request that a fault has caught."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send

    async def arrived(self) -> _Exchange:
        """The same request with its body at hand, so that it can be handled after its client has left."""
        waiting = [await self.receive()]
        while waiting[-1].get("more_body", False):
            waiting.append(await self.receive())

        async def receive() -> Message:
            return waiting.pop(0) if waiting else await self.receive()

        return replace(self, receive=receive)

    async def pass_on(self) -> None:
        await self.app(self.scope, self.receive, self.send)

    async def handle(self) -> _Answer:
        """Let the emulator handle the request and keep what it answers."""
        answer = _Answer()
        await self.app(self.scope, self.receive, answer.collect)
        return answer

    async def answer(self, response: Response) -> None:
        await response(self.scope, self.receive, self.send)

    async def hang(self) -> None:
        await until_gone(self.receive)

    async def drop(self) -> None:
        await drop(self.scope, self.receive)


async def _status(exchange: _Exchange, fault: Fault) -> None:
    looks_like_json = fault.body.lstrip().startswith(("{", "["))
    response = Response(
        fault.body,
        status_code=fault.status,
        headers=dict(fault.headers),
        media_type="application/json" if looks_like_json else "text/plain",
    )
    if fault.retry_after is not None:
        response.headers["retry-after"] = str(fault.retry_after)
    await exchange.answer(response)


async def _status_after_commit(exchange: _Exchange, fault: Fault) -> None:
    await exchange.handle()
    await _status(exchange, fault)


async def _hang(exchange: _Exchange, fault: Fault) -> None:  # noqa: ARG001  # one signature for all kinds
    await exchange.hang()


async def _lose_answer(exchange: _Exchange, fault: Fault) -> None:  # noqa: ARG001
    await exchange.handle()
    await exchange.hang()


async def _close(exchange: _Exchange, fault: Fault) -> None:  # noqa: ARG001
    await exchange.drop()


async def _close_after_commit(exchange: _Exchange, fault: Fault) -> None:  # noqa: ARG001
    await exchange.handle()
    await exchange.drop()


async def _html(exchange: _Exchange, fault: Fault) -> None:
    await exchange.answer(HTMLResponse(_PAGE, status_code=fault.status))


async def _empty(exchange: _Exchange, fault: Fault) -> None:  # noqa: ARG001
    await exchange.answer(Response())


async def _slow(exchange: _Exchange, fault: Fault) -> None:
    exchange = await exchange.arrived()
    await asyncio.sleep(fault.seconds)
    await exchange.pass_on()


async def _truncate(exchange: _Exchange, fault: Fault) -> None:
    answer = await exchange.handle()
    keep = len(answer.body) // 2 if fault.keep is None else fault.keep
    response = Response(bytes(answer.body[:keep]), status_code=answer.start["status"])
    own_length = [header for header in response.raw_headers if header[0] == b"content-length"]
    others = [header for header in answer.start["headers"] if header[0].lower() != b"content-length"]
    response.raw_headers = own_length + others
    await exchange.answer(response)


async def _drip(exchange: _Exchange, fault: Fault) -> None:
    answer = await exchange.handle()
    dripping = asyncio.ensure_future(_drip_body(exchange.send, answer, fault.seconds))
    leaving = asyncio.ensure_future(exchange.hang())
    try:
        await asyncio.wait((dripping, leaving), return_when=asyncio.FIRST_COMPLETED)
        if dripping.done():
            dripping.result()
    finally:
        dripping.cancel()
        leaving.cancel()


async def _drip_body(send: Send, answer: _Answer, seconds: float) -> None:
    await send(answer.start)
    for byte in answer.body:
        await asyncio.sleep(seconds)
        await send({"type": "http.response.body", "body": bytes((byte,)), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


_HAPPENINGS: Mapping[FaultKind, Callable[[_Exchange, Fault], Awaitable[None]]] = {
    "status": _status,
    "status_after_commit": _status_after_commit,
    "hang": _hang,
    "lose_answer": _lose_answer,
    "close": _close,
    "close_after_commit": _close_after_commit,
    "drip": _drip,
    "truncate": _truncate,
    "html": _html,
    "empty": _empty,
    "slow": _slow,
}
