"""One account at Ripio: its settings, its token, how its answers are read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from rampkit.errors import ConfigurationError, RampError, UnsupportedError
from rampkit.http import Flow, Request, Response, Token, path
from rampkit.pages import Page
from rampkit.provider import Environment, RampProvider
from rampkit.secrets import Secret, secrets_of
from rampkit.wire import reading
from rampkit_ripio import assets, errors, wire
from rampkit_ripio.complaint import Complaint
from rampkit_ripio.mapping.pages import Part, Walk
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["RipioConnection"]

T = TypeVar("T")

_OK, _FORBIDDEN = 200, 403
_NOT_AUTHENTICATED = "40001"

# Page customers/create-customer, `servers`
_HOSTS = {"live": "https://skala.ripio.com", "sandbox": "https://skala-sandbox.ripio.com"}
_LONGEST = 36000
"""Seconds a token lives, page authentication/acquire-access-token; a longer promise is not believed."""


class RipioConnection(RampProvider):
    """Settings and conversation, without any operation."""

    def __init__(
        self,
        client_id: str,
        client_secret: str | Secret,
        *,
        country: str,
        name: str | None = None,
        environment: Environment | str = Environment.LIVE,
        base_url: str | None = None,
        webhook_secrets: str | Secret | Sequence[str | Secret] = (),
        final_absence_after: timedelta | None = None,
        guessed_paths: bool = False,
    ) -> None:
        # First, because a traceback may print local variables.
        client_secret, webhook_secrets = Secret(client_secret), secrets_of(webhook_secrets)
        super().__init__(
            name=name,
            country=_country(country),
            environment=environment,
            base_url=base_url or _HOSTS.get(str(environment), _HOSTS["live"]),
            webhook_secrets=webhook_secrets,
        )
        _check(self.name, client_id, client_secret, final_absence_after)
        self._client_id = client_id
        self._client_secret = client_secret
        self._final_absence_after = final_absence_after
        self._guessed_paths = guessed_paths
        self._view = View(self.name, _country(country), self._kept, self.knows_host)

    def authorize(self, scope: str) -> Flow[Token]:
        """Get the account's access token (page authentication/acquire-access-token).

        Raises:
            AuthenticationError: Ripio refuses the credentials.
            UnsupportedError: *scope* is not `project`.
        """
        if scope != SCOPE:
            raise UnsupportedError(
                f"Ripio has one kind of token, {SCOPE!r}", connection=self.name, operation="authorize"
            )
        response = yield from self._ask(_token_request(self._client_id, self._client_secret))
        with reading(response, connection=self.name, operation="authorize"):
            return _token(response.json(), response.sent_at)

    def sign(self, request: Request, token: Token) -> Request:
        """*request* with the account's token."""
        return request.with_headers({"Authorization": f"Bearer {token.secret.reveal()}"})

    def refuses_token(self, response: Response) -> bool:
        """Whether the token is not accepted: 401, or the same complaint under a sibling API's 403."""
        if response.status == _FORBIDDEN:
            return Complaint.of(response).code == _NOT_AUTHENTICATED
        return super().refuses_token(response)

    def parse_error(self, response: Response, request: Request) -> RampError:
        """What an unsuccessful answer means; see `rampkit_ripio.errors`."""
        return errors.parse_error(response, request, connection=self.name)

    def _read(self, request: Request, parse: Callable[[Any], T]) -> Flow[T]:
        """Send *request* and make a value of the answer.

        Raises:
            BadResponseError: The answer cannot be read.
            RampError: What an unsuccessful answer means.
        """
        response = yield from self._ask(request)
        with reading(response, connection=self.name, operation=request.operation):
            return parse(response.json())

    def _part(self, walk: Walk) -> Flow[Part]:
        """One page of a list.

        Raises:
            BadResponseError: It cannot be read, does not end, or repeats itself: what was not seen may well
                be there.
        """
        return (yield from self._read(walk.ask(), walk.read))

    def _page(
        self, walk: Walk, parse: Callable[[Mapping[str, Any]], T | None], *, counted: bool = False
    ) -> Flow[Page[T]]:
        """One page as *parse* reads its items, without those it leaves out as None; and the way on.

        Args:
            walk: How far the list was read.
            parse: Makes a value of an item.
            counted: Whether *parse* leaves none out, so that Ripio's count is that of the values.
        """
        part = yield from self._part(walk)
        found = self._parsed(walk.request, lambda: tuple(map(parse, part.items)))
        following = part.following
        return Page(
            tuple(item for item in found if item is not None),
            None if following is None else partial(self._page, following, parse, counted=counted),
            part.total if counted else None,
        )

    def _items(
        self, request: Request, key: str, *, until: Callable[[Mapping[str, Any]], bool] | None = None
    ) -> Flow[tuple[Mapping[str, Any], ...]]:
        """The items of a paged list, each once, to its end or to the page with one that *until* accepts.

        Raises:
            BadResponseError: The list could not be read to its end.
        """
        found: list[Mapping[str, Any]] = []
        walk: Walk | None = Walk(request, key)
        while walk is not None:
            part = yield from self._part(walk)
            found += part.items
            reached = until is not None and any(map(until, part.items))
            walk = None if reached else part.following
        return tuple(found)

    def _first(
        self,
        request: Request,
        key: str,
        wanted: Callable[[Mapping[str, Any]], bool],
        parse: Callable[[Mapping[str, Any]], T],
    ) -> Flow[T | None]:
        """The first *wanted* item of a paged list, as *parse* reads it; None if it was not seen."""
        items = yield from self._items(request, key, until=wanted)
        item = next(filter(wanted, items), None)
        return None if item is None else self._parsed(request, lambda: parse(item))

    def _parsed(self, request: Request, parse: Callable[[], T]) -> T:
        """What *parse* makes of items that were read by *request*.

        Raises:
            BadResponseError: They cannot be read.
        """
        with reading(Response(status=_OK), connection=self.name, operation=request.operation):
            return parse()


def _check(
    connection: str, client_id: str, client_secret: str | Secret, final_absence_after: timedelta | None
) -> None:
    problem = None
    if not client_id or not client_secret:
        problem = "client_id and client_secret are needed; Ripio hands them out per country"
    elif ":" in client_id:
        # HTTP Basic could not tell where the name ends.
        problem = "client_id holds a colon; copy it from Ripio again"
    if final_absence_after is not None and final_absence_after <= timedelta():
        problem = "final_absence_after must be a time longer than zero, or None"
    if problem:
        raise ConfigurationError(f"connection {connection}: {problem}")


def _country(country: str) -> str:
    code = country.strip().upper()
    if code not in assets.COUNTRIES:
        known = ", ".join(assets.COUNTRIES)
        raise ConfigurationError(
            f"Ripio credentials belong to one country: country must be one of {known}; for several countries "
            "make one connection each"
        )
    return code


def _token_request(client_id: str, client_secret: Secret) -> Request:
    basic = b64encode(f"{client_id}:{client_secret.reveal()}".encode()).decode()
    return Request(
        operation="authorize",
        method="POST",
        path=path("oauth2", "token", ""),
        form={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )


def _token(payload: Any, sent_at: datetime | None) -> Token:
    token = wire.Token.read(payload)
    if not token.accessToken.isascii() or not token.accessToken.isprintable() or " " in token.accessToken:
        raise ValueError("a token that fits no header")
    # A lifetime that is missing or nonsense is the documented one: a refused token is renewed anyway.
    told = token.expiresIn if token.expiresIn is not None and token.expiresIn > 0 else _LONGEST
    life = timedelta(seconds=int(min(told, _LONGEST)))
    return Token(Secret(token.accessToken), None if sent_at is None else sent_at + life)
