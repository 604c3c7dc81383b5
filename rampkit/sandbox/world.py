"""The world an emulator lives in: its clock, its dice and the record of what it delivered."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID


class SandboxClock:
    """Time as the emulators see it: real time plus whatever a control call added."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self._real = now or (lambda: datetime.now(UTC))
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The sandbox's present, always UTC-aware."""
        return self._real() + self._ahead

    def advance(self, by: timedelta) -> datetime:
        """Move the sandbox's present forward and return it."""
        self._ahead += by
        return self.now()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One signed webhook an emulator sent, exactly as a receiver would get it."""

    connection: str
    event_type: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(slots=True)
class World:
    """What all emulators of one sandbox share; equal seeds and clocks give equal answers."""

    clock: SandboxClock = field(default_factory=SandboxClock)
    seed: int = 0
    random: random.Random = field(init=False)
    deliveries: list[Delivery] = field(default_factory=list[Delivery])
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311  # repeatable on purpose; nothing here is secret

    def uuid(self) -> str:
        """A new version 4 UUID from the seeded dice."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def token(self, length: int = 12) -> str:
        """A new lower-case identifier of *length* letters and digits from the seeded dice."""
        return "".join(self.random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))
