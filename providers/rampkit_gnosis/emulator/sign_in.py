"""Tokens from elsewhere: the wallet sign-in and the OAuth2 token call."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from rampkit_gnosis.emulator import bodies, invented
from rampkit_gnosis.emulator.answers import json_answer
from rampkit_gnosis.emulator.gate import basic_pair, is_project_pair
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.refusals import bad_request, unauthorized
from rampkit_gnosis.emulator.tokens import issue_token
from rampkit_gnosis.emulator.wallet_message import CHAIN_ID, WalletMessage, read_wallet_message
from rampkit_gnosis.emulator.wallet_signature import is_signature, is_signed_by

NONCE_BITS = 256
"""The sample at docs.ramp.gnosis.io/customers/creating-customer-with-external-auth has 64 hex digits."""

DEFAULT_TTL = 3600
"""docs.ramp.gnosis.io/customers/creating-customer-with-external-auth."""

STATEMENTS: Mapping[str, tuple[str, str]] = {
    # docs.ramp.gnosis.io/customers/creating-customer-with-external-auth
    "g3": ("Sign in with Ethereum to Gnosis Pay", "https://api.gnosispay.com/"),
    # gnosisramps.mintlify.app/auth/gnosispay-wallet
    "g2": ("Sign in to GnosisRamp", "https://api.gnosisramp.io"),
}
"""The statement and the URI of a wallet's message, by generation."""


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

        The message is a sign-in message for chain 100 with a nonce of ours, which is spent by being shown.
        The signature must be that of the wallet's key where `eth_account` is installed to tell, or have its
        form where it is not. Which refusals are 400 and which 401 is invented.
        """
        body = bodies.json_object(request.headers.get("content-type", ""), await request.body())
        bodies.check(bodies.CHALLENGE, body)
        message = read_wallet_message(body["message"])
        if message is None or not self._is_ours(message):
            raise bad_request(f"message is not a sign-in message for chain {CHAIN_ID}")
        if not (self._spend(message) and self._is_signed(message, body["message"], body["signature"])):
            raise unauthorized()
        seconds = int(body.get("ttlInSeconds", DEFAULT_TTL))
        return json_answer({"token": issue_token(self._ledger.world, "subject", message.address, seconds)})

    async def project_token(self, request: Request) -> Response:
        """`POST /auth/token`: client credentials as of RFC 6749, sections 2.3.1 and 4.4.

        Only the address is documented. The errors are the RFC's words in the provider's shape, and always
        401, the only refusal the contract of this call knows.
        """
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        sent = (form.get("client_id", [""])[0], form.get("client_secret", [""])[0])
        if form.get("grant_type") != ["client_credentials"]:
            raise unauthorized("Basic", "unsupported_grant_type")
        if not is_project_pair(basic_pair(request) or sent):
            raise unauthorized("Basic", "invalid_client")
        seconds = invented.PROJECT_TOKEN_SECONDS
        token = issue_token(self._ledger.world, "project", invented.CLIENT_ID, seconds)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": seconds}
        return json_answer(answer, headers={"Cache-Control": "no-store"})

    def _is_ours(self, message: WalletMessage) -> bool:
        """Whether a message says what one of the pages in force wants it to say."""
        wanted = self._ledger.switches.sign_in_text
        texts = STATEMENTS.values() if wanted == "any" else [STATEMENTS[wanted]]
        return message.chain_id == CHAIN_ID and (message.statement, message.uri) in texts

    def _spend(self, message: WalletMessage) -> bool:
        """Use up the nonce of a message; whether it was good."""
        known = message.nonce in self._ledger.nonces
        self._ledger.nonces.discard(message.nonce)
        return known and message.is_good_at(self._ledger.now())

    def _is_signed(self, message: WalletMessage, text: str, signature: str) -> bool:
        if self._ledger.switches.signatures == "trusted":
            return is_signature(signature)
        return is_signed_by(message.address, text, signature)
