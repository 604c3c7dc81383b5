"""Ripio's payout accounts, and the fields it asks for.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, Field, StringConstraints

from rampkit.wire import Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["Choice", "FiatAccount", "RequiredField"]


class Choice(Wire):
    """One allowed value of a field, and its name for people."""

    value: str | int
    label: Maybe[str] = None


class RequiredField(Wire):
    """A field of a payout account or of a person.

    Pages `fiat-accounts/retrieve-fiat-account-requirements` and `kyc/retrieve-kyc-requirements`.
    """

    fieldName: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    required: bool = False
    type: Maybe[str] = None
    choices: Maybe[list[Choice]] = None


class FiatAccount(Wire):
    """A payout account (`fiat-accounts/create-fiat-account`); older ones name the rail `accountType`."""

    fiatAccountId: Id
    customerId: Maybe[Id] = None
    fiatAccountFields: Maybe[dict[str, Any]] = None
    createdAt: Maybe[Moment] = None
    status: Maybe[str] = None
    paymentMethodType: Maybe[str] = Field(
        None, validation_alias=AliasChoices("paymentMethodType", "accountType")
    )
    metadata: Maybe[dict[str, Any]] = None
