"""One path of the API: its methods, and the refusals common to all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.lifecycle import Lifecycle
from rampkit_gnosis.emulator.refusals import Refusal, not_found, refusal_answer

Handler = Callable[[Request], Awaitable[Response]]
"""Answers one method of one path."""


class Resource:
    """An ASGI endpoint; every answer it gives is the provider's own, refusals included."""

    def __init__(
        self,
        ledger: Ledger,
        lifecycle: Lifecycle,
        handlers: Mapping[str, Handler],
        *,
        legacy: bool = False,
    ) -> None:
        self._ledger = ledger
        self._lifecycle = lifecycle
        self._handlers = handlers
        self._legacy = legacy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        self._lifecycle.expire_due()
        try:
            answer = await self._handler(request.method)(request)
        except Refusal as refusal:
            answer = refusal_answer(refusal, self._ledger.switches)
        await answer(scope, receive, send)

    def _handler(self, method: str) -> Handler:
        gone = self._legacy and self._ledger.switches.legacy_calls == "gone"
        if gone or not self._handlers:
            raise not_found()
        handler = self._handlers.get("GET" if method == "HEAD" else method)
        if handler is None:
            raise Refusal(
                405, "METHOD_NOT_ALLOWED", "Method not allowed", headers={"Allow": ", ".join(self._allowed())}
            )
        return handler

    def _allowed(self) -> list[str]:
        return [*self._handlers, "HEAD"] if "GET" in self._handlers else list(self._handlers)
