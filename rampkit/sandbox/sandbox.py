"""The sandbox: every installed emulator behind one address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from rampkit.errors import ConfigurationError
from rampkit.sandbox.app import build_app
from rampkit.sandbox.connections import connections_of, environment_variables, provider_options
from rampkit.sandbox.control import call_control, run_aside
from rampkit.sandbox.emulator import Emulator, SandboxConnection
from rampkit.sandbox.faults import ArmedFaults, Fault
from rampkit.sandbox.installed import installed_emulators, require_distinct
from rampkit.sandbox.server import BackgroundServer
from rampkit.sandbox.world import SandboxClock, World

# Reserved by RFC 6761 never to resolve: without a server the address is good for in-process calls only.
_NOWHERE = "http://sandbox.invalid"


class Sandbox:
    """All providers' emulators in one world, served on loopback while the context lasts.

    ```python
    with Sandbox() as sandbox:
        provider = RipioProvider(**sandbox.options("ripio-ar"))
    ```

    Without the context nothing listens, and `app` can be called in process.

    Args:
        seed: Where prices, identifiers and everything else that is made up start from.
        clock: The sandbox's time; real time unless given.
        port: Where to listen on 127.0.0.1; any free port unless given.
        emulators: What to host; every installed emulator unless given.

    Raises:
        ConfigurationError: There is no emulator, one cannot be loaded, or two are alike.
    """

    def __init__(
        self,
        seed: int = 0,
        clock: SandboxClock | None = None,
        *,
        port: int = 0,
        emulators: Sequence[type[Emulator]] | None = None,
    ) -> None:
        self.world = World(clock=clock or SandboxClock(), seed=seed)
        """What all emulators share: time, dice, delivered webhooks."""
        classes = installed_emulators() if emulators is None else emulators
        self._emulators = [emulator(self.world) for emulator in classes]
        require_distinct(self._emulators)
        self.connections: Sequence[SandboxConnection] = connections_of(self._emulators)
        """Every connection that works against this sandbox."""
        self._faults = ArmedFaults(self._emulators)
        self.app = build_app(self.world, self._emulators, self._faults)
        """The whole sandbox as an ASGI application."""
        self._port = port
        self._server: BackgroundServer | None = None

    def __enter__(self) -> Self:
        self._server = BackgroundServer(self.app, self._port)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    @property
    def url(self) -> str:
        """Where the sandbox answers, without a trailing slash; leads nowhere while it is not served."""
        return self._server.url if self._server else _NOWHERE

    def emulator(self, code: str) -> Emulator:
        """The live emulator of the provider *code*, to look into or to change from a test.

        Raises:
            ConfigurationError: No such emulator is hosted.
        """
        for emulator in self._emulators:
            if emulator.code == code:
                return emulator
        known = ", ".join(sorted(emulator.code for emulator in self._emulators))
        raise ConfigurationError(f"No emulator plays {code!r}; there are: {known}.")

    def options(self, name: str) -> dict[str, Any]:
        """Everything the provider class of the connection *name* is built with, by keyword.

        Raises:
            ConfigurationError: The sandbox has no such connection.
        """
        for connection in self.connections:
            if connection.name == name:
                return dict[str, Any](provider_options(connection, self.url))
        known = ", ".join(sorted(connection.name for connection in self.connections))
        raise ConfigurationError(f"The sandbox has no connection {name!r}; there are: {known}.")

    def environment(self) -> Mapping[str, str]:
        """Every connection's options as environment variables, for another process or another language.

        Option `client_id` of the connection `ripio-ar` is `RAMPKIT_RIPIO_AR_CLIENT_ID`.
        """
        return {
            variable: value
            for connection in self.connections
            for variable, value in environment_variables(connection, self.url).items()
        }

    def control(self, code: str, path: str, json: Any = None, method: str = "POST") -> Any:
        """Call the control *path* of the emulator *code* and return its JSON answer, or None if empty.

        Blocks until it is answered; never call it from a handler of an emulator.

        Raises:
            ConfigurationError: No such emulator is hosted.
            ControlError: The control refused.
        """
        url = f"{self.url}/_sandbox/{self.emulator(code).code}/{path.lstrip('/')}"
        work = call_control(self.app, method, url, json)
        return self._server.run(work) if self._server else run_aside(work)

    def arm(self, fault: Fault) -> None:
        """Let *fault* happen to the next requests it matches.

        Raises:
            ConfigurationError: Its target is neither a hosted provider nor a connection.
        """
        self._faults.arm(fault)

    def disarm(self) -> None:
        """Forget every armed fault; requests one has already caught stay caught."""
        self._faults.disarm()

    def advance(self, seconds: float) -> datetime:
        """Move the sandbox's time forward and return its new present, UTC-aware."""
        with self.world.lock:
            return self.world.clock.advance(timedelta(seconds=seconds))
