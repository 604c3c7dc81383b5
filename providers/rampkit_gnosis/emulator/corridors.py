"""Which provider moves which pair, where and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rampkit_gnosis.emulator import invented
from rampkit_gnosis.emulator.currencies import BRL, EUR, USD, USDC_BASE, USDC_GNO, Currency


@dataclass(frozen=True, slots=True)
class RampCompany:
    """A company that Gnosis Ramp routes to, as `GET /providers` lists it."""

    id: str
    name: str
    code: str
    logo: str | None = None


COMPANIES: Mapping[str, RampCompany] = {
    each.id: each
    for each in (
        # docs.ramp.gnosis.io/intents/currencies-providers
        RampCompany("banxa", "Banxa", "banxa", "https://cdn.example/banxa.png"),
        RampCompany("bridge", "Bridge", "bridge"),
        # github.com/henghonglee-hq/docs openapi.yaml spells this code in capitals
        RampCompany("noah", "Noah", "NOAH"),
    )
}


@dataclass(frozen=True, slots=True)
class Corridor:
    """A currency pair with the countries, rails and companies that serve it."""

    source: Currency
    destination: Currency
    countries: tuple[str, ...]
    rails: tuple[str, ...]
    company_ids: tuple[str, ...]

    @property
    def direction(self) -> str:
        """`ONRAMP` when fiat comes in, `OFFRAMP` when it goes out."""
        return "OFFRAMP" if self.source.chain else "ONRAMP"

    @property
    def fiat(self) -> Currency:
        """The fiat side of the pair."""
        return self.destination if self.source.chain else self.source

    @property
    def crypto(self) -> Currency:
        """The crypto side of the pair."""
        return self.source if self.source.chain else self.destination


# The three USD and EUR rows are the sample of docs.ramp.gnosis.io/intents/currencies-providers; the Brazilian
# pair is listed with placeholder ids at gnosisramps.mintlify.app/currencies/supported.
CORRIDORS: tuple[Corridor, ...] = (
    Corridor(USD, USDC_GNO, ("US",), ("ACH", "WIRE"), ("banxa", "bridge")),
    Corridor(EUR, USDC_GNO, invented.EURO_COUNTRIES, (invented.EURO_RAIL,), ("banxa",)),
    Corridor(USDC_GNO, USD, ("US",), ("ACH", "WIRE"), ("bridge",)),
    Corridor(BRL, USDC_BASE, ("BR",), ("PIX",), invented.PIX_COMPANIES),
    Corridor(USDC_BASE, BRL, ("BR",), ("PIX",), invented.PIX_COMPANIES),
)


def find_corridor(source: str, destination: str) -> Corridor | None:
    """Return the corridor of a pair of currency codes, if anybody serves it."""
    for corridor in CORRIDORS:
        if (corridor.source.code, corridor.destination.code) == (source, destination):
            return corridor
    return None
