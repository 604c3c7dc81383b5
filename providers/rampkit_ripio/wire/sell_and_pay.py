"""Ripio's payments of merchants (pages sell-and-pay/* of https://docs.ripio.com/ramps-api/).

Strict is what says which payment it is and how far; the rest is `Maybe`, because an answer that proves that a
payment waits for crypto must never be lost over a detail.
"""

# ruff: noqa: N815  # the names are the provider's

from __future__ import annotations

from rampkit.wire import Exact, Moment, Wire
from rampkit_ripio.wire.values import Id, Maybe

__all__ = ["CryptoDeposit", "MerchantCode", "PaymentOrder", "SellAndPay", "Trade"]


class MerchantCode(Wire):
    """What a QR code says (`sell-and-pay/validate-qr-code`). The page is cut after the first name."""

    merchantName: Maybe[str] = None


class PaymentOrder(Wire):
    """The merchant's side."""

    merchant: Maybe[str] = None
    qrCode: Maybe[str] = None


class CryptoDeposit(Wire):
    """The crypto that came in."""

    hash: Maybe[str] = None
    amount: Maybe[Exact] = None
    currencyCode: Maybe[str] = None
    network: Maybe[str] = None
    status: Maybe[str] = None
    confirmationDate: Maybe[Moment] = None


class Trade(Wire):
    """The sale of that crypto."""

    id: Maybe[str] = None
    baseAmount: Maybe[Exact] = None
    quoteAmount: Maybe[Exact] = None
    quoteAsset: Maybe[str] = None
    rate: Maybe[Exact] = None


class SellAndPay(Wire):
    """The one object that every call answers with (`sell-and-pay/create-sell-and-pay`)."""

    id: Id
    customerId: Id
    status: Id
    createdAt: Maybe[Moment] = None
    expiresAt: Maybe[Moment] = None
    trade: Maybe[Trade] = None
    paymentOrder: Maybe[PaymentOrder] = None
    amount: Maybe[Exact] = None
    cryptoAmount: Maybe[Exact] = None
    paymentCurrency: Maybe[str] = None
    depositCurrency: Maybe[str] = None
    depositNetwork: Maybe[str] = None
    depositAddress: Maybe[str] = None
    cryptoDeposit: Maybe[CryptoDeposit] = None
    refundAddress: Maybe[str] = None
