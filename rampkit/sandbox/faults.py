"""Faults: what shall go wrong, with which request, how often."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rampkit.errors import ConfigurationError
from rampkit.sandbox.connections import base_path, connections_of
from rampkit.sandbox.emulator import Emulator

FaultKind = Literal[
    "status",
    "status_after_commit",
    "hang",
    "lose_answer",
    "close",
    "close_after_commit",
    "drip",
    "truncate",
    "html",
    "empty",
    "slow",
]
"""How a request goes wrong; `Fault.kind` says what each means."""


class Fault(BaseModel):
    """One thing that shall go wrong with the next matching requests.

    ```python
    sandbox.arm(Fault(target="ripio", kind="lose_answer", method="POST", path="/api/v1/orders"))
    ```
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    """The provider whose API fails, by code; or a connection, by name: then all that share its address."""

    kind: FaultKind
    """How the request goes wrong. Before the emulator sees it, so nothing has happened:

    - `status`: it is answered with `status`, `headers`, `retry_after` and `body`.
    - `html`: it is answered with `status` and a web page, as a gateway does.
    - `empty`: it is answered with 200 and no body.
    - `hang`: it is never answered; the connection stays open.
    - `close`: the connection is dropped.
    - `slow`: it waits for `seconds`, then goes its normal way, even if the client has left by then.

    After the emulator has handled it, so whatever it asks for has happened:

    - `status_after_commit`: the answer is replaced as by `status`.
    - `lose_answer`: the answer never comes; the connection stays open.
    - `close_after_commit`: the connection is dropped instead of an answer.
    - `drip`: the body arrives byte by byte, `seconds` apart.
    - `truncate`: the body ends after `keep` bytes, as if that were all.
    """

    method: str | None = None
    """The HTTP method that fails, in any case; every one if None."""

    path: str = ""
    """A regular expression that the path below the target's address begins with; a plain path is a prefix."""

    times: int | None = Field(default=1, ge=1)
    """How many requests fail; None for every one until disarmed."""

    after: int = Field(default=0, ge=0)
    """How many matching requests are spared first."""

    status: int = Field(default=502, ge=200, le=599)
    """The status of `status`, `status_after_commit` and `html`."""

    retry_after: int | str | None = None
    """The header `Retry-After`, in seconds or as an HTTP date."""

    headers: Mapping[str, str] = Field(default_factory=dict[str, str])
    """More headers of `status` and `status_after_commit`."""

    body: str = ""
    """The body of `status` and `status_after_commit`: JSON if it looks like it, else plain text."""

    seconds: float = Field(default=0.05, ge=0, le=3600)
    """The delay of `slow`, or that of `drip` before each byte."""

    keep: int | None = Field(default=None, ge=0)
    """How many bytes `truncate` leaves; half of them if None."""

    @field_validator("path")
    @classmethod
    def _is_an_expression(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value


@dataclass(slots=True)
class _Armed:
    fault: Fault
    prefix: str
    spared: int
    left: int | None

    def catches(self, method: str, path: str) -> bool:
        fault = self.fault
        if fault.method is not None and fault.method.upper() != method:
            return False
        if not f"{path}/".startswith(f"{self.prefix}/"):
            return False
        return re.match(fault.path, path[len(self.prefix) :]) is not None


class ArmedFaults:
    """The faults that are waiting for their requests. Safe to use from any thread."""

    def __init__(self, emulators: Iterable[Emulator]) -> None:
        emulators = list(emulators)
        self._prefixes = {connection.name: base_path(connection) for connection in connections_of(emulators)}
        self._prefixes |= {emulator.code: f"/{emulator.code}" for emulator in emulators}
        self._armed: list[_Armed] = []
        self._lock = threading.Lock()

    def arm(self, fault: Fault) -> None:
        """Let *fault* wait behind those that are armed already.

        Raises:
            ConfigurationError: Its target is neither a hosted provider nor a connection.
        """
        prefix = self._prefixes.get(fault.target)
        if prefix is None:
            known = ", ".join(sorted(self._prefixes))
            raise ConfigurationError(
                f"No provider or connection is called {fault.target!r}; there are: {known}."
            )
        with self._lock:
            self._armed.append(_Armed(fault, prefix, fault.after, fault.times))

    def disarm(self) -> None:
        """Forget every armed fault."""
        with self._lock:
            self._armed.clear()

    def armed(self) -> list[tuple[Fault, int | None]]:
        """The armed faults, oldest first, each with how many requests it will still catch."""
        with self._lock:
            return [(armed.fault, armed.left) for armed in self._armed]

    def take(self, method: str, path: str) -> Fault | None:
        """The oldest armed fault that catches this request, counted as used; None if none does."""
        with self._lock:
            for armed in self._armed:
                if armed.catches(method, path):
                    if armed.spared:
                        armed.spared -= 1
                        continue
                    self._use(armed)
                    return armed.fault
        return None

    def _use(self, armed: _Armed) -> None:
        if armed.left is not None:
            armed.left -= 1
            if not armed.left:
                self._armed.remove(armed)
