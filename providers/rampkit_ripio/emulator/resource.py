"""A documented path and what happens there: method, token, body, handler, answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from rampkit_ripio.emulator import jsontext
from rampkit_ripio.emulator.account import Account, Stage
from rampkit_ripio.emulator.refusals import (
    Refusal,
    malformed,
    method_not_allowed,
    not_authenticated,
    not_found,
    unsupported_media_type,
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that passed the door: whose it is and what it says."""

    account: Account
    request: Request
    body: Any = None
    form: FormData = field(default_factory=FormData)

    @property
    def path(self) -> Mapping[str, str]:
        """The ids in the path."""
        return self.request.path_params


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON value, or no body at all."""

    payload: object = None
    status: int = 200
    empty: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def response(self) -> Response:
        """The answer on the wire."""
        if self.empty:
            return Response(status_code=self.status, headers=self.headers)
        body = jsontext.write(self.payload)
        return Response(body, self.status, self.headers, media_type="application/json")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a path, by the contract's operation id."""

    name: str
    run: Callable[[Call], Answer]
    reads: Literal["nothing", "json", "multipart"] = "nothing"


@dataclass(frozen=True, slots=True)
class Resource:
    """A path with its operations by method."""

    path: str
    operations: Mapping[str, Operation]


def routes_of(
    resources: Sequence[Resource],
    stage: Stage,
    accounts: Mapping[str, Account],
    catch_up: Callable[[Account], None],
) -> list[Route]:
    """Both slash forms of every path, each answering all methods itself; *catch_up* comes before a call."""
    return [
        Route(path, Endpoint(resource, stage, accounts, catch_up))
        for resource in resources
        for path in (resource.path.rstrip("/") + "/", resource.path.rstrip("/"))
    ]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The ASGI application behind one path."""

    resource: Resource
    stage: Stage
    accounts: Mapping[str, Account]
    catch_up: Callable[[Account], None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        answer = await self._answer(request)
        await answer.response()(scope, receive, send)

    async def _answer(self, request: Request) -> Answer:
        operation = self.resource.operations.get(request.method)
        try:
            if self._lacks_slash(request):
                return self._without_slash(request)
            account = self._account(request)
            self.catch_up(account)
            if operation is None:
                raise method_not_allowed(request.method, list(self.resource.operations))
            call = await _call(account, request, operation.reads)
            try:
                return operation.run(call)
            finally:
                await call.form.close()
        except Refusal as refusal:
            return Answer(refusal.envelope, refusal.status, headers=refusal.headers)

    def _lacks_slash(self, request: Request) -> bool:
        """Whether the path misses its final slash and that matters."""
        missing = self.resource.path.endswith("/") and not request.url.path.endswith("/")
        return missing and self.stage.switches.missing_slash != "serve"

    def _without_slash(self, request: Request) -> Answer:
        """Where the path really is; a client that follows this with a POST loses its body."""
        if self.stage.switches.missing_slash == "refuse":
            raise not_found()
        whole = request.url.replace(path=f"{request.url.path}/")
        return Answer(empty=True, status=301, headers={"Location": str(whole)})

    def _account(self, request: Request) -> Account:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            for account in self.accounts.values():
                expires_at = account.tokens.get(token.strip())
                if expires_at is not None and self.stage.now < expires_at:
                    return account
        raise not_authenticated(self.stage.switches.unauthenticated_status)


async def _call(account: Account, request: Request, reads: str) -> Call:
    if reads == "nothing":
        return Call(account, request)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if reads == "multipart":
        if media_type != "multipart/form-data":
            raise unsupported_media_type(media_type)
        return Call(account, request, form=await form_of(request))
    if media_type != "application/json":
        raise unsupported_media_type(media_type)
    try:
        return Call(account, request, jsontext.read(await request.body()))
    except ValueError:
        raise malformed("JSON parse error") from None


async def form_of(request: Request) -> FormData:
    """The form in the body, urlencoded or multipart."""
    try:
        return await request.form()
    except (HTTPException, ValueError):
        raise malformed("form parse error") from None
