"""What a refusal says of itself, in whichever of its shapes.

Three are documented: `{error, message}` in the guides, `{code, message}` in the specifications and
`{error, message, details}` for amounts; OAuth adds `{error, error_description}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from rampkit.errors import BadResponseError
from rampkit.http import Request, Response
from rampkit_gnosis.promises import TRANSACTION_EXISTS

__all__ = ["Said", "said_by", "sent_field"]

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,63}")
# The older names of three statuses too: which ones the standard library has depends on its version.
_PHRASES = frozenset(status.phrase for status in HTTPStatus) | {
    "Request Entity Too Large",
    "Request-URI Too Long",
    "Unprocessable Entity",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a refusal says of itself."""

    code: str | None = None
    message: str | None = None
    field: str | None = None


def said_by(response: Response) -> Said:
    """What *response* says, as far as it says anything."""
    try:
        body: Any = response.json()
    except BadResponseError:
        body = None
    # A damaged refusal must not pass for one that proves nothing was started.
    hidden = TRANSACTION_EXISTS if TRANSACTION_EXISTS in response.text() else None
    if not isinstance(body, dict):
        return Said(code=hidden)
    fields = cast("dict[str, Any]", body)
    details: Any = fields.get("details")
    field = cast("dict[str, Any]", details).get("field") if isinstance(details, dict) else None
    return Said(
        code=hidden or _code(fields.get("code")) or _code(fields.get("error")),
        message=_text(fields.get("message")) or _text(fields.get("error_description")),
        field=field if isinstance(field, str) and _FIELD.fullmatch(field) else None,
    )


def sent_field(message: str | None, request: Request) -> str | None:
    """The field that *message* begins with, as far as *request* sent it: other words may name a person.

    "srcAmount has invalid precision" (https://docs.ramp.gnosis.io/intents/amount-formatting).
    """
    found = _FIELD.match(message or "")
    sent, place = request.json, list[str]()
    for name in found[0].split(".") if found else ():
        if not isinstance(sent, Mapping) or name not in sent:
            break
        sent = cast("Mapping[str, Any]", sent)[name]
        place.append(name)
    return ".".join(place) or None


def _code(value: Any) -> str | None:
    """*value*, if it can only be a code: a sentence may name a person, and codes are shown and logged."""
    if isinstance(value, str) and (_WORD.fullmatch(value) or value in _PHRASES):
        return value
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
