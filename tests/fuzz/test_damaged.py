"""What fuzzing found, kept: answers that are damaged in a way that once mattered."""

from __future__ import annotations

import json

import pytest

from rampkit.capabilities import verdict_of
from rampkit.errors import AlreadyExistsError, BadResponseError, InvalidRequestError
from rampkit.http import Commits, Request, Response
from rampkit.models import Order, Status
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

CREATE = Request(operation="create_order", method="POST", path="/", commits=Commits.ORDER)
EXECUTE = Request(operation="execute_order", method="POST", path="/", commits=Commits.ORDER)
REFERENCE_USED = "An order with this externalRef already exists."


def meaning(provider, request, body, status=400):
    """The error an answer to an order is, and what it proves."""
    error = provider.parse_error(Response(status=status, body=body), request)
    return type(error), verdict_of(provider.promises().answers, request.operation, status, error.code)


@pytest.mark.parametrize(
    "body",
    [
        b'{"code":20011,"type":"QuoteAlreadyExecut',
        b'{"code":[20011],"status":400}',
        b'{"code":20000,"DETAIL":{"externalRef":["used"]}}',
        b'{"code":20000,"detail":{"externalRef":["used"]},"detail":[]}',
        b'{"code":20010,"detail":{"message":"External ref already in use"}}',
        f'{{"type":"ValidationError","detail":{{"external_ref":["{REFERENCE_USED}'.encode(),
    ],
)
def test_a_damaged_refusal_of_ripio_may_still_stand_for_an_order(body):
    """Cut short or misspelled, it says that the order may be there: no other provider may be asked."""
    ripio = RipioProvider("id", "secret", country="BR")

    assert meaning(ripio, CREATE, body) == (AlreadyExistsError, "exists")


@pytest.mark.parametrize(
    "body", [b'{"quoteId":"7b-120011-9"}', b'{"code":20000,"detail":{}}', b"<html>", b""]
)
def test_an_ordinary_refusal_of_ripio_is_still_one(body):
    """Digits inside a longer number are no code, and a page of a gateway names no order."""
    ripio = RipioProvider("id", "secret", country="BR")

    assert meaning(ripio, CREATE, body) == (InvalidRequestError, "refused")


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":"TRANSACTION_EXISTS"',
        b'{"error":"E","message":"TRANSACTION_EXISTS"}',
        b"TRANSACTION_EXISTS",
    ],
)
def test_a_damaged_refusal_of_gnosis_may_still_stand_for_a_movement(body):
    """However it says so, the movement has been started."""
    gnosis = GnosisProvider("id", "secret")

    assert meaning(gnosis, EXECUTE, body) == (AlreadyExistsError, "exists")


@pytest.mark.parametrize("text", ["\ud83d", "a\udc00b", "\ud800\ud800"])
def test_half_a_character_is_read_as_a_replacement(text):
    """What was read can be written down: an order that exists must not be lost to its journal."""
    told = Response(status=200, body=json.dumps({"status": text, text: [text]}).encode()).json()

    order = Order(order_id="1", status=Status.UNKNOWN, provider_status=told["status"], raw=told)

    assert "\ufffd" in told["status"]
    assert Order.model_validate_json(order.model_dump_json()) == order


def test_whole_characters_are_kept():
    """Escaped pairs are one character, and text that only looks like an escape is left alone."""
    told = Response(status=200, body=b'{"a":"\\ud83d\\ude00","b":"\\\\ud83d"}').json()

    assert told == {"a": "\U0001f600", "b": "\\ud83d"}


@pytest.mark.parametrize("shape", ["[{}]", '{{"a":{}}}'])
def test_nesting_is_bounded(shape):
    """Deeper than anybody means is refused; whatever is read can be written down."""
    fine, deep = "1", "1"
    for _ in range(90):
        fine = shape.format(fine)
    for _ in range(101):
        deep = shape.format(deep)

    told = Response(status=200, body=fine.encode()).json()
    stored = Order(order_id="1", status=Status.UNKNOWN, raw=told).model_dump_json()

    assert json.loads(stored)["raw"] == told
    with pytest.raises(BadResponseError, match="not JSON"):
        Response(status=200, body=deep.encode()).json()


def test_many_brackets_side_by_side_are_no_nesting():
    """A long list is read."""
    told = Response(status=200, body=json.dumps([{"a": []}] * 500).encode()).json()

    assert len(told) == 500
