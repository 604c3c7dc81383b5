"""One connection to a hostile server, spoken byte by byte."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it arrived; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Conversation:
    """What a hostile server reads from one client and writes to it.

    Args:
        reader: What the client sends.
        writer: Where to answer.
        log: Where requests are recorded.
        elsewhere: The address of another origin.
        interval: Seconds between two dripped bytes.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        log: list[ReceivedRequest],
        elsewhere: str,
        interval: float,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._log = log
        self.elsewhere = elsewhere
        self._interval = interval

    async def request(self) -> ReceivedRequest:
        """Read the next request and record it; its body must have a `Content-Length`.

        Raises:
            asyncio.IncompleteReadError: The client left before its end.
        """
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        method, target, _ = first.split(" ", 2)
        request = ReceivedRequest(method, target, headers, body)
        self._log.append(request)
        return request

    async def first_byte(self) -> bytes:
        """Wait for the client to begin its next request; empty once it has left."""
        return await self._reader.read(1)

    async def send(self, data: bytes) -> None:
        """Write *data* as it is."""
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self, body: bytes = b"", *, status: str = "200 OK", **headers: str) -> None:
        """Write a well-formed answer; `content_type="text/html"` is the header `content-type`."""
        lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    async def drip(self, data: bytes) -> None:
        """Write *data* byte by byte, over and over, for as long as the client listens."""
        while True:
            for byte in data:
                await self.send(bytes((byte,)))
                await asyncio.sleep(self._interval)

    async def until_gone(self) -> None:
        """Wait until the client has closed the connection, whatever it still sends."""
        while await self._reader.read(65536):
            pass

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._writer.transport.abort()
