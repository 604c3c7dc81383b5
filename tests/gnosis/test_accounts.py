"""Requirements and stored accounts."""

from __future__ import annotations

from datetime import UTC, datetime

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
ANYTHING = {"src": "USD", "dest": "USDC_GNO", "source": {}, "destination": {}}
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

    stored, [asked, request] = replay(
        older.register_accounts(desk.link, desk.pair(), accounts),
        [answer(ANYTHING), answer(STORED, status=201)],
    )

    assert (asked.path, asked.commits) == ("/external-accounts/requirements", Commits.NOTHING)
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

    _, [_, request] = replay(
        older.register_accounts(desk.link, desk.pair(), accounts),
        [answer(ANYTHING), answer(STORED, status=201)],
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


LISTED = [
    {
        "id": "ext_acc_src_123",
        "type": "BANK_ACCOUNT",
        "label": None,
        "metadata": {
            "rails": "ACH",
            "currency": "USD",
            "countryCode": "US",
            "institutionName": "Chase Bank",
            "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
            "beneficiary": {"name": "Jane Doe", "taxId": "123-45-6789"},
        },
        "currencyId": "usd-currency-id",
        "createdAt": "2025-01-12T21:45:11.201Z",
        "updatedAt": "2025-01-12T21:45:11.201Z",
    },
    {
        "id": "ext_acc_dest_456",
        "type": "CRYPTO_ADDRESS",
        "label": "w",
        "metadata": {"address": "0x742d35cc6634c0532925a3b844bc9e7595f42ab4", "currency": "USDC_GNO"},
        "currencyId": "usdc-gno-currency-id",
        "currency": {"ticker": "USDC", "code": "USDC_GNO", "type": "CRYPTO"},
    },
]


def test_stored_accounts_are_listed(older, desk):
    """Each as far as it can be read; the page knows neither statuses nor a second page."""
    page, [request] = replay(older.list_accounts(desk.link), [answer(LISTED)])

    assert (request.path, request.scope) == ("/customers/external-accounts", "customer:user-12345")
    assert page.following is None
    bank, wallet = page
    assert (bank.account_id, bank.status, bank.rail) == ("ext_acc_src_123", AccountStatus.USABLE, Rail.ACH)
    assert bank.account == BankAccount(
        country="US",
        check_digits=False,
        identifier="123456789012",
        routing_number="021000021",
        bank="Chase Bank",
        holder_name="Jane Doe",
        holder_tax_id="123-45-6789",
    )
    assert bank.created_at == datetime(2025, 1, 12, 21, 45, 11, 201000, tzinfo=UTC)
    assert wallet.account == CryptoAddress(address=desk.wallet, network="gnosis")
    assert "Jane" not in repr(page)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"metadata": None},
        {"metadata": {"rails": "ACH", "currency": "USD"}},
        {"metadata": {"address": "0x1", "currency": "USDC_GNO"}},
        {"metadata": {"address": "0x742d35cc6634c0532925a3b844bc9e7595f42ab4", "currency": "USDC_CELO"}},
        {"metadata": {"countryCode": "Atlantis"}},
        {"metadata": {"countryCode": ["US"], "rails": 7}},
    ],
)
def test_an_account_that_cannot_be_read_is_listed_all_the_same(older, desk, fields):
    """By its id; what is shown of it is in `raw`, and nothing is guessed."""
    [stored], _ = replay(older.list_accounts(desk.link), [answer([{"id": "ext_1", **fields}])])

    assert (stored.account_id, stored.account) == ("ext_1", None)
    assert stored.raw == {"id": "ext_1", **fields}
