"""Ripio's access token.

Pages named here are below https://docs.ripio.com/ramps-api/.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, StringConstraints

from rampkit.wire import Exact, Wire
from rampkit_ripio.wire.values import Maybe

__all__ = ["Token"]


class Token(Wire):
    """Answer of `POST /oauth2/token/`, in either style of names (`authentication/acquire-access-token`)."""

    accessToken: Annotated[str, StringConstraints(min_length=1, max_length=8192)] = Field(
        validation_alias=AliasChoices("accessToken", "access_token")
    )
    expiresIn: Maybe[Exact] = Field(None, validation_alias=AliasChoices("expiresIn", "expires_in"))
