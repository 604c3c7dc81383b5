"""Prices: what was asked, what was offered, and why somebody offered nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Context, Decimal, Inexact
from typing import Any

from pydantic import Field, model_validator

from rampkit.errors import InvalidInputError, NextStep
from rampkit.models.assets import Asset, Direction, Pair
from rampkit.models.model import Details, Model, OpenEnum, UtcTime
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
# The default context rounds to 28 digits; an amount may have 60.
_EXACT = Context(prec=200, traps=[Inexact])


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
    """What it is for."""
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
    """What is given and got."""
    amount: Amount
    """Of the source or of the destination."""
    country: Country
    """Where the person is, ISO 3166-1."""
    region: Region | None = None
    """Which part of it, ISO 3166-2; some providers serve only parts."""
    rail: Rail | None = None
    """The rail to price; None for any."""
    payment_method: PaymentMethod | None = None
    """What the person pays with; None for anything."""
    provider_options: Mapping[str, Details] = Field(default_factory=dict[str, Details], repr=False)
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
    """One offer of one connection, by one rail and one company behind it.

    Raises:
        InvalidInputError: An amount is not in its side's asset.
    """

    connection: str
    """Name of the connection."""
    provider: str
    """The provider's code."""
    via: str | None = None
    """The company the provider itself routes to."""
    rail: Rail | None = None
    """How the fiat side moves."""
    payment_method: PaymentMethod | None = None
    """What the person pays with."""
    pair: Pair
    """What is given and got."""
    country: Country
    """Where the person is, ISO 3166-1."""
    region: Region | None = None
    """Which part of it, ISO 3166-2."""
    requested: Amount
    """The amount that was asked for."""
    binding: Binding
    """What the price is worth."""
    source_amount: Amount | None = None
    """All the person pays; None where unknown or where the provider disputes itself."""
    destination_amount: Amount | None = None
    """What arrives; None where unknown."""
    fees: tuple[Fee, ...] = ()
    """As the provider states them; empty: it states none, which is not "no fee"."""
    expires_at: UtcTime | None = None
    """Until when the offer stands."""
    quote_id: str | None = None
    """The provider's id of the offer; None where an offer is not an object there."""
    raw: Any = Field(default=None, repr=False)
    """The provider's answer, without secret fields. Holds personal data."""

    @model_validator(mode="after")
    def _consistent(self) -> Quote:
        for name, amount, assets in (
            ("requested", self.requested, (self.pair.source, self.pair.destination)),
            ("source_amount", self.source_amount, (self.pair.source,)),
            ("destination_amount", self.destination_amount, (self.pair.destination,)),
        ):
            if amount is not None and amount.asset not in assets:
                raise InvalidInputError(name, f"is in {amount.asset}, which is not its side of {self.pair}")
        return self

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
        """All fees in one asset; None where one is unknown or the assets differ, never a partial sum.

        A total counts alone; a part counts only where the fee it is a part of is not listed.
        """
        listed = {fee.kind for fee in self.fees}
        total = [fee for fee in self.fees if fee.kind == FeeKind.TOTAL]
        counted = total or [fee for fee in self.fees if fee.parent not in listed]
        amounts = [fee.amount for fee in counted if fee.amount is not None]
        if not amounts or len(amounts) < len(counted) or len({item.asset for item in amounts}) > 1:
            return None
        total_value = Decimal()
        for item in amounts:
            total_value = _EXACT.add(total_value, item.value)
        return Amount(total_value, amounts[0].asset)

    def expired(self, now: datetime) -> bool:
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
    TERMS_NOT_ACCEPTED = "terms_not_accepted"
    VERIFICATION_REQUIRED = "verification_required"
    CUSTOMER_INACTIVE = "customer_inactive"
    UNPRICED = "unpriced"
    QUOTE_EXPIRED = "quote_expired"
    QUOTE_MISMATCH = "quote_mismatch"
    REJECTED = "rejected"
    INVALID_REQUEST = "invalid_request"
    AUTHENTICATION = "authentication"
    PERMISSION_DENIED = "permission_denied"
    NOT_FOUND = "not_found"
    ALREADY_EXISTS = "already_exists"
    CONFLICTING_INTENT = "conflicting_intent"
    INTENT_BUSY = "intent_busy"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    RESTING = "resting"
    """It failed lately, and others can be asked."""
    UNREACHABLE = "unreachable"
    ANSWER_LOST = "answer_lost"
    BAD_RESPONSE = "bad_response"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NO_ROUTE = "no_route"
    """Nobody serves the wish."""
    ALL_FAILED = "all_failed"
    """Everybody who was asked refused."""
    ERROR = "error"


class Refusal(Model):
    """Why a connection (or one rail or company of it) that was asked offered nothing."""

    connection: str
    """Name of the connection."""
    provider: str
    """The provider's code."""
    via: str | None = None
    """The company the provider itself routes to."""
    rail: Rail | None = None
    """How the fiat side moves."""
    reason: RefusalReason
    """Why, as one word."""
    message: str
    """Our own words: what is wrong and the way out."""
    next_step: NextStep = NextStep.NONE
    """Who has to act."""
    minimum: Amount | None = None
    """The smallest amount served, where known."""
    maximum: Amount | None = None
    """The largest amount served, where known."""


class NotAsked(Model):
    """Why a connection was not even asked."""

    connection: str
    """Name of the connection."""
    provider: str
    """The provider's code."""
    reason: RefusalReason
    """Why, as one word."""
    message: str
    """Our own words."""


class QuoteComparison(Model):
    """Everybody's answer to one request: ranked quotes, refusals, and who was not asked."""

    request: QuoteRequest
    """What was asked."""
    quotes: tuple[Quote, ...] = ()
    """Best first."""
    refusals: tuple[Refusal, ...] = ()
    """Who was asked and offered nothing."""
    not_asked: tuple[NotAsked, ...] = ()
    """Who was left out, and why."""
    asked_at: UtcTime | None = None
    """When."""

    @property
    def best(self) -> Quote | None:
        """The first in rank; None if nobody offered anything."""
        return self.quotes[0] if self.quotes else None

    @property
    def assets(self) -> tuple[Asset, Asset]:
        """Source and destination asset."""
        return self.request.pair.source, self.request.pair.destination
