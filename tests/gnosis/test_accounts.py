"""Requirements and stored accounts."""

from __future__ import annotations

import pytest

from rampkit.errors import AccountNotReadyError, BadResponseError
from rampkit.http import Commits
from rampkit.models import AccountPair, AccountStatus, BankAccount, CryptoAddress, Pair, Rail
from rampkit.testing import answer, replay

SCHEMAS = {
    "src": {
        "currencyCode": "USD",
        "schema": {"type": "object", "required": ["countryCode", "currency", "rail"]},
    },
    "dest": {"currencyCode": "USDC_GNO", "schema": {"type": "object", "required": ["address", "currency"]}},
}
STORED = {
    "source": {"id": "ext_acc_src_123", "type": "BANK_ACCOUNT", "label": None, "currencyId": "usd"},
    "destination": {"id": "ext_acc_dest_456", "type": "CRYPTO_ADDRESS", "label": "w", "currencyId": "usdc"},
}


def test_requirements_are_asked_for_as_the_project(gnosis, desk):
    """Rail and company narrow the answer; both are optional."""
    narrow = gnosis.requirements(desk.pair(), country="US", rail=Rail.ACH, via="bridge")

    found, [request] = replay(narrow, [answer(SCHEMAS)])
    _, [wide] = replay(gnosis.requirements(desk.pair(), country="US"), [answer(SCHEMAS)])

    assert (request.path, request.scope) == ("/intent/requirements", "project")
    assert request.query == {
        "srcCurrencyCode": "USD",
        "destCurrencyCode": "USDC_GNO",
        "rail": "ACH",
        "providerId": "bridge",
    }
    assert set(wide.query) == {"srcCurrencyCode", "destCurrencyCode"}
    assert found.source == SCHEMAS["src"]["schema"]
    assert found.destination == SCHEMAS["dest"]["schema"]
    assert (found.connection, found.pair, found.raw) == ("gnosis", desk.pair(), SCHEMAS)


def test_requirements_of_another_pair_are_not_believed(gnosis):
    """Fields of another currency would be sent to nobody's good."""
    with pytest.raises(BadResponseError, match="another pair"):
        replay(gnosis.requirements(Pair("EUR", "USDC_GNO"), country="DE"), [answer(SCHEMAS)])


def test_older_requirements_stand_at_another_place(older, desk):
    """By pair, narrowed by nothing."""
    payload = {"src": "USD", "dest": "USDC_GNO", "source": {"type": "object"}, "destination": {"a": 1}}

    found, [request] = replay(older.requirements(desk.pair(), country="US", rail=Rail.ACH), [answer(payload)])

    assert (request.path, request.query) == (
        "/external-accounts/requirements",
        {"src": "USD", "dest": "USDC_GNO"},
    )
    assert (found.source, found.destination) == ({"type": "object"}, {"a": 1})


def test_a_pair_of_accounts_is_stored_as_the_customer(older, desk):
    """It is a record, and storing it again would make another."""
    accounts = AccountPair(
        source=desk.accounts("off_ramp").destination, destination=desk.accounts().destination
    )

    stored, [request] = replay(
        older.register_accounts(desk.link, desk.pair(), accounts), [answer(STORED, status=201)]
    )

    assert (request.path, request.scope) == ("/customers/external-accounts", "customer:user-12345")
    assert (request.commits, request.repeatable) == (Commits.RECORD, False)
    assert request.json == {
        "src": "USD",
        "dest": "USDC_GNO",
        "source": {
            "rails": "ACH",
            "currency": "USD",
            "institutionName": "Chase Bank",
            "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
            "beneficiary": {"name": "Jane Doe", "taxId": "123-45-6789"},
        },
        "destination": {"address": desk.wallet, "currency": "USDC_GNO"},
    }
    assert (stored.source_id, stored.destination_id) == ("ext_acc_src_123", "ext_acc_dest_456")
    assert stored.status == AccountStatus.USABLE
    assert stored.accounts == accounts


def test_what_an_account_does_not_say_is_not_sent(older, desk):
    """No empty objects, and `details` win."""
    accounts = AccountPair(
        source=BankAccount(country="US", details={"rails": "WIRE", "beneficiary": {"name": "J"}}),
        destination=CryptoAddress(address=desk.wallet, network="gnosis"),
    )

    _, [request] = replay(
        older.register_accounts(desk.link, desk.pair(), accounts), [answer(STORED, status=201)]
    )

    assert request.json["source"] == {"currency": "USD", "rails": "WIRE", "beneficiary": {"name": "J"}}


@pytest.mark.parametrize("missing", ["source", "destination"])
def test_half_a_pair_is_not_stored(older, desk, missing):
    """The error names the half."""
    accounts = AccountPair(
        source=desk.accounts("off_ramp").destination, destination=desk.accounts().destination
    ).evolve(**{missing: None})

    with pytest.raises(AccountNotReadyError, match=f"accounts.{missing}"):
        replay(older.register_accounts(desk.link, desk.pair(), accounts), [])
