"""`rampkit routes`: what each connection serves."""

from __future__ import annotations

from typing import Annotated

import typer

from rampkit.capabilities import Route, Served
from rampkit.cli.arguments import country_named, read
from rampkit.cli.options import AsJson, Config, Connections, InSandbox, SandboxUrl, Timeout
from rampkit.cli.rendering.routes import Corridor, routes_json, routes_tables
from rampkit.cli.sources import Source, opened
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show, waiting
from rampkit.models.assets import Asset
from rampkit.router.router import Router

__all__ = ["routes"]


def routes(
    *,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ASSET", help="Only routes that take it, e.g. BRL.")
    ] = None,
    destination: Annotated[
        str | None,
        typer.Option("--destination", metavar="ASSET", help="Only routes that give it, e.g. USDC_BASE."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="Only what is served there, e.g. BR.")
    ] = None,
    connection: Connections = None,
    sandbox: InSandbox = False,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Show what each connection exchanges, as it says itself right now.

    Exit status: 0 there is a route, 3 there is none, 2 bad input or configuration.
    """
    given = None if source is None else read("source", Asset.parse, source)
    got = None if destination is None else read("destination", Asset.parse, destination)
    place = None if country is None else country_named(country)
    with (
        opened(Source(sandbox=sandbox, url=sandbox_url, file=config)) as providers,
        Router(providers, timeout=timeout) as router,
        waiting("Asking what is served"),
    ):
        table = router.routes(connections=connection or None)
        corridors = [
            Corridor(name, router.connections[name].code, route)
            for name, served in table.routes.items()
            for route in served
            if _fits(route, given, got, place)
        ]
    if as_json:
        print_json(routes_json(corridors, table.refusals))
    else:
        show(*routes_tables(corridors, table.refusals))
    return ExitStatus.DONE if corridors else ExitStatus.NOTHING


def _fits(route: Route, source: Asset | None, destination: Asset | None, country: str | None) -> bool:
    return (
        source in {None, route.pair.source}
        and destination in {None, route.pair.destination}
        and (country is None or route.places.serve(country, None) is not Served.NO)
    )
