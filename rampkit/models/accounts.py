"""Where money comes from and where it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias, cast

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from rampkit.errors import FieldProblem, InvalidInputError
from rampkit.models.actions import AccountScheme, Action
from rampkit.models.addresses import check_address
from rampkit.models.assets import Asset, Pair
from rampkit.models.identifiers import check_identifier, check_routing_number, check_scheme, check_tax_id
from rampkit.models.model import Details, Model, OpenEnum, UtcTime
from rampkit.models.networks import network
from rampkit.models.places import Country
from rampkit.models.rails import Rail
from rampkit.schemas import check

__all__ = [
    "AccountPair",
    "AccountStatus",
    "BankAccount",
    "CryptoAddress",
    "DepositAccount",
    "Endpoint",
    "RegisteredAccounts",
    "Requirements",
    "StoredAccount",
]


class BankAccount(Model):
    """A person's account at a bank or wallet, neutral of any provider, checked when made.

    `BankAccount(country="AR", scheme="cvu", identifier="0000465160000000070078")`. What a provider wants
    beyond these fields goes into `details`, under the names its `requirements` give.

    An application that works with test accounts throughout says so once a request:
    `IntentRequest.model_validate(data, context={"check_digits": False})`.

    Raises:
        InvalidInputError: The scheme is another country's; or an identifier, a routing number or a tax id is
            too long or short, or a character of it is mistyped.
        ConfigurationError: The library that computes check digits is not installed.
    """

    country: Country
    """Where the account is, ISO 3166-1."""
    rail: Rail | None = None
    """The rail to use, where the account has several."""
    scheme: AccountScheme | None = None
    """What kind of identifier it is given by."""
    check_digits: bool = True
    """Whether check digits have to be right. False: lengths and alphabets alone, for test accounts, whose
    documented samples have wrong ones, and for what a provider answers. Not part of the wish."""
    identifier: str | None = Field(default=None, repr=False)
    """Account number, CBU, CVU, CLABE, IBAN, key or alias, as `scheme` says; numbers without separators."""
    bank: str | None = Field(default=None, repr=False)
    """Name or code of the institution."""
    routing_number: str | None = Field(default=None, repr=False)
    """Routing number, sort code, BIC or branch."""
    holder_name: str | None = Field(default=None, repr=False)
    """The holder's name."""
    holder_tax_id: str | None = Field(default=None, repr=False)
    """The holder's tax id, e.g. CPF, CUIT, RFC, of the account's country."""
    details: Details = Field(default_factory=dict[str, Any], repr=False)
    """What else the provider asks for, under its own names."""

    @model_validator(mode="before")
    @classmethod
    def _as_the_application_says(cls, data: Any, info: ValidationInfo) -> Any:
        context = cast(Mapping[str, Any] | None, info.context) or {}
        if not isinstance(data, Mapping) or "check_digits" not in context:
            return cast(object, data)
        return {"check_digits": context["check_digits"], **cast(Mapping[str, Any], data)}

    @field_validator("scheme")
    @classmethod
    def _of_its_country(cls, scheme: AccountScheme | None, info: ValidationInfo) -> AccountScheme | None:
        country = info.data.get("country")
        return check_scheme(scheme, country) if scheme and country else scheme

    @field_validator("identifier")
    @classmethod
    def _by_its_scheme(cls, text: str | None, info: ValidationInfo) -> str | None:
        scheme, country = info.data.get("scheme"), info.data.get("country")
        if text is None or scheme is None or country is None:
            return text
        return check_identifier(text.strip(), scheme, country, check_digits=_checks_digits(info))

    @field_validator("routing_number")
    @classmethod
    def _of_a_bank(cls, text: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if text is None or country is None:
            return text
        return check_routing_number(text.strip(), country, check_digits=_checks_digits(info))

    @field_validator("holder_tax_id")
    @classmethod
    def _of_a_holder(cls, text: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if text is None or country is None:
            return text
        return check_tax_id(text.strip(), country, check_digits=_checks_digits(info))


def _checks_digits(info: ValidationInfo) -> bool:
    return bool(info.data.get("check_digits", True))


class CryptoAddress(Model):
    """A wallet address on one network, checked when made.

    Raises:
        InvalidInputError: The address cannot be one of the network.
    """

    address: str = Field(repr=False)
    """Kept as given, without surrounding spaces."""
    network: str
    """rampkit's name of the network, e.g. `base`; aliases are accepted."""
    memo: str | None = Field(default=None, repr=False)
    """Memo or tag, on networks that have one."""

    @model_validator(mode="before")
    @classmethod
    def _on_its_network(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not {"address", "network"} <= data.keys():
            return cast(object, data)
        fields = cast(Mapping[str, Any], data)
        where = network(str(fields["network"]))
        return {**fields, "network": where.name, "address": check_address(str(fields["address"]), where)}


Endpoint: TypeAlias = BankAccount | CryptoAddress
"""Either end of a movement."""


def _endpoint(value: object, info: ValidationInfo) -> Endpoint | None:
    """*value* as what it is; told apart here, because a plain union reports the problems of both."""
    if value is None or isinstance(value, Endpoint):
        return value
    if not isinstance(value, Mapping):
        raise InvalidInputError(
            "",
            "must be a BankAccount or a CryptoAddress",
            remedy="CryptoAddress(address=..., network='base')",
        )
    kind = CryptoAddress if "address" in value else BankAccount
    return kind.model_validate(value, context=info.context)


_Endpoint = Annotated[Endpoint | None, BeforeValidator(_endpoint)]


class AccountPair(Model):
    """Where the money comes from and where it goes; a side the person need not name is None."""

    source: _Endpoint = None
    """Where the money comes from, or goes back to."""
    destination: _Endpoint = None
    """Where the money goes."""


class AccountStatus(OpenEnum):
    """Whether an account can be used at a provider. Unknown values are kept."""

    USABLE = "usable"
    PENDING = "pending"
    NEEDS_CONFIRMATION = "needs_confirmation"
    DISABLED = "disabled"
    UNKNOWN = "unknown"
    """Its creation was in doubt, or the provider uses a word we do not know."""


class RegisteredAccounts(Model):
    """What a provider made of an `AccountPair`: its own identifiers and whether they can be used."""

    connection: str
    """Name of the connection."""
    pair: Pair
    """What is given and got."""
    accounts: AccountPair
    """The accounts as given."""
    status: AccountStatus
    """Whether they can be used."""
    source_id: str | None = None
    """The provider's id of the source."""
    destination_id: str | None = None
    """The provider's id of the destination."""
    actions: tuple[Action, ...] = ()
    """What the person does next."""
    provider_status: str | None = None
    """The provider's exact word."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""


class StoredAccount(Model):
    """One account that a provider keeps of a customer."""

    connection: str
    """Name of the connection."""
    account_id: str
    """The provider's id of it."""
    status: AccountStatus
    """Whether it can be used."""
    account: _Endpoint = Field(default=None, repr=False)
    """The account itself, as far as the provider shows it in a way we can read."""
    rail: Rail | None = None
    """How fiat moves to or from it."""
    provider_status: str | None = None
    """The provider's exact word."""
    actions: tuple[Action, ...] = ()
    """What the person does next."""
    created_at: UtcTime | None = None
    """The provider's time."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""


class Requirements(Model):
    """What a provider wants to know about the accounts of a pair, as JSON Schemas; None: nothing."""

    connection: str
    """Name of the connection."""
    pair: Pair
    """What is given and got."""
    source: Mapping[str, Any] | None = None
    """Schema of the source account."""
    destination: Mapping[str, Any] | None = None
    """Schema of the destination account."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""

    def check(
        self, *, source: Mapping[str, Any] | None = None, destination: Mapping[str, Any] | None = None
    ) -> None:
        """See whether the fields of a form fit, before they go into `BankAccount.details`.

        Args:
            source: The fields of the source account, under the provider's names; None: not looked at.
            destination: The same of the destination account.

        Raises:
            InvalidInputError: They do not; `fields` holds every problem of both, with what was expected.
            BadResponseError: A schema cannot be used: see `rampkit.schemas.check`.
            ConfigurationError: The library that reads schemas is not installed.
        """
        given = (("source", source, self.source), ("destination", destination, self.destination))
        problems: list[FieldProblem] = []
        for side, fields, schema in given:
            if fields is not None and schema is not None:
                problems += _problems(fields, schema, side, self.connection)
        del source, destination, given
        if problems:
            raise InvalidInputError.of(problems)


def _problems(
    fields: Mapping[str, Any], schema: Mapping[str, Any], side: str, connection: str
) -> Sequence[FieldProblem]:
    try:
        check(fields, schema, field=side, connection=connection, operation="requirements")
    except InvalidInputError as error:
        return error.fields
    return ()


class DepositAccount(Model):
    """A standing account or address of a customer: every deposit is converted to a fixed target.

    It has no amount of its own and may see any number of deposits, so one intent at a time may hold it.
    """

    connection: str
    """Name of the connection."""
    deposit_account_id: str
    """The provider's id of it."""
    customer_id: str
    """The provider's id of the customer it belongs to."""
    pair: Pair
    """What is given and got."""
    rail: Rail | None = None
    """How the fiat side moves."""
    status: AccountStatus
    """Whether it can be paid to."""
    target: _Endpoint = Field(default=None, repr=False)
    """Where converted money goes; None where the provider shows only `target_id`."""
    target_id: str | None = None
    """The provider's id of the registered account that converted money goes to."""
    actions: tuple[Action, ...] = ()
    """How to pay in."""
    accepts: tuple[Asset, ...] = ()
    """What may be sent to it."""
    provider_status: str | None = None
    """The provider's exact word."""
    created_at: UtcTime | None = None
    """The provider's time."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""
