"""Accounts are compared with the live requirements before they leave, and no order is lost by it."""

from __future__ import annotations

import json
import sys

import pytest

from rampkit.errors import AnswerLostError, ConfigurationError, InvalidInputError, UnsupportedError
from rampkit.http import Commits, Response, json_text
from rampkit.models import AccountPair, BankAccount
from rampkit.testing import answer, replay

BANK = {
    "type": "object",
    "required": ["rail", "currency", "accountIdentifier", "beneficiary"],
    "properties": {
        "rail": {"enum": ["ACH", "WIRE"]},
        "currency": {"const": "USD"},
        "accountIdentifier": {
            "type": "object",
            "required": ["routingNumber", "accountNumber"],
            "properties": {"routingNumber": {"type": "string", "pattern": "^[0-9]{9}$"}},
        },
        "beneficiary": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 140}}},
    },
}
WALLET = {
    "type": "object",
    "required": ["address", "currency"],
    "properties": {"address": {"pattern": "^0x[a-fA-F0-9]{40}$"}, "currency": {"const": "USDC_GNO"}},
}
ROUTING = {"type": "object", "required": ["countryCode", "currency", "rail"]}


def asked(source, destination):
    """What `/intent/requirements` answers."""
    return answer({"src": {"schema": source}, "dest": {"schema": destination}})


def fresh(desk, direction="on_ramp", **changes):
    """An order that is sent for the first time."""
    return desk.request(direction, resent=False, **changes)


def created(desk, direction="on_ramp"):
    """The order, made."""
    return answer(desk.order(direction), status=201)


@pytest.mark.parametrize(
    ("direction", "schemas"), [("on_ramp", (ROUTING, WALLET)), ("off_ramp", (WALLET, BANK))]
)
def test_what_fits_is_ordered(gnosis, desk, direction, schemas):
    """The requirements of the very rail and company are read first."""
    request = fresh(desk, direction)

    order, [question, sent] = replay(
        gnosis.create_order(request), [asked(*schemas), created(desk, direction)]
    )

    assert (question.path, question.commits) == ("/intent/requirements", Commits.NOTHING)
    assert (question.query["rail"], question.query["providerId"]) == ("ACH", "bridge")
    assert (sent.path, sent.commits) == ("/intent", Commits.ORDER)
    assert order.order_id == "int_abc123def456"


def test_the_rail_of_the_account_narrows_the_requirements_where_the_quote_has_none(gnosis, desk):
    """It is the one that the order says."""
    request = fresh(desk, "off_ramp", quote=desk.quote("off_ramp", rail=None, via=None))

    _, [question, _] = replay(gnosis.create_order(request), [asked(WALLET, BANK), created(desk, "off_ramp")])

    assert (question.query["rail"], "providerId" in question.query) == ("ACH", False)


def test_every_wrong_field_of_both_accounts_is_told_at_once(gnosis, desk):
    """By the place it has in the wish, without its value; nothing is ordered."""
    accounts = desk.accounts("off_ramp").evolve(
        destination=BankAccount(country="US", details={"accountIdentifier": {"routingNumber": "12345"}})
    )
    request = fresh(
        desk,
        "off_ramp",
        accounts=accounts,
        quote=desk.quote("off_ramp", rail=None),
        options={"src_details": {"address": "0x1"}},
    )

    with pytest.raises(InvalidInputError) as caught:
        replay(gnosis.create_order(request), [asked(WALLET, BANK)])

    assert {problem.field for problem in caught.value.fields} == {
        "accounts.source.address",
        "accounts.destination.rail",
        "accounts.destination.accountIdentifier.routingNumber",
        "accounts.destination.accountIdentifier.accountNumber",
        "accounts.destination.beneficiary",
    }
    assert "12345" not in str(caught.value)


def test_a_schema_that_has_another_name_for_the_rail_says_so(gnosis, desk):
    """The bytes of an order do not depend on a schema of the day; the caller names the field."""
    rails = {**ROUTING, "required": ["rails"]}

    with pytest.raises(InvalidInputError, match=r"accounts\.source\.rails"):
        replay(gnosis.create_order(fresh(desk)), [asked(rails, WALLET)])

    named = fresh(desk, options={"src_details": {"rails": "ACH"}})
    replay(gnosis.create_order(named), [asked(rails, WALLET), created(desk)])


@pytest.mark.parametrize(
    "silence",
    [
        answer("", status=503),
        answer({"code": "BAD_REQUEST", "message": "m"}, status=400),
        answer("", status=401),
        answer("<html>", status=200),
        answer({}),
        answer({"src": {"schema": {"$ref": "https://else.example/"}}, "dest": {"schema": {}}}),
        AnswerLostError("silence", connection="gnosis"),
    ],
    ids=["out of order", "refused", "unauthorized", "html", "empty", "a schema elsewhere", "silence"],
)
def test_an_order_is_not_lost_because_nobody_says_what_is_required(gnosis, desk, silence):
    """Gnosis Ramp looks at the accounts by itself; the order says what is wrong, if anything is."""
    order, [_, sent] = replay(gnosis.create_order(fresh(desk)), [silence, created(desk)])

    assert sent.path == "/intent"
    assert order.order_id == "int_abc123def456"


def test_an_order_in_doubt_is_sent_again_whatever_is_required_by_now(gnosis, desk):
    """The same bytes, under the same key, and no question before them."""
    _, [_, first] = replay(gnosis.create_order(fresh(desk)), [asked(ROUTING, WALLET), created(desk)])
    _, [again] = replay(gnosis.create_order(fresh(desk).evolve(resent=True)), [created(desk)])

    assert json_text(again.json) == json_text(first.json)
    assert (again.headers, again.idempotency_key) == (first.headers, first.idempotency_key)


def test_the_comparison_can_be_switched_off(gnosis, desk):
    """For a schema known to be wrong, or where its library cannot be had."""
    _, [sent] = replay(gnosis.create_order(fresh(desk, options={"check_accounts": False})), [created(desk)])

    assert sent.path == "/intent"
    assert "check_accounts" not in json.dumps(sent.json)


def test_without_the_library_that_reads_schemas_it_is_named(gnosis, desk, monkeypatch):
    """It is never silently left out."""
    monkeypatch.setitem(sys.modules, "rampkit.schemas.validating", None)

    with pytest.raises(ConfigurationError, match=r"rampkit\[validation\]"):
        replay(gnosis.create_order(fresh(desk)), [asked(ROUTING, WALLET)])


def _pair(desk, **bank):
    account = desk.accounts("off_ramp").destination.evolve(**bank)
    return AccountPair(source=account, destination=desk.accounts().destination)


def test_accounts_are_compared_before_they_are_stored(older, desk):
    """Nothing is stored of a pair in which a field is wrong."""
    stored = {"source": {**BANK, "required": ["rails", "beneficiary"]}, "destination": WALLET}
    wrong = _pair(desk, holder_name="J" * 141, rail=None)

    with pytest.raises(InvalidInputError) as caught:
        replay(older.register_accounts(desk.link, desk.pair(), wrong), [answer(stored)])

    assert {problem.field for problem in caught.value.fields} == {
        "accounts.source.rails",
        "accounts.source.beneficiary.name",
    }


def test_accounts_are_stored_although_nobody_says_what_is_required(older, desk):
    """As with orders."""
    answers = [Response(status=500), answer({"source": {"id": "1"}, "destination": {"id": "2"}}, status=201)]

    found, _ = replay(older.register_accounts(desk.link, desk.pair(), _pair(desk)), answers)

    assert (found.source_id, found.destination_id) == ("1", "2")


def test_the_newest_generation_stores_no_accounts(gnosis, desk):
    """Its orders carry them; the error says so, and nothing is sent."""
    with pytest.raises(UnsupportedError, match="put both into the order"):
        replay(gnosis.register_accounts(desk.link, desk.pair(), _pair(desk)), [])
