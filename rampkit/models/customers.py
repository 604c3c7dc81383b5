"""The application's user, and what each provider knows of that person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from rampkit.models.actions import Action, SafeUrl
from rampkit.models.model import Details, Model, OpenEnum, UtcTime
from rampkit.models.places import Country, Region

__all__ = [
    "Customer",
    "CustomerLink",
    "CustomerType",
    "LinkStatus",
    "Terms",
    "TermsAcceptance",
    "Verification",
    "VerificationRequirements",
    "VerificationStatus",
]

_Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class CustomerType(OpenEnum):
    """A person or a company."""

    INDIVIDUAL = "individual"
    BUSINESS = "business"


class Customer(Model):
    """A user of the application, by the application's own id.

    Personal fields are in no `repr`.
    """

    id: _Id
    """The application's own id of this person, stable for ever."""
    country: Country
    """Where the person lives, ISO 3166-1."""
    region: Region | None = None
    """Which part of it, ISO 3166-2."""
    type: CustomerType = CustomerType.INDIVIDUAL
    """A person or a company."""
    email: str | None = Field(default=None, repr=False)
    """Needed by some providers."""
    identity: Details = Field(default_factory=dict[str, Any], repr=False)
    """Verification data, under the names the provider's requirements give."""
    metadata: Details = Field(default_factory=dict[str, Any], repr=False)
    """Kept by providers that keep such a thing; sent to nobody else."""


class LinkStatus(OpenEnum):
    """How far a customer is with a provider. Unknown values are kept."""

    ACTIVE = "active"
    PENDING = "pending"
    """The person has a step to take: see `actions`, then call `continue_customer`."""
    INACTIVE = "inactive"
    UNKNOWN = "unknown"
    """The answer to the registration was lost: it may or may not exist."""


class CustomerLink(Model):
    """A provider's record of a customer: kept in the journal, so that a crash orphans nobody."""

    connection: str
    """Name of the connection."""
    customer_id: _Id
    """The application's id."""
    provider_customer_id: str | None = None
    """The provider's id; None while the record is pending or in doubt."""
    status: LinkStatus
    """How far the registration is."""
    actions: tuple[Action, ...] = ()
    """What the person does to finish it."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""

    @property
    def usable(self) -> bool:
        """Whether orders can be made for this customer, as far as the record alone tells."""
        return self.status == LinkStatus.ACTIVE and self.provider_customer_id is not None


class VerificationStatus(OpenEnum):
    """How far an identity check is. Unknown values are kept."""

    NOT_STARTED = "not_started"
    ACTION_REQUIRED = "action_required"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class Verification(Model):
    """An identity check at one provider: of everything it offers, or of one `scope` (a via or a rail)."""

    connection: str
    """Name of the connection."""
    scope: str | None = None
    """Of what; None: of everything the provider offers."""
    status: VerificationStatus
    """How far it is."""
    actions: tuple[Action, ...] = ()
    """What the person does to go on."""
    provider_status: str | None = None
    """The provider's exact word."""
    verification_id: str | None = None
    """The provider's id of the check."""
    updated_at: UtcTime | None = None
    """The provider's time of the last change."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""


class VerificationRequirements(Model):
    """What a provider wants to know about a person, as a JSON Schema of `Customer.identity`."""

    connection: str
    """Name of the connection."""
    identity: Mapping[str, Any]
    """The schema. Which fields there are depends on the country, and changes without notice."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields."""


class Terms(Model):
    """A provider's terms and whether the customer accepted them."""

    connection: str
    """Name of the connection."""
    terms_id: str | None = None
    """The provider's id of them."""
    version: str | None = None
    """The provider's version of them."""
    country: Country | None = None
    """Where they apply, ISO 3166-1."""
    url: SafeUrl | None = Field(default=None, repr=False)
    """Where they can be read."""
    accepted: bool | None = None
    """None where the provider does not say."""
    accepted_at: UtcTime | None = None
    """When the customer accepted."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""


class TermsAcceptance(Model):
    """That a person accepted terms, and from where: providers keep this as proof."""

    terms_id: str | None = None
    """Which terms; None for the ones in force."""
    ip_address: str | None = Field(default=None, repr=False)
    """The person's address at acceptance, not the server's."""
    user_agent: str | None = Field(default=None, repr=False)
    """The person's browser."""
