"""A running sandbox, as JSON and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.tables import Sheet

if TYPE_CHECKING:  # an extra that other commands do not need
    from rampkit.sandbox import Sandbox

__all__ = ["sandbox_json", "sandbox_tables"]


def sandbox_json(sandbox: Sandbox) -> dict[str, Any]:
    """Where it is, and all that another program needs to use it; the credentials are made up."""
    return {
        "url": sandbox.url,
        "connections": [
            {
                "connection": one.name,
                "provider": one.provider,
                "base_url": sandbox.options(one.name)["base_url"],
            }
            for one in sandbox.connections
        ],
        "environment": dict(sandbox.environment()),
    }


def sandbox_tables(sandbox: Sandbox) -> list[RenderableType]:
    """Where it is, and how to use it."""
    rows = [(one.name, one.provider, _address(sandbox, one.name)) for one in sandbox.connections]
    return [
        Text(f"The sandbox answers at {sandbox.url}; Ctrl-C ends it."),
        Sheet(("Connection", "Provider", "Address"), rows),
        Text(),
        Text(f"In another shell: rampkit quotes 500 BRL USDC_BASE --country BR --sandbox-url {sandbox.url}"),
        Text(f"Made-up credentials for every connection: {sandbox.url}/_sandbox/connections"),
    ]


def _address(sandbox: Sandbox, connection: str) -> str:
    return str(sandbox.options(connection)["base_url"])
