"""Signed events, as a receiver gets them (docs.ripio.com/ramps-api/webhooks/introduction)."""

from __future__ import annotations

import hashlib
import hmac

from rampkit.sandbox.world import Delivery
from rampkit_ripio.emulator import jsontext
from rampkit_ripio.emulator.account import Account, Stage

_HEADER = "Http-X-Wh-Signature-256"
_SHORT_HEADER = "X-Wh-Signature-256"


def announce(account: Account, event_type: str, key: str, value: object) -> None:
    """Send *event_type* about *value*, unless the switch makes it go astray."""
    stage = account.stage
    event = {"eventType": event_type, "issueDatetime": account.stamp(stage.now), key: value}
    signed = jsontext.write(event)
    body = jsontext.write(event, gap=" ") if stage.switches.signed_bytes == "reserialised" else signed
    delivery = Delivery(account.name, event_type, _headers(account, signed), body, stage.now)
    match stage.switches.webhooks:
        case "lost":
            pass
        case "held":
            stage.held.append(delivery)
        case "duplicated":
            stage.world.deliveries += [delivery, delivery]
        case _:
            stage.world.deliveries.append(delivery)


def release(stage: Stage, *, backwards: bool) -> int:
    """Send what was held back, in order or *backwards*, and say how many they were."""
    held = list(reversed(stage.held)) if backwards else list(stage.held)
    stage.held.clear()
    stage.world.deliveries += held
    return len(held)


def _headers(account: Account, signed: bytes) -> dict[str, str]:
    """The content type and `sha256=` with the HMAC of *signed* under the account's secret."""
    switches = account.stage.switches
    secret = account.webhook_secret
    if switches.webhooks == "badly_signed":
        secret = secret[::-1]
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    header = _SHORT_HEADER if switches.signature == "short_header" else _HEADER
    value = digest if switches.signature == "bare_value" else f"sha256={digest}"
    return {"Content-Type": "application/json", header: value}
