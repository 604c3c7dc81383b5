"""Pairs, companies, requirements and prices."""

from datetime import timedelta
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

PAIRS = [
    ("USD", "USDC_GNO"),
    ("EUR", "USDC_GNO"),
    ("USDC_GNO", "USD"),
    ("BRL", "USDC_BASE"),
    ("USDC_BASE", "BRL"),
]


def quote(caller, source, dest, amount, country):
    """Ask for quotes; return the answer."""
    asked = {
        "srcCurrencyCode": source,
        "destCurrencyCode": dest,
        "srcAmount": amount,
        "countryCode": country,
    }
    return caller.get("/intent/quote", params=asked, auth=caller.basic)


def requirements(caller, source, dest, **narrow):
    """Ask for requirements; return the answer."""
    asked = {"srcCurrencyCode": source, "destCurrencyCode": dest, **narrow}
    return caller.get("/intent/requirements", params=asked, auth=caller.basic)


def test_pairs(caller):
    """Five pairs are served; euros only on the way in, by banxa."""
    pairs = caller.get("/currencies/supported", auth=caller.basic).json()
    assert [(each["from"], each["to"]) for each in pairs] == PAIRS
    assert pairs[0]["providerIds"] == ["banxa", "bridge"]
    assert pairs[1]["providerIds"] == ["banxa"]


def test_companies_of_pairs_are_listed(caller):
    """Every company of a pair is one of the project."""
    known = {each["id"] for each in caller.get("/providers", auth=caller.basic).json()}
    for pair in caller.get("/currencies/supported", auth=caller.basic).json():
        assert set(pair["providerIds"]) <= known


def test_sample_quote_adds_up(caller):
    """100 dollars by ACH at bridge cost 1.50 and give 98.50, as the guide prints."""
    rows = quote(caller, "USD", "USDC_GNO", "100.00", "US").json()["quotes"]
    assert [(each["providerId"], each["rail"]) for each in rows] == [
        ("banxa", "ACH"),
        ("banxa", "WIRE"),
        ("bridge", "ACH"),
        ("bridge", "WIRE"),
    ]
    assert rows[2] == {
        "providerId": "bridge",
        "type": "ONRAMP",
        "rail": "ACH",
        "hasIndicativePrice": True,
        "destAmount": "98.50",
        "exchangeRate": "0.9850",
        "fees": {
            "currencyCode": "USD",
            "totalFee": "1.50",
            "networkFee": "0.50",
            "processingFee": "0.75",
            "partnerFee": "0.25",
        },
    }


@pytest.mark.parametrize(
    ("source", "dest", "country", "amount"),
    [
        ("USD", "USDC_GNO", "US", "1234.56"),
        ("EUR", "USDC_GNO", "DE", "250.00"),
        ("USDC_GNO", "USD", "US", "1000.000000"),
        ("BRL", "USDC_BASE", "BR", "500.00"),
        ("USDC_BASE", "BRL", "BR", "50.000000"),
        ("BRL", "USDC_BASE", "BR", "9" * 20 + ".99"),
    ],
)
def test_every_price_is_consistent(caller, source, dest, country, amount):
    """Fees add up, and the rate is what arrives for what is paid."""
    priced = [
        each
        for each in quote(caller, source, dest, amount, country).json()["quotes"]
        if each["hasIndicativePrice"]
    ]
    assert priced
    for row in priced:
        fees = {name: Decimal(value) for name, value in row["fees"].items() if name.endswith("Fee")}
        assert fees["totalFee"] == fees["networkFee"] + fees["processingFee"] + fees["partnerFee"]
        assert row["fees"]["currencyCode"] == source
        ratio = Decimal(row["destAmount"]) / Decimal(amount)
        assert abs(ratio - Decimal(row["exchangeRate"])) <= Decimal("0.00005")


def test_prices_follow_the_seed_not_the_clock(caller, make_caller):
    """Time changes no price; another seed moves floating pairs."""
    first = quote(caller, "BRL", "USDC_BASE", "500.00", "BR").content
    caller.world.clock.advance(timedelta(days=30))
    caller.customer()
    assert quote(caller, "BRL", "USDC_BASE", "500.00", "BR").content == first
    assert quote(make_caller(seed=99), "BRL", "USDC_BASE", "500.00", "BR").content != first


def test_company_without_a_price(caller):
    """One company does not price, and switches change which."""
    rows = quote(caller, "BRL", "USDC_BASE", "500.00", "BR").json()["quotes"]
    assert [(each["providerId"], each["hasIndicativePrice"]) for each in rows] == [
        ("noah", False),
        ("bridge", True),
    ]
    assert rows[0]["destAmount"] is rows[0]["exchangeRate"] is rows[0]["fees"] is None
    caller.flip(no_price=[], no_quote=["bridge"])
    rows = quote(caller, "BRL", "USDC_BASE", "500.00", "BR").json()["quotes"]
    assert [(each["providerId"], each["hasIndicativePrice"]) for each in rows] == [("noah", True)]


@pytest.mark.parametrize("amount", ["0", "0.50", "1.00"])
def test_fees_that_eat_the_amount(caller, amount):
    """Where nothing would be left there is no price."""
    rows = quote(caller, "USD", "USDC_GNO", amount, "US").json()["quotes"]
    assert not any(each["hasIndicativePrice"] for each in rows if each["rail"] == "WIRE")


def test_huge_amount(caller):
    """The longest amount that is taken can be priced."""
    assert quote(caller, "BRL", "USDC_BASE", "9" * 57 + ".99", "BR").status_code == 200


def test_country_nobody_serves(caller):
    """A pair that is not served in a country has no quotes there."""
    assert quote(caller, "USD", "USDC_GNO", "100.00", "AR").json() == {"quotes": []}


@pytest.mark.parametrize(
    ("source", "dest", "amount", "country"),
    [
        ("USD", "EUR", "100.00", "US"),
        ("US D", "USDC_GNO", "100.00", "US"),
        ("U", "USDC_GNO", "100.00", "US"),
        ("USD", "USDC_GNO", "1e2", "US"),
        ("USD", "USDC_GNO", "9" * 61, "US"),
        ("USD", "USDC_GNO", "100.00", "USA"),
    ],
)
def test_bad_quote_questions(caller, source, dest, amount, country):
    """A question that cannot be answered is 400."""
    assert quote(caller, source, dest, amount, country).status_code == 400


def test_missing_questions(caller):
    """Required parameters are required."""
    assert caller.get("/intent/quote", auth=caller.basic).status_code == 400
    assert caller.get("/intent/requirements", auth=caller.basic).status_code == 400


def test_reference_arithmetic(caller):
    """The reference's sample keeps the fee but not the sum."""
    caller.flip(quote_arithmetic="reference")
    row = quote(caller, "USD", "USDC_GNO", "100.00", "US").json()["quotes"][2]
    assert (row["destAmount"], row["exchangeRate"], row["fees"]["totalFee"]) == ("99.50", "0.9950", "1.50")


@pytest.mark.parametrize(("source", "dest"), PAIRS)
def test_requirements_are_schemas(caller, source, dest):
    """Both sides of every pair are valid JSON Schemas."""
    answer = requirements(caller, source, dest).json()
    for side, code in (("src", source), ("dest", dest)):
        assert answer[side]["currencyCode"] == code
        Draft202012Validator.check_schema(answer[side]["schema"])


def test_requirements_narrow(caller):
    """A rail and a company narrow the schema."""
    schema = requirements(caller, "USD", "USDC_GNO", rail="WIRE", providerId="bridge").json()["src"]["schema"]
    assert schema["required"] == ["countryCode", "currency", "rail"]
    assert schema["properties"]["rail"]["enum"] == ["WIRE"]
    assert schema["properties"]["providerId"]["oneOf"] == [{"const": "bridge", "title": "Bridge"}]


@pytest.mark.parametrize("narrow", [{"rail": "PIX"}, {"providerId": "noah"}])
def test_requirements_of_nobody(caller, narrow):
    """A rail or company that does not serve the pair is 400."""
    assert requirements(caller, "USD", "USDC_GNO", **narrow).status_code == 400


@pytest.mark.parametrize("order", ["ach", "us payout", "pix", "pix payout", "sepa"])
def test_served_schemas_accept_what_is_accepted(caller, jane, order):
    """What the schemas accept, the intent call accepts."""
    body = caller.orders[order]
    answer = requirements(caller, body["src"]["currencyCode"], body["dest"]["currencyCode"]).json()
    for side in ("src", "dest"):
        details = {**body[side]["details"], "currency": body[side]["currencyCode"]}
        Draft202012Validator(answer[side]["schema"]).validate(details)
    assert caller.create(jane, order).status_code == 201
