"""The currencies the emulator knows, with the scale their amounts are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Currency:
    """A fiat ticker or a token on a chain; crypto codes read `TICKER_CHAIN`.

    Scales: docs.ramp.gnosis.io/intents/amount-formatting (BRL: gnosisramps.mintlify.app/intents/amounts).
    """

    code: str
    ticker: str
    name: str
    decimals: int
    chain: str | None = None

    @property
    def kind(self) -> str:
        """`FIAT` or `CRYPTO`, the provider's words."""
        return "CRYPTO" if self.chain else "FIAT"

    @property
    def account_type(self) -> str:
        """The kind of account that holds it (docs.ramp.gnosis.io/intents/creating-intent)."""
        return "CRYPTO_ADDRESS" if self.chain else "BANK_ACCOUNT"


USD = Currency("USD", "USD", "US Dollar", 2)
EUR = Currency("EUR", "EUR", "Euro", 2)
BRL = Currency("BRL", "BRL", "Brazilian Real", 2)
USDC_GNO = Currency("USDC_GNO", "USDC", "USD Coin", 6, "GNO")
USDC_BASE = Currency("USDC_BASE", "USDC", "USD Coin", 6, "BASE")

_UNSERVED = (
    Currency("GBP", "GBP", "Pound Sterling", 2),
    Currency("ARS", "ARS", "Argentine Peso", 2),
    Currency("USDC_ETH", "USDC", "USD Coin", 6, "ETH"),
    Currency("USDC_POL", "USDC", "USD Coin", 6, "POL"),
    Currency("USDT_ETH", "USDT", "Tether USD", 6, "ETH"),
)
"""Named on a page, but in no pair: an account may be stored, none is moved. The scale of ARS is invented."""

CURRENCIES: Mapping[str, Currency] = {
    each.code: each for each in (USD, EUR, BRL, USDC_GNO, USDC_BASE, *_UNSERVED)
}
