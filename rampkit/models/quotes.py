"""Prices: what was asked, what was offered, and why somebody offered nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

from pydantic import Field, model_validator

from rampkit.errors import InvalidInputError, NextStep
from rampkit.models.assets import Asset, Direction, Pair
from rampkit.models.model import Model, OpenEnum, UtcTime
from rampkit.models.money import Amount
from rampkit.models.places import Country, Region
from rampkit.models.rails import PaymentMethod, Rail

__all__ = [
    "Binding",
    "Fee",
    "FeeKind",
    "Fixed",
    "NotAsked",
    "Quote",
    "QuoteComparison",
    "QuoteRequest",
    "Refusal",
    "RefusalReason",
]

_RATE = Context(prec=18)


class Fixed(OpenEnum):
    """Which side of a pair the amount is given for."""

    SOURCE = "source"
    DESTINATION = "destination"


class Binding(OpenEnum):
    """What a price is worth."""

    FIRM = "firm"
    """The provider keeps it until `expires_at`."""
    INDICATIVE = "indicative"
    """The trade settles at another price."""
    UNPRICED = "unpriced"
    """The provider serves this but names no price."""


class FeeKind(OpenEnum):
    """What a fee is for. Unknown kinds are kept."""

    TOTAL = "total"
    NETWORK = "network"
    PROVIDER = "provider"
    PROCESSING = "processing"
    PARTNER = "partner"
    PAYMENT_METHOD = "payment_method"
    SPREAD = "spread"
    FX = "fx"
    TAX = "tax"
    OTHER = "other"


class Fee(Model):
    """One fee of a quote."""

    kind: FeeKind
    amount: Amount | None = None
    """None: the provider takes it but does not say how much. Never zero for unknown."""
    included: bool | None = None
    """Whether it is already inside the quote's two amounts; None where the provider does not say."""
    parent: FeeKind | None = None
    """The fee this one is a part of: adding both would count it twice."""
    label: str | None = None
    """The provider's own name for it."""


class QuoteRequest(Model):
    """What to price.

    `QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR")`. The amount is of the
    source or of the destination; that side is `fixed`.

    Raises:
        InvalidInputError: The amount is zero, too precise or of neither side; or the region is elsewhere.
    """

    pair: Pair
    amount: Amount
    country: Country
    region: Region | None = None
    rail: Rail | None = None
    payment_method: PaymentMethod | None = None
    provider_options: Mapping[str, Mapping[str, Any]] = Field(
        default_factory=dict[str, Mapping[str, Any]], repr=False
    )
    """Knobs only one connection has, by its name."""

    @model_validator(mode="after")
    def _consistent(self) -> QuoteRequest:
        check_wish(self.pair, self.amount, self.country, self.region)
        return self

    @property
    def fixed(self) -> Fixed:
        """Which side the amount is of."""
        return Fixed.SOURCE if self.amount.asset == self.pair.source else Fixed.DESTINATION

    @property
    def direction(self) -> Direction:
        """On-ramp or off-ramp."""
        return self.pair.direction


def check_wish(pair: Pair, amount: Amount, country: str, region: str | None) -> None:
    """Refuse an amount or a place that cannot be asked for.

    Raises:
        InvalidInputError: Names the field.
    """
    if amount.asset not in {pair.source, pair.destination}:
        raise InvalidInputError(
            "amount", f"is in {amount.asset}, which is not part of {pair}", remedy=f"use {pair.source}"
        )
    amount.require_positive().require_scale()
    if region is not None and region[:2] != country:
        raise InvalidInputError("region", f"is not a part of {country}", remedy=f"write {country}-...")


class Quote(Model):
    """One offer of one connection, by one rail and one company behind it."""

    connection: str
    provider: str
    via: str | None = None
    """The company the provider itself routes to."""
    rail: Rail | None = None
    payment_method: PaymentMethod | None = None
    pair: Pair
    country: Country
    region: Region | None = None
    requested: Amount
    """The amount that was asked for."""
    binding: Binding
    source_amount: Amount | None = None
    """All the person pays; None where unknown or where the provider disputes itself."""
    destination_amount: Amount | None = None
    """What arrives; None where unknown."""
    fees: tuple[Fee, ...] = ()
    expires_at: UtcTime | None = None
    quote_id: str | None = None
    """The provider's id of the offer; None where an offer is not an object there."""
    raw: Any = Field(default=None, repr=False)

    @property
    def fixed(self) -> Fixed:
        """Which side the asked amount is of."""
        return Fixed.SOURCE if self.requested.asset == self.pair.source else Fixed.DESTINATION

    @property
    def rate(self) -> Decimal | None:
        """Destination per source, to 18 significant digits; None where an amount is unknown."""
        paid, got = self.source_amount, self.destination_amount
        if paid is None or got is None or not paid.value:
            return None
        return _RATE.divide(got.value, paid.value)

    @property
    def total_fee(self) -> Amount | None:
        """All fees in one asset; None where one is unknown or the assets differ, never a partial sum."""
        total = [fee for fee in self.fees if fee.kind == FeeKind.TOTAL]
        counted = total or [fee for fee in self.fees if fee.parent is None]
        amounts = [fee.amount for fee in counted if fee.amount is not None]
        if not amounts or len(amounts) < len(counted) or len({item.asset for item in amounts}) > 1:
            return None
        return Amount(sum((item.value for item in amounts), Decimal()), amounts[0].asset)

    def expired(self, now: Any) -> bool:
        """Whether the offer's time is over at *now* (UTC-aware)."""
        return self.expires_at is not None and self.expires_at <= now


class RefusalReason(OpenEnum):
    """Why a connection offered nothing. The closed list of `docs/reference/refusals.md`."""

    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    COUNTRY_NOT_SERVED = "country_not_served"
    REGION_NOT_SERVED = "region_not_served"
    REGION_REQUIRED = "region_required"
    PAIR_NOT_SERVED = "pair_not_served"
    RAIL_NOT_SERVED = "rail_not_served"
    SIDE_NOT_FIXABLE = "side_not_fixable"
    """This provider cannot price a fixed destination (or source) amount."""
    UNSUPPORTED = "unsupported"
    DENIED_BY_POLICY = "denied_by_policy"
    NOT_SELECTED = "not_selected"
    """The caller named other connections."""
    TOO_EXPENSIVE = "too_expensive"
    BELOW_MINIMUM = "below_minimum"
    CUSTOMER_NOT_REGISTERED = "customer_not_registered"
    CUSTOMER_NOT_READY = "customer_not_ready"
    ACCOUNT_NOT_READY = "account_not_ready"
    UNPRICED = "unpriced"
    QUOTE_EXPIRED = "quote_expired"
    QUOTE_MISMATCH = "quote_mismatch"
    REJECTED = "rejected"
    INVALID_REQUEST = "invalid_request"
    AUTHENTICATION = "authentication"
    PERMISSION_DENIED = "permission_denied"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    UNREACHABLE = "unreachable"
    ANSWER_LOST = "answer_lost"
    BAD_RESPONSE = "bad_response"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    ERROR = "error"


class Refusal(Model):
    """Why a connection (or one rail or company of it) that was asked offered nothing."""

    connection: str
    provider: str
    via: str | None = None
    rail: Rail | None = None
    reason: RefusalReason
    message: str
    """Our own words: what is wrong and the way out."""
    next_step: NextStep = NextStep.NONE
    minimum: Amount | None = None
    maximum: Amount | None = None


class NotAsked(Model):
    """Why a connection was not even asked."""

    connection: str
    provider: str
    reason: RefusalReason
    message: str


class QuoteComparison(Model):
    """Everybody's answer to one request: ranked quotes, refusals, and who was not asked."""

    request: QuoteRequest
    quotes: tuple[Quote, ...] = ()
    """Best first."""
    refusals: tuple[Refusal, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()
    asked_at: UtcTime | None = None

    @property
    def best(self) -> Quote | None:
        """The first in rank; None if nobody offered anything."""
        return self.quotes[0] if self.quotes else None

    @property
    def assets(self) -> tuple[Asset, Asset]:
        """Source and destination asset."""
        return self.request.pair.source, self.request.pair.destination
