"""What both faces of a router share: its connections, its rules and its memory."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

from rampkit.deadline import Deadline
from rampkit.errors import ConfigurationError, CustomerNotRegisteredError, InvalidInputError
from rampkit.health.health import Health
from rampkit.journal.opening import JournalPlace, journal_at, require_journal
from rampkit.provider import RampProvider
from rampkit.router.script import Consult, Script, do
from rampkit.routing import Candidates, Corridors, Policy, policy_of
from rampkit.saga.identity import NAMESPACE
from rampkit.saga.ledger import Bench

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from rampkit.capabilities import Route
    from rampkit.journal.journal import Journal
    from rampkit.models.customers import CustomerLink
    from rampkit.models.quotes import QuoteRequest
    from rampkit.routing.policy import Ordering
    from rampkit.session.settings import SessionSettings

__all__ = ["Core"]


class Core:
    """Connections, policy and journal of one router; no I/O of its own.

    Raises:
        ConfigurationError: No connection, two of one name, sandbox and live mixed, or a journal that cannot
            be used.
    """

    def __init__(
        self,
        providers: Sequence[RampProvider],
        *,
        journal: Journal | JournalPlace | None,
        policy: Policy | Ordering | None,
        timeout: float | None,
        settings: SessionSettings,
        namespace: UUID | None,
    ) -> None:
        _require_connections(providers)
        _require_one_environment(providers)
        self.providers: Mapping[str, RampProvider] = {provider.name: provider for provider in providers}
        self.corridors = Corridors(providers)
        self.policy = policy_of(policy)
        self.namespace = namespace or NAMESPACE
        self.settings = settings
        self.health: Mapping[str, Health] = {
            one.name: Health(one.name, one.rate_limits, settings.clock) for one in providers
        }
        self._timeout = settings.timeout if timeout is None else timeout
        self._opened = journal_at(journal) if isinstance(journal, str | PathLike) else None
        self._journal = self._opened or (None if journal is None else require_journal(journal))
        self._live: dict[str, Sequence[Route]] = {}

    @property
    def journal(self) -> Journal:
        """Where intents and customers are written down.

        Raises:
            ConfigurationError: The router was made without one.
        """
        if self._journal is None:
            raise ConfigurationError(
                "this needs a journal, and the router has none: pass journal=... "
                "(a path such as 'ramp.db'; MemoryJournal() forgets everything when the process ends)"
            )
        return self._journal

    def close(self) -> None:
        """Close the journal, if it was opened here."""
        if self._opened is not None:
            self._opened.close()

    def provider(self, connection: str) -> RampProvider:
        """The provider of a connection.

        Raises:
            InvalidInputError: There is no such connection here.
        """
        found = self.providers.get(connection)
        if found is None:
            known = ", ".join(self.providers)
            raise InvalidInputError(
                "connection", f"{connection!r} is no connection here", remedy=f"use one of {known}"
            )
        return found

    def require_options(self, options: Mapping[str, object]) -> None:
        """Refuse options of a connection that is not here: one that has no effect must not be overlooked.

        Raises:
            InvalidInputError: *options* name such a connection.
        """
        unknown = options.keys() - self.providers.keys()
        if unknown:
            known = ", ".join(self.providers)
            raise InvalidInputError(
                "provider_options", f"{min(unknown)!r} is no connection here", remedy=f"name some of {known}"
            )

    def candidates(self, request: QuoteRequest, connections: Collection[str] | None) -> Candidates:
        """Who can be asked for *request*, by the routes known so far."""
        return self.corridors.candidates(request, policy=self.policy, only=connections)

    def learn_routes(self, connection: str, routes: Sequence[Route]) -> None:
        """Use routes that a provider has just listed instead of those known without asking."""
        self._live[connection] = routes
        self.corridors = Corridors(self.providers.values(), live=self._live)

    def routes_of(self, connection: str) -> Sequence[Route]:
        """The corridors of a connection: as it listed them, else as known without asking."""
        return self._live.get(connection) or self.providers[connection].routes()

    def deadline(self, timeout: float | None) -> Deadline:
        """The moment a call has to be over: *timeout* seconds from now, the router's own if None."""
        return Deadline.after(self._timeout if timeout is None else timeout, self.settings.clock)

    @property
    def bench(self) -> Bench:
        """What a saga works with."""
        return Bench(self.providers, self.journal, self.namespace)

    def link(self, connection: str, customer_id: str) -> Script[CustomerLink]:
        """The usable link of a customer to a connection.

        Raises:
            CustomerNotRegisteredError: There is none.
        """
        self.provider(connection)
        journal = self.journal
        link = yield from do(Consult(lambda: journal.link(connection, customer_id)))
        if link is None or link.provider_customer_id is None:
            raise CustomerNotRegisteredError(
                "the customer is not registered here; call create_customer first", connection=connection
            )
        return link


def _require_connections(providers: Any) -> None:
    """Callers without a type checker are told at once, not at the first call."""
    given: list[object] = list(providers) if isinstance(providers, list | tuple) else []  # pyright: ignore[reportUnknownArgumentType]  # anything may come
    if not given or not all(isinstance(one, RampProvider) for one in given):
        raise ConfigurationError("a router needs a list of connections, e.g. Router([GnosisProvider(...)])")


def _require_one_environment(providers: Sequence[RampProvider]) -> None:
    environments = {provider.environment for provider in providers}
    if len(environments) > 1:
        listed = ", ".join(f"{provider.name} is {provider.environment}" for provider in providers)
        raise ConfigurationError(f"sandbox and live connections must not share a router: {listed}")
