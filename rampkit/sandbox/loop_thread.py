"""An event loop of its own in the background."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")

_SECONDS_TO_STOP = 5.0

_log = logging.getLogger("rampkit.sandbox")


class LoopThread:
    """A daemon thread that runs an event loop until it is told to stop."""

    def __init__(self, name: str) -> None:
        self._loop: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._until_stopped()), name=name, daemon=True
        )
        self._stopping = asyncio.Event()
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run *work* on the loop and wait for its outcome, whatever it is.

        Args:
            work: What to run; never call this from the loop itself.
            timeout: Seconds after which it is cancelled.

        Raises:
            TimeoutError: It took too long.
        """
        running = asyncio.run_coroutine_threadsafe(work, self._loop.result())
        try:
            return running.result(timeout)
        except TimeoutError:
            running.cancel()
            raise

    def stop(self) -> None:
        """Cancel whatever still runs on the loop and wait for the thread to end."""
        self._loop.result().call_soon_threadsafe(self._stopping.set)
        self._thread.join(_SECONDS_TO_STOP)
        if self._thread.is_alive():
            _log.warning("%s is blocked and does not stop; it is left behind.", self._thread.name)

    async def _until_stopped(self) -> None:
        self._loop.set_result(asyncio.get_running_loop())
        await self._stopping.wait()
