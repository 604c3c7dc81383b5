"""`Session`: sends what adapters describe, synchronously."""

from __future__ import annotations

import concurrent.futures
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, cast

import httpx

from rampkit.deadline import Deadline
from rampkit.errors import RampError
from rampkit.http import Flow, Request, Response, Token
from rampkit.session.attempt import Attempt
from rampkit.session.channel import Channel, may_sign_again, settle
from rampkit.session.flows import next_step
from rampkit.session.home import Home, Homes
from rampkit.session.retries import AgainError, Outcome
from rampkit.session.settings import SessionSettings
from rampkit.session.tokens import Landing, Seat, TokenStore, check_circle, shared, unsent
from rampkit.session.transports import Transports, sync_transport

if TYPE_CHECKING:
    from rampkit.health.health import Health
    from rampkit.health.turn import Turn
    from rampkit.pages import Page
    from rampkit.provider import RampProvider

__all__ = ["Session"]

T = TypeVar("T")
_Flight = concurrent.futures.Future[Landing]
_Home = Home[httpx.BaseTransport, _Flight]
_DEFAULTS = SessionSettings()


class Session:
    """Sends requests to one connection: credentials, repeats, deadline and limits are its business.

    Opens nothing before the first request. May be shared by threads, and used on both sides of a fork.

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

    def run(self, flow: Flow[T], *, timeout: float | None = None) -> T:
        """Drive *flow* to its end under one deadline and return its value.

        Args:
            flow: What a method of the provider returned.
            timeout: Seconds for all of it; `SessionSettings.timeout` if not given.

        Raises:
            RampError: The provider refused, or could not be asked.
            ConfigurationError: The flow wants to send an order, which only a router with a journal may.
            InvalidInputError: The flow was run before, or a request cannot be written down as HTTP.
        """
        return self._drive(flow, self._channel.deadline(timeout), ())

    def each(self, flow: Flow[Page[T]], *, timeout: float | None = None) -> Iterator[T]:
        """Every item of a paged list, in order; each page is asked for when its first item is due.

        Args:
            flow: What a listing method of the provider returned.
            timeout: Seconds for each page; `SessionSettings.timeout` if not given.

        Raises:
            RampError: A page could not be had; what came before it has been given.
        """
        page = self.run(flow, timeout=timeout)
        yield from page
        while page.following is not None:
            page = self.run(page.following(), timeout=timeout)
            yield from page

    def send(self, request: Request, *, deadline: Deadline) -> Response:
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
        return settle(call.heard(self._outcome(request, deadline, ())))

    def close(self) -> None:
        """Close every connection. A request still under way in another thread ends in an error."""
        for transport in self._homes.close():
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _new_home(self) -> _Home:
        settings, url = self._channel.settings, self._channel.url
        return Home(
            Transports(partial(sync_transport, settings, url)),
            TokenStore(_Flight, limit=settings.max_tokens),
        )

    def _home(self) -> _Home:
        return self._homes.current()

    def _drive(self, flow: Flow[T], deadline: Deadline, within: tuple[str, ...]) -> T:
        with closing(flow):
            step = next_step(flow, None)
            while isinstance(step, Request):
                call = self._channel.observing(step, deadline)
                step = call.handed(flow, self._outcome(step, deadline, within))
        return step.value

    def _outcome(self, request: Request, deadline: Deadline, within: tuple[str, ...]) -> Outcome:
        outcome = self._authorized(request, deadline, within)
        self._channel.report_end(request, outcome)
        return outcome

    def _authorized(self, request: Request, deadline: Deadline, within: tuple[str, ...]) -> Outcome:
        scope = request.scope
        if scope is None:
            return self._tried(request, deadline)
        token = self._token(scope, deadline, within)
        if isinstance(token, RampError):
            return token
        outcome = self._tried(self._channel.sign(request, token), deadline)
        if not self._channel.token_refused(outcome):
            return outcome
        self._home().tokens.drop(scope, token)
        if not may_sign_again(request):
            return outcome
        token = self._token(scope, deadline, within, stale=token)
        if isinstance(token, RampError):
            return token
        return self._tried(self._channel.sign(request, token), deadline)

    def _tried(self, request: Request, deadline: Deadline) -> Outcome:
        budget = self._home().budget
        budget.earn()
        outcome = self._exchange(request, deadline)
        retry = self._channel.retry(request, outcome, deadline=deadline, budget=budget)
        if retry is None:
            return outcome
        try:
            for attempt in retry.attempts():
                with attempt:
                    if retry.is_due():
                        retry.outcome = self._exchange(request, deadline, number=retry.attempt)
                    retry.check()
        except AgainError:
            pass
        return retry.outcome

    def _exchange(self, request: Request, deadline: Deadline, *, number: int = 1) -> Outcome:
        turn = self._channel.turn(request)
        if turn is not None and not self._taken(turn, deadline):
            return self._channel.queue_too_long(request)
        transport = self._home().transports.pick(request)
        with Attempt(self._channel, request, deadline, number=number) as attempt:
            answer = transport.handle_request(attempt.encoded())
            with closing(answer):
                body = attempt.receive(answer)
                for chunk in cast("Iterable[bytes]", answer.stream):
                    body.feed(chunk)
                attempt.finish(answer, body)
        return attempt.outcome

    def _taken(self, turn: Turn, deadline: Deadline) -> bool:
        with turn:
            while (wait := turn.take()) > 0:
                if wait >= deadline.remaining():
                    return False
                time.sleep(wait)
        return True

    def _token(
        self, scope: str, deadline: Deadline, within: tuple[str, ...], *, stale: Token | None = None
    ) -> Token | RampError:
        check_circle(scope, within)
        tokens = self._home().tokens
        while deadline.remaining() > 0:
            seat = tokens.look(scope, stale=stale, now=self._channel.settings.clock.now())
            if isinstance(seat, Token):
                return seat
            if seat.leads:
                return self._renewed(tokens, scope, seat, deadline, (*within, scope))
            landing = shared(_awaited(seat.flight, deadline))
            if landing is not None:
                return landing
        return self._channel.too_late("authorize")

    def _renewed(
        self,
        tokens: TokenStore[_Flight],
        scope: str,
        seat: Seat[_Flight],
        deadline: Deadline,
        within: tuple[str, ...],
    ) -> Token | RampError:
        landing: Token | RampError
        try:
            landing = self._drive(self._channel.authorize(scope), deadline, within)
        except RampError as error:
            landing = unsent(error)
        except BaseException:
            tokens.land(scope, seat, None, now=self._channel.settings.clock.now())
            raise
        tokens.land(scope, seat, landing, now=self._channel.settings.clock.now())
        return landing


def _awaited(flight: _Flight, deadline: Deadline) -> Landing:
    try:
        return flight.result(deadline.remaining())
    except TimeoutError:
        return None
