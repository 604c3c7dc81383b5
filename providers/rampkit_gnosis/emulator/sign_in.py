"""Tokens from elsewhere: the wallet sign-in and the OAuth2 token call."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from rampkit_gnosis.emulator import bodies, invented
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.gate import basic_pair, is_project_pair
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.refusals import bad_request, unauthorized
from rampkit_gnosis.emulator.tokens import issue_token

NONCE_BITS = 256
"""The sample at docs.ramp.gnosis.io/customers/creating-customer-with-external-auth has 64 hex digits."""

DEFAULT_TTL = 3600
"""docs.ramp.gnosis.io/customers/creating-customer-with-external-auth."""

_WALLET = re.compile(r"^(0x[0-9a-fA-F]{40})$", re.MULTILINE)
_NONCE = re.compile(r"^Nonce: (\S+)$", re.MULTILINE)
_CHAIN = re.compile(r"^Chain ID: 100$", re.MULTILINE)
_SIGNATURE = re.compile(r"0x[0-9a-fA-F]+")


class SignInCalls:
    """docs.ramp.gnosis.io/customers/creating-customer-with-external-auth, and `/auth/token`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def nonce(self, _request: Request) -> Response:
        """`GET /gnosispay/auth/nonce`: good for one challenge."""
        nonce = f"{self._ledger.world.random.getrandbits(NONCE_BITS):064x}"
        self._ledger.nonces.add(nonce)
        return PlainTextResponse(nonce)

    async def challenge(self, request: Request) -> Response:
        """`POST /gnosispay/auth/challenge`: a signed message becomes a subject token.

        Nonce, chain and the form of the signature are checked; the signature itself is taken on trust.
        """
        body = bodies.json_object(request.headers.get("content-type", ""), await request.body())
        bodies.check(bodies.CHALLENGE, body)
        wallet, nonce = _WALLET.search(body["message"]), _NONCE.search(body["message"])
        if wallet is None or nonce is None or _CHAIN.search(body["message"]) is None:
            raise bad_request("message is not a sign-in message for chain 100")
        if nonce[1] not in self._ledger.nonces or not _SIGNATURE.fullmatch(body["signature"]):
            raise unauthorized()
        self._ledger.nonces.remove(nonce[1])
        seconds = int(body.get("ttlInSeconds", DEFAULT_TTL))
        return json_answer({"token": issue_token(self._ledger.world, "subject", wallet[1], seconds)})

    async def project_token(self, request: Request) -> Response:
        """`POST /auth/token`: client credentials as of RFC 6749; only the address is documented."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        sent = (form.get("client_id", [""])[0], form.get("client_secret", [""])[0])
        granted = form.get("grant_type") == ["client_credentials"]
        if not granted or not is_project_pair(basic_pair(request) or sent):
            raise unauthorized("Basic")
        seconds = invented.PROJECT_TOKEN_SECONDS
        token = issue_token(self._ledger.world, "project", invented.CLIENT_ID, seconds)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": seconds}
        return json_answer(answer, headers={"Cache-Control": "no-store"})
