"""URLs: which ones a person may be sent to."""

import pytest

from rampkit.errors import InvalidInputError
from rampkit.models import safe_url


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "HTTPS://example.com/a?b=c#d",
        "https://example.com:8443/session/abc",
        "http://127.0.0.1:8080/x",
        "http://localhost/x",
        "http://[::1]:8080/x",
        "https://kyc.ripio.com/?token=TOKEN&id=17813",
        "https://example.com/a@b",
    ],
)
def test_urls_a_browser_may_open(url):
    """https, or http to this very machine."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "http://example.com",
        "http://127.0.0.1.example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.com/x",
        "ftp://example.com",
        "https://user@example.com/",
        "https://user:word@example.com/",
        "https://good.example\\@evil.example/",
        "https://evil.example\\.good.example/",
        "https://evil.example%2f.good.example/",
        "https://good.example .evil.example/",
        "https://example.com/\n",
        "https://exa\tmple.com/",
        "https://exam\u202eple.com/",
        "https://[bad",
        "https://example.com:99999/",
        " https://example.com/",
    ],
)
def test_urls_nobody_should_open(url):
    """Other schemes, user names, and whatever a browser reads as another host are refused."""
    with pytest.raises(
        InvalidInputError, match="url: is not a plain https address; do not show it to anybody"
    ):
        safe_url(url)
