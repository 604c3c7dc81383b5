"""Ripio's JSON, spelled as Ripio spells it, a file a noun. Used qualified: `wire.Quote`."""

from __future__ import annotations

from rampkit_ripio.wire.accounts import Choice, FiatAccount, RequiredField
from rampkit_ripio.wire.customers import AcceptedTerms, Customer, Terms, TermsAcceptance
from rampkit_ripio.wire.histories import Destination, Movement, Step
from rampkit_ripio.wire.markets import Network, NetworkAsset, Rate
from rampkit_ripio.wire.orders import CreatedOrder, Expiry, Instructions, Refund, Transaction
from rampkit_ripio.wire.quotes import DisputedPrice, Fee, Quote
from rampkit_ripio.wire.sell_and_pay import CryptoDeposit, MerchantCode, PaymentOrder, SellAndPay, Trade
from rampkit_ripio.wire.sessions import DepositAddress, OffRampSession, OnRampSession
from rampkit_ripio.wire.support_tickets import SupportTicket
from rampkit_ripio.wire.tokens import Token
from rampkit_ripio.wire.verifications import KycRequirements, KycStart, KycSubmission

__all__ = [
    "AcceptedTerms",
    "Choice",
    "CreatedOrder",
    "CryptoDeposit",
    "Customer",
    "DepositAddress",
    "Destination",
    "DisputedPrice",
    "Expiry",
    "Fee",
    "FiatAccount",
    "Instructions",
    "KycRequirements",
    "KycStart",
    "KycSubmission",
    "MerchantCode",
    "Movement",
    "Network",
    "NetworkAsset",
    "OffRampSession",
    "OnRampSession",
    "PaymentOrder",
    "Quote",
    "Rate",
    "Refund",
    "RequiredField",
    "SellAndPay",
    "Step",
    "SupportTicket",
    "Terms",
    "TermsAcceptance",
    "Token",
    "Trade",
    "Transaction",
]
