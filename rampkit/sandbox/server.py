"""A server on loopback that runs in the background of whoever uses the sandbox."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from rampkit.sandbox.dropping import droppable
from rampkit.sandbox.loop_thread import LoopThread
from rampkit.sandbox.loopback import bound_socket, url_of

T = TypeVar("T")

# Longer than any client keeps an idle connection: a sandbox should drop connections only when told to.
_KEEP_ALIVE_SECONDS = 120

_SECONDS_TO_STOP = 5.0

_log = logging.getLogger("rampkit.sandbox")


class BackgroundServer:
    """An application served from a daemon thread, on a port of its own.

    Nothing is logged but what goes wrong inside the application, to the logger `rampkit.sandbox`.

    Raises:
        OSError: The port is taken.
    """

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        listener = bound_socket(port)
        self.url = url_of(listener)
        """Where the application answers, without a trailing slash."""
        self._server = _LoopbackServer(_config(app))
        self._thread = LoopThread("rampkit-sandbox")
        self._thread.run(self._server.listen(listener))

    def stop(self) -> None:
        """Drop every connection, cancel every handler and wait for the thread to end."""
        with suppress(TimeoutError):
            self._thread.run(self._server.shutdown(), timeout=_SECONDS_TO_STOP)
        self._thread.stop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run *work* on the event loop of the application's handlers and wait for the outcome."""
        return self._thread.run(work)


class _LoopbackServer(uvicorn.Server):
    """uvicorn without signals, ticks, patience or talk: it serves until it is told to hang up."""

    async def listen(self, listener: socket.socket) -> None:
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        await self.startup([listener])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        # In one turn of the loop, handlers that wait for the client to leave see it gone and end.
        await asyncio.sleep(0)
        await _cancel(self.server_state.tasks)


class _Protocol(H11Protocol):
    """HTTP/1.1 that keeps quiet and lets the application drop its connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = _log
        self.access_log = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = droppable(self.app, transport.abort)


class _Config(uvicorn.Config):
    """uvicorn's settings, leaving the process-wide logging alone."""

    def configure_logging(self) -> None:
        """Change nothing: the application may run under uvicorn itself."""


def _config(app: ASGIApp) -> uvicorn.Config:
    return _Config(
        _ending_quietly(app),
        http=_Protocol,
        ws="none",
        interface="asgi3",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )


def _ending_quietly(app: ASGIApp) -> ASGIApp:
    """Cancellation only ever means that the server stops; uvicorn would report it as a failure."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            return

    return served


async def _cancel(tasks: set[asyncio.Task[None]]) -> None:
    running = list(tasks)
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=_SECONDS_TO_STOP / 2)
