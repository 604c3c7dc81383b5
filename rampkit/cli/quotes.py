"""`rampkit quotes`: who pays what for an amount, and why the others do not."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rampkit.cli.arguments import rail_named
from rampkit.cli.options import AsJson, Config, Connections, InSandbox, SandboxUrl, Timeout
from rampkit.cli.rendering.quotes import comparison_json, comparison_tables
from rampkit.cli.sources import Source, opened
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show, waiting
from rampkit.models.assets import Pair
from rampkit.models.money import Amount
from rampkit.models.quotes import QuoteRequest
from rampkit.router.router import Router

__all__ = ["quotes"]


class Side(StrEnum):
    """Which side AMOUNT is of."""

    SOURCE = "source"
    DESTINATION = "destination"


def quotes(  # noqa: PLR0913  # one for each option
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="Plain digits, e.g. 500 or 99.50.")],
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="What you give, e.g. BRL.")],
    destination: Annotated[str, typer.Argument(metavar="DESTINATION", help="What you get, e.g. USDC_BASE.")],
    *,
    country: Annotated[
        str, typer.Option("--country", metavar="CC", help="Where the person is, ISO 3166-1, e.g. BR.")
    ],
    region: Annotated[
        str | None, typer.Option("--region", metavar="R", help="Which part of it, ISO 3166-2, e.g. US-NY.")
    ] = None,
    rail: Annotated[
        str | None, typer.Option("--rail", metavar="RAIL", help="Only this rail, e.g. pix.")
    ] = None,
    fixed: Annotated[
        Side,
        typer.Option(
            "--fixed",
            metavar="SIDE",
            case_sensitive=False,
            help="Which side AMOUNT is of: source or destination.",
        ),
    ] = Side.SOURCE,
    connection: Connections = None,
    sandbox: InSandbox = False,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Compare what providers offer for AMOUNT of SOURCE, best first.

    Exit status: 0 somebody offers something, 3 nobody does, 2 bad input or configuration.
    """
    wanted = _request(amount, Pair(source, destination), fixed, country=country, region=region, rail=rail)
    with (
        opened(Source(sandbox=sandbox, url=sandbox_url, file=config)) as providers,
        Router(providers, timeout=timeout) as router,
        waiting("Asking for prices"),
    ):
        comparison = router.quotes(wanted, connections=connection or None)
    if as_json:
        print_json(comparison_json(comparison))
    else:
        show(*comparison_tables(comparison))
    return ExitStatus.DONE if comparison.quotes else ExitStatus.NOTHING


def _request(
    amount: str, pair: Pair, fixed: Side, *, country: str, region: str | None, rail: str | None
) -> QuoteRequest:
    asset = pair.source if fixed is Side.SOURCE else pair.destination
    return QuoteRequest(
        pair=pair,
        amount=Amount(amount, asset),
        country=country,
        region=region,
        rail=rail_named(rail),
    )
