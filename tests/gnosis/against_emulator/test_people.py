"""Tokens, wallets, stored accounts and the first generation, through a real session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rampkit.errors import AuthenticationError, BadResponseError, InvalidInputError
from rampkit.models import AccountPair, Binding, Customer, LinkStatus, Pair, Status
from rampkit.secrets import Secret
from rampkit_gnosis import sign_in_message

WALLET = "0x742d35Cc6634C0532925a3b844Bc9e7595f42ab4"
NOW = datetime(2026, 3, 29, 10, tzinfo=UTC)
MESSAGE = """shop.example wants you to sign in with your Ethereum account:
{address}

Sign in with Ethereum to Gnosis Pay

URI: https://api.gnosispay.com/
Version: 1
Chain ID: 100
Nonce: {nonce}
Issued At: 2026-03-29T10:00:00.000Z"""


def signed_in(desk, *, nonce=None):
    """What a contract's signature is good for, which nobody can check without its chain."""
    desk.switch(signatures="trusted")
    nonce = nonce or desk.run(desk.gnosis.get_sign_in_nonce())
    message = MESSAGE.format(address=WALLET, nonce=nonce)
    return desk.run(desk.gnosis.sign_in(message, "0x" + "1b" * 65))


def test_a_project_that_must_come_with_a_token_does(new_desk):
    """One is got, and got anew when it is refused: the sandbox is an hour ahead by then."""
    desk = new_desk(project_auth="oauth2")
    desk.switch(project_auth="bearer")
    before = desk.run(desk.gnosis.list_routes())

    desk.sandbox.advance(2 * 3600)

    assert desk.run(desk.gnosis.list_routes()) == before
    assert desk.run(desk.gnosis.list_orders(desk.link)) == desk.run(desk.gnosis.list_orders(desk.link))


@pytest.mark.parametrize(("ours", "theirs"), [("oauth2", "basic"), ("basic", "bearer")])
def test_the_wrong_kind_of_credentials_is_refused(new_desk, ours, theirs):
    """As wrong credentials are: who runs the application has to act."""
    desk = new_desk(project_auth=ours)
    desk.switch(project_auth=theirs)

    with pytest.raises(AuthenticationError):
        desk.run(desk.gnosis.list_providers())


@pytest.mark.parametrize("field", ["null", "absent"])
def test_a_customer_without_a_token_is_registered_and_can_do_nothing(desk, field):
    """The newest text of the reference lists no token at all."""
    desk.switch(token_field=field)
    link = desk.run(desk.gnosis.register_customer(Customer(id="user-2", country="US")))

    assert link.status == LinkStatus.ACTIVE
    with pytest.raises(BadResponseError, match="no token"):
        desk.run(desk.gnosis.list_orders(link))


@pytest.mark.parametrize("word", ["echo", "uuid", "cust"])
def test_orders_are_made_under_the_applications_own_id(desk, word):
    """Whatever id the deployment answers with."""
    desk.switch(customer_id=word)
    link = desk.run(desk.gnosis.register_customer(Customer(id="user-12345", country="US")))
    request = desk.on_ramp().evolve(customer=link)

    order = desk.run(desk.gnosis.create_order(request))

    [listed] = desk.run(desk.gnosis.list_orders(desk.link))
    assert listed.order_id == order.order_id
    assert link.customer_id == "user-12345"


def test_customers_are_listed(desk):
    """All of the project, each once."""
    desk.run(desk.gnosis.register_customer(Customer(id="user-2", country="US")))

    page = desk.run(desk.gnosis.list_customers())

    assert [link.customer_id for link in page] == ["user-12345", "user-2"]
    assert {link.status for link in page} == {LinkStatus.ACTIVE}


def test_a_wallet_signs_in(desk):
    """The message is built, signed by a key, accepted once, and the person is not verified again."""
    from eth_account import Account  # noqa: PLC0415  # heavy
    from eth_account.messages import encode_defunct  # noqa: PLC0415  # heavy

    wallet = Account.create()
    nonce = desk.run(desk.gnosis.get_sign_in_nonce())
    message = sign_in_message(wallet.address, nonce, domain="shop.example", issued_at=NOW)
    signature = "0x" + bytes(wallet.sign_message(encode_defunct(text=message)).signature).hex()

    token = desk.run(desk.gnosis.sign_in(message, signature))
    with pytest.raises(AuthenticationError):
        desk.run(desk.gnosis.sign_in(message, signature))
    link = desk.run(desk.gnosis.register_customer_signed_in(Customer(id="ana", country="US"), token))
    order = desk.run(desk.gnosis.create_order(desk.on_ramp().evolve(customer=link)))

    assert isinstance(token, Secret)
    assert [action.kind for action in order.actions] == ["pay_to_account"]
    assert order.status == Status.AWAITING_PAYMENT


def test_a_signature_of_somebody_else_is_refused(desk):
    """And the nonce is gone."""
    nonce = desk.run(desk.gnosis.get_sign_in_nonce())
    message = MESSAGE.format(address=WALLET, nonce=nonce)

    with pytest.raises(AuthenticationError):
        desk.run(desk.gnosis.sign_in(message, "0x" + "1b" * 65))


@pytest.mark.parametrize(
    ("shared", "requirement"), [("full", None), ("partial", "SOURCE_OF_FUNDS"), ("none", "KYC_VERIFICATION")]
)
def test_a_wallet_spares_the_checks_that_are_shared(desk, shared, requirement):
    """All of them, some, or none: the step names what is open."""
    desk.switch(shared_kyc=shared)
    person = Customer(id="ana", country="US")
    link = desk.run(desk.gnosis.register_customer_signed_in(person, signed_in(desk)))

    order = desk.run(desk.gnosis.create_order(desk.on_ramp().evolve(customer=link)))

    kinds = ["pay_to_account"] if requirement is None else ["verify_identity"]
    assert [action.kind for action in order.actions] == kinds
    assert getattr(order.actions[0], "requirement", None) == requirement


def test_a_token_that_no_issuer_gave_registers_nobody(desk):
    """The refusal is about the token."""
    person = Customer(id="ana", country="US")

    with pytest.raises(AuthenticationError):
        desk.run(desk.gnosis.register_customer_signed_in(person, "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"))
    assert len(desk.run(desk.gnosis.list_customers())) == 1


def test_what_does_not_fit_the_live_requirements_never_leaves(desk):
    """Every wrong field is named by its place in the wish, and no order exists."""
    desk.switch(payin_schema="account")

    with pytest.raises(InvalidInputError) as caught:
        desk.run(desk.gnosis.create_order(desk.on_ramp(options={"dest_details": {"address": "0x1"}})))

    fields = {problem.field for problem in caught.value.fields}
    assert "accounts.destination.address" in fields
    assert any(field.startswith("accounts.source.") for field in fields)
    assert desk.sandbox.control("gnosis", "state", None, "GET")["counts"]["intents"] == 0


@pytest.mark.parametrize("generation", ["g2", "g2b"])
def test_accounts_are_stored_and_listed(new_desk, bank, generation):
    """As they were given, as far as they can be read: older schemas ask for no country."""
    desk = new_desk(generation=generation)
    accounts = AccountPair(source=bank, destination=desk.wallet())

    stored = desk.run(desk.gnosis.register_accounts(desk.link, Pair("USD", "USDC_GNO"), accounts))
    page = desk.run(desk.gnosis.list_accounts(desk.link))

    assert [item.account_id for item in page] == [stored.source_id, stored.destination_id]
    assert [item.account for item in page] == [None, desk.wallet()]
    assert page[0].rail == bank.rail


def test_an_order_of_flat_answers_is_executed_once_it_is_approved(new_desk, bank):
    """Neither a plan nor one of its five statuses says so."""
    desk = new_desk(generation="g2b")
    desk.switch(old_answers="g2b")
    accounts = AccountPair(source=bank, destination=desk.wallet())
    stored = desk.run(desk.gnosis.register_accounts(desk.link, Pair("USD", "USDC_GNO"), accounts))
    request = desk.request(desk.quote("USD/USDC_GNO", "100"), accounts, registered=stored)
    order = desk.run(desk.gnosis.create_order(request))
    ref = desk.ref(order, request)
    assert [action.kind for action in order.actions] == ["verify_identity"]
    desk.control(f"intents/{order.order_id}/approve")

    approved = desk.run(desk.gnosis.get_order(ref))
    desk.run(desk.gnosis.execute_order(ref, idempotency_key="e"))

    assert (approved.executable, approved.actions) == (True, ())
    assert not desk.run(desk.gnosis.get_order(ref)).executable


def test_why_an_old_order_failed_stands_in_its_plan(new_desk, bank):
    """In the step that failed."""
    desk = new_desk(generation="g2")
    accounts = AccountPair(source=bank, destination=desk.wallet())
    pair = Pair("USD", "USDC_GNO")
    stored = desk.run(desk.gnosis.register_accounts(desk.link, pair, accounts))
    request = desk.request(desk.quote(str(pair), "100"), accounts, registered=stored)
    order = desk.run(desk.gnosis.create_order(request))
    desk.control(f"intents/{order.order_id}/open-compliance")
    desk.control(f"intents/{order.order_id}/reject", {"reason": "document expired"})

    failed = desk.run(desk.gnosis.get_order(desk.ref(order, request)))

    assert order.actions[0].requirement == "KYC_VERIFICATION"
    assert (failed.status, failed.failure_reason) == (Status.FAILED, "document expired")


def test_the_first_generation_from_log_in_to_delivery(sandbox, new_desk, bank):
    """Known by an OIDC token alone; a token that is over is exchanged anew."""
    log_ins = []

    def subject_token(customer_id):
        log_ins.append(customer_id)
        return sandbox.control("gnosis", "subject-tokens", {"subject": "oidc|jane"})["token"]

    desk = new_desk(generation="g1", subject_tokens=subject_token)
    gnosis, pair = desk.gnosis, Pair("USD", "USDC_GNO")
    asked = desk.run(gnosis.requirements(pair, country="US"))
    assert asked.source is not None
    assert "rails" in asked.source["required"]
    accounts = AccountPair(source=bank, destination=desk.wallet())
    stored = desk.run(gnosis.register_accounts(desk.link, pair, accounts))
    quote = desk.quote(str(pair), "100")
    request = desk.request(quote, accounts, registered=stored)

    order = desk.run(gnosis.create_order(request))
    ref = desk.ref(order, request)
    desk.control(f"intents/{order.order_id}/approve")
    desk.sandbox.advance(3 * 3600)
    assert desk.run(gnosis.get_order(ref)).executable
    executed = desk.run(gnosis.execute_order(ref, idempotency_key="unused"))
    desk.control(f"intents/{order.order_id}/pay")
    desk.control(f"intents/{order.order_id}/settle")

    assert quote.binding == Binding.UNPRICED
    assert desk.link.provider_customer_id != desk.link.customer_id
    assert [action.kind for action in executed.actions] == ["pay_to_account"]
    assert desk.run(gnosis.get_order(ref)).status == Status.COMPLETED
    assert len(desk.run(gnosis.list_accounts(desk.link))) == 2
    assert len(log_ins) > 2
    assert set(log_ins) == {"user-12345"}
