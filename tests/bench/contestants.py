"""Who is measured: each makes one quote (or eight at once) against the loopback server."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

KEY = "sk_test_0123456789"
WIDTH = 8

CONTESTANTS: dict[str, Callable[[str], Any]] = {}
"""Name to a function that gets the server's address and returns the call to measure.

A coroutine function is set up inside the event loop, and its call is awaited.
"""


def contestant(name: str) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Register a setup function."""

    def register(setup: Callable[[str], Any]) -> Callable[[str], Any]:
        CONTESTANTS[name] = setup
        return setup

    return register


@contestant("httpx")
def raw(base: str) -> Callable[[], Any]:
    """One client, one GET, the JSON of the answer."""
    import httpx

    client = httpx.Client()
    url, headers = f"{base}/quote", {"authorization": f"Bearer {KEY}"}
    return lambda: client.get(url, headers=headers, timeout=10).json()


@contestant("httpx-async")
async def raw_async(base: str) -> Callable[[], Any]:
    """The same, awaited."""
    import httpx

    client = httpx.AsyncClient()
    url, headers = f"{base}/quote", {"authorization": f"Bearer {KEY}"}

    async def call() -> Any:
        return (await client.get(url, headers=headers, timeout=10)).json()

    return call


@contestant("httpx-eight")
async def raw_eight(base: str) -> Callable[[], Any]:
    """Eight of them gathered on one client, as one does without thinking."""
    one = await raw_async(base)

    async def call() -> Any:
        return await asyncio.gather(*(one() for _ in range(WIDTH)))

    return call


def floor_model() -> Any:
    """What a careful hand would write: a frozen pydantic model of the answer."""
    from pydantic import BaseModel, ConfigDict

    class Frozen(BaseModel):
        model_config = ConfigDict(frozen=True, extra="ignore")

    class Money(Frozen):
        currency: str
        amount: Decimal

    class Fee(Money):
        kind: str

    class Quote(Frozen):
        id: str
        provider: str
        fiat: Money
        crypto: Money
        rate: Decimal
        fees: list[Fee]
        expires_at: dt.datetime

    return Quote


def floor_log() -> Any:
    """A structlog logger that filters everything below WARNING."""
    import structlog

    return structlog.wrap_logger(
        structlog.PrintLogger(Path(os.devnull).open("w")),
        processors=[structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


@contestant("floor")
def floor(base: str) -> Callable[[], Any]:
    """The same four packages used by hand: httpx, pydantic, one stamina context, two filtered events."""
    import httpx
    import stamina

    model, client, log = floor_model(), httpx.Client(), floor_log()
    url, headers = f"{base}/quote", {"authorization": f"Bearer {KEY}"}

    def call() -> Any:
        log.debug("request", provider="acme", op="quote")
        for attempt in stamina.retry_context(on=httpx.TransportError, attempts=3):
            with attempt:
                response = client.get(url, headers=headers, timeout=10)
        quote = model.model_validate_json(response.content)
        log.debug("response", provider="acme", op="quote", status=response.status_code)
        return quote

    return call


@contestant("floor-async")
async def floor_async(base: str) -> Callable[[], Any]:
    """The same, awaited."""
    import httpx
    import stamina

    model, client, log = floor_model(), httpx.AsyncClient(), floor_log()
    url, headers = f"{base}/quote", {"authorization": f"Bearer {KEY}"}

    async def call() -> Any:
        log.debug("request", provider="acme", op="quote")
        async for attempt in stamina.retry_context(on=httpx.TransportError, attempts=3):
            with attempt:
                response = await client.get(url, headers=headers, timeout=10)
        quote = model.model_validate_json(response.content)
        log.debug("response", provider="acme", op="quote", status=response.status_code)
        return quote

    return call


def bench_provider(base: str, name: str) -> Any:
    """An adapter for the server's quote, written like any other."""
    from rampkit.capabilities import Operation, Places, Route
    from rampkit.errors import RejectedError
    from rampkit.http import Request, Token, done
    from rampkit.models import Amount, Binding, Fee, FeeKind, Pair, Quote
    from rampkit.provider import RampProvider
    from rampkit.secrets import Secret
    from rampkit.wire import Exact, Moment, Wire, reading

    pair = Pair("EUR", "USDC_BASE")

    class WireMoney(Wire):
        currency: str
        amount: Exact

    class WireFee(WireMoney):
        kind: str

    class WireQuote(Wire):
        id: str
        fiat: WireMoney
        crypto: WireMoney
        fees: list[WireFee]
        expires_at: Moment

    class BenchProvider(RampProvider):
        code = "bench"
        title = "Bench"
        operations = frozenset({Operation.QUOTES})

        def routes(self) -> Any:
            return [Route(pair, Places(frozenset({"DE"})))]

        def authorize(self, scope: str) -> Any:
            return done(Token(Secret(KEY)))

        def sign(self, request: Request, token: Token) -> Request:
            return request.with_headers({"authorization": f"Bearer {token.secret.reveal()}"})

        def parse_error(self, response: Any, request: Request) -> RejectedError:
            return RejectedError("no", connection=self.name, status=response.status)

        def quotes(self, request: Any) -> Any:
            response = yield from self._ask(Request(operation="quotes", path="/quote", scope="project"))
            with reading(response, connection=self.name, operation="quotes"):
                payload = response.json()
                told = WireQuote.read(payload)
                return [
                    Quote(
                        connection=self.name,
                        provider="bench",
                        pair=pair,
                        country=request.country,
                        requested=request.amount,
                        binding=Binding.FIRM,
                        source_amount=Amount(told.fiat.amount, pair.source),
                        destination_amount=Amount(told.crypto.amount, pair.destination),
                        fees=tuple(
                            Fee(kind=FeeKind(fee.kind), amount=Amount(fee.amount, pair.source), included=True)
                            for fee in told.fees
                        ),
                        expires_at=told.expires_at,
                        quote_id=told.id,
                        raw=payload,
                    )
                ]

    return BenchProvider(name=name, base_url=base)


def asked() -> Any:
    """The price question every rampkit contestant asks."""
    from rampkit import Amount, QuoteRequest

    return QuoteRequest(pair="EUR/USDC_BASE", amount=Amount("250", "EUR"), country="DE")


@contestant("rampkit")
def rampkit(base: str) -> Callable[[], Any]:
    """One connection, all features on."""
    from rampkit import Router

    router, request = Router([bench_provider(base, "bench")]), asked()
    return lambda: router.quote(request)


@contestant("rampkit-async")
async def rampkit_async(base: str) -> Callable[[], Any]:
    """The same, awaited."""
    from rampkit import AsyncRouter

    router, request = AsyncRouter([bench_provider(base, "bench")]), asked()
    return lambda: router.quote(request)


@contestant("rampkit-eight")
async def rampkit_eight(base: str) -> Callable[[], Any]:
    """Eight connections compared at once."""
    from rampkit import AsyncRouter

    router = AsyncRouter([bench_provider(base, f"bench-{number}") for number in range(WIDTH)])
    request = asked()

    async def call() -> Any:
        comparison = await router.quotes(request)
        assert len(comparison.quotes) == WIDTH, comparison.refusals
        return comparison

    return call
