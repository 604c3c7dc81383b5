"""The one place a connection's credentials may be sent to."""

from __future__ import annotations

import ipaddress

import httpx

from rampkit.errors import ConfigurationError

__all__ = ["origin"]


def origin(base_url: str, *, connection: str) -> httpx.URL:
    """*base_url* without its trailing slash, checked.

    Raises:
        ConfigurationError: It is not https, or carries more than host, port and path. Plain http is allowed
            for loopback hosts.
    """
    url = _parsed(base_url)
    problem = "is not a URL" if url is None else _problem(url) or _extra(base_url)
    if url is None or problem:
        del base_url, url  # they may hold a password, and a traceback may print local variables
        raise ConfigurationError(
            f"base_url of {connection} {problem}; write https://host or https://host/path"
        )
    return url.copy_with(path=url.path.rstrip("/"))


def _parsed(text: str) -> httpx.URL | None:
    try:
        return httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return None


def _problem(url: httpx.URL) -> str:
    if not url.host:
        return "names no host"
    if url.scheme == "http" and not _is_loopback(url.host):
        return "is plain http, which is allowed for this machine alone (localhost, 127.0.0.1, [::1])"
    if url.scheme not in {"http", "https"}:
        return "is not https"
    return "carries credentials" if url.userinfo else ""


def _extra(base_url: str) -> str:
    # An empty query parses like none at all, and would swallow every path appended to it.
    return "carries a query or a fragment" if "?" in base_url or "#" in base_url else ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
