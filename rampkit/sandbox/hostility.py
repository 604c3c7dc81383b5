"""The ways in which a hostile server treats its clients."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Literal

from rampkit.sandbox.conversation import Conversation

HostileMode = Literal[
    "hang",
    "drip_headers",
    "drip_body",
    "html",
    "refuse",
    "reset",
    "close_idle",
    "gzip_bomb",
    "redirect",
    "empty",
    "garbage",
]
"""How a client is treated:

- `hang`: its request is read and never answered.
- `drip_headers`: the headers of the answer arrive byte by byte, for ever.
- `drip_body`: so does the body.
- `html`: it gets a web page with status 200.
- `refuse`: nobody listens on the port.
- `reset`: its request is read, then the connection is reset.
- `close_idle`: its first request is answered; when the next one arrives, the connection is closed.
- `gzip_bomb`: it gets some 200 kB that unpack to 200 MB of valid JSON.
- `redirect`: it is sent with 307 to another origin, which answers and records what arrives.
- `empty`: it gets 200 and no body.
- `garbage`: what it gets is not HTTP.
"""

_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>Please sign in</h1></body></html>\n"
)
_MEGABYTE = 1_000_000
_BOMB_MEGABYTES = 200
_GZIP_FORMAT = 16 + zlib.MAX_WBITS


async def _hang(client: Conversation) -> None:
    await client.request()
    await client.until_gone()


async def _drip_headers(client: Conversation) -> None:
    await client.request()
    await client.send(b"HTTP/1.1 200 OK\r\n")
    await client.drip(b"x-drip: drip\r\n")


async def _drip_body(client: Conversation) -> None:
    await client.request()
    await client.send(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    await client.drip(b"1\r\n \r\n")


async def _html(client: Conversation) -> None:
    await _answer_each(client, _PAGE, content_type="text/html; charset=utf-8")


async def _reset(client: Conversation) -> None:
    await client.request()
    client.reset()


async def _close_idle(client: Conversation) -> None:
    await client.request()
    await client.answer(b"{}", content_type="application/json")
    await client.first_byte()


async def _gzip_bomb(client: Conversation) -> None:
    await _answer_each(client, bomb(), content_type="application/json", content_encoding="gzip")


async def _redirect(client: Conversation) -> None:
    while True:
        request = await client.request()
        await client.answer(status="307 Temporary Redirect", location=client.elsewhere + request.target)


async def _empty(client: Conversation) -> None:
    await _answer_each(client, b"")


async def _garbage(client: Conversation) -> None:
    await client.request()
    await client.send(b"\x16\x03\x01\x00\xa5 220 mail.example ESMTP ready\r\n\r\n")


async def welcome(client: Conversation) -> None:
    """Answer each request with an empty JSON object: the origin a redirect leads to."""
    await _answer_each(client, b"{}", content_type="application/json")


async def _answer_each(client: Conversation, body: bytes, **headers: str) -> None:
    while True:
        await client.request()
        await client.answer(body, **headers)


@cache
def bomb() -> bytes:
    """What the mode `gzip_bomb` sends; takes about half a second when first asked for."""
    packer = zlib.compressobj(9, wbits=_GZIP_FORMAT)
    spaces = b" " * _MEGABYTE
    return (
        b"".join(packer.compress(spaces) for _ in range(_BOMB_MEGABYTES))
        + packer.compress(b"{}")
        + packer.flush()
    )


HOSTILITIES: Mapping[HostileMode, Callable[[Conversation], Awaitable[None]]] = {
    "hang": _hang,
    "drip_headers": _drip_headers,
    "drip_body": _drip_body,
    "html": _html,
    "reset": _reset,
    "close_idle": _close_idle,
    "gzip_bomb": _gzip_bomb,
    "redirect": _redirect,
    "empty": _empty,
    "garbage": _garbage,
}
"""What happens on one connection in each mode; `refuse` has none."""
