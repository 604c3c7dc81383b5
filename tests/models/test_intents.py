"""The wish: every way to write a bad one ends in one clear sentence before anything is sent."""

from uuid import UUID

import pytest

from rampkit.errors import InvalidInputError
from rampkit.models import (
    HARD_TERMINAL,
    SOFT_TERMINAL,
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Direction,
    Intent,
    IntentRequest,
    OrderRequest,
    Quote,
    Status,
)

WALLET = "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"
GOOD = {
    "customer_id": "user-1",
    "pair": "BRL/USDC_BASE",
    "amount": "500 BRL",
    "country": "BR",
    "at_least": "90 USDC_BASE",
}
QUOTE = {
    "connection": "ripio-br",
    "provider": "ripio",
    "pair": "BRL/USDC_BASE",
    "country": "BR",
    "rail": "pix",
    "requested": "500 BRL",
    "binding": "firm",
}


def test_a_good_request():
    """The least a request needs; case does not matter."""
    request = IntentRequest(**{**GOOD, "pair": "brl/usdc_base", "country": "br", "amount": "500 brl"})

    assert request == IntentRequest(**GOOD)
    assert request.accounts == AccountPair()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"pair": "BRL/USDC"},
            r"^pair\.destination: USDC is not .*, and a token needs its network; write e\.g\. USDC_BASE$",
        ),
        (
            {"pair": "BRL/USDC_MARS"},
            r"^pair\.destination: is not a network rampkit knows; use one of ethereum",
        ),
        (
            {"pair": "XYZ/USDC_BASE"},
            r"^pair\.source: XYZ is not an ISO 4217 currency, .* network; write e\.g\. XYZ_BASE$",
        ),
        ({"pair": "BRL/BRL"}, r"^pair\.destination: is the same as the source; name two different assets$"),
        ({"pair": "BRL/USD"}, r"^pair\.destination: is fiat like the source; .*; name one fiat"),
        ({"pair": "BRL"}, r"^pair: must name two assets; write e\.g\. BRL/USDC_BASE$"),
        ({"amount": "-500 BRL"}, r"^amount: is negative; send an amount greater than zero$"),
        ({"amount": "0 BRL"}, r"^amount: is zero; send an amount greater than zero$"),
        ({"amount": "NaN BRL"}, r"^amount: is not a number; write plain digits with a point"),
        (
            {"amount": "500.001 BRL"},
            r"^amount: has more decimals than BRL has \(2\); round it yourself first$",
        ),
        ({"amount": f"{10**30} BRL"}, r"^amount: is larger than any ramp moves .*; check the unit$"),
        ({"amount": 500.0}, r"^amount: must be an Amount; Amount\('10\.50', 'BRL'\)$"),
        ({"amount": "500 USD"}, r"^amount: is in USD, which is not part of BRL/USDC_BASE; use BRL$"),
        (
            {"country": "Brazil"},
            r"^country: is not an ISO 3166-1 country code; write two letters, e\.g\. BR$",
        ),
        ({"country": "XX"}, r"^country: is not an ISO 3166-1 country code; write two letters, e\.g\. BR$"),
        ({"region": "US-NY"}, r"^region: is not a part of BR; write BR-\.\.\.$"),
        ({"region": "SP"}, r"^region: is not an ISO 3166-2 region code; write e\.g\. US-NY or BR-SP$"),
        (
            {"at_least": None},
            r"^at_least: is missing, and so is a quote; say how much must arrive at least, or pass a quote$",
        ),
        ({"at_least": "90 BRL"}, r"^at_least: is not in USDC_BASE; name the destination asset$"),
        ({"at_least": "0 USDC_BASE"}, r"^at_least: is zero and would accept any loss; say how much"),
        ({"at_least": "-1 USDC_BASE"}, r"^at_least\.amount: is negative; send an amount greater than zero$"),
        (
            {"accounts": {"destination": {"address": WALLET[:-1], "network": "base"}}},
            r"^accounts\.destination\.address: is not an address .* on base; copy it from the wallet again$",
        ),
        (
            {"accounts": {"destination": {"address": WALLET, "network": "tron"}}},
            r"^accounts\.destination\.address: is not an address .* on tron; copy it from the wallet again$",
        ),
        (
            {"accounts": {"destination": {"address": WALLET, "network": "gnosis"}}},
            r"^accounts\.destination: is on gnosis, not on base; use another wallet$",
        ),
        (
            {"accounts": {"destination": {"country": "BR"}}},
            r"^accounts\.destination: cannot hold USDC_BASE; swap the accounts$",
        ),
        (
            {"accounts": {"source": {"address": WALLET, "network": "base"}}},
            r"^accounts\.source: cannot hold BRL; swap the accounts$",
        ),
        ({"quote": {**QUOTE, "pair": "BRL/USDC_GNO"}}, r"^quote: is for another pair or amount; take a new"),
        ({"quote": {**QUOTE, "requested": "501 BRL"}}, r"^quote: is for another pair or amount; take a new"),
        ({"quote": {**QUOTE, "country": "AR"}}, r"^quote: is for another country; take a new quote$"),
        ({"quote": QUOTE, "rail": "ted"}, r"^quote: is for another rail; take a new quote$"),
        (
            {"provider_options": {"ripio-br": {"x": 0.1}}},
            r"^provider_options\.ripio-br\.x: must not be a float",
        ),
        ({"customer_id": None}, r"^customer_id: must be text$"),
        ({"customer": "user-1"}, r"^customer: is not a field of this model$"),
    ],
)
def test_a_bad_request(changes, message):
    """One sentence: the field, what is wrong with it, and the way out."""
    with pytest.raises(InvalidInputError, match=message):
        IntentRequest(**{**GOOD, **changes})


def test_a_quote_replaces_the_least():
    """A price that was accepted needs no second bound."""
    request = IntentRequest(**{**GOOD, "at_least": None, "quote": QUOTE, "rail": "PIX"})

    assert request.quote == Quote(**QUOTE)


def test_accounts_that_fit():
    """Bank to wallet one way, wallet to bank the other."""
    bank, wallet = BankAccount(country="BR"), CryptoAddress(address=WALLET, network="base")
    buy = IntentRequest(**GOOD, accounts=AccountPair(source=bank, destination=wallet))
    sell = IntentRequest(
        customer_id="user-1",
        pair="USDC_BASE/BRL",
        amount="90 USDC_BASE",
        country="BR",
        at_least="400 BRL",
        accounts=AccountPair(source=wallet, destination=bank),
    )

    assert (buy.pair.direction, sell.pair.direction) == (Direction.ON_RAMP, Direction.OFF_RAMP)


def test_a_fixed_destination():
    """What must arrive may be the amount itself."""
    request = IntentRequest(**{**GOOD, "amount": "90 USDC_BASE"})

    assert request.amount == request.at_least


@pytest.mark.parametrize("status", Status)
def test_an_intent_knows_whether_it_is_over(status):
    """Every end, soft or hard, is one."""
    intent = Intent(
        id="wish-1",
        customer_id="user-1",
        pair="BRL/USDC_BASE",
        amount="500 BRL",
        status=status,
        opened_at="2026-03-29T12:00:00Z",
    )

    assert intent.finished == (status in SOFT_TERMINAL | HARD_TERMINAL)
    assert intent.direction == Direction.ON_RAMP


def test_an_order_request_speaks_of_its_quote():
    """Pair and amount are those of the accepted price, not a second copy."""
    request = OrderRequest(
        reference=UUID(int=1),
        idempotency_key=UUID(int=2),
        quote=QUOTE,
        customer={"connection": "ripio-br", "customer_id": "user-1", "status": "active"},
        accounts={},
        opened_at="2026-03-29T12:00:00Z",
    )

    assert str(request.pair) == "BRL/USDC_BASE"
    assert request.amount == Amount("500", "BRL")
