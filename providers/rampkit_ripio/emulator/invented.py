"""What Ripio documents nowhere and the emulator had to choose: every value here is invented."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

CODE_NOT_FOUND = 40400
"""`code` of the 404 envelope."""
CODE_METHOD_NOT_ALLOWED = 40500
"""`code` of the 405 envelope."""
CODE_UNSUPPORTED_MEDIA_TYPE = 41500
"""`code` of the 415 envelope."""
CODE_FORBIDDEN = 40300
"""`code` of a 403 other than the documented 20061."""
CODE_KYC_NOT_APPROVED = 20040
"""`code` of the documented `KycNotApprovedException`."""
CODE_KYC_ALREADY_APPROVED = 20041
"""`code` of the documented `KycAlreadyApprovedException`."""

FIAT_ACCOUNT_DELAY = timedelta(seconds=10)
"""From PROCESSING to ENABLED."""
DEPOSIT_ACCOUNT_DELAY = timedelta(seconds=10)
"""From `processing` to `enabled` where the switch makes a session's instructions start late."""
PIX_LIFETIME = timedelta(minutes=30)
"""How long a Pix charge says it can be paid."""
SELL_AND_PAY_LIFETIME = timedelta(hours=1)
"""The distance between `createdAt` and `expiresAt` in the documentation's sample."""

OTP = "123456"
"""The one-time code every customer of the sandbox receives; the documentation's sample."""

PIX_KEY_FIELD = "pix_key_destination"
"""Key of a Brazilian payout account."""
BREB_KEY_FIELD = "breb_key_destination"
"""Key of a Colombian Bre-B payout account."""
COLOMBIAN_BANK_FIELDS = ("bank_code", "account_type", "account_number")
"""Keys of a Colombian bank payout account."""

RATES: dict[str, dict[str, Decimal]] = {
    "USDC": {
        "ARS": Decimal(1450),
        "BRL": Decimal("5.4"),
        "MXN": Decimal("18.4"),
        "COP": Decimal(4100),
        "USD": Decimal(1),
    },
    "USDT": {"ARS": Decimal(1448), "BRL": Decimal("5.39"), "MXN": Decimal("18.38"), "COP": Decimal(4095)},
    "RTEST": {"ARS": Decimal(1050), "BRL": Decimal(5), "MXN": Decimal(18), "COP": Decimal(4000)},
    "wARS": {"ARS": Decimal(1)},
    "wBRL": {"BRL": Decimal(1)},
    "wMXN": {"MXN": Decimal(1)},
    "wCOP": {"COP": Decimal(1)},
}
"""Fiat per unit of crypto, before spread and jitter."""

PEGGED = frozenset({"wARS", "wBRL", "wMXN", "wCOP"})
"""Local stablecoins: one for one, without spread."""

SPREAD = Decimal("0.006")
"""Half of the distance between what a buyer pays and a seller gets."""
JITTER = Decimal("0.002")
"""How far two quotes of the same pair may lie apart."""

GAS_FEES: dict[str, Decimal] = {
    "ARS": Decimal("95.40"),
    "BRL": Decimal("0.37"),
    "MXN": Decimal("1.25"),
    "COP": Decimal("270.00"),
}
"""The one fee of a quote, in fiat."""

LARGEST_FIAT: dict[str, Decimal] = {
    "ARS": Decimal(50_000_000),
    "BRL": Decimal(200_000),
    "MXN": Decimal(700_000),
    "COP": Decimal(150_000_000),
}
"""The fiat value above which a quote is refused."""

CONTRACTS: dict[tuple[str, str], str] = {
    ("ETHEREUM_SEPOLIA", "RTEST"): "0x0472edf217331a7809e33aa0920b8ab864eeb437",
    ("ETHEREUM_SEPOLIA", "USDC"): "0x1c7d4b196cb0c7b01d743fbc6116a902379c7238",
    ("ETHEREUM", "USDC"): "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
    ("ETHEREUM", "USDT"): "0xdac17f958d2ee523a2206206994597c13d831ec7",
    ("POLYGON", "USDC"): "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359",
    ("BASE", "USDC"): "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",
    ("BASE", "wARS"): "0x0dc4f92879b7670e5f4e4e6e3c801d229129d90d",
    ("BASE", "wBRL"): "0xd76f5faf6888e24d9f04bf92a0c8b921fe4390e0",
    ("BASE", "wMXN"): "0x337e7456b420bd3481e7fa61fa9850343d610d34",
    ("BASE", "wCOP"): "0x8a1d45e102e886510e891d2ec656a708991e2d76",
}
"""Which token lives on which chain. The set is invented; the addresses are the tokens' own, in lower case.

Only RTEST, wARS, wBRL and wCOP appear beside Ripio; the USDC and USDT contracts are their issuers'."""

PAYMENT_HOST = "https://payments.ripio.example"
"""Where the sandbox's payment pages would live; the name cannot resolve."""

MERCHANT = "Test Merchant"
"""Whom every readable QR code pays; the documentation's sample."""
QR_AMOUNT = Decimal("10000.50")
"""What a QR code asks for unless it is an open one."""
OPEN_QR = "open-amount"
"""A QR code that contains this text leaves the amount to the payer."""
UNREADABLE_QR = "unreadable"
"""A QR code that contains this text is refused."""

SAMPLE_FEE = Decimal("0.37")
"""The fee of the documentation's sample quote, which explains none of its amounts."""
PAYER = "JUAN PEREZ"
"""Whose accounts all customers of the sandbox pay from, and are paid to; one public client's fixture."""
STRAY_REASON = "INVALID_DESTINATION"
"""The `failureReason` that the documentation's sample shows beside COMPLETED."""
PIX_KEY = "pixKey"
"""Key of a permanent Pix account among a session's instructions."""
BREB_KEY_LENGTHS = (6, 10)
"""Lengths of the two keys in the documentation's samples."""
DESCRIBED_CURRENCIES = frozenset({"ARS", "MXN", "USD"})
"""What a Sell and Pay can be paid in by the words of its page, whose list says ARS alone."""

SELL_AND_PAY_EXPIRED = "EXPIRED"
"""Status of a Sell and Pay that got no crypto in time; the documented list is cut off."""
SELL_AND_PAY_REFUNDED = "REFUNDED"
"""Status of a Sell and Pay whose crypto was sent back."""
SELL_AND_PAY_PAID_EVENT = "QR.EXECUTED"
"""Name of the event that the merchant is paid; that there is one is all that is known."""
SELL_AND_PAY_REFUND_EVENT = "REFUND.ISSUED"
"""Name of the event that the crypto goes back; that there is one is all that is known."""
TICKET_RESOLVED_EVENT = "RESOLVED"
"""Name of the event that a ticket is resolved, which one page promises and another denies."""

STEP_DONE = "completed"
"""A timeline step that happened; only `not_started` is documented."""
ACTIVE_ACCOUNT = "ACTIVE"
"""`fiatAccountStatus` of an account that can be paid; the documentation's sample."""
