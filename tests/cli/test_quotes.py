"""`rampkit quotes`."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest

from rampkit.routing import EXPLANATIONS

BUY = ("quotes", "500", "BRL", "USDC_BASE", "--country", "BR", "--sandbox")
DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?")
REQUEST = {
    "source": "BRL",
    "destination": "USDC_BASE",
    "amount": "500.00",
    "fixed": "source",
    "direction": "on_ramp",
    "country": "BR",
    "region": None,
    "rail": None,
}
QUOTE = {
    "rank",
    "provider",
    "connection",
    "via",
    "rail",
    "binding",
    "source_amount",
    "destination_amount",
    "rate",
    "fees",
    "total_fee",
    "expires_at",
}


def test_json_repeats_the_request(run):
    """Whoever reads the object knows what was asked, to the side that was fixed."""
    asked = run(*BUY, "--json").json["request"]
    assert datetime.fromisoformat(asked.pop("asked_at")).tzinfo is not None
    assert asked == REQUEST


def test_json_ranks_quotes_with_exact_numbers(run):
    """Amounts are plain digits in text, what is unknown is null, and the best comes first."""
    ran = run(*BUY, "--json")
    quotes = ran.json["quotes"]
    assert (ran.status, ran.err) == (0, "")
    assert [quote["rank"] for quote in quotes] == [1, 2, 3]
    assert [quote["connection"] for quote in quotes] == ["ripio-br", "gnosis", "gnosis"]
    assert {frozenset(quote) for quote in quotes} == {frozenset(QUOTE)}
    best, second, unpriced = quotes
    for quote in (best, second):
        assert all(DIGITS.fullmatch(quote[name]) for name in ("source_amount", "destination_amount", "rate"))
        expected = Decimal(quote["destination_amount"]) / Decimal(quote["source_amount"])
        assert Decimal(quote["rate"]) == pytest.approx(expected, rel=Decimal("1e-15"))
    assert Decimal(best["destination_amount"]) > Decimal(second["destination_amount"])
    assert (best["provider"], best["via"], best["rail"], best["binding"]) == ("ripio", None, "pix", "firm")
    assert best["expires_at"].endswith("Z")
    assert (unpriced["via"], unpriced["binding"]) == ("noah", "unpriced")
    assert unpriced["destination_amount"] is unpriced["rate"] is unpriced["total_fee"] is None


def test_json_tells_fees_part_by_part(run):
    """A part names the fee it belongs to, and nobody's silence becomes zero or a promise."""
    second = run(*BUY, "--json").json["quotes"][1]
    total, *parts = second["fees"]
    assert total == {"kind": "total", "amount": "6.15", "asset": "BRL", "included": None, "parent": None}
    assert {part["parent"] for part in parts} == {"total"}
    assert second["total_fee"] == {"amount": "6.15", "asset": "BRL"}


def test_json_says_why_others_offer_nothing(run):
    """Everybody is accounted for, with a reason of the closed list."""
    answer = run("quotes", "100", "USDC_BASE", "ARS", "--country", "AR", "--sandbox", "--json").json
    assert {quote["source_amount"] for quote in answer["quotes"]} == {"100"}, "as it was asked, by everybody"
    assert answer["refusals"][0]["message"].startswith("no company behind Gnosis Ramp serves this; try ")
    assert answer["request"]["direction"] == "off_ramp"
    (refusal,) = answer["refusals"]
    assert set(refusal) == {"provider", "connection", "via", "rail", "reason", "message"}
    assert {frozenset(row) for row in answer["not_asked"]} == {
        frozenset({"provider", "connection", "reason", "message"})
    }
    rows = answer["refusals"] + answer["not_asked"]
    assert {row["reason"] for row in rows} <= {reason.value for reason in EXPLANATIONS}
    assert all(row["message"] for row in rows)
    assert {row["connection"] for row in rows + answer["quotes"]} == {
        "gnosis",
        "ripio-ar",
        "ripio-br",
        "ripio-co",
        "ripio-mx",
    }


def test_a_fixed_destination_is_asked_for_as_such(run):
    """With `--fixed destination` AMOUNT is of DESTINATION; nobody here can price that, which is status 3."""
    ran = run(
        "quotes", "50", "BRL", "USDC_BASE", "--country", "BR", "--sandbox", "--fixed", "destination", "--json"
    )
    assert ran.status == 3
    asked = ran.json["request"]
    assert (asked["fixed"], asked["amount"], asked["source"]) == ("destination", "50", "BRL")
    reasons = {row["connection"]: row["reason"] for row in ran.json["not_asked"]}
    assert reasons["gnosis"] == reasons["ripio-br"] == "side_not_fixable"


def test_case_does_not_matter(run):
    """Assets, countries and rails are understood in lower case."""
    ran = run("quotes", "500", "brl", "usdc_base", "--country", "br", "--rail", "PIX", "--sandbox", "--json")
    assert ran.status == 0
    assert {quote["rail"] for quote in ran.json["quotes"]} == {"pix"}


def test_a_connection_or_a_provider_can_be_picked(run):
    """A provider's code stands for all its connections; the others say that they were not to be asked."""
    by_code = run(*BUY, "--connection", "ripio", "--json").json
    assert {quote["connection"] for quote in by_code["quotes"]} == {"ripio-br"}
    reasons = {row["connection"]: row["reason"] for row in by_code["not_asked"]}
    assert reasons["gnosis"] == "not_selected"
    assert reasons["ripio-ar"] == "pair_not_served"
    both = run(*BUY, "--connection", "ripio-br", "--connection", "gnosis", "--json").json
    assert {quote["connection"] for quote in both["quotes"]} == {"gnosis", "ripio-br"}


def test_nobody_is_status_three(run):
    """A wish nobody serves is an answer, not an error."""
    ran = run("quotes", "500", "BRL", "USDC_BASE", "--country", "BR", "--rail", "sepa", "--sandbox")
    assert (ran.status, ran.err) == (3, "")
    assert "nobody offers anything" in ran.out
    assert "rail_not_served" in ran.out


def test_the_table_says_what_the_json_says(run):
    """Both are made of one comparison: amounts, unknowns, fees, reasons."""
    table, answer = run(*BUY).out, run(*BUY, "--json").json
    for quote in answer["quotes"]:
        assert (quote["destination_amount"] or "unknown") in table
    assert "6.15 BRL ?" in table
    assert "0.37 BRL" in table
    assert all(row["message"] in table for row in answer["not_asked"])


@pytest.mark.parametrize("width", ["20", "40", "60", "80", "120"])
def test_no_width_breaks_a_number(run, monkeypatch, width):
    """Half an amount is another amount: where columns do not fit, each cell gets its own line."""
    monkeypatch.setenv("COLUMNS", width)
    lines = run(*BUY).out.splitlines()
    assert any("92.0" in line and re.search(r"92\.\d{8}", line) for line in lines)
    assert all(len(line) <= int(width) for line in lines)


def test_colour_is_for_terminals(run, monkeypatch):
    """Nothing but text goes into a pipe, and none of it is colour where NO_COLOR is set."""
    assert "\x1b" not in run(*BUY).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", run(*BUY).out)
