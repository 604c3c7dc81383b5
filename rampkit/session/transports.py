"""The transports of one connection, made when they are first needed."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx

from rampkit.errors import ConfigurationError
from rampkit.http import Commits, Request
from rampkit.session.network import guard, guard_async
from rampkit.session.quiet import hush
from rampkit.session.settings import SessionSettings

__all__ = ["Transports", "async_transport", "sync_transport"]

T = TypeVar("T")


class Transports(Generic[T]):
    """One transport for most requests, another for those that need a new connection each.

    Args:
        make: Makes a transport; told how many idle connections it may keep, None for as many as it likes.
    """

    def __init__(self, make: Callable[[int | None], T]) -> None:
        self._make = make
        self._made: dict[bool, T] = {}
        self._lock = threading.Lock()

    def pick(self, request: Request) -> T:
        """The transport to send *request* with."""
        fresh = _needs_fresh_connection(request)
        transport = self._made.get(fresh)
        return self._first(fresh=fresh) if transport is None else transport

    def clear(self) -> list[T]:
        """Forget every transport; returns them to be closed."""
        with self._lock:
            made = list(self._made.values())
            self._made.clear()
        return made

    def _first(self, *, fresh: bool) -> T:
        with self._lock:
            if fresh not in self._made:
                self._made[fresh] = self._make(0 if fresh else None)
            return self._made[fresh]


def _needs_fresh_connection(request: Request) -> bool:
    """Whether *request* must not meet an idle connection that the server is about to close.

    That race ends in a lost answer, and without an idempotency key there is no asking again.
    """
    return request.commits is Commits.ORDER and request.idempotency_key is None


def sync_transport(settings: SessionSettings, url: httpx.URL, idle: int | None) -> httpx.BaseTransport:
    """A synchronous transport for *url*. Opens no connection yet.

    Raises:
        ConfigurationError: httpx is not one that rampkit supports, or the environment's proxy cannot be used.
    """
    if settings.transport is not None:
        return settings.transport
    return guard(_made(httpx.HTTPTransport, settings, url, idle))


def async_transport(settings: SessionSettings, url: httpx.URL, idle: int | None) -> httpx.AsyncBaseTransport:
    """An asynchronous transport for *url*. Opens no connection yet.

    Raises:
        ConfigurationError: httpx is not one that rampkit supports, or the environment's proxy cannot be used.
    """
    if settings.transport is not None:
        return settings.transport
    return guard_async(_made(httpx.AsyncHTTPTransport, settings, url, idle))


def _made(kind: Callable[..., T], settings: SessionSettings, url: httpx.URL, idle: int | None) -> T:
    hush()
    try:
        return kind(**_options(settings, url, idle))
    except (ImportError, ValueError, httpx.InvalidURL):
        pass  # the exception may quote a proxy's password
    raise ConfigurationError(
        "the proxy named in the environment cannot be used; for SOCKS install httpx[socks], "
        "or leave SessionSettings.trust_env off"
    )


def _options(settings: SessionSettings, url: httpx.URL, idle: int | None) -> dict[str, Any]:
    return {
        "verify": _tls(trust_env=settings.trust_env),
        "trust_env": False,
        "limits": httpx.Limits(max_connections=settings.max_connections, max_keepalive_connections=idle),
        "proxy": _proxy(url) if settings.trust_env else None,
    }


@cache
def _tls(*, trust_env: bool) -> ssl.SSLContext:
    """The process's TLS context: making one takes 20 ms, sharing it nothing."""
    return httpx.create_ssl_context(trust_env=trust_env)


def _proxy(url: httpx.URL) -> str | None:
    """The environment's proxy for *url*; none for plain http, which never leaves this machine."""
    if url.scheme != "https" or proxy_bypass(url.host):
        return None
    proxies = getproxies()
    proxy = proxies.get("https") or proxies.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"
