"""A tiny provider called Till, and sandboxes that host it."""
# what an emulator's methods are for is said by the class it derives from

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Generator, Sequence
from decimal import Decimal

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from rampkit.sandbox import (
    Delivery,
    Emulator,
    Payment,
    PaymentRefusedError,
    Receipt,
    Sandbox,
    SandboxConnection,
)

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain HTTP needs none, and to read all takes time


class TillEmulator(Emulator):
    """Keeps a list of orders."""

    code = "till"

    def __init__(self, world):
        super().__init__(world)
        self.orders: list[str] = []
        self.created = threading.Event()

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/v1/orders", self.list_orders, methods=["GET"]),
            Route("/v1/orders", self.create_order, methods=["POST"]),
            Route("/v1/stuck", self.never_answer, methods=["GET"]),
            Route("/v1/broken", self.fail, methods=["GET"]),
        ]

    def controls(self) -> Sequence[BaseRoute]:
        return [
            Route("/orders", self.create_order, methods=["POST"]),
            Route("/orders", self.list_orders, methods=["GET"]),
            Route("/orders", self.forget_orders, methods=["DELETE"]),
            Route("/deliver", self.deliver, methods=["POST"]),
            Route("/broken", self.fail, methods=["POST"]),
        ]

    def connections(self) -> Sequence[SandboxConnection]:
        options = {"client_id": "till-id", "client_secret": "till-secret", "webhook_secrets": "whsec"}
        return [
            SandboxConnection("till-ar", "till", {**options, "country": "AR"}, base_path="/v1"),
            SandboxConnection("till-mx", "till", {**options, "country": "MX"}, base_path="/v2"),
        ]

    def pay(self, payment: Payment) -> Receipt | None:
        if payment.order not in self.orders:
            return None
        if payment.late:
            raise PaymentRefusedError("the till never closes")
        amount = payment.amount or Decimal("9.90")
        return Receipt(order=payment.order, amount=amount, currency="ARS", status="PAID")

    async def list_orders(self, request: Request) -> Response:
        return JSONResponse(self.orders)

    async def create_order(self, request: Request) -> Response:
        await request.body()
        self.orders.append(self.world.uuid())
        self.created.set()
        return JSONResponse({"id": self.orders[-1]}, status_code=201, headers={"x-till": "open"})

    async def forget_orders(self, request: Request) -> Response:
        self.orders.clear()
        return Response(status_code=204)

    async def deliver(self, request: Request) -> Response:
        connection = (await request.json())["connection"]
        now = self.world.clock.now()
        delivery = Delivery(connection, "order.paid", {"x-signature": "s1"}, b'{"ok":"\xc3\xa9"}', now)
        self.world.deliveries.append(delivery)
        return JSONResponse({"delivered": len(self.world.deliveries)})

    async def never_answer(self, request: Request) -> Response:
        await asyncio.Event().wait()
        raise AssertionError

    async def fail(self, request: Request) -> Response:
        raise LookupError("the till is jammed")


@pytest.fixture
def till_class():
    """The emulator class."""
    return TillEmulator


@pytest.fixture(scope="session")
def served() -> Generator[Sandbox]:
    """One sandbox for all tests, listening."""
    with Sandbox(emulators=[TillEmulator]) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Sandbox) -> Generator[Sandbox]:
    """The listening sandbox, without orders, deliveries and faults."""
    yield served
    served.disarm()
    served.world.deliveries.clear()
    till = served.emulator("till")
    assert isinstance(till, TillEmulator)
    till.orders.clear()
    till.created.clear()


@pytest.fixture
def client(sandbox: Sandbox) -> Generator[httpx.Client]:
    """A client of the listening sandbox."""
    with httpx.Client(base_url=sandbox.url, timeout=5, trust_env=False, verify=NO_AUTHORITIES) as client:
        yield client
