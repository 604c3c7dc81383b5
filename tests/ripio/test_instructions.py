"""How a person pays in, on every rail and in every shape."""

from __future__ import annotations

from binascii import crc_hqx
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.models import Amount, Confirm, OpenUrl, PayToAccount, Rail, ScanCode
from rampkit.testing import answer, replay
from rampkit_ripio.mapping.brcode import UnpayableCodeError, amount_in

DISPUTED = {"source_amount": None, "raw": {"fromAmount": "1500", "finalFromAmount": "1520.40000000"}}
OPTIONS = {"callback": "https://app.example/back", "bank_code": "1001"}


def sealed(text: str) -> str:
    """A code with its checksum."""
    return f"{text}6304{crc_hqx(f'{text}6304'.encode(), 0xFFFF):04X}"


def pix(amount: str) -> str:
    """A Pix code over *amount*."""
    return sealed(f"000201540{len(amount)}{amount}5802BR")


def step(ripio_of, desk_of, country, rail, instructions, **offer):
    """The order with these instructions, and its one action if it has one."""
    desk = desk_of(country)
    quote = desk.offer(rail=rail, **offer)
    payload = desk.created(instructions, fromCurrency=desk.fiat, paymentMethodType=None)
    request = desk.request(quote=quote, options=OPTIONS)
    order, _ = replay(ripio_of(country).create_order(request), [answer(desk.active()), answer(payload)])
    return order, next(iter(order.actions), None)


@pytest.mark.parametrize(
    ("country", "rail", "instructions", "scheme", "identifier", "alias"),
    [
        ("AR", Rail.TRANSFERS_3_0, {"cvu": "0100000000000000000001"}, "cvu", "0100000000000000000001", None),
        ("AR", Rail.TRANSFERS_3_0, {"cvu": "1", "alias": "juan"}, "cvu", "1", "juan"),
        ("AR", Rail.TRANSFERS_3_0, {"cvu": None, "alias": "juan"}, "alias", "juan", "juan"),
        ("MX", Rail.SPEI, {"clabe": "706180196550550550"}, "clabe", "706180196550550550", None),
        ("CO", Rail.BRE_B, {"brebKey": "@ABC123"}, "bre_b_key", "@ABC123", None),
    ],
)
def test_transfers(ripio_of, desk_of, country, rail, instructions, scheme, identifier, alias):  # noqa: PLR0917  # one column each
    """To an account, of exactly the price."""
    _, action = step(ripio_of, desk_of, country, rail, instructions)

    assert isinstance(action, PayToAccount)
    assert (action.rail, action.scheme, action.identifier, action.alias) == (rail, scheme, identifier, alias)
    assert action.amount == Amount("1500", desk_of(country).fiat)


@pytest.mark.parametrize(
    ("url", "known"),
    [("https://pay.ripio.com/1", True), ("https://registro.pse.com.co/?token=canary", False)],
)
@pytest.mark.parametrize("rail", [Rail.PSE, Rail.BANCOLOMBIA])
def test_pages(ripio_of, desk_of, rail, url, known):
    """A bank's page is flagged as not Ripio's own."""
    order, action = step(ripio_of, desk_of, "CO", rail, {"paymentUrl": url})

    assert isinstance(action, OpenUrl)
    assert (action.url, action.purpose, action.host_known) == (url, "checkout", known)
    assert "canary" not in repr(order)


def test_a_question_on_the_phone(ripio_of, desk_of):
    """C39: Nequi asks by itself; the number is masked."""
    _, action = step(ripio_of, desk_of, "CO", Rail.NEQUI, {"phoneNumber": "*****1234"})

    assert isinstance(action, Confirm)
    assert (action.what, action.details) == ("phone", {"phone_number": "*****1234"})


def test_a_pix_code(ripio_of, desk_of):
    """Says itself what is paid, and stands alone even where a page is offered too."""
    told = {"brCode": pix("1500.00"), "paymentUrl": "https://x.example", "expiresAt": "2026-02-01T13:00:00Z"}
    order, action = step(ripio_of, desk_of, "BR", Rail.PIX, told)

    assert isinstance(action, ScanCode)
    assert (action.code, action.format) == (pix("1500.00"), "pix_br_code")
    assert action.amount == order.source_amount == Amount("1500", "BRL")
    assert action.expires_at == datetime(2026, 2, 1, 13, tzinfo=UTC)
    assert len(order.actions) == 1


def test_a_pix_code_settles_a_disputed_price(ripio_of, desk_of):
    """C14: of the two amounts of the quote, the one inside the code is paid."""
    for paid in ("1520.40", "1500.00"):
        order, action = step(ripio_of, desk_of, "BR", Rail.PIX, {"brCode": pix(paid)}, **DISPUTED)
        assert action.amount == order.source_amount == Amount(paid, "BRL")


@pytest.mark.parametrize(
    ("paid", "offer"),
    [("1500.01", {}), ("1520.40", {}), ("1510.00", "disputed"), ("1520.40", {"source_amount": None})],
)
def test_a_pix_code_over_another_amount(ripio_of, desk_of, paid, offer):
    """Is not shown: it contradicts the quote, both sides of it where that contradicts itself."""
    terms = DISPUTED if offer == "disputed" else offer
    order, action = step(ripio_of, desk_of, "BR", Rail.PIX, {"brCode": pix(paid)}, **terms)

    assert (order.order_id is not None, action, order.source_amount) == (True, None, None)
    assert "another amount" in order.failure_reason


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("00020126", "cut short"),
        ("no code", "cut short"),
        (pix("1500.00")[:-6], "cut short"),
        (pix("1500.00")[:-1] + "!", "damaged"),
        (pix("1500.00").replace("1500", "1600"), "damaged"),
        (pix("1500.00")[:-8], "damaged"),
        (sealed("0002015802BR"), "no amount"),
        (sealed("000201530398654071500.005802BR"), None),
        (sealed("000201530384054071500.005802BR"), "other money"),
        (sealed("00020154071500.0054071600.005802BR"), "contradicts itself"),
        (pix("1500.00") + " 5802BR", "cut short"),
    ],
)
def test_a_pix_code_nobody_should_pay_by(ripio_of, desk_of, code, words):
    """Stops the order before the payer sees it, and says why; the order itself is kept."""
    order, action = step(ripio_of, desk_of, "BR", Rail.PIX, {"brCode": code})

    assert order.order_id
    assert (action is None) == (words is not None)
    assert words is None or (words in order.failure_reason and "Pix code" in order.failure_reason)


def test_a_pix_code_whose_end_cannot_be_read(ripio_of, desk_of):
    """An unreadable end of its time is none."""
    told = {"brCode": pix("1500.00"), "expiresAt": "soon"}
    _, action = step(ripio_of, desk_of, "BR", Rail.PIX, told)

    assert action.expires_at is None


def test_what_a_rail_without_a_page_tells(ripio_of, desk_of):
    """Nobody knows Mercado Pago's keys: what is understood is paid by, the rest is kept as it came."""
    told = {"cvu": "0100000000000000000001", "holder": "Ripio SA", "expiresAt": "2026-02-01T13:00:00Z"}
    _, action = step(ripio_of, desk_of, "AR", Rail("mercado_pago"), told)
    order, nothing = step(ripio_of, desk_of, "AR", Rail("mercado_pago"), {"mpKey": "x"})

    assert (action.identifier, action.details) == ("0100000000000000000001", {"holder": "Ripio SA"})
    assert action.expires_at == datetime(2026, 2, 1, 13, tzinfo=UTC)
    assert (nothing, bool(order.failure_reason)) == (None, True)
    assert order.raw["fiatPaymentInstructions"] == {"mpKey": "x"}


@pytest.mark.parametrize("key", ["cvu", "alias"])
def test_the_old_list_of_fields(ripio_of, desk_of, key):
    """C8: folded into one object by name."""
    told = [{"fieldName": key, "value": "1", "type": "TEXT"}, {"odd": 1}, 7]
    _, action = step(ripio_of, desk_of, "AR", Rail.TRANSFERS_3_0, told)

    assert (action.scheme, action.identifier) == (key, "1")


@given(st.decimals("0.01", "999999.99", places=2))
def test_any_amount_survives_in_a_code(amount):
    """To the last digit."""
    text = format(amount, "f")

    assert amount_in(sealed(f"00020154{len(text):02}{text}5802BR")) == amount


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_none(text):
    """Reading one ends in an amount or in the one error that says why not."""
    with suppress(UnpayableCodeError):
        assert isinstance(amount_in(text), Decimal)


@pytest.mark.parametrize("text", ["0", "-1", "NaN", "1e5x", "Infinity"])
def test_an_amount_that_is_none(text):
    """Zero, negative and what is no number."""
    with pytest.raises(UnpayableCodeError, match="no amount"):
        amount_in(sealed(f"00020154{len(text):02}{text}"))
