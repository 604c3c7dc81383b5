"""`rampkit customer`: making a provider know a person, and what that person has to do there."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from rampkit.capabilities import Operation
from rampkit.cli.desk import Desk, desk_of
from rampkit.cli.identity import requirements, verify
from rampkit.cli.options import AsJson, Config, Connection, CustomerId, SandboxUrl, Timeout
from rampkit.cli.rendering.customers import (
    link_json,
    link_lines,
    terms_json,
    terms_lines,
    verification_json,
    verification_lines,
)
from rampkit.cli.rendering.facts import next_lines, place_json
from rampkit.cli.sources import Source
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show, unbroken, waiting
from rampkit.errors import InvalidInputError
from rampkit.models.customers import Customer, CustomerType, TermsAcceptance

__all__ = ["customer"]

_ADDRESS = "ADDRESS_OF_THE_PERSON"
_PAGE_TO_RETURN_TO = "https://YOUR.PAGE"

customer = typer.Typer(no_args_is_help=True)


class Kind(StrEnum):
    """A person or a company."""

    INDIVIDUAL = "individual"
    BUSINESS = "business"


@customer.callback()
def settings() -> None:
    """Make a provider know a person, and see what it asks of them.

    rampkit keeps nothing in between: each command prints the ids and the line that come next.

    Exit status 4: an answer was lost, and something may exist; the message says how to look.
    """


@customer.command()
def create(
    *,
    connection: Connection,
    customer_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Your own id of the person, for ever.")
    ],
    country: Annotated[
        str, typer.Option("--country", metavar="CC", help="Where the person lives, ISO 3166-1, e.g. BR.")
    ],
    region: Annotated[
        str | None, typer.Option("--region", metavar="R", help="Which part of it, ISO 3166-2, e.g. US-NY.")
    ] = None,
    email: Annotated[
        str | None, typer.Option("--email", metavar="E", help="Their address, where the provider wants one.")
    ] = None,
    kind: Annotated[
        Kind, typer.Option("--type", metavar="TYPE", case_sensitive=False, help="individual or business.")
    ] = Kind.INDIVIDUAL,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Register a person at one provider. Sends personal data there, and to nobody else.

    For example: rampkit customer create --connection ripio-br --id ana-1 --country BR --email ana@example.com
    """
    person = Customer(
        id=customer_id, country=country, region=region, email=email, type=CustomerType(kind.value)
    )
    with desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk:
        with waiting("Registering"):
            link = desk.create_customer(person)
        following = [] if link.provider_customer_id is None else _after(desk, link.provider_customer_id)
    if as_json:
        print_json(
            {
                **place_json(desk.provider),
                "customer_id": customer_id,
                "customer": link_json(link),
                "next": following,
            }
        )
        return ExitStatus.DONE
    show(unbroken(f"{desk} knows {customer_id} now. Note the id it has there: rampkit keeps nothing."))
    show(*link_lines(link), *next_lines(following))
    return ExitStatus.DONE


@customer.command("show")
def show_customer(
    customer_id: CustomerId,
    *,
    connection: Connection,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Show how far a person is at a provider: the record, identity checks, terms. Only reads.

    For example: rampkit customer show CUSTOMER --connection ripio-br
    """
    with (
        desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk,
        waiting("Reading"),
    ):
        link = desk.get_customer(customer_id)
        checks = desk.get_verification(customer_id) if desk.offers(Operation.GET_VERIFICATION) else ()
        terms = desk.get_terms(customer_id) if desk.offers(Operation.GET_TERMS) else None
    if as_json:
        told = {"customer": link_json(link), "verifications": [verification_json(one) for one in checks]}
        print_json(
            {**place_json(desk.provider), **told, "terms": None if terms is None else terms_json(terms)}
        )
        return ExitStatus.DONE
    show(unbroken(f"At {desk}:"), *link_lines(link), *verification_lines(checks))
    if terms is not None:
        show(Text("Terms:"), *terms_lines(terms))
    return ExitStatus.DONE


@customer.command()
def terms(
    customer_id: Annotated[
        str | None,
        typer.Argument(metavar="[CUSTOMER]", help="The provider's id of the customer; needed to accept."),
    ] = None,
    *,
    connection: Connection,
    accept: Annotated[
        bool, typer.Option("--accept", help="Record that this person has read and accepted them.")
    ] = False,
    ip_address: Annotated[
        str | None,
        typer.Option(
            "--ip", "--ip-address", metavar="ADDRESS", help="The person's own address at acceptance."
        ),
    ] = None,
    user_agent: Annotated[
        str | None, typer.Option("--user-agent", metavar="TEXT", help="The person's browser.")
    ] = None,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Show a provider's terms and whether a person accepted them; or record that they did.

    For example: rampkit customer terms CUSTOMER --connection ripio-br --accept --ip 203.0.113.7
    """
    _require_acceptance(accept, customer_id, ip_address, user_agent)
    with desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk:
        with waiting("Reading the terms" if not accept else "Recording the acceptance"):
            if accept and customer_id is not None:
                given = TermsAcceptance(ip_address=ip_address, user_agent=user_agent)
                found = desk.accept_terms(customer_id, given)
            else:
                found = desk.get_terms(customer_id)
        following = [] if customer_id is None else _after_terms(desk, customer_id, accepted=found.accepted)
    if as_json:
        print_json({**place_json(desk.provider), "terms": terms_json(found), "next": following})
    else:
        show(unbroken(f"At {desk}:"), *terms_lines(found), *next_lines(following))
    return ExitStatus.DONE


customer.command()(requirements)
customer.command()(verify)


def _after(desk: Desk, customer_id: str) -> list[str]:
    """What comes after a registration."""
    if desk.offers(Operation.GET_TERMS):
        return [desk.command("customer terms", customer_id)]
    return _after_terms(desk, customer_id, accepted=True)


def _after_terms(desk: Desk, customer_id: str, *, accepted: bool | None) -> list[str]:
    if not accepted and desk.offers(Operation.ACCEPT_TERMS):
        return [desk.command("customer terms", customer_id, "--accept", "--ip", _ADDRESS)]
    if desk.offers(Operation.VERIFY_CUSTOMER):
        return [desk.command("customer verify", customer_id, "--redirect-url", _PAGE_TO_RETURN_TO)]
    return [desk.command("customer show", customer_id)] if _is_shown(desk) else []


def _is_shown(desk: Desk) -> bool:
    return desk.offers(Operation.GET_CUSTOMER) or desk.offers(Operation.LIST_CUSTOMERS)


def _require_acceptance(
    accept: bool,  # noqa: FBT001  # the option itself
    customer_id: str | None,
    ip_address: str | None,
    user_agent: str | None,
) -> None:
    if accept and customer_id is None:
        raise InvalidInputError("CUSTOMER", "is missing", remedy="say who accepted")
    if not accept and (ip_address or user_agent):
        named = "--ip" if ip_address else "--user-agent"
        raise InvalidInputError("", f"{named} goes with --accept", remedy="give both or neither")
