"""The network under httpx, held to the deadline of the exchange under way.

httpx limits single steps, never their sum: a server that drips one byte at a time keeps a call open for ever.
Here each step gets what is left of the whole.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any, TypeVar

import httpcore
import httpx

from rampkit.deadline import Deadline
from rampkit.errors import ConfigurationError

__all__ = ["enter", "guard", "guard_async", "leave", "under_way"]

T = TypeVar("T")

_SLICE = 4096
"""Small enough to leave in one system call, so that each system call gets a time limit of its own."""


@dataclass(slots=True)
class _Exchange:
    deadline: Deadline
    wrote: bool = False
    """Whether a byte of the request may have left."""


_exchange: ContextVar[_Exchange | None] = ContextVar("rampkit_exchange", default=None)


def enter(deadline: Deadline) -> Token[_Exchange | None]:
    """Begin an exchange: from here on every network step of this context is held to *deadline*."""
    return _exchange.set(_Exchange(deadline))


def leave(token: Token[_Exchange | None]) -> None:
    """End the exchange that `enter` began."""
    _exchange.reset(token)


def under_way() -> bool:
    """Whether an exchange of ours is under way in this context."""
    return _exchange.get() is not None


def guard(transport: httpx.HTTPTransport) -> httpx.HTTPTransport:
    """Make *transport* obey the deadline of each exchange.

    Raises:
        ConfigurationError: This httpx is built differently.
    """
    return _with_backend(transport, _Backend)


def guard_async(transport: httpx.AsyncHTTPTransport) -> httpx.AsyncHTTPTransport:
    """Make *transport* obey the deadline of each exchange.

    Raises:
        ConfigurationError: This httpx is built differently.
    """
    return _with_backend(transport, _AsyncBackend)


def _with_backend(transport: T, wrapper: Callable[[Any], object]) -> T:
    # httpx offers no public way in. A transport class of our own would hide the traffic from vcrpy.
    pool = vars(transport).get("_pool")
    backend = getattr(pool, "_network_backend", None)
    if pool is None or backend is None:
        raise ConfigurationError(
            "this httpx cannot be held to a deadline; install one that rampkit supports: "
            "pip install 'httpx>=0.28.1,<1'"
        )
    vars(pool)["_network_backend"] = wrapper(backend)
    return transport


def _step(timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    """Seconds the next network step may take."""
    exchange = _exchange.get()
    if exchange is None:
        return timeout
    remaining = exchange.deadline.remaining()
    if remaining <= 0:
        raise late
    return remaining if timeout is None else min(timeout, remaining)


def _write_step(timeout: float | None) -> float | None:
    exchange = _exchange.get()
    if exchange is None or exchange.wrote:
        return _step(timeout, httpcore.WriteTimeout)
    # Too late for the first byte is the same to the caller as too late to connect: nothing was sent.
    allowed = _step(timeout, httpcore.ConnectTimeout)
    exchange.wrote = True
    return allowed


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _step(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            self._inner.write(buffer[start : start + _SLICE], _write_step(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        allowed = _step(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, allowed))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError("no address")
        # Left to itself, `socket.create_connection` gives every address of a host the whole time again.
        for address in _addresses(host, port):
            allowed = _step(timeout, httpcore.ConnectTimeout)
            try:
                return _Stream(self._inner.connect_tcp(address, port, allowed, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(error) from error
    return [str(address[0]) for *_, address in found]


class _AsyncStream(httpcore.AsyncNetworkStream):
    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, _step(timeout, httpcore.ReadTimeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer:
            await self._inner.write(buffer, _write_step(timeout))

    async def aclose(self) -> None:
        # A connection that is thrown away may fail to say goodbye; that says nothing about the exchange.
        with suppress(Exception):
            await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        allowed = _step(timeout, httpcore.ConnectTimeout)
        return _AsyncStream(await self._inner.start_tls(ssl_context, server_hostname, allowed))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        allowed = _step(timeout, httpcore.ConnectTimeout)
        return _AsyncStream(await self._inner.connect_tcp(host, port, allowed, local_address, socket_options))
