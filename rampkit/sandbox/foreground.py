"""A sandbox that runs until somebody interrupts it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

from rampkit.sandbox.sandbox import Sandbox

# Windows does not interrupt a wait without an end.
_SECONDS_BETWEEN_LOOKS = 0.5


def serve(port: int = 0, *, seed: int = 0, on_listening: Callable[[Sandbox], object]) -> None:
    """Serve a sandbox on 127.0.0.1 until SIGINT or SIGTERM arrives, then return.

    Only the main thread can be interrupted, so only it may call this.

    Args:
        port: Where to listen; any free port if 0.
        seed: As for `Sandbox`.
        on_listening: Called once, as soon as the sandbox it is given answers at its `url`.

    Raises:
        ConfigurationError: As `Sandbox` does.
        OSError: The port is taken.
    """
    with _interruption() as interrupted, Sandbox(seed, port=port) as sandbox:
        on_listening(sandbox)
        while not interrupted.wait(_SECONDS_BETWEEN_LOOKS):
            pass


@contextmanager
def _interruption() -> Generator[threading.Event]:
    interrupted = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        interrupted.set()

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
