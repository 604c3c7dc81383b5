"""Gnosis Ramp's own copy of what was asked for, compared with ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from pydantic import ValidationError

from rampkit.errors import InvalidInputError
from rampkit.models import Amount, Asset, Direction, Pair
from rampkit_gnosis import wire
from rampkit_gnosis.assets import asset_of

__all__ = ["Echo", "Wish", "echo_of"]

_TYPES = {"ONRAMP": Direction.ON_RAMP, "OFFRAMP": Direction.OFF_RAMP}
_PAYERS = {"BANK_ACCOUNT": Direction.ON_RAMP, "CRYPTO_ADDRESS": Direction.OFF_RAMP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What we asked for, as far as the caller knows it."""

    pair: Pair
    amount: Amount
    via: str | None = None
    auto_execute: bool = False


@dataclass(frozen=True, slots=True)
class Echo:
    """What both copies agree on."""

    direction: Direction | None
    source: Asset | None
    """What the person pays with; None if the copies differ or nobody says."""
    amount: Amount | None
    """All the person pays; None if the copies differ or nobody says."""
    disputed: bool
    """Whether the copies differ, in the pair or in the amount."""
    pair_disputed: bool = False


def echo_of(intent: wire.Intent, wish: Wish | None) -> Echo:
    """Compare an intent with the *wish* behind it; without one, believe the intent."""
    source, destination = _asset(intent.src), _asset(intent.dest)
    told, currency = _told_amount(intent)
    if wish is None:
        direction = _direction(source, destination) or _typed(intent)
        known = told is not None and source is not None and currency in {None, source}
        amount = Amount(told, source) if known and told is not None and source is not None else None
        return Echo(direction, source, amount, disputed=False)
    pair_disputed = (
        source not in {None, wish.pair.source}
        or destination not in {None, wish.pair.destination}
        or _stated(intent) not in {None, wish.pair.direction}
    )
    amount_disputed = told not in {None, wish.amount.value} or currency not in {None, wish.pair.source}
    disputed = pair_disputed or amount_disputed
    return Echo(
        wish.pair.direction,
        None if pair_disputed else wish.pair.source,
        None if disputed else wish.amount,
        disputed,
        pair_disputed,
    )


def _asset(account: wire.Account | None) -> Asset | None:
    currency = account.currency if account else None
    code = currency.code if isinstance(currency, wire.Currency) else currency
    return asset_of(code) if code else None


def _direction(source: Asset | None, destination: Asset | None) -> Direction | None:
    if source is None or destination is None:
        return None
    try:
        return Pair(source, destination).direction
    except InvalidInputError:
        return None


def _typed(intent: wire.Intent) -> Direction | None:
    payer = (intent.src.type or "") if intent.src else ""
    return _stated(intent) or _PAYERS.get(payer)


def _stated(intent: wire.Intent) -> Direction | None:
    """The direction as the intent itself, or the plan of an old one, words it."""
    plan = (intent.mmPlan.type or "") if intent.mmPlan else ""
    return _TYPES.get(intent.type or plan)


def _told_amount(intent: wire.Intent) -> tuple[Decimal | None, Asset | None]:
    """The amount and its currency, from whichever field has it.

    `srcAmount` (https://docs.ramp.gnosis.io/intents/creating-intent), `transferAmount`
    (https://gnosisramps.mintlify.app/intents/lifecycle) or `metadata.transferAmount`
    (https://gnosisramps.mintlify.app/intents/amounts).
    """
    if intent.srcAmount is not None:
        return intent.srcAmount, None
    transfer = intent.transferAmount or _from_metadata(intent.metadata)
    return transfer.amount, asset_of(transfer.currencyCode or "")


def _from_metadata(metadata: Any) -> wire.Transfer:
    if not isinstance(metadata, Mapping):
        return wire.Transfer()
    value: Any = cast("Mapping[str, Any]", metadata).get("transferAmount")
    try:
        return wire.Transfer.read(value if isinstance(value, Mapping) else {"amount": value})
    except ValidationError:
        return wire.Transfer()
