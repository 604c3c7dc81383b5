"""Everything no page of the provider states: made up here so that the emulator can move at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

CLIENT_ID = "client_rampkit_sandbox"
"""Invented: the client id of the one project the emulator holds."""

CLIENT_SECRET = "secret_rampkit_sandbox"  # noqa: S105  # good for this emulator only
"""Invented: its secret, which also signs webhooks (docs.ramp.gnosis.io/webhooks/signature-verification)."""

SIGNING_SECRET = "signing_rampkit_sandbox"  # noqa: S105  # good for this emulator only
"""Invented: the dashboard's separate signing secret (docs.ramp.gnosis.io/webhooks/overview)."""

TOKEN_KEY = b"key_rampkit_sandbox"
"""Invented: the key of every token the emulator issues; no page names the claims or the key."""

ORGANIZATION_ID = "org_rampkit00001"
"""Invented: the organisation that owns the project."""

PROJECT_ID = "proj_rampkit0001"
"""Invented: the project behind `CLIENT_ID`."""

EURO_RAIL = "SEPA"
"""Invented: no page says how euros reach the provider; SEPA is never named."""

EURO_COUNTRIES = ("AT", "BE", "DE", "ES", "FI", "FR", "IE", "IT", "NL", "PT")
"""Invented: the only countries ever named are US, BR and AR."""

PIX_COMPANIES = ("noah", "bridge")
"""Invented: the page that lists BRL to USDC_BASE prints placeholder ids."""

UNPRICED = ("noah",)
"""Invented: who gives no indicative price until a switch says otherwise."""

INTENT_LIFE = timedelta(hours=24)
"""Invented: how long an unpaid intent lives; only the field `expiredAt` is documented."""

KEY_LIFE = timedelta(hours=24)
"""How long an idempotency key is remembered (docs.ramp.gnosis.io, reference of create-payment-intent)."""

PROJECT_TOKEN_SECONDS = 3600
"""Invented: the life of a token from `/auth/token`."""

REFUSAL = "KYC verification rejected - document expired"
"""The reason printed at docs.ramp.gnosis.io/webhooks/event-reference; every other reason is free text too."""

FURTHER_REQUIREMENT = "SOURCE_OF_FUNDS"
"""Invented: what is left to do where KYC is shared in part; only `KYC_VERIFICATION` is ever printed."""

SHORT_DEPOSIT = "Deposit is smaller than the amount of the intent"
"""Invented: why an intent fails that was paid too little; no page speaks of such deposits."""

FAILURE = "Provider could not complete the transfer"
"""Invented: why a transaction failed when the control call gives no reason."""

PIX_PAYOUT_FIELD = "pixKey"
"""Invented: where the Brazilian payout schema wants the Pix key; the sample of that schema is cut."""

US_PAYOUT_FIELDS: Mapping[str, Any] = {
    "institutionName": {"type": "string", "minLength": 1},
    "accountIdentifier": {
        "type": "object",
        "required": ["routingNumber", "accountNumber"],
        "properties": {
            "routingNumber": {"type": "string", "pattern": "^[0-9]{9}$"},
            "accountNumber": {"type": "string", "pattern": "^[0-9]{4,17}$"},
        },
    },
    "beneficiary": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 140},
            "taxId": {"type": "string", "pattern": "^[0-9]{3}-[0-9]{2}-[0-9]{4}$"},
        },
    },
}
"""Invented for today's payout schema, which is cut in every capture; the fields themselves are those of
gnosisramps.mintlify.app/external-accounts/requirements."""

BR_PAYOUT_FIELDS: Mapping[str, Any] = {
    PIX_PAYOUT_FIELD: {"type": "string", "minLength": 1, "maxLength": 77},
    "beneficiary": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 140}},
    },
}
"""Invented: only "PIX" as a bank identifier is mentioned (gnosisramps.mintlify.app/intents/transactions)."""

EURO_FIELDS: Mapping[str, Any] = {"iban": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"}}
"""Invented: a euro account; IBAN is only mentioned as a kind of bank identifier."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """Invented: what a company takes of an amount, fixed in the source currency and in parts of a hundred."""

    network: Decimal
    processing_percent: Decimal
    partner_percent: Decimal


TARIFFS: Mapping[tuple[str, str], Tariff] = {
    # 100 USD by ACH at Bridge reproduces the sample of docs.ramp.gnosis.io/intents/getting-quote.
    ("bridge", "ACH"): Tariff(Decimal("0.50"), Decimal("0.75"), Decimal("0.25")),
    ("bridge", "WIRE"): Tariff(Decimal("12.00"), Decimal("0.50"), Decimal("0.25")),
    ("bridge", "PIX"): Tariff(Decimal("0.90"), Decimal("0.80"), Decimal("0.25")),
    ("banxa", "ACH"): Tariff(Decimal("1.00"), Decimal("1.25"), Decimal("0.25")),
    ("banxa", "WIRE"): Tariff(Decimal("15.00"), Decimal("0.90"), Decimal("0.25")),
    ("banxa", "SEPA"): Tariff(Decimal("0.35"), Decimal("0.95"), Decimal("0.25")),
    ("noah", "PIX"): Tariff(Decimal("0.60"), Decimal("0.70"), Decimal("0.25")),
}
"""Invented: every fee."""

USDC_PRICE: Mapping[str, Decimal] = {"USD": Decimal(1), "EUR": 1 / Decimal("1.08"), "BRL": Decimal("5.42")}
"""Invented: units of each fiat currency that buy one USDC."""

RATE_SPREAD = Decimal("0.004")
"""Invented: how far a seed may move the price of a floating pair, up or down."""

BENEFICIARY = "Gnosis Ramp Ltd"
"""As printed at docs.ramp.gnosis.io/intents/executing-transactions."""

US_DEPOSIT: Mapping[str, str] = {
    "beneficiary": BENEFICIARY,
    "bankName": "Example Bank",
    "accountNumber": "12345678",
    "routingNumber": "021000021",
}
"""The account printed at docs.ramp.gnosis.io/intents/executing-transactions."""

EURO_DEPOSIT: Mapping[str, str] = {
    "beneficiary": BENEFICIARY,
    "bankName": "Example Bank Europe",
    "iban": "DE89370400440532013000",
    "bic": "COBADEFFXXX",
}
"""Invented: the keys and the account of a euro deposit (IBAN and account are the standard's own example)."""

PIX_DEPOSIT: Mapping[str, str] = {
    "beneficiary": BENEFICIARY,
    "bankName": "Banco Exemplo",
    "pixKey": "pix@rampkit.example",
}
"""Invented: the keys and the account of a Pix deposit; a `brCode` with the amount is added to them."""

CHAIN_NAMES: Mapping[str, str] = {"GNO": "GNOSIS", "BASE": "BASE"}
"""The chains of the first requirements (github.com/henghonglee-hq/docs openapi.yaml); that an instruction may
use them is invented, for the value of `chain` is cut in every capture."""

CHAIN_IDS: Mapping[str, str] = {"GNO": "100", "BASE": "8453"}
"""EIP-155 ids, which the older instruction shape wants (gnosisramps.mintlify.app/intents/transactions)."""
