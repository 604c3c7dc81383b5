"""A Ripio sandbox in process: a fixed clock, one client per account, a shortcut to a ready customer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from rampkit.sandbox.world import SandboxClock, World
from rampkit_ripio.emulator import RipioEmulator

NOW = datetime(2026, 3, 12, 14, 22, 22, 508000, tzinfo=UTC)
WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
PAYOUTS = {
    "AR": {"alias_or_cvu_destination": "0100000000000000000001"},
    "BR": {"pix_key_destination": "someone@example.com"},
    "CO": {"bank_code": "1001", "account_type": "savings", "account_number": "123456789"},
    "MX": {"clabe_destination": "706180196550550550"},
}
FIATS = {"AR": "ARS", "BR": "BRL", "CO": "COP", "MX": "MXN"}
RAILS = {"AR": "bank_transfer", "BR": "pix", "CO": "bank_transfer", "MX": "bank_transfer"}
AMOUNTS = {"AR": "150000", "BR": "100.50", "CO": "400000", "MX": "2000"}


class Client:
    """Calls an application in process, one request after the other."""

    def __init__(self, app: Starlette) -> None:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://sandbox.example"
        )

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send one request."""
        return self._runner.run(self._client.request(method, path, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Send a GET."""
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        """Send a POST."""
        return self.request("POST", path, **more)

    def close(self) -> None:
        """Close client and loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()


@dataclass
class Sandbox:
    """The emulator mounted as the host mounts it."""

    world: World
    client: Client
    emulator: RipioEmulator

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Make a control call that must succeed."""
        answer = self.client.request(method, f"/_sandbox/ripio{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def switch(self, **switches: object) -> None:
        """Flip switches."""
        self.control("POST", "/switches", switches)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.world.clock.advance(timedelta(seconds=seconds))

    def events(self) -> list[str]:
        """The types of the webhooks delivered so far."""
        return [delivery.event_type for delivery in self.world.deliveries]

    def orders(self, country: str) -> list[dict[str, Any]]:
        """Every transaction the account ever had."""
        return self.control("GET", "/state")["accounts"][country]["transactions"]

    def partner(self, country: str) -> Partner:
        """Somebody with the account's token."""
        code = country.lower()
        answer = self.client.post(
            "/ripio/oauth2/token/",
            data={"grant_type": "client_credentials"},
            auth=(f"sandbox-ripio-{code}", f"sandbox-client-secret-{code}"),
        )
        return Partner(self, country, answer.json()["access_token"])


@dataclass
class Partner:
    """One account's view of the API."""

    sandbox: Sandbox
    country: str
    token: str

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Make an API call and return the response."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            more["json"] = body
        return self.sandbox.client.request(method, f"/ripio/api/v1{path}", headers=headers, **more)

    def get(self, path: str) -> Any:
        """Read something that is there."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None) -> Any:
        """Create something that is accepted."""
        answer = self.call("POST", path, body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Try something that is refused and return the envelope."""
        answer = self.call(method, path, body)
        envelope: dict[str, Any] = answer.json()
        assert answer.status_code >= 400
        assert envelope["status"] == answer.status_code
        return envelope

    def stranger(self) -> str:
        """A customer who has done nothing yet."""
        customer_id: str = self.post("/customers/", {"email": "a@example.com", "type": "INDIVIDUAL"})[
            "customerId"
        ]
        return customer_id

    def customer(self) -> str:
        """A customer with accepted terms and an approved KYC."""
        customer_id = self.stranger()
        terms_id = self.get("/termsAndConditions/")["termsId"]
        acceptance = {"termsId": terms_id, "ipAddress": "192.0.2.1"}
        self.post(f"/customers/{customer_id}/acceptTerms/", acceptance)
        self.post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
        return customer_id

    def quote(self, **changes: Any) -> dict[str, Any]:
        """A quote for the account's usual corridor into USDC on Base."""
        asked = {
            "fromCurrency": FIATS[self.country],
            "toCurrency": "USDC",
            "fromAmount": AMOUNTS[self.country],
            "chain": "BASE",
            "paymentMethodType": RAILS[self.country],
        }
        quote: dict[str, Any] = self.post("/quotes/", {**asked, **changes})
        return quote

    def order_body(self, customer_id: str, **changes: Any) -> dict[str, Any]:
        """The request for an order on a fresh quote."""
        body: dict[str, Any] = {
            "customerId": customer_id,
            "quoteId": changes.pop("quoteId", None) or self.quote()["quoteId"],
            "depositAddress": WALLET,
            "externalRef": self.sandbox.world.uuid(),
        }
        if self.country == "CO":
            body["extraData"] = {"callback": "https://example.com/back", "bankCode": "1001"}
        return {**body, **changes}

    def order(self, customer_id: str, **changes: Any) -> dict[str, Any]:
        """An accepted order."""
        order: dict[str, Any] = self.post("/onramp/", self.order_body(customer_id, **changes))
        return order

    def session_body(self, customer_id: str, **changes: str) -> dict[str, str]:
        """The request for an on-ramp session."""
        body = {
            "customerId": customer_id,
            "paymentMethodType": RAILS[self.country],
            "chain": "BASE",
            "currency": "USDC",
            "depositAddress": WALLET,
        }
        return {**body, **changes}

    def payment_body(self, customer_id: str, **changes: str) -> dict[str, str]:
        """The request for a Sell and Pay that lacks nothing."""
        body = {
            "customerId": customer_id,
            "qrCode": "test_qr_code",
            "paymentCurrency": FIATS[self.country],
            "depositCurrency": "USDC",
            "depositNetwork": "BASE",
        }
        return {**body, **changes}

    def fiat_account_body(self, customer_id: str) -> dict[str, Any]:
        """The request for a payout account."""
        return {
            "customerId": customer_id,
            "paymentMethodType": RAILS[self.country],
            "accountFields": PAYOUTS[self.country],
        }

    def fiat_account(self, customer_id: str) -> str:
        """A payout account that can be used."""
        body = self.fiat_account_body(customer_id)
        account_id: str = self.post("/fiatAccounts/", body)["fiatAccountId"]
        self.sandbox.control("POST", f"/fiat-accounts/{account_id}/enable")
        return account_id


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of its own for each test."""
    world = World(clock=SandboxClock(lambda: NOW), seed=7)
    emulator = RipioEmulator(world)
    app = Starlette(
        routes=[
            Mount("/_sandbox/ripio", routes=list(emulator.controls())),
            Mount("/ripio", routes=list(emulator.routes())),
        ]
    )
    client = Client(app)
    yield Sandbox(world, client, emulator)
    client.close()


@pytest.fixture
def argentina(sandbox: Sandbox) -> Partner:
    """The Argentine account."""
    return sandbox.partner("AR")


@pytest.fixture
def colombia(sandbox: Sandbox) -> Partner:
    """The Colombian account."""
    return sandbox.partner("CO")


@pytest.fixture(params=["AR", "BR", "CO", "MX"])
def partner(sandbox: Sandbox, request: pytest.FixtureRequest) -> Partner:
    """Every account in turn."""
    return sandbox.partner(request.param)
