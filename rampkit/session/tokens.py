"""The credentials a session holds, each renewed by one caller while the others wait."""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeAlias, TypeVar

from rampkit.errors import ConfigurationError, RampError
from rampkit.http import Token

__all__ = ["Landing", "Seat", "TokenStore", "check_circle", "shared", "unsent"]

Landing: TypeAlias = Token | RampError | None
"""How a renewal ended; None if whoever made it gave up."""

_EARLY = timedelta(seconds=60)


class Flight(Protocol):
    """A renewal under way: whatever the callers can wait on."""

    def set_result(self, result: Landing, /) -> None:
        """Let everybody who waits go on."""
        ...


F = TypeVar("F", bound=Flight)


@dataclass(frozen=True, slots=True)
class Seat(Generic[F]):
    """A caller's place in a renewal."""

    flight: F
    leads: bool
    """Whether this caller makes the renewal; otherwise it waits."""


class TokenStore(Generic[F]):
    """The tokens of one connection and the renewals under way.

    Args:
        new_flight: Makes what callers wait on.
        limit: Tokens kept; the least recently used one goes first.
    """

    def __init__(self, new_flight: Callable[[], F], *, limit: int) -> None:
        self._new_flight = new_flight
        self._limit = limit
        self._tokens: OrderedDict[str, tuple[Token, datetime | None]] = OrderedDict()
        self._flights: dict[str, F] = {}
        self._lock = threading.Lock()

    def look(self, scope: str, *, stale: Token | None, now: datetime) -> Token | Seat[F]:
        """The token for *scope* if there is one to use, else a seat in its renewal.

        Args:
            scope: What the token is for.
            stale: The very token that the provider has just refused.
            now: The time by the session's clock.
        """
        with self._lock:
            token, renew_at = self._tokens.get(scope, (None, None))
            if token is not None and token is not stale and (renew_at is None or now < renew_at):
                self._tokens.move_to_end(scope)
                return token
            flight = self._flights.get(scope)
            if flight is not None:
                return Seat(flight, leads=False)
            self._flights[scope] = flight = self._new_flight()
            return Seat(flight, leads=True)

    def land(self, scope: str, seat: Seat[F], landing: Landing, *, now: datetime) -> None:
        """End the renewal of *scope* and let those who wait go on."""
        with self._lock:
            del self._flights[scope]
            if isinstance(landing, Token):
                self._keep(scope, landing, now)
        seat.flight.set_result(landing)

    def drop(self, scope: str, token: Token) -> None:
        """Forget *token*, unless it has been replaced already."""
        with self._lock:
            kept, _ = self._tokens.get(scope, (None, None))
            if kept is token:
                del self._tokens[scope]

    def _keep(self, scope: str, token: Token, now: datetime) -> None:
        self._tokens[scope] = (token, _renew_at(token, now))
        self._tokens.move_to_end(scope)
        if len(self._tokens) > self._limit:
            self._tokens.popitem(last=False)


def _renew_at(token: Token, now: datetime) -> datetime | None:
    """A little before the end, so that no request is on its way when the token expires."""
    if token.expires_at is None or token.expires_at - now <= _EARLY:
        return token.expires_at
    return token.expires_at - _EARLY


def shared(landing: Landing) -> Landing:
    """What those who waited may take over: a token, or a refusal that would meet each of them alike.

    A leader that ran out of its own time, or was cancelled, says nothing about anybody else.
    """
    if isinstance(landing, RampError):
        return None if landing.retryable else copy.copy(landing)
    return landing


def unsent(error: RampError) -> RampError:
    """*error* of a log-in, seen from the request that needed it: that one never left."""
    error.not_sent = True
    return error


def check_circle(scope: str, within: tuple[str, ...]) -> None:
    """Refuse a log-in that needs itself.

    Raises:
        ConfigurationError: *scope* is among those being authorized *within* this very call.
    """
    if scope in within:
        raise ConfigurationError(
            f"authorize({scope!r}) needs a token of that very scope; "
            "its own requests must use another scope, or None"
        )
