"""An emulator on a frozen clock, and a caller who knows its credentials."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Mount

from rampkit.sandbox.world import SandboxClock, World
from rampkit_gnosis.emulator import GnosisEmulator

START = datetime(2026, 3, 29, 10, 0, 0, tzinfo=UTC)
WALLET = "0x742d35Cc6634C0532925a3b844Bc9e7595f42aB4"
ON_RAMP = {
    "src": {"currencyCode": "USD", "details": {"countryCode": "US", "rail": "ACH"}},
    "dest": {"currencyCode": "USDC_GNO", "details": {"address": WALLET}},
    "srcAmount": "100.00",
    "providerId": "bridge",
}
US_ACCOUNT = {
    "institutionName": "Chase Bank",
    "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
    "beneficiary": {"name": "Jane Doe"},
}
OFF_RAMP = {
    "src": {"currencyCode": "USDC_GNO", "details": {"address": WALLET}},
    "dest": {"currencyCode": "USD", "details": {"countryCode": "US", "rail": "ACH", **US_ACCOUNT}},
    "srcAmount": "100.000000",
}
PIX = {
    "src": {"currencyCode": "BRL", "details": {"countryCode": "BR", "rail": "PIX"}},
    "dest": {"currencyCode": "USDC_BASE", "details": {"address": WALLET}},
    "srcAmount": "500.00",
}
PIX_PAYOUT = {
    "src": {"currencyCode": "USDC_BASE", "details": {"address": WALLET}},
    "dest": {
        "currencyCode": "BRL",
        "details": {
            "countryCode": "BR",
            "rail": "PIX",
            "pixKey": "jane@example.com",
            "beneficiary": {"name": "Jane"},
        },
    },
    "srcAmount": "50.000000",
}
EURO = {
    "src": {"currencyCode": "EUR", "details": {"countryCode": "DE", "rail": "SEPA"}},
    "dest": {"currencyCode": "USDC_GNO", "details": {"address": WALLET}},
    "srcAmount": "250.00",
}
ORDERS = {"ach": ON_RAMP, "us payout": OFF_RAMP, "pix": PIX, "pix payout": PIX_PAYOUT, "sepa": EURO}


class Contract:
    """The OpenAPI contract, held against every documented answer."""

    def __init__(self, path):
        self._document = yaml.load(path.read_text(), yaml.CSafeLoader)
        self._patterns = [
            (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))), operations)
            for template, operations in sorted(self._document["paths"].items(), key=_fixed_first)
        ]

    def check(self, request, answer):
        """Fail when the status is not documented or the body is not what the contract shows."""
        operation = self._operation(request)
        if operation is None:
            assert answer.status_code in {404, 405}
            return
        documented = self._resolve(operation["responses"][str(answer.status_code)])
        (media_type, content), *_ = documented["content"].items()
        assert answer.headers["content-type"].startswith(media_type)
        if media_type == "application/json":
            schema = {**content["schema"], "components": self._document["components"]}
            Draft202012Validator(schema).validate(answer.json())

    def _operation(self, request):
        path = request.url.path.removeprefix("/gnosis").removeprefix("/api").removeprefix("/v1")
        for pattern, operations in self._patterns:
            if pattern.fullmatch(path):
                return operations.get(request.method.lower())
        return None

    def _resolve(self, node):
        return (
            self._document["components"]["responses"][node["$ref"].split("/")[-1]] if "$ref" in node else node
        )


def _fixed_first(item):
    """Order literal paths before those with parameters."""
    return ("{" in item[0], item[0])


CONTRACT = Contract(Path(__file__).parents[2] / "contracts" / "gnosis.openapi.yaml")


class InProcess(httpx.BaseTransport):
    """Calls an ASGI application without a socket, holding its answers against the contract."""

    def __init__(self, app):
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request):
        """Answer a request on a loop of its own."""
        answer = asyncio.run(self._answer(request))
        if request.url.path.startswith("/gnosis/") and "beside the contract" not in request.extensions:
            CONTRACT.check(request, answer)
        return answer

    async def _answer(self, request):
        answer = await self._inner.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class Caller:
    """Speaks to an emulator the way the sandbox mounts it."""

    orders = ORDERS

    def __init__(self, seed=0):
        self.world = World(clock=SandboxClock(lambda: START), seed=seed)
        self.emulator = GnosisEmulator(self.world)
        mounts = [
            Mount("/gnosis", routes=self.emulator.routes()),
            Mount("/_sandbox/gnosis", routes=self.emulator.controls()),
        ]
        self.http = httpx.Client(
            transport=InProcess(Starlette(routes=mounts)), base_url="http://sandbox.test"
        )
        self.project = dict(self.emulator.connections()[0].options)

    @property
    def basic(self):
        """The project's Basic credentials."""
        return (self.project["client_id"], self.project["client_secret"])

    def get(self, path, **options):
        """Send a documented GET."""
        return self.http.get(f"/gnosis/v1{path}", **options)

    def post(self, path, **options):
        """Send a documented POST."""
        return self.http.post(f"/gnosis/v1{path}", **options)

    def control(self, path, **body):
        """Send a control call."""
        return self.http.post(f"/_sandbox/gnosis{path}", json=body)

    def flip(self, **switches):
        """Flip switches."""
        answer = self.control("/switches", **switches)
        assert answer.status_code == 200, answer.text

    def state(self):
        """Read the state."""
        return self.http.get("/_sandbox/gnosis/state").json()

    def customer(self, customer_id="user-1", **fields):
        """Create a customer and return the header that speaks for it."""
        answer = self.post("/customers", json={"id": customer_id, **fields}, auth=self.basic)
        assert answer.status_code == 201, answer.text
        token = answer.json().get("accessToken") or answer.json()["access_token"]
        return {"Authorization": f"Bearer {token}"}

    def create(self, headers, order="ach", key=None, **changes):
        """Send `POST /intent`."""
        extra = {"Idempotency-Key": key} if key else {}
        return self.post("/intent", json={**ORDERS[order], **changes}, headers={**headers, **extra})

    def intent(self, headers, order="ach", **changes):
        """Create an intent and return its id."""
        answer = self.create(headers, order, **changes)
        assert answer.status_code == 201, answer.text
        return answer.json()["intent"]["id"]

    def move(self, intent_id, *moves):
        """Make control moves that must succeed."""
        for move in moves:
            answer = self.control(f"/intents/{intent_id}/{move}")
            assert answer.status_code == 200, answer.text

    def status(self, headers, intent_id):
        """Read the status of an intent."""
        return self.get(f"/intent/{intent_id}", headers=headers).json()["intent"]["status"]

    def events(self):
        """The webhooks so far, type and data."""
        return [(each.event_type, json.loads(each.body)["data"]) for each in self.world.deliveries]


@pytest.fixture
def make_caller():
    """Build callers of emulators with a seed of choice."""
    return Caller


@pytest.fixture
def caller():
    """An emulator with seed 0."""
    return Caller()


@pytest.fixture
def jane(caller):
    """The header of a new customer."""
    return caller.customer("jane")
