"""Where the documentation contradicts itself, the emulator can take either side: one case for each row."""

from datetime import timedelta
from itertools import pairwise

import pytest

ASIDE = {"beside the contract": True}
WALLET = "0x742d35Cc6634C0532925a3b844Bc9e7595f42aB4"
US_BANK = {
    "rails": "ACH",
    "currency": "USD",
    "institutionName": "Chase Bank",
    "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
    "beneficiary": {"name": "Jane Doe"},
}
STORED = {
    "src": "USD",
    "dest": "USDC_GNO",
    "source": US_BANK,
    "destination": {"address": WALLET, "currency": "USDC_GNO"},
}

NO_SERVER_SIDE = {
    2: "which host is the sandbox is a matter of the address that a client is given",
    41: "what the frame posts to the page around it never passes the API",
    42: "the origin and the permissions of the frame are matters of the page around it",
    48: "values printed by a generator of samples, which no server sends",
}
"""Rows that no call shows, each with the reason."""

ROWS = {}


def row(number):
    """Let a function prove that the emulator knows all sides of a row."""

    def note(case):
        ROWS[number] = case
        return case

    return note


def created(caller, headers, order="ach", **changes):
    """Create an intent, in whatever shape, and return the whole answer."""
    body = {**caller.orders[order], **changes}
    answer = caller.post("/intent", json=body, headers=headers, extensions=ASIDE)
    assert answer.status_code == 201, answer.text
    return answer.json()


def intent_in(caller, headers, **switches):
    """Create an intent while the switches stand so, and return it."""
    caller.flip(**switches)
    return created(caller, headers)["intent"]


def ordered_of_old(caller, headers, **changes):
    """Create an intent with stored accounts and return the whole answer."""
    pair = caller.post("/customers/external-accounts", json=STORED, headers=headers).json()
    ids = {
        f"{side}ExternalAccountId": pair[name]["id"]
        for side, name in (("src", "source"), ("dest", "destination"))
    }
    answer = caller.post("/intent", json={**ids, "amount": "100.00", **changes}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def executed(caller, headers, **switches):
    """Create, approve and execute an intent; return the answer to the last of it."""
    caller.flip(**switches)
    intent_id = created(caller, headers)["intent"]["id"]
    caller.move(intent_id, "approve")
    return caller.post(f"/intent/{intent_id}/transaction", headers=headers).json()


def transaction_in(caller, headers, order="ach", **switches):
    """Read the transaction of a new intent while the switches stand so."""
    caller.flip(auto_complete="always", **switches)
    intent_id = created(caller, headers, order)["intent"]["id"]
    return caller.get(f"/intent/{intent_id}/transaction", headers=headers).json()


def registered(caller, **switches):
    """Create a customer while the switches stand so, and return the answer."""
    caller.flip(**switches)
    return caller.post("/customers", json={"id": "joe"}, auth=caller.basic).json()


def requirements(caller, pair=("USD", "USDC_GNO"), **switches):
    """Read the requirements of a pair while the switches stand so."""
    caller.flip(**switches)
    query = {"srcCurrencyCode": pair[0], "destCurrencyCode": pair[1]}
    return caller.get("/intent/requirements", params=query, auth=caller.basic).json()


def asked_of(caller, pair, side, **switches):
    """The fields that the schema of one side knows."""
    return set(requirements(caller, pair, **switches)[side]["schema"]["properties"])


def project_token(caller):
    """A token for the project."""
    form = {"grant_type": "client_credentials"}
    return caller.post("/auth/token", data=form, auth=caller.basic).json()["access_token"]


def bearer(token):
    """The header of a token."""
    return {"Authorization": f"Bearer {token}"}


@row(1)
def base_paths(caller, jane):
    """The guides end the base address in `/v1`, the reference in `/api/v1`."""
    for base in ("/v1", "/api/v1"):
        assert caller.http.get(f"/gnosis{base}/providers", auth=caller.basic).status_code == 200


@row(3)
def project_credentials(caller, jane):
    """The guides want Basic credentials from the project, the reference a token from `/auth/token`."""
    token = project_token(caller)
    for allowed, basic, by_token in (("any", 200, 200), ("basic", 200, 401), ("bearer", 401, 200)):
        caller.flip(project_auth=allowed)
        assert caller.get("/providers", auth=caller.basic).status_code == basic
        assert caller.get("/providers", headers=bearer(token)).status_code == by_token


@row(4)
def name_of_the_token(caller, jane):
    """The token is `accessToken`, or null, or `access_token`, or in no text of the newest reference."""
    names = {"accessToken", "access_token"}
    for field in names:
        assert names & set(registered(caller, token_field=field)) == {field}
    assert registered(caller, token_field="null")["accessToken"] is None
    assert not names & set(registered(caller, token_field="absent"))


@row(5)
def life_of_the_token(caller, jane):
    """A customer's token lives an hour, or as long as the subject token and a configured time more."""
    subject = caller.control("/subject-tokens", subject="w").json()["token"]
    joe = caller.customer("joe", subject_token=subject)
    caller.flip(token_life="subject", token_seconds=600)
    ann = caller.customer("ann", subject_token=subject)
    for minutes, fixed, with_ttl in ((60, 401, 200), (10, 401, 401)):
        caller.world.clock.advance(timedelta(minutes=minutes))
        assert caller.get("/intent", headers=joe).status_code == fixed
        assert caller.get("/intent", headers=ann).status_code == with_ttl


@row(6)
def id_of_a_customer(caller, jane):
    """A customer has the id that was sent, a UUID, or something that starts with `cust_`."""
    assert registered(caller, customer_id="echo")["id"] == "joe"
    assert registered(caller, customer_id="uuid")["id"].count("-") == 4
    assert registered(caller, customer_id="cust")["id"].startswith("cust_")


@row(7)
def owner_of_a_customer(caller, jane):
    """The reference requires organisation and project of a customer, two samples leave them out."""
    owner = {"organizationId", "projectId"}
    assert owner <= set(registered(caller, customer_owner="present"))
    assert not owner & set(registered(caller, customer_owner="absent"))


@row(8)
def currency_of_an_account(caller, jane):
    """The currency of an account is a code or an object with one."""
    assert intent_in(caller, jane, currency_shape="string")["src"]["currency"] == "USD"
    assert intent_in(caller, jane, currency_shape="object")["src"]["currency"]["code"] == "USD"


@row(9)
def payload_of_an_account(caller, jane):
    """The payload of an account is `details`, `metadata` beside id and label, or a whole stored account."""
    assert intent_in(caller, jane, details_field="details")["src"]["details"]["rail"] == "ACH"
    flat = intent_in(caller, jane, details_field="metadata")["src"]
    assert flat["id"]
    assert flat["label"] is None
    assert flat["metadata"]["rail"] == "ACH"
    whole = ordered_of_old(caller, jane)["intent"]["src"]
    assert whole["currency"]["decimals"] == 2
    caller.flip(old_answers="g2b")
    stored = ordered_of_old(caller, jane)["intent"]
    assert stored["src"]["metadata"]["rails"] == "ACH"
    assert stored["provider"] == "BANXA"


@row(10)
def name_of_the_amount(caller, jane):
    """The amount is `srcAmount`, `transferAmount.amount`, or the latter inside `metadata`."""
    moved = {"amount": "100.00", "currencyCode": "USD"}
    assert intent_in(caller, jane, amount_field="srcAmount")["srcAmount"] == "100.00"
    assert intent_in(caller, jane, amount_field="transferAmount")["transferAmount"] == moved
    assert intent_in(caller, jane, amount_field="metadata")["metadata"]["transferAmount"] == moved


@row(11)
def set_of_statuses(caller, jane):
    """An intent has one of ten statuses or one of five."""
    intent_id = intent_in(caller, jane)["id"]
    caller.move(intent_id, "approve")
    assert caller.status(jane, intent_id) == "PENDING_PAYMENT"
    caller.flip(status_set="g2")
    assert caller.status(jane, intent_id) == "PROCESSING"


@row(12)
def first_status(caller, jane):
    """A new intent is CREATED in the guides and PENDING in samples of the reference."""
    for word in ("CREATED", "PENDING"):
        assert intent_in(caller, jane, created_word=word)["status"] == word


@row(13)
def where_to_execute(caller, jane):
    """An intent is executed from COMPLIANCE_APPROVED or, since that one is transient, PENDING_PAYMENT."""
    for seen, status in (("transient", "PENDING_PAYMENT"), ("visible", "COMPLIANCE_APPROVED")):
        caller.flip(approved=seen, auto_complete="never")
        intent_id = created(caller, jane)["intent"]["id"]
        caller.move(intent_id, "approve")
        assert caller.status(jane, intent_id) == status
        assert caller.post(f"/intent/{intent_id}/transaction", headers=jane).status_code == 202


@row(14)
def word_of_success(caller, jane):
    """A transaction ends in SUCCESS, or in COMPLETED in older guides."""
    intent_id = created(caller, jane, autoExecute=True)["intent"]["id"]
    caller.move(intent_id, "approve", "settle")
    for word in ("SUCCESS", "COMPLETED"):
        caller.flip(success_word=word)
        read = caller.get(f"/intent/{intent_id}/transaction", headers=jane)
        assert read.json()["status"] == word


@row(15)
def status_after_executing(caller, jane):
    """After executing the transaction is PENDING in the samples and IN_PROGRESS in an older text."""
    for word in ("PENDING", "IN_PROGRESS"):
        answer = executed(caller, jane, execute_word=word, auto_complete="never")
        assert (answer["status"], answer["transaction"]["status"]) == ("IN_PROGRESS", word)


@row(16)
def shape_of_the_instructions(caller, jane):
    """`depositInstructions` are an object, an array, or absent."""
    for shape, kind in (("object", dict), ("array", list), ("absent", type(None))):
        answer = executed(caller, jane, instructions_shape=shape, auto_complete="never")
        assert isinstance(answer.get("depositInstructions"), kind)


@row(17)
def shape_of_the_context(caller, jane):
    """`context` is an array in the guides, an object or `{}` in the reference, or nothing."""
    for shape, kind in (("array", list), ("object", dict), ("null", type(None))):
        assert isinstance(transaction_in(caller, jane, context_shape=shape)["context"], kind)
    assert transaction_in(caller, jane, context_shape="empty")["context"] == {}
    assert "context" not in transaction_in(caller, jane, context_shape="absent")


@row(18)
def entry_of_the_instructions(caller, jane):
    """An instruction has an encoding, keys and a type, its own or its parent's, or a kind and metadata."""
    (new,) = transaction_in(caller, jane, "us payout", entry_shape="g3")["context"]
    assert (new["encoding"], new["type"]) == ("DISPLAY", "CRYPTO")
    (old,) = transaction_in(caller, jane, "us payout", entry_shape="g2")["context"]
    assert old["kind"] == "CRYPTO"
    assert old["metadata"]["amountConditions"]
    parent = executed(caller, jane, entry_shape="g3", auto_complete="never")["depositInstructions"]
    assert parent["type"] == "BANK"
    assert "type" not in parent["context"][0]
    assert "rail" not in parent["context"][0]["instructions"]


@row(19)
def no_transaction(caller, jane):
    """Without a transaction the field is null, or absent."""
    caller.flip(no_transaction="null")
    assert created(caller, jane)["transaction"] is None
    caller.flip(no_transaction="absent")
    assert "transaction" not in created(caller, jane)


@row(20)
def fields_of_a_transaction(caller, jane):
    """`intentId`, `providerReference` and `lastActivityAt` come and go with the generations."""
    more = {
        "guide": {"lastActivityAt"},
        "reference": set(),
        "g2": {"lastActivityAt", "intentId", "providerReference"},
        "g1": {"intentId"},
    }
    for side, fields in more.items():
        shown = set(transaction_in(caller, jane, transaction_fields=side))
        assert shown - {"id", "status", "createdAt", "updatedAt", "context"} == fields


@row(21)
def name_of_the_link(caller, jane):
    """The link is `onboardingUrl`, or `frontendUrl` beside a `workflowId`."""
    assert created(caller, jane)["onboardingUrl"]
    caller.flip(onboarding_field="frontendUrl")
    new, old = created(caller, jane), ordered_of_old(caller, jane)
    assert new["frontendUrl"]
    assert old["frontendUrl"]
    assert old["workflowId"]
    caller.flip(old_answers="g2b")
    assert ordered_of_old(caller, jane)["onboardingUrl"]


@row(22)
def host_of_the_page(caller, jane):
    """The onboarding page is on one of four hosts."""
    for start in (
        "https://onboarding.ramp.gnosis.io/session/",
        "https://dashboard.uramp.io/intent/",
        "https://app.gnosisramp.com/intent/",
        "https://app.gnosisramp.io/intent/",
    ):
        caller.flip(onboarding_host=start.split("/")[2])
        assert created(caller, jane)["onboardingUrl"].startswith(start)


@row(23)
def redirects(caller, jane):
    """There are two addresses to return to, or the first alone, or `redirectUrl`."""
    first, second = (
        {"onboardingRedirectUrl": "https://a.example"},
        {"checkoutRedirectUrl": "https://b.example"},
    )
    for sent in ({}, first, {**first, **second}):
        intent = created(caller, jane, **sent)["intent"]
        assert intent["onboardingRedirectUrl"] == sent.get("onboardingRedirectUrl")
        assert intent["checkoutRedirectUrl"] == sent.get("checkoutRedirectUrl")
    old = ordered_of_old(caller, jane, redirectUrl="https://a.example")["intent"]
    assert old["redirectUrl"] == "https://a.example"
    caller.flip(old_answers="g2b")
    assert (
        ordered_of_old(caller, jane, **first, **second)["intent"]["checkoutRedirectUrl"]
        == "https://b.example"
    )


@row(24)
def name_of_the_company(caller, jane):
    """A company is named by its id, by its name, in capitals, and has a code in capitals."""
    for side, name in (("id", "bridge"), ("name", "Bridge"), ("upper", "BRIDGE")):
        assert intent_in(caller, jane, provider_name=side)["provider"] == name
    codes = [each["code"] for each in caller.get("/providers", auth=caller.basic).json()]
    assert "NOAH" in codes


@row(25)
def place_of_the_company(caller, jane):
    """The company asked for stands at the root; a sample and two schemas put it into the details."""
    for key in ("providerId", "provider", "absent"):
        properties = requirements(caller, provider_key=key)["src"]["schema"]["properties"]
        assert {"providerId", "provider"} & set(properties) == {key} - {"absent"}
    # A sample names the company in capitals in the details; the one at the root is who is asked.
    src = {"currencyCode": "USD", "details": {"countryCode": "US", "rail": "ACH", "provider": "BRIDGE"}}
    assert created(caller, jane, src=src, providerId="banxa")["intent"]["provider"] == "banxa"


@row(26)
def currency_in_the_details(caller, jane):
    """The schemas require `currency` in the details, every sample of creating leaves it out."""
    named = {
        "src": {"currencyCode": "USD", "details": {"countryCode": "US", "rail": "ACH", "currency": "USD"}},
        "dest": {"currencyCode": "USDC_GNO", "details": {"address": WALLET, "currency": "USDC_GNO"}},
    }
    for rule, without in (("filled", 201), ("refused", 400)):
        caller.flip(missing_currency=rule)
        assert created(caller, jane, **named)["intent"]["src"]["details"]["currency"] == "USD"
        assert caller.create(jane).status_code == without


@row(27)
def what_a_schema_asks(caller, jane):
    """Schemas ask for routing fields alone, or for a whole bank account."""
    routing = {"countryCode", "currency", "rail", "providerId"}
    pay_in, pay_out = ("USD", "USDC_GNO"), ("USDC_GNO", "USD")
    assert asked_of(caller, pay_in, "src", payin_schema="routing") == routing
    assert asked_of(caller, pay_in, "src", payin_schema="account") > routing
    assert asked_of(caller, pay_out, "dest", payout_schema="account") > routing
    assert asked_of(caller, pay_out, "dest", payout_schema="routing") == routing


@row(28)
def key_of_the_rail(caller, jane):
    """The rail is `rail` now and was `rails`."""
    for key in ("rail", "rails"):
        assert key in asked_of(caller, ("USD", "USDC_GNO"), "src", rail_key=key)
        details = {"countryCode": "US", key: "ACH"}
        created(caller, jane, src={"currencyCode": "USD", "details": details})


@row(29)
def calls_for_requirements(caller, jane):
    """Requirements are read by intent, by pair, by country or by chain."""
    assert set(requirements(caller)) == {"src", "dest"}
    for query, answer in (
        ({"src": "USD", "dest": "USDC_GNO"}, {"src", "dest", "source", "destination"}),
        ({"countryCode": "US"}, {"countryCode", "schema"}),
        ({"blockchain": "BASE"}, {"blockchain", "schema"}),
    ):
        shown = caller.get("/external-accounts/requirements", params=query, auth=caller.basic)
        assert set(shown.json()) == answer
    caller.flip(legacy_calls="gone")
    path = "/external-accounts/requirements"
    assert caller.get(path, auth=caller.basic, extensions=ASIDE).status_code == 404


@row(30)
def who_may_read_requirements(caller, jane):
    """The project reads requirements; in the first guide the customer did."""
    query = {"countryCode": "US"}
    for who in ({"auth": caller.basic}, {"headers": jane}, {"headers": bearer(project_token(caller))}):
        assert caller.get("/external-accounts/requirements", params=query, **who).status_code == 200
    query = {"srcCurrencyCode": "USD", "destCurrencyCode": "USDC_GNO"}
    assert caller.get("/intent/requirements", params=query, auth=caller.basic).status_code == 200
    assert caller.get("/intent/requirements", params=query, headers=jane).status_code == 401


@row(31)
def decimals(caller, jane):
    """The decimals of an amount are exact, or a maximum."""
    for rule, taken in (("exact", [400, 400, 201, 400]), ("maximum", [201, 201, 201, 400])):
        caller.flip(precision=rule)
        amounts = ("100", "100.0", "100.00", "100.000")
        assert [caller.create(jane, srcAmount=each).status_code for each in amounts] == taken


@row(32)
def shape_of_an_error(caller, jane):
    """An error is an `error`, a `code`, or an `error` with details."""
    for shape, keys in (
        ("error", {"error", "message"}),
        ("code", {"code", "message"}),
        ("details", {"error", "message", "details"}),
    ):
        caller.flip(error_shape=shape)
        assert set(caller.create(jane, srcAmount="1.001").json()) == keys


@row(33)
def arithmetic_of_a_quote(caller, jane):
    """The fee is subtracted in one sample and not in the other."""
    query = {
        "srcCurrencyCode": "USD",
        "destCurrencyCode": "USDC_GNO",
        "srcAmount": "100.00",
        "countryCode": "US",
    }
    for side, received, rate in (("consistent", "98.50", "0.9850"), ("reference", "99.50", "0.9950")):
        caller.flip(quote_arithmetic=side)
        quotes = caller.get("/intent/quote", params=query, auth=caller.basic).json()["quotes"]
        quote = next(each for each in quotes if (each["providerId"], each["rail"]) == ("bridge", "ACH"))
        assert (quote["destAmount"], quote["exchangeRate"]) == (received, rate)
        assert quote["fees"]["totalFee"] == "1.50"


@row(34)
def companies_of_a_pair(caller, jane):
    """A pair lists the ids of its companies, or whole companies."""
    for shape, key in (("ids", "providerIds"), ("objects", "providers")):
        caller.flip(pair_companies=shape)
        pair = caller.get("/currencies/supported", auth=caller.basic).json()[0]
        assert set(pair) == {"from", "to", key}


@row(35)
def path_of_the_accounts(caller, jane):
    """Accounts are stored under the customer of the token, or under an id in the path."""
    one = {
        "type": "CRYPTO_ADDRESS",
        "label": "Wallet",
        "cryptoAddress": {"address": WALLET, "currency": "USDC_ETH"},
    }
    for path in ("/customers/external-accounts", "/customers/jane/external-accounts"):
        assert caller.post(path, json=one, headers=jane).json()["currency"]["code"] == "USDC_ETH"


@row(36)
def label_of_an_account(caller, jane):
    """An account stored without a label has null for one, or a text."""
    for side, kind in (("null", type(None)), ("text", str)):
        caller.flip(account_label=side)
        pair = caller.post("/customers/external-accounts", json=STORED, headers=jane).json()
        assert isinstance(pair["source"]["label"], kind)


@row(37)
def extras_of_an_old_body(caller, jane):
    """The first guide sends the customer and the currency with an old intent, its specification does not."""
    assert ordered_of_old(caller, jane)["intent"]["id"]
    assert ordered_of_old(caller, jane, customerId="jane", currencyCode="USD")["intent"]["id"]


@row(38)
def key_of_a_webhook(caller, jane):
    """A webhook is signed with the client secret, or with a secret from the dashboard."""
    signatures = set()
    for key in ("client_secret", "signing_secret"):
        caller.flip(webhook_key=key)
        caller.move(created(caller, jane)["intent"]["id"], "cancel")
        delivery = caller.world.deliveries[-1]
        signatures.add(delivery.headers["X-GnosisRamp-Signature"] == signature_by_client(caller, delivery))
    assert signatures == {True, False}


def signature_by_client(caller, delivery):
    """The signature that the client secret makes."""
    from rampkit_gnosis.emulator.webhooks import signature  # noqa: PLC0415  # for this row alone

    timestamp = delivery.headers["X-GnosisRamp-Timestamp"]
    return signature(caller.project["client_secret"], timestamp, delivery.body)


@row(39)
def fields_of_a_webhook(caller, jane):
    """An event names customer and reason, or neither."""
    always = {"intentId", "status", "previousStatus"}
    for side, fields in (("full", {*always, "customerId", "failureReason"}), ("minimal", always)):
        caller.flip(webhook_fields=side)
        caller.move(created(caller, jane)["intent"]["id"], "cancel")
        assert set(caller.events()[-1][1]) == fields


@row(40)
def tries_of_a_webhook(caller, jane):
    """One table of retries has six rows, the last without a delay, the other has five: six tries."""
    caller.flip(webhook_fate="retried")
    caller.move(created(caller, jane)["intent"]["id"], "cancel")
    first, *retries = caller.world.deliveries
    assert {each.body for each in retries} == {first.body}
    moments = [first.at, *(each.at for each in retries)]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert [gap.total_seconds() / 60 for gap in gaps] == [1, 5, 30, 120, 1440]


@row(43)
def text_that_a_wallet_signs(caller, jane):
    """A wallet signs the statement of Gnosis Pay, or that of GnosisRamp."""
    texts = {
        "g3": ("Sign in with Ethereum to Gnosis Pay", "https://api.gnosispay.com/"),
        "g2": ("Sign in to GnosisRamp", "https://api.gnosisramp.io"),
    }
    for rule, taken in (("any", {"g3", "g2"}), ("g3", {"g3"}), ("g2", {"g2"})):
        caller.flip(sign_in_text=rule, signatures="trusted")
        assert {name for name, text in texts.items() if sign_in(caller, *text).status_code == 200} == taken


def sign_in(caller, statement, uri):
    """Show a message with a signature that is none."""
    nonce = caller.get("/gnosispay/auth/nonce").text
    message = (
        f"gnosisramp.io wants you to sign in with your Ethereum account:\n{WALLET}\n\n{statement}\n\n"
        f"URI: {uri}\nVersion: 1\nChain ID: 100\nNonce: {nonce}\nIssued At: 2026-03-29T10:00:00Z"
    )
    return caller.post("/gnosispay/auth/challenge", json={"message": message, "signature": "0x1b2c3d"})


@row(44)
def word_for_a_chain(caller, jane):
    """Gnosis Chain is GNO in currency codes and GNOSIS as a blockchain; ETH is answered as ETHEREUM."""
    for word, chain in (("code", "GNO"), ("name", "GNOSIS")):
        (entry,) = transaction_in(caller, jane, "us payout", chain_word=word)["context"]
        assert entry["instructions"]["chain"] == chain
    for asked, answered in (("GNOSIS", "GNOSIS"), ("ETH", "ETHEREUM")):
        query = {"blockchain": asked}
        shown = caller.get("/external-accounts/requirements", params=query, auth=caller.basic).json()
        assert shown["blockchain"] == answered


@row(45)
def meaning_of_pending(caller, jane):
    """A transaction that is PENDING waits for the person, or for the company."""
    intent_id = created(caller, jane, autoExecute=True)["intent"]["id"]
    caller.move(intent_id, "approve")
    path = f"/intent/{intent_id}/transaction"
    waits_for_the_person = caller.get(path, headers=jane).json()
    caller.move(intent_id, "confirm")
    waited_for_the_company = caller.get(path, headers=jane).json()
    assert [waits_for_the_person["status"], waited_for_the_company["status"]] == ["PENDING", "IN_PROGRESS"]
    assert waits_for_the_person["context"] == waited_for_the_company["context"]
    caller.move(intent_id, "pay", "settle")


@row(46)
def execution_of_a_returning_customer(caller, jane):
    """A returning customer's intent is executed at once, or only if it was asked to."""
    for rule, manual, automatic in (("always", True, True), ("on_request", False, True)):
        caller.flip(auto_complete="always", auto_complete_executes=rule)
        assert (created(caller, jane)["transaction"] is not None) is manual
        assert (created(caller, jane, autoExecute=True)["transaction"] is not None) is automatic


@row(47)
def end_of_a_plan(caller, jane):
    """A finished plan is at the step COMPLETED, or at none."""
    caller.flip(auto_complete="always")
    for side, code in (("COMPLETED", "COMPLETED"), ("null", None)):
        caller.flip(plan_finished=side)
        assert ordered_of_old(caller, jane)["intent"]["compliancePlan"]["currentStepCode"] == code


@pytest.mark.parametrize("number", [pytest.param(number, id=f"G{number}") for number in sorted(ROWS)])
def test_emulator_takes_every_side(caller, jane, number):
    """Whatever side of a contradiction a deployment is on, the emulator can be on it too."""
    ROWS[number](caller, jane)


def test_no_row_is_forgotten():
    """There are 48 rows; each has a case or a reason why there is none."""
    assert sorted([*ROWS, *NO_SERVER_SIDE]) == list(range(1, 49))
