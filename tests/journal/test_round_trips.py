"""What is written down comes back as it was, to the last digit; what names a person can be told apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rampkit import AccountPair, Amount, BankAccount, CryptoAddress, CustomerLink, InvalidInputError, Pair
from rampkit.journal import Errand, Observed, Opened
from rampkit.journal.forms import made_of, record_of, without_personal
from rampkit.journal.parting import parted
from rampkit.journal.text import read, written
from rampkit.models import (
    LinkStatus,
    Order,
    PayToAccount,
    Refusal,
    Return,
    ScanCode,
    Status,
    Transaction,
    Wait,
)

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
KINDS = ["opened", "started", "ended", "absent", "observed", "shown", "closed"]


def again(value):
    """*value* after it was written down and read."""
    parts = parted(value)
    public, personal = (read(written(tree)) for tree in (parts.public, parts.personal))
    record = type(value).__module__.endswith("records")
    return (
        record_of(type(value).__name__, public, personal)
        if record
        else made_of(type(value), public, personal)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_comes_back(paper, kind):
    """Each kind, with everything in it."""
    record = getattr(paper, kind)("accepted") if kind == "ended" else getattr(paper, kind)()

    assert again(record) == record


def test_an_errand_comes_back(paper):
    """It is told from a wish by its fields."""
    errand = Opened(wish=Errand("a", "start_bill", "digest"), at=NOW)

    assert again(errand) == errand


def test_a_whole_order_comes_back(paper):
    """Every sort of value an order can hold."""
    order = Order(
        order_id="o1",
        reference=UUID(int=7),
        status=Status("a_word_of_tomorrow"),
        provider_status="Ärger\x00\ud800",
        source_amount=Amount("500.10", "BRL"),
        destination_amount=Amount(Decimal("0.100000000000000000000000000000000001"), "WBRL_BASE"),
        actions=(
            ScanCode(code="pay", format="pix_br_code", expires_at=NOW),
            PayToAccount(
                scheme="a_scheme_of_tomorrow", identifier="1", details={"n": Decimal("1E+3"), "m": [1]}
            ),
            Wait(until=NOW),
        ),
        transactions=(
            Transaction(
                transaction_id="t1",
                status="processing",
                pair=Pair("BRL", "USDC_BASE"),
                rate=Decimal("5.10"),
                destination=CryptoAddress(address="0x" + "12" * 20, network="base"),
                returns=(Return(kind="refund", amount=Amount("1", "BRL"), reason="theirs"),),
                raw=[None, True, {"deep": Decimal("-0.0")}],
            ),
        ),
        updated_at=datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=-3))),
        raw={"number": Decimal("12.50"), "whole": 12, "integral": Decimal(12), "text": "12"},
    )
    record = Observed(attempt=1, order=order, at=NOW)

    back = again(record)

    assert back == record
    assert repr(back.order.model_dump()) == repr(order.model_dump())


@pytest.mark.parametrize("text", ["500", "500.00", "5E+2", "0.10", "1e-30", "0", "999999999999999999999999"])
def test_an_amount_keeps_its_digits(paper, text):
    """A provider that wants numbers must get the same bytes again."""
    wish = paper.opened(amount=Amount(text, "BRL"))

    assert str(again(wish).wish.amount.value) == str(wish.wish.amount.value)


def test_a_refusal_of_tomorrow_comes_back(paper):
    """Words that this version does not know are kept."""
    record = paper.closed(reasons=("a_reason_of_tomorrow",))

    assert again(record) == record
    assert isinstance(again(record).refusals[0], Refusal)


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | DECIMALS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(raw=ANSWERS)
def test_any_answer_comes_back(raw):
    """Whatever JSON a provider sends, types and digits included."""
    link = CustomerLink(connection="a", customer_id="c", status=LinkStatus.ACTIVE, raw=raw)

    assert repr(again(link).raw) == repr(raw)


@pytest.mark.parametrize("bad", [{1: "x"}, {"x": {1, 2}}, {"x": object()}, {"x": Decimal("NaN")}, {"x": b""}])
def test_what_cannot_be_written_is_refused(bad):
    """Before anything is sent, and without a word of it."""
    link = CustomerLink(connection="a", customer_id="c", status=LinkStatus.ACTIVE, raw=bad)

    with pytest.raises(InvalidInputError, match=r"journal|text"):
        again(link)


@pytest.mark.parametrize(
    "tree", [{}, {"at": "yesterday"}, {"send": 1, "at": "2026-03-01T12:00:00Z"}, {"send": "x", "at": None}]
)
def test_what_cannot_be_read_shows_nothing(tree):
    """A damaged record is no record; its content is in no error."""
    for kind in ("Absent", "Dreamt"):
        with pytest.raises(ValueError, match=kind) as caught:
            record_of(kind, tree, {})
        assert caught.value.__context__ is None


def hidden_in(value, trail=()):
    """The path of everything in *value* that no repr shows, and of every account."""
    if isinstance(value, BankAccount | CryptoAddress):
        yield trail
    elif hasattr(type(value), "model_fields"):
        for name, field in type(value).model_fields.items():
            if not field.repr and getattr(value, name) not in (None, {}, ()):
                yield (*trail, name)
            yield from hidden_in(getattr(value, name), (*trail, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from hidden_in(item, trail)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from hidden_in(getattr(value, name, None), (*trail, name))


def test_nothing_hidden_is_left_without_personal_data(paper):
    """Whatever no repr shows is gone, at any depth, and what is left can still be read."""
    accounts = AccountPair(
        source=BankAccount(country="BR", holder_name="x"),
        destination=CryptoAddress(address="0x" + "12" * 20, network="base"),
    )
    order = paper.asked().evolve(accounts=accounts, options={"x": 1}, redirect_url="https://x.example")
    told = paper.observed(
        raw="x",
        actions=(ScanCode(code="pay", format="pix_br_code"),),
        transactions=(Transaction(transaction_id="t", status="processing", raw="x"),),
        returns=(Return(kind="refund", reason="x"),),
    )
    for record in (paper.started(order=order), told):
        assert list(hidden_in(record))
        assert list(hidden_in(without_personal(record))) == []


def test_every_kind_of_record_is_known():
    """A new kind is written and read like the others."""
    from rampkit.journal import records  # noqa: PLC0415  # its names are what is tested

    assert {kind.__name__.lower() for kind in get_args(records.Record)} == set(KINDS)
