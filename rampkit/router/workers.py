"""Daemon threads, kept and reused: a hanging call delays neither its caller nor the interpreter's exit."""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

__all__ = ["Workers"]

T = TypeVar("T")
_Job = tuple[Future[Any], contextvars.Context, Callable[[], Any]]


class Workers:
    """Runs functions on daemon threads, each with a copy of the caller's context.

    A thread is added whenever all are busy, up to *limit* (None: without one); none is ever joined.
    """

    def __init__(self, *, limit: int | None = None) -> None:
        self._limit = limit
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._idle = 0

    def submit(self, function: Callable[[], T]) -> Future[T]:
        """Run *function* soon; its result or exception is in the future."""
        if self._pid != os.getpid():
            self._reset()  # a fork copies no threads
        future: Future[T] = Future()
        with self._lock:
            if self._idle:
                self._idle -= 1
            elif self._limit is None or self._threads < self._limit:
                self._threads += 1
                threading.Thread(target=self._work, args=(self._jobs,), name="rampkit", daemon=True).start()
            self._jobs.put((future, contextvars.copy_context(), function))
        return future

    def close(self) -> None:
        """Let idle threads end; busy ones end after their job."""
        with self._lock:
            # Their own queue ends with them: nobody who comes later may count on a thread that is leaving.
            jobs, self._jobs = self._jobs, SimpleQueue()
            threads, self._threads, self._idle = self._threads, 0, 0
        for _ in range(threads):
            jobs.put(None)

    def _work(self, jobs: SimpleQueue[_Job | None]) -> None:
        while (job := jobs.get()) is not None:
            future, context, function = job
            if future.set_running_or_notify_cancel():
                _settle(future, context, function)
            del job, future, context, function  # an idle thread must keep nothing alive
            with self._lock:
                if jobs is self._jobs:
                    self._idle += 1


def _settle(future: Future[Any], context: contextvars.Context, function: Callable[[], Any]) -> None:
    try:
        future.set_result(context.run(function))
    except BaseException as error:  # noqa: BLE001  # it belongs to whoever waits
        future.set_exception(error)
