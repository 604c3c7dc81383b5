"""A server on loopback that breaks HTTP on purpose, for testing clients."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from rampkit.sandbox.conversation import Conversation, ReceivedRequest
from rampkit.sandbox.hostility import HOSTILITIES, HostileMode, bomb, welcome
from rampkit.sandbox.loop_thread import LoopThread
from rampkit.sandbox.loopback import bound_socket, url_of


class HostileServer:
    """A plain socket server that treats all its clients badly, each in the same way, while the context lasts.

    ```python
    with HostileServer("drip_body", interval=0.1) as server:
        client.get(server.url)
    ```

    Args:
        mode: How it treats its clients; `HostileMode` says what each means.
        interval: Seconds between two bytes of the dripping modes.
    """

    def __init__(self, mode: HostileMode, *, interval: float = 0.05) -> None:
        self._mode: HostileMode = mode
        self._interval = interval
        self.url = ""
        """Where it listens, without a trailing slash; empty before it does."""
        self.elsewhere = ""
        """The other origin, to which the mode `redirect` sends its clients."""
        self.requests: list[ReceivedRequest] = []
        """Every request that was read to its end, in the order of arrival."""
        self.redirected: list[ReceivedRequest] = []
        """What arrived at the other origin, with whatever credentials came along."""

    def __enter__(self) -> Self:
        if self._mode == "gzip_bomb":
            bomb()  # packed now, lest the first client run into its timeout
        self._sockets = bound, other = bound_socket(), bound_socket()
        self.url, self.elsewhere = url_of(bound), url_of(other)
        self._thread = LoopThread("rampkit-hostile")
        self._thread.run(self._serve(other, welcome, self.redirected))
        # A port that is bound but not listened on refuses every connection and cannot become somebody else's.
        if self._mode != "refuse":
            self._thread.run(self._serve(bound, HOSTILITIES[self._mode], self.requests))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._thread.stop()
        for bound in self._sockets:
            bound.close()

    async def _serve(
        self,
        bound: socket.socket,
        treat: Callable[[Conversation], Awaitable[None]],
        log: list[ReceivedRequest],
    ) -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            client = Conversation(reader, writer, log=log, elsewhere=self.elsewhere, interval=self._interval)
            try:
                # Whatever a client does, it only ends its own conversation.
                with suppress(ConnectionError, asyncio.IncompleteReadError):
                    await treat(client)
            except asyncio.CancelledError:
                writer.transport.abort()
            finally:
                writer.close()

        await asyncio.start_server(connected, sock=bound)
