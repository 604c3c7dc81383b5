"""Whole journeys at Ripio, each at the connection of one country."""

from __future__ import annotations

import pytest

from rampkit.errors import AlreadyExistsError
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    BankAccount,
    Binding,
    CryptoAddress,
    Money,
    OpenUrl,
    Pair,
    Rail,
    Status,
    TermsAcceptance,
    VerificationStatus,
)
from rampkit_ripio import SellAndPayStatus

WALLET = AccountPair(
    destination=CryptoAddress(address="0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32", network="base")
)
OTHER_WALLET = AccountPair(
    destination=CryptoAddress(address="0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D", network="base")
)
BANK = AccountPair(destination=BankAccount(country="MX", scheme="clabe", identifier="706180196550550552"))
BACK = "https://app.example/back"
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


def at(connection):
    """The journey is made at this connection."""

    def mark(journey):
        journey.connection = connection
        return journey

    return mark


def registered(trip):
    """Known to Ripio, with the terms accepted; nobody has looked at who it is."""
    link, acceptance = trip.register(), TermsAcceptance(ip_address="203.0.113.77", user_agent="Browser/1.0")
    assert trip.run(trip.provider.accept_terms(link, acceptance)).accepted
    [before] = trip.run(trip.provider.get_verification(link))
    assert before.status == VerificationStatus.NOT_STARTED
    return link


def verified(trip):
    """Looked at as well, on Ripio's page, of which the sandbox has none."""
    link = registered(trip)
    check = trip.run(trip.provider.verify_customer(link, trip.person, redirect_url=BACK))
    assert check.status == VerificationStatus.APPROVED
    return link


def delivered(trip):
    """What was quoted is paid, seen, converted and delivered: the order at its end, and what has moved."""
    trip.control(f"orders/{trip.look().order_id}/settle", {"until": "WITHDRAWAL_PENDING"})
    trip.control(f"orders/{trip.look().order_id}/settle")
    done = trip.look()
    passed = [Status.AWAITING_PAYMENT, Status.PROCESSING, Status.PROCESSING, Status.COMPLETED]
    [moved] = trip.run(trip.provider.list_history(trip.link, trip.request.pair.direction))
    assert (trip.statuses, trip.money, done.actions) == (passed, Money.DELIVERED, ())
    assert (moved.transaction_id, moved.source_amount) == (done.order_id, trip.request.quote.source_amount)
    return done, moved


@at("ripio-ar")
def argentina_by_order(trip):
    """Verified by the fields the country asks for; paid to a virtual account that has a name as well."""
    ripio, run, link = trip.provider, trip.run, registered(trip)
    wanted = run(ripio.verification_requirements(link)).identity
    check = run(ripio.verify_customer(link, trip.person.evolve(identity=IDENTITY)))
    quote = trip.ask("ARS/USDC_BASE", "150000")
    [step] = trip.order(quote, WALLET).actions
    run(ripio.simulate_deposit(step, step.amount))
    done, moved = delivered(trip)

    assert set(wanted["required"]) <= IDENTITY.keys()
    assert check.status == VerificationStatus.APPROVED
    assert (step.kind, step.scheme, step.amount) == ("pay_to_account", "cvu", quote.source_amount)
    assert step.alias is not None
    assert (quote.binding, done.destination_amount) == (Binding.FIRM, quote.destination_amount)
    assert moved.destination == WALLET.destination
    assert [stage.name for stage in moved.timeline] == ["paymentReceived", "cryptoSent", "cryptoDelivered"]
    assert all(stage.at for stage in moved.timeline)
    return done, moved


@at("ripio-ar")
def argentina_by_session(trip):
    """A virtual account turns what arrives into crypto; whose wallet gets it, is changed on request only."""
    ripio, run, link, pair = trip.provider, trip.run, verified(trip), Pair("ARS", "USDC_BASE")
    account = run(ripio.create_deposit_account(link, pair, WALLET))
    quote = trip.ask("ARS/USDC_BASE", "150000")
    waiting = trip.order(quote, WALLET, deposit_account_id=account.deposit_account_id)
    [step] = waiting.actions
    run(ripio.simulate_deposit(step, quote.source_amount))
    done, moved = delivered(trip)
    with pytest.raises(AlreadyExistsError):
        run(ripio.create_deposit_account(link, pair, OTHER_WALLET))
    unmoved = run(ripio.get_deposit_account(account))
    moved = run(ripio.create_deposit_account(link, pair, OTHER_WALLET, replace=True))

    assert (waiting.order_id, step.amount) == (None, quote.source_amount)
    assert [one.transaction_id for one in done.transactions] == [done.order_id]
    assert (unmoved.target, unmoved.status) == (WALLET.destination, AccountStatus.USABLE)
    assert (moved.target, moved.actions[0].identifier) == (OTHER_WALLET.destination, step.identifier)
    assert run(ripio.get_deposit_account(account)).actions == ()
    return done, moved


@at("ripio-br")
def brazil_by_pix(trip):
    """The code asks for just what the quote said."""
    verified(trip)
    quote = trip.ask("BRL/USDC_BASE", "100.50")
    order = trip.order(quote, WALLET)
    trip.control(f"orders/{order.order_id}/pay")
    done, moved = delivered(trip)
    [step] = order.actions

    assert (step.kind, step.amount) == ("scan_code", quote.source_amount)
    assert "5406100.50" in step.code  # field 54, of 6 characters: the amount
    assert done.destination_amount == quote.destination_amount
    return order, done, moved


def colombia_by(rail, kind):
    """The journey by one rail, whose step is of this *kind*."""

    @at("ripio-co")
    def journey(trip):
        verified(trip)
        quote = trip.ask("COP/USDC_BASE", "400000", rail)
        order = trip.order(quote, WALLET, options={"bank_code": "1001"})
        [step] = order.actions
        if isinstance(step, OpenUrl):
            trip.run(trip.provider.simulate_deposit(step, quote.source_amount))
        else:
            trip.control(f"orders/{order.order_id}/pay")
        done, moved = delivered(trip)

        assert (quote.rail, step.kind) == (rail, kind)
        assert done.destination_amount == quote.destination_amount
        return order, done, moved

    journey.__name__ = f"colombia_by_{rail.value}"
    return journey


@at("ripio-mx")
def mexico_by_a_code_in_the_mail(trip):
    """Ripio has checked the person before, and takes that over; then a CLABE is paid to."""
    ripio, run, link = trip.provider, trip.run, registered(trip)
    trip.control(f"customers/{link.provider_customer_id}/reusable-kyc")
    [code] = run(ripio.request_verification_reuse(link)).actions
    check = run(ripio.confirm_verification_reuse(link, "123456"))
    quote = trip.ask("MXN/USDC_BASE", "2000")
    [step] = trip.order(quote, WALLET).actions
    run(ripio.simulate_deposit(step, step.amount))
    done, moved = delivered(trip)

    assert (code.kind, code.what, check.status) == ("confirm", "code", VerificationStatus.APPROVED)
    assert (step.scheme, step.amount) == ("clabe", quote.source_amount)
    assert done.destination_amount == quote.destination_amount
    return done, moved


@at("ripio-mx")
def mexico_back_by_session(trip):
    """An account is stored and enabled, an address stands for it, crypto arrives and pesos leave."""
    ripio, run, link, pair = trip.provider, trip.run, verified(trip), Pair("USDC_BASE", "MXN")
    stored = run(ripio.register_accounts(link, pair, BANK))
    trip.control(f"fiat-accounts/{stored.destination_id}/enable")
    usable = run(ripio.get_accounts(link, stored))
    account = run(ripio.create_deposit_account(link, pair, BANK, registered=usable))
    quote, where = trip.ask("USDC_BASE/MXN", "50"), account.deposit_account_id
    [step] = trip.order(quote, BANK, registered=usable, deposit_account_id=where).actions
    trip.control(f"offramp-sessions/{where}/deposit", {"chain": "BASE", "currency": "USDC", "amount": "50"})
    done, moved = delivered(trip)

    assert (stored.status, usable.status) == (AccountStatus.PENDING, AccountStatus.USABLE)
    assert (quote.binding, step.kind, step.asset) == (Binding.INDICATIVE, "send_crypto", pair.source)
    assert step.amount == quote.source_amount
    assert moved.destination.identifier == BANK.destination.identifier
    return done, moved


@at("ripio-ar")
def argentina_back_to_a_merchant(trip):
    """A code without an amount is written down, completed, executed, and paid with crypto."""
    ripio, run, link, code = trip.provider, trip.run, verified(trip), "open-amount"
    merchant = run(ripio.validate_qr_code(code))
    bare = run(ripio.create_sell_and_pay(link, code, "ARS"))
    named = bare.sell_and_pay_id
    full = run(ripio.update_sell_and_pay(named, amount="2500.75", deposit="USDC_BASE"))
    waiting = run(ripio.execute_sell_and_pay(named))
    trip.control(f"sell-and-pays/{named}/deposit")
    received = run(ripio.get_sell_and_pay(named))
    trip.control(f"sell-and-pays/{named}/settle")
    done = run(ripio.get_sell_and_pay(named))
    [step] = waiting.actions

    assert [payment.status for payment in (bare, full, waiting, received, done)] == [
        SellAndPayStatus.INCOMPLETE,
        SellAndPayStatus.PENDING,
        SellAndPayStatus.WAITING_DEPOSIT,
        SellAndPayStatus.RECEIVED_DEPOSIT,
        SellAndPayStatus.COMPLETED,
    ]
    assert set(bare.missing) == {"amount", "deposit"}
    assert {payment.amount for payment in (full, waiting, received, done)} == {Amount("2500.75", "ARS")}
    assert step.amount == full.crypto_amount == done.deposit.amount == done.trade.sold
    assert full.merchant == done.merchant == merchant.merchant_name
    return done


JOURNEYS = (
    argentina_by_order,
    argentina_by_session,
    brazil_by_pix,
    colombia_by(Rail.PSE, "open_url"),
    colombia_by(Rail.BRE_B, "pay_to_account"),
    colombia_by(Rail.BANCOLOMBIA, "open_url"),
    colombia_by(Rail.NEQUI, "confirm"),
    mexico_by_a_code_in_the_mail,
    mexico_back_by_session,
    argentina_back_to_a_merchant,
)
journeys = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__, indirect=True)


@journeys
def test_a_recording_is_current(journey, studio, recording_folder):
    """A new recording of the sandbox is the one that is kept, byte for byte, and brings the same values."""
    value = studio.recorded(journey, recording_folder)

    assert studio.path(journey).read_bytes() == studio.path(journey, recording_folder).read_bytes()
    assert studio.replayed(journey, "sync") == value


@journeys
def test_both_faces_replay_a_journey_alike(journey, studio, offline):
    """Without a connection, the synchronous session and the asynchronous one end at the same values."""
    assert studio.replayed(journey, "sync") == studio.replayed(journey, "async")


@journeys
def test_a_recording_is_clean(journey, studio, findings):
    """No secret, no personal data, no unknown host, no header but those that are needed.

    A Pix code holds what looks like a token, and is for the payer to see.
    """
    expected = {"holds what looks like a token"} if journey.__name__ == "brazil_by_pix" else set()

    assert {finding.problem for finding in findings(studio, journey)} == expected


def test_no_recording_is_left_over(make_studio, recorded_calls):
    """Each recording has a journey that makes it."""
    _, left_over = recorded_calls(make_studio("ripio-ar", shelf="journeys/ripio"), JOURNEYS)

    assert left_over == set()
