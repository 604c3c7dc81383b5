"""What an adapter package offers so that the sandbox can play its provider."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from starlette.routing import BaseRoute

from rampkit.sandbox.payments import Payment, Receipt
from rampkit.sandbox.world import World


@dataclass(frozen=True, slots=True)
class SandboxConnection:
    """A connection that works against an emulator: the options its provider class is built with.

    Everything in `options` is a made-up sandbox credential, good for nothing else. `base_path` is
    appended to the address at which the sandbox mounts the emulator.
    """

    name: str
    provider: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    base_path: str = ""


class Emulator(ABC):
    """A faithful imitation of one provider's API, in memory.

    The sandbox mounts `routes()` at `/<code>` and `controls()` at `/_sandbox/<code>`, so that control
    calls never share a path with a documented one. Handlers run on one event loop; whatever they change
    lives on the emulator, and every time and identifier comes from `world`.
    """

    code: ClassVar[str]
    """The provider code this emulator plays, as in the entry-point group `rampkit.providers`."""

    def __init__(self, world: World) -> None:
        self.world = world

    @abstractmethod
    def routes(self) -> Sequence[BaseRoute]:
        """The documented API, path by path."""

    @abstractmethod
    def controls(self) -> Sequence[BaseRoute]:
        """What a test may do from outside: approve, pay, fail, flip a switch."""

    @abstractmethod
    def connections(self) -> Sequence[SandboxConnection]:
        """The connections a user of this emulator configures, ready to use."""

    def pay(self, payment: Payment) -> Receipt | None:  # noqa: ARG002  # for those that override it
        """Let the person pay an order; None where no order here is called so.

        It is what `rampkit sandbox pay` does. An emulator that leaves it out knows no order.

        Raises:
            PaymentRefusedError: The order cannot be paid like that.
        """
        return None
