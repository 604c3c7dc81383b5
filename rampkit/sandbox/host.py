"""The sandbox's own controls: connections, payments, clock, deliveries and faults."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rampkit.errors import ConfigurationError
from rampkit.sandbox.connections import connections_of, provider_options
from rampkit.sandbox.emulator import Emulator
from rampkit.sandbox.faults import ArmedFaults, Fault
from rampkit.sandbox.payments import Payment, PaymentRefusedError, Receipt
from rampkit.sandbox.world import Delivery, World

M = TypeVar("M", bound=BaseModel)

_MANY_YEARS = 1e9


class Advance(BaseModel):
    """How far to move the sandbox's time forward."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: float = Field(ge=0, le=_MANY_YEARS)
    """Seconds, whole or not; time never runs backwards."""


class HostControls:
    """What a test may do to the sandbox as a whole, in any language."""

    def __init__(self, world: World, emulators: Sequence[Emulator], faults: ArmedFaults) -> None:
        self._world = world
        self._emulators = emulators
        self._connections = connections_of(emulators)
        self._faults = faults

    def routes(self) -> list[Route]:
        """Every control, relative to `/_sandbox`."""
        return [
            Route("/connections", self.list_connections, methods=["GET"]),
            Route("/payments", self.pay, methods=["POST"]),
            Route("/clock", self.read_clock, methods=["GET"]),
            Route("/clock/advance", self.advance_clock, methods=["POST"]),
            Route("/deliveries", self.list_deliveries, methods=["GET"]),
            Route("/faults", self.list_faults, methods=["GET"]),
            Route("/faults", self.arm_fault, methods=["POST"]),
            Route("/faults", self.disarm_faults, methods=["DELETE"]),
        ]

    async def list_connections(self, request: Request) -> Response:
        """Answer every connection with the options its provider is built with."""
        url = f"{request.url.scheme}://{request.url.netloc}"
        rows: list[dict[str, Any]] = []
        for connection in self._connections:
            options = provider_options(connection, url)
            rows.append(
                {
                    "name": connection.name,
                    "provider": connection.provider,
                    "base_url": options["base_url"],
                    "options": options,
                }
            )
        return JSONResponse(rows)

    async def pay(self, request: Request) -> Response:
        """Let the person pay the order in the body, at whichever provider it is; answer what became of it."""
        payment = await _read(request, Payment)
        for emulator in self._emulators:
            try:
                receipt = emulator.pay(payment)
            except PaymentRefusedError as error:
                raise HTTPException(HTTPStatus.CONFLICT, str(error)) from error
            if receipt is not None:
                return JSONResponse(_receipt(emulator.code, receipt), status_code=HTTPStatus.CREATED)
        asked = ", ".join(emulator.code for emulator in self._emulators)
        raise HTTPException(HTTPStatus.NOT_FOUND, f"no order has this id at any of {asked}")

    async def read_clock(self, request: Request) -> Response:  # noqa: ARG002  # the signature is Starlette's
        """Answer the sandbox's present."""
        return JSONResponse({"now": self._world.clock.now().isoformat()})

    async def advance_clock(self, request: Request) -> Response:
        """Move the sandbox's present forward by `{"seconds": N}` and answer it."""
        step = await _read(request, Advance)
        with self._world.lock:
            now = self._world.clock.advance(timedelta(seconds=step.seconds))
        return JSONResponse({"now": now.isoformat()})

    async def list_deliveries(self, request: Request) -> Response:
        """Answer the webhooks sent so far, from `?since=` on, of one `?connection=` if named."""
        since = _index(request.query_params.get("since", "0"))
        connection = request.query_params.get("connection")
        with self._world.lock:
            deliveries = list(enumerate(self._world.deliveries))
        return JSONResponse(
            [
                _delivery(index, delivery)
                for index, delivery in deliveries[since:]
                if connection in (None, delivery.connection)
            ]
        )

    async def list_faults(self, request: Request) -> Response:  # noqa: ARG002
        """Answer the armed faults, oldest first, each with how often it will still happen."""
        return JSONResponse(
            [{**fault.model_dump(mode="json"), "left": left} for fault, left in self._faults.armed()]
        )

    async def arm_fault(self, request: Request) -> Response:
        """Arm the fault in the body."""
        fault = await _read(request, Fault)
        try:
            self._faults.arm(fault)
        except ConfigurationError as error:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
        return JSONResponse(fault.model_dump(mode="json"), status_code=HTTPStatus.CREATED)

    async def disarm_faults(self, request: Request) -> Response:  # noqa: ARG002
        """Forget every armed fault."""
        self._faults.disarm()
        return Response(status_code=HTTPStatus.NO_CONTENT)


async def _read(request: Request, model: type[M]) -> M:
    try:
        return model.model_validate(await request.json())
    except (JSONDecodeError, UnicodeDecodeError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"The body is not JSON: {error}") from error
    except ValidationError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error


def _index(text: str) -> int:
    if not text.isdecimal():
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "since: an index of a delivery, counted from 0")
    return int(text)


def _receipt(provider: str, receipt: Receipt) -> dict[str, str]:
    return {
        "provider": provider,
        "order": receipt.order,
        "amount": format(receipt.amount, "f"),
        "currency": receipt.currency,
        "status": receipt.status,
    }


def _delivery(index: int, delivery: Delivery) -> dict[str, Any]:
    return {
        "index": index,
        "connection": delivery.connection,
        "event_type": delivery.event_type,
        "headers": dict(delivery.headers),
        "body": b64encode(delivery.body).decode("ascii"),
        "text": delivery.body.decode("utf-8", "replace"),
        "at": delivery.at.isoformat(),
    }
