"""Deposit instructions in all their shapes, as steps of the person.

Newest: `[{encoding, type, instructions}]`, or one `{type, context: [...]}` whose entries inherit the type
(https://docs.ramp.gnosis.io/intents/transactions-deposits,
https://docs.ramp.gnosis.io/intents/executing-transactions). Before: `[{kind, label, currency, crypto,
metadata}]` (https://gnosisramps.mintlify.app/intents/transactions). Also a bare object, `{}`, `[{}]`, null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from rampkit.errors import InvalidInputError
from rampkit.models import (
    AccountScheme,
    Action,
    Amount,
    Asset,
    Direction,
    PayToAccount,
    Rail,
    ScanCode,
    SendCrypto,
    Wait,
    network,
)
from rampkit_gnosis import wire
from rampkit_gnosis.assets import network_of, rail_of
from rampkit_gnosis.mapping.pix import amount_in, is_br_code, objection_to

__all__ = ["Payment", "has_instructions", "payment_steps"]

BANK, CRYPTO = "BANK", "CRYPTO"
_DEEPEST = 3
_BANK_KEYS = frozenset({"beneficiary", "bankName", "accountNumber", "routingNumber", "reference"})
_CRYPTO_KEYS = frozenset({"address", "chain"})
_WRAPPING = frozenset({"encoding", "type", "kind", "instructions", "context", "bank", "crypto", "currency"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What the person pays, by our own knowledge."""

    direction: Direction
    asset: Asset
    amount: Amount | None
    rail: Rail | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to pay."""

    type: str
    """`BANK`, `CRYPTO`, or a word no page knows."""
    fields: Mapping[str, Any]
    ticker: str | None = None
    """What is to be paid, where the entry says so."""


def has_instructions(context: Any) -> bool:
    """Whether *context* tells the person how to pay."""
    return any(True for _ in _entries(context, None, 0))


def payment_steps(context: Any, payment: Payment) -> tuple[Action, ...]:
    """What *context* asks the person to do; entries for the other direction are no steps of the person."""
    steps: list[Action] = []
    for entry in _entries(context, None, 0):
        step = _step(entry, payment)
        if step is not None and step not in steps:
            steps.append(step)
    return tuple(steps)


def _entries(node: Any, inherited: str | None, depth: int) -> Iterator[Entry]:
    if isinstance(node, list) and depth < _DEEPEST:
        for item in wire.items(node):
            yield from _entries(item, inherited, depth + 1)
    if not isinstance(node, Mapping):
        return
    fields = cast("Mapping[str, Any]", node)
    named = _word(fields.get("type")) or _word(fields.get("kind")) or inherited
    if isinstance(fields.get("context"), list | Mapping) and depth < _DEEPEST:
        yield from _entries(fields["context"], named, depth + 1)
        return
    told = _told(fields, named)
    if told:
        yield Entry(named or _guessed(told), told, _ticker(fields))


def _told(fields: Mapping[str, Any], named: str | None) -> Mapping[str, Any]:
    """What an entry says: under `instructions`, under its kind, or by itself; with what surrounds it."""
    around = {key: value for key, value in fields.items() if key not in _WRAPPING and value}
    for key in ("instructions", (named or "").lower()):
        inner = fields.get(key)
        if isinstance(inner, Mapping):
            told = cast("Mapping[str, Any]", inner)
            return {**around, **told} if told else {}
    known = named in {BANK, CRYPTO} or bool(set(around) & (_BANK_KEYS | _CRYPTO_KEYS))
    return around if known else {}


def _guessed(told: Mapping[str, Any]) -> str:
    if _BANK_KEYS & set(told):
        return BANK
    return CRYPTO if _CRYPTO_KEYS & set(told) else ""


def _step(entry: Entry, payment: Payment) -> Action | None:
    """The step an entry asks for.

    A type no page knows is taken for the one that the direction has.
    """
    on_ramp = payment.direction is Direction.ON_RAMP
    if entry.type in {BANK, CRYPTO} and on_ramp is not (entry.type == BANK):
        return None
    return _bank(entry, payment) if on_ramp else _crypto(entry, payment)


def _bank(entry: Entry, payment: Payment) -> Action:
    code = next((value for value in entry.fields.values() if is_br_code(value)), None)
    if code is not None:
        return _scanned(code, payment)
    rest = dict(entry.fields)
    number = _taken(rest, "accountNumber")
    return PayToAccount(
        rail=rail_of(_taken(rest, "rail")) or payment.rail,
        scheme=AccountScheme.ACCOUNT_NUMBER if number else None,
        identifier=number,
        bank=_taken(rest, "bankName"),
        routing_number=_taken(rest, "routingNumber"),
        holder=_taken(rest, "beneficiary"),
        amount=payment.amount,
        reference=_taken(rest, "reference"),
        expires_at=payment.expires_at,
        details=rest,
    )


def _scanned(code: str, payment: Payment) -> Action:
    objection = objection_to(code, payment.amount)
    if objection is not None:
        return Wait(reason=objection)
    return ScanCode(
        code=code,
        format="pix_br_code",
        amount=amount_in(code, payment.asset) or payment.amount,
        expires_at=payment.expires_at,
    )


def _crypto(entry: Entry, payment: Payment) -> Action | None:
    fields = dict(entry.fields)
    address = _taken(fields, "address")
    if address is None:
        return None
    if _elsewhere(fields, payment.asset) or entry.ticker not in {None, payment.asset.symbol}:
        return Wait(reason="the payment instruction is for another token or network; do not pay")
    return SendCrypto(
        asset=payment.asset,
        address=address,
        memo=_taken(fields, "destinationTag"),
        amount=None if _other_amount(fields, payment.amount) else payment.amount,
        expires_at=payment.expires_at,
    )


def _elsewhere(fields: Mapping[str, Any], asset: Asset) -> bool:
    """Whether the instruction is for another network: money sent there would be lost."""
    chain, chain_id = fields.get("chain"), fields.get("chainId")
    named = _network(str(chain)) if isinstance(chain, str | int) else None
    numbered = _network(f"eip155:{chain_id}") if isinstance(chain_id, str | int) else None
    ours = asset.network.name if asset.network else None
    return any(name not in {None, ours} for name in (named, numbered))


def _network(text: str) -> str | None:
    known = network_of(text)
    if known is not None:
        return known
    try:
        return network(f"eip155:{text}" if text.isdigit() else text).name
    except InvalidInputError:
        return None


def _other_amount(fields: Mapping[str, Any], ours: Amount | None) -> bool:
    """Whether the instruction's own amount differs from *ours*."""
    told: Any = fields
    for key in ("transactionData", "parameters", "tokenAmount"):
        told = cast("Mapping[str, Any]", told).get(key) if isinstance(told, Mapping) else None
    if told is None or ours is None:
        return False
    try:
        return Amount(told, ours.asset).value != ours.value
    except InvalidInputError:
        return True


def _ticker(fields: Mapping[str, Any]) -> str | None:
    currency = fields.get("currency")
    code = cast("Mapping[str, Any]", currency).get("code") if isinstance(currency, Mapping) else currency
    return code.partition("_")[0].upper() if isinstance(code, str) and code else None


def _taken(fields: dict[str, Any], key: str) -> str | None:
    """The text under *key*, taken out; what is no text stays for `details`."""
    value = fields.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        return None
    del fields[key]
    return str(value)


def _word(value: Any) -> str | None:
    return value.upper() if isinstance(value, str) and value else None
