"""What a recording keeps of an exchange: addresses that stay the same, few headers, no credentials."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

__all__ = ["CUT", "REQUEST_HEADERS", "RESPONSE_HEADERS", "SECRET_FIELDS", "Cutter", "SecretFields"]

CUT = "cut"
"""What stands where a credential was."""

REQUEST_HEADERS = frozenset({"accept", "authorization", "content-type", "idempotency-key"})
"""Headers kept of requests, in lower case; of `authorization` the scheme alone."""

RESPONSE_HEADERS = frozenset({"content-type", "retry-after", "www-authenticate"})
"""Headers kept of answers, in lower case."""

SECRET_FIELDS = frozenset(
    {
        *("access_token", "accessToken", "refresh_token", "refreshToken", "id_token", "idToken"),
        *("client_secret", "clientSecret", "secret", "password", "assertion", "subject_token"),
        *("api_key", "apiKey", "private_key", "privateKey", "signature"),
    }
)
"""Fields whose values are credentials wherever they appear."""


class Cutter:
    """Cuts from recordings what is to be in none of them. Doing it twice changes nothing.

    Args:
        addresses: By the beginning of each address as recordings show it, its beginning while recording.
        secret_fields: Names of fields with credentials, besides the usual ones.
    """

    def __init__(self, addresses: Mapping[str, str], secret_fields: Collection[str]) -> None:
        self._addresses = {real.rstrip("/"): shown.rstrip("/") for shown, real in addresses.items()}
        self._fields = SecretFields(secret_fields)

    def uri(self, uri: str, *, only_known: bool) -> str | None:
        """*uri* as recordings show it; None where *only_known* addresses are to be kept and it is not one."""
        for real, shown in self._addresses.items():
            for beginning in (real, shown):
                if uri == beginning or uri.startswith((f"{beginning}/", f"{beginning}?")):
                    return self.text(shown + uri.removeprefix(beginning))
        return None if only_known else self.text(uri)

    def text(self, text: str) -> str:
        """*text* without credentials in fields, and with addresses as recordings show them."""
        for real, shown in self._addresses.items():
            text = text.replace(real, shown)
        return self._fields.cut(text)

    def request_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The *headers* to keep of a request."""
        kept = {name.lower(): value for name, value in headers.items() if name.lower() in REQUEST_HEADERS}
        if "authorization" in kept:
            kept["authorization"] = f"{kept['authorization'].partition(' ')[0]} {CUT}"
        return kept

    def response_headers(self, headers: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """The *headers* to keep of an answer."""
        return {
            name.lower(): [self.text(value) for value in values]
            for name, values in headers.items()
            if name.lower() in RESPONSE_HEADERS
        }


class SecretFields:
    """Fields with credentials, in JSON, JSON within JSON, forms, queries and multipart bodies.

    Args:
        names: Names of fields, besides the usual ones.
    """

    def __init__(self, names: Collection[str] = ()) -> None:
        named = "|".join(re.escape(name) for name in sorted({*SECRET_FIELDS, *names}))
        self._values = tuple(
            re.compile(shape.replace("NAME", f"(?:{named})"), re.IGNORECASE) for shape in _SHAPES
        )

    def cut(self, text: str) -> str:
        """*text* without their values."""
        for values in self._values:
            text = values.sub(lambda found: found[1] + _stand_in(found[2]), text)
        return text


# Each: what comes before a value, and the value.
_SHAPES = (
    r'("NAME"\s*:\s*")((?:[^"\\]|\\.)+)',
    r'("NAME"\s*:\s*)(-?[0-9][0-9.eE+-]*)',
    r'(\\"NAME\\"\s*:\s*\\")((?:(?!\\").)+)',
    r'((?<![\w"-])NAME=)([^&\s"#;]+)',
    r'(name="NAME"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)([^\r\n]+)',
)


def _stand_in(value: str) -> str:
    """Of an address with a credential the host stays: code that checks addresses still sees one."""
    if value.lstrip("-")[:1].isdigit() and not value.strip("-0123456789.eE+"):
        return "0"
    if not value.startswith(("https://", "http://")):
        return CUT
    host = urlsplit(value).netloc.rpartition("@")[2]
    return f"{value.partition('://')[0]}://{host}/{CUT}"
