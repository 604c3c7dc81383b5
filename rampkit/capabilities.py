"""What a connection serves and promises, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from rampkit.errors import ConfigurationError
from rampkit.models.assets import Direction, Pair
from rampkit.models.money import Amount
from rampkit.models.quotes import Fixed
from rampkit.models.rails import PaymentMethod, Rail

__all__ = [
    "AnswerRule",
    "CallKind",
    "Checkout",
    "Doubt",
    "LookUp",
    "Never",
    "Operation",
    "Places",
    "Promises",
    "RateLimit",
    "Replay",
    "Route",
    "Served",
    "Verdict",
    "verdict_of",
]


class Operation(StrEnum):
    """What a provider can be asked to do. The value is the name of the method on `RampProvider`."""

    LIST_ROUTES = "list_routes"
    QUOTES = "quotes"
    LOCK_QUOTE = "lock_quote"
    REGISTER_CUSTOMER = "register_customer"
    CONTINUE_CUSTOMER = "continue_customer"
    GET_CUSTOMER = "get_customer"
    LIST_CUSTOMERS = "list_customers"
    UPDATE_CUSTOMER = "update_customer"
    DEACTIVATE_CUSTOMER = "deactivate_customer"
    VERIFICATION_REQUIREMENTS = "verification_requirements"
    VERIFY_CUSTOMER = "verify_customer"
    GET_VERIFICATION = "get_verification"
    GET_TERMS = "get_terms"
    ACCEPT_TERMS = "accept_terms"
    REQUIREMENTS = "requirements"
    REGISTER_ACCOUNTS = "register_accounts"
    GET_ACCOUNTS = "get_accounts"
    CONFIRM_ACCOUNTS = "confirm_accounts"
    LIST_ACCOUNTS = "list_accounts"
    CREATE_DEPOSIT_ACCOUNT = "create_deposit_account"
    GET_DEPOSIT_ACCOUNT = "get_deposit_account"
    LIST_DEPOSIT_ACCOUNTS = "list_deposit_accounts"
    CREATE_ORDER = "create_order"
    GET_ORDER = "get_order"
    LIST_ORDERS = "list_orders"
    FIND_ORDER = "find_order"
    EXECUTE_ORDER = "execute_order"
    CANCEL_ORDER = "cancel_order"
    LIST_TRANSACTIONS = "list_transactions"
    LIST_HISTORY = "list_history"
    REPORT_PAYMENT = "report_payment"
    PARSE_WEBHOOK = "parse_webhook"


class Checkout(StrEnum):
    """How an order comes about on a route."""

    API = "api"
    """One call makes one order."""
    REDIRECT = "redirect"
    """The person makes it on a hosted page, any number of times."""
    STANDING = "standing"
    """Deposits to a standing account become orders by themselves."""


class Served(StrEnum):
    """Whether a place is served."""

    YES = "yes"
    NO = "no"
    ASK_REGION = "ask_region"
    """It depends on the part of the country, which was not given."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where something is served: countries (`US`) and regions (`US-NY`); `*` is everywhere.

    The most specific entry wins; where an allow and a deny are equally specific, the deny wins.
    """

    allow: frozenset[str]
    """Served, unless a more specific entry denies it."""
    deny: frozenset[str] = frozenset()
    """Not served, unless a more specific entry allows it."""

    def serve(self, country: str, region: str | None) -> Served:
        """Whether *region* of *country* is served; one that matters and is not given must be asked for."""
        if region is None:
            whole = self._verdict([country, "*"])
            parts = {self._verdict([part, country, "*"]) for part in self._parts_of(country)}
            return whole if parts <= {whole} else Served.ASK_REGION
        return self._verdict([region, country, "*"])

    def _verdict(self, from_most_specific: Iterable[str]) -> Served:
        for place in from_most_specific:
            if place in self.deny:
                return Served.NO
            if place in self.allow:
                return Served.YES
        return Served.NO

    def _parts_of(self, country: str) -> set[str]:
        return {place for place in self.allow | self.deny if place.startswith(f"{country}-")}


@dataclass(frozen=True, slots=True)
class Route:
    """A corridor: what is exchanged, where, by which rails, within which limits."""

    pair: Pair
    """What is given and got."""
    places: Places
    """Where it is served."""
    rails: tuple[Rail, ...] = ()
    """Empty where the provider does not say."""
    payment_methods: tuple[PaymentMethod, ...] = ()
    """Empty where the provider does not say."""
    fixes: frozenset[Fixed] = frozenset({Fixed.SOURCE})
    """For which side an amount can be given."""
    checkout: Checkout = Checkout.API
    """How an order comes about."""
    minimum: Amount | None = None
    """None: the provider does not say."""
    maximum: Amount | None = None
    """None: the provider does not say."""
    via: tuple[str, ...] = ()
    """The companies the provider itself routes to."""
    customer_first: bool = True
    """Whether an order needs a registered customer. Prices never do."""

    @property
    def direction(self) -> Direction:
        """On-ramp or off-ramp."""
        return self.pair.direction


@dataclass(frozen=True, slots=True)
class Replay:
    """Doubt ends by sending the same bytes under the same key, for as long as the provider keeps the key."""

    key_ttl: timedelta
    """How long the provider keeps a key."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Doubt ends by finding the order; not finding it proves nothing before `absence_final_after`.

    A time may be given only where the provider would refuse the late request.
    """

    by: str
    """What the order is found by, e.g. `reference`."""
    absence_final_after: timedelta | None = None
    """From the last send on; None: absence is never final."""


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing rampkit can do ends the doubt: a person has to."""


Doubt: TypeAlias = Replay | LookUp | Never
"""How a connection's doubt about one operation ends."""


class Verdict(StrEnum):
    """What an answer to an ORDER request proves. Whatever no rule names proves nothing."""

    REFUSED = "refused"
    """Nothing was created."""
    EXISTS = "exists"
    """It is there already: read and compare."""


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """One row of a connection's table: this answer to an ORDER request proves that.

    Rows with a code win over rows without; `source` is the page that says so.
    """

    status: int
    """HTTP status."""
    verdict: Verdict
    """What the answer proves."""
    source: str
    """The page that says so."""
    code: str | None = None
    """The provider's error code; None: any."""
    operation: str | None = None
    """An `Operation`, or the name of a call only this provider has; None: any ORDER operation."""


def verdict_of(rules: Iterable[AnswerRule], operation: str, status: int, code: str | None) -> Verdict | None:
    """What *rules* say of an answer; None: it proves nothing."""
    fitting = [
        rule
        for rule in rules
        if rule.status == status and rule.operation in {None, operation} and rule.code in {None, code}
    ]
    fitting.sort(key=lambda rule: (rule.code is None, rule.operation is None))
    return fitting[0].verdict if fitting else None


@dataclass(frozen=True, slots=True)
class Promises:
    """What a connection promises about requests that leave something behind."""

    doubt: Mapping[str, Doubt] = field(default_factory=dict[str, Doubt])
    """Per ORDER operation, calls only this provider has included; one that is missing is `Never`."""
    answers: tuple[AnswerRule, ...] = ()
    """What answers prove; whatever is not listed proves nothing."""
    repeatable: frozenset[Operation] = frozenset()
    """RECORD operations that may be repeated after a lost answer: the provider recognises the record."""

    def doubt_of(self, operation: str) -> Doubt:
        """How doubt about *operation* ends."""
        return self.doubt.get(operation, Never())


class CallKind(StrEnum):
    """What a request is for, as far as the health of a connection goes: one may fail while another works."""

    PRICES = "prices"
    """Quotes and corridors: several connections can be asked for these."""
    READS = "reads"
    """Everything else that leaves nothing behind: only one connection knows the answer."""
    RECORDS = "records"
    """Customers, accounts, terms, deposit accounts."""
    ORDERS = "orders"
    """What can lead to money moving."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many requests within any stretch of time, and no more.

    Raises:
        ConfigurationError: Nothing could ever be sent.
    """

    requests: int
    """How many requests."""
    per: timedelta
    """Within any stretch of this length."""
    source: str
    """The page that says so."""
    kinds: frozenset[CallKind] = frozenset(CallKind)
    """The kinds of call that share it."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.requests < 1 or self.per <= timedelta():
            raise ConfigurationError("RateLimit needs at least one request and a time above zero")
