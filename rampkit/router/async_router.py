"""`AsyncRouter`: the same as `Router`, but awaited."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self, TypeVar

from rampkit.router import errands, intents, quoting
from rampkit.router.async_lists import AsyncLists
from rampkit.router.async_parties import AsyncParties
from rampkit.router.async_performer import AsyncPerformer
from rampkit.router.core import Core
from rampkit.router.watching import intervals
from rampkit.session.settings import SessionSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence
    from types import TracebackType
    from uuid import UUID

    from rampkit.http import Flow
    from rampkit.journal.journal import Journal
    from rampkit.journal.opening import JournalPlace
    from rampkit.models.accounts import AccountPair
    from rampkit.models.intents import Intent, IntentRequest
    from rampkit.models.quotes import Quote, QuoteComparison, QuoteRequest
    from rampkit.provider import RampProvider
    from rampkit.router.quoting import RouteTable
    from rampkit.routing import Candidates, Policy
    from rampkit.routing.policy import Ordering
    from rampkit.session.async_session import AsyncSession

__all__ = ["AsyncRouter"]

T = TypeVar("T")

_DEFAULTS = SessionSettings()


class AsyncRouter(AsyncParties, AsyncLists):
    """Same as `Router`, but awaited; belongs to the event loop it is first used in.

    A cancelled call loses nothing: a request in flight is still answered and written down, and nothing more
    is started.

    Args:
        providers: The connections, in order of preference among equals; names must be unique.
        journal: Where intents and customers are written down: a journal, or the path or URL of one, which is
            opened now and closed with the router. Used on one worker thread.
        policy: Whom to ask and how to rank; see `Policy`.
        timeout: Seconds for a whole call, unless the call says otherwise.
        settings: How requests are sent.
        namespace: Makes references of several installations with equal intent ids different.

    Raises:
        ConfigurationError: No connection, two of one name, sandbox and live mixed, or a journal that cannot
            be used.
    """

    def __init__(
        self,
        providers: Sequence[RampProvider],
        *,
        journal: Journal | JournalPlace | None = None,
        policy: Policy | Ordering | None = None,
        timeout: float | None = None,
        settings: SessionSettings = _DEFAULTS,
        namespace: UUID | None = None,
    ) -> None:
        self._core = Core(
            providers, journal=journal, policy=policy, timeout=timeout, settings=settings, namespace=namespace
        )
        self._performer = AsyncPerformer(self._core)

    def __repr__(self) -> str:
        return f"<AsyncRouter of {', '.join(self._core.providers)}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Wait for what is under way to end and be written down, then close every connection."""
        await self._performer.aclose()

    @property
    def connections(self) -> Mapping[str, RampProvider]:
        """The connections, by name."""
        return self._core.providers

    def session(self, connection: str) -> AsyncSession:
        """The session of a connection: for what only this provider can do.

        Raises:
            InvalidInputError: There is no such connection here.
        """
        return self._performer.sessions[self._core.provider(connection).name]

    async def routes(
        self, *, connections: Collection[str] | None = None, timeout: float | None = None
    ) -> RouteTable:
        """Same as `Router.routes`."""
        return await self._performer.run(quoting.routes(self._core, connections), timeout)

    def candidates(self, request: QuoteRequest, *, connections: Collection[str] | None = None) -> Candidates:
        """Same as `Router.candidates`."""
        return self._core.candidates(request, connections)

    async def quotes(
        self,
        request: QuoteRequest,
        *,
        connections: Collection[str] | None = None,
        timeout: float | None = None,
    ) -> QuoteComparison:
        """Same as `Router.quotes`."""
        return await self._performer.run(quoting.quotes(self._core, request, connections), timeout)

    async def quote(
        self,
        request: QuoteRequest,
        *,
        connections: Collection[str] | None = None,
        timeout: float | None = None,
    ) -> Quote:
        """Same as `Router.quote`."""
        return await self._performer.run(quoting.quote(self._core, request, connections), timeout)

    async def lock_quote(
        self, quote: Quote, *, customer_id: str, accounts: AccountPair, timeout: float | None = None
    ) -> Quote:
        """Same as `Router.lock_quote`."""
        return await self._performer.run(
            quoting.lock_quote(self._core, quote, customer_id, accounts), timeout
        )

    async def create_intent(
        self,
        request: IntentRequest,
        *,
        id: str,  # noqa: A002  # the word everybody uses for it
        connections: Collection[str] | None = None,
        timeout: float | None = None,
    ) -> Intent:
        """Same as `Router.create_intent`."""
        script = intents.create(self._core, request, id, connections)
        return await self._performer.run(script, timeout)

    async def get_intent(self, id: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Same as `Router.get_intent`."""
        return await self._performer.run(intents.read(self._core, id), timeout)

    async def list_intents(self, *, customer_id: str | None = None) -> tuple[Intent, ...]:
        """Same as `Router.list_intents`."""
        return await self._performer.run(intents.list_all(self._core, customer_id), None)

    async def execute_intent(self, id: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Same as `Router.execute_intent`."""
        return await self._performer.run(intents.execute(self._core, id), timeout)

    async def cancel_intent(self, id: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Same as `Router.cancel_intent`."""
        return await self._performer.run(intents.cancel(self._core, id), timeout)

    async def report_payment(self, id: str, tx_hash: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Same as `Router.report_payment`."""
        return await self._performer.run(intents.report_payment(self._core, id, tx_hash), timeout)

    async def run(
        self,
        flow: Flow[T],
        *,
        connection: str,
        id: str,  # noqa: A002
        timeout: float | None = None,
    ) -> T:
        """Same as `Router.run`."""
        return await self._performer.run(errands.run(self._core, flow, connection, id), timeout)

    async def watch(self, id: str, *, timeout: float | None = None) -> AsyncIterator[Intent]:  # noqa: A002
        """Same as `Router.watch`."""
        deadline = self._core.deadline(timeout)
        last: Intent | None = None
        for pause in intervals():
            intent = await self.get_intent(id)
            if intent != last:
                yield intent
            last = intent
            if intent.finished or deadline.remaining() <= pause:
                return
            await asyncio.sleep(pause)
