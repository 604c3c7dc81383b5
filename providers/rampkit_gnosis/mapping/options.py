"""The knobs of an order that only Gnosis Ramp has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, StrictBool, StrictStr

from rampkit.errors import InvalidInputError
from rampkit.models import Model
from rampkit_gnosis.generations import Generation

__all__ = ["Options", "options_of"]


class Options(Model):
    """`provider_options` of a connection to Gnosis Ramp."""

    auto_execute: StrictBool = False
    """Start the movement as soon as compliance is done, without `execute_intent`."""
    check_accounts: StrictBool = True
    """Compare both accounts with the live requirements before the order leaves; needs the extra
    `validation`."""
    checkout_redirect_url: StrictStr | None = Field(default=None, repr=False)
    """Where the person goes after paying."""
    src_details: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)
    """Fields of the paying account, by the names of `requirements`; they win over the account's own."""
    dest_details: Mapping[str, Any] = Field(default_factory=dict[str, Any], repr=False)
    """Fields of the receiving account, likewise."""


def options_of(values: Mapping[str, Any], generation: Generation) -> Options:
    """The knobs in *values*.

    Raises:
        InvalidInputError: One is unknown, of the wrong kind, or missing in *generation*.
    """
    problem: InvalidInputError
    try:
        options = Options(**values)
    except InvalidInputError as error:
        problem = error.within("provider_options")
    else:
        _check(options, generation)
        return options
    raise problem


def _check(options: Options, generation: Generation) -> None:
    lacking: list[str] = []
    if not generation.inline:
        lacking += [name for name in ("src_details", "dest_details") if getattr(options, name)]
    if generation.redirect_field == "redirectUrl" and options.checkout_redirect_url is not None:
        lacking.append("checkout_redirect_url")
    if not generation.listed and options.auto_execute:
        lacking.append("auto_execute")
    if lacking:
        raise InvalidInputError(
            f"provider_options.{lacking[0]}",
            f"does not exist in generation {generation.value}",
            remedy="leave it out; accounts are stored by register_accounts there",
        )
