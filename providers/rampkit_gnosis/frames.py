"""What the onboarding page says to the page that shows it in a frame."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic import Field

from rampkit.errors import InvalidInputError
from rampkit.models import Model, OpenEnum

__all__ = ["FRAME_PERMISSIONS", "FrameEvent", "FrameMessage", "parse_frame_message"]

FRAME_PERMISSIONS = "camera; microphone"
"""What the frame's `allow` must hold for the identity check. The newest guide asks for the camera alone
(https://docs.ramp.gnosis.io/intents/handling-compliance), an older one for both."""


class FrameEvent(OpenEnum):
    """What happened on the onboarding page. Unknown events are kept."""

    COMPLETED = "intent_completed"
    """The person is through. It says nothing about money: read the order."""
    DISMISSED = "intent_dismissed"
    """The person closed the page and may come back to it."""


class FrameMessage(Model):
    """One message of the onboarding page."""

    event: FrameEvent
    """What happened."""
    order_id: str | None = None
    """Which order it is about, where the message says."""
    data: Any = Field(default=None, repr=False)
    """Whatever else it carries."""


def parse_frame_message(data: object, origin: str, *, onboarding_url: str) -> FrameMessage:
    """Read a `message` event of the window that shows the onboarding page. Pure.

    `event.data` and `event.origin` of the browser are passed on as they are. The newest guide puts what is
    told under `payload` (https://docs.ramp.gnosis.io/intents/handling-compliance), an older one under `data`
    (page intents/iframe-integration of https://gnosisramps.mintlify.app).

    Any page can send a window messages, so the origin is compared, whole, with the page that was shown: the
    guide's own sample, which looks for a part of the name, would let `ramp.gnosis.io.example.com` in. A
    message tells when to look; what became of the order, `get_intent` says.

    Args:
        data: What was sent: an object, or an object as JSON.
        origin: Who sent it, e.g. `https://onboarding.ramp.gnosis.io`.
        onboarding_url: The address that was shown, from the order's `verify_identity`.

    Raises:
        InvalidInputError: Somebody else sent it, or it is no message of this kind: ignore it.
    """
    if _origin(origin) is None or _origin(origin) != _origin(onboarding_url):
        raise InvalidInputError("origin", "is not the onboarding page", remedy="ignore the message")
    message = _object(data)
    event = None if message is None else message.get("type")
    if message is None or not isinstance(event, str) or not event:
        raise InvalidInputError("data", "is no message of the onboarding page", remedy="ignore it")
    told = next((message[key] for key in ("payload", "data") if message.get(key) is not None), None)
    order_id = cast("Mapping[str, Any]", told).get("intentId") if isinstance(told, Mapping) else None
    return FrameMessage(
        event=FrameEvent(event), order_id=order_id if isinstance(order_id, str) else None, data=told
    )


def _object(data: object) -> Mapping[str, Any] | None:
    if isinstance(data, str):
        try:
            data = json.loads(data, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError):
            return None
    return cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else None


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what a browser would not show a person's identity check on."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None or parts.scheme not in {"https", "http"}:
        return None
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1"}:
        return None
    return parts.scheme, parts.hostname, port or {"https": 443, "http": 80}[parts.scheme]
