"""The calls of older generations."""

import pytest

WALLET = "0x742d35Cc6634C0532925a3b84cF2f7c7f3B2f5f8"
BANK = {
    "rails": "ACH",
    "currency": "USD",
    "institutionName": "Chase Bank",
    "accountIdentifier": {"routingNumber": "021000021", "accountNumber": "123456789012"},
    "beneficiary": {"name": "Jane Doe", "taxId": "123-45-6789"},
}
PAIR = {
    "src": "USD",
    "dest": "USDC_GNO",
    "source": BANK,
    "destination": {"address": WALLET, "currency": "USDC_GNO"},
}
ACCOUNTS = "/customers/external-accounts"


def old_order(caller, headers, **changes):
    """Store a pair of accounts and order an intent with them."""
    pair = caller.post(ACCOUNTS, json=PAIR, headers=headers).json()
    body = {
        "srcExternalAccountId": pair["source"]["id"],
        "destExternalAccountId": pair["destination"]["id"],
        "amount": "100.5",
        **changes,
    }
    return caller.post("/intent", json=body, headers=headers)


def test_pair_of_accounts(caller, jane):
    """A pair is stored with its currencies and listed for its owner alone."""
    answer = caller.post(ACCOUNTS, json=PAIR, headers=jane)
    assert answer.status_code == 201
    assert answer.json()["source"]["metadata"] == BANK
    assert answer.json()["destination"]["currency"]["decimals"] == 6
    assert len(caller.get(ACCOUNTS, headers=jane).json()) == 2
    assert caller.get(ACCOUNTS, headers=caller.customer("joe")).json() == []


@pytest.mark.parametrize(
    "change", [{"source": {}}, {"destination": {"address": "0x1"}}, {"dest": "EUR"}, {"src": 7}]
)
def test_bad_pairs(caller, jane, change):
    """A pair that does not fit its schemas is 400."""
    assert caller.post(ACCOUNTS, json={**PAIR, **change}, headers=jane).status_code == 400


def test_single_accounts(caller, jane):
    """The oldest form stores one account of either kind, for the token's own customer."""
    bank = {"type": "BANK_ACCOUNT", "label": "Checking", "bankAccount": {"countryCode": "US", **BANK}}
    wallet = {
        "type": "CRYPTO_ADDRESS",
        "label": "Wallet",
        "cryptoAddress": {"address": WALLET, "currency": "USDC_GNO"},
    }
    assert caller.post(ACCOUNTS, json=bank, headers=jane).json()["label"] == "Checking"
    assert caller.post("/customers/jane/external-accounts", json=wallet, headers=jane).status_code == 201
    assert caller.post("/customers/joe/external-accounts", json=wallet, headers=jane).status_code == 401
    # The sample leaves required fields out; what came has to fit.
    sample = {"countryCode": "US", "rails": "ACH", "currency": "USD"}
    for details, status in ((sample, 201), ({**sample, "rails": "PIX"}, 400), ({"countryCode": "JP"}, 400)):
        body = {"type": "BANK_ACCOUNT", "label": "Checking", "bankAccount": details}
        assert caller.post(ACCOUNTS, json=body, headers=jane).status_code == status
    del wallet["cryptoAddress"]
    assert caller.post(ACCOUNTS, json=wallet, headers=jane).status_code == 400


def test_old_intent_goes_all_the_way(caller, jane):
    """An intent with stored accounts answers in its own form, with five statuses and two plans."""
    created = old_order(caller, jane, autoExecute=True, redirectUrl="https://shop.example/back").json()
    intent_id = created["intent"]["id"]
    assert created["frontendUrl"]
    assert created["workflowId"]
    assert created["intent"]["status"] == "PENDING"
    assert created["intent"]["transferAmount"] == {"amount": "100.5", "currencyCode": "USD"}
    assert created["intent"]["compliancePlan"]["currentStepCode"] == "KYC_VERIFICATION"
    caller.move(intent_id, "approve")
    transaction = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()
    assert transaction["intentId"] == intent_id
    assert transaction["context"][0]["kind"] == "BANK"
    assert caller.status(jane, intent_id) == "PROCESSING"
    caller.move(intent_id, "settle")
    last = caller.get("/intent", headers=jane).json()[0]["intent"]
    assert last["status"] == "COMPLETED"
    assert last["compliancePlan"]["currentStepCode"] == "COMPLETED"
    assert last["mmPlan"]["providerAccount"]["providerCode"] == "banxa"


def test_old_intent_is_executed_on_request(caller, jane):
    """The answer says that it goes on, and shows no instructions: they are in the transaction."""
    intent_id = old_order(caller, jane).json()["intent"]["id"]
    caller.move(intent_id, "approve")
    answer = caller.post(f"/intent/{intent_id}/transaction", headers=jane)
    assert (answer.status_code, answer.json()["status"]) == (202, "IN_PROGRESS")
    assert set(answer.json()) == {"intentId", "status", "transaction"}


def test_flat_answer_of_the_time_between(caller, jane):
    """Between the generations an intent with stored accounts was flat, with the accounts' ids."""
    caller.flip(old_answers="g2b")
    created = old_order(caller, jane, onboardingRedirectUrl="https://shop.example/back").json()
    assert created["onboardingUrl"]
    assert created["intent"]["type"] == "ONRAMP"
    assert created["intent"]["provider"] == "BANXA"
    stored = [each["id"] for each in caller.get(ACCOUNTS, headers=jane).json()]
    assert [created["intent"][side]["id"] for side in ("src", "dest")] == stored
    assert created["intent"]["onboardingRedirectUrl"] == "https://shop.example/back"


def test_old_rejection_sits_in_the_plan(caller, jane):
    """The reason of a refusal is in the metadata of the failed step."""
    intent_id = old_order(caller, jane).json()["intent"]["id"]
    caller.control(f"/intents/{intent_id}/reject", reason="unreadable")
    intent = caller.get(f"/intent/{intent_id}", headers=jane).json()["intent"]
    assert intent["status"] == "FAILED"
    assert intent["compliancePlan"]["steps"][0]["metadata"] == {"reason": "unreadable"}


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "1.001"},
        {"amount": 5},
        {"srcExternalAccountId": "x"},
        {"customerId": "joe"},
        {"currencyCode": "EUR"},
    ],
)
def test_bad_old_orders(caller, jane, change):
    """A wrong scale, a number, an unknown account, and what disagrees with token or account, are 400."""
    assert old_order(caller, jane, **change).status_code == 400


def test_accounts_of_somebody_else(caller, jane):
    """An intent cannot use another customer's accounts."""
    pair = caller.post(ACCOUNTS, json=PAIR, headers=caller.customer("joe")).json()
    stolen = old_order(caller, jane, srcExternalAccountId=pair["source"]["id"])
    assert stolen.status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"src": "USD", "dest": "USDC_GNO"}, 200),
        ({"src": "USDC_BASE", "dest": "BRL"}, 200),
        ({"countryCode": "US"}, 200),
        ({"blockchain": "ETH"}, 200),
        ({}, 400),
        ({"src": "USD"}, 400),
        ({"src": "USD", "dest": "USDC_GNO", "countryCode": "US"}, 400),
        ({"countryCode": "US", "blockchain": "ETH"}, 400),
        ({"countryCode": "JP"}, 400),
        ({"blockchain": "DOGE"}, 400),
        ({"src": "USD", "dest": "EUR"}, 400),
    ],
)
def test_requirements(caller, jane, query, status):
    """Account schemas come by pair, country or chain, to the project and to a customer."""
    path = "/external-accounts/requirements"
    answer = caller.get(path, params=query, auth=caller.basic)
    assert answer.status_code == status
    assert caller.get(path, params=query, headers=jane).status_code == status
    if "blockchain" in query and status == 200:
        assert answer.json()["blockchain"] == "ETHEREUM"


def test_legacy_calls_may_be_gone(caller, jane):
    """A switch takes the older calls away."""
    caller.flip(legacy_calls="gone")
    gone = caller.get(ACCOUNTS, headers=jane, extensions={"beside the contract": True})
    assert gone.status_code == 404
