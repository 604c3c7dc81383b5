"""What Ripio's status words mean, by direction. Every set is open: an unknown word is never an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rampkit.models import AccountStatus, Direction, PayIn, PayOut, Status, VerificationStatus

__all__ = [
    "ACCOUNTS",
    "FINISHED_REFUNDS",
    "REFUNDED",
    "STANDINGS",
    "UNMAPPED",
    "VERIFICATIONS",
    "Standing",
    "account_status",
    "fresh",
    "standing",
    "verification_status",
]

_LIST = "https://docs.ripio.com/ramps-api/transactions/list-all-orders-on-ramp-&-off-ramp"
_ON = "https://docs.ripio.com/ramps-api/on-ramp/create-on-ramp-order"
_OFF = "https://docs.ripio.com/ramps-api/off-ramp/list-off-ramp-orders"
_CLIENT = "https://github.com/jessepollak/home/tree/main/apps/web/server/funding/providers/ripio"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one word says of an order, and the page that has the word."""

    status: Status
    pay_in: PayIn
    pay_out: PayOut
    source: str
    unmapped: bool = False


UNMAPPED = Standing(Status.UNKNOWN, PayIn.UNKNOWN, PayOut.UNKNOWN, "", unmapped=True)
"""A word nobody has documented."""


def _waiting(source: str) -> Standing:
    return Standing(Status.AWAITING_PAYMENT, PayIn.EXPECTED, PayOut.NONE, source)


def _moving(source: str) -> Standing:
    return Standing(Status.PROCESSING, PayIn.CONFIRMED, PayOut.NONE, source)


def _sent(source: str) -> Standing:
    # These words say that the crypto was sent: an end, but nobody says that it arrived.
    return Standing(Status.COMPLETED, PayIn.CONFIRMED, PayOut.SUBMITTED, source)


def _ended(status: Status, source: str) -> Standing:
    # Whether money had come in before is not said, and late money may still come.
    return Standing(status, PayIn.UNKNOWN, PayOut.NONE, source)


def _refunded(source: str) -> Standing:
    return Standing(Status.REFUNDED, PayIn.RETURNED, PayOut.NONE, source)


REFUNDED = _refunded(_CLIENT)
"""What a finished refund makes of an order, whatever the order's own word."""

_COMPLETED = Standing(Status.COMPLETED, PayIn.CONFIRMED, PayOut.CONFIRMED, _LIST)

_ON_RAMP: dict[str, Standing] = {
    "PENDING": _waiting(_LIST),
    "PROCESSING": _moving(_LIST),
    # The documentation prints this word even in the answer that creates an order, before anybody can have
    # paid, and no page says what it means for the incoming money: that leg stays unknown.
    "WITHDRAWAL_PENDING": Standing(Status.PROCESSING, PayIn.UNKNOWN, PayOut.READY, _ON),
    "COMPLETED": _COMPLETED,
    "CANCELLED": _ended(Status.CANCELED, _LIST),
    "REFUNDED": _refunded(_LIST),
    # Words one public client expects; those of the Ripio Widget begin with ONRAMP_.
    "CREATED": _waiting(_CLIENT),
    "AWAITING_PAYMENT": _waiting(_CLIENT),
    "PAYMENT_RECEIVED": _moving(_CLIENT),
    "ONRAMP_PAYMENT_RECEIVED": _moving(_CLIENT),
    "CONVERTING": _moving(_CLIENT),
    "SENDING": Standing(Status.DELIVERING, PayIn.CONFIRMED, PayOut.SUBMITTED, _CLIENT),
    "ONRAMP_CRYPTO_BUY_IN_PROGRESS": _moving(_CLIENT),
    "SUCCESS": _sent(_CLIENT),
    "ONRAMP_CRYPTO_SENT": _sent(_CLIENT),
    "ONRAMP_CANCELED": _ended(Status.CANCELED, _CLIENT),
    "EXPIRED": _ended(Status.EXPIRED, _CLIENT),
    "REFUND_COMPLETED": _refunded(_CLIENT),
    "ONRAMP_REFUNDED": _refunded(_CLIENT),
    "FAILED": _ended(Status.FAILED, _CLIENT),
    "SERVICE_UNAVAILABLE": _ended(Status.FAILED, _CLIENT),
    "ONRAMP_FAILED": _ended(Status.FAILED, _CLIENT),
}

_OFF_RAMP: dict[str, Standing] = {
    # A transaction of an off-ramp begins with crypto that was seen; calling it "awaiting payment" would make
    # somebody send a second time.
    "PENDING": Standing(Status.PROCESSING, PayIn.SEEN, PayOut.NONE, _LIST),
    "PROCESSING": _moving(_LIST),
    "WITHDRAWAL_PENDING": Standing(Status.PROCESSING, PayIn.CONFIRMED, PayOut.READY, _OFF),
    "COMPLETED": _COMPLETED,
    "CANCELLED": _ended(Status.CANCELED, _LIST),
    "REFUNDED": _refunded(_LIST),
}

STANDINGS: Mapping[Direction, Mapping[str, Standing]] = {
    Direction.ON_RAMP: _ON_RAMP,
    Direction.OFF_RAMP: _OFF_RAMP,
}
"""Every word of an order that somebody has written down."""

FINISHED_REFUNDS = frozenset({"COMPLETED", "REFUNDED", "SUCCESS"})
"""Words of a refund that is over, as one public client reads them: https://github.com/jessepollak/home."""

ACCOUNTS: Mapping[str, AccountStatus] = {
    "UNCONFIRMED": AccountStatus.NEEDS_CONFIRMATION,
    "PROCESSING": AccountStatus.PENDING,
    "ENABLED": AccountStatus.USABLE,
    "ACTIVE": AccountStatus.USABLE,
    "DISABLED": AccountStatus.DISABLED,
    "SUSPENDED": AccountStatus.DISABLED,  # https://docs.ripio.com/overview/introduction
}
"""Pages fiat-accounts/confirm-fiat-account and transactions/list-customer-offramp-transactions."""

VERIFICATIONS: Mapping[str, VerificationStatus] = {
    "IN_REVIEW": VerificationStatus.IN_REVIEW,
    "COMPLETED": VerificationStatus.APPROVED,
    "FAILED": VerificationStatus.REJECTED,
    "INCOMPLETE_USER_DATA": VerificationStatus.ACTION_REQUIRED,  # a public client
    "UPDATE_REQUIRED": VerificationStatus.ACTION_REQUIRED,  # https://docs.ripio.com/overview/introduction
}
"""Page kyc/retrieve-kyc-submission."""


def standing(direction: Direction, word: str | None) -> Standing:
    """What *word* says of an order in *direction*; `UNMAPPED` if nobody has documented it."""
    return STANDINGS[direction].get(_plain(word), UNMAPPED)


def fresh(word: str | None) -> Standing:
    """What *word* says in the answer that creates an on-ramp order: nobody can have paid yet."""
    told = standing(Direction.ON_RAMP, word)
    return _waiting(_ON) if told.pay_out == PayOut.READY else told


def account_status(word: str | None) -> AccountStatus:
    """What *word* says of a payout account or a virtual account, in either case of letters."""
    return ACCOUNTS.get(_plain(word), AccountStatus.UNKNOWN)


def verification_status(word: str | None) -> VerificationStatus:
    """What *word* says of an identity check."""
    return VERIFICATIONS.get(_plain(word), VerificationStatus.UNKNOWN)


def _plain(word: str | None) -> str:
    return (word or "").strip().upper()
