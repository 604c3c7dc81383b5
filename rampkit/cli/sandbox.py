"""`rampkit sandbox`: the emulators behind one address, until somebody interrupts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rampkit.cli.options import AsJson
from rampkit.cli.rendering.sandbox import sandbox_json, sandbox_tables
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show
from rampkit.errors import ConfigurationError

if TYPE_CHECKING:  # an extra that other commands do not need
    from rampkit.sandbox import Sandbox

__all__ = ["sandbox"]


def sandbox(
    *,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Where to listen; 0 is any free port."),
    ] = 8700,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Where prices and identifiers start from.")
    ] = 0,
    as_json: AsJson = False,
) -> int:
    """Serve every installed emulator on 127.0.0.1 until Ctrl-C."""
    from rampkit.sandbox import serve  # noqa: PLC0415  # an extra that other commands do not need

    def announce(served: Sandbox) -> None:
        if as_json:
            print_json(sandbox_json(served))
        else:
            show(*sandbox_tables(served))

    try:
        serve(port, seed=seed, on_listening=announce)
    except OSError as error:
        problem = f"cannot listen on port {port}: {error.strerror}; name another with --port, or 0 for any"
    else:
        return ExitStatus.DONE
    raise ConfigurationError(problem)
