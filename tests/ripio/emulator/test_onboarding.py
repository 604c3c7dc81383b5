"""Customers, terms and KYC."""

from __future__ import annotations

import json
from typing import Any

import pytest


def test_customer_is_created_read_and_changed(argentina: Any) -> None:
    """A customer answers with its e-mail and keeps its id when the e-mail changes."""
    created = argentina.post("/customers/", {"email": "a@example.com", "type": "INDIVIDUAL"})
    assert created["isActive"] is True
    path = f"/customers/{created['customerId']}/"
    assert argentina.get(path) == created
    changed = argentina.call("PUT", path, {"email": "b@example.com"}).json()
    assert changed == {**created, "email": "b@example.com"}


def test_given_customer_id_is_taken_once(argentina: Any) -> None:
    """A UUID the partner sends becomes the id, and the second one with it is refused."""
    body = {
        "email": "a@example.com",
        "type": "BUSINESS",
        "customerId": "7142b065-79c4-4f48-9e33-11b23b6689e2",
    }
    assert argentina.post("/customers/", body)["customerId"] == body["customerId"]
    assert "customerId" in argentina.refused("POST", "/customers/", body)["detail"]


def test_terms_are_accepted(argentina: Any) -> None:
    """Acceptance is recorded with its address and shows in the state."""
    customer_id = argentina.stranger()
    terms = argentina.get("/termsAndConditions/")
    state = f"/customers/{customer_id}/termsAcceptance/"
    assert argentina.get(state) == {**terms, "accepted": False, "acceptedAt": None}
    body = {"termsId": terms["termsId"], "ipAddress": "192.0.2.1"}
    recorded = argentina.post(f"/customers/{customer_id}/acceptTerms/", body)
    assert recorded == {**body, "userAgent": None, "acceptedAt": "2026-03-12T14:22:22.508000Z"}
    assert argentina.get(state)["accepted"] is True


def test_sandbox_approves_delegated_kyc_at_once(sandbox: Any, argentina: Any) -> None:
    """A redirect URL alone starts the delegated flow; the sandbox approves without a provider page."""
    customer_id = argentina.stranger()
    answer = argentina.post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
    assert answer.keys() == {"submissionId", "createdAt"}
    assert argentina.get(f"/customers/{customer_id}/kycSubmissions/")["status"] == "COMPLETED"
    event = json.loads(sandbox.world.deliveries[-1].body)
    assert event["eventType"] == "KYC.COMPLETED"
    assert event["payload"]["submissionId"] == answer["submissionId"]


def test_kyc_by_api_names_what_is_missing(argentina: Any) -> None:
    """A submission lacking required fields is refused by field, a full one accepted."""
    path = f"/customers/{argentina.stranger()}/kyc/"
    missing = argentina.refused("POST", path, {"kycSubmission": {"first_name": "Mateo"}})["detail"]
    assert {"last_name", "birthday"} <= missing.keys()
    fields = argentina.get("/kycRequirements/")["kycRequiredFields"]
    values = {
        field["fieldName"]: field["choices"][0]["value"] if "choices" in field else "1990-01-25"
        for field in fields
        if field["required"]
    }
    assert argentina.post(path, {"kycSubmission": values})["submissionId"]


def test_production_like_kyc_waits_for_a_decision(sandbox: Any, argentina: Any) -> None:
    """With the switches of production KYC gives a page and waits until somebody decides."""
    sandbox.switch(kyc="review", kyc_provider_url=True)
    customer_id = argentina.stranger()
    answer = argentina.post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
    assert answer["providerUrl"].startswith("https://kyc.ripio.com/?token=")
    path = f"/customers/{customer_id}/kycSubmissions/"
    assert argentina.get(path)["status"] == "IN_REVIEW"
    sandbox.control("POST", f"/customers/{customer_id}/reject")
    assert argentina.get(path)["status"] == "FAILED"
    sandbox.control("POST", f"/customers/{customer_id}/approve")
    assert argentina.get(path)["status"] == "COMPLETED"
    assert sandbox.events() == ["KYC.IN_REVIEW", "KYC.FAILED", "KYC.COMPLETED"]


def test_known_person_reuses_the_kyc_with_a_code(sandbox: Any, argentina: Any) -> None:
    """Where Ripio knows the e-mail a one-time code approves the customer."""
    customer_id = argentina.stranger()
    check, otp = f"/customers/{customer_id}/checkKyc/", f"/customers/{customer_id}/otp/"
    assert argentina.refused("POST", check)["type"] == "KycNotApprovedException"
    sandbox.control("POST", f"/customers/{customer_id}/reusable-kyc")
    assert argentina.post(check) == "kyc approved. Otp sent"
    assert "code" in argentina.refused("POST", otp, {"code": "000000"})["detail"]
    assert argentina.post(otp, {"code": "123456"}) is None
    assert argentina.get(f"/customers/{customer_id}/kycSubmissions/")["status"] == "COMPLETED"
    assert argentina.refused("POST", check)["type"] == "KycAlreadyApprovedException"


def _closed(sandbox: Any, partner: Any) -> dict[str, str]:
    """A customer who had one of everything and was closed; the ids of it all."""
    customer_id = partner.customer()
    account_id = partner.fiat_account(customer_id)
    on_ramp = partner.post("/onrampSession/", partner.session_body(customer_id))
    off_ramp = partner.post("/offrampSession/", {"fiatAccountId": account_id})["sessionId"]
    moved = sandbox.control("POST", f"/offramp-sessions/{off_ramp}/deposit", {"amount": "25"})
    order = partner.order(customer_id)["transaction"]["transactionId"]
    assert partner.post(f"/customers/{customer_id}/deactivate/") == {}
    return {
        "customer": customer_id,
        "account": account_id,
        "on_ramp": on_ramp["sessionId"],
        "cvu": on_ramp["fiatPaymentInstructions"]["cvu"],
        "off_ramp": off_ramp,
        "order": order,
        "payout": moved["transactionId"],
    }


def test_closed_customer_is_still_told(sandbox: Any, argentina: Any) -> None:
    """The customer answers as inactive, its e-mail can still change, and closing it again says nothing."""
    path = f"/customers/{_closed(sandbox, argentina)['customer']}/"
    assert sandbox.events()[-1] == "ACCOUNT.CLOSED"
    events = sandbox.events()

    assert argentina.get(path)["isActive"] is False
    assert argentina.call("PUT", path, {"email": "b@example.com"}).json()["isActive"] is False
    assert argentina.post(f"{path}deactivate/") == {}
    assert sandbox.events() == events


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/customers/{customer}/kyc/"),
        ("POST", "/customers/{customer}/kyb/"),
        ("POST", "/customers/{customer}/acceptTerms/"),
        ("POST", "/customers/{customer}/otp/"),
        ("POST", "/customers/{customer}/depositAccount/"),
        ("GET", "/customers/{customer}/kycSubmissions/"),
        ("GET", "/customers/{customer}/onrampSession/"),
        ("GET", "/customers/{customer}/transactions/onramp/"),
        ("GET", "/customers/{customer}/transactions/offramp/"),
        ("GET", "/transactions/{order}/"),
        ("GET", "/onramp/{order}/"),
        ("GET", "/offramp/{payout}/"),
        ("GET", "/onrampSession/{on_ramp}/"),
        ("GET", "/offrampSession/{off_ramp}/"),
        ("GET", "/fiatAccounts/{account}/"),
        ("POST", "/fiatAccounts/{account}/confirm/"),
    ],
)
def test_what_a_closed_customer_had_is_gone(sandbox: Any, argentina: Any, method: str, path: str) -> None:
    """Whatever belonged to a closed customer, or could be added to it, is not found."""
    path = path.format_map(_closed(sandbox, argentina))
    assert argentina.refused(method, path, {} if method == "POST" else None)["status"] == 404


def test_nothing_is_created_for_a_closed_customer(sandbox: Any, argentina: Any) -> None:
    """Accounts, orders and sessions for a closed customer are not found; its account takes nothing."""
    gone = _closed(sandbox, argentina)
    for path, body in [
        ("/fiatAccounts/", argentina.fiat_account_body(gone["customer"])),
        ("/onramp/", argentina.order_body(gone["customer"])),
        ("/onrampSession/", argentina.session_body(gone["customer"])),
        ("/offrampSession/", {"fiatAccountId": gone["account"]}),
        ("/simulateDeposit/", {"amount": 1000, "alias_or_cvu": gone["cvu"]}),
    ]:
        assert argentina.refused("POST", path, body)["status"] == 404, path


def test_lists_forget_a_closed_customer(sandbox: Any, argentina: Any) -> None:
    """Orders, sessions and accounts of a closed customer vanish from the lists; its accounts are disabled."""
    _closed(sandbox, argentina)
    for path in ("/transactions/", "/onramp/", "/onrampSession/", "/offrampSession/", "/fiatAccounts/"):
        assert argentina.get(path)["count"] == 0, path
    assert argentina.get("/offramp/") == []
    told = sandbox.control("GET", "/state")["accounts"]["AR"]["fiatAccounts"]
    assert [each["status"] for each in told] == ["DISABLED"]


@pytest.mark.parametrize("status", ["UPDATE_REQUIRED", "INCOMPLETE_USER_DATA", "IN_REVIEW"])
def test_check_can_reach_any_status(sandbox: Any, argentina: Any, status: str) -> None:
    """The vocabulary of checks is open: a control brings any word, and its event says it."""
    customer_id = argentina.customer()
    sandbox.control("POST", f"/customers/{customer_id}/review", {"status": status})

    assert argentina.get(f"/customers/{customer_id}/kycSubmissions/")["status"] == status
    assert sandbox.events()[-1] == f"KYC.{status}"
    assert argentina.refused("POST", "/onramp/", argentina.order_body(customer_id))["status"] == 400


def test_new_terms_have_to_be_accepted_again(sandbox: Any, argentina: Any) -> None:
    """Consent to the terms of yesterday is none to those of today."""
    customer_id, before = argentina.customer(), argentina.get("/termsAndConditions/")
    sandbox.control("POST", "/terms/renew")
    now = argentina.get("/termsAndConditions/")

    assert (before["version"], now["version"]) == ("1.0", "2.0")
    state = {**now, "accepted": False, "acceptedAt": None}
    assert argentina.get(f"/customers/{customer_id}/termsAcceptance/") == state
    assert argentina.refused("POST", "/onramp/", argentina.order_body(customer_id))["code"] == 20039


def test_without_terms_everybody_accepted(sandbox: Any, argentina: Any) -> None:
    """Where a country has no active terms there is nothing to read and nothing to accept."""
    sandbox.switch(terms="none")
    customer_id = argentina.stranger()

    assert argentina.refused("GET", "/termsAndConditions/")["status"] == 404
    assert argentina.get(f"/customers/{customer_id}/termsAcceptance/") == {
        "termsId": None,
        "country": "AR",
        "version": None,
        "url": None,
        "accepted": True,
        "acceptedAt": None,
    }
    argentina.post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
    assert argentina.order(customer_id)


def test_reuse_check_answers_in_an_object_too(sandbox: Any, argentina: Any) -> None:
    """Whether the text comes bare or in an object is not shown."""
    sandbox.switch(check_kyc="object")
    customer_id = argentina.stranger()
    sandbox.control("POST", f"/customers/{customer_id}/reusable-kyc")

    assert argentina.post(f"/customers/{customer_id}/checkKyc/") == {"message": "kyc approved. Otp sent"}


def test_account_made_ahead_is_ready_sooner(sandbox: Any, argentina: Any) -> None:
    """A deposit account created ahead needs no more time when its session comes."""
    sandbox.switch(session_instructions="processing")
    customer_id = argentina.customer()
    argentina.post(f"/customers/{customer_id}/depositAccount/", {"paymentMethodType": "bank_transfer"})
    sandbox.advance(10)
    session = argentina.post("/onrampSession/", argentina.session_body(customer_id))

    assert session["fiatPaymentInstructions"]["status"] == "enabled"


@pytest.mark.parametrize(("code", "status"), [("AR", 201), ("CO", 200)])
def test_deposit_account_is_created_where_a_rail_needs_one(sandbox: Any, code: str, status: int) -> None:
    """A deposit account is started ahead in some countries and unnecessary in others."""
    partner = sandbox.partner(code)
    path = f"/customers/{partner.customer()}/depositAccount/"
    assert partner.call("POST", path, {"paymentMethodType": "bank_transfer"}).status_code == status
