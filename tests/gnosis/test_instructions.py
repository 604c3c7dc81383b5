"""How to pay, in every shape it is told in."""

from __future__ import annotations

from binascii import crc_hqx
from datetime import UTC, datetime

import pytest

from rampkit.models import (
    AccountScheme,
    Amount,
    Asset,
    Direction,
    PayToAccount,
    Rail,
    ScanCode,
    SendCrypto,
    Wait,
)
from rampkit_gnosis.mapping.instructions import Payment, has_instructions, payment_steps
from rampkit_gnosis.mapping.pix import amount_in, is_br_code

ON_RAMP = Payment(direction=Direction.ON_RAMP, asset=Asset("USD"), amount=Amount("100", "USD"))
OFF_RAMP = Payment(
    direction=Direction.OFF_RAMP, asset=Asset("USDC", "gnosis"), amount=Amount("100.25", "USDC_GNO")
)
PIX_TEXT = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865406"
    "500.005802BR5913Fulano de Tal6008BRASILIA62070503***6304"
)


def sealed(text: str) -> str:
    """A Pix code, with the checksum that *text* has."""
    return f"{text}{crc_hqx(text.encode(), 0xFFFF):04X}"


PIX_CODE = sealed(PIX_TEXT)
REAIS = Payment(direction=Direction.ON_RAMP, asset=Asset("BRL"), amount=Amount("500", "BRL"))
ADDRESS = "0x742d35Cc6634C0532925a3b844Bc9e7595f42aB4"
LEGACY = {
    "kind": "CRYPTO",
    "label": "Deposit USDC on GNO",
    "currency": {"code": "USDC"},
    "crypto": {
        "chainId": "100",
        "address": ADDRESS,
        "destinationTag": None,
        "transactionData": {"encodedData": "0xa9059cbb", "parameters": {"tokenAmount": "100.25"}},
    },
    "metadata": {"amountConditions": [{"ComparisonOperator": "GreaterThanOrEqualTo", "Value": "100.00"}]},
}


def paid(desk):
    """The documented bank transfer."""
    return PayToAccount(
        rail=Rail.ACH,
        scheme=AccountScheme.ACCOUNT_NUMBER,
        identifier="12345678",
        bank="Example Bank",
        routing_number="021000021",
        holder="Gnosis Ramp Ltd",
        amount=Amount("100", "USD"),
        reference="GR-ABC123",
    )


@pytest.mark.parametrize(
    "shape",
    [
        "list",
        "one entry",
        "typed parent",
        "typed parent of one",
        "old entry",
        "old entry by kind",
        "bare",
        "untyped",
        "lower case",
        "nested list",
        "twice",
    ],
)
def test_a_bank_transfer_is_found_in_every_shape(desk, shape):
    """The same instruction, however it is wrapped."""
    bank = desk.bank_instructions
    entry = {"encoding": "DISPLAY", "type": "BANK", "instructions": bank}
    untyped = {"encoding": "DISPLAY", "instructions": bank}
    shapes = {
        "list": [entry],
        "one entry": entry,
        "typed parent": {"type": "BANK", "context": [untyped]},
        "typed parent of one": {"type": "BANK", "context": untyped},
        "old entry": [{"kind": "BANK", "bank": bank}],
        "old entry by kind": [{"kind": "BANK", **bank}],
        "bare": bank,
        "untyped": [untyped],
        "lower case": [{**entry, "type": "bank"}],
        "nested list": [[entry]],
        "twice": [entry, {**entry, "encoding": "COPY"}],
    }

    assert has_instructions(shapes[shape])
    assert payment_steps(shapes[shape], ON_RAMP) == (paid(desk),)


@pytest.mark.parametrize(
    "context",
    [None, {}, [], [{}], "text", 7, [None], [[]], {"context": []}, {"type": "BANK"}, {"foo": "bar"}],
)
def test_what_tells_nothing_asks_for_nothing(context):
    """Empty and foreign shapes are no instruction."""
    assert not has_instructions(context)
    assert payment_steps(context, ON_RAMP) == ()
    assert payment_steps(context, OFF_RAMP) == ()


def test_what_nobody_knows_is_passed_on_in_its_own_words(desk):
    """Unknown keys, and known ones that hold no text, are details of the step."""
    entry = {
        "type": "BANK",
        "label": "Wire us",
        "metadata": {"minimum": "10"},
        "instructions": {"iban": "DE89", "beneficiary": {"name": "B"}, "accountNumber": 12345678},
    }

    [step] = payment_steps([entry], ON_RAMP)

    assert (step.identifier, step.holder, step.rail) == ("12345678", None, None)
    assert step.details == {
        "iban": "DE89",
        "beneficiary": {"name": "B"},
        "label": "Wire us",
        "metadata": {"minimum": "10"},
    }
    assert "DE89" not in repr(step)


def test_the_rail_of_the_account_fills_a_gap_and_overrules_nothing():
    """The guide leaves the rail out of its instructions."""
    wire = Payment(direction=Direction.ON_RAMP, asset=Asset("USD"), amount=None, rail=Rail.WIRE)

    [silent] = payment_steps([{"type": "BANK", "instructions": {"reference": "R"}}], wire)
    [saying] = payment_steps([{"type": "BANK", "instructions": {"reference": "R", "rail": "ACH"}}], wire)

    assert (silent.rail, saying.rail) == (Rail.WIRE, Rail.ACH)


def test_an_order_that_ends_gives_its_steps_an_end(desk):
    """Paying after it is paying for nothing."""
    until = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)
    payment = Payment(direction=Direction.ON_RAMP, asset=Asset("USD"), amount=None, expires_at=until)

    [step] = payment_steps({"type": "BANK", "instructions": desk.bank_instructions}, payment)

    assert step.expires_at == until


@pytest.mark.parametrize(
    "context",
    [
        [{"encoding": "DISPLAY", "type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": "GNO"}}],
        [{"encoding": "DISPLAY", "type": "CRYPTO", "instructions": {"address": ADDRESS}}],
        {"type": "CRYPTO", "context": [{"instructions": {"address": ADDRESS, "chain": "GNOSIS"}}]},
        [{"type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": "100"}}],
        [{"type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": 100}}],
        [{"type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": "gnosis"}}],
        [{"type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": "Gnosis Chain Mainnet"}}],
        {"address": ADDRESS, "chain": "GNO"},
        [LEGACY],
    ],
)
def test_a_token_transfer_is_found_in_every_shape(context):
    """Asset and amount are the order's; a network written in a way we cannot read disputes nothing."""
    assert payment_steps(context, OFF_RAMP) == (
        SendCrypto(asset="USDC_GNO", address=ADDRESS, amount=Amount("100.25", "USDC_GNO")),
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": "ETH"}},
        {"type": "CRYPTO", "instructions": {"address": ADDRESS, "chain": "1"}},
        {**LEGACY, "crypto": {**LEGACY["crypto"], "chainId": "1"}},
        {**LEGACY, "currency": {"code": "USDT"}},
    ],
)
def test_another_token_or_network_than_the_orders_is_not_to_be_sent(entry):
    """Tokens sent to the wrong network are lost."""
    [step] = payment_steps([entry], OFF_RAMP)

    assert isinstance(step, Wait)


@pytest.mark.parametrize("amount", ["100.26", "many", {}])
def test_an_instruction_with_another_amount_leaves_the_amount_open(amount):
    """Which of the two is right, nobody knows."""
    crypto = {**LEGACY["crypto"], "transactionData": {"parameters": {"tokenAmount": amount}}}

    [step] = payment_steps([{**LEGACY, "crypto": crypto}], OFF_RAMP)

    assert isinstance(step, SendCrypto)
    assert step.amount is None


def test_a_destination_tag_is_the_memo():
    """Without it the money is lost."""
    [step] = payment_steps([{**LEGACY, "crypto": {**LEGACY["crypto"], "destinationTag": 77}}], OFF_RAMP)

    assert step.memo == "77"


def test_an_instruction_for_the_other_direction_is_no_step(desk):
    """A person who sells tokens is not asked for a bank transfer."""
    assert payment_steps([{"type": "BANK", "instructions": desk.bank_instructions}], OFF_RAMP) == ()
    assert payment_steps([LEGACY], ON_RAMP) == ()


def test_an_unknown_type_is_the_one_the_direction_has(desk):
    """Instructions are shown whenever there are some."""
    entry = {"type": "IBAN_TRANSFER", "instructions": desk.bank_instructions}

    assert payment_steps([entry], ON_RAMP) == (paid(desk),)


@pytest.mark.parametrize("key", ["brCode", "qr", "pixCopyPaste"])
def test_a_pix_code_is_known_by_its_looks(key):
    """No page names its key; the code carries its amount."""
    entry = {"type": "BANK", "instructions": {"beneficiary": "B", "rail": "PIX", key: PIX_CODE}}

    assert payment_steps([entry], REAIS) == (
        ScanCode(code=PIX_CODE, format="pix_br_code", amount=Amount("500.00", "BRL")),
    )


def test_a_pix_code_without_an_amount_is_paid_with_the_orders():
    """The payer types it."""
    code = sealed(PIX_TEXT.replace("5406500.00", ""))

    [step] = payment_steps([{"instructions": {"code": code}}], REAIS)

    assert (step.kind, step.amount) == ("scan_code", Amount("500", "BRL"))


def test_a_pix_code_says_what_an_order_of_unknown_amount_costs():
    """Nobody else does then."""
    unknown = Payment(direction=Direction.ON_RAMP, asset=Asset("BRL"), amount=None)

    [step] = payment_steps([{"instructions": {"code": PIX_CODE}}], unknown)

    assert (step.kind, step.amount) == ("scan_code", Amount("500", "BRL"))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (sealed(PIX_TEXT.replace("500.00", "600.00")), "another amount"),
        (sealed(PIX_TEXT.replace("500.00", "500,00")), "another amount"),
        (sealed(PIX_TEXT.replace("5406500.00", "5406500.005406600.00")), "another amount"),
        (PIX_CODE[:-4] + "0000", "damaged"),
        (PIX_CODE.replace("500.00", "600.00"), "damaged"),
    ],
)
def test_a_pix_code_that_disagrees_with_the_order_is_not_shown(code, why):
    """The payer would pay what nobody ordered."""
    [step] = payment_steps([{"instructions": {"code": code}}], REAIS)

    assert step.kind == "wait"
    assert why in step.reason


@pytest.mark.parametrize(
    "text", ["", "000201", PIX_CODE[:-4], PIX_CODE.replace("br.gov.bcb.pix", "xx.gov.bcb.pix"), 5, None]
)
def test_what_is_not_quite_a_pix_code_is_none(text):
    """A code cut short must not be scanned."""
    assert not is_br_code(text)


@pytest.mark.parametrize("code", ["5405abcde", "54", "5406-10.00", "xx", "5499500.00"])
def test_a_code_with_a_broken_amount_has_none_or_what_is_there(code):
    """Reading never fails."""
    assert amount_in(code, Asset("BRL")) in {None, Amount("500.00", "BRL")}
