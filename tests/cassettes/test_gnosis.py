"""Every call of the Gnosis Ramp adapter, from its recording."""

from __future__ import annotations

import pytest

from rampkit.errors import RampError
from rampkit.models import (
    AccountPair,
    Amount,
    BankAccount,
    Binding,
    CryptoAddress,
    Customer,
    OrderRef,
    OrderRequest,
    Pair,
    Quote,
    QuoteRequest,
    Rail,
)

WALLET = CryptoAddress(address="0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32", network="gnosis")
BANK = BankAccount(
    country="US",
    rail=Rail.ACH,
    identifier="90214477306",
    routing_number="021000021",
    bank="Chase Bank",
    holder_name="Amélie Dávila Souza",
    holder_tax_id="987-65-4329",
)
SIGN_IN = """shop.example wants you to sign in with your Ethereum account:
{address}

Sign in with Ethereum to Gnosis Pay

URI: https://api.gnosispay.com/
Version: 1
Chain ID: 100
Nonce: {nonce}
Issued At: 2026-03-01T12:00:00Z"""
ON_RAMP = Pair("USD", "USDC_GNO")
OFF_RAMP = Pair("USDC_GNO", "USD")


def of(**options):
    """The call is about a connection with these settings."""

    def mark(call):
        call.options = options
        return call

    return mark


def refusal(desk, flow):
    """The error that *flow* ends in, as far as it is shown."""
    with pytest.raises(RampError) as refused:
        desk.run(flow)
    return type(refused.value), str(refused.value)


def customer(desk):
    """A registered customer."""
    return desk.run(desk.provider.register_customer(Customer(id="user-12345", country="US")))


def signed_in(desk):
    """What a wallet's signature is good for."""
    desk.control("switches", {"signatures": "trusted"})
    nonce = desk.run(desk.provider.get_sign_in_nonce())
    message = SIGN_IN.format(address=WALLET.address, nonce=nonce)
    return desk.run(desk.provider.sign_in(message, "0x" + "1b" * 65, ttl=600))


def order_request(link, pair, accounts, **changes):
    """An order of 100 at Bridge."""
    amount = Amount("100", pair.source)
    quote = Quote(
        connection="gnosis",
        provider="gnosis",
        via="bridge",
        rail=Rail.ACH,
        pair=pair,
        country="US",
        requested=amount,
        source_amount=amount,
        binding=Binding.INDICATIVE,
    )
    return OrderRequest(
        reference="00000000-0000-4000-8000-000000000001",
        idempotency_key="00000000-0000-4000-9000-000000000001",
        quote=quote,
        customer=link,
        accounts=accounts,
        opened_at="2026-03-01T12:00:00Z",
        redirect_url="https://shop.example/back",
        **changes,
    )


def on_ramp(desk):
    """An order, and what names it again."""
    request = order_request(customer(desk), ON_RAMP, AccountPair(destination=WALLET))
    order = desk.run(desk.provider.create_order(request))
    ref = OrderRef(
        order_id=order.order_id,
        reference=request.reference,
        customer=request.customer,
        pair=request.pair,
        requested=request.amount,
        opened_at=request.opened_at,
    )
    return order, ref


def started(desk):
    """An order that was approved and executed, and what names it again."""
    order, ref = on_ramp(desk)
    desk.control(f"intents/{order.order_id}/approve")
    return desk.run(desk.provider.execute_order(ref, idempotency_key="execute-1")), ref


def list_routes(desk):
    """Which pairs there are."""
    return desk.run(desk.provider.list_routes())


def list_providers(desk):
    """Which companies there are."""
    return desk.run(desk.provider.list_providers())


def quotes(desk):
    """Prices, by company and rail."""
    ask = QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR")
    return desk.run(desk.provider.quotes(ask))


@of(generation="g2b")
def quotes_without_prices(desk):
    """Older deployments name companies alone."""
    ask = QuoteRequest(pair="BRL/USDC_BASE", amount=Amount("500", "BRL"), country="BR")
    return desk.run(desk.provider.quotes(ask))


def register_customer(desk):
    """Sends the id alone."""
    return customer(desk)


@of(client_secret="not the right one")
def register_customer_with_wrong_credentials(desk):
    """Refused."""
    return refusal(desk, desk.provider.register_customer(Customer(id="user-12345", country="US")))


@of(project_auth="oauth2")
def register_customer_with_a_project_token(desk):
    """Asks for the token first."""
    return customer(desk)


def list_customers(desk):
    """Everybody, without tokens."""
    customer(desk)
    return desk.run(desk.provider.list_customers())


def get_sign_in_nonce(desk):
    """Plain text."""
    return desk.run(desk.provider.get_sign_in_nonce())


def sign_in(desk):
    """Turns a signed message into a token, which shows nowhere."""
    return str(signed_in(desk))


def register_customer_signed_in(desk):
    """Whom Gnosis Pay has verified is not asked again."""
    person = Customer(id="user-12345", country="US")
    return desk.run(desk.provider.register_customer_signed_in(person, signed_in(desk)))


def requirements(desk):
    """The schemas of both accounts."""
    return desk.run(desk.provider.requirements(OFF_RAMP, country="US", rail=Rail.ACH, via="bridge"))


@of(generation="g2b")
def requirements_of_an_older_generation(desk):
    """From another address, in another shape."""
    return desk.run(desk.provider.requirements(OFF_RAMP, country="US"))


@of(generation="g2b")
def register_accounts(desk):
    """Stored for later orders."""
    accounts = AccountPair(source=BANK, destination=WALLET)
    return desk.run(desk.provider.register_accounts(customer(desk), ON_RAMP, accounts))


@of(generation="g2b")
def list_accounts(desk):
    """What was stored for orders."""
    link, accounts = customer(desk), AccountPair(source=BANK, destination=WALLET)
    desk.run(desk.provider.register_accounts(link, ON_RAMP, accounts))
    return desk.run(desk.provider.list_accounts(link))


def create_order(desk):
    """Waits for the person."""
    order, _ = on_ramp(desk)
    return order


def create_order_of_an_off_ramp(desk):
    """Names the bank account that is paid to."""
    accounts = AccountPair(source=WALLET, destination=BANK)
    return desk.run(desk.provider.create_order(order_request(customer(desk), OFF_RAMP, accounts)))


@of(generation="g2b")
def create_order_of_stored_accounts(desk):
    """Names accounts by id."""
    link, accounts = customer(desk), AccountPair(source=BANK, destination=WALLET)
    stored = desk.run(desk.provider.register_accounts(link, ON_RAMP, accounts))
    request = order_request(link, ON_RAMP, accounts, registered=stored)
    return desk.run(desk.provider.create_order(request))


def get_order(desk):
    """With how to pay."""
    _, ref = started(desk)
    return desk.run(desk.provider.get_order(ref))


def list_orders(desk):
    """Of one customer."""
    _, ref = on_ramp(desk)
    return desk.run(desk.provider.list_orders(ref.customer))


def execute_order(desk):
    """Says how to pay."""
    order, _ = started(desk)
    return order


def execute_order_too_early(desk):
    """Refused before the person was verified."""
    _, ref = on_ramp(desk)
    return refusal(desk, desk.provider.execute_order(ref, idempotency_key="execute-1"))


def list_transactions(desk):
    """The one movement of an order."""
    _, ref = started(desk)
    return desk.run(desk.provider.list_transactions(ref))


CALLS = (
    list_routes,
    list_providers,
    quotes,
    quotes_without_prices,
    register_customer,
    register_customer_with_wrong_credentials,
    register_customer_with_a_project_token,
    list_customers,
    get_sign_in_nonce,
    sign_in,
    register_customer_signed_in,
    requirements,
    requirements_of_an_older_generation,
    register_accounts,
    list_accounts,
    create_order,
    create_order_of_an_off_ramp,
    create_order_of_stored_accounts,
    get_order,
    list_orders,
    execute_order,
    execute_order_too_early,
    list_transactions,
)
WITH_A_NONCE = (get_sign_in_nonce, sign_in, register_customer_signed_in)
calls = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)


@pytest.fixture
def studio(make_studio):
    """Where Gnosis Ramp is recorded."""
    return make_studio("gnosis", webhook_secrets=())


@calls
def test_a_recording_is_current(call, studio, recording_folder):
    """A new recording of the sandbox is the one that is kept, byte for byte, and brings the same values."""
    value = studio.recorded(call, recording_folder)

    assert studio.path(call).read_bytes() == studio.path(call, recording_folder).read_bytes()
    assert studio.replayed(call, "sync") == value


@calls
def test_both_faces_replay_a_recording_alike(call, studio, offline):
    """Without a connection, the synchronous session and the asynchronous one read the same values."""
    assert studio.replayed(call, "sync") == studio.replayed(call, "async")


@calls
def test_a_recording_is_clean(call, studio, findings):
    """No secret, no personal data, no unknown host, no header but those that are needed.

    A nonce looks like a token, and is for everybody to see.
    """
    expected = {"holds what looks like a token"} if call in WITH_A_NONCE else set()

    assert {finding.problem for finding in findings(studio, call)} == expected


def test_every_call_is_recorded(studio, recorded_calls):
    """Each method that sends something has a recording, and each recording a call that makes it."""
    missing, left_over = recorded_calls(studio, CALLS)

    assert (missing, left_over) == (set(), set())
