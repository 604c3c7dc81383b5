"""What the provider refuses, and in which words."""

import pytest

PRECISION = "srcAmount has invalid precision for currency {}. Expected {} decimals."


@pytest.mark.parametrize(
    ("order", "amount", "message"),
    [
        ("ach", "100", PRECISION.format("USD", 2)),
        ("ach", "100.000", PRECISION.format("USD", 2)),
        ("us payout", "100.00", PRECISION.format("USDC_GNO", 6)),
        ("us payout", "100.0000000", PRECISION.format("USDC_GNO", 6)),
    ],
)
def test_precision_is_exact(caller, jane, order, amount, message):
    """An amount has exactly the decimals of the source currency."""
    answer = caller.create(jane, order, srcAmount=amount)
    assert answer.status_code == 400
    assert answer.json() == {"error": "VALIDATION_ERROR", "message": message}


@pytest.mark.parametrize(
    "amount", ["", "-1.00", "1e2", "1,00", ".50", "100.", " 1.00", "NaN", 100.0, None, "0.00"]
)
def test_amounts_that_are_none(caller, jane, amount):
    """A number, a sign, an exponent or nothing at all is no amount."""
    answer = caller.create(jane, srcAmount=amount)
    assert answer.status_code == 400
    assert answer.json()["error"] == "VALIDATION_ERROR"


def test_unknown_pair(caller, jane):
    """Nobody serves a pair that is not listed: euros cannot be cashed out."""
    euro = caller.orders["sepa"]
    answer = caller.create(jane, src=euro["dest"], dest=euro["src"])
    assert answer.status_code == 400
    assert answer.json()["message"] == "No provider can handle the requested external accounts"


@pytest.mark.parametrize("company", ["noah", "nobody", "Bridge", ""])
def test_company_that_is_no_candidate(caller, jane, company):
    """A preferred company must serve the pair, under its exact id."""
    answer = caller.create(jane, providerId=company)
    message = f"Preferred provider '{company}' is not a valid candidate for this payment path"
    assert answer.status_code == 400
    assert answer.json()["message"] == message


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"countryCode": "BR", "rail": "ACH"},
        {"countryCode": "US", "rail": "PIX"},
        {"countryCode": "US"},
        {"countryCode": "US", "rail": "ACH", "currency": "EUR"},
        {"countryCode": "US", "rail": "ACH", "providerId": "noah"},
    ],
)
def test_source_details_fit_the_schema(caller, jane, details):
    """Routing details must fit the schema that is served for them."""
    answer = caller.create(jane, src={"currencyCode": "USD", "details": details})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("src.details")


@pytest.mark.parametrize("address", ["0x12", "742d35Cc6634C0532925a3b844Bc9e7595f42aB4", 7, None])
def test_wallet_details_fit_the_schema(caller, jane, address):
    """A wallet has a hexadecimal address of forty digits."""
    answer = caller.create(jane, dest={"currencyCode": "USDC_GNO", "details": {"address": address}})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("dest.details")


def test_payout_wants_the_whole_account(caller, jane):
    """A fiat destination needs its account, unless the switch asks for routing alone."""
    routing = {"currencyCode": "USD", "details": {"countryCode": "US", "rail": "ACH"}}
    assert caller.create(jane, "us payout", dest=routing).status_code == 400
    caller.flip(payout_schema="routing")
    assert caller.create(jane, "us payout", dest=routing).status_code == 201


@pytest.mark.parametrize("url", ["ftp://x.example", "nonsense", "https://", "http://[", 7])
def test_redirects_are_web_addresses(caller, jane, url):
    """A redirect is an http or https address."""
    assert caller.create(jane, onboardingRedirectUrl=url).status_code == 400


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'"x"', b"\xff", b'{"srcAmount": NaN}', b'{"a": 1e999}', b"[" * 100_000, b"1" * 5000],
)
def test_bodies_that_are_no_json_objects(caller, jane, raw):
    """What is not a JSON object is 400, however broken."""
    headers = {**jane, "Content-Type": "application/json"}
    assert caller.post("/intent", content=raw, headers=headers).status_code == 400


def test_content_type(caller, jane):
    """A body must say that it is JSON."""
    headers = {**jane, "Content-Type": "text/plain"}
    assert caller.post("/intent", content=b"{}", headers=headers).status_code == 400


def test_execute_before_approval(caller, jane):
    """An intent that has not passed compliance cannot be executed."""
    answer = caller.post(f"/intent/{caller.intent(jane)}/transaction", headers=jane)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "COMPLIANCE_NOT_COMPLETE",
        "message": "Intent compliance is not approved",
    }


@pytest.mark.parametrize("auto", [True, False])
def test_execute_twice(caller, jane, auto):
    """There is one transaction per intent, whoever started it."""
    intent_id = caller.intent(jane, autoExecute=auto)
    caller.move(intent_id, "approve")
    if not auto:
        assert caller.post(f"/intent/{intent_id}/transaction", headers=jane).status_code == 202
    answer = caller.post(f"/intent/{intent_id}/transaction", headers=jane)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "TRANSACTION_EXISTS",
        "message": "Transaction already exists for this intent",
    }


def test_execute_after_the_end(caller, jane):
    """An approved intent that was cancelled stays cancelled."""
    intent_id = caller.intent(jane)
    caller.move(intent_id, "approve", "cancel")
    assert caller.post(f"/intent/{intent_id}/transaction", headers=jane).status_code == 400
    assert caller.state()["counts"]["transactions"] == 0


def test_nothing_there(caller, jane):
    """An unknown intent, a missing transaction and an unknown path are 404."""
    intent_id = caller.intent(jane)
    for path in ("/intent/int_nothing", f"/intent/{intent_id}/transaction", "/nothing", "/intent/"):
        answer = caller.get(path, headers=jane)
        assert answer.status_code == 404
        assert answer.json()["error"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/customers", "DELETE", {"GET", "HEAD", "POST"}),
        ("/intent/x", "POST", {"GET", "HEAD"}),
        ("/intent/quote", "POST", {"GET", "HEAD"}),
        ("/auth/token", "GET", {"POST"}),
    ],
)
def test_wrong_method(caller, path, method, allowed):
    """A wrong method is 405 and told the right ones."""
    answer = caller.http.request(method, f"/gnosis/v1{path}")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == allowed


def test_error_shapes(caller, jane):
    """One refusal in the three shapes of the provider's pages."""
    caller.flip(error_shape="code")
    assert caller.create(jane, srcAmount="1").json() == {
        "code": "PAYMENT_AMOUNT_INVALID",
        "message": "amount exceeds allowed precision of 2 decimal places",
    }
    assert caller.create(jane, providerId="x").json()["code"] == "BAD_REQUEST"
    caller.flip(error_shape="details")
    assert caller.create(jane, "us payout", srcAmount="1.0000000").json() == {
        "error": "Bad Request",
        "message": "amount exceeds allowed precision of 6 decimal places for USDC",
        "details": {"field": "amount", "currencyCode": "USDC", "maxDecimals": 6, "providedDecimals": 7},
    }


def test_precision_may_be_a_maximum(caller, jane):
    """In the older rule fewer decimals are fine and more are not."""
    caller.flip(precision="maximum")
    assert caller.create(jane, srcAmount="100").status_code == 201
    assert caller.create(jane, srcAmount="100.001").status_code == 400
