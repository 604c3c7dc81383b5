"""The settings that only connections to Gnosis Ramp have, besides the generation."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from inspect import iscoroutinefunction
from typing import TypeAlias

from rampkit.errors import AuthenticationError, ConfigurationError
from rampkit.secrets import Secret
from rampkit_gnosis.generations import Generation

__all__ = ["ProjectAuth", "SubjectTokens", "subject_tokens_of"]

SubjectTokens: TypeAlias = Callable[[str], Secret]
"""Gives the OIDC token of a customer by the application's id, or raises `AuthenticationError`."""


class ProjectAuth(StrEnum):
    """How calls of the project are signed.

    The guides say HTTP Basic (https://docs.ramp.gnosis.io/welcome/authentication), the newest reference says
    OAuth2 client credentials
    (https://docs.ramp.gnosis.io/api-reference/endpoints/intents/get-indicative-quote).
    """

    BASIC = "basic"
    """Client id and secret on every call."""
    OAUTH2 = "oauth2"
    """A token that is got with them from `/auth/token`, whose answer no page shows."""

    @classmethod
    def named(cls, name: str, *, connection: str) -> ProjectAuth:
        """The way called *name*.

        Raises:
            ConfigurationError: There is no such way.
        """
        if name not in {item.value for item in cls}:
            known = " or ".join(repr(item.value) for item in cls)
            raise ConfigurationError(f"connection {connection}: project_auth must be {known}")
        return cls(name)


def subject_tokens_of(
    given: Callable[[str], str | Secret | None] | None, generation: Generation, *, connection: str
) -> SubjectTokens | None:
    """What the application *given* looks its customers' tokens up with, made strict.

    Raises:
        ConfigurationError: The first generation lacks it, another one has it, or it would have to be awaited.
    """
    if generation is not Generation.G1:
        if given is not None:
            raise ConfigurationError(f"connection {connection}: subject_tokens belongs to generation 'g1'")
        return None
    if not callable(given) or iscoroutinefunction(given):
        raise ConfigurationError(
            f"connection {connection}: generation 'g1' knows customers by OIDC tokens alone; "
            "pass subject_tokens, a plain function from your id of a customer to that customer's token"
        )

    def token_of(customer_id: str) -> Secret:
        try:
            secret = Secret(given(customer_id) or "")
        except Exception as error:  # noqa: BLE001  # the application's own; what it says may hold a token
            problem = f"subject_tokens failed with {type(error).__name__}; it must give a text, or None"
        else:
            if secret:
                return secret
            problem = "there is no OIDC token of this customer; let the person log in again"
        # Nothing else may come out: an order that waits for its token would count as sent.
        raise AuthenticationError(problem, connection=connection, operation="authorize")

    return token_of
