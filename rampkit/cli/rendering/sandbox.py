"""A running sandbox and the payments made there, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from rampkit.cli.rendering.tables import Sheet
from rampkit.cli.sources import SANDBOX_URL
from rampkit.cli.terminal import unbroken

if TYPE_CHECKING:  # an extra that other commands do not need
    from rampkit.sandbox import Sandbox

__all__ = ["receipts_json", "receipts_lines", "sandbox_json", "sandbox_tables"]


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
        Text("Copy these two lines into another shell; every command there then uses this sandbox:"),
        Text(),
        unbroken(f"  export {SANDBOX_URL}={sandbox.url}", style="cyan"),
        unbroken("  rampkit quotes 500 BRL USDC_BASE --country BR", style="cyan"),
        Text(),
        Text(f"For programs: made-up credentials at {sandbox.url}/_sandbox/connections, or as variables"),
        Text("with `rampkit sandbox --json`. To pay an order as its person: rampkit sandbox pay ORDER"),
    ]


def receipts_json(receipts: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What became of each payment."""
    return {"payments": [dict(receipt) for receipt in receipts]}


def receipts_lines(receipts: Sequence[Mapping[str, str]]) -> Iterable[RenderableType]:
    """A line per payment."""
    for told in receipts:
        paid = f"{told['amount']} {told['currency']} paid to {told['order']} at {told['provider']}"
        status = told["status"]
        yield unbroken(f"{paid}; {f'it is {status} now' if status else 'nothing to be seen came of it'}.")


def _address(sandbox: Sandbox, connection: str) -> str:
    return str(sandbox.options(connection)["base_url"])
