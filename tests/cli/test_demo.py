"""`rampkit demo`."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout

import pytest

from rampkit.__main__ import main


@pytest.fixture(scope="module")
def story():
    """The whole text, told once for all tests, on one line."""
    text, trouble = io.StringIO(), io.StringIO()
    with redirect_stdout(text), redirect_stderr(trouble):
        status = main(["demo"])
    assert (status, trouble.getvalue()) == (0, "")
    return re.sub(r"\s+", " ", text.getvalue())


def test_every_step_is_there_and_in_order(story):
    """From the first price to the last payout, each milestone follows the one before."""
    milestones = [
        "500.00 BRL to USDC_BASE in BR",
        "ripio-br wins",
        "router.create_customer",
        "router.accept_terms",
        "router.verify_customer",
        "router.create_intent",
        "[awaiting_payment]",
        "holds 1 order",
        "Intent.actions asks for scan_code: 500.00 BRL",
        "Ana pays",
        "[processing]",
        "[completed]",
        "the line breaks",
        "verify_identity",
        "router.execute_intent",
        "[completed]",
        "100 USDC_BASE to ARS in AR",
        "router.register_accounts",
        "router.confirm_accounts",
        "the bank account is usable",
        "router.create_deposit_account",
        "Intent.actions asks for send_crypto: 100 USDC_BASE",
        "Bruno sends 100 USDC_BASE",
        "[completed]",
        "What happened",
        "What to try next",
        "rampkit quotes 500 BRL USDC_BASE --country BR --sandbox",
    ]
    place = 0
    for milestone in milestones:
        place = story.find(milestone, place)
        assert place >= 0, milestone


def test_a_lost_answer_makes_no_second_order(story):
    """The order left twice and exists once: that is what rampkit is for."""
    assert "the order was sent twice under one key, and gnosis holds 1 order" in story
    assert "Orders that exist at the providers: gnosis 1, ripio 2." in story


def test_everything_ends_well(story):
    """Each wish is completed, its money delivered."""
    told = re.findall(r"(\S+-\d): (\w+) at (\S+), money (\w+);", story)
    assert told == [
        ("purchase-1", "completed", "ripio-br", "delivered"),
        ("purchase-2", "completed", "gnosis", "delivered"),
        ("sale-1", "completed", "ripio-ar", "delivered"),
    ]


def test_whoever_offers_nothing_says_why(story):
    """The ranking is shown with the reasons of those who are not in it."""
    assert "pair_not_served" in story
    assert "BRL/USDC_BASE is not served" in story
