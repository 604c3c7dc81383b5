"""What an amount is worth now: seeded rates, one fee, Decimal all the way."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from rampkit_ripio.emulator import invented
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.records import Price, Ramp
from rampkit_ripio.emulator.refusals import above_limit, invalid

_SMALLEST = Decimal("0.00000001")
_BASIS = 10_000
_FIAT_DECIMALS = 2


def rate(account: Account, currency: str, ramp: Ramp, jitter: Decimal = Decimal(0)) -> Decimal:
    """Fiat per unit of *currency*: a buyer pays more than a seller gets."""
    middle = invented.RATES[currency][account.country.fiat]
    if currency in invented.PEGGED:
        return middle
    side = invented.SPREAD if ramp is Ramp.ON else -invented.SPREAD
    return _cut(middle * (1 + side + jitter))


def price(account: Account, source: str, destination: str, amount: Decimal) -> Price:
    """The price of *amount* now; *source* and *destination* are a traded pair."""
    fiat = account.country.fiat
    ramp = Ramp.ON if source == fiat else Ramp.OFF
    paid = rate(account, destination if ramp is Ramp.ON else source, ramp, _jitter(account))
    fee = invented.GAS_FEES[fiat]
    worth = amount if ramp is Ramp.ON else amount * paid
    if worth > invented.LARGEST_FIAT[fiat]:
        raise above_limit()
    if worth <= fee:
        raise invalid({"fromAmount": ["The amount does not cover the fees."]})
    to_amount = _cut(amount / paid) if ramp is Ramp.ON else _cut(worth)
    final = _cut((amount - fee) / paid) if ramp is Ramp.ON else _cut(worth - fee)
    if not final:
        raise invalid({"fromAmount": ["The amount is too small."]})
    return Price(
        ramp=ramp,
        from_currency=source,
        to_currency=destination,
        from_amount=amount,
        to_amount=to_amount,
        final_to_amount=final,
        rate=paid,
        fee=fee,
        fee_currency=fiat,
    )


def too_fine(account: Account, source: str, amount: Decimal) -> bool:
    """Whether *amount* has more decimals than the fiat has; crypto takes the eight the API prints."""
    exponent = amount.normalize().as_tuple().exponent
    return source == account.country.fiat and isinstance(exponent, int) and -exponent > _FIAT_DECIMALS


def _jitter(account: Account) -> Decimal:
    steps = int(invented.JITTER * _BASIS)
    return Decimal(account.stage.world.random.randint(-steps, steps)) / _BASIS / 2


def _cut(amount: Decimal) -> Decimal:
    return amount.quantize(_SMALLEST, rounding=ROUND_DOWN)
