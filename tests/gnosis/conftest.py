"""A connection to Gnosis Ramp, and what an application would hand it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from rampkit.models import (
    AccountPair,
    Amount,
    BankAccount,
    Binding,
    CryptoAddress,
    CustomerLink,
    LinkStatus,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    Rail,
)
from rampkit_gnosis import GnosisProvider

WALLET = "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"
OPENED = datetime(2026, 3, 29, 9, 59, tzinfo=UTC)
REFERENCE = UUID("6f3a1b1c-0000-4000-8000-000000000001")
KEY = UUID("6f3a1b1c-0000-4000-8000-000000000002")
LINK = CustomerLink(
    connection="gnosis",
    customer_id="user-12345",
    provider_customer_id="user-12345",
    status=LinkStatus.ACTIVE,
)
BANK = {
    "beneficiary": "Gnosis Ramp Ltd",
    "bankName": "Example Bank",
    "accountNumber": "12345678",
    "routingNumber": "021000021",
    "reference": "GR-ABC123",
    "rail": "ACH",
}
TRANSACTION = {
    "id": "txn_xyz789",
    "status": "PENDING",
    "context": [{"encoding": "DISPLAY", "type": "BANK", "instructions": BANK}],
    "createdAt": "2026-03-29T10:05:00.000Z",
    "updatedAt": "2026-03-29T10:06:00.000Z",
}
ON_RAMP_INTENT = {
    "id": "int_abc123def456",
    "status": "CREATED",
    "type": "ONRAMP",
    "src": {"type": "BANK_ACCOUNT", "currency": "USD", "details": {"countryCode": "US", "rail": "ACH"}},
    "dest": {"type": "CRYPTO_ADDRESS", "currency": "USDC_GNO", "details": {"address": WALLET}},
    "srcAmount": "100.00",
    "provider": "bridge",
    "autoExecute": False,
    "failureReason": None,
    "createdAt": "2026-03-29T10:00:00.000Z",
    "updatedAt": "2026-03-29T10:00:00.000Z",
}
OFF_RAMP_INTENT = {
    **ON_RAMP_INTENT,
    "type": "OFFRAMP",
    "src": {"type": "CRYPTO_ADDRESS", "currency": "USDC_GNO", "details": {"address": WALLET}},
    "dest": {"type": "BANK_ACCOUNT", "currency": "USD", "details": {"countryCode": "US", "rail": "ACH"}},
    "srcAmount": "100.000000",
}


class Desk:
    """Makes what a call needs, for either direction."""

    wallet = WALLET
    key = KEY
    link = LINK
    bank_instructions = BANK

    def pair(self, direction: str = "on_ramp") -> Pair:
        """What is given and got."""
        return Pair("USD", "USDC_GNO") if direction == "on_ramp" else Pair("USDC_GNO", "USD")

    def quote(self, direction: str = "on_ramp", **changes: Any) -> Quote:
        """An accepted price."""
        pair = self.pair(direction)
        amount = Amount("100", pair.source)
        facts = {
            "connection": "gnosis",
            "provider": "gnosis",
            "via": "bridge",
            "rail": Rail.ACH,
            "pair": pair,
            "country": "US",
            "requested": amount,
            "binding": Binding.INDICATIVE,
            "source_amount": amount,
        }
        return Quote(**{**facts, **changes})

    def accounts(self, direction: str = "on_ramp") -> AccountPair:
        """The accounts of one direction."""
        wallet = CryptoAddress(address=WALLET, network="gnosis")
        bank = BankAccount(
            country="US",
            rail=Rail.ACH,
            identifier="123456789012",
            routing_number="021000021",
            bank="Chase Bank",
            holder_name="Jane Doe",
            holder_tax_id="123-45-6789",
        )
        return (
            AccountPair(destination=wallet)
            if direction == "on_ramp"
            else AccountPair(source=wallet, destination=bank)
        )

    def request(self, direction: str = "on_ramp", **changes: Any) -> OrderRequest:
        """What `create_order` takes; sent again, so that the accounts in it are not looked at any more."""
        facts = {
            "reference": REFERENCE,
            "idempotency_key": KEY,
            "quote": self.quote(direction),
            "customer": LINK,
            "accounts": self.accounts(direction),
            "opened_at": OPENED,
            "resent": True,
        }
        return OrderRequest(**{**facts, **changes})

    def ref(self, direction: str = "on_ramp", **changes: Any) -> OrderRef:
        """What names the order again."""
        pair = self.pair(direction)
        facts = {
            "order_id": "int_abc123def456",
            "reference": REFERENCE,
            "customer": LINK,
            "pair": pair,
            "requested": Amount("100", pair.source),
            "opened_at": OPENED,
        }
        return OrderRef(**{**facts, **changes})

    def intent(self, direction: str = "on_ramp", **changes: Any) -> dict[str, Any]:
        """An intent as Gnosis Ramp answers it."""
        base = ON_RAMP_INTENT if direction == "on_ramp" else OFF_RAMP_INTENT
        return {**copy.deepcopy(base), **changes}

    def transaction(self, **changes: Any) -> dict[str, Any]:
        """A transaction as Gnosis Ramp answers it."""
        return {**copy.deepcopy(TRANSACTION), **changes}

    def order(self, direction: str = "on_ramp", *, transaction: Any = None, url: Any = None, **changes: Any):
        """An intent with what belongs to it."""
        return {
            "intent": self.intent(direction, **changes),
            "onboardingUrl": url,
            "transaction": transaction,
        }


@pytest.fixture
def desk() -> Desk:
    """What an application would hand to the connection."""
    return Desk()


@pytest.fixture
def gnosis() -> GnosisProvider:
    """A connection of the newest generation."""
    return GnosisProvider("client_abc", "secret_xyz")


@pytest.fixture
def older() -> GnosisProvider:
    """A connection of the generation before the newest."""
    return GnosisProvider("client_abc", "secret_xyz", generation="g2b")
