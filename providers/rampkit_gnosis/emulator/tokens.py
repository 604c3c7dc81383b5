"""Signed tokens: JSON Web Tokens with HS256, as the provider's samples decode."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from rampkit.sandbox.world import World
from rampkit_gnosis.emulator import invented

_HEADER = {"alg": "HS256", "typ": "JWT"}
_PARTS = 3


def issue_token(world: World, use: str, subject: str, seconds: int) -> str:
    """Issue a token for *subject*, of use "project", "customer" or "subject"; the claims are invented."""
    now = world.clock.now()
    claims = {
        "iss": "gnosis-ramp-sandbox",
        "aud": invented.PROJECT_ID,
        "sub": subject,
        "use": use,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(seconds=seconds)).timestamp()),
        "jti": world.token(),
    }
    text = f"{_encode(_HEADER)}.{_encode(claims)}"
    return f"{text}.{_base64(_signature(text))}"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a good token says."""

    subject: str
    expires: int
    """In seconds since 1970."""


def read_token(token: str, use: str, now: datetime) -> Claims | None:
    """Return what a token of *use* says, or None when it is foreign, forged, expired or of another use."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    expected = _base64(_signature(f"{parts[0]}.{parts[1]}"))
    if not hmac.compare_digest(expected.encode(), parts[2].encode("utf-8", "replace")):
        return None
    header, claims = _decode(parts[0]), _decode(parts[1])
    if header != _HEADER or claims is None or claims.get("use") != use:
        return None
    return Claims(str(claims["sub"]), int(claims["exp"])) if now.timestamp() < claims["exp"] else None


def looks_like_token(token: str) -> bool:
    """Whether a text has the form of a JSON Web Token at all."""
    parts = token.split(".")
    return len(parts) == _PARTS and _decode(parts[0]) is not None and _decode(parts[1]) is not None


def _signature(text: str) -> bytes:
    return hmac.new(invented.TOKEN_KEY, text.encode("utf-8", "replace"), hashlib.sha256).digest()


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _encode(part: dict[str, Any]) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode("ascii"))


def _decode(part: str) -> dict[str, Any] | None:
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        decoded: Any = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", decoded) if isinstance(decoded, dict) else None
