"""Each switch, and what it changes."""

import pytest


def test_field_names_of_older_captures(caller, jane):
    """Older captures name the payload, the amount, the link and the company otherwise."""
    caller.flip(
        details_field="metadata",
        amount_field="transferAmount",
        onboarding_field="frontendUrl",
        provider_name="upper",
        no_transaction="absent",
        created_word="PENDING",
    )
    aside = {"beside the contract": True}
    answer = caller.post("/intent", json=caller.orders["ach"], headers=jane, extensions=aside).json()
    assert answer["frontendUrl"]
    assert "transaction" not in answer
    assert answer["intent"]["status"] == "PENDING"
    assert answer["intent"]["provider"] == "BRIDGE"
    assert answer["intent"]["transferAmount"] == {"amount": "100.00", "currencyCode": "USD"}
    assert answer["intent"]["src"]["metadata"] == {"countryCode": "US", "rail": "ACH"}


def test_fields_of_an_intent(caller, jane):
    """Guide and reference each leave out what the other shows."""
    only_in_the_guide = {"autoExecute", "failureReason"}
    only_in_the_reference = {
        *("currentRequirementCode", "expiredAt"),
        *("onboardingRedirectUrl", "checkoutRedirectUrl"),
    }
    shown = {}
    for side in ("all", "guide", "reference"):
        caller.flip(intent_fields=side)
        shown[side] = set(caller.create(jane).json()["intent"])
    assert shown["all"] - shown["guide"] == only_in_the_reference
    assert shown["all"] - shown["reference"] == only_in_the_guide


def test_short_tokens(caller):
    """A token may live for less than an hour."""
    caller.flip(token_seconds=0)
    assert caller.get("/intent", headers=caller.customer()).status_code == 401


@pytest.mark.parametrize(
    ("moves", "word"),
    [
        ([], "PENDING"),
        (["open-compliance"], "PENDING"),
        (["approve"], "PROCESSING"),
        (["approve", "settle"], "COMPLETED"),
        (["approve", "fail"], "FAILED"),
        (["reject"], "FAILED"),
        (["expire"], "EXPIRED"),
    ],
)
def test_five_statuses(caller, jane, moves, word):
    """The older generations had five words for an intent."""
    caller.flip(status_set="g2")
    intent_id = caller.intent(jane, autoExecute=True)
    caller.move(intent_id, *moves)
    assert caller.status(jane, intent_id) == word


def test_approved_may_be_seen(caller, jane):
    """Whether approval can be seen by polling, and executed from, is a switch."""
    caller.flip(approved="visible")
    intent_id = caller.intent(jane)
    caller.move(intent_id, "approve")
    assert caller.status(jane, intent_id) == "COMPLIANCE_APPROVED"
    assert caller.post(f"/intent/{intent_id}/transaction", headers=jane).status_code == 202
    again = caller.create(jane).json()
    assert again["intent"]["status"] == "COMPLIANCE_APPROVED"
    assert again["transaction"]["status"] == "PENDING"


@pytest.mark.parametrize("order", ["ach", "us payout"])
def test_older_instructions(caller, jane, order):
    """Older entries have a kind, a label and, for crypto, a ready call."""
    caller.flip(entry_shape="g2", transaction_fields="g2", auto_complete="always")
    intent_id = caller.intent(jane, order)
    transaction = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()
    assert transaction["intentId"] == intent_id
    assert transaction["providerReference"]
    (entry,) = transaction["context"]
    if order == "ach":
        assert entry["kind"] == "BANK"
        return
    assert entry["crypto"]["chainId"] == "100"
    call = entry["crypto"]["transactionData"]
    assert call["parameters"] == {
        "tokenAmount": "100.000000",
        "tokenAmountInSmallestUnit": "100000000",
    }
    assert int(call["encodedData"][-64:], 16) == 100_000_000
    assert len(call["encodedData"]) == 2 + 8 + 64 + 64


def test_auto_completion(caller, jane):
    """Compliance may be done for everybody or nobody, and execution wait for a request."""
    caller.flip(auto_complete="always", auto_complete_executes="on_request")
    waiting = caller.create(jane).json()
    assert (waiting["intent"]["status"], waiting["transaction"]) == ("PENDING_PAYMENT", None)
    assert waiting["onboardingUrl"] is None
    assert caller.create(jane, autoExecute=True).json()["transaction"]
    caller.flip(auto_complete="never")
    assert caller.create(jane).json()["intent"]["status"] == "CREATED"


@pytest.mark.parametrize("order", ["ach", "pix", "sepa"])
def test_whole_source_account(caller, jane, order):
    """A fiat source may have to be a whole account."""
    caller.flip(payin_schema="account")
    assert caller.create(jane, order).status_code == 400
