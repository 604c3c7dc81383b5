"""From a new customer to a settled intent, both ways and on every rail."""

import pytest

ORDERS = ["ach", "pix", "sepa", "us payout", "pix payout"]
BANK_KEYS = {"beneficiary", "bankName", "accountNumber", "routingNumber", "reference", "rail"}


@pytest.mark.parametrize("order", ORDERS)
def test_manual_intent_goes_all_the_way(caller, jane, order):
    """A manual intent waits for approval, then for its execution, then for the money."""
    created = caller.create(jane, order).json()
    intent_id = created["intent"]["id"]
    assert created["intent"]["status"] == "CREATED"
    assert created["onboardingUrl"].startswith("https://onboarding.ramp.gnosis.io/session/")
    assert created["transaction"] is None
    caller.move(intent_id, "open-compliance")
    assert caller.status(jane, intent_id) == "COMPLIANCE_IN_PROGRESS"
    caller.move(intent_id, "approve")
    assert caller.status(jane, intent_id) == "PENDING_PAYMENT"
    executed = caller.post(f"/intent/{intent_id}/transaction", headers=jane)
    assert executed.status_code == 202
    assert executed.json()["status"] == "IN_PROGRESS"
    assert executed.json()["transaction"]["status"] == "PENDING"
    assert caller.status(jane, intent_id) == "TRANSACTION_IN_PROGRESS"
    caller.move(intent_id, "pay")
    transaction = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()
    assert transaction["status"] == "IN_PROGRESS"
    caller.move(intent_id, "settle")
    last = caller.get(f"/intent/{intent_id}", headers=jane).json()
    assert last["intent"]["status"] == "COMPLETED"
    assert last["transaction"]["status"] == "SUCCESS"


def test_auto_execute_starts_on_approval(caller, jane):
    """With `autoExecute` the transaction starts as soon as compliance passes."""
    intent_id = caller.intent(jane, autoExecute=True)
    caller.move(intent_id, "approve")
    seen = caller.get(f"/intent/{intent_id}", headers=jane).json()
    assert seen["intent"]["status"] == "TRANSACTION_IN_PROGRESS"
    assert seen["onboardingUrl"] is None
    assert seen["transaction"]["status"] == "PENDING"


def test_returning_customer_is_auto_completed(caller, jane):
    """A customer approved by a company before skips compliance there, and only there."""
    caller.move(caller.intent(jane), "approve")
    again = caller.create(jane).json()
    assert again["onboardingUrl"] is None
    assert again["transaction"]["status"] == "PENDING"
    assert again["intent"]["status"] == "TRANSACTION_IN_PROGRESS"
    elsewhere = caller.create(jane, providerId="banxa").json()
    assert elsewhere["intent"]["status"] == "CREATED"


def test_first_eligible_company_is_taken(caller, jane):
    """Without `providerId` the first company of the pair serves the intent."""
    body = {**caller.orders["ach"], "providerId": None}
    answer = caller.post("/intent", json=body, headers=jane).json()
    assert answer["intent"]["provider"] == "banxa"


def test_bank_instructions(caller, jane):
    """A bank deposit shows the account and a reference of its own."""
    references = set()
    for _ in range(2):
        intent_id = caller.create(jane).json()["intent"]["id"]
        if caller.status(jane, intent_id) == "CREATED":
            caller.move(intent_id, "approve")
            caller.post(f"/intent/{intent_id}/transaction", headers=jane)
        entry = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()["context"][0]
        assert (entry["encoding"], entry["type"]) == ("DISPLAY", "BANK")
        assert set(entry["instructions"]) == BANK_KEYS
        references.add(entry["instructions"]["reference"])
    assert len(references) == 2


def test_crypto_instructions(caller, jane):
    """A sale names an address and a chain to send to."""
    intent_id = caller.intent(jane, "us payout", autoExecute=True)
    caller.move(intent_id, "approve")
    entry = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()["context"][0]
    assert entry["type"] == "CRYPTO"
    assert entry["instructions"]["chain"] == "GNO"
    assert len(entry["instructions"]["address"]) == 42


def test_pix_code_carries_amount_and_reference(caller, jane):
    """The Pix text holds the amount, the reference and a right checksum."""
    intent_id = caller.intent(jane, "pix", autoExecute=True)
    caller.move(intent_id, "approve")
    transaction = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()
    keys = transaction["context"][0]["instructions"]
    assert "5406500.00" in keys["brCode"]
    assert keys["reference"].replace("-", "") in keys["brCode"]
    assert keys["brCode"][-8:-4] == "6304"


def test_execute_prints_instructions_as_the_guide_does(caller, jane):
    """In the execute answer the kind sits on the parent and the rail is missing."""
    intent_id = caller.intent(jane)
    caller.move(intent_id, "approve")
    given = caller.post(f"/intent/{intent_id}/transaction", headers=jane).json()["depositInstructions"]
    assert given["type"] == "BANK"
    assert set(given["context"][0]) == {"encoding", "instructions"}
    assert "rail" not in given["context"][0]["instructions"]


def test_both_base_paths_are_one_service(caller, jane):
    """`/v1` and `/api/v1` share their memory."""
    intent_id = caller.intent(jane)
    seen = caller.http.get(f"/gnosis/api/v1/intent/{intent_id}", headers=jane)
    assert seen.json()["intent"]["id"] == intent_id


def test_newest_intent_is_listed_first(caller, jane):
    """A customer lists own intents only, newest first."""
    first, second = caller.intent(jane), caller.intent(jane)
    caller.intent(caller.customer("joe"))
    listed = caller.get("/intent", headers=jane).json()
    assert [each["intent"]["id"] for each in listed] == [second, first]


def test_details_and_times_are_echoed(caller, jane):
    """An intent shows the details as sent, and times with milliseconds."""
    seen = caller.create(jane).json()["intent"]
    assert seen["src"] == {
        "type": "BANK_ACCOUNT",
        "currency": "USD",
        "details": {"countryCode": "US", "rail": "ACH"},
    }
    assert seen["dest"]["type"] == "CRYPTO_ADDRESS"
    assert seen["createdAt"] == "2026-03-29T10:00:00.000Z"
    assert seen["expiredAt"] == "2026-03-30T10:00:00.000Z"
    assert seen["currentRequirementCode"] == "KYC_VERIFICATION"


def test_same_seed_same_world(make_caller):
    """Two emulators with one seed and one clock answer alike, byte for byte."""
    answers = []
    for _ in range(2):
        caller = make_caller(seed=7)
        answers.append(caller.create(caller.customer("jane")).content)
    assert answers[0] == answers[1]
