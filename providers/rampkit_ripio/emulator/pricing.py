"""What an amount is worth now: seeded rates, one fee, Decimal all the way."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Context, Decimal

from rampkit_ripio.emulator import invented
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.records import Oddity, Price, Ramp
from rampkit_ripio.emulator.refusals import above_limit, invalid

_SMALLEST = Decimal("0.00000001")
_WIDE = Context(prec=60)
"""Holds every amount that can be asked, at every rate, with all its decimals."""
_BASIS = 10_000
_FIAT_DECIMALS = 2


def rate(account: Account, currency: str, ramp: Ramp, jitter: Decimal = Decimal(0)) -> Decimal:
    """The account's fiat per unit of *currency*: a buyer pays more than a seller gets."""
    return rate_in(account.country.fiat, currency, ramp, jitter)


def rate_in(fiat: str, currency: str, ramp: Ramp, jitter: Decimal = Decimal(0)) -> Decimal:
    """*fiat* per unit of *currency*."""
    middle = invented.RATES[currency][fiat]
    if currency in invented.PEGGED:
        return middle
    side = invented.SPREAD if ramp is Ramp.ON else -invented.SPREAD
    return _cut(middle * (1 + side + jitter))


def quote(account: Account, source: str, destination: str, amount: Decimal) -> Price:
    """The price a quote holds for *amount*, its fees where the switch puts them."""
    offer = price(account, source, destination, amount)
    problem = oddity(account, offer)
    if problem is Oddity.EXCESS:
        raise above_limit()
    if problem is Oddity.SHORT:
        raise invalid({"fromAmount": ["The amount does not cover the fees."]})
    final = account.stage.switches.quote_final_from
    if offer.ramp is Ramp.OFF or final == "equal":
        return offer
    if final == "net":
        return replace(offer, final_from_amount=amount - offer.fee)
    return replace(offer, final_from_amount=amount + offer.fee, final_to_amount=offer.to_amount)


def price(account: Account, source: str, destination: str, amount: Decimal) -> Price:
    """The price of *amount* now, however small or large; *source* and *destination* are a traded pair."""
    ramp = Ramp.ON if source == account.country.fiat else Ramp.OFF
    crypto = destination if ramp is Ramp.ON else source
    blank = Price(
        ramp=ramp,
        from_currency=source,
        to_currency=destination,
        from_amount=amount,
        final_from_amount=amount,
        to_amount=amount,
        final_to_amount=amount,
        rate=rate(account, crypto, ramp, _jitter(account)),
        fee=invented.GAS_FEES[account.country.fiat],
        fee_currency=account.country.fiat,
    )
    return at_rate(blank, amount)


def at_rate(held: Price, amount: Decimal) -> Price:
    """The price of *amount* at the rate and the fee of *held*; nothing is left of less than the fee."""
    if held.ramp is Ramp.ON:
        gross, net = amount / held.rate, (amount - held.fee) / held.rate
    else:
        gross, net = amount * held.rate, amount * held.rate - held.fee
    final = max(_cut(net), Decimal(0))
    return replace(
        held, from_amount=amount, final_from_amount=amount, to_amount=_cut(gross), final_to_amount=final
    )


def oddity(account: Account, offer: Price) -> Oddity | None:
    """Whether the amount is too small to leave anything, or above the limit."""
    worth = offer.from_amount if offer.ramp is Ramp.ON else offer.to_amount
    if worth > invented.LARGEST_FIAT[account.country.fiat]:
        return Oddity.EXCESS
    return None if offer.final_to_amount else Oddity.SHORT


def too_fine(account: Account, source: str, amount: Decimal) -> bool:
    """Whether *amount* has more decimals than the fiat has; crypto takes the eight the API prints."""
    exponent = amount.normalize().as_tuple().exponent
    return source == account.country.fiat and isinstance(exponent, int) and -exponent > _FIAT_DECIMALS


def _jitter(account: Account) -> Decimal:
    steps = int(invented.JITTER * _BASIS)
    return Decimal(account.stage.world.random.randint(-steps, steps)) / _BASIS / 2


def _cut(amount: Decimal) -> Decimal:
    return amount.quantize(_SMALLEST, rounding=ROUND_DOWN, context=_WIDE)
