"""What a user of a running sandbox configures, as options or as environment variables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rampkit.sandbox.emulator import Emulator, SandboxConnection

ENVIRONMENT = "sandbox"
"""The environment every connection to a sandbox belongs to."""


def connections_of(emulators: Iterable[Emulator]) -> tuple[SandboxConnection, ...]:
    """Every connection the *emulators* offer, in their order."""
    return tuple(connection for emulator in emulators for connection in emulator.connections())


def base_path(connection: SandboxConnection) -> str:
    """Where on the sandbox the API of a *connection* begins."""
    return f"/{connection.provider}{connection.base_path}"


def provider_options(connection: SandboxConnection, url: str) -> dict[str, str]:
    """The keyword arguments with which a provider class reaches the sandbox at *url*."""
    return {
        **connection.options,
        "name": connection.name,
        "base_url": url + base_path(connection),
        "environment": ENVIRONMENT,
    }


def environment_variables(connection: SandboxConnection, url: str) -> dict[str, str]:
    """The same as environment variables: `ripio-ar` and `client_id` make `RAMPKIT_RIPIO_AR_CLIENT_ID`."""
    prefix = f"RAMPKIT_{_shouted(connection.name)}"
    options = provider_options(connection, url)
    return {f"{prefix}_{_shouted(key)}": value for key, value in options.items() if key != "name"}


def _shouted(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", name.upper())
