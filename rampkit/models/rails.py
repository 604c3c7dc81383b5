"""How fiat moves, and how a person pays."""

from __future__ import annotations

from rampkit.models.model import OpenEnum

__all__ = ["PaymentMethod", "Rail"]


class Rail(OpenEnum):
    """The system that clears the fiat leg; limits and times follow it. Unknown rails are kept."""

    ACH = "ach"
    BANCOLOMBIA = "bancolombia"
    BRE_B = "bre_b"
    FASTER_PAYMENTS = "faster_payments"
    FEDNOW = "fednow"
    NEQUI = "nequi"
    PIX = "pix"
    PSE = "pse"
    RTP = "rtp"
    SEPA = "sepa"
    SEPA_INSTANT = "sepa_instant"
    SPEI = "spei"
    SWIFT = "swift"
    TED = "ted"
    TRANSFERS_3_0 = "transfers_3_0"
    """Argentina's instant transfers between CBU and CVU accounts."""
    WIRE = "wire"


class PaymentMethod(OpenEnum):
    """What a person picks to pay with. Unknown methods are kept."""

    APPLE_PAY = "apple_pay"
    BANK_TRANSFER = "bank_transfer"
    CARD = "card"
    GOOGLE_PAY = "google_pay"
    MERCADO_PAGO = "mercado_pago"
