"""Everything that ever moved for a customer, with its timeline.

Pages transactions/list-customer-onramp-transactions and transactions/list-customer-offramp-transactions of
https://docs.ripio.com/ramps-api/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rampkit.errors import InvalidInputError
from rampkit.http import Request, path
from rampkit.models import (
    AccountScheme,
    Asset,
    BankAccount,
    CryptoAddress,
    Direction,
    Endpoint,
    Milestone,
    Pair,
    Transaction,
)
from rampkit_ripio import assets, wire
from rampkit_ripio.mapping.instructions import amount_or_none
from rampkit_ripio.mapping.view import SCOPE, View
from rampkit_ripio.statuses import standing

__all__ = ["history_request", "parse_item"]

_KINDS = {Direction.ON_RAMP: "onramp", Direction.OFF_RAMP: "offramp"}

_STEPS = {
    Direction.ON_RAMP: ("paymentReceived", "cryptoSent", "cryptoDelivered"),
    Direction.OFF_RAMP: ("cryptoReceived", "fundsSent", "fundsConfirmed"),
}


def history_request(customer_id: str, direction: Direction) -> Request:
    """List what moved for a customer in one direction."""
    where = path("api", "v1", "customers", customer_id, "transactions", _KINDS[direction], "")
    return Request(operation="list_history", path=where, scope=SCOPE)


def parse_item(item: Mapping[str, Any], direction: Direction, view: View) -> Transaction:
    """One item. Its status alone says whether it failed: a sample shows a reason on one that is completed.

    Raises:
        ValueError: It is of the other direction.
    """
    movement = wire.Movement.read(item)
    if movement.type is not None and movement.type != _KINDS[direction].upper():
        raise ValueError("the other direction")
    told = standing(direction, movement.status)
    source = assets.fiat_or_crypto(movement.fromCurrency, movement.chain)
    destination = assets.fiat_or_crypto(movement.toCurrency, movement.chain)
    return Transaction(
        transaction_id=movement.transactionId,
        status=told.status,
        pay_in=told.pay_in,
        pay_out=told.pay_out,
        provider_status=movement.status,
        unmapped=told.unmapped,
        source_amount=amount_or_none(movement.fromAmount, source),
        amount=amount_or_none(movement.toAmount, destination),
        asset=destination,
        pair=_pair(source, destination),
        rate=movement.exchangeRate,
        tx_hash=movement.txnHash or None,
        destination=_endpoint(movement, view),
        timeline=_timeline(movement.timeline or {}, direction),
        failure_reason=movement.failureReason or None,
        created_at=movement.createdAt,
        updated_at=movement.updatedAt,
        raw=view.keep(item),
    )


def _pair(source: Asset | None, destination: Asset | None) -> Pair | None:
    try:
        return None if source is None or destination is None else Pair(source, destination)
    except InvalidInputError:
        return None


def _timeline(told: Mapping[str, wire.Step | None], direction: Direction) -> tuple[Milestone, ...]:
    """The steps in the order they are taken; those that no page names come last."""
    known = [name for name in _STEPS[direction] if name in told]
    steps = [(name, told[name]) for name in dict.fromkeys([*known, *told])]
    return tuple(
        Milestone(name=name, provider_status=step.status, at=step.at) for name, step in steps if step
    )


def _endpoint(movement: wire.Movement, view: View) -> Endpoint | None:
    """Where it went; None where the kind is unknown and the value cannot be one of the network."""
    told = movement.destination
    if told is None or told.kind is None or not told.value:
        return None
    try:
        if told.kind.upper() == "ADDRESS":
            return _wallet(told.value, movement.chain)
        return _account(told.kind, told.value, movement.paymentMethodType, view)
    except InvalidInputError:
        return None


def _wallet(address: str, chain: str | None) -> CryptoAddress | None:
    network = assets.network_of(chain)
    return None if network is None else CryptoAddress(address=address, network=network)


def _account(kind: str, value: str, rail: str | None, view: View) -> BankAccount:
    scheme = AccountScheme(kind)
    return BankAccount(
        country=view.country,
        rail=assets.rail_of(view.country, rail),
        scheme=scheme if scheme.known else None,
        check_digits=False,
        identifier=value,
    )
