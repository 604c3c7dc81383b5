"""Whole journeys at Gnosis Ramp, in each generation of its API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rampkit.errors import VerificationRequiredError
from rampkit.models import (
    AccountPair,
    AccountStatus,
    Amount,
    BankAccount,
    Binding,
    CryptoAddress,
    Money,
    Pair,
    Rail,
    Status,
)
from rampkit_gnosis import sign_in_message

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
ON_RAMP, OFF_RAMP = "USD/USDC_GNO", "USDC_GNO/USD"
KEY = bytes([3] * 32)
"""Of a wallet that nobody has."""
LOG_INS: dict[str, str] = {}
"""What an issuer of log-ins gave the application, by customer; recordings have nothing of it."""
NEW, ACT, WAITS, MOVES, DONE = (
    Status.CREATED,
    Status.ACTION_REQUIRED,
    Status.AWAITING_PAYMENT,
    Status.PROCESSING,
    Status.COMPLETED,
)


def journey_of(**options):
    """The journey is made at a connection with these settings."""

    def mark(journey):
        journey.connection, journey.options = "gnosis", options
        return journey

    return mark


def verified(trip):
    """The person goes through the check on the page that the order names."""
    [step] = trip.seen[0].actions
    assert (step.kind, step.host_known) == ("verify_identity", True)
    with pytest.raises(VerificationRequiredError):
        trip.run(trip.provider.execute_order(trip.ref, idempotency_key="too-early"))
    trip.control(f"intents/{trip.seen[0].order_id}/open-compliance")
    trip.look()
    trip.control(f"intents/{trip.seen[0].order_id}/approve")
    assert trip.look().executable


def delivered(trip, kind):
    """What was quoted is asked for in one step, paid, and delivered."""
    paying = trip.seen[-1]
    [step] = paying.actions
    assert (step.kind, step.amount, paying.executable) == (kind, trip.request.amount, False)
    trip.control(f"intents/{paying.order_id}/pay")
    trip.look()
    trip.control(f"intents/{paying.order_id}/settle")
    done = trip.look()
    [moved] = trip.run(trip.provider.list_transactions(trip.ref))
    assert (trip.money, done.actions, moved.status) == (Money.DELIVERED, (), Status.COMPLETED)
    return step, done, moved


@journey_of()
def on_ramp(trip):
    """Verified for the order, executed, paid by bank transfer."""
    trip.register()
    quote = trip.ask(ON_RAMP, "100", Rail.ACH, "bridge")
    trip.order(quote, AccountPair(destination=WALLET))
    verified(trip)
    trip.execute()
    end = delivered(trip, "pay_to_account")

    assert (quote.binding, quote.source_amount) == (Binding.INDICATIVE, Amount("100", "USD"))
    assert trip.statuses == [NEW, ACT, ACT, WAITS, MOVES, DONE]
    return end


@journey_of()
def on_ramp_of_a_returning_customer(trip):
    """The second order at the same company needs no check and no execution."""
    trip.register()
    quote = trip.ask(ON_RAMP, "100", Rail.ACH, "bridge")
    trip.order(quote, AccountPair(destination=WALLET))
    verified(trip)
    trip.execute()
    first, _, _ = delivered(trip, "pay_to_account")
    trip.order(quote, AccountPair(destination=WALLET))
    second, done, moved = delivered(trip, "pay_to_account")

    assert trip.statuses == [WAITS, MOVES, DONE]
    assert first.reference != second.reference
    assert len(trip.run(trip.provider.list_orders(trip.link))) == 2
    return second, done, moved


@journey_of()
def off_ramp(trip):
    """Crypto is sent to the address that the order names, dollars arrive at the bank."""
    trip.register()
    quote = trip.ask(OFF_RAMP, "100", Rail.ACH, "bridge")
    trip.order(quote, AccountPair(source=WALLET, destination=BANK))
    verified(trip)
    trip.execute()
    end = delivered(trip, "send_crypto")

    assert end[0].asset == quote.pair.source
    assert trip.statuses == [NEW, ACT, ACT, WAITS, MOVES, DONE]
    return end


@journey_of()
def on_ramp_signed_in(trip):
    """Whom Gnosis Pay has checked proves it by a wallet, and the order begins approved."""
    from eth_account import Account  # noqa: PLC0415  # heavy, and only this journey signs
    from eth_account.messages import encode_defunct  # noqa: PLC0415  # as above

    trip.control("switches", {"auto_complete_executes": "on_request", "approved": "visible"})
    gnosis, run, wallet = trip.provider, trip.run, Account.from_key(KEY)
    nonce, issued_at = run(gnosis.get_sign_in_nonce()), datetime(2026, 3, 1, 12, tzinfo=UTC)
    message = sign_in_message(wallet.address, nonce, domain="shop.example", issued_at=issued_at)
    signature = wallet.sign_message(encode_defunct(text=message)).signature.to_0x_hex()
    token = run(gnosis.sign_in(message, signature))
    trip.link = run(gnosis.register_customer_signed_in(trip.person, token))
    quote = trip.ask(ON_RAMP, "100", Rail.ACH, "bridge")
    order = trip.order(quote, AccountPair(destination=WALLET))
    trip.execute()
    end = delivered(trip, "pay_to_account")

    assert (order.provider_status, order.executable) == ("COMPLIANCE_APPROVED", True)
    assert trip.statuses == [ACT, WAITS, MOVES, DONE]
    return end


@journey_of(generation="g2b")
def on_ramp_by_stored_accounts(trip):
    """The generation before: accounts are asked about, stored, and named by the order."""
    gnosis, run, link, pair = trip.provider, trip.run, trip.register(), Pair.parse(ON_RAMP)
    accounts = AccountPair(source=BANK, destination=WALLET)
    wanted = run(gnosis.requirements(pair, country="US"))
    stored = run(gnosis.register_accounts(link, pair, accounts))
    kept = run(gnosis.list_accounts(link))
    quote = trip.ask(ON_RAMP, "100", via="bridge")
    order = trip.order(quote, accounts, registered=stored)
    verified(trip)
    trip.execute()
    end = delivered(trip, "pay_to_account")

    assert (quote.binding, quote.destination_amount) == (Binding.UNPRICED, None)
    assert wanted.source["required"]
    assert wanted.destination["required"]
    assert {account.account_id for account in kept} == {stored.source_id, stored.destination_id}
    assert stored.status == AccountStatus.USABLE
    assert "frontendUrl" in order.raw
    assert trip.statuses == [NEW, NEW, ACT, WAITS, MOVES, DONE]
    return end


@journey_of(generation="g1", subject_tokens=LOG_INS.get)
def on_ramp_of_the_first_generation(trip):
    """Known by a log-in alone, accounts stored one by one, and the company is Gnosis Ramp's choice."""
    told = trip.control("subject-tokens", {"subject": trip.person.id})
    LOG_INS[trip.person.id] = told["token"] if told else "cut from the recording"
    trip.control("switches", {"transaction_fields": "g1"})
    gnosis, run, link, pair = trip.provider, trip.run, trip.register(), Pair.parse(ON_RAMP)
    accounts = AccountPair(source=BANK, destination=WALLET)
    stored = run(gnosis.register_accounts(link, pair, accounts))
    quote = trip.ask(ON_RAMP, "100")
    trip.order(quote, accounts, registered=stored)
    verified(trip)
    trip.execute()
    end = delivered(trip, "pay_to_account")

    assert link.provider_customer_id != link.customer_id
    assert quote.binding == Binding.UNPRICED
    assert trip.statuses == [NEW, NEW, ACT, WAITS, MOVES, DONE]
    return end


JOURNEYS = (
    on_ramp,
    on_ramp_of_a_returning_customer,
    off_ramp,
    on_ramp_signed_in,
    on_ramp_by_stored_accounts,
    on_ramp_of_the_first_generation,
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
    """No secret, no personal data, no unknown host, no header but those that are needed; nor a wallet's key.

    A nonce and a signature look like tokens, and are good for one sign-in.
    """
    studio.hidden["<private-key>"] = KEY.hex()
    expected = {"holds what looks like a token"} if journey.__name__ == "on_ramp_signed_in" else set()

    assert {finding.problem for finding in findings(studio, journey)} == expected


def test_no_recording_is_left_over(make_studio, recorded_calls):
    """Each recording has a journey that makes it."""
    _, left_over = recorded_calls(make_studio("gnosis", shelf="journeys/gnosis"), JOURNEYS)

    assert left_over == set()
