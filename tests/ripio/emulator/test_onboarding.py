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


def test_deactivation_takes_everything_along(sandbox: Any, argentina: Any) -> None:
    """A closed customer still answers, but whatever belonged to it is gone and nothing can be added."""
    customer_id = argentina.customer()
    account_id = argentina.fiat_account(customer_id)
    order = argentina.order(customer_id)["transaction"]["transactionId"]
    assert argentina.post(f"/customers/{customer_id}/deactivate/") == {}
    assert argentina.get(f"/customers/{customer_id}/")["isActive"] is False
    for method, path in [
        ("GET", f"/transactions/{order}/"),
        ("GET", f"/onramp/{order}/"),
        ("GET", f"/fiatAccounts/{account_id}/"),
        ("POST", f"/fiatAccounts/{account_id}/confirm/"),
        ("GET", f"/customers/{customer_id}/kycSubmissions/"),
        ("POST", f"/customers/{customer_id}/kyc/"),
        ("POST", f"/customers/{customer_id}/otp/"),
    ]:
        assert argentina.refused(method, path, {} if method == "POST" else None)["status"] == 404, path
    assert argentina.get("/transactions/")["count"] == 0
    assert argentina.get("/fiatAccounts/")["results"] == []
    assert sandbox.events()[-1] == "ACCOUNT.CLOSED"


@pytest.mark.parametrize(("code", "status"), [("AR", 201), ("CO", 200)])
def test_deposit_account_is_created_where_a_rail_needs_one(sandbox: Any, code: str, status: int) -> None:
    """A deposit account is started ahead in some countries and unnecessary in others."""
    partner = sandbox.partner(code)
    path = f"/customers/{partner.customer()}/depositAccount/"
    assert partner.call("POST", path, {"paymentMethodType": "bank_transfer"}).status_code == status
