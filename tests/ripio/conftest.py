"""A connection to Ripio, and what an application would hand it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    BankAccount,
    Binding,
    CryptoAddress,
    CustomerLink,
    DepositAccount,
    Direction,
    LinkStatus,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    QuoteRequest,
    Rail,
    RegisteredAccounts,
)
from rampkit_ripio import RipioProvider

WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
DEPOSIT = "0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D"
CUSTOMER = "b6cecc1f-c90d-424b-adaa-c82b780696c1"
REFERENCE = UUID("e6c4f1ec-899f-43b5-8479-c2529e3f9c70")
KEY = UUID("6f3a1b1c-0000-4000-8000-000000000002")
ORDER = "21d8a046-3221-4b43-a301-0f9adcdd9a45"
SALE = "8a3c1e2f-7b4d-4c5e-a6f7-0d1e2f3a4b5c"
QUOTE = "8142b065-79c4-4f48-9e33-11b17bc658d4"
SESSION = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
PAYOUT = "a1b2c3d4-5678-9abc-def0-123456789abc"
CVU = "0100000000000000000001"
OPENED = datetime(2026, 2, 1, 11, 59, tzinfo=UTC)
FIATS = {"AR": "ARS", "BR": "BRL", "CO": "COP", "MX": "MXN"}

# Samples of https://docs.ripio.com/ramps-api/: quotes/create-quote, on-ramp/create-on-ramp-order,
# on-ramp/create-on-ramp-session, off-ramp/retrieve-an-off-ramp-session, fiat-accounts/create-fiat-account
_QUOTE = {
    "quoteId": QUOTE,
    "fromCurrency": "ARS",
    "toCurrency": "USDC",
    "fromAmount": "1500.00000000",
    "finalFromAmount": "1500.00000000",
    "toAmount": "1.42857143",
    "finalToAmount": "1.32857143",
    "rate": "1050.00000000",
    "expiration": "2026-02-01T12:00:30.702533Z",
    "fees": [
        {
            "amount": "0.37",
            "type": "Gas Price",
            "currency": "ARS",
            "appliesOnFromAmount": True,
            "appliesOnToAmount": True,
        }
    ],
}
_PURCHASE = {
    "transactionId": ORDER,
    "createdAt": "2026-02-01T12:00:00Z",
    "customerId": CUSTOMER,
    "quoteId": QUOTE,
    "fromCurrency": "ARS",
    "toCurrency": "USDC",
    "amount": "1.32857143",
    "chain": "ETHEREUM_SEPOLIA",
    "paymentMethodType": "bank_transfer",
    "depositAddress": WALLET,
    "status": "PENDING",
    "externalRef": str(REFERENCE),
    "source": "ON_RAMP",
    "metadata": {},
    "txnHash": None,
}
_SALE = {
    "transactionId": SALE,
    "createdAt": "2026-02-01T12:10:00Z",
    "customerId": CUSTOMER,
    "quoteId": QUOTE,
    "fromCurrency": "USDC",
    "toCurrency": "ARS",
    "amount": "10500.00",
    "chain": "ETHEREUM_SEPOLIA",
    "status": "PROCESSING",
    "txnHash": "0x" + "cd" * 32,
}
_VIRTUAL_ACCOUNT = {
    "sessionId": SESSION,
    "customerId": CUSTOMER,
    "createdAt": "2026-02-01T12:00:00Z",
    "currency": "USDC",
    "chain": "ETHEREUM_SEPOLIA",
    "depositAddress": WALLET,
    "fiatPaymentInstructions": {"cvu": CVU, "alias": "juan.perez.ramp", "status": "enabled"},
    "transactions": [],
}
_ADDRESSES = {
    "sessionId": SESSION,
    "customerId": CUSTOMER,
    "createdAt": "2026-02-01T12:00:00Z",
    "toCurrency": "ARS",
    "paymentMethodType": "bank_transfer",
    "fiatAccountId": PAYOUT,
    "depositAddresses": [
        {"chain": "ETHEREUM_SEPOLIA", "address": DEPOSIT},
        {"chain": "POLYGON", "address": WALLET},
    ],
    "transactions": [],
}
_PAYOUT = {
    "fiatAccountId": PAYOUT,
    "fiatAccountFields": {"alias_or_cvu_destination": CVU},
    "createdAt": "2026-02-01T12:00:00Z",
    "status": "ENABLED",
    "paymentMethodType": "bank_transfer",
    "customerId": CUSTOMER,
    "metadata": {},
}


class Desk:
    """Everything an application and Ripio say to each other, for one connection."""

    def __init__(self, country: str = "AR") -> None:
        self.country = country
        self.fiat = FIATS[country]
        self.customer_id = CUSTOMER
        self.order_id = ORDER
        self.sale_id = SALE
        self.session_id = SESSION
        self.payout_id = PAYOUT
        self.reference = REFERENCE
        self.wallet = WALLET
        self.address = DEPOSIT
        self.opened_at = OPENED
        self.link = CustomerLink(
            connection="ripio", customer_id="user-1", provider_customer_id=CUSTOMER, status=LinkStatus.ACTIVE
        )

    def pair(self, direction: str = "on_ramp", crypto: str = "USDC_ETHEREUM_SEPOLIA") -> Pair:
        """The country's money and a token."""
        return Pair(self.fiat, crypto) if direction == "on_ramp" else Pair(crypto, self.fiat)

    def ask(self, direction: str = "on_ramp", amount: str = "1500", **changes: Any) -> QuoteRequest:
        """What to price."""
        pair = changes.pop("pair", None) or self.pair(direction)
        facts = {"pair": pair, "amount": Amount(amount, pair.source), "country": self.country}
        return QuoteRequest(**{**facts, **changes})

    def offer(self, direction: str = "on_ramp", **changes: Any) -> Quote:
        """A price that was offered."""
        on_ramp = direction == "on_ramp"
        pair = self.pair(direction)
        facts = {
            "connection": "ripio",
            "provider": "ripio",
            "rail": Rail.TRANSFERS_3_0,
            "pair": pair,
            "country": self.country,
            "requested": Amount("1500" if on_ramp else "10", pair.source),
            "binding": Binding.FIRM if on_ramp else Binding.INDICATIVE,
            "source_amount": Amount("1500" if on_ramp else "10", pair.source),
            "destination_amount": Amount("1.32857143" if on_ramp else "10500", pair.destination),
            "quote_id": QUOTE,
        }
        return Quote(**{**facts, **changes})

    def bank(self, **changes: Any) -> BankAccount:
        """A payout account; the documentation's samples have wrong check digits."""
        facts = {"country": self.country, "scheme": "cvu", "identifier": CVU, "check_digits": False}
        return BankAccount(**{**facts, **changes})

    def purse(self, address: str = WALLET, network: str = "ethereum_sepolia") -> CryptoAddress:
        """The person's wallet."""
        return CryptoAddress(address=address, network=network)

    def accounts(self, direction: str = "on_ramp", **changes: Any) -> AccountPair:
        """Where the money goes."""
        return AccountPair(destination=self.purse() if direction == "on_ramp" else self.bank(**changes))

    def request(self, direction: str = "on_ramp", **changes: Any) -> OrderRequest:
        """What `create_order` takes."""
        facts = {
            "reference": REFERENCE,
            "idempotency_key": KEY,
            "quote": self.offer(direction),
            "customer": self.link,
            "accounts": self.accounts(direction),
            "registered": None if direction == "on_ramp" else self.registered(),
            "opened_at": OPENED,
            "deposit_account_id": None if direction == "on_ramp" else SESSION,
        }
        return OrderRequest(**{**facts, **changes})

    def ref(self, direction: str = "on_ramp", **changes: Any) -> OrderRef:
        """What names the order again."""
        pair = self.pair(direction)
        facts = {
            "order_id": ORDER if direction == "on_ramp" else None,
            "reference": REFERENCE,
            "customer": self.link,
            "pair": pair,
            "requested": Amount("1500" if direction == "on_ramp" else "10", pair.source),
            "opened_at": OPENED,
            "deposit_account_id": None if direction == "on_ramp" else SESSION,
        }
        return OrderRef(**{**facts, **changes})

    def registered(self, **changes: Any) -> RegisteredAccounts:
        """A payout account as it was stored."""
        facts = {
            "connection": "ripio",
            "pair": self.pair("off_ramp"),
            "accounts": self.accounts("off_ramp"),
            "status": AccountStatus.USABLE,
            "destination_id": PAYOUT,
        }
        return RegisteredAccounts(**{**facts, **changes})

    def standing(self, direction: str = "on_ramp", **changes: Any) -> DepositAccount:
        """A standing account as it was created."""
        facts = {
            "connection": "ripio",
            "deposit_account_id": SESSION,
            "customer_id": CUSTOMER,
            "pair": self.pair(direction),
            "status": AccountStatus.USABLE,
            "target": self.purse() if Direction(direction) is Direction.ON_RAMP else self.bank(),
        }
        return DepositAccount(**{**facts, **changes})

    def quote_answer(self, **changes: Any) -> dict[str, Any]:
        """Ripio's quote."""
        return {**copy.deepcopy(_QUOTE), **changes}

    def purchase(self, **changes: Any) -> dict[str, Any]:
        """Ripio's on-ramp transaction."""
        return {**copy.deepcopy(_PURCHASE), **changes}

    def sale(self, **changes: Any) -> dict[str, Any]:
        """Ripio's off-ramp transaction."""
        return {**copy.deepcopy(_SALE), **changes}

    def active(self, **changes: Any) -> dict[str, Any]:
        """Ripio's record of the customer, which is read before an order."""
        return {"customerId": CUSTOMER, "email": "individual@mail.com", "isActive": True, **changes}

    def created(self, instructions: Any = None, **changes: Any) -> dict[str, Any]:
        """Ripio's answer to an order."""
        told = {"cvu": CVU, "alias": "juan.perez.ramp"} if instructions is None else instructions
        return {"transaction": self.purchase(**changes), "fiatPaymentInstructions": told}

    def virtual_account(self, **changes: Any) -> dict[str, Any]:
        """Ripio's on-ramp session."""
        return {**copy.deepcopy(_VIRTUAL_ACCOUNT), **changes}

    def addresses(self, **changes: Any) -> dict[str, Any]:
        """Ripio's off-ramp session."""
        return {**copy.deepcopy(_ADDRESSES), **changes}

    def payout(self, **changes: Any) -> dict[str, Any]:
        """Ripio's fiat account."""
        return {**copy.deepcopy(_PAYOUT), **changes}


def connection(country: str = "AR", **settings: Any) -> RipioProvider:
    """A sandbox connection of *country*."""
    return RipioProvider("id", "secret", country=country, environment="sandbox", **settings)


@pytest.fixture
def desk() -> Desk:
    """What is said on the Argentine connection."""
    return Desk()


@pytest.fixture
def desk_of() -> Callable[[str], Desk]:
    """What is said on a country's connection."""
    return Desk


@pytest.fixture
def ripio() -> RipioProvider:
    """The Argentine connection."""
    return connection()


@pytest.fixture
def ripio_of() -> Callable[..., RipioProvider]:
    """A country's connection."""
    return connection
