"""Every call of the Ripio adapter, from its recording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rampkit.errors import InvalidInputError, RampError
from rampkit.http import Upload
from rampkit.models import (
    AccountPair,
    Amount,
    BankAccount,
    CryptoAddress,
    Customer,
    Direction,
    OrderRef,
    OrderRequest,
    Pair,
    QuoteRequest,
    Rail,
    TermsAcceptance,
)

ON_RAMP = Pair("ARS", "USDC_BASE")
OFF_RAMP = Pair("USDC_BASE", "ARS")
WALLET = AccountPair(
    destination=CryptoAddress(address="0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32", network="base")
)
PAYOUT = AccountPair(
    destination=BankAccount(
        country="AR", scheme="cvu", identifier="0100000000000000000001", check_digits=False
    )
)
PERSON = Customer(id="user-12345", country="AR", email="amelie.davila+ramp@example.com")
ACCEPTANCE = TermsAcceptance(ip_address="203.0.113.77", user_agent="Browser/1.0")
# What is hidden from recordings, and otherwise words of no meaning.
IDENTITY = {
    "first_name": "Amélie Dávila Souza",
    "last_name": "Amélie Dávila Souza",
    "birthday": "1990-01-25",
    "nationality": "BR",
    "gender": "X",
    "id_number_type": "DNI",
    "id_number": "90214477306",
    **dict.fromkeys(("address", "address_number", "postal_code", "city", "state", "phone"), "anything"),
}
BACK = "https://app.example/back"
MERCHANT = "00020101021143530016com.mercadolibre"
RECEIPT = Upload(part="files", filename="receipt.txt", content=b"150000", content_type="text/plain")


def bare(name):
    """The call *name*, which takes a customer or nothing."""

    def call(desk):
        given = (
            [register_customer(desk)]
            if name in {"get_customer", "get_terms", "verification_requirements"}
            else []
        )
        return desk.run(getattr(desk.provider, name)(*given))

    call.__name__ = name
    return call


def refusal(desk, flow):
    """The error that *flow* ends in, as far as it is shown."""
    with pytest.raises(RampError) as refused:
        desk.run(flow)
    return type(refused.value), str(refused.value)


def register_customer(desk):
    """Somebody who has done nothing yet."""
    return desk.run(desk.provider.register_customer(PERSON))


def ready_customer(desk):
    """Who may do everything."""
    link = register_customer(desk)
    desk.run(desk.provider.accept_terms(link, ACCEPTANCE))
    desk.run(desk.provider.verify_customer(link, PERSON, redirect_url=BACK))
    return link


def stored_account(desk, link):
    """A payout account that nobody has confirmed."""
    return desk.run(desk.provider.register_accounts(link, OFF_RAMP, PAYOUT))


def usable_account(desk, link):
    """A payout account that can be paid to."""
    stored = stored_account(desk, link)
    desk.run(desk.provider.confirm_accounts(link, stored))
    desk.control(f"fiat-accounts/{stored.destination_id}/enable")
    return desk.run(desk.provider.get_accounts(link, stored))


def virtual_account(desk, link):
    """Where money is sent to be converted."""
    return desk.run(desk.provider.create_deposit_account(link, ON_RAMP, WALLET))


def quotes(desk):
    """A firm price of one rail."""
    ask = QuoteRequest(pair=ON_RAMP, amount=Amount("150000", "ARS"), country="AR", rail=Rail.TRANSFERS_3_0)
    return desk.run(desk.provider.quotes(ask))


def ordered(desk):
    """An order, and what names it again."""
    link = ready_customer(desk)
    [quote] = quotes(desk)
    request = OrderRequest(
        reference="00000000-0000-4000-8000-000000000001",
        idempotency_key="00000000-0000-4000-9000-000000000001",
        quote=quote,
        customer=link,
        accounts=WALLET,
        opened_at="2026-03-01T12:00:00Z",
    )
    order = desk.run(desk.provider.create_order(request))
    ref = OrderRef(
        order_id=order.order_id,
        reference=request.reference,
        customer=link,
        pair=ON_RAMP,
        requested=request.amount,
        opened_at=request.opened_at,
    )
    return order, ref


def quotes_of_an_off_ramp(desk):
    """Indicative prices."""
    ask = QuoteRequest(pair=OFF_RAMP, amount=Amount("10.5", "USDC_BASE"), country="AR")
    return desk.run(desk.provider.quotes(ask))


def register_customer_with_wrong_credentials(desk):
    """Refused."""
    return refusal(desk, desk.provider.register_customer(PERSON))


register_customer_with_wrong_credentials.options = {"client_secret": "not the right one"}


def update_customer(desk):
    """To the address they have."""
    return desk.run(desk.provider.update_customer(register_customer(desk), PERSON))


def deactivate_customer(desk):
    """For good."""
    return desk.run(desk.provider.deactivate_customer(register_customer(desk)))


def get_terms_of_the_country(desk):
    """Without a customer."""
    return desk.run(desk.provider.get_terms())


def accept_terms(desk):
    """From where the person accepted."""
    return desk.run(desk.provider.accept_terms(register_customer(desk), ACCEPTANCE))


def verify_customer(desk):
    """The sandbox approves by itself."""
    return desk.run(desk.provider.verify_customer(register_customer(desk), PERSON, redirect_url=BACK))


def verify_customer_on_a_page(desk):
    """The token in the page's address is cut from the recording."""
    desk.control("switches", {"kyc_provider_url": True, "kyc": "review"})
    link = register_customer(desk)
    check = desk.run(desk.provider.verify_customer(link, PERSON, redirect_url=BACK))
    return check.status, [action.kind for action in check.actions]


def verify_customer_with_identity(desk):
    """By the fields the country asks for."""
    link = register_customer(desk)
    return desk.run(desk.provider.verify_customer(link, PERSON.evolve(identity=IDENTITY)))


def verify_customer_with_a_wrong_identity(desk):
    """The fields are asked for, and nothing is sent."""
    link = register_customer(desk)
    with pytest.raises(InvalidInputError) as refused:
        desk.run(desk.provider.verify_customer(link, PERSON.evolve(identity={"first_name": 7})))
    return [problem.field for problem in refused.value.fields]


def request_verification_reuse(desk):
    """Ripio knows the person, and mails a code."""
    link = register_customer(desk)
    desk.control(f"customers/{link.provider_customer_id}/reusable-kyc")
    return link, desk.run(desk.provider.request_verification_reuse(link))


def request_verification_reuse_of_a_stranger(desk):
    """Refused."""
    return refusal(desk, desk.provider.request_verification_reuse(register_customer(desk)))


def confirm_verification_reuse(desk):
    """By the code."""
    link, _ = request_verification_reuse(desk)
    return desk.run(desk.provider.confirm_verification_reuse(link, "123456"))


def get_verification(desk):
    """How far it is."""
    link = ready_customer(desk)
    return desk.run(desk.provider.get_verification(link))


def requirements(desk):
    """The fields of a payout account."""
    return desk.run(desk.provider.requirements(OFF_RAMP, country="AR"))


def register_accounts(desk):
    """Waits for confirmation."""
    return stored_account(desk, ready_customer(desk))


def confirm_accounts(desk):
    """After the person looked at the holder."""
    link = ready_customer(desk)
    return desk.run(desk.provider.confirm_accounts(link, stored_account(desk, link)))


def get_accounts(desk):
    """Can be paid to by now."""
    return usable_account(desk, ready_customer(desk))


def list_accounts(desk):
    """The one that can be paid to."""
    link = ready_customer(desk)
    usable_account(desk, link)
    return desk.run(desk.provider.list_accounts(link))


def create_deposit_account(desk):
    """A virtual account that pays a wallet."""
    return virtual_account(desk, ready_customer(desk))


def create_deposit_account_of_an_off_ramp(desk):
    """Addresses that pay an account."""
    link = ready_customer(desk)
    usable = usable_account(desk, link)
    flow = desk.provider.create_deposit_account(link, OFF_RAMP, PAYOUT, registered=usable)
    return desk.run(flow)


def create_deposit_account_before_the_terms(desk):
    """Refused."""
    flow = desk.provider.create_deposit_account(register_customer(desk), ON_RAMP, WALLET)
    return refusal(desk, flow)


def get_deposit_account(desk):
    """With its present target."""
    account = virtual_account(desk, ready_customer(desk))
    return desk.run(desk.provider.get_deposit_account(account))


def list_deposit_accounts(desk):
    """One of each kind, on two pages."""
    link = ready_customer(desk)
    virtual_account(desk, link)
    usable = usable_account(desk, link)
    desk.run(desk.provider.create_deposit_account(link, OFF_RAMP, PAYOUT, registered=usable))
    first = desk.run(desk.provider.list_deposit_accounts(link))
    return [*first, *desk.run(first.following())]


def prepare_deposit_account(desk):
    """By a path that no page shows."""
    return desk.run(desk.provider.prepare_deposit_account(ready_customer(desk)))


prepare_deposit_account.options = {"guessed_paths": True}


def simulate_deposit(desk):
    """Shows as a deposit of the account."""
    account = virtual_account(desk, ready_customer(desk))
    desk.run(desk.provider.simulate_deposit(account.actions[0], "150000"))
    return desk.run(desk.provider.get_deposit_account(account))


def create_order(desk):
    """Waits for payment."""
    order, _ = ordered(desk)
    return order


def get_order(desk):
    """After payment."""
    order, ref = ordered(desk)
    desk.control(f"orders/{order.order_id}/pay")
    return desk.run(desk.provider.get_order(ref))


def list_orders(desk):
    """Of one customer."""
    _, ref = ordered(desk)
    return desk.run(desk.provider.list_orders(ref.customer))


def get_on_ramp_order(desk):
    """The one that was made."""
    order, _ = ordered(desk)
    return desk.run(desk.provider.get_on_ramp_order(order.order_id))


def sold(desk):
    """A sale that is paid out once it has been seen."""
    account = create_deposit_account_of_an_off_ramp(desk)
    deposit = {"chain": "BASE", "currency": "USDC", "amount": "10"}
    desk.control(f"offramp-sessions/{account.deposit_account_id}/deposit", deposit)
    [order] = desk.run(desk.provider.list_off_ramp_orders())
    desk.control(f"orders/{order.order_id}/settle")
    return order


def get_off_ramp_order(desk):
    """Paid out."""
    return desk.run(desk.provider.get_off_ramp_order(sold(desk).order_id))


def list_on_ramp_orders(desk):
    """The one that was made."""
    ordered(desk)
    return desk.run(desk.provider.list_on_ramp_orders())


def list_off_ramp_orders(desk):
    """Of the day of the one that was paid out."""
    sold(desk)
    since = datetime(2026, 3, 1, tzinfo=UTC)
    return desk.run(desk.provider.list_off_ramp_orders(since=since, until=since + timedelta(days=1)))


def list_history(desk):
    """With its timeline, after delivery."""
    order, ref = ordered(desk)
    desk.control(f"orders/{order.order_id}/pay")
    desk.control(f"orders/{order.order_id}/settle")
    return desk.run(desk.provider.list_history(ref.customer, Direction.ON_RAMP))


def find_order(desk):
    """By our reference."""
    _, ref = ordered(desk)
    return desk.run(desk.provider.find_order(ref.evolve(order_id=None)))


def list_transactions(desk):
    """After delivery."""
    order, ref = ordered(desk)
    desk.control(f"orders/{order.order_id}/pay")
    desk.control(f"orders/{order.order_id}/settle")
    return desk.run(desk.provider.list_transactions(ref))


def written_payment(desk):
    """A payment that can be executed."""
    link = ready_customer(desk)
    return desk.run(desk.provider.create_sell_and_pay(link, MERCHANT, "ARS", deposit="USDC_BASE"))


def executed_payment(desk):
    """One that waits for its crypto."""
    payment = written_payment(desk)
    return desk.run(desk.provider.execute_sell_and_pay(payment.sell_and_pay_id))


def validate_qr_code(desk):
    """Whom it pays."""
    return desk.run(desk.provider.validate_qr_code(MERCHANT))


def create_sell_and_pay(desk):
    """With where the crypto goes back to."""
    link = ready_customer(desk)
    flow = desk.provider.create_sell_and_pay(
        link, MERCHANT, "ARS", deposit="USDC_BASE", refund_address=WALLET.destination, reference="bill-7"
    )
    return desk.run(flow)


def update_sell_and_pay(desk):
    """Completes one that lacked amount and deposit."""
    bare = desk.run(desk.provider.create_sell_and_pay(ready_customer(desk), "open-amount", "ARS"))
    flow = desk.provider.update_sell_and_pay(bare.sell_and_pay_id, amount="2500.75", deposit="USDC_BASE")
    return desk.run(flow)


def execute_sell_and_pay(desk):
    """Waits for the crypto, and says where to send it."""
    return executed_payment(desk)


def get_sell_and_pay(desk):
    """After the merchant was paid."""
    payment = executed_payment(desk)
    desk.control(f"sell-and-pays/{payment.sell_and_pay_id}/deposit")
    desk.control(f"sell-and-pays/{payment.sell_and_pay_id}/settle")
    return desk.run(desk.provider.get_sell_and_pay(payment.sell_and_pay_id))


def list_sell_and_pays(desk):
    """Of the account."""
    written_payment(desk)
    return tuple(desk.run(desk.provider.list_sell_and_pays()))


def created_ticket(desk):
    """A question with a file."""
    flow = desk.provider.create_support_ticket(
        ready_customer(desk), "No crypto", "Paid on Monday, nothing came.", [RECEIPT]
    )
    return desk.run(flow)


def create_support_ticket(desk):
    """Queued."""
    return created_ticket(desk)


def get_support_ticket(desk):
    """Registered."""
    ticket = created_ticket(desk)
    desk.control(f"support-tickets/{ticket.ticket_id}/register")
    return desk.run(desk.provider.get_support_ticket(ticket.ticket_id))


CALLS = (
    *map(bare, ("list_routes", "rates", "deposit_networks", "withdrawal_networks")),
    *map(bare, ("get_customer", "get_terms", "verification_requirements")),
    quotes,
    quotes_of_an_off_ramp,
    register_customer,
    register_customer_with_wrong_credentials,
    update_customer,
    deactivate_customer,
    get_terms_of_the_country,
    accept_terms,
    verify_customer,
    verify_customer_on_a_page,
    verify_customer_with_identity,
    verify_customer_with_a_wrong_identity,
    request_verification_reuse,
    request_verification_reuse_of_a_stranger,
    confirm_verification_reuse,
    get_verification,
    requirements,
    register_accounts,
    confirm_accounts,
    get_accounts,
    list_accounts,
    create_deposit_account,
    create_deposit_account_of_an_off_ramp,
    create_deposit_account_before_the_terms,
    get_deposit_account,
    list_deposit_accounts,
    prepare_deposit_account,
    simulate_deposit,
    create_order,
    get_order,
    list_orders,
    get_on_ramp_order,
    get_off_ramp_order,
    list_on_ramp_orders,
    list_off_ramp_orders,
    list_history,
    find_order,
    list_transactions,
    validate_qr_code,
    create_sell_and_pay,
    update_sell_and_pay,
    execute_sell_and_pay,
    get_sell_and_pay,
    list_sell_and_pays,
    create_support_ticket,
    get_support_ticket,
)
calls = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)


@pytest.fixture
def studio(make_studio):
    """Where Ripio is recorded: its Argentine account."""
    return make_studio("ripio-ar")


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
    """No secret, no personal data, no unknown host, no header but those that are needed."""
    assert findings(studio, call) == ()


def test_every_call_is_recorded(studio, recorded_calls):
    """Each method that sends something has a recording, and each recording a call that makes it."""
    missing, left_over = recorded_calls(studio, CALLS)

    assert (missing, left_over) == (set(), set())
