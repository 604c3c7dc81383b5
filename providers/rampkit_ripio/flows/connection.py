"""One account at Ripio: its settings, its token, how its answers are read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from rampkit.errors import BadResponseError, ConfigurationError, RampError, UnsupportedError
from rampkit.http import Flow, Request, Response, Token, path
from rampkit.provider import Environment, RampProvider
from rampkit.secrets import Secret, secrets_of
from rampkit.wire import reading
from rampkit_ripio import assets, errors, wire
from rampkit_ripio.mapping.pages import MOST_PAGES, at_offset, parse_page
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["RipioConnection"]

T = TypeVar("T")

_OK = 200

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

    def _items(
        self, request: Request, key: str, *, until: Callable[[Mapping[str, Any]], bool] | None = None
    ) -> Flow[tuple[Mapping[str, Any], ...]]:
        """The items of a paged list, each once, to its end or to the page with one that *until* accepts.

        Raises:
            BadResponseError: The list cannot be read, does not end, or repeats itself: what was not seen
                may well be there.
        """
        found: dict[str, Mapping[str, Any]] = {}
        offset = 0
        for _ in range(MOST_PAGES):
            page = yield from self._read(at_offset(request, offset), partial(parse_page, offset=offset))
            known = len(found)
            found |= {_key(item, key, offset + place): item for place, item in enumerate(page.items)}
            reached = until is not None and any(map(until, page.items))
            stuck = len(found) == known
            if reached or not page.more or (stuck and not page.told):
                return tuple(found.values())
            if stuck:
                break
            offset += len(page.items)
        raise BadResponseError(
            "the list does not come to an end", connection=self.name, operation=request.operation
        )

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


def _key(item: Mapping[str, Any], key: str, place: int) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else f"#{place}"


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
