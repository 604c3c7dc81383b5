"""Where money comes from and where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import Field, model_validator

from rampkit.models.actions import AccountScheme, Action
from rampkit.models.addresses import check_address
from rampkit.models.assets import Asset, Pair
from rampkit.models.model import Model, OpenEnum, UtcTime
from rampkit.models.networks import network
from rampkit.models.places import Country
from rampkit.models.rails import Rail

__all__ = [
    "AccountPair",
    "AccountStatus",
    "BankAccount",
    "CryptoAddress",
    "DepositAccount",
    "Endpoint",
    "RegisteredAccounts",
    "Requirements",
]


class BankAccount(Model):
    """A person's account at a bank or wallet, neutral of any provider.

    `BankAccount(country="AR", scheme="cvu", identifier="0000003100010000000001")`. What a provider wants
    beyond these fields goes into `details`, under the names its `requirements` give.
    """

    country: Country
    rail: Rail | None = None
    scheme: AccountScheme | None = None
    identifier: str | None = Field(default=None, repr=False)
    bank: str | None = Field(default=None, repr=False)
    """Name or code of the institution."""
    routing_number: str | None = Field(default=None, repr=False)
    holder_name: str | None = Field(default=None, repr=False)
    holder_tax_id: str | None = Field(default=None, repr=False)
    details: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)


class CryptoAddress(Model):
    """A wallet address on one network, checked when made.

    Raises:
        InvalidInputError: The address cannot be one of the network.
    """

    address: str = Field(repr=False)
    network: str
    memo: str | None = Field(default=None, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _on_its_network(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not {"address", "network"} <= data.keys():
            return data
        where = network(str(data["network"]))
        return {**data, "network": where.name, "address": check_address(str(data["address"]), where)}


Endpoint: TypeAlias = BankAccount | CryptoAddress


class AccountPair(Model):
    """Where the money comes from and where it goes; a side the person need not name is None."""

    source: Endpoint | None = None
    destination: Endpoint | None = None


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
    pair: Pair
    accounts: AccountPair
    status: AccountStatus
    source_id: str | None = None
    destination_id: str | None = None
    actions: tuple[Action, ...] = ()
    provider_status: str | None = None
    raw: Any = Field(default=None, repr=False)


class Requirements(Model):
    """What a provider wants to know about the accounts of a pair, as JSON Schemas; None: nothing."""

    connection: str
    pair: Pair
    source: Mapping[str, Any] | None = None
    destination: Mapping[str, Any] | None = None
    raw: Any = Field(default=None, repr=False)


class DepositAccount(Model):
    """A standing account or address of a customer: every deposit is converted to a fixed target.

    It has no amount of its own and may see any number of deposits, so one intent at a time may hold it.
    """

    connection: str
    deposit_account_id: str
    customer_id: str
    """The provider's id of the customer it belongs to."""
    pair: Pair
    rail: Rail | None = None
    status: AccountStatus
    target: Endpoint | None = Field(default=None, repr=False)
    """Where converted money goes."""
    actions: tuple[Action, ...] = ()
    """How to pay in."""
    accepts: tuple[Asset, ...] = ()
    """What may be sent to it."""
    provider_status: str | None = None
    created_at: UtcTime | None = None
    raw: Any = Field(default=None, repr=False)
