"""What holds for any amount and any word."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import BadResponseError
from rampkit.http import Request, json_text
from rampkit.models import Amount, Direction, Pair, Quote, QuoteRequest, RefusalReason
from rampkit.testing import answer, replay
from rampkit_ripio import RipioProvider, assets, statuses
from rampkit_ripio.mapping.pages import Walk

ON_RAMP = Pair("ARS", "USDC_BASE")
OFF_RAMP = Pair("USDC_BASE", "ARS")
FIAT = st.decimals("0.01", "99999999999.99", places=2)
TOKEN = st.decimals("0.000001", "99999999.999999", places=6)
ZEROS = st.integers(0, 8)
SYMBOLS = st.sampled_from(["USDC", "USDT", "wARS", "WARS", "wBRL", "RTEST"]) | st.text(max_size=14)
CHAINS = st.sampled_from(["BASE", "base", "ETHEREUM", "ETHEREUM_SEPOLIA", "CELO"]) | st.text(max_size=14)


def offered(pair: Pair, amount: Decimal, **changes):
    """The row that an offer for *amount* becomes, and the request for it."""
    source, destination = ("ARS", "USDC") if pair == ON_RAMP else ("USDC", "ARS")
    payload = {
        "quoteId": "q",
        "fromCurrency": source,
        "toCurrency": destination,
        "fromAmount": format(amount, "f"),
        "finalFromAmount": format(amount, "f"),
        "finalToAmount": "1",
        "expiration": "2026-02-01T12:00:30Z",
        "fees": [],
        **changes,
    }
    ripio = RipioProvider("id", "secret", country="AR")
    ask = QuoteRequest(pair=pair, amount=Amount(amount, pair.source), country="AR")
    [row], [request] = replay(ripio.quotes(ask), [answer(payload)])
    return row, request


@given(FIAT, ZEROS)
def test_amounts_are_compared_by_value(amount, zeros):
    """However many zeros Ripio prints."""
    printed = format(amount, "f") + "0" * zeros
    row, _ = offered(ON_RAMP, amount, fromAmount=printed, finalFromAmount=printed)

    assert isinstance(row, Quote)
    assert row.source_amount == Amount(amount, "ARS")


@given(st.sampled_from([ON_RAMP, OFF_RAMP]), TOKEN)
def test_every_digit_arrives(pair, amount):
    """What is sent is what was asked, and what is delivered is what was printed."""
    amount = amount if pair == OFF_RAMP else amount.quantize(Decimal("0.01")) + 1
    row, request = offered(pair, amount, finalToAmount=format(amount, "f"))

    assert Decimal(request.json["fromAmount"]) == amount
    assert "E" not in request.json["fromAmount"]
    assert row.destination_amount.value == amount


@given(FIAT, FIAT)
def test_another_amount_is_never_ours(asked, told):
    """Not even by a cent."""
    row, _ = offered(ON_RAMP, asked, fromAmount=format(told, "f"))

    assert isinstance(row, Quote) is (asked == told)
    assert asked == told or row.reason == RefusalReason.QUOTE_MISMATCH


@given(FIAT, FIAT)
def test_a_disputed_price_is_no_price(asked, final):
    """C14: only where both fields agree is it known what the person pays."""
    row, _ = offered(ON_RAMP, asked, finalFromAmount=format(final, "f"))

    assert (row.source_amount is not None) is (asked == final)


@given(FIAT)
def test_a_pretended_deposit_is_exact(amount):
    """As a JSON number with every digit."""
    ripio = RipioProvider("id", "secret", country="AR", environment="sandbox")
    _, [request] = replay(ripio.simulate_deposit({"alias_or_cvu": "x"}, amount), [answer({})])

    assert f'"amount":{amount:f}' in json_text(request.json)


@given(SYMBOLS | st.from_regex(r"[A-Z0-9]{1,12}", fullmatch=True), CHAINS)
def test_a_token_that_is_read_is_written_as_it_was(code, chain):
    """No two of Ripio's words become one of ours: an order could be for the wrong token."""
    asset = assets.asset_of(code, chain)

    if asset is not None:
        pair = Pair("ARS", asset)
        assert (assets.asset_code(asset), assets.chain_code(pair)) == (code, chain)


@given(st.sampled_from(sorted(assets.COUNTRIES)), st.text(max_size=20))
def test_any_word_for_a_rail_is_one_of_the_country_or_none(country, word):
    """Whatever Ripio calls it."""
    rail = assets.rail_of(country, word)

    assert rail is None or rail in assets.rails(country, Direction.ON_RAMP)


@given(st.sampled_from(Direction), st.text(max_size=20))
def test_any_status_word_is_known_or_concludes_nothing(direction, word):
    """An unknown word is never an end."""
    told = statuses.standing(direction, word)

    assert told.unmapped is (told == statuses.UNMAPPED)
    assert told.unmapped or told.source


@given(st.text(max_size=40), st.text(max_size=40), st.integers(400, 499))
def test_any_code_and_type_are_an_error_that_quotes_neither_text(code, kind, status):
    """What Ripio writes may name a person: only a plain word is repeated."""
    ripio = RipioProvider("id", "secret", country="AR")
    body = {"code": code, "type": kind, "detail": {"message": f"{code} {kind} of Juan"}, "status": status}
    error = ripio.parse_error(answer(body, status=status), Request(operation="quotes", path="/"))

    assert error.code is None or error.code in {code, kind}
    assert "Juan" not in str(error)


@given(
    start=st.integers(0, 40),
    cap=st.integers(1, 9),
    arrivals=st.lists(st.integers(0, 3), max_size=6),
    counted=st.booleans(),
    linked=st.booleans(),
)
def test_every_item_of_a_growing_list_is_seen_once(start, cap, arrivals, counted, linked):
    """However few come at once, and however many arrive at its front meanwhile."""
    listed = [f"old {number}" for number in range(start)]
    coming, seen, walk = iter(arrivals), [], Walk(Request(operation="list", path="/"), "id")
    while walk is not None:
        offset = int(walk.ask().query["offset"])
        items = listed[offset : offset + cap]
        goes_on = offset + len(items) < len(listed)
        payload = {"results": [{"id": name} for name in items]}
        payload |= {"count": len(listed)} if counted else {}
        payload |= (
            {"next": "https://elsewhere.example/" if goes_on else None} if linked or not counted else {}
        )
        try:
            part = walk.read(payload)
        except BadResponseError:
            # A whole page of what was seen before: nobody could say how far it goes.
            assert {*items} <= {*seen}
            return
        seen += [item["id"] for item in part.items]
        walk = part.following
        listed = [f"new {len(listed)} {number}" for number in range(next(coming, 0))] + listed

    assert len(seen) == len({*seen})
    assert {*seen} >= {f"old {number}" for number in range(start)}
