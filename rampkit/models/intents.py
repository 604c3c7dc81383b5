"""The application's wish: the unit that is never paid twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

from rampkit.errors import InvalidInputError
from rampkit.models.accounts import AccountPair, CryptoAddress
from rampkit.models.actions import Action
from rampkit.models.assets import Direction, Pair
from rampkit.models.model import Model, OpenEnum, UtcTime
from rampkit.models.money import Amount
from rampkit.models.places import Country, Region
from rampkit.models.quotes import Quote, Refusal, check_wish
from rampkit.models.rails import PaymentMethod, Rail
from rampkit.models.statuses import HARD_TERMINAL, SOFT_TERMINAL, Money, PayIn, PayOut, Status
from rampkit.models.transactions import Return, Transaction

__all__ = ["Attempt", "Intent", "IntentRequest", "Needs", "Outcome", "Send"]


class IntentRequest(Model):
    """What to move, for whom, between which accounts.

    With a `quote`, only its connection is used: a price is one party's promise. Without one, `at_least` is
    required, and every candidate is priced anew against it.

    Raises:
        InvalidInputError: A field is wrong or two fields contradict each other.
    """

    customer_id: str
    """The application's id of the customer."""
    pair: Pair
    amount: Amount
    country: Country
    region: Region | None = None
    rail: Rail | None = None
    payment_method: PaymentMethod | None = None
    accounts: AccountPair = AccountPair()
    at_least: Amount | None = None
    """The least that must arrive, net of fees. An indicative price only filters: it guarantees nothing."""
    quote: Quote | None = None
    redirect_url: str | None = Field(default=None, repr=False)
    provider_options: Mapping[str, Mapping[str, Any]] = Field(
        default_factory=dict[str, Mapping[str, Any]], repr=False
    )
    """Knobs only one connection has, by its name."""

    @model_validator(mode="after")
    def _consistent(self) -> IntentRequest:
        check_wish(self.pair, self.amount, self.country, self.region)
        self._check_price()
        self._check_accounts()
        return self

    def _check_price(self) -> None:
        if self.quote is None and self.at_least is None:
            raise InvalidInputError(
                "at_least",
                "is missing, and so is a quote",
                remedy="say how much must arrive at least, or pass a quote",
            )
        if self.at_least is not None and self.at_least.asset != self.pair.destination:
            raise InvalidInputError(
                "at_least", f"is not in {self.pair.destination}", remedy="name the destination asset"
            )
        if self.quote is not None and (self.quote.pair, self.quote.requested) != (self.pair, self.amount):
            raise InvalidInputError("quote", "is for another pair or amount", remedy="take a new quote")

    def _check_accounts(self) -> None:
        for name, asset in (("source", self.pair.source), ("destination", self.pair.destination)):
            account = getattr(self.accounts, name)
            if account is None:
                continue
            if isinstance(account, CryptoAddress) is asset.is_fiat:
                raise InvalidInputError(
                    f"accounts.{name}", f"cannot hold {asset}", remedy="swap the accounts"
                )
            if asset.network is not None and account.network != asset.network.name:
                raise InvalidInputError(
                    f"accounts.{name}",
                    f"is on {account.network}, not on {asset.network}",
                    remedy="use another wallet",
                )


class Outcome(OpenEnum):
    """What became of one send."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Send(Model):
    """One request that could lead to money moving, and what became of it."""

    send_id: str
    operation: str
    outcome: Outcome
    started_at: UtcTime
    code: str | None = None
    status: int | None = None


class Attempt(Model):
    """One try at one connection, made of sends."""

    connection: str
    environment: str
    number: int
    reference: UUID
    outcome: Outcome | None
    """None if nothing was sent yet."""
    order_id: str | None = None
    sends: tuple[Send, ...] = ()


class Needs(OpenEnum):
    """What an intent waits for that no waiting will bring."""

    HUMAN = "human"
    """A doubt nothing in rampkit can settle: ask the provider with the reference, then tell the journal."""
    REQUEST = "request"
    """The original request: call `create_intent` again with the same id and request."""


class Intent(Model):
    """A wish and everything known about it."""

    id: str
    customer_id: str
    pair: Pair
    amount: Amount
    status: Status
    pay_in: PayIn = PayIn.UNKNOWN
    pay_out: PayOut = PayOut.UNKNOWN
    money: Money = Money.UNKNOWN
    provider_status: str | None = None
    unmapped: bool = False
    needs: Needs | None = None
    connection: str | None = None
    via: str | None = None
    order_id: str | None = None
    reference: UUID | None = None
    deposit_account_id: str | None = None
    actions: tuple[Action, ...] = ()
    """What the person does next."""
    executable: bool = False
    """Whether `execute_intent` is the next step."""
    price_guaranteed: bool | None = None
    """Whether the provider is bound to the price; None where no order exists."""
    quote: Quote | None = None
    source_amount: Amount | None = None
    destination_amount: Amount | None = None
    transactions: tuple[Transaction, ...] = ()
    returns: tuple[Return, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Why the connections that came before did not take it."""
    anomalies: tuple[str, ...] = ()
    """Evidence that contradicts what was known; recorded, never applied."""
    opened_at: UtcTime
    updated_at: UtcTime | None = None
    stale_since: UtcTime | None = None
    """Since when reading the provider has failed; None if the last read worked."""

    @property
    def direction(self) -> Direction:
        """On-ramp or off-ramp."""
        return self.pair.direction

    @property
    def finished(self) -> bool:
        """Whether the status is an end, soft or hard."""
        return self.status in SOFT_TERMINAL or self.status in HARD_TERMINAL
