"""A wallet signs in, and what its verification spares the customer."""

import sys
from datetime import timedelta

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

WALLET = Account.from_key(b"\x01" * 32)
STRANGER = Account.from_key(b"\x02" * 32)
GUIDE = {"statement": "Sign in with Ethereum to Gnosis Pay", "uri": "https://api.gnosispay.com/"}
OLDER = {"statement": "Sign in to GnosisRamp", "uri": "https://api.gnosisramp.io"}
CHALLENGE = "/gnosispay/auth/challenge"


def message(nonce, *, statement=GUIDE["statement"], uri=GUIDE["uri"], chain_id="100", more=""):
    """What a wallet shows the person."""
    return (
        f"app.example wants you to sign in with your Ethereum account:\n{WALLET.address}\n\n{statement}\n\n"
        f"URI: {uri}\nVersion: 1\nChain ID: {chain_id}\nNonce: {nonce}\n"
        f"Issued At: 2026-03-29T10:00:00.000Z{more}"
    )


def signed(text, by=WALLET):
    """The signature of a wallet under a text."""
    return "0x" + by.sign_message(encode_defunct(text=text)).signature.hex()


def sign_in(caller, *, by=WALLET, signature=None, fields=None, **parts):
    """Go through the wallet sign-in; return the answer."""
    text = message(caller.get("/gnosispay/auth/nonce").text, **parts)
    body = {"message": text, "signature": signature or signed(text, by), **(fields or {})}
    return caller.post(CHALLENGE, json=body)


def test_nonce_is_plain_text(caller):
    """A nonce is 64 hex digits and no JSON, another one each time."""
    first, second = caller.get("/gnosispay/auth/nonce"), caller.get("/gnosispay/auth/nonce")
    assert first.headers["content-type"].startswith("text/plain")
    assert len(bytes.fromhex(first.text)) == 32
    assert first.text != second.text


def test_nonce_is_good_once(caller):
    """A nonce cannot be used twice, nor one that was never issued, nor one that was shown in vain."""
    text = message(caller.get("/gnosispay/auth/nonce").text)
    body = {"message": text, "signature": signed(text)}
    assert caller.post(CHALLENGE, json=body).status_code == 200
    assert caller.post(CHALLENGE, json=body).status_code == 401
    unknown = message("0" * 64)
    assert caller.post(CHALLENGE, json={"message": unknown, "signature": signed(unknown)}).status_code == 401
    text = message(caller.get("/gnosispay/auth/nonce").text)
    for signature, status in ((signed(text, STRANGER), 401), (signed(text), 401)):
        answer = caller.post(CHALLENGE, json={"message": text, "signature": signature})
        assert answer.status_code == status


@pytest.mark.parametrize(
    "parts",
    [
        {"chain_id": "1"},
        {"statement": "Hello"},
        {"uri": "https://evil.example"},
        {"statement": GUIDE["statement"], "uri": OLDER["uri"]},
        {"more": "\nand more"},
        {"more": "\nExpiration Time: tomorrow"},
        {"more": "\nExpiration Time: 2026-03-30T10:00:00"},
    ],
)
def test_messages_that_are_not_ours(caller, parts):
    """Another chain, statement or address, and a text that is no sign-in message, are 400."""
    assert sign_in(caller, **parts).status_code == 400


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ("\nExpiration Time: 2026-03-29T10:00:01Z", 200),
        ("\nExpiration Time: 2026-03-29T10:00:00Z", 401),
        ("\nNot Before: 2026-03-29T10:00:00Z\nRequest ID: 7\nResources:\n- https://a.example", 200),
        ("\nNot Before: 2026-03-29T12:30:00+02:00", 401),
    ],
)
def test_times_of_a_message(caller, more, status):
    """A message says itself from when and until when it may be used."""
    assert sign_in(caller, more=more).status_code == status


@pytest.mark.parametrize("signature", ["nonsense", "0x", "0x1b2c3d", "0x" + "f" * 130, "0x" + "0" * 130])
def test_signatures_that_are_none(caller, signature):
    """A signature must be one of a key, and of this wallet's key."""
    assert sign_in(caller, signature=signature).status_code == 401


@pytest.mark.parametrize("signature", [signed("another text"), signed("a", STRANGER)])
def test_without_the_library_any_signature_of_the_right_form_is_taken(caller, signature, monkeypatch):
    """Where `eth_account` is not installed, form is all there is to check."""
    monkeypatch.setitem(sys.modules, "eth_account", None)
    assert sign_in(caller, signature=signature).status_code == 200
    assert sign_in(caller, signature=signature[:-2]).status_code == 401


def test_signature_of_a_contract(caller):
    """With signatures on trust, one of another length goes through, as a contract's would."""
    caller.flip(signatures="trusted")
    assert sign_in(caller, signature="0x" + "ab" * 195).status_code == 200
    assert sign_in(caller, signature="0xabc").status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(59, 400), (60, 200), (86400, 200), (86401, 400)])
def test_life_of_the_token(caller, seconds, status):
    """A wallet's token lives between a minute and a day."""
    assert sign_in(caller, fields={"ttlInSeconds": seconds}).status_code == status


def test_token_of_a_wallet_expires(caller):
    """A token that is past its time is refused where the customer is created."""
    token = sign_in(caller, fields={"ttlInSeconds": 60}).json()["token"]
    caller.world.clock.advance(timedelta(seconds=60))
    body = {"id": "jane", "subject_token": token}
    assert caller.post("/customers", json=body, auth=caller.basic).status_code == 401


def test_whole_verification_is_shared(caller):
    """A customer with a wallet's token passes compliance at once."""
    jane = caller.customer("jane", subject_token=sign_in(caller).json()["token"])
    created = caller.create(jane).json()
    assert created["onboardingUrl"] is None
    assert created["transaction"]["status"] == "PENDING"


def test_part_of_the_verification_is_shared(caller):
    """What is missing is asked for, and nothing else."""
    caller.flip(shared_kyc="partial")
    jane = caller.customer("jane", subject_token=sign_in(caller).json()["token"])
    created = caller.create(jane).json()
    assert created["onboardingUrl"]
    assert created["intent"]["status"] == "CREATED"
    assert created["intent"]["currentRequirementCode"] == "SOURCE_OF_FUNDS"
    caller.move(created["intent"]["id"], "open-compliance", "approve")
    assert caller.status(jane, created["intent"]["id"]) == "PENDING_PAYMENT"
    codes = [data["requirementCode"] for kind, data in caller.events() if kind == "COMPLIANCE_UPDATED"]
    assert set(codes) == {"SOURCE_OF_FUNDS"}


def test_company_that_shares_nothing(caller):
    """Where the company behind the ramp shares no verification, the customer starts from nothing."""
    caller.flip(shared_kyc="none")
    jane = caller.customer("jane", subject_token=sign_in(caller).json()["token"])
    assert caller.create(jane).json()["intent"]["currentRequirementCode"] == "KYC_VERIFICATION"
