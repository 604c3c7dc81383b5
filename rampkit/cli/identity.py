"""`rampkit customer requirements` and `verify`: who a person is, as a provider wants to know it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rampkit.capabilities import Operation
from rampkit.cli.desk import Desk, desk_of
from rampkit.cli.documents import json_object
from rampkit.cli.forms import Form
from rampkit.cli.options import AsJson, Config, Connection, CustomerId, SandboxUrl, Timeout
from rampkit.cli.rendering.customers import verification_json, verification_lines
from rampkit.cli.rendering.facts import next_lines, place_json
from rampkit.cli.rendering.forms import form_lines
from rampkit.cli.sources import Source
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show, waiting
from rampkit.errors import InvalidInputError
from rampkit.models.customers import Customer
from rampkit.schemas import check

__all__ = ["requirements", "verify"]


def requirements(
    customer_id: CustomerId,
    *,
    connection: Connection,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Show what a provider wants to know about a person: the fields of `verify --identity`. Only reads.

    For example: rampkit customer requirements CUSTOMER --connection ripio-br
    """
    with (
        desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk,
        waiting("Asking what is needed"),
    ):
        wanted = desk.verification_requirements(customer_id)
    following = [desk.command("customer verify", customer_id, "--identity", "FILE.json")]
    if as_json:
        told = wanted.model_dump(mode="json", include={"identity"})
        print_json({**place_json(desk.provider), **told, "next": following})
    else:
        show(*form_lines("Field", Form(wanted.identity)))
        show(*next_lines(following, "Write these as one JSON object into a file, then"))
    return ExitStatus.DONE


def verify(
    customer_id: CustomerId,
    *,
    connection: Connection,
    redirect_url: Annotated[
        str | None,
        typer.Option(
            "--redirect-url", metavar="URL", help="Where the provider's page sends the person afterwards."
        ),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option("--identity", metavar="FILE", help="A JSON object of what `requirements` names."),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="CC", help="Where the person lives; the connection's if left out."),
    ] = None,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Start an identity check: on the provider's page, or with what you know of the person.

    For example: rampkit customer verify CUSTOMER --connection ripio-br --redirect-url https://example.com/back
    """
    with desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk:
        desk.require(Operation.VERIFY_CUSTOMER)
        _require_one_way(desk, customer_id, redirect_url, identity)
        person = Customer(
            id=customer_id,
            country=_country(country or desk.provider.country),
            identity={} if identity is None else _identity(desk, customer_id, identity),
        )
        with waiting("Starting the check"):
            started = desk.verify_customer(customer_id, person, redirect_url=redirect_url)
    following = [desk.command("customer show", customer_id)]
    if as_json:
        print_json(
            {**place_json(desk.provider), "verification": verification_json(started), "next": following}
        )
    else:
        show(*verification_lines([started]), *next_lines(following, "See how far it is"))
    return ExitStatus.DONE


def _require_one_way(desk: Desk, customer_id: str, redirect_url: str | None, identity: Path | None) -> None:
    if redirect_url is not None or identity is not None:
        return
    asks = desk.offers(Operation.VERIFICATION_REQUIREMENTS)
    fields = f" or --identity with the fields of `{desk.command('customer requirements', customer_id)}`"
    raise InvalidInputError(
        "", "--redirect-url is missing", remedy=f"give it{fields if asks else ''}, the person needs one way"
    )


def _country(country: str | None) -> str:
    if country is None:
        raise InvalidInputError("--country", "is missing", remedy="this connection belongs to no country")
    return country


def _identity(desk: Desk, customer_id: str, file: Path) -> dict[str, Any]:
    """What the file says of the person, if it is what the provider wants to know."""
    values = json_object(file, "--identity")
    wanted = desk.verification_requirements(customer_id)
    check(
        values, wanted.identity, field="identity", connection=wanted.connection, operation="verify_customer"
    )
    return values
