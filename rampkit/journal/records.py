"""What the journal remembers of an intent: decisions need the fence, evidence never does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID

from rampkit.models.assets import Pair
from rampkit.models.intents import Outcome
from rampkit.models.model import UtcTime
from rampkit.models.money import Amount
from rampkit.models.orders import Order, OrderRequest
from rampkit.models.quotes import Refusal

__all__ = [
    "Absent",
    "Closed",
    "Ended",
    "Errand",
    "Observed",
    "Opened",
    "Record",
    "Shown",
    "Started",
    "Wish",
]


@dataclass(frozen=True, slots=True)
class Wish:
    """What may never change under one intent id. Holds no personal data: accounts are a keyed fingerprint."""

    customer_id: str
    pair: Pair
    amount: Amount
    accounts: str


@dataclass(frozen=True, slots=True)
class Errand:
    """A call that only one provider has and that can lead to money moving: what its id stands for."""

    connection: str
    operation: str
    digest: str
    """Keyed fingerprint of the bytes: another request needs another id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Decision: the id stands for this from now on."""

    decision: ClassVar[bool] = True
    wish: Wish | Errand
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Decision: a request that can lead to money moving may leave from now on.

    Without an `Ended` for the same send its outcome is unknown, whatever interrupted it.
    """

    decision: ClassVar[bool] = True
    send: str
    attempt: int
    connection: str
    environment: str
    operation: str
    reference: UUID
    digest: str
    """Keyed fingerprint of the bytes: a resend must be the same."""
    order: OrderRequest | None
    """What the bytes are made from; None for an errand. Names a person: a journal on disk keeps that sealed
    or not at all."""
    whole: bool = True
    """Whether `order` is all of it. If not it is enough to read the order with, and not to send it again."""
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Evidence: what became of a send."""

    decision: ClassVar[bool] = False
    send: str
    outcome: Outcome
    order_id: str | None = None
    code: str | None = None
    status: int | None = None
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Decision: a send in doubt created nothing, finally: it was looked up after the declared time."""

    decision: ClassVar[bool] = True
    send: str
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Decision: nobody took the wish, or the application withdrew it before anybody did."""

    decision: ClassVar[bool] = True
    refusals: tuple[Refusal, ...] = ()
    canceled: bool = False
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Evidence: a way to pay was about to be handed out, so money may come."""

    decision: ClassVar[bool] = False
    attempt: int
    kinds: tuple[str, ...]
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Evidence: what the provider said of the order."""

    decision: ClassVar[bool] = False
    attempt: int
    order: Order
    at: UtcTime
    """When the request that brought it left, by our clock."""


Record: TypeAlias = Opened | Started | Ended | Absent | Closed | Shown | Observed
