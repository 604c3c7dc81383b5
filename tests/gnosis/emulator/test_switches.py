"""Each switch, and what it changes."""

import pytest


def seen(caller, headers, intent_id):
    """Read an intent with its wrapper."""
    return caller.get(f"/intent/{intent_id}", headers=headers).json()


def executed(caller, headers):
    """Create, approve and execute an intent; return its id and the execute answer."""
    intent_id = caller.intent(headers)
    caller.move(intent_id, "approve")
    return intent_id, caller.post(f"/intent/{intent_id}/transaction", headers=headers).json()


def test_currency_object(caller, jane):
    """The reference shows currencies as objects."""
    caller.flip(currency_shape="object")
    intent = caller.create(jane).json()["intent"]
    assert intent["src"]["currency"] == {"ticker": "USD", "name": "US Dollar", "code": "USD", "type": "FIAT"}
    assert intent["dest"]["currency"]["code"] == "USDC_GNO"


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


def test_token_field(caller):
    """The token was once called `access_token`."""
    caller.flip(token_field="access_token", customer_id="uuid", customer_owner="absent")
    answer = caller.post("/customers", json={"id": "jane"}, auth=caller.basic).json()
    assert set(answer) == {"id", "createdAt", "updatedAt", "metadata", "access_token"}
    assert answer["id"] != "jane"


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


@pytest.mark.parametrize(("shape", "kind"), [("object", dict), ("array", list), ("absent", type(None))])
def test_instructions_shape(caller, jane, shape, kind):
    """Deposit instructions are an object, an array, or absent."""
    caller.flip(instructions_shape=shape)
    _, answer = executed(caller, jane)
    assert isinstance(answer.get("depositInstructions"), kind)
    assert answer["transaction"]["context"][0]["instructions"]["accountNumber"]


@pytest.mark.parametrize(
    ("shape", "kind"), [("array", list), ("object", dict), ("empty", dict), ("null", type(None))]
)
def test_context_shape(caller, jane, shape, kind):
    """The context of a transaction is an array, an object, an empty one, or null."""
    caller.flip(context_shape=shape)
    intent_id, _ = executed(caller, jane)
    transaction = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()
    assert isinstance(transaction["context"], kind)


def test_no_context(caller, jane):
    """The context may be missing altogether."""
    caller.flip(context_shape="absent", transaction_fields="reference")
    intent_id, _ = executed(caller, jane)
    transaction = caller.get(f"/intent/{intent_id}/transaction", headers=jane).json()
    assert set(transaction) == {"id", "status", "createdAt", "updatedAt"}


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


def test_words_of_a_transaction(caller, jane):
    """A transaction may start as IN_PROGRESS and end as COMPLETED."""
    caller.flip(execute_word="IN_PROGRESS", success_word="COMPLETED")
    intent_id, answer = executed(caller, jane)
    assert answer["transaction"]["status"] == "IN_PROGRESS"
    caller.move(intent_id, "settle")
    assert seen(caller, jane, intent_id)["transaction"]["status"] == "COMPLETED"


def test_auto_completion(caller, jane):
    """Compliance may be done for everybody or nobody, and execution wait for a request."""
    caller.flip(auto_complete="always", auto_complete_executes="on_request")
    waiting = caller.create(jane).json()
    assert (waiting["intent"]["status"], waiting["transaction"]) == ("PENDING_PAYMENT", None)
    assert waiting["onboardingUrl"] is None
    assert caller.create(jane, autoExecute=True).json()["transaction"]
    caller.flip(auto_complete="never")
    assert caller.create(jane).json()["intent"]["status"] == "CREATED"


def test_key_of_the_rail(caller, jane):
    """The schemas may ask for `rails`."""
    caller.flip(rail_key="rails")
    src = {"currencyCode": "USD", "details": {"countryCode": "US", "rails": "ACH"}}
    assert caller.create(jane).status_code == 400
    assert caller.create(jane, src=src).status_code == 201


@pytest.mark.parametrize("order", ["ach", "pix", "sepa"])
def test_whole_source_account(caller, jane, order):
    """A fiat source may have to be a whole account."""
    caller.flip(payin_schema="account")
    assert caller.create(jane, order).status_code == 400


def test_companies_as_objects(caller):
    """A pair may list whole companies."""
    caller.flip(pair_companies="objects")
    pair = caller.get("/currencies/supported", auth=caller.basic).json()[1]
    assert [each["name"] for each in pair["providers"]] == ["Banxa"]
