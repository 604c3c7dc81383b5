"""Indicative prices: seeded, consistent, and the same at any time of day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.amounts import LONGEST
from rampkit_gnosis.emulator.corridors import Corridor
from rampkit_gnosis.emulator.records import JsonObject
from rampkit_gnosis.emulator.switches import Switches

_CENT = Decimal("0.01")
_RATE = Decimal("0.0001")
_PRECISION = 2 * LONGEST
_HASH_SPAN = Decimal(2**64)


def quote_rows(
    corridor: Corridor, amount: Decimal, country: str, switches: Switches, seed: int
) -> list[JsonObject]:
    """One row for each company and rail in *country* (docs.ramp.gnosis.io/intents/getting-quote)."""
    if country not in corridor.countries:
        return []
    with localcontext(prec=_PRECISION):
        return [
            _row(corridor, offer, _price(corridor, offer, amount, switches, seed))
            for offer in _offers(corridor, switches)
        ]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A company on a rail."""

    company_id: str
    rail: str


def _offers(corridor: Corridor, switches: Switches) -> list[_Offer]:
    quoting = [each for each in corridor.company_ids if each not in switches.no_quote]
    return [_Offer(company_id, rail) for company_id in quoting for rail in corridor.rails]


def _row(corridor: Corridor, offer: _Offer, price: JsonObject | None) -> JsonObject:
    unpriced = {"destAmount": None, "exchangeRate": None, "fees": None}
    return {
        "providerId": offer.company_id,
        "type": corridor.direction,
        "rail": offer.rail,
        "hasIndicativePrice": price is not None,
        **(price or unpriced),
    }


def _price(
    corridor: Corridor, offer: _Offer, amount: Decimal, switches: Switches, seed: int
) -> JsonObject | None:
    """Price an amount, or nothing where the company gives no price or the fees eat it all."""
    if offer.company_id in switches.no_price:
        return None
    tariff = invented.TARIFFS[offer.company_id, offer.rail]
    processing = _percent(amount, tariff.processing_percent)
    partner = _percent(amount, tariff.partner_percent)
    total = tariff.network + processing + partner
    taken = tariff.network if switches.quote_arithmetic == "reference" else total
    received = _money((amount - taken) * _rate(corridor, offer.company_id, seed))
    if received <= 0:
        return None
    return {
        "destAmount": f"{received:f}",
        "exchangeRate": f"{(received / amount).quantize(_RATE, ROUND_HALF_UP):f}",
        "fees": {
            "currencyCode": corridor.source.code,
            "totalFee": f"{total:f}",
            "networkFee": f"{tariff.network:f}",
            "processingFee": f"{processing:f}",
            "partnerFee": f"{partner:f}",
        },
    }


def _rate(corridor: Corridor, company_id: str, seed: int) -> Decimal:
    """Units of the destination for one of the source, before fees; a dollar is always one USDC."""
    price = invented.USDC_PRICE[corridor.fiat.code]
    if price != 1:
        price *= 1 + invented.RATE_SPREAD * _lean(f"{seed}/{company_id}/{corridor.fiat.code}")
    return price if corridor.direction == "OFFRAMP" else 1 / price


def _lean(name: str) -> Decimal:
    """A number from -1 to 1 that depends on *name* alone."""
    head = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return Decimal(head) / _HASH_SPAN * 2 - 1


def _percent(amount: Decimal, percent: Decimal) -> Decimal:
    return (amount * percent / 100).quantize(_CENT, ROUND_HALF_UP)


def _money(amount: Decimal) -> Decimal:
    """Two decimals even for USDC, as the samples of docs.ramp.gnosis.io/use-cases/onramp print."""
    return amount.quantize(_CENT, ROUND_DOWN)
