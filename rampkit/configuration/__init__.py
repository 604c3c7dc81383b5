"""Connections from the environment and from `rampkit.toml`.

A setting of the connection `ripio-ar` is the variable `RAMPKIT_RIPIO_AR_<SETTING>` or a key of the table
`[connections.ripio-ar]`; the environment wins. In the file, `client_secret_env = "NAME"` takes the value from
the variable `NAME`.
"""

from __future__ import annotations

from rampkit.configuration.building import build
from rampkit.configuration.finding import find_connections
from rampkit.configuration.settings import ConnectionSettings
from rampkit.configuration.toml import FILE

__all__ = ["FILE", "ConnectionSettings", "build", "find_connections"]
