"""A merchant's QR code paid with crypto: what Ripio alone offers, in rampkit's words.

Pages sell-and-pay/* of https://docs.ripio.com/ramps-api/. Enabled per account, in Argentina and Colombia
(https://ai.ripio.com/context.md).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from rampkit.models import Action, Amount, Model, OpenEnum, UtcTime

__all__ = ["MerchantCode", "SellAndPay", "SellAndPayDeposit", "SellAndPayStatus", "SellAndPayTrade"]


class SellAndPayStatus(OpenEnum):
    """How far a Sell and Pay is. The page is cut off, so words of failure are unknown, and kept."""

    INCOMPLETE = "incomplete"
    """Something is missing: `update_sell_and_pay`."""
    PENDING = "pending"
    """Complete; waits for `execute_sell_and_pay`."""
    WAITING_DEPOSIT = "waiting_deposit"
    """Executed; waits for the crypto."""
    RECEIVED_DEPOSIT = "received_deposit"
    """The crypto was seen."""
    COMPLETED = "completed"
    """The merchant was paid. Inferred: the page is cut within the word."""


class MerchantCode(Model):
    """A merchant's QR code, as Ripio reads it."""

    connection: str
    """Where it was read."""
    merchant_name: str | None = Field(repr=False)
    """Who would be paid; None where Ripio does not say."""
    raw: Any = Field(default=None, repr=False)
    """Ripio's answer, which may say more: the page is cut off."""


class SellAndPayDeposit(Model):
    """The crypto that Ripio has seen for a Sell and Pay."""

    amount: Amount | None = Field(default=None, repr=False)
    """How much; None where the amount, token or network is not readable."""
    tx_hash: str | None = None
    """The transaction on chain."""
    provider_status: str | None = None
    """Ripio's own word; no page lists them."""
    confirmed_at: UtcTime | None = None
    """Ripio's time of the confirmation."""


class SellAndPayTrade(Model):
    """The sale of that crypto. What its fees are counted in is on no page: they are in `raw`."""

    trade_id: str | None = None
    """Ripio's id."""
    sold: Amount | None = Field(default=None, repr=False)
    """The crypto that was sold."""
    proceeds: Amount | None = Field(default=None, repr=False)
    """The fiat it brought."""
    rate: Decimal | None = None
    """Fiat per unit of crypto."""


class SellAndPay(Model):
    """One payment of a merchant: crypto in, fiat out."""

    connection: str
    """Where it was made."""
    sell_and_pay_id: str
    """Ripio's id."""
    provider_customer_id: str
    """Ripio's id of the customer."""
    status: SellAndPayStatus
    """How far it is; a word nobody has documented is kept and never an end."""
    provider_status: str
    """Ripio's exact word."""
    missing: tuple[str, ...] = ()
    """What `update_sell_and_pay` has to give, by the names of its arguments; empty unless incomplete."""
    merchant: str | None = Field(default=None, repr=False)
    """Who is paid."""
    qr_code: str | None = Field(default=None, repr=False)
    """The merchant's code."""
    amount: Amount | None = Field(default=None, repr=False)
    """What the merchant gets."""
    crypto_amount: Amount | None = Field(default=None, repr=False)
    """What the person sends, exactly."""
    refund_address: str | None = Field(default=None, repr=False)
    """Where the crypto goes back to, on the network it came by."""
    created_at: UtcTime | None = None
    """Ripio's time."""
    expires_at: UtcTime | None = None
    """Crypto that arrives later is not processed."""
    actions: tuple[Action, ...] = Field(default=(), repr=False)
    """Send the crypto: shown only while it is waited for, and only where every part of it is readable."""
    problem: str | None = None
    """Why nobody is told to pay although Ripio waits for the crypto; None where all is well."""
    deposit: SellAndPayDeposit | None = None
    """The crypto that came in."""
    trade: SellAndPayTrade | None = None
    """Its sale."""
    raw: Any = Field(default=None, repr=False)
    """Ripio's answer. Holds personal data."""
