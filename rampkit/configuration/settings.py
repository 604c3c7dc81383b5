"""What is set for one connection, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rampkit.provider import Environment
from rampkit.secrets import Secret

__all__ = ["COMMON", "PREFIX", "ConnectionSettings", "is_secret", "shouted", "variable"]

PREFIX = "RAMPKIT_"
"""What every environment variable of a setting begins with."""

COMMON = (
    "client_id",
    "client_secret",
    "base_url",
    "country",
    "environment",
    "webhook_secrets",
    "generation",
    "provider",
)
"""Settings that any connection can have; the others are options of its provider's class."""

_SECRET = re.compile(r"secret|password|passphrase|token|key|credential")


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """What is set for one connection. Its `repr` shows where settings come from, but no value."""

    name: str
    """Name of the connection, e.g. `ripio-ar`."""
    provider: str
    """The provider's code."""
    options: Mapping[str, Any] = field(repr=False)
    """Settings that are no secrets."""
    secrets: Mapping[str, Secret | tuple[Secret, ...]] = field(repr=False)
    """Credentials."""
    origins: Mapping[str, str]
    """The variable or file that each setting comes from."""
    unset: Mapping[str, str] = field(default_factory=dict[str, str])
    """Settings that the file leaves to a variable, named here, which is not set."""

    @property
    def environment(self) -> str:
        """`live` unless something else is set."""
        return str(self.options.get("environment", Environment.LIVE.value))


def variable(connection: str, setting: str) -> str:
    """The environment variable of a *setting*, e.g. `RAMPKIT_RIPIO_AR_CLIENT_ID`."""
    return f"{PREFIX}{shouted(connection)}_{shouted(setting)}"


def shouted(name: str) -> str:
    """*name* as it stands in a variable: `ripio-ar` is `RIPIO_AR`."""
    return re.sub(r"[^A-Z0-9]+", "_", name.upper())


def is_secret(setting: str) -> bool:
    """Whether values of *setting* must never be shown, going by its name."""
    return _SECRET.search(setting) is not None
