"""What is sent to make an order, and what is not."""

from __future__ import annotations

import pytest

from rampkit.errors import (
    AccountNotReadyError,
    InvalidInputError,
    UnsupportedError,
)
from rampkit.http import Commits
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    BankAccount,
    CryptoAddress,
    Pair,
    Rail,
    RegisteredAccounts,
)
from rampkit.testing import answer, replay
from rampkit_gnosis import GnosisProvider


def test_an_order_carries_its_accounts_its_exact_amount_and_its_key(gnosis, desk):
    """The newest generation's body is exactly the documented one, and counts as an order."""
    order, sent = replay(gnosis.create_order(desk.request()), [answer(desk.order(), status=201)])

    assert order.order_id == "int_abc123def456"
    [request] = sent
    assert (request.method, request.path, request.scope) == ("POST", "/intent", "customer:user-12345")
    assert request.commits is Commits.ORDER
    assert request.headers["Idempotency-Key"] == request.idempotency_key == str(desk.key)
    assert request.json == {
        "src": {"currencyCode": "USD", "details": {"countryCode": "US", "currency": "USD", "rail": "ACH"}},
        "dest": {"currencyCode": "USDC_GNO", "details": {"address": desk.wallet, "currency": "USDC_GNO"}},
        "srcAmount": "100.00",
        "autoExecute": False,
        "providerId": "bridge",
    }


def test_an_off_ramp_order_names_the_account_that_receives(gnosis, desk):
    """The source amount has the token's scale, and the bank account is told in full."""
    _, sent = replay(
        gnosis.create_order(desk.request("off_ramp")), [answer(desk.order("off_ramp"), status=201)]
    )

    body = sent[0].json
    assert body["srcAmount"] == "100.000000"
    assert body["src"] == {
        "currencyCode": "USDC_GNO",
        "details": {"address": desk.wallet, "currency": "USDC_GNO"},
    }
    assert body["dest"]["details"] == {
        "countryCode": "US",
        "currency": "USD",
        "rail": "ACH",
        "institutionName": "Chase Bank",
        "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
        "beneficiary": {"name": "Jane Doe", "taxId": "123-45-6789"},
    }


def test_a_paying_bank_account_is_told_by_routing_fields_alone(gnosis, desk):
    """Nobody asked for the payer's account number, so it does not leave."""
    accounts = desk.accounts().evolve(source=desk.accounts("off_ramp").destination)

    _, sent = replay(gnosis.create_order(desk.request(accounts=accounts)), [answer(desk.order(), status=201)])

    assert sent[0].json["src"]["details"] == {"countryCode": "US", "currency": "USD", "rail": "ACH"}


def test_what_the_schemas_ask_for_beyond_the_neutral_fields_goes_through(gnosis, desk):
    """`details` win over what rampkit says of an account, and options win over both."""
    bank = BankAccount(country="US", rail=Rail.ACH, details={"accountType": "checking", "holder": "a"})
    request = desk.request(
        accounts=desk.accounts().evolve(source=bank),
        options={"src_details": {"holder": "b"}, "dest_details": {"walletType": "safe"}},
    )

    _, sent = replay(gnosis.create_order(request), [answer(desk.order(), status=201)])

    assert sent[0].json["src"]["details"] == {
        "countryCode": "US",
        "currency": "USD",
        "rail": "ACH",
        "accountType": "checking",
        "holder": "b",
    }
    assert sent[0].json["dest"]["details"]["walletType"] == "safe"


def test_a_rail_by_another_name_is_not_said_twice(gnosis, desk):
    """Where the live schema calls it `rails`, the caller passes it on so."""
    request = desk.request(options={"src_details": {"rails": "ACH"}})

    _, sent = replay(gnosis.create_order(request), [answer(desk.order(), status=201)])

    assert sent[0].json["src"]["details"] == {"countryCode": "US", "currency": "USD", "rails": "ACH"}


def test_redirects_and_automatic_execution_are_sent_when_they_are_set(gnosis, desk):
    """What is not set is left out, not null."""
    request = desk.request(
        quote=desk.quote(via=None, rail=None),
        redirect_url="https://shop.example/back",
        options={"auto_execute": True, "checkout_redirect_url": "https://shop.example/paid"},
    )

    _, sent = replay(gnosis.create_order(request), [answer(desk.order(), status=201)])

    body = sent[0].json
    assert body["onboardingRedirectUrl"] == "https://shop.example/back"
    assert body["checkoutRedirectUrl"] == "https://shop.example/paid"
    assert body["autoExecute"] is True
    assert "providerId" not in body
    assert "rail" not in body["src"]["details"]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"autoexecute": True}, "provider_options.autoexecute"),
        ({"auto_execute": "yes"}, "provider_options.auto_execute"),
        ({"src_details": "ACH"}, "provider_options.src_details"),
    ],
)
def test_a_mistyped_option_is_refused_before_anything_is_sent(gnosis, desk, options, field):
    """An option that would silently do nothing is an error of the caller's."""
    with pytest.raises(InvalidInputError) as caught:
        replay(gnosis.create_order(desk.request(options=options)), [])

    assert caught.value.field == field


def test_an_order_without_the_wallet_it_pays_to_is_not_sent(gnosis, desk):
    """Another connection may still take the wish, so this is no error of input."""
    with pytest.raises(AccountNotReadyError) as caught:
        replay(gnosis.create_order(desk.request(accounts=AccountPair())), [])

    assert caught.value.failover_safe
    assert caught.value.connection == "gnosis"


def test_an_account_on_another_rail_than_the_quote_is_not_sent(gnosis, desk):
    """The price was for another way of paying."""
    accounts = desk.accounts().evolve(source=BankAccount(country="US", rail=Rail.WIRE))

    with pytest.raises(UnsupportedError, match="wire"):
        replay(gnosis.create_order(desk.request(accounts=accounts)), [])


def test_a_memo_nobody_could_pass_on_is_not_dropped(gnosis, desk):
    """Tokens sent without their memo are lost."""
    wallet = CryptoAddress(address=desk.wallet, network="gnosis", memo="77")

    with pytest.raises(UnsupportedError, match="memo"):
        replay(gnosis.create_order(desk.request(accounts=AccountPair(destination=wallet))), [])


def test_a_fixed_destination_cannot_be_ordered(gnosis, desk):
    """The only amount Gnosis Ramp takes is the source's."""
    quote = desk.quote(requested=Amount("90", "USDC_GNO"), source_amount=None)

    with pytest.raises(UnsupportedError, match="source amount"):
        replay(gnosis.create_order(desk.request(quote=quote)), [])


def test_a_token_on_a_network_without_a_code_is_not_sent(gnosis, desk):
    """There is no way to say it."""
    pair = Pair("USD", "USDC_CELO")
    quote = desk.quote(pair=pair)
    accounts = AccountPair(destination=CryptoAddress(address=desk.wallet, network="celo"))

    with pytest.raises(UnsupportedError, match="network"):
        replay(gnosis.create_order(desk.request(quote=quote, accounts=accounts)), [])


@pytest.mark.parametrize(
    ("generation", "redirects"),
    [
        ("g2", {"redirectUrl": "https://shop.example/back"}),
        ("g2b", {"onboardingRedirectUrl": "https://shop.example/back"}),
    ],
)
def test_older_generations_name_stored_accounts_and_send_no_key(desk, generation, redirects):
    """They may ignore the key, and what may be ignored must not be relied on."""
    old = GnosisProvider("id", "secret", generation=generation)
    registered = RegisteredAccounts(
        connection="gnosis",
        pair=desk.pair(),
        accounts=desk.accounts(),
        status=AccountStatus.USABLE,
        source_id="ext_1",
        destination_id="ext_2",
    )
    request = desk.request(registered=registered, redirect_url="https://shop.example/back")

    _, sent = replay(old.create_order(request), [answer(desk.order(), status=201)])

    assert sent[0].json == {
        "srcExternalAccountId": "ext_1",
        "destExternalAccountId": "ext_2",
        "amount": "100.00",
        "autoExecute": False,
        "providerId": "bridge",
        **redirects,
    }
    assert sent[0].idempotency_key is None
    assert "Idempotency-Key" not in sent[0].headers


def test_older_generations_need_stored_accounts(older, desk):
    """The error says what to call first."""
    with pytest.raises(AccountNotReadyError, match="register_accounts"):
        replay(older.create_order(desk.request()), [])


def test_an_option_an_older_generation_lacks_is_refused(older, desk):
    """Inline details would go nowhere."""
    with pytest.raises(InvalidInputError, match="src_details"):
        replay(older.create_order(desk.request(options={"src_details": {"a": 1}})), [])
