"""What a mapping needs to know of the connection it reads for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rampkit.errors import CustomerNotRegisteredError, InvalidInputError
from rampkit.models import Asset, CustomerLink
from rampkit_ripio import assets

__all__ = ["PROVIDER", "SCOPE", "View"]

PROVIDER = "ripio"
"""The provider's code."""
SCOPE = "project"
"""The one token scope: credentials stand for the whole account."""


@dataclass(frozen=True, slots=True)
class View:
    """A connection, as far as mappings care."""

    connection: str
    country: str
    keep: Callable[[Any], Any]
    """A payload as it may be kept in `raw`."""
    knows_host: Callable[[str], bool]
    """Whether a page belongs to Ripio."""

    @property
    def fiat(self) -> Asset:
        """The money of the country."""
        return assets.fiat_of(self.country)

    def customer_id(self, link: CustomerLink) -> str:
        """Ripio's id of a customer.

        Raises:
            InvalidInputError: The link belongs to another connection.
            CustomerNotRegisteredError: Ripio does not know the customer yet.
        """
        if link.connection != self.connection:
            raise InvalidInputError(
                "customer", f"is a link of {link.connection}", remedy=f"use the one of {self.connection}"
            )
        if link.provider_customer_id is None:
            raise CustomerNotRegisteredError(
                "the customer has no id at Ripio yet; call create_customer first", connection=self.connection
            )
        return link.provider_customer_id
