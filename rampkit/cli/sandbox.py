"""`rampkit sandbox`: the emulators behind one address, and the person who pays there."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from rampkit.cli.arguments import read
from rampkit.cli.options import AsJson, SandboxUrl
from rampkit.cli.rendering.sandbox import receipts_json, receipts_lines, sandbox_json, sandbox_tables
from rampkit.cli.running_sandbox import RunningSandbox
from rampkit.cli.sources import Source
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show
from rampkit.errors import ConfigurationError, InvalidInputError, RampError

if TYPE_CHECKING:  # an extra that other commands do not need
    from rampkit.sandbox import Sandbox

__all__ = ["sandbox"]

_PORT = 8700
_MOST_TIMES = 10

sandbox = typer.Typer(invoke_without_command=True)


@sandbox.callback()
def serve_all(
    context: typer.Context,
    *,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Where to listen; 0 is any free port."),
    ] = _PORT,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Where prices and identifiers start from.")
    ] = 0,
    as_json: AsJson = False,
) -> int:
    """Serve every installed emulator on 127.0.0.1 until Ctrl-C; with a command, play at a running one."""
    if context.invoked_subcommand is not None:
        return ExitStatus.DONE
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


@sandbox.command()
def pay(
    order: Annotated[
        str,
        typer.Argument(
            metavar="ORDER", help="The provider's id of an order or of a standing account; or your reference."
        ),
    ],
    *,
    amount: Annotated[
        str | None,
        typer.Option("--amount", metavar="A", help="Pay this much; what is asked for if left out."),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Let the order end unpaid first.")] = False,
    times: Annotated[
        int, typer.Option("--times", metavar="N", min=1, max=_MOST_TIMES, help="Pay so often.")
    ] = 1,
    sandbox_url: SandboxUrl = None,
    as_json: AsJson = False,
) -> int:
    """Be the person who pays an order at a running sandbox, in full or not quite.

    For example: rampkit sandbox pay ORDER --amount 499.99
    """
    wanted = None if amount is None else read("amount", _amount, amount)
    running = Source(url=sandbox_url).running() or RunningSandbox(f"http://127.0.0.1:{_PORT}")
    receipts, problem = _paid(running, order, wanted, late=late, times=times)
    if receipts and as_json:
        print_json(receipts_json(receipts))
    elif receipts:
        show(*receipts_lines(receipts))
    if problem is not None:
        raise problem
    return ExitStatus.DONE


def _paid(
    running: RunningSandbox, order: str, amount: Decimal | None, *, late: bool, times: int
) -> tuple[list[dict[str, str]], Exception | None]:
    """What became of each payment, and why there were no more: what was paid was paid all the same."""
    receipts: list[dict[str, str]] = []
    for _ in range(times):
        try:
            receipts.append(running.pay(order, amount=amount, late=late))
        except (ConfigurationError, InvalidInputError, RampError) as error:
            return receipts, error
    return receipts, None


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount <= 0:
        raise InvalidInputError(
            "", "is not a number above zero", remedy="write plain digits with a point, e.g. 10.50"
        )
    return amount
