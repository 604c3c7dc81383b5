"""One worker's view of one intent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rampkit.errors import ConfigurationError, IntentBusyError
from rampkit.journal.history import AttemptHistory, History
from rampkit.saga.effects import Append, Saga, Sleep, TakeClaim, do

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from rampkit.journal.journal import Journal
    from rampkit.journal.records import Record
    from rampkit.models.intents import IntentRequest
    from rampkit.provider import RampProvider

__all__ = ["Bench", "Ledger", "claimed"]

_BUSY_WAIT = 0.05


@dataclass(frozen=True, slots=True)
class Bench:
    """What every step of a saga works with."""

    providers: Mapping[str, RampProvider]
    journal: Journal
    """Only for its pure `fingerprint`: reading and writing are effects."""
    namespace: UUID

    def provider(self, connection: str, environment: str) -> RampProvider:
        """The provider of a journalled connection.

        Raises:
            ConfigurationError: It is not configured, or for another environment than the journal's row.
        """
        found = self.providers.get(connection)
        if found is None:
            raise ConfigurationError(
                f"the journal holds an order at {connection!r}, which is no connection of this router; add it"
            )
        if found.environment != environment:
            raise ConfigurationError(
                f"{connection!r} is {found.environment} here, but the journal's order is {environment};"
                " use one journal for each environment"
            )
        return found


class Ledger:
    """The records of one intent; writes go through the journal first, then show here.

    Without a claim's `fence` only evidence can be written. The application's `request`, where the call
    brought it, has what the journal does not keep of the wish.
    """

    def __init__(
        self,
        bench: Bench,
        history: History,
        fence: int | None = None,
        request: IntentRequest | None = None,
    ) -> None:
        self.bench = bench
        self.request = request
        self.intent_id = history.intent_id
        self._fence = fence
        self._records = list(history.records)

    @property
    def history(self) -> History:
        """What is known, this worker's own writes included."""
        return History(self.intent_id, self._records)

    def attempt(self, number: int) -> AttemptHistory:
        """One attempt as known now."""
        return self.history.attempt(number)

    def write(self, record: Record) -> Saga[None]:
        """Write *record* down.

        Raises:
            IntentBusyError: It is a decision, and another worker has taken the claim since.
        """
        written = yield from do(Append(self.intent_id, record, self._fence if record.decision else None))
        if not written:
            raise IntentBusyError("another worker has taken over this intent; read it again")
        self._records.append(record)


def claimed(bench: Bench, intent_id: str, request: IntentRequest | None = None) -> Saga[Ledger]:
    """Take the claim on an intent, waiting for another worker until the deadline.

    Raises:
        IntentBusyError: The other worker was still at it.
    """
    while True:
        claim = yield from do(TakeClaim(intent_id))
        if claim is not None:
            return Ledger(bench, claim.history, claim.fence, request)
        if not (yield from do(Sleep(_BUSY_WAIT))):
            raise IntentBusyError("another worker is acting on this intent; call again with the same id")
