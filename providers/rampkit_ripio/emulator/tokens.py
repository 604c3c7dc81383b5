"""Access tokens (docs.ripio.com/ramps-api/authentication/acquire-access-token)."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from rampkit_ripio.emulator.account import Account, Stage
from rampkit_ripio.emulator.refusals import Refusal, invalid, method_not_allowed, unsupported_media_type
from rampkit_ripio.emulator.resource import Answer, form_of

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """The ASGI application behind `/oauth2/token/`: Basic credentials in, a bearer token out."""

    stage: Stage
    accounts: Mapping[str, Account]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except Refusal as refusal:
            answer = Answer(refusal.envelope, refusal.status, headers=refusal.headers)
        await answer.response()(scope, receive, send)

    async def _answer(self, request: Request) -> Answer:
        if request.method != "POST":
            raise method_not_allowed(request.method, ["POST"])
        account = self._account(request.headers.get("authorization", ""))
        if account is None:
            return Answer({"error": "invalid_client"}, 401, headers={"WWW-Authenticate": "Basic"})
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in _FORMS:
            raise unsupported_media_type(media_type)
        form = await form_of(request)
        await form.close()
        if form.getlist("grant_type") != ["client_credentials"]:
            refusal = invalid({"grant_type": ["The only grant is client_credentials."]})
            refusal.envelope["error"] = "unsupported_grant_type"
            raise refusal
        return Answer(self._token(account))

    def _account(self, authorization: str) -> Account | None:
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
        except binascii.Error:
            return None
        for account in self.accounts.values():
            if hmac.compare_digest(given, f"{account.client_id}:{account.client_secret}".encode()):
                return account
        return None

    def _token(self, account: Account) -> dict[str, object]:
        """A new token under the documented names, the widespread ones, or both."""
        token = self.stage.world.token(30)
        if self.stage.switches.token_kind == "jwt":  # noqa: S105  # a setting, not a password
            token = f"eyJhbGciOiJIUzI1NiJ9.{token}.{self.stage.world.token(43)}"
        lifetime = self.stage.switches.token_lifetime
        account.tokens[token] = self.stage.now + timedelta(seconds=lifetime)
        camel = {"accessToken": token, "expiresIn": lifetime, "tokenType": "Bearer"}
        snake = {"access_token": token, "expires_in": lifetime, "token_type": "Bearer"}
        names = {"camel": camel, "snake": snake, "both": {**camel, **snake}}
        return {**names[self.stage.switches.token_names], "scope": "read write"}
