"""What an application can set about sending requests."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rampkit.clock import Clock, SystemClock
from rampkit.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx

__all__ = ["SessionSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """How requests are sent; one instance may serve many sessions.

    Raises:
        ConfigurationError: A number is not above zero.
    """

    timeout: float = 30.0
    """Seconds for a whole call: log-in, every attempt and every wait between them."""
    connect_timeout: float = 10.0
    """Seconds for one try to connect, so that a call has time left for another."""
    attempts: int = 3
    """How often a request that is safe to repeat is sent at most."""
    max_body_bytes: int = 4 * 1024 * 1024
    """The largest answer accepted, after decompression."""
    max_connections: int = 20
    """Open sockets per connection; further requests wait for one."""
    max_tokens: int = 1024
    """Credentials kept per connection; the least recently used one goes first."""
    trust_env: bool = False
    """Take proxies and certificate files from the environment."""
    clock: Clock = field(default_factory=SystemClock)
    random: Callable[[], float] = random.random
    """Spreads the waits between attempts: a number from 0 up to 1."""
    transport: httpx.MockTransport | None = None
    """For tests: answers instead of the network."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        for name in (
            "timeout",
            "connect_timeout",
            "attempts",
            "max_body_bytes",
            "max_connections",
            "max_tokens",
        ):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0):
                raise ConfigurationError(f"SessionSettings.{name} must be a number above zero")
