"""Options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

__all__ = [
    "AsJson",
    "Config",
    "Connection",
    "Connections",
    "CustomerId",
    "InSandbox",
    "OfCustomer",
    "SandboxUrl",
    "Timeout",
]

_THEIR_ID = "The provider's id of the customer."


def _seconds(value: float) -> float:
    if not (math.isfinite(value) and value > 0):
        raise typer.BadParameter("must be a number above zero")
    return value


AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]
Config: TypeAlias = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Read connections from FILE instead of ./rampkit.toml."),
]
Connection: TypeAlias = Annotated[
    str, typer.Option("--connection", metavar="NAME", help="Where; `rampkit providers` shows the names.")
]
Connections: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--connection",
        metavar="NAME",
        help="Only this connection, or all of a provider by its code; may be repeated.",
    ),
]
CustomerId: TypeAlias = Annotated[str, typer.Argument(metavar="CUSTOMER", help=_THEIR_ID)]
OfCustomer: TypeAlias = Annotated[str, typer.Option("--customer", metavar="CUSTOMER", help=_THEIR_ID)]
InSandbox: TypeAlias = Annotated[
    bool, typer.Option("--sandbox", help="Use the built-in sandbox: no credentials, no network.")
]
SandboxUrl: TypeAlias = Annotated[
    str | None,
    typer.Option("--sandbox-url", metavar="URL", help="Use a running `rampkit sandbox`."),
]
Timeout: TypeAlias = Annotated[
    float,
    typer.Option("--timeout", metavar="SECONDS", help="How long to wait, at most.", callback=_seconds),
]
