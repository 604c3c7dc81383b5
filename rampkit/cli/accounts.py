"""`rampkit accounts`: where a customer's money comes from and goes, as a provider knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from rampkit.capabilities import Operation
from rampkit.cli.arguments import country_named, rail_named
from rampkit.cli.desk import Desk, desk_of
from rampkit.cli.documents import json_object
from rampkit.cli.options import AsJson, Config, Connection, InSandbox, OfCustomer, SandboxUrl, Timeout
from rampkit.cli.rendering.accounts import (
    registered_json,
    registered_lines,
    requirements_json,
    requirements_lines,
    stored_json,
    stored_lines,
)
from rampkit.cli.rendering.facts import next_lines, place_json
from rampkit.cli.sources import Source
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show, unbroken, waiting
from rampkit.errors import InvalidInputError
from rampkit.models.accounts import AccountPair, AccountStatus, BankAccount, CryptoAddress, RegisteredAccounts
from rampkit.models.actions import AccountScheme
from rampkit.models.assets import Direction, Pair

__all__ = ["accounts"]

accounts = typer.Typer(no_args_is_help=True)

PairArgument = Annotated[
    str, typer.Argument(metavar="PAIR", help="What is given and got, e.g. USDC_BASE/ARS.")
]
RailOption = Annotated[
    str | None, typer.Option("--rail", metavar="RAIL", help="How the fiat side moves, e.g. pix.")
]


@accounts.callback()
def settings() -> None:
    """Where a customer's money comes from and goes.

    rampkit keeps nothing in between: each command prints the ids and the line that come next.

    Exit status 4: an answer was lost, and something may exist; the message says how to look.
    """


@accounts.command()
def requirements(
    pair: PairArgument,
    *,
    connection: Connection,
    country: Annotated[
        str, typer.Option("--country", metavar="CC", help="Where the person is, ISO 3166-1, e.g. AR.")
    ],
    rail: RailOption = None,
    via: Annotated[
        str | None, typer.Option("--via", metavar="NAME", help="Only for this company behind the provider.")
    ] = None,
    sandbox: InSandbox = False,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Show what a provider wants to know about the accounts of a pair. Only reads.

    For example: rampkit accounts requirements USDC_BASE/ARS --country AR --connection ripio-ar --sandbox
    """
    what, where = Pair.parse(pair), country_named(country)
    source = Source(sandbox=sandbox, url=sandbox_url, file=config)
    with desk_of(connection, source, timeout=timeout) as desk, waiting("Asking what is needed"):
        wanted = desk.requirements(what, country=where, rail=rail_named(rail), via=via)
    if as_json:
        print_json({**place_json(desk.provider), "requirements": requirements_json(wanted)})
    else:
        show(*requirements_lines(wanted))
    return ExitStatus.DONE


@accounts.command()
def add(  # noqa: PLR0913  # one for each option
    pair: PairArgument,
    *,
    connection: Connection,
    customer: OfCustomer,
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="S", help="What --identifier is, e.g. cvu or clabe.")
    ] = None,
    identifier: Annotated[
        str | None,
        typer.Option("--identifier", metavar="I", help="Number, key or alias of the bank account."),
    ] = None,
    details: Annotated[
        Path | None,
        typer.Option(
            "--details", metavar="FILE", help="A JSON object of the bank fields `requirements` names."
        ),
    ] = None,
    address: Annotated[
        str | None, typer.Option("--address", metavar="A", help="The wallet, where the provider wants it.")
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="CC", help="Where the bank is; the connection's if left out."),
    ] = None,
    rail: RailOption = None,
    no_check_digits: Annotated[
        bool, typer.Option("--no-check-digits", help="Take a test account whose check digits are wrong.")
    ] = False,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Store a customer's bank account, and wallet, for a pair.

    For example: rampkit accounts add USDC_BASE/MXN --connection ripio-mx --customer CUSTOMER
    --scheme clabe --identifier 002010077777777771
    """
    what = Pair.parse(pair)
    with desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk:
        desk.require(Operation.REGISTER_ACCOUNTS)
        given = _Bank(scheme, identifier, details, country or desk.provider.country, rail)
        bank = given.account(check_digits=not no_check_digits)
        wallet = None if address is None else CryptoAddress(address=address, network=str(what.crypto.network))
        sides = AccountPair(source=wallet, destination=bank)
        if what.direction is Direction.ON_RAMP:
            sides = AccountPair(source=bank, destination=wallet)
        with waiting("Storing the account"):
            registered = desk.register_accounts(customer, what, sides)
        _tell(desk, customer, registered, as_json=as_json)
    return ExitStatus.DONE


@accounts.command()
def confirm(
    pair: PairArgument,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The provider's id of the account.")],
    *,
    connection: Connection,
    customer: OfCustomer,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Confirm a stored account after its holder has looked at what the provider found.

    For example: rampkit accounts confirm USDC_BASE/ARS ACCOUNT --connection ripio-ar --customer CUSTOMER
    """
    what = Pair.parse(pair)
    with desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk:
        with waiting("Confirming the account"):
            registered = desk.confirm_accounts(customer, what, account)
        _tell(desk, customer, registered, as_json=as_json)
    return ExitStatus.DONE


@accounts.command("list")
def list_accounts(
    *,
    connection: Connection,
    customer: OfCustomer,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Show the accounts that a provider keeps of a customer. Only reads.

    Exit status: 0 there is one, 3 there is none.
    """
    with (
        desk_of(connection, Source(url=sandbox_url, file=config), timeout=timeout) as desk,
        waiting("Reading the accounts"),
    ):
        found = list(desk.list_accounts(customer))
    if as_json:
        print_json({**place_json(desk.provider), "accounts": [stored_json(account) for account in found]})
    else:
        show(*stored_lines(found))
    return ExitStatus.DONE if found else ExitStatus.NOTHING


@dataclass(frozen=True, slots=True)
class _Bank:
    """What was said of a bank account."""

    scheme: str | None = field(repr=False)
    identifier: str | None = field(repr=False)
    details: Path | None
    country: str | None
    rail: str | None

    def account(self, *, check_digits: bool) -> BankAccount | None:
        """The account; None if nothing was said of it."""
        if self.scheme is None and self.identifier is None and self.details is None:
            return None
        if self.scheme is not None and self.identifier is None:
            raise InvalidInputError("", "--scheme goes with --identifier", remedy="give both or neither")
        if self.country is None:
            raise InvalidInputError("--country", "is missing", remedy="say where the bank is, e.g. BR")
        try:
            return BankAccount(
                country=self.country,
                rail=rail_named(self.rail),
                scheme=None if self.scheme is None else AccountScheme(self.scheme),
                check_digits=check_digits,
                identifier=self.identifier,
                details={} if self.details is None else json_object(self.details, "--details"),
            )
        except InvalidInputError as error:
            remedy = error.remedy.replace("pass check_digits=False", "add --no-check-digits")
            problem = InvalidInputError(error.field, error.problem, remedy=remedy)
        raise problem


def _tell(desk: Desk, customer: str, registered: RegisteredAccounts, *, as_json: bool) -> None:
    following: list[str] = []
    account = registered.destination_id
    if registered.status == AccountStatus.NEEDS_CONFIRMATION and account is not None:
        following = [desk.command("accounts confirm", str(registered.pair), account, "--customer", customer)]
    elif desk.offers(Operation.LIST_ACCOUNTS):
        following = [desk.command("accounts list", "--customer", customer)]
    if as_json:
        told = {"accounts": registered_json(registered), "next": following}
        print_json({**place_json(desk.provider), **told})
    else:
        show(unbroken(f"{desk} has the account:"), *registered_lines(registered), *next_lines(following))
