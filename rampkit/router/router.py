"""`Router`: many connections behind one interface, synchronously."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self, TypeVar

from rampkit.router import errands, intents, quoting
from rampkit.router.core import Core
from rampkit.router.lists import Lists
from rampkit.router.parties import Parties
from rampkit.router.performer import Performer
from rampkit.router.watching import intervals
from rampkit.session.settings import SessionSettings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
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
    from rampkit.session.session import Session

__all__ = ["Router"]

T = TypeVar("T")

_DEFAULTS = SessionSettings()


class Router(Parties, Lists):
    """Picks providers by currency pair and country, compares them, and creates intents that are paid once.

    Thread-safe, and a context manager. Opens no connection before the first call.

    Args:
        providers: The connections, in order of preference among equals; names must be unique.
        journal: Where intents and customers are written down: a journal, or the path or URL of one, which is
            opened now and closed with the router. Without one the router reads and quotes only.
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
        self._performer = Performer(self._core)

    def __repr__(self) -> str:
        return f"<Router of {', '.join(self._core.providers)}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection. Calls still under way in other threads end in an error."""
        self._performer.close()

    @property
    def connections(self) -> Mapping[str, RampProvider]:
        """The connections, by name."""
        return self._core.providers

    def session(self, connection: str) -> Session:
        """The session of a connection: for what only this provider can do.

        Raises:
            InvalidInputError: There is no such connection here.
        """
        return self._performer.sessions[self._core.provider(connection).name]

    def routes(
        self, *, connections: Collection[str] | None = None, timeout: float | None = None
    ) -> RouteTable:
        """Ask which corridors are open; what connections list is used from now on.

        Args:
            connections: Names of connections or codes of providers; None for all.
            timeout: Seconds for everybody together.
        """
        return self._performer.run(quoting.routes(self._core, connections), timeout)

    def candidates(self, request: QuoteRequest, *, connections: Collection[str] | None = None) -> Candidates:
        """Who can be asked for *request*, and why everybody else cannot. Sends nothing."""
        return self._core.candidates(request, connections)

    def quotes(
        self,
        request: QuoteRequest,
        *,
        connections: Collection[str] | None = None,
        timeout: float | None = None,
    ) -> QuoteComparison:
        """Ask everybody who serves *request* for a price, at once, and rank the answers.

        Never fails and never waits because of one provider: whoever does not answer by the deadline is a
        refusal with its reason.

        Args:
            request: What to price.
            connections: Names of connections or codes of providers; None for all.
            timeout: Seconds for everybody together.
        """
        return self._performer.run(quoting.quotes(self._core, request, connections), timeout)

    def quote(
        self,
        request: QuoteRequest,
        *,
        connections: Collection[str] | None = None,
        timeout: float | None = None,
    ) -> Quote:
        """The best price of all.

        Raises:
            NoRouteError: Nobody serves this; says why, for each connection.
            AllProvidersFailedError: Everybody who serves it refused or failed.
        """
        return self._performer.run(quoting.quote(self._core, request, connections), timeout)

    def lock_quote(
        self, quote: Quote, *, customer_id: str, accounts: AccountPair, timeout: float | None = None
    ) -> Quote:
        """Turn an indicative quote into a firm one.

        Raises:
            UnsupportedError: Its provider has no such step.
            CustomerNotRegisteredError: The customer is not registered there.
        """
        return self._performer.run(quoting.lock_quote(self._core, quote, customer_id, accounts), timeout)

    def create_intent(
        self,
        request: IntentRequest,
        *,
        id: str,  # noqa: A002  # the word everybody uses for it
        connections: Collection[str] | None = None,
        timeout: float | None = None,
    ) -> Intent:
        """Have one provider, and never two, take the wish named *id*.

        Call it again with the same id after any error: it settles what is in doubt, returns what exists, and
        tries again only where nothing can exist. Moves no money itself: the person pays by `Intent.actions`.

        Args:
            request: The wish.
            id: The application's own name of it, stable over retries; another wish needs another id.
            connections: Names of connections or codes of providers that may take it; None for all.
            timeout: Seconds for everything together.

        Raises:
            ConfigurationError: The router has no journal.
            ConflictingIntentError: The id already stands for another wish.
            InvalidInputError: A value of the wish's suits nobody who was tried; names every field.
            OutcomeUnknownError: An order may exist, and that could not be settled in time.
            AllProvidersFailedError: Nobody took it; nothing exists anywhere. Says why, for each connection.
            IntentBusyError: Another worker is acting on it.
        """
        return self._performer.run(intents.create(self._core, request, id, connections), timeout)

    def get_intent(self, id: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Read an intent: its journal and one look at its order. A failed look leaves it as it was, stale.

        Raises:
            NotFoundError: The journal knows no such intent.
        """
        return self._performer.run(intents.read(self._core, id), timeout)

    def list_intents(self, *, customer_id: str | None = None) -> tuple[Intent, ...]:
        """Every intent of the journal as last known, oldest first. Asks no provider."""
        return self._performer.run(intents.list_all(self._core, customer_id), None)

    def execute_intent(self, id: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Start the movement of an intent whose order waits for that (`Intent.executable`), once.

        Raises:
            UnsupportedError: There is no order, or its provider has no such step.
            CustomerNotReadyError: The person has a step to take first; nothing was started.
            OutcomeUnknownError: It may have been started, and that could not be settled in time.
        """
        return self._performer.run(intents.execute(self._core, id), timeout)

    def cancel_intent(self, id: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Withdraw an intent, for good: another call of `create_intent` with its id sends nothing.

        Where a deposit account waits, that is free for the next intent. Money that still comes is converted
        all the same, and seen by whatever intent holds the account then.

        Raises:
            OutcomeUnknownError: An order may exist; settle that first.
            UnsupportedError: The provider cannot cancel, or a deposit has come.
            IntentBusyError: A provider has just taken it; call again.
        """
        return self._performer.run(intents.cancel(self._core, id), timeout)

    def report_payment(self, id: str, tx_hash: str, *, timeout: float | None = None) -> Intent:  # noqa: A002
        """Tell the provider which chain transaction pays an intent.

        Raises:
            UnsupportedError: There is no order, or its provider does not want to be told.
        """
        return self._performer.run(intents.report_payment(self._core, id, tx_hash), timeout)

    def run(
        self,
        flow: Flow[T],
        *,
        connection: str,
        id: str,  # noqa: A002
        timeout: float | None = None,
    ) -> T:
        """Make an order that only one provider has, once, and return what its flow returns.

        ```python
        paid = router.run(ripio.execute_sell_and_pay(sell_and_pay_id), connection="ripio-ar", id="bill-7")
        ```

        Journalled like an intent: written down before a byte leaves. Call it again with the same id and a
        new flow after any error: that one first looks whether it was done. `session` runs what moves nothing,
        without an id.

        Args:
            flow: What a method of the provider returned.
            connection: Whose method it is.
            id: The application's own name of this order, stable over retries; no intent has the same.
            timeout: Seconds for everything together.

        Raises:
            ConfigurationError: The router has no journal, or the order is one that an intent makes.
            ConflictingIntentError: The id already stands for something else.
            AlreadyExistsError: It was accepted before, and the flow did not see that.
            OutcomeUnknownError: It left, and what became of it is not known.
            RampError: The provider refused, or nothing was sent.
            IntentBusyError: Another worker is acting on it.
            InvalidInputError: The flow was run before, or a value of the caller's cannot be used.
        """
        return self._performer.run(errands.run(self._core, flow, connection, id), timeout)

    def watch(self, id: str, *, timeout: float | None = None) -> Iterator[Intent]:  # noqa: A002
        """Read an intent again and again, at growing intervals, and yield it whenever something is new.

        Ends when the intent is finished or the time is over. A read that fails is no error: the intent stays
        as it was, with `stale_since` set.

        Args:
            id: The application's id of the intent.
            timeout: Seconds to watch; the router's own timeout if not given.

        Raises:
            NotFoundError: The journal knows no such intent.
        """
        deadline = self._core.deadline(timeout)
        last: Intent | None = None
        for pause in intervals():
            intent = self.get_intent(id)
            if intent != last:
                yield intent
            last = intent
            if intent.finished or deadline.remaining() <= pause:
                return
            time.sleep(pause)
