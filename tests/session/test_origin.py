"""Where credentials may go."""

from __future__ import annotations

import httpx
import pytest

from rampkit.errors import ConfigurationError
from rampkit.session import AsyncSession, Session, SessionSettings
from rampkit.session.origin import origin
from rampkit.session.transports import sync_transport


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("https://api.acme.test", "https://api.acme.test"),
        ("https://api.acme.test/", "https://api.acme.test"),
        ("https://api.acme.test:8443/gnosis/v1/", "https://api.acme.test:8443/gnosis/v1"),
        ("http://localhost:8000/v1", "http://localhost:8000/v1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_accepted(text, base):
    """Https is fine anywhere, plain http on this machine; a path stays."""
    assert str(origin(text, connection="acme")).rstrip("/") == base


@pytest.mark.parametrize(
    "text",
    [
        "http://api.acme.test",
        "http://127.0.0.1.evil.test",
        "http://10.0.0.1",
        "ftp://api.acme.test",
        "api.acme.test",
        "",
        "https://",
        "https://user:canary@api.acme.test",
        "https://api.acme.test?x=1",
        "https://api.acme.test/v1?",
        "https://api.acme.test/v1#",
        "https://api.acme.test:port",
        "https://api.acme.test\nx",
    ],
)
@pytest.mark.parametrize("kind", [Session, AsyncSession])
def test_refused(text, kind, provider):
    """Anything else is refused before there is a session, in words that repeat nothing of it."""
    with pytest.raises(ConfigurationError, match="base_url of acme") as caught:
        kind(provider(text))

    assert "canary" not in str(caught.value)


@pytest.fixture
def proxied(monkeypatch):
    """An environment that names a proxy."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://proxy.test:3128")


@pytest.mark.parametrize(
    ("url", "trust", "kind"),
    [
        ("https://api.acme.test", True, "HTTPProxy"),
        ("https://api.acme.test", False, "ConnectionPool"),
        ("http://127.0.0.1:8000", True, "ConnectionPool"),
    ],
)
def test_proxies(url, trust, kind, proxied):
    """A proxy of the environment is used only if the application wants it, and never without TLS."""
    transport = sync_transport(SessionSettings(trust_env=trust), httpx.URL(url), None)

    assert type(transport._pool).__name__ == kind
    transport.close()


def test_unusable_proxy(monkeypatch):
    """A proxy that cannot be used is a mistake of configuration; its password is not repeated."""
    monkeypatch.setenv("https_proxy", "gopher://user:canary@proxy.test")
    with pytest.raises(ConfigurationError, match="trust_env") as caught:
        sync_transport(SessionSettings(trust_env=True), httpx.URL("https://api.acme.test"), None)

    assert caught.value.__context__ is None
