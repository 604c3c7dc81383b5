"""Where the documentation contradicts itself, the emulator shows or takes each side: one case a row."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

NO_SERVER_SIDE = {
    "C48": "which tags group the operations of the published file never passes the API",
}
"""Rows that no call shows, each with the reason."""

ROWS: dict[str, Callable[[Any], None]] = {}

AR_KYC = {
    "country": "AR",
    "first_name": "Mateo",
    "last_name": "Romero",
    "gender": "M",
    "birthday": "1990-01-25",
    "nationality": "AR",
    "id_number_type": "DNI",
    "id_number": "11122233",
    "registered_tax_payer": False,
    "cuit": "20111222330",
    "address": "Libertad",
    "address_number": "333",
    "postal_code": "1012",
    "city": "Trelew",
    "state": "AR.CH",
    "phone": "+542211228855",
}


def row(name: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Let a function prove that the emulator knows all sides of a row."""

    def note(case: Callable[[Any], None]) -> Callable[[Any], None]:
        ROWS[name] = case
        return case

    return note


def faces(sandbox: Any, switch: str, values: list[Any], look: Callable[[], Any]) -> list[Any]:
    """What is seen while the switch has each of the values."""
    seen = []
    for value in values:
        sandbox.switch(**{switch: value})
        seen.append(look())
    return seen


def token(sandbox: Any) -> dict[str, Any]:
    """A token's answer."""
    answer: dict[str, Any] = sandbox.client.post(
        "/ripio/oauth2/token/",
        data={"grant_type": "client_credentials"},
        auth=("sandbox-ripio-ar", "sandbox-client-secret-ar"),
    ).json()
    return answer


def sold(sandbox: Any, partner: Any) -> dict[str, Any]:
    """A completed off-ramp transaction."""
    account_id = partner.fiat_account(partner.customer())
    session_id = partner.post("/offrampSession/", {"fiatAccountId": account_id})["sessionId"]
    moved = sandbox.control("POST", f"/offramp-sessions/{session_id}/deposit", {"amount": "25"})
    return sandbox.control("POST", f"/orders/{moved['transactionId']}/settle")


def last_event(sandbox: Any) -> Any:
    """The webhook delivered last."""
    return json.loads(sandbox.world.deliveries[-1].body)


@row("C1")
def token_names(sandbox: Any) -> None:
    """Camel case on the page, snake case in most clients."""
    seen = faces(sandbox, "token_names", ["both", "camel", "snake"], lambda: set(token(sandbox)))
    camel, snake = {"accessToken", "expiresIn", "tokenType"}, {"access_token", "expires_in", "token_type"}

    assert seen == [{*camel, *snake, "scope"}, {*camel, "scope"}, {*snake, "scope"}]


@row("C2")
def token_kind(sandbox: Any) -> None:
    """Thirty opaque characters in the sample, a JWT by the scheme; each opens the door."""
    opaque, jwt = faces(sandbox, "token_kind", ["opaque", "jwt"], lambda: token(sandbox)["accessToken"])

    assert (len(opaque), opaque.count(".")) == (30, 0)
    assert jwt.count(".") == 2
    for each in (opaque, jwt):
        headers = {"Authorization": f"Bearer {each}"}
        assert sandbox.client.get("/ripio/api/v1/rates/", headers=headers).status_code == 200


@row("C3")
def customer_id_on_create(sandbox: Any) -> None:
    """A body with or without it; a known one is refused."""
    argentina, own = sandbox.partner("AR"), sandbox.world.uuid()
    body = {"email": "a@example.com", "type": "INDIVIDUAL"}

    assert argentina.post("/customers/", body)["customerId"] != own
    assert argentina.post("/customers/", {**body, "customerId": own})["customerId"] == own
    assert argentina.refused("POST", "/customers/", {**body, "customerId": own})["status"] == 400


@row("C4")
def customer_id_format(sandbox: Any) -> None:
    """A UUID, or text that is none; both are good for every later call."""
    argentina = sandbox.partner("AR")
    plain, uuid = faces(sandbox, "customer_ids", ["plain", "uuid"], argentina.customer)

    assert (plain[-1], uuid[-1] in "0123456789abcdef") == ("g", True)
    for customer_id in (plain, uuid):
        assert argentina.order(customer_id)["transaction"]["customerId"] == customer_id
        assert argentina.fiat_account(customer_id)


@row("C5")
def activity(sandbox: Any) -> None:
    """Newer answers tell it, older do not."""
    argentina = sandbox.partner("AR")
    path = f"/customers/{argentina.stranger()}/"
    seen = faces(sandbox, "customer_shows_activity", [True, False], lambda: "isActive" in argentina.get(path))

    assert seen == [True, False]


@row("C6")
def unauthenticated(sandbox: Any) -> None:
    """401 here, 403 in the sibling's sample."""
    look = sandbox.client.get
    seen = faces(sandbox, "unauthenticated_status", [401, 403], lambda: look("/ripio/api/v1/rates/"))

    assert [(each.status_code, each.json()["code"]) for each in seen] == [(401, 40001), (403, 40001)]


@row("C7")
def session_items(sandbox: Any) -> None:
    """`transactions`, once `orders`, in sessions of both kinds."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()
    argentina.post("/onrampSession/", argentina.session_body(customer_id))
    argentina.post("/offrampSession/", {"fiatAccountId": argentina.fiat_account(customer_id)})
    for key in ("transactions", "orders"):
        sandbox.switch(session_items=key)
        for path in ("/onrampSession/", "/offrampSession/"):
            assert argentina.get(path)["results"][0].keys() & {"transactions", "orders"} == {key}


@row("C8")
def instructions_of_an_order(sandbox: Any) -> None:
    """An object, once a list of fields."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()
    new, old = faces(
        sandbox,
        "order_instructions",
        ["object", "list"],
        lambda: argentina.order(customer_id)["fiatPaymentInstructions"],
    )

    assert new.keys() == {"cvu", "alias"}
    assert [(field["fieldName"], field["type"]) for field in old] == [("cvu", "TEXT"), ("alias", "TEXT")]


@row("C9")
def instructions_of_a_session(sandbox: Any) -> None:
    """Without a status, with each of the three, and null while there is no account."""
    mexico = sandbox.partner("MX")
    look = lambda: mexico.post("/onrampSession/", mexico.session_body(mexico.customer()))  # noqa: E731
    ready, late, silent = faces(
        sandbox, "session_instructions", ["enabled", "processing", "without_status"], look
    )
    sandbox.switch(session_instructions="enabled")
    sandbox.control("POST", f"/onramp-sessions/{ready['sessionId']}/disable")
    closed = mexico.get(f"/onrampSession/{ready['sessionId']}/")["fiatPaymentInstructions"]

    assert late["fiatPaymentInstructions"] == {"clabe": None, "status": "processing"}
    assert silent["fiatPaymentInstructions"].keys() == {"clabe"}
    assert ready["fiatPaymentInstructions"]["status"] == "enabled"
    assert closed["status"] == "disabled"


@row("C10")
def rail_names(sandbox: Any) -> None:
    """`bank_transfer`, once `wire`, printed and taken."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()
    seen = faces(
        sandbox,
        "rail_names",
        ["current", "retired"],
        lambda: argentina.order(customer_id)["transaction"]["paymentMethodType"],
    )

    assert seen == ["bank_transfer", "wire"]
    assert argentina.quote(paymentMethodType="wire")["quoteId"]


@row("C11")
def fiat_account_type(sandbox: Any) -> None:
    """`paymentMethodType`, once `accountType` with values of its own, printed and taken."""
    argentina = sandbox.partner("AR")
    body = argentina.fiat_account_body(argentina.customer())
    for key, value in (("paymentMethodType", "bank_transfer"), ("accountType", "CBU_ALIAS_AR")):
        sandbox.switch(fiat_account_type=key)
        body = {key: value, "customerId": body["customerId"], "accountFields": body["accountFields"]}
        assert argentina.post("/fiatAccounts/", body)[key] == value


@row("C12")
def requirements_query(sandbox: Any) -> None:
    """Either parameter, the rail's name or the printed example's; sending both always works."""
    argentina, path = sandbox.partner("AR"), "/fiatAccounts/requirements/"
    for name, other in [
        ("paymentMethod", "paymentMethodType"),
        ("paymentMethodType", "paymentMethod"),
    ]:
        sandbox.switch(requirements_parameter=name)
        for value in ("bank_transfer", "CBU/ALIAS(AR)"):
            assert argentina.get(f"{path}?{name}={value}")[0]["fieldName"] == "alias_or_cvu_destination"
        assert argentina.get(f"{path}?{name}=bank_transfer&{other}=bank_transfer")
        assert argentina.refused("GET", f"{path}?{other}=bank_transfer")["status"] == 400


@row("C13")
def lists(sandbox: Any) -> None:
    """Bare arrays, or pages under whichever key."""
    argentina = sandbox.partner("AR")
    argentina.order(argentina.customer())
    page, bare, items, data = faces(
        sandbox, "lists", ["page", "bare", "items", "data"], lambda: argentina.get("/transactions/")
    )

    assert page["transactions"] == bare == items["items"] == data["data"]
    assert len(bare) == 1


@row("C14")
def final_from_amount(sandbox: Any) -> None:
    """What was asked, that less the fees, or that and the fees: then the Pix code asks for it too."""
    brazil = sandbox.partner("BR")
    customer_id = brazil.customer()
    for meaning, final, payable in [
        ("equal", "100.50", "100.50"),
        ("net", "100.13", "100.50"),
        ("gross", "100.87", "100.87"),
    ]:
        sandbox.switch(quote_final_from=meaning)
        quote = brazil.quote()
        code = brazil.order(customer_id, quoteId=quote["quoteId"])["fiatPaymentInstructions"]["brCode"]
        assert Decimal(quote["finalFromAmount"]) == Decimal(final)
        assert f"54{len(payable):02}{payable}" in code


@row("C15")
def quote_sample(sandbox: Any) -> None:
    """ARS with `pix`, and a fee that explains nothing; by default neither."""
    argentina = sandbox.partner("AR")
    asked = {"fromCurrency": "ARS", "toCurrency": "USDC", "fromAmount": "1500", "chain": "BASE"}
    assert argentina.refused("POST", "/quotes/", {**asked, "paymentMethodType": "pix"})["status"] == 400

    sandbox.switch(quote_rails="any", quote_fees="sample")
    quote = argentina.post("/quotes/", {**asked, "paymentMethodType": "pix"})
    fee, missing = quote["fees"][0], Decimal(quote["toAmount"]) - Decimal(quote["finalToAmount"])

    assert fee["amount"] == "0.37"
    assert missing * Decimal(quote["rate"]) > 1


@row("C16")
def quote_customer(sandbox: Any) -> None:
    """Sent or not, told again or not."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.stranger()
    seen = faces(
        sandbox,
        "quote_echoes_customer",
        [False, True],
        lambda: argentina.quote(customerId=customer_id).get("customerId"),
    )

    assert seen == [None, customer_id]
    assert "customerId" not in argentina.quote()


@row("C17")
def extra_data(sandbox: Any) -> None:
    """Three Colombian rails need it, older pages do not know it, Bre-B is left out."""
    colombia = sandbox.partner("CO")
    customer_id = colombia.customer()
    for rail, needed in [
        ("bank_transfer", True),
        ("r2p_bancolombia", True),
        ("r2p_nequi", True),
        ("breb", False),
    ]:
        for switch in ("required", "optional"):
            sandbox.switch(extra_data=switch)
            quote_id = colombia.quote(paymentMethodType=rail)["quoteId"]
            body = colombia.order_body(customer_id, quoteId=quote_id)
            del body["extraData"]
            refused = colombia.call("POST", "/onramp/", body).status_code == 400
            assert refused == (needed and switch == "required")


@row("C18")
def kyc_body(sandbox: Any) -> None:
    """Wrapped, flat in snake case with the terms beside, and flat in camel case."""
    argentina = sandbox.partner("AR")
    camel = {
        "legalFirstName": AR_KYC["first_name"],
        "legalLastName": AR_KYC["last_name"],
        "dateOfBirth": AR_KYC["birthday"],
        "nationality": "AR",
        "gender": "M",
        "idNumberType": "DNI",
        "idNumber": AR_KYC["id_number"],
        **{name: AR_KYC[name] for name in ("country", "address", "city", "state", "phone")},
        "postalCode": "1012",
        "addressNumber": "333",
    }
    for body in ({"kycSubmission": AR_KYC}, {**AR_KYC, "terms_conditions": True}, camel):
        assert argentina.post(f"/customers/{argentina.stranger()}/kyc/", body)["submissionId"]
    flat_but_short = argentina.refused(
        "POST", f"/customers/{argentina.stranger()}/kyc/", {"legalFirstName": "M"}
    )
    assert "last_name" in flat_but_short["detail"]


@row("C19")
def kyc_field_names(sandbox: Any) -> None:
    """The names of the one sample or of the other, each good for a submission."""
    argentina = sandbox.partner("AR")
    own, other = faces(
        sandbox,
        "kyc_field_names",
        ["submit", "requirements"],
        lambda: [field["fieldName"] for field in argentina.get("/kycRequirements/")["kycRequiredFields"]],
    )

    assert {"first_name", "birthday"} <= set(own)
    assert {"legalFirstName", "dateOfBirth"} <= set(other)
    values = {new: AR_KYC[old] for old, new in zip(own, other, strict=True) if old in AR_KYC}
    assert argentina.post(f"/customers/{argentina.stranger()}/kyc/", {"kycSubmission": values})


@row("C20")
def cuit_digits(sandbox: Any) -> None:
    """Eleven in one sample, twelve in the other; check digits are nobody's business here."""
    argentina = sandbox.partner("AR")
    for cuit, status in [("20111222330", 201), ("201112223301", 201), ("2011122233", 400)]:
        body = {"kycSubmission": {**AR_KYC, "cuit": cuit}}
        assert argentina.call("POST", f"/customers/{argentina.stranger()}/kyc/", body).status_code == status


@row("C21")
def kyc_submissions(sandbox: Any) -> None:
    """One object on its own page, a list elsewhere."""
    argentina = sandbox.partner("AR")
    path = f"/customers/{argentina.customer()}/kycSubmissions/"
    one, several, results = faces(
        sandbox, "kyc_submissions", ["object", "list", "results"], lambda: argentina.get(path)
    )

    assert one["status"] == "COMPLETED"
    assert [one] == several == results["results"]


@row("C22")
def fiat_account_statuses(sandbox: Any) -> None:
    """Confirmed first or not; usable under either word; disabled and suspended."""
    argentina = sandbox.partner("AR")
    body = argentina.fiat_account_body(argentina.customer())
    new = lambda: argentina.post("/fiatAccounts/", body)  # noqa: E731
    unconfirmed, processing = faces(sandbox, "first_fiat_account_status", ["UNCONFIRMED", "PROCESSING"], new)
    path = f"/fiatAccounts/{processing['fiatAccountId']}/"
    told = [unconfirmed["status"], processing["status"]]
    for control in ("enable", "suspend", "disable"):
        sandbox.control("POST", f"/fiat-accounts/{processing['fiatAccountId']}/{control}")
        told.append(argentina.get(path)["status"])
    sandbox.control("POST", f"/fiat-accounts/{processing['fiatAccountId']}/enable")
    sandbox.switch(usable_fiat_account="ACTIVE")

    assert told == ["UNCONFIRMED", "PROCESSING", "ENABLED", "SUSPENDED", "DISABLED"]
    assert argentina.get(path)["status"] == "ACTIVE"


@row("C23")
def fiat_account_path(sandbox: Any) -> None:
    """The plural is the path; the singular of one sentence leads nowhere."""
    argentina = sandbox.partner("AR")

    assert argentina.get("/fiatAccounts/")["count"] == 0
    assert argentina.refused("GET", "/fiatAccount/")["status"] == 404


@row("C24")
def sandbox_or_none(sandbox: Any) -> None:
    """Deposits are simulated, or as one client says there is no such thing."""
    argentina = sandbox.partner("AR")
    cvu = argentina.order(argentina.customer())["fiatPaymentInstructions"]["cvu"]
    body = {"amount": 150000, "alias_or_cvu": cvu}
    seen = faces(
        sandbox,
        "simulation",
        ["absent", "served"],
        lambda: argentina.call("POST", "/simulateDeposit/", body).status_code,
    )

    assert seen == [404, 200]


@row("C25")
def customer_detail(sandbox: Any) -> None:
    """Reading and changing both tell the customer, a closed one too."""
    argentina = sandbox.partner("AR")
    path = f"/customers/{argentina.stranger()}/"
    argentina.post(f"{path}deactivate/")
    changed = argentina.call("PUT", path, {"email": "b@example.com"}).json()

    assert changed == argentina.get(path)
    assert (changed["isActive"], changed["email"]) == (False, "b@example.com")


@row("C26")
def trailing_slash(sandbox: Any) -> None:
    """Served without, redirected or refused; `execute` is printed without, and served with."""
    argentina = sandbox.partner("AR")
    seen = faces(
        sandbox,
        "missing_slash",
        ["serve", "redirect", "refuse"],
        lambda: argentina.call("GET", "/rates?limit=1"),
    )
    assert [answer.status_code for answer in seen] == [200, 301, 404]
    assert seen[1].headers["location"].endswith("/api/v1/rates/?limit=1")
    for path in ("execute", "execute/"):
        payment = argentina.post("/sellAndPays/", argentina.payment_body(argentina.customer()))
        assert argentina.post(f"/sellAndPays/{payment['id']}/{path}")["status"] == "WAITING_DEPOSIT"


@row("C27")
def simulated_deposits(sandbox: Any) -> None:
    """Every version's body, and the oldest one's answer."""
    argentina, colombia = sandbox.partner("AR"), sandbox.partner("CO")
    customer_id, told = argentina.customer(), []
    for switch, more in [
        ("message", {"amount": "150000.00"}),
        ("empty", {"amount": 150000, "payment_method_type": "bank_transfer"}),
        ("empty", {"amount": 150000, "paymentMethodType": "bank_transfer"}),
    ]:
        sandbox.switch(simulate_deposit=switch)
        order = argentina.order(customer_id)
        body = {**more, "alias_or_cvu": order["fiatPaymentInstructions"]["cvu"]}
        told.append(argentina.post("/simulateDeposit/", body))
        path = f"/transactions/{order['transaction']['transactionId']}/"
        assert argentina.get(path)["status"] == "PROCESSING"
    page = colombia.order(colombia.customer())["fiatPaymentInstructions"]["paymentUrl"]

    assert told == [{"message": "Deposit simulated."}, {}, {}]
    body = {"amount": 400000, "paymentMethodType": "bank_transfer", "payment_url": page}
    assert colombia.post("/simulateDeposit/", body) == {}


@row("C28")
def signed_bytes(sandbox: Any) -> None:
    """The signature is over the bytes sent, or over the same event printed compactly."""
    argentina, secret = sandbox.partner("AR"), b"sandbox-webhook-secret-ar"
    for switch, over_raw in (("raw", True), ("reserialised", False)):
        sandbox.switch(signed_bytes=switch)
        argentina.customer()
        delivery = sandbox.world.deliveries[-1]
        compact = json.dumps(json.loads(delivery.body), separators=(",", ":")).encode()
        signed = [hmac.new(secret, text, hashlib.sha256).hexdigest() for text in (delivery.body, compact)]
        value = delivery.headers["Http-X-Wh-Signature-256"].removeprefix("sha256=")
        assert (value == signed[0], value == signed[1]) == (over_raw, True)


@row("C29")
def signature_header(sandbox: Any) -> None:
    """The long name, the short one, the bare value."""
    argentina = sandbox.partner("AR")

    def look() -> tuple[str, bool]:
        argentina.customer()
        [(name, value)] = list(sandbox.world.deliveries[-1].headers.items())[1:]
        return name, value.startswith("sha256=")

    assert faces(sandbox, "signature", ["documented", "short_header", "bare_value"], look) == [
        ("Http-X-Wh-Signature-256", True),
        ("X-Wh-Signature-256", True),
        ("Http-X-Wh-Signature-256", False),
    ]


@row("C30")
def event_object(sandbox: Any) -> None:
    """Under one key, under another, or one deeper."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()

    def look() -> Any:
        order_id = argentina.order(customer_id)["transaction"]["transactionId"]
        sandbox.control("POST", f"/orders/{order_id}/pay")
        return last_event(sandbox)

    keys = ["transactionObject", "transaction", "payload"]
    first, second, third = faces(sandbox, "event_object", keys, look)

    assert first["transactionObject"].keys() == second["transaction"].keys()
    assert third["payload"]["transactionObject"].keys() == first["transactionObject"].keys()


@row("C31")
def sell_and_pay_events(sandbox: Any) -> None:
    """The newer names tell of crypto that was seen, the older of crypto that is confirmed."""
    argentina = sandbox.partner("AR")
    customer_id, told = argentina.customer(), []
    for names in ("current", "retired"):
        sandbox.switch(sell_and_pay_events=names)
        for control in ("deposit", "block"):
            payment_id = argentina.post("/sellAndPays/", argentina.payment_body(customer_id))["id"]
            argentina.post(f"/sellAndPays/{payment_id}/execute")
            sandbox.control("POST", f"/sell-and-pays/{payment_id}/{control}")
            event = last_event(sandbox)
            told.append((event["eventType"], event["transaction"]["cryptoDeposit"]["status"]))

    assert told == [
        ("SELL_AND_PAY.DEPOSIT.RECEIVED", "RECEIVED"),
        ("SELL_AND_PAY.DEPOSIT.BLOCKED", "BLOCKED"),
        ("SELL_AND_PAY.DEPOSIT_CONFIRMED", "CONFIRMED"),
        ("SELL_AND_PAY.DEPOSIT_BLOCKED", "BLOCKED"),
    ]


@row("C32")
def first_status(sandbox: Any) -> None:
    """What a fresh order says it is."""
    argentina = sandbox.partner("AR")
    customer_id, statuses = argentina.customer(), ["PENDING", "CREATED", "WITHDRAWAL_PENDING"]
    look = lambda: argentina.order(customer_id)["transaction"]["status"]  # noqa: E731

    assert faces(sandbox, "first_status", statuses, look) == statuses


@row("C33")
def status_filter(sandbox: Any) -> None:
    """WITHDRAWAL_PENDING is found as PROCESSING, or by no filter at all."""
    argentina = sandbox.partner("AR")
    order_id = argentina.order(argentina.customer())["transaction"]["transactionId"]
    sandbox.control("POST", f"/orders/{order_id}/pay")
    sandbox.control("POST", f"/orders/{order_id}/settle", {"until": "WITHDRAWAL_PENDING"})
    filters = ("PENDING", "PROCESSING", "COMPLETED", "CANCELLED", "REFUNDED")
    seen = faces(
        sandbox,
        "status_filter",
        ["coarse", "exact"],
        lambda: [argentina.get(f"/transactions/?status={each}")["count"] for each in filters],
    )

    assert seen == [[0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]


@row("C34")
def spelling_of_cancel(sandbox: Any) -> None:
    """This API's word, or the Widget's."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()
    for body, status in [({}, "CANCELLED"), ({"status": "ONRAMP_CANCELED"}, "ONRAMP_CANCELED")]:
        order_id = argentina.order(customer_id)["transaction"]["transactionId"]
        sandbox.control("POST", f"/orders/{order_id}/cancel", body)
        assert argentina.get(f"/transactions/{order_id}/")["status"] == status


@row("C35")
def off_ramp_amount(sandbox: Any) -> None:
    """The fiat paid out by the page, the crypto sent by one client; the history tells both."""
    argentina = sandbox.partner("AR")
    done = sold(sandbox, argentina)
    fiat, crypto = faces(
        sandbox,
        "off_ramp_amount",
        ["fiat", "crypto"],
        lambda: argentina.get(f"/transactions/{done['transactionId']}/")["amount"],
    )
    [told] = argentina.get(f"/customers/{done['customerId']}/transactions/offramp/")["transactions"]

    assert (Decimal(crypto), Decimal(told["fromAmount"])) == (25, 25)
    assert fiat == f"{Decimal(told['toAmount']):.2f}"


@row("C36")
def terms_address(sandbox: Any) -> None:
    """Needed by the page, left out by two clients."""
    argentina = sandbox.partner("AR")
    body = {"termsId": argentina.get("/termsAndConditions/")["termsId"]}
    path = f"/customers/{argentina.stranger()}/acceptTerms/"
    refused, taken = faces(
        sandbox, "terms_address", ["required", "optional"], lambda: argentina.call("POST", path, body)
    )

    assert "ipAddress" in refused.json()["detail"]
    assert (taken.status_code, taken.json()["ipAddress"]) == (201, "127.0.0.1")


@row("C37")
def terms_shape(sandbox: Any) -> None:
    """One object, a list of one with or without a wrapper, and `id` for its id."""
    argentina = sandbox.partner("AR")
    one, results, several, renamed = faces(
        sandbox,
        "terms",
        ["object", "results", "list", "id"],
        lambda: argentina.get("/termsAndConditions/"),
    )

    assert [one] == several == results["results"]
    assert renamed["id"] == one["termsId"]
    assert "termsId" not in renamed


@row("C38")
def terms_gate(sandbox: Any) -> None:
    """At sessions alone, at orders too, or everywhere."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.stranger()
    argentina.post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
    quoted = {"fromCurrency": "ARS", "toCurrency": "USDC", "fromAmount": "1500", "chain": "BASE"}
    asked = [
        ("/onrampSession/", argentina.session_body(customer_id)),
        ("/onramp/", argentina.order_body(customer_id)),
        ("/quotes/", {**quoted, "paymentMethodType": "bank_transfer", "customerId": customer_id}),
    ]

    def look() -> list[bool]:
        answers = [argentina.call("POST", path, body) for path, body in asked]
        return [answer.status_code == 400 and answer.json()["code"] == 20039 for answer in answers]

    assert faces(sandbox, "terms_gate", ["everywhere", "ramps", "sessions"], look) == [
        [True, True, True],
        [True, True, False],
        [True, False, False],
    ]


@row("C39")
def colombian_instructions(sandbox: Any) -> None:
    """A key of either length behind an at sign, and a telephone that is mostly stars."""
    colombia = sandbox.partner("CO")
    customer_id = colombia.customer()

    def paid_how(rail: str) -> dict[str, str]:
        quote_id = colombia.quote(paymentMethodType=rail)["quoteId"]
        return colombia.order(customer_id, quoteId=quote_id)["fiatPaymentInstructions"]

    assert {len(paid_how("breb")["brebKey"]) for _ in range(12)} == {len("@ABC123"), len("@ABCDE12345")}
    assert paid_how("r2p_nequi")["phoneNumber"].startswith("*****")


@row("C40")
def payment_currencies(sandbox: Any) -> None:
    """ARS by the list, ARS, MXN and USD by the words; the code may be anybody's."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()
    pix = "00020126580014br.gov.bcb.pix"

    def look() -> list[int]:
        bodies = [
            argentina.payment_body(customer_id, paymentCurrency=each, qrCode=pix)
            for each in ("ARS", "MXN", "USD", "EUR")
        ]
        return [argentina.call("POST", "/sellAndPays/", body).status_code for body in bodies]

    seen = faces(sandbox, "payment_currencies", ["country", "described"], look)

    assert seen == [[201, 400, 400, 400], [201, 201, 201, 400]]


@row("C41")
def confirmation(sandbox: Any) -> None:
    """The answer has the rail, or as in the sample lacks it."""
    argentina = sandbox.partner("AR")
    body = argentina.fiat_account_body(argentina.customer())

    def look() -> bool:
        account_id = argentina.post("/fiatAccounts/", body)["fiatAccountId"]
        return "paymentMethodType" in argentina.post(f"/fiatAccounts/{account_id}/confirm/")

    assert faces(sandbox, "confirmation_omits_rail", [False, True], look) == [True, False]


@row("C42")
def transaction_hash(sandbox: Any) -> None:
    """Absent, null, then a string."""
    argentina = sandbox.partner("AR")
    order_id = argentina.order(argentina.customer())["transaction"]["transactionId"]
    look = lambda: argentina.get(f"/transactions/{order_id}/").get("txnHash", "absent")  # noqa: E731

    assert faces(sandbox, "transaction_hash", ["absent", "null"], look) == ["absent", None]
    for control in ("pay", "settle"):
        sandbox.control("POST", f"/orders/{order_id}/{control}")
    assert look().startswith("0x")


@row("C43")
def failure_reason(sandbox: Any) -> None:
    """A completed item without a reason, or with the sample's."""
    argentina = sandbox.partner("AR")
    path = f"/customers/{sold(sandbox, argentina)['customerId']}/transactions/offramp/"
    seen = faces(
        sandbox,
        "stray_failure_reason",
        [False, True],
        lambda: [(each["status"], each["failureReason"]) for each in argentina.get(path)["transactions"]],
    )

    assert seen == [[("COMPLETED", None)], [("COMPLETED", "INVALID_DESTINATION")]]


@row("C44")
def networks(sandbox: Any) -> None:
    """An array or an object, in snake case or in camel case."""
    argentina = sandbox.partner("AR")
    for path in ("/depositNetworks/", "/withdrawalNetworks/"):
        several, wrapped, camel = faces(
            sandbox, "networks", ["list", "object", "camel"], lambda path=path: argentina.get(path)
        )
        assert wrapped["networks"] == several
        assert (several[0].keys(), camel[0].keys()) == ({"network_name", "assets"}, {"networkName", "assets"})


@row("C45")
def fraction_digits(sandbox: Any) -> None:
    """None, three or six."""
    argentina = sandbox.partner("AR")
    path = f"/customers/{argentina.stranger()}/"
    look = lambda: len(argentina.get(path)["createdAt"])  # noqa: E731
    whole = len("2026-03-12T14:22:22Z")

    assert faces(sandbox, "fraction_digits", [0, 3, 6], look) == [whole, whole + 4, whole + 7]


@row("C46")
def naming_style(sandbox: Any) -> None:
    """Snake case in five places of an API in camel case."""
    argentina = sandbox.partner("AR")
    account_id = argentina.fiat_account(argentina.customer())
    snake = {
        *(field["fieldName"] for field in argentina.get("/kycRequirements/")["kycRequiredFields"]),
        *argentina.get(f"/fiatAccounts/{account_id}/")["fiatAccountFields"],
        *argentina.get("/rates/")[0],
        *argentina.get("/depositNetworks/")[0],
        *argentina.refused("POST", "/simulateDeposit/", {"amount": 1})["detail"],
    }

    assert snake >= {
        "first_name",
        "alias_or_cvu_destination",
        "last_buy_rate",
        "network_name",
        "alias_or_cvu",
    }
    assert all(name == name.lower() for name in snake)


@row("C47")
def rail_of_a_session(sandbox: Any) -> None:
    """`bank_transfer` or `wire`, taken by the one kind of session, printed by the other."""
    argentina = sandbox.partner("AR")
    customer_id = argentina.customer()
    account_id = argentina.fiat_account(customer_id)
    argentina.post("/offrampSession/", {"fiatAccountId": account_id})
    for rail in ("wire", "bank_transfer"):
        body = argentina.session_body(customer_id, paymentMethodType=rail)
        assert argentina.call("POST", "/onrampSession/", body).status_code == 201
    seen = faces(
        sandbox,
        "rail_names",
        ["current", "retired"],
        lambda: argentina.get("/offrampSession/")["results"][0]["paymentMethodType"],
    )

    assert seen == ["bank_transfer", "wire"]


@row("C49")
def brazilian_sessions(sandbox: Any) -> None:
    """None, or one with a permanent key."""
    brazil = sandbox.partner("BR")
    body = brazil.session_body(brazil.customer(), paymentMethodType="pix")
    refused, opened = faces(
        sandbox, "pix_sessions", ["refuse", "key"], lambda: brazil.call("POST", "/onrampSession/", body)
    )

    assert refused.status_code == 400
    assert opened.json()["fiatPaymentInstructions"].keys() == {"pixKey", "status"}


@row("C50")
def ticket_events(sandbox: Any) -> None:
    """Registration alone is told, or the resolution too; the status never tells it."""
    argentina = sandbox.partner("AR")
    form = {"customerId": argentina.stranger(), "summary": "Help", "description": "Help"}
    for told in (False, True):
        sandbox.switch(ticket_resolution_event=told)
        files = [("files", ("a.txt", b"a"))]
        ticket_id = argentina.call("POST", "/supportTickets/", data=form, files=files).json()["ticketId"]
        sandbox.control("POST", f"/support-tickets/{ticket_id}/register")
        sandbox.control("POST", f"/support-tickets/{ticket_id}/resolve")
        last = "SUPPORT_TICKET.RESOLVED" if told else "SUPPORT_TICKET.CREATED"
        assert sandbox.events()[-1] == last
        assert argentina.get(f"/supportTickets/{ticket_id}/")["status"] == "CREATED"


@row("C51")
def off_ramp_orders(sandbox: Any) -> None:
    """A bare array on the page, a page for one client."""
    argentina = sandbox.partner("AR")
    done = sold(sandbox, argentina)
    bare, page = faces(sandbox, "off_ramp_orders", ["bare", "page"], lambda: argentina.get("/offramp/"))

    assert bare == page["transactions"] == [done]


@pytest.mark.parametrize("name", sorted(ROWS, key=lambda each: int(each[1:])))
def test_each_side_of_a_row_is_shown_or_taken(sandbox: Any, name: str) -> None:
    """What the documentation says in two ways the emulator can say, or takes, in both."""
    ROWS[name](sandbox)


def test_no_row_is_forgotten() -> None:
    """Every row has a case, or a reason to have none."""
    assert ROWS.keys() | NO_SERVER_SIDE.keys() == {f"C{number}" for number in range(1, 52)}
    assert not ROWS.keys() & NO_SERVER_SIDE.keys()
