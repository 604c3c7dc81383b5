"""Who is calling: project credentials and customer tokens."""

from __future__ import annotations

import base64
import binascii
import hmac

from starlette.requests import Request

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.ledger import Ledger
from rampkit_gnosis.emulator.records import Customer
from rampkit_gnosis.emulator.refusals import unauthorized
from rampkit_gnosis.emulator.tokens import read_token


class Gate:
    """The two levels of docs.ramp.gnosis.io/welcome/authentication."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def project(self, request: Request) -> None:
        """Let the project through.

        Raises:
            Refusal: 401, the credentials are missing, wrong or of a kind that is switched off.
        """
        if not self._is_project(request):
            raise unauthorized("Basic")

    def customer(self, request: Request) -> Customer:
        """Return the customer whose token came with the request.

        Raises:
            Refusal: 401, there is no token or it is not a valid one of a customer.
        """
        token = read_token(_credentials(request, "bearer"), "customer", self._ledger.now())
        customer = None if token is None else self._ledger.customers.get(token.subject)
        if customer is None:
            raise unauthorized()
        return customer

    def anyone(self, request: Request) -> None:
        """Let the project or a customer through, as the oldest generation did."""
        if not self._is_project(request):
            self.customer(request)

    def _is_project(self, request: Request) -> bool:
        allowed = self._ledger.switches.project_auth
        if allowed != "bearer" and is_project_pair(basic_pair(request)):
            return True
        token = read_token(_credentials(request, "bearer"), "project", self._ledger.now())
        return allowed != "basic" and token is not None and token.subject == invented.CLIENT_ID


def is_project_pair(pair: tuple[str, str] | None) -> bool:
    """Whether a client id and secret are those of the project."""
    if pair is None:
        return False
    sent = "\n".join(pair).encode("utf-8", "replace")
    return hmac.compare_digest(sent, f"{invented.CLIENT_ID}\n{invented.CLIENT_SECRET}".encode())


def basic_pair(request: Request) -> tuple[str, str] | None:
    """Return the client id and secret of a Basic header, if it holds any."""
    try:
        text = base64.b64decode(_credentials(request, "basic"), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    name, colon, secret = text.partition(":")
    return (name, secret) if colon else None


def _credentials(request: Request, scheme: str) -> str:
    sent, _, credentials = request.headers.get("authorization", "").partition(" ")
    return credentials.strip() if sent.lower() == scheme else ""
