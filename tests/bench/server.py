"""A tiny HTTP/1.1 server on loopback that answers one constant JSON quote of about 640 bytes.

Run alone: `python tests/bench/server.py --port 8123`; it prints the port it listens on.
"""

from __future__ import annotations

import argparse
import asyncio
import json

SIZE = 640

QUOTE = {
    "id": "qt_8f14e45fceea167a5a36dedd4bea2543",
    "provider": "acme",
    "side": "buy",
    "status": "active",
    "fiat": {"currency": "EUR", "amount": "250.00"},
    "crypto": {"currency": "USDC", "network": "base", "amount": "264.813502"},
    "rate": "0.9440606",
    "fees": [
        {"kind": "provider", "currency": "EUR", "amount": "2.49"},
        {"kind": "network", "currency": "EUR", "amount": "0.11"},
    ],
    "payment_methods": ["card", "sepa"],
    "created_at": "2026-01-15T10:00:00Z",
    "expires_at": "2126-01-15T10:01:00Z",
}


def answer() -> bytes:
    """The whole HTTP answer, padded to `SIZE` bytes of body."""
    bare = json.dumps(QUOTE)
    body = json.dumps({**QUOTE, "pad": "x" * (SIZE - len(bare) - 10)}).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Handler(asyncio.Protocol):
    """Answers every request that has no body."""

    answer = answer()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with nothing read."""
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answer each complete request head."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            self._buffer = self._buffer[end + 4 :]
            self._transport.write(self.answer)


async def main(port: int) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Handler, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(main(parser.parse_args().port))
