"""Ripio's customers and the terms they accept.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from pydantic import AliasChoices, Field

from rampkit.wire import Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["AcceptedTerms", "Customer", "Terms", "TermsAcceptance"]


class Customer(Wire):
    """A customer (`customers/create-customer`); older answers lack `isActive`."""

    customerId: Id
    isActive: bool | None = None


class Terms(Wire):
    """The terms in force (`terms-and-conditions/get-terms-and-conditions`)."""

    termsId: Id = Field(validation_alias=AliasChoices("termsId", "id"))
    country: Maybe[str] = None
    version: Maybe[str] = None
    url: Maybe[str] = None


class TermsAcceptance(Wire):
    """Whether they are accepted (`terms-and-conditions/get-terms-acceptance-status`)."""

    country: Maybe[str] = None
    accepted: bool
    termsId: Maybe[Id] = None
    version: Maybe[str] = None
    url: Maybe[str] = None
    acceptedAt: Maybe[Moment] = None


class AcceptedTerms(Wire):
    """A recorded acceptance (`customers/accept-terms`)."""

    termsId: Id = Field(validation_alias=AliasChoices("termsId", "id"))
    acceptedAt: Maybe[Moment] = None
