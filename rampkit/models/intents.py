"""The application's wish: the unit that is never paid twice."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from pydantic import Field, model_validator

from rampkit.errors import InvalidInputError
from rampkit.models.accounts import AccountPair, CryptoAddress
from rampkit.models.actions import Action
from rampkit.models.assets import Direction, Pair
from rampkit.models.model import Details, Model, OpenEnum, UtcTime
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
    """What is given and got."""
    amount: Amount
    """Of the source or of the destination; that side is fixed."""
    country: Country
    """Where the person is, ISO 3166-1."""
    region: Region | None = None
    """Which part of it, ISO 3166-2; some providers serve only parts."""
    rail: Rail | None = None
    """The rail to use; None for any."""
    payment_method: PaymentMethod | None = None
    """What the person pays with; None for anything."""
    accounts: AccountPair = AccountPair()
    """Where the money comes from and goes to."""
    at_least: Amount | None = None
    """The least that must arrive, net of fees. An indicative price only filters: it guarantees nothing."""
    quote: Quote | None = None
    """The price to use; pins its connection."""
    redirect_url: str | None = Field(default=None, repr=False)
    """Where the person goes after a hosted step."""
    provider_options: Mapping[str, Details] = Field(default_factory=dict[str, Details], repr=False)
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
        if self.at_least is not None and not self.at_least.value:
            raise InvalidInputError(
                "at_least", "is zero and would accept any loss", remedy="say how much must arrive at least"
            )
        if self.quote is not None:
            self._check_quote(self.quote)

    def _check_quote(self, quote: Quote) -> None:
        if (quote.pair, quote.requested) != (self.pair, self.amount):
            raise InvalidInputError("quote", "is for another pair or amount", remedy="take a new quote")
        for name in ("country", "region", "rail", "payment_method"):
            ours, theirs = getattr(self, name), getattr(quote, name)
            if None not in {ours, theirs} and ours != theirs:
                raise InvalidInputError(
                    "quote", f"is for another {name.replace('_', ' ')}", remedy="take a new quote"
                )

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
    """Unique for each send; a resend is a send."""
    operation: str
    """What was sent, e.g. `create_order`."""
    outcome: Outcome
    """What became of it, as far as is proved."""
    started_at: UtcTime
    """When it was written down, before a byte left."""
    code: str | None = None
    """The provider's error code."""
    status: int | None = None
    """HTTP status of the answer."""


class Attempt(Model):
    """One try at one connection, made of sends."""

    connection: str
    """Name of the connection."""
    environment: str
    """`live` or `sandbox`."""
    number: int
    """Counts from 1."""
    reference: UUID
    """The external id sent to the provider."""
    outcome: Outcome | None
    """None if nothing was sent yet."""
    order_id: str | None = None
    """The provider's id, once an order exists."""
    sends: tuple[Send, ...] = ()
    """In the order they were made."""


class Needs(OpenEnum):
    """What an intent waits for that no waiting will bring."""

    HUMAN = "human"
    """A doubt nothing in rampkit can settle: ask the provider, with the reference."""
    REQUEST = "request"
    """The original request: call `create_intent` again with the same id and request."""


class Intent(Model):
    """A wish and everything known about it."""

    id: str
    """The application's own id of the wish."""
    customer_id: str
    """The application's id of the customer."""
    pair: Pair
    """What is given and got."""
    amount: Amount
    """The amount asked for."""
    status: Status
    """How far it is."""
    pay_in: PayIn = PayIn.UNKNOWN
    """The incoming leg."""
    pay_out: PayOut = PayOut.UNKNOWN
    """The outgoing leg."""
    money: Money = Money.UNKNOWN
    """Where the money is, derived from the legs."""
    provider_status: str | None = None
    """The provider's exact word."""
    unmapped: bool = False
    """Whether that word is unknown to us."""
    needs: Needs | None = None
    """What it waits for that no waiting will bring."""
    connection: str | None = None
    """The connection that has it; None while nobody has."""
    via: str | None = None
    """The company the provider itself routes to."""
    order_id: str | None = None
    """The provider's id of the order."""
    reference: UUID | None = None
    """The external id of the current attempt."""
    deposit_account_id: str | None = None
    """The standing account it is a deposit to, if it is one."""
    actions: tuple[Action, ...] = ()
    """What the person does next."""
    executable: bool = False
    """Whether `execute_intent` is the next step."""
    price_guaranteed: bool | None = None
    """Whether the provider is bound to the price; None where no order exists."""
    quote: Quote | None = None
    """The price it was made at."""
    source_amount: Amount | None = None
    """All the person pays; None where unknown."""
    destination_amount: Amount | None = None
    """What arrives; None where unknown."""
    transactions: tuple[Transaction, ...] = ()
    """Movements, none to any number."""
    returns: tuple[Return, ...] = ()
    """Money sent back."""
    failure_reason: str | None = Field(default=None, repr=False)
    """Why it failed, or why nobody is told how to pay; may name a person."""
    attempts: tuple[Attempt, ...] = ()
    """Every try, first to last."""
    refusals: tuple[Refusal, ...] = ()
    """Why nobody took it, connection by connection; empty once somebody has."""
    anomalies: tuple[str, ...] = ()
    """Evidence that contradicts what was known; recorded, never applied."""
    opened_at: UtcTime
    """When the application first asked."""
    updated_at: UtcTime | None = None
    """Time of the newest evidence."""
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
