"""Ripio Ramps for rampkit."""

from rampkit_ripio.provider import RipioProvider
from rampkit_ripio.sell_and_pay import (
    MerchantCode,
    SellAndPay,
    SellAndPayDeposit,
    SellAndPayStatus,
    SellAndPayTrade,
)
from rampkit_ripio.support_tickets import SupportTicket, SupportTicketStatus

__all__ = [
    "MerchantCode",
    "RipioProvider",
    "SellAndPay",
    "SellAndPayDeposit",
    "SellAndPayStatus",
    "SellAndPayTrade",
    "SupportTicket",
    "SupportTicketStatus",
]
