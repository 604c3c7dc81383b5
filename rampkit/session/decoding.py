"""An answer's body, decompressed without ever growing past a limit."""

from __future__ import annotations

import zlib

__all__ = ["Body", "UnreadableBodyError"]

_PLAIN = frozenset({"", "identity"})
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})


class UnreadableBodyError(Exception):
    """The body cannot be read; the only argument says why, in our words."""


class Body:
    """Collects a body chunk by chunk.

    Args:
        encoding: The answer's content encoding.
        limit: Bytes accepted, after decompression.

    Raises:
        UnreadableBodyError: It is in an encoding that was not asked for.
    """

    def __init__(self, encoding: str, *, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        self._room = limit
        self._parts: list[bytes] = []
        self._inflater: _Inflater | None = None
        if self._encoding not in _PLAIN | _COMPRESSED:
            raise UnreadableBodyError("comes in a content encoding that was not asked for")

    def feed(self, chunk: bytes) -> None:
        """Take the next *chunk*, as it came from the network.

        Raises:
            UnreadableBodyError: The body is too large, or damaged.
        """
        if self._encoding in _PLAIN:
            self._keep(chunk)
        elif chunk:
            self._inflate(chunk)

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            UnreadableBodyError: The compressed data were cut short.
        """
        if self._inflater is not None and not self._inflater.complete:
            raise UnreadableBodyError("was cut short")
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        self._room -= len(data)
        if self._room < 0:
            raise UnreadableBodyError("is larger than SessionSettings.max_body_bytes allows")
        self._parts.append(data)

    def _inflate(self, chunk: bytes) -> None:
        while chunk:
            self._inflater = self._inflater or _Inflater(_window(self._encoding, chunk[0]))
            # Room for one byte too many: that byte tells a full body from a larger one.
            data, chunk = self._inflater.inflate(chunk, self._room + 1)
            self._keep(data)
            if chunk:  # another gzip member follows
                self._inflater = None


class _Inflater:
    def __init__(self, window: int) -> None:
        self._stream = zlib.decompressobj(window)

    @property
    def complete(self) -> bool:
        return self._stream.eof

    def inflate(self, data: bytes, most: int) -> tuple[bytes, bytes]:
        """At most *most* bytes, and what follows the end of the compressed stream."""
        try:
            return self._stream.decompress(data, most), self._stream.unused_data
        except zlib.error:
            pass
        raise UnreadableBodyError("is damaged: it does not decompress")


def _window(encoding: str, first: int) -> int:
    """The format as zlib numbers it: gzip, or deflate with or without the header that servers disagree on."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    has_header = first & 0x0F == 8  # noqa: PLR2004  # the method number of RFC 1950
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
