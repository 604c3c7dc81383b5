"""`AsyncSession`: sends what adapters describe, without blocking the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Coroutine
from contextlib import aclosing, closing
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import httpx

from rampkit.deadline import Deadline
from rampkit.errors import ConfigurationError, RampError
from rampkit.http import Flow, Request, Response, Token
from rampkit.session.attempt import Attempt
from rampkit.session.channel import Channel, may_sign_again, settle
from rampkit.session.flows import next_step
from rampkit.session.home import Home, Homes
from rampkit.session.retries import AgainError, Outcome
from rampkit.session.settings import SessionSettings
from rampkit.session.tokens import Landing, Seat, TokenStore, check_circle, shared, unsent
from rampkit.session.transports import Transports, async_transport

if TYPE_CHECKING:
    from rampkit.health.health import Health
    from rampkit.health.turn import Turn
    from rampkit.pages import Page
    from rampkit.provider import RampProvider

__all__ = ["AsyncSession"]

T = TypeVar("T")
_Flight = asyncio.Future[Landing]
_Home = Home[httpx.AsyncBaseTransport, _Flight]
_DEFAULTS = SessionSettings()


class AsyncSession:
    """Sends requests to one connection: credentials, repeats, deadline and limits are its business.

    Opens nothing before the first request. Belongs to the event loop it is first used in. Cancelling a call
    does not cut its exchange off: that ends by itself, by its own deadline, and `aclose` waits for it.

    Args:
        provider: The connection.
        settings: How to send.
        health: What is remembered of the connection; its own if not given.

    Raises:
        ConfigurationError: The provider's base URL cannot be trusted with credentials.
    """

    def __init__(
        self,
        provider: RampProvider,
        *,
        settings: SessionSettings = _DEFAULTS,
        health: Health | None = None,
    ) -> None:
        self._channel = Channel(provider, settings, health)
        self._homes = Homes(self._new_home, connection=provider.name)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, flow: Flow[T], *, timeout: float | None = None) -> T:
        """Drive *flow* to its end under one deadline and return its value.

        Args:
            flow: What a method of the provider returned.
            timeout: Seconds for all of it; `SessionSettings.timeout` if not given.

        Raises:
            RampError: The provider refused, or could not be asked.
            ConfigurationError: The flow wants to send an order, which only a router with a journal may; or
                the session belongs to another event loop.
            InvalidInputError: The flow was run before, or a request cannot be written down as HTTP.
        """
        return await self._drive(flow, self._channel.deadline(timeout), ())

    async def each(self, flow: Flow[Page[T]], *, timeout: float | None = None) -> AsyncIterator[T]:
        """Every item of a paged list, in order; each page is asked for when its first item is due.

        Args:
            flow: What a listing method of the provider returned.
            timeout: Seconds for each page; `SessionSettings.timeout` if not given.

        Raises:
            RampError: A page could not be had; what came before it has been given.
        """
        page = await self.run(flow, timeout=timeout)
        for item in page:
            yield item
        while page.following is not None:
            page = await self.run(page.following(), timeout=timeout)
            for item in page:
                yield item

    async def send(self, request: Request, *, deadline: Deadline) -> Response:
        """Send one request and return its answer, whatever the status.

        Logs in if needed. Repeats what is safe to repeat; an ORDER is tried exactly once, so the caller
        has to have written it down before.

        Raises:
            NotSentError: Proved: it did not reach the provider.
            AnswerLostError: It may have been handled.
            BadResponseError: An answer came that cannot be read.
            RampError: The log-in failed; `not_sent` is then true.
        """
        call = self._channel.observing(request, deadline)
        return settle(call.heard(await self._outcome(request, deadline, ())))

    async def aclose(self) -> None:
        """Wait for every exchange under way, then close every connection.

        Raises:
            ConfigurationError: The session belongs to another event loop.
        """
        if not self._homes.closed:
            self._home()
        transports = self._homes.close()
        while self._tasks:
            await asyncio.wait(self._tasks)
        for transport in transports:
            await transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def _new_home(self) -> _Home:
        settings, url = self._channel.settings, self._channel.url
        return Home(
            Transports(partial(async_transport, settings, url)),
            TokenStore(_Flight, limit=settings.max_tokens),
        )

    def _home(self) -> _Home:
        home = self._homes.current()
        if not home.belongs_to(asyncio.get_running_loop()):
            raise ConfigurationError(
                f"the session of {self._channel.name} was first used in another event loop; make a new one "
                "in each event loop (inside the function given to asyncio.run), or use the synchronous one"
            )
        return home

    async def _apart(self, work: Coroutine[Any, Any, T]) -> T:
        """Run *work* where no cancellation of the caller reaches it.

        A cancellation inside httpx can lose a place in its pool for good, and would lose an answer anyway.
        """
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen: nobody may be left to hear about it

    async def _drive(self, flow: Flow[T], deadline: Deadline, within: tuple[str, ...]) -> T:
        with closing(flow):
            step = next_step(flow, None)
            while isinstance(step, Request):
                call = self._channel.observing(step, deadline)
                step = call.handed(flow, await self._outcome(step, deadline, within))
        return step.value

    async def _outcome(self, request: Request, deadline: Deadline, within: tuple[str, ...]) -> Outcome:
        outcome = await self._authorized(request, deadline, within)
        self._channel.report_end(request, outcome)
        return outcome

    async def _authorized(self, request: Request, deadline: Deadline, within: tuple[str, ...]) -> Outcome:
        scope = request.scope
        if scope is None:
            return await self._tried(request, deadline)
        token = await self._token(scope, deadline, within)
        if isinstance(token, RampError):
            return token
        outcome = await self._tried(self._channel.sign(request, token), deadline)
        if not self._channel.token_refused(outcome):
            return outcome
        self._home().tokens.drop(scope, token)
        if not may_sign_again(request):
            return outcome
        token = await self._token(scope, deadline, within, stale=token)
        if isinstance(token, RampError):
            return token
        return await self._tried(self._channel.sign(request, token), deadline)

    async def _tried(self, request: Request, deadline: Deadline) -> Outcome:
        budget = self._home().budget
        budget.earn()
        outcome = await self._exchange(request, deadline)
        retry = self._channel.retry(request, outcome, deadline=deadline, budget=budget)
        if retry is None:
            return outcome
        try:
            async for attempt in retry.attempts():
                with attempt:
                    if retry.is_due():
                        retry.outcome = await self._exchange(request, deadline, number=retry.attempt)
                    retry.check()
        except AgainError:
            pass
        return retry.outcome

    async def _exchange(self, request: Request, deadline: Deadline, *, number: int = 1) -> Outcome:
        turn = self._channel.turn(request)
        if turn is not None and not await self._taken(turn, deadline):
            return self._channel.queue_too_long(request)
        transport = self._home().transports.pick(request)
        return await self._apart(self._exchanged(transport, request, deadline, number))

    async def _exchanged(
        self, transport: httpx.AsyncBaseTransport, request: Request, deadline: Deadline, number: int
    ) -> Outcome:
        with Attempt(self._channel, request, deadline, number=number) as attempt:
            answer = await transport.handle_async_request(attempt.encoded())
            async with aclosing(answer):
                body = attempt.receive(answer)
                async for chunk in cast("AsyncIterable[bytes]", answer.stream):
                    body.feed(chunk)
                attempt.finish(answer, body)
        return attempt.outcome

    async def _taken(self, turn: Turn, deadline: Deadline) -> bool:
        with turn:
            while (wait := turn.take()) > 0:
                if wait >= deadline.remaining():
                    return False
                await asyncio.sleep(wait)
        return True

    async def _token(
        self, scope: str, deadline: Deadline, within: tuple[str, ...], *, stale: Token | None = None
    ) -> Token | RampError:
        check_circle(scope, within)
        tokens = self._home().tokens
        while deadline.remaining() > 0:
            seat = tokens.look(scope, stale=stale, now=self._channel.settings.clock.now())
            if isinstance(seat, Token):
                return seat
            if seat.leads:
                return await self._apart(self._renewed(tokens, scope, seat, deadline, (*within, scope)))
            landing = shared(await _awaited(seat.flight, deadline))
            if landing is not None:
                return landing
        return self._channel.too_late("authorize")

    async def _renewed(
        self,
        tokens: TokenStore[_Flight],
        scope: str,
        seat: Seat[_Flight],
        deadline: Deadline,
        within: tuple[str, ...],
    ) -> Token | RampError:
        landing: Token | RampError
        try:
            landing = await self._drive(self._channel.authorize(scope), deadline, within)
        except RampError as error:
            landing = unsent(error)
        except BaseException:
            tokens.land(scope, seat, None, now=self._channel.settings.clock.now())
            raise
        tokens.land(scope, seat, landing, now=self._channel.settings.clock.now())
        return landing


async def _awaited(flight: _Flight, deadline: Deadline) -> Landing:
    await asyncio.wait({flight}, timeout=deadline.remaining())
    return flight.result() if flight.done() else None
