"""What the onboarding page says to the page around it."""

from __future__ import annotations

import json

import pytest

from rampkit.errors import InvalidInputError
from rampkit_gnosis import FrameEvent, parse_frame_message

URL = "https://onboarding.ramp.gnosis.io/session/abc123?token=t"
ORIGIN = "https://onboarding.ramp.gnosis.io"
COMPLETED = {"type": "INTENT_COMPLETED", "payload": {"intentId": "int_abc123def456"}}


@pytest.mark.parametrize("under", ["payload", "data"])
@pytest.mark.parametrize("form", [lambda message: message, json.dumps])
def test_a_message_is_read_in_both_shapes(under, form):
    """The newest guide has `payload`, an older one `data`; a page may send JSON or an object."""
    message = {"type": "INTENT_COMPLETED", under: {"intentId": "int_abc123def456"}}

    read = parse_frame_message(form(message), ORIGIN, onboarding_url=URL)

    assert (read.event, read.order_id) == (FrameEvent.COMPLETED, "int_abc123def456")


def test_an_empty_place_hides_no_other():
    """A page that sends both names fills one of them."""
    message = {"type": "INTENT_COMPLETED", "payload": None, "data": {"intentId": "int_abc123def456"}}

    assert parse_frame_message(message, ORIGIN, onboarding_url=URL).order_id == "int_abc123def456"


def test_a_closed_page_is_no_completed_one():
    """And nothing else need be said."""
    read = parse_frame_message({"type": "INTENT_DISMISSED"}, ORIGIN, onboarding_url=URL)

    assert (read.event, read.order_id, read.data) == (FrameEvent.DISMISSED, None, None)


def test_an_unknown_event_is_kept():
    """The page may learn to say more."""
    read = parse_frame_message(
        {"type": "INTENT_RESIZED", "payload": {"height": 700, "intentId": 7}}, ORIGIN, onboarding_url=URL
    )

    assert not read.event.known
    assert (read.event.value, read.order_id) == ("intent_resized", None)
    assert read.data["height"] == 700
    assert "700" not in repr(read)


@pytest.mark.parametrize(
    ("origin", "url"),
    [
        ("https://ramp.gnosis.io", URL),
        ("https://ramp.gnosis.io.example.com", URL),
        ("https://onboarding.ramp.gnosis.io.example.com", URL),
        ("https://onboarding.ramp.gnosis.io:8443", URL),
        ("http://onboarding.ramp.gnosis.io", "http://onboarding.ramp.gnosis.io/session/abc123"),
        ("https://user@onboarding.ramp.gnosis.io", URL),
        ("https://app.gnosisramp.io", URL),
        ("null", "null"),
        ("", ""),
        ("https://[", "https://["),
    ],
)
def test_a_message_of_anybody_else_is_refused(origin, url):
    """Only the very page that was shown is heard: any page can send a window messages."""
    with pytest.raises(InvalidInputError, match="origin"):
        parse_frame_message(COMPLETED, origin, onboarding_url=url)


@pytest.mark.parametrize(
    ("origin", "url"),
    [
        ("https://dashboard.uramp.io", "https://dashboard.uramp.io/intent/1"),
        ("https://app.gnosisramp.io:443", "https://APP.gnosisramp.io/intent/1"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/gnosis/session/1"),
    ],
)
def test_the_page_may_be_on_any_host_that_was_answered(origin, url):
    """The documentation names four; the one of the order counts."""
    assert parse_frame_message(COMPLETED, origin, onboarding_url=url).event == FrameEvent.COMPLETED


@pytest.mark.parametrize(
    "data", [None, 7, [], {}, {"type": 7}, {"type": ""}, "text", "[1]", "{", "1e9999999"]
)
def test_what_is_no_message_of_the_page_is_refused(data):
    """Browser extensions send messages into frames too."""
    with pytest.raises(InvalidInputError, match="data"):
        parse_frame_message(data, ORIGIN, onboarding_url=URL)
