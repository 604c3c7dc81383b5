"""What is put in wrongly is not repeated, and what is planted is found."""

from __future__ import annotations

import logging

import pytest

from rampkit import (
    AccountPair,
    Amount,
    BankAccount,
    ConfigurationError,
    CryptoAddress,
    Customer,
    IntentRequest,
    InvalidInputError,
)
from rampkit.models import TermsAcceptance

NAME, EMAIL = "Amélie Dávila Canary", "amelie.davila@canary.example"
ACCOUNT = "90214477306"
WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
BACK = "https://app.example/back?session=redirect-canary-5521"


def wish(**changes):
    """A wish."""
    facts = {
        "customer_id": "user-1",
        "pair": "BRL/USDC_BASE",
        "amount": Amount("500", "BRL"),
        "country": "BR",
        "at_least": Amount("10", "USDC_BASE"),
        "accounts": AccountPair(destination=CryptoAddress(address=WALLET, network="base")),
    }
    return IntentRequest(**{**facts, **changes})


INVALID = [
    lambda: CryptoAddress(address=f"{WALLET}{EMAIL}", network="base"),
    lambda: CryptoAddress(address=WALLET, network=EMAIL),
    lambda: Customer(id="user-1", country=EMAIL, email=EMAIL),
    lambda: Customer(id="user-1", country="BR", email=[EMAIL]),
    lambda: Customer(id="user-1", country="BR", e_mail=EMAIL),
    lambda: BankAccount(country="US", identifier=int(ACCOUNT), holder_name={"n": NAME}),
    lambda: AccountPair(destination=EMAIL),
    lambda: AccountPair(destination={"address": EMAIL, "network": "base"}),
    lambda: wish(redirect_url=[BACK]),
    lambda: wish(accounts={"destination": {"country": "US", "holder_name": [NAME]}}),
    lambda: wish(at_least=EMAIL),
    lambda: TermsAcceptance(ip_address=[EMAIL]),
    lambda: Customer(id="user-1", country="BR", email=EMAIL).evolve(country=EMAIL),
]


@pytest.mark.parametrize("make", INVALID, ids=range(len(INVALID)))
def test_invalid_input(watch, caught, make):
    """The message names the field, never the value; no frame holds it where it shows."""
    caught(make, InvalidInputError)


@pytest.mark.parametrize("connection", ["gnosis", "ripio-br"])
@pytest.mark.parametrize(
    "changes",
    [
        {"base_url": "https://user:wrong-secret-canary-77aa@api.example"},
        {"base_url": "http://api.example/wrong-secret-canary-77aa"},
        {"base_url": "https://api.example/?key=wrong-secret-canary-77aa"},
        {"base_url": "wrong-secret-canary-77aa"},
        {"client_id": ""},
        {"environment": "test"},
        {"country": "nowhere"},
    ],
    ids=lambda changes: str(sorted(changes)),
)
def test_configuration_errors(make_router, caught, connection, changes):
    """What is set up wrongly is not quoted."""
    caught(lambda: make_router(connection, **changes).routes(), ConfigurationError)


def test_the_canaries_sing(watch, caught):
    """The watch finds what is planted: in a log, an error, a frame, a chain, a repr."""

    def leak():
        raise ValueError(EMAIL) from RuntimeError(NAME)

    with pytest.raises(ValueError, match="canary") as told_all:
        leak()
    logging.getLogger("httpx").debug("GET %s", EMAIL.encode().hex())

    assert len(watch.found_in_error(told_all.value)) > 3
    assert len(watch.found_in_log()) == 1
    assert watch.found_in_values(EMAIL) != []
